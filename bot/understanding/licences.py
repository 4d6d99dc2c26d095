"""Which licences and certificates a person says they hold, and which they say they do not."""

import re
from dataclasses import dataclass
from functools import lru_cache

from backend.reference.licence_words import Mention, driving_letters, mentions
from backend.reference.licences import in_order
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.texted import REMEMBERED, Found, read, words_of


@dataclass(frozen=True, slots=True)
class Licences:
    """Codes of backend/reference/licences.py. Both empty: the person said they hold none at all.

    A licence that is lost, suspended or still being prepared is denied.
    """

    held: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


_NOT_BEFORE = re.compile(
    r"(?:\b(?:pas|plus|aucune?|sans|ni|jamais|zero|0|non)(?: (?:encore|eu|passe|possede|obtenu|pu avoir|de|d|"
    r"le|la|les|l|mon|mes|ma|du|des|un|une|au))*"
    r"|\b(?:j avais|je passe|je prepare|prepare|je repasse|je dois passer|doit passer|je vais passer|vais passer|"
    r"veux passer|voudrais passer|"
    r"aimerais passer|en train de passer|passage du?|j attends|inscrite? (?:au?|a l)|perdu|rate|echoue au?|annule|"
    r"bientot|retire|suspendu|"
    r"suspension du?|retrait du?|besoin du?|code du?|formation)(?: (?:encore|mon|ma|le|la|les|l|de|d|du|au|un|une|"
    r"a))*) ?$"
)
_NOT_AFTER = re.compile(
    r"^ ?(?:(?:de conduire|on|m|me|l|le|ils|a|ont|ete|est|etait|qui|mais|il|elle|j|je|suis|toujours|actuellement|"
    r"encore|est en|la|que) )*"
    r"(?:retire|retiree|suspendue?|annulee?|invalidee?|perdue?|en cours|pas encore|en preparation|bientot|ratee?|en "
    r"ai pas|ai pas|ne l ai pas|"
    r"l ai pas|l ai plus|ai plus|ai jamais|n est plus valable|plus valable|(?:plus|pas) a jour|perimee?|expiree?|non|"
    r"zero|prepare|passe "
    r"en|je passe)\b(?! (?:de|plus de|mais|d) )"
)
_NO = words_of(
    """
    non nn nan no nop aucun aucune aucuns rien pas zero 0 neant ni
    """
)
_AROUND_NO = words_of(
    """
    du tout j en ai n je l un autre desole desolee malheureusement merci de ca helas encore pour le moment
    instant bonjour ne les
    """
)
_DOTTED = re.compile(r"(?<=\b\d)\.(?=\d\b)")  # "caces 1.3": two categories
_REACH_OF_NOT = 80  # characters
_LISTED = re.compile(r"(?: |ou|les?|la|permis|/|\+)*")
_ONLY_LETTERS = re.compile(
    r"(?:(?:j ai|je possede|le|les|et|ou|permis|la|seulement|juste|uniquement|categorie|oui|\+|/|de|merci|svp) )*"
    r"(?:am|a ?1|a ?2|a|b ?e|b|c ?1|c ?e|e ?c|c|d ?1|d ?e|d)(?: (?:(?:et|ou|le|la|plus|\+|/|permis) )*(?:am|a ?1|a "
    r"?2|a|b ?e|b|c ?1|c ?e|e ?c|c|d ?1|d ?e|d))*(?: (?:merci|svp|seulement|uniquement))*"
)


def understand_licences(text: str) -> Answer[Licences]:
    """Licences held and denied. "aucun" → both empty; "caces 1 3 5" → three held; "permis en cours" → denied."""
    if found := find_licences(text):
        return Understood(found.value, found.words)
    if refused := not_an_answer(text):
        return refused
    words = set(read(text).plain.split())
    if words & _NO and words <= _NO | _AROUND_NO:
        return Understood(Licences(), text.strip())
    if named := _named_shortly(read(text).plain):
        return Understood(Licences(in_order(mention.code for mention in named)), text.strip())
    return Misunderstood("no licence named")


@lru_cache(REMEMBERED)
def find_licences(text: str) -> Found[Licences] | None:
    """The licences a sentence names, or None."""
    texted = read(text)
    plain = _DOTTED.sub(" ", texted.plain)
    named = mentions(plain)
    if not named:
        return None
    denials = _denials(plain, named)
    denied = {mention.code for mention, denial in zip(named, denials, strict=True) if denial}
    held = without_vaguer({mention.code for mention in named} - denied)
    spans = [denial or (mention.start, mention.end) for mention, denial in zip(named, denials, strict=True)]
    return Found(Licences(in_order(held), in_order(denied)), texted, tuple(spans))


def without_vaguer(codes: set[str]) -> set[str]:
    """ "caces" and "caces-R489" add nothing to "caces-R489-3"."""
    return {code for code in codes if not any(other.startswith(f"{code}-") for other in codes)}


def _named_shortly(plain: str) -> list[Mention]:
    """The answer to this very question may leave out its noun: "b", "le b et le c", "poids lourd", "chariot 3"."""
    if _ONLY_LETTERS.fullmatch(plain):
        return driving_letters(plain)
    for noun in ("permis", "caces"):
        spoken = f"{noun} {plain}"
        named = mentions(spoken)
        whole = [mention for mention in named if mention.end > len(noun)]
        if whole and whole == named and whole[-1].end == len(spoken) and not plain.replace(" ", "").isdigit():
            return whole
    return []


def _denials(plain: str, named: list[Mention]) -> list[tuple[int, int] | None]:
    """For each licence, the span of its denial or None: a "not" before it (or before its list),
    or a "withdrawn" behind it."""
    denials: list[tuple[int, int] | None] = []
    for rank, mention in enumerate(named):
        opening = named[rank - 1].end if rank else 0
        closing = named[rank + 1].start if rank + 1 < len(named) else len(plain)
        denial: tuple[int, int] | None = None
        if before := _NOT_BEFORE.search(plain, max(opening, mention.start - _REACH_OF_NOT), mention.start):
            denial = before.start(), mention.end
        elif after := _NOT_AFTER.match(plain[mention.end : min(closing, mention.end + _REACH_OF_NOT)]):
            denial = mention.start, mention.end + after.end()
        elif rank and denials[-1] and _LISTED.fullmatch(plain, opening, mention.start):
            denial = mention.start, mention.end
        denials.append(denial)
    return _carried_back(plain, named, denials)


def _carried_back(
    plain: str, named: list[Mention], denials: list[tuple[int, int] | None]
) -> list[tuple[int, int] | None]:
    """ "caces 1 3 5 plus à jour": what is said behind a list of CACES holds for the whole list."""
    said_behind = False
    for rank in reversed(range(len(named))):
        denial = denials[rank]
        if denial:
            said_behind = denial[1] > named[rank].end
        elif said_behind and named[rank].end == named[rank + 1].start:
            denials[rank] = named[rank].start, named[rank].end
        else:
            said_behind = False
    return denials
