"""Reminders, with the address: two days and two hours before, or as the office chose (rules.py).

None once it was settled by telephone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from backend.agenda import wording
from backend.agenda.rules import rules_of
from backend.agenda.slots import period_of
from backend.agenda.tables import AgendaSession, Booking
from backend.agenda.told import key_of
from backend.messaging.hours import next_allowed
from backend.people.tables import Candidate
from backend.people.writing import write_to
from backend.values import Purpose


@dataclass(frozen=True, slots=True)
class Before:
    """A reminder that leaves `days` and `hours` before, at the earliest, and `until_hours` before at the latest.

    Days are those of the calendar: two days before 14h is 14h, also when the clocks change in between. Nobody is
    reminded of what they booked less than `booked_hours` before that.
    """

    name: str
    days: int
    hours: int
    until_hours: float
    booked_hours: int


# The longest that an office may choose is seven days.
LOOK_AHEAD = timedelta(days=8)


def reminders_of(days: int, hours: int) -> tuple[Before, ...]:
    """Those of an office that reminds so many days and so many hours before; 0 is none."""
    first = (Before("days", days, 0, 24 if days > 1 else 12, 24),) if days else ()
    second = (Before("hours", 0, hours, 0.25, 2 * hours),) if hours else ()
    return first + second


REMINDERS = reminders_of(2, 2)


def due_at(begins: datetime, before: Before) -> datetime:
    """`begins` is local: its own clock counts the days."""
    return begins - timedelta(days=before.days, hours=before.hours)


def remind(session: Session, now: datetime) -> int:
    """Write the reminders that are due; each leaves once. How many bookings were looked at and due."""
    count = 0
    chosen: dict[int, tuple[Before, ...]] = {}
    for booking, event in _coming(session, now):
        begins = period_of(event, booking.seat)[0].astimezone(now.tzinfo)
        if event.office_id not in chosen:
            rules = rules_of(session, event.office_id)
            chosen[event.office_id] = reminders_of(rules.remind_days, rules.remind_hours)
        for before in chosen[event.office_id]:
            if _is_due(booking, begins, before, now):
                _remind(session, booking, event, before, now)
                count += 1
    return count


def _coming(session: Session, now: datetime) -> Iterator[tuple[Booking, AgendaSession]]:
    rows = (
        select(Booking, AgendaSession)
        .join(AgendaSession, col(AgendaSession.id) == col(Booking.session_id))
        .where(Booking.status == "booked", col(Booking.settled_at).is_(None), AgendaSession.status == "open")
        .where(AgendaSession.ends_at > now, AgendaSession.starts_at < now + LOOK_AHEAD)
    )
    yield from session.exec(rows.order_by(col(Booking.id))).all()


def _is_due(booking: Booking, begins: datetime, before: Before, now: datetime) -> bool:
    due = due_at(begins, before)
    leaves = next_allowed(Purpose.REMINDER, now)
    booked_lately = booking.booked_at > due - timedelta(hours=before.booked_hours)
    return due <= now and leaves <= begins - timedelta(hours=before.until_hours) and not booked_lately


def _remind(session: Session, booking: Booking, event: AgendaSession, before: Before, now: datetime) -> None:
    candidate = session.get_one(Candidate, booking.candidate_id)
    leaves = next_allowed(Purpose.REMINDER, now)
    text = wording.reminder(candidate.first_name, event, booking, leaves)
    write_to(session, candidate, text, Purpose.REMINDER, key_of(f"reminder-{before.name}", booking.id, event), now)


def settle(session: Session, booking: Booking, now: datetime) -> None:
    """The person said by telephone that they come: no reminder more."""
    booking.settled_at = now
    session.add(booking)
    session.flush()
