"""When the office may start a talk: working days, by day. An answer to a person leaves at any hour.

Source: the trade charter of 2026 (promotional messages 8:00–21:30, never on Sundays and holidays); ours is narrower.
"""

from datetime import datetime, time, timedelta
from functools import cache

import holidays

from backend.values import Purpose

# purpose: (from, to, also on Sundays and holidays). What is not here leaves at any hour.
HOURS: dict[Purpose, tuple[time, time, bool]] = {
    Purpose.OFFER: (time(8, 30), time(19, 30), False),
    Purpose.INVITATION: (time(8, 30), time(19, 30), False),
    Purpose.NUDGE: (time(8, 30), time(19, 30), False),
    Purpose.NEWS: (time(8, 30), time(19, 30), False),
    Purpose.ADVISER: (time(8, 30), time(19, 30), False),
    Purpose.REMINDER: (time(8, 0), time(20, 0), True),
}


@cache
def _french_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("FR")


def next_allowed(purpose: Purpose, now: datetime) -> datetime:
    """The first moment from `now` on at which such a message may leave. `now` is aware, in the office's time zone."""
    if purpose not in HOURS:
        return now
    opening, closing, any_day = HOURS[purpose]
    day = now
    if now.time() >= closing:
        day = _at(now + timedelta(days=1), opening)
    elif now.time() < opening:
        day = _at(now, opening)
    while not any_day and (day.weekday() == 6 or day.date() in _french_holidays()):
        day = _at(day + timedelta(days=1), opening)
    return day


def _at(day: datetime, clock: time) -> datetime:
    return datetime.combine(day.date(), clock, tzinfo=day.tzinfo)
