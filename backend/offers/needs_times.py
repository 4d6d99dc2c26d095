"""Clock times in the text of an offer: split days and nights told by their hours, the first and the last hour."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from backend.offers.needs_licences import Found
from backend.offers.text import Clause, clauses

_HOUR = r"(?<![\d,.])([01]?\d|2[0-4]) ?(?:h|:|heures?)(?: ?([0-5]\d))?(?!\d)"
_RANGE = re.compile(rf"{_HOUR} ?(?:a|-|/|–|au|jusqu'a|et) ?{_HOUR}")
_NO_AMOUNT = r"(?! ?(?:par|/|hebdo|de (?:travail|delai|formation|route)|mini|maxi|semaine|mois))"
_BEGINS = re.compile(
    r"\b(?:ouverture|prise de (?:poste|service|fonctions?)|embauche|debut\w*|commenc\w+|demarr\w+)"
    rf"(?:\W+[a-z']+){{0,4}}?\W+(?:a |des |vers )?{_HOUR}{_NO_AMOUNT}"
)
_ENDS = re.compile(
    r"\b(?:fermeture|fin (?:de|du) (?:poste|service|journee|travail))"
    rf"(?:\W+[a-z']+){{0,4}}?\W+(?:a |vers )?{_HOUR}{_NO_AMOUNT}"
)
_STILL_NIGHT = 3
"""Who begins at 3 at the latest works at night."""
_SMALL_HOURS = 4
"""A service that ends at 1 ends past midnight."""
_LEAST_GAP = 2.5
"""Hours between two stretches of one day from which it is a split day, not a lunch break."""
_SAME_DAY = re.compile(r"[ /,+&-]*(?:et|puis|et de|puis de|de)?[ /,+&-]*(?:de )?")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Hours of work, 0 to 24 ("17h30" is 17.5), and where the text says them."""

    begins: float
    ends: float
    start: int
    end: int

    @property
    def at_night(self) -> bool:
        """Ends the next morning, or begins at 3 at the latest."""
        return (self.begins >= 20 and self.ends <= 9) or self.begins <= _STILL_NIGHT < self.ends <= 13


def stretches(clause: Clause) -> list[Stretch]:
    """Every range of hours in the clause, in order."""
    found = []
    for match in _RANGE.finditer(clause.plain):
        begins = int(match[1]) + int(match[2] or 0) / 60
        ends = int(match[3]) + int(match[4] or 0) / 60
        found.append(Stretch(begins, ends, match.start(), match.end()))
    return found


def find_times(clause: Clause) -> Iterator[Found]:
    """Split days and nights told by their hours."""
    ranges = stretches(clause)
    for one in ranges:
        if one.at_night:
            yield Found("nuit", one.start, one.end)
    for match in _BEGINS.finditer(clause.plain):
        if int(match[1]) <= _STILL_NIGHT and not any(one.start < match.end() < one.end for one in ranges):
            yield Found("nuit", match.start(), match.end())
    for first, second in pairwise(ranges):
        if second.begins - first.ends >= _LEAST_GAP and _SAME_DAY.fullmatch(clause.plain[first.end : second.start]):
            yield Found("coupure", first.start, second.end)


def first_and_last_hour(text: str) -> tuple[float | None, float | None]:
    """The earliest start and the latest end that the text gives, in hours; None when it gives none."""
    every = [
        one for clause in clauses(text) for one in map(_to_midnight, stretches(clause)) if one.begins < one.ends <= 24
    ]
    alone = [clause.plain for clause in clauses(text)]
    begins = [one.begins for one in every] + [hour for plain in alone for hour in _hours_after(_BEGINS, plain)]
    ends = [one.ends for one in every] + [hour for plain in alone for hour in _hours_after(_ENDS, plain)]
    return min(begins, default=None), max(ends, default=None)


def _to_midnight(one: Stretch) -> Stretch:
    """An evening that ends in the small hours is over after the last bus: "18h-1h" ends at 24."""
    evening = one.begins > 12 and one.ends <= _SMALL_HOURS
    return Stretch(one.begins, 24.0, one.start, one.end) if evening else one


def _hours_after(words: re.Pattern[str], plain: str) -> Iterator[float]:
    for match in words.finditer(plain):
        hour = int(match[1]) + int(match[2] or 0) / 60
        yield 24.0 if words is _ENDS and hour <= _SMALL_HOURS else hour
