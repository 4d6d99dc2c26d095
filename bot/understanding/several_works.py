"""Several trades in one breath: "vendeuse ou caissière", "maçon, carreleur, peintre"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from backend.reference.folding import fold
from backend.reference.occupations import Nomenclature, Occupation
from bot.understanding.texted import REMEMBERED, read
from bot.understanding.work import rank_work

MOST_OTHERS = 2
_BETWEEN = re.compile(r"(?i)\s*(?:[,;/+]|\bou bien\b|\bou\b|\bet\b|\bsinon\b|\bvoire\b)\s*")
_LONGEST = 4
WHOLE_NAME = 0.97  # of a wording must be written for one among several near trades
_QUANTITY_BEHIND = re.compile(r"\s*\d.*$", re.DOTALL)
_QUANTITY = re.compile(r"(?i)\b\d+ *(?:ans?|mois|annees?|années?)?\b|\bd[ée]butante?\b")
_DOER = re.compile(r"(?:eur|euse|ier|iere|iste|ante?|ien|ienne|trice)$")
# Somebody else's trade, or one that is over.
_NOT_SOUGHT = re.compile(
    r"\b(?:mari|femme|fils|fille|frere|soeur|ami|amie|pere|mere|collegue|pas|plus|etais|ete|ancien\w*|avant|fini)\b"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """The trades named beside one, the nearest first, and the words that say them all."""

    others: tuple[Occupation, ...]
    words: str


@lru_cache(REMEMBERED)
def listed_with(text: str, first: str, nomenclature: Nomenclature, taken: tuple[str, ...] = ()) -> Listed | None:
    """What is listed beside the trade of code `first`; None when it is no list of trades that are named whole.

    `taken`: words of the text that say something else ("voiture", "permis B").
    """
    pieces = [(begin, end) for begin, end in _pieces(text) if not any(words in text[begin:end] for words in taken)]
    named = {at: work for at, (begin, end) in enumerate(pieces) if (work := _named(text[begin:end], nomenclature))}
    begins = next((at for at, work in named.items() if work.code == first), None)
    if begins is None:
        return None
    row = [begins, *_in_a_row(named, begins, 1), *_in_a_row(named, begins, -1)]
    others = {named[at].code: named[at] for at in row if named[at].code != first}
    words = _QUANTITY_BEHIND.sub("", text[pieces[min(row)][0] : pieces[max(row)][1]])
    return Listed(tuple(others.values())[:MOST_OTHERS], words) if others else None


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for found in _BETWEEN.finditer(text):
        yield begin, found.start()
        begin = found.end()
    yield begin, len(text)


def _in_a_row(named: dict[int, Occupation], begins: int, step: int) -> Iterator[int]:
    """Those that follow it, or stand before it, without anything else between."""
    at = begins + step
    while at in named:
        yield at
        at += step


def _named(piece: str, nomenclature: Nomenclature) -> Occupation | None:
    plain = read(piece).plain
    if not plain or _NOT_SOUGHT.search(plain):
        return None
    said = " ".join(_QUANTITY.sub(" ", piece).split()[-_LONGEST:])
    works = rank_work(said, nomenclature)
    whole = bool(works.candidates) and works.candidates[0].written >= WHOLE_NAME and _DOER.search(fold(said))
    if not (works.sure or whole):
        return None
    found = works.candidates[0].occupation
    return found if works.sure else Occupation(found.code, said.casefold())  # "vendeuse", and not one kind of them
