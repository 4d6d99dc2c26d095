"""What somebody wants of their appointments, in so many words: to have one, see it, move it, cancel it."""

import re
from enum import StrEnum

from backend.reference.folding import fold


class Wish(StrEnum):
    BOOK = "book"
    BOOK_WORKSHOP = "book_workshop"
    BOOK_ADVISER = "book_adviser"
    BOOK_APEC = "book_apec"
    LIST = "list"
    CHANGE = "change"
    CANCEL = "cancel"
    NOT_COMING = "not_coming"


_RDV = r"(?:rdvs?|r d v|rendez[ -]?vous|rendevous|rende vous|randez vous|rendez vou)"
_IT = rf"(?:{_RDV}|ateliers?|apec|entretien apec)"
_MINE = r"(?:mon|mes|l|le|la|ma|du|de l|d|au|a l|pour l|pour le)"
_DATE = rf"(?:{_IT}|date|jour|place)"

_MOVE = r"(?:chang|decal|deplac|report|repouss|modifi|avanc)\w*"
_ASK = (
    r"(?:voudrai\w*|veux|veut|souhait\w*|aimerai\w*|prendre|prend|avoir|besoin|obtenir|demande\w*|possible|fixer|"
    r"donne\w*|autre|nouveau|inscri\w*)"
)
_WHEN = r"(?:quand|quel jour|quelle heure|quelle date|a quelle|ou|adresse|rappel\w*|heure)"

# First match wins, over plain spelling without apostrophes.
_PATTERNS: tuple[tuple[Wish, str], ...] = (
    (Wish.CANCEL, rf"\b(?:annul\w*|supprim\w*|enlev\w*|desist\w*)\b.*\b{_IT}\b"),
    (Wish.CANCEL, rf"\b{_IT}\b(?: est| soit)? annul\w*"),
    (Wish.CANCEL, rf"\b(?:plus|pas) besoin\b.*\b{_IT}\b"),
    (Wish.CHANGE, rf"\b{_MOVE}\b.*\b{_DATE}\b"),
    (Wish.NOT_COMING, rf"\b(?:vien\w*|viendr\w*|peu[xt]?|pourr\w+|serai|irai|vais)\b.*\b(?:pas|plus)\b.*\b{_IT}\b"),
    (Wish.LIST, rf"\b{_WHEN}\b.*\b{_MINE} ?{_IT}\b"),
    (Wish.LIST, rf"\b{_MINE} {_IT}\b.*\b{_WHEN}\b"),
    (Wish.LIST, rf"^(?:voir |liste de )?mes {_RDV}\b"),
    (
        Wish.BOOK_APEC,
        rf"^(?:(?:je |j )?(?:veux|voudrais|cherche) )?(?:voir )?(?:l )?apec$|"
        rf"\b(?:{_RDV}|inscri\w*|rencontr\w*|voir|permanence)\b.*\bapec\b",
    ),
    (Wish.BOOK_ADVISER, rf"\b{_RDV}\b.*\bconseill\w*|\bconseill\w*\b.*\b{_RDV}"),
    (Wish.BOOK_WORKSHOP, r"^(?:un |l )?ateliers?(?: cv)?$"),
    (Wish.BOOK_WORKSHOP, r"\b(?:inscri\w*|participer|faire|venir|veux|voudrai\w*|place)\b.*\bateliers?\b"),
    (Wish.BOOK, rf"^(?:un |1 )?{_RDV}(?: svp| stp| s il vous plait)?$"),
    (Wish.BOOK, rf"\b{_ASK}\b.*\b{_RDV}\b"),
)
_COMPILED = tuple((wish, re.compile(pattern)) for wish, pattern in _PATTERNS)

# Said alone, these speak of the next booking, if there is one; "je peux plus travailler la nuit" does not.
_OTHER_THING = r"(?! (?!venir\b|etre\b|assister\b|participer\b)\w+(?:er|ir|re|oir)\b)"
_NOT_COMING = re.compile(
    r"^(?:bonjour |desolee? |non |malheureusement |finalement |en fait |excusez moi )*"
    r"(?:j annule|(?:je |j )?(?:ne |n )?"
    rf"(?:(?:j?veux|souhaite) (?:pas|plus) (?:y aller|venir)|"
    rf"(?:j?viens|viendrai|serai) (?:pas|plus)|(?:j?peu[xt]?|pourrai) (?:pas|plus){_OTHER_THING})"
    r"(?: (?:venir|etre la|la))?|je (?:dois|veux|voudrais) annuler|annul\w+|empeche\w*)\b.{0,40}$"
)
_LONGEST = 160


def understand_wish(text: str) -> Wish | None:
    """What they want of their appointments, or None. NOT_COMING may speak of something else when nothing is booked."""
    plain = " ".join(re.sub(r"[^a-z0-9 ]", " ", fold(text)).split())[:_LONGEST]
    for wish, pattern in _COMPILED:
        if pattern.search(plain):
            return wish
    return Wish.NOT_COMING if _NOT_COMING.match(plain) else None
