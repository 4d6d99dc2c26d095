"""Sessions that come again: a rule of RFC 5545 read by dateutil, on the office's clock, never on a French holiday.

A day that its series planned once is not planned again, wherever the session was moved, and though it was cancelled.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache

import holidays
from dateutil.rrule import rrulestr
from sqlmodel import Session, select

from backend.agenda.slots import absences_over, seats_of
from backend.agenda.tables import AgendaSeries, AgendaSession
from backend.database import insert_once

# How far ahead sessions are there to be booked.
AHEAD = timedelta(days=100)


@cache
def _holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("FR")


def is_holiday(day: date) -> bool:
    return day in _holidays()


def check_rule(rule: str) -> str:
    """The same rule without spaces. Raises ValueError when it is none."""
    plain = rule.strip().upper().removeprefix("RRULE:").replace(" ", "")
    rrulestr(f"RRULE:{plain}", dtstart=datetime(2026, 1, 1))
    return plain


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the rule. `held_on`: the day it takes place, None when it does not; `why` it is not that very day.

    `why` is "", holiday or absence.
    """

    planned: date
    held_on: date | None
    why: str = ""


def calendar_of(series: AgendaSeries, first: date, last: date) -> Iterator[Day]:
    """Every day of the rule from `first` to `last`, both inclusive, and what becomes of it."""
    rule = rrulestr(f"RRULE:{series.rule}", dtstart=datetime.combine(series.first_on, time()))
    end = min(last, series.last_on or last)
    for moment in rule.between(datetime.combine(first, time()), datetime.combine(end, time()), inc=True):
        planned, later = moment.date(), moment + timedelta(days=7)
        if not is_holiday(planned):
            yield Day(planned, planned)
        elif (
            series.on_holiday == "week_later" and not is_holiday(later.date()) and not rule.between(later, later, True)
        ):
            yield Day(planned, later.date(), "holiday")
        else:
            yield Day(planned, None, "holiday")


def days(series: AgendaSeries, first: date, last: date) -> Iterator[tuple[date, date]]:
    """(the day of the rule, the day it takes place) of those that do, from `first` to `last`, both inclusive."""
    return ((day.planned, day.held_on) for day in calendar_of(series, first, last) if day.held_on)


def foreseen(session: Session, series: AgendaSeries, first: date, last: date, zone: tzinfo | None) -> list[Day]:
    """The same with the absences that are known today: what would be planned."""
    found = calendar_of(series, first, last)
    return [replace(day, held_on=None, why="absence") if _away(session, series, day, zone) else day for day in found]


def _away(session: Session, series: AgendaSeries, day: Day, zone: tzinfo | None) -> bool:
    if day.held_on is None:
        return False
    return bool(absences_over(session, _occurrence(series, day.planned, begins(series, day.held_on, zone))))


def begins(series: AgendaSeries, day: date, zone: tzinfo | None) -> datetime:
    """On the clock of that day, summer or winter."""
    hour, minute = (int(part) for part in series.begins.split(":"))
    return datetime.combine(day, time(hour, minute), tzinfo=zone)


def plan(session: Session, series: AgendaSeries, now: datetime, ahead: timedelta = AHEAD) -> int:
    """Add the sessions that are missing from today on. How many. `now` is in the office's time zone."""
    count = 0
    for planned, day in days(series, now.date(), (now + ahead).date()):
        event = _occurrence(series, planned, begins(series, day, now.tzinfo))
        if event.starts_at <= now or absences_over(session, event):
            continue
        row = event.model_dump(exclude={"id"})
        count += insert_once(session, AgendaSession, row, "series_id", "planned_on") is not None
    return count


def _occurrence(series: AgendaSeries, planned: date, starts_at: datetime) -> AgendaSession:
    # Added in the zone of the office: two hours of the clock, also in the night when it changes.
    ends_at = starts_at + timedelta(minutes=series.minutes)
    slots = seats_of(starts_at, ends_at, series.slot_minutes) if series.slot_minutes else series.seats
    return AgendaSession(
        office_id=series.office_id, kind=series.kind, title=series.title, starts_at=starts_at, ends_at=ends_at,
        place=series.place, address=series.address, seats=max(1, slots), minimum=series.minimum,
        slot_minutes=series.slot_minutes, adviser_id=series.adviser_id, series_id=series.id, planned_on=planned,
    )  # fmt: skip


def plan_all(session: Session, now: datetime) -> int:
    """Every series of every office."""
    return sum(plan(session, series, now) for series in session.exec(select(AgendaSeries)).all())
