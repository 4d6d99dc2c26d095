"""Which of the open offers a message is about, and what it says of each: "oui 2", "la 1ere oui l'autre non". Pure."""

import re
from collections.abc import Iterator, Sequence

from backend.reference.folding import fold
from bot.situation import OpenOffer
from bot.understanding.answers import Understood
from bot.understanding.yes_no import YesNo, understand_yes_no

_ORDINALS = {
    "premiere": 1, "premier": 1, "1ere": 1, "1er": 1, "1re": 1, "deuxieme": 2, "seconde": 2, "2eme": 2, "2e": 2,
    "2nde": 2, "troisieme": 3, "3eme": 3, "3e": 3,
}  # fmt: skip
_FILLER = re.compile(
    r"\b(?:pour|a|la|le|l|les|offre|offres|numero|no|n|celle|celui|de|du|d|aux?|c est|c|est|et|mais)\b"
)
_PARTS = re.compile(r"\s*(?:[,;.\n/]|\bet\b|\bmais\b)\s*")
_LONG = 4  # letters from which a word of a title names it
_BOTH = r"(?:tou(?:s|tes) )?(?:les|aux) (?:deux|2)"
_ALL = re.compile(
    rf"(?P<yes>(?:(?:oui|ok|d accord) )*(?:pour |a )?{_BOTH}(?: oui| svp| stp| m interessent?| me vont)*)"
    rf"|(?P<no>(?:non )?(?:aucune?s?(?: des (?:deux|2))?|ni l une? ni l autre|pas {_BOTH})(?: merci)?"
    rf"|non (?:pour |a )?{_BOTH}|{_BOTH} non(?: merci)?)"
)


def of_all(text: str) -> YesNo | None:
    """ "oui aux deux", "les deux non", "aucune" """
    found = _ALL.fullmatch(_plain(text))
    return (YesNo.YES if found["yes"] else YesNo.NO) if found else None


def named(text: str, offers: Sequence[OpenOffer], about: int | None) -> OpenOffer | None:
    """The one offer that is named: by its number, by its place, by a word of its title alone, or as "l'autre"."""
    words = _plain(text).split()
    numbers = {int(word) for word in words if word.isdigit()} | {_ORDINALS[word] for word in words if word in _ORDINALS}
    if numbers:
        return next((one for one in offers if numbers == {one.number}), None)
    if "autre" in words and len(offers) == 2:
        return next((one for one in offers if one.suggestion_id != about), None)
    return _by_title(words, offers)


def _by_title(words: Sequence[str], offers: Sequence[OpenOffer]) -> OpenOffer | None:
    titles = [[word for word in set(_plain(one.title).split()) if len(word) >= _LONG] for one in offers]
    every = [word for title in titles for word in title]
    hits = [
        one
        for one, title in zip(offers, titles, strict=True)
        if any(word in words and every.count(word) == 1 for word in title)
    ]
    return hits[0] if len(hits) == 1 else None


def said_of(text: str) -> YesNo | None:
    """The yes or the no beside what names an offer; None when there is neither."""
    bare = re.sub(r"\b(?:\d+|" + "|".join(_ORDINALS) + r"|autre)\b", " ", _plain(text))
    said = understand_yes_no(" ".join(_FILLER.sub(" ", bare).split()))
    return said.value if isinstance(said, Understood) else None


def only_names(text: str, offer: OpenOffer) -> bool:
    """Whether nothing is said but which one: "la 2", "celle de l'aide à domicile"."""
    bare = re.sub(r"\b(?:\d+|" + "|".join(_ORDINALS) + r"|autre)\b", " ", _plain(text))
    title = _plain(offer.title).split()
    return all(word in title for word in _FILLER.sub(" ", bare).split())


def each(text: str, offers: Sequence[OpenOffer], about: int | None) -> dict[int, YesNo]:
    """ "oui 1 non 2", "la première oui, l'autre non": what is said of each, when it is said of two at least."""
    found = (_said_in(parts, offers, about) for parts in _partings(text.casefold()))
    return next((said for said in found if len(said) > 1), {})


def _said_in(parts: Sequence[str], offers: Sequence[OpenOffer], about: int | None) -> dict[int, YesNo]:
    found: dict[int, YesNo] = {}
    for part in parts:
        one, said = named(part, offers, about), said_of(part)
        if one is not None and said in (YesNo.YES, YesNo.NO):
            found[one.suggestion_id] = said
            about = one.suggestion_id
    return found


_SAYS = r"\b(?:oui|ok|non)\b"


def _partings(text: str) -> Iterator[list[str]]:
    """Where it may be cut: between its clauses, before each yes or no, after each."""
    yield _PARTS.split(text)
    yield re.findall(rf"{_SAYS}(?:(?!{_SAYS}).)*", text)
    yield re.findall(rf"(?:(?!{_SAYS}).)*{_SAYS}", text)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]", " ", fold(text)).split())
