"""A moment: what a person means by "jeudi aprem", and the little calendar arithmetic it needs."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dateutil.relativedelta import relativedelta

Grain: TypeAlias = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "year"]

SECONDS: dict[str, int] = {
    "second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800, "month": 30 * 86_400,
    "quarter": 91 * 86_400, "semester": 182 * 86_400, "year": 365 * 86_400, "decade": 3_650 * 86_400,
    "century": 36_500 * 86_400, "weekend": 2 * 86_400,
}  # fmt: skip
_STEPS: dict[str, relativedelta] = {
    "second": relativedelta(seconds=1), "minute": relativedelta(minutes=1), "hour": relativedelta(hours=1),
    "day": relativedelta(days=1), "week": relativedelta(weeks=1), "weekend": relativedelta(weeks=1),
    "month": relativedelta(months=1), "quarter": relativedelta(months=3), "semester": relativedelta(months=6),
    "year": relativedelta(years=1), "decade": relativedelta(years=10), "century": relativedelta(years=100),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """From `start` to `end` (local time, end exclusive). No end: from then on. No start: until then.

    "lundi" is Monday 0:00 to Tuesday 0:00, grain "day"; "14h" lasts its grain. A pure duration ("15 jours") has neither
    start nor end, only `seconds`.
    """

    start: dt.datetime | None
    end: dt.datetime | None
    grain: str
    seconds: float | None = None


def shifted(when: dt.datetime, unit: str, count: float = 1) -> dt.datetime:
    """`count` units later, earlier when negative. A fraction counts in seconds. OverflowError past the year 9999."""
    if count == int(count):
        return when + _STEPS[unit] * int(count)
    return when + dt.timedelta(seconds=SECONDS[unit] * count)


def floor(when: dt.datetime, unit: str) -> dt.datetime:
    """The start of the unit that holds `when`: Monday 0:00 for a week, 1 January for a year."""
    if unit == "second":
        return when.replace(microsecond=0)
    if unit == "minute":
        return when.replace(second=0, microsecond=0)
    if unit == "hour":
        return when.replace(minute=0, second=0, microsecond=0)
    day = when.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit in ("week", "weekend"):
        return day - dt.timedelta(days=day.weekday())
    months = {"month": 1, "quarter": 3, "semester": 6}.get(unit)
    if months:
        return day.replace(day=1, month=(day.month - 1) // months * months + 1)
    years = {"year": 1, "decade": 10, "century": 100}.get(unit)
    return day.replace(day=1, month=1, year=max(1, day.year // years * years)) if years else day


def as_json(moment: Moment | None) -> dict[str, object] | None:
    """{"start","end","grain"} in local ISO form, {"seconds","grain"} for a duration, None for nothing.

    A moment that lasts exactly its grain is a point and is written without its end.
    """
    if moment is None:
        return None
    if moment.seconds is not None:
        return {"seconds": moment.seconds, "grain": moment.grain}
    start, end = moment.start, moment.end
    if start is not None and end is not None and end == shifted(start, moment.grain):
        end = None
    return {"start": start and start.isoformat(), "end": end and end.isoformat(), "grain": moment.grain}
