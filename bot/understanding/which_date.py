"""Which of a few dates somebody means: "mardi", "le 10", "le matin plutôt", "pas avant jeudi", "tout sauf le lundi".

What names a day chooses; what only wishes (a part of the day, a bound, an exclusion) narrows the choice.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.reference.calendar_names import PLAIN_MONTHS, WEEKDAYS
from backend.reference.folding import fold
from bot.understanding.answers import OneOf, Understood
from bot.understanding.when import understand_when
from bot.understanding.when.moment import Moment

# Parts of the day: what says them, and the hours they hold (the last one excluded).
PARTS: tuple[tuple[str, int, int], ...] = (
    (r"apres[ -]?midis?|aprem|ap midi|apm", 12, 24),
    (r"matins?|matinees?|mat", 0, 12),
    (r"soirs?|soirees?|fin de journee", 17, 24),
)
_EXCEPT = re.compile(
    r"\b(?:sauf|pas|jamais|excepte|hormis|peux pas|peut pas|pas possible|pas dispo)\s+"
    r"(?:venir\s+|libre\s+|dispo\s+)?(?:le |les |l )?(?:(?P<day>" + "|".join(WEEKDAYS) + r")s?|(?P<part>"
    + "|".join(said for said, _, _ in PARTS) + r"))\b"
)  # fmt: skip
_WEEKDAY = re.compile(r"\b(" + "|".join(WEEKDAYS) + r")s?\b")
_NUMBERED = re.compile(r"\ble \d|\b\d{1,2}[/.]\d|\b(?:" + "|".join(WEEKDAYS) + r")s? (?:le )?\d{1,2}(?:er)?\b(?!\s*h)")
_A_DAY = re.compile(rf"\b(?:demain|aujourd|semaine|mois|{'|'.join(PLAIN_MONTHS)}|le \d{{1,2}}\b(?!\s*h))")
_CLOCK = re.compile(r"\b([01]?\d|2[0-3])\s*h(?:eures?)?\s*([0-5]\d)?\b")


@dataclass(frozen=True, slots=True)
class Meant:
    """Places in the list of the dates that fit; `sure` when one of them can be taken without asking again."""

    places: tuple[int, ...]
    sure: bool


def understand_which_date(text: str, dates: Sequence[datetime], now: datetime) -> Meant | None:
    """The dates that the text means, among these; None when it speaks of no date. Local times, without zone."""
    if not dates:
        return None
    plain = " ".join(fold(text).replace("'", " ").replace("’", " ").split())
    if refused := _EXCEPT.search(plain):
        return Meant(_but(refused, dates), sure=False)
    if _WEEKDAY.search(plain) and not _NUMBERED.search(plain) and not _bounded(text, now):
        days = {WEEKDAYS.index(day) for day in _WEEKDAY.findall(plain)}
        return _narrowed(plain, [n for n, at in enumerate(dates) if at.weekday() in days], dates, sure=True)
    if not _A_DAY.search(plain) and not _NUMBERED.search(plain) and (_part(plain) or _CLOCK.search(plain)):
        return _narrowed(plain, list(range(len(dates))), dates, sure=bool(_CLOCK.search(plain)))
    # "pas avant jeudi": the first Thursday of the dates that were shown, not tomorrow.
    since = dates[0].replace(hour=0, minute=0) if _WEEKDAY.search(plain) and not _NUMBERED.search(plain) else now
    return _in_moments(text, dates, since)


def _but(refused: re.Match[str], dates: Sequence[datetime]) -> tuple[int, ...]:
    if refused["day"]:
        return tuple(n for n, at in enumerate(dates) if at.weekday() != WEEKDAYS.index(refused["day"]))
    hours = _part(refused["part"])
    return tuple(n for n, at in enumerate(dates) if not hours or not hours[0] <= at.hour < hours[1])


def _narrowed(plain: str, places: list[int], dates: Sequence[datetime], sure: bool) -> Meant:
    """Of these, those at the part of the day or at the clock that was said."""
    if hours := _part(plain):
        places = [n for n in places if hours[0] <= dates[n].hour < hours[1]]
    if clock := _CLOCK.search(plain):
        places = [n for n in places if (dates[n].hour, dates[n].minute) == (int(clock[1]), int(clock[2] or 0))]
    return Meant(tuple(places), sure)


def _part(plain: str) -> tuple[int, int] | None:
    found = (re.search(rf"\b(?:{said})\b", plain) and (first, last) for said, first, last in PARTS)
    return next((hours for hours in found if hours), None)


def _moments(text: str, now: datetime) -> tuple[Moment, ...]:
    when = understand_when(text, now)
    if isinstance(when, Understood):
        return (when.value,)
    return when.options if isinstance(when, OneOf) else ()


def _bounded(text: str, now: datetime) -> bool:
    """ "pas avant jeudi", "à partir de mardi", "avant vendredi" """
    return any(one.start is None or one.end is None for one in _moments(text, now))


def _in_moments(text: str, dates: Sequence[datetime], now: datetime) -> Meant | None:
    moments = [one for one in _moments(text, now) if one.start or one.end]
    if not moments:
        return None
    places = tuple(n for n, at in enumerate(dates) if any(_within(at, one) for one in moments))
    days = all(one.start and one.end and one.grain in ("day", "hour", "minute") for one in moments)
    return Meant(places, sure=days and len(moments) == 1)


def _within(at: datetime, moment: Moment) -> bool:
    return (moment.start is None or moment.start <= at) and (moment.end is None or at < moment.end)
