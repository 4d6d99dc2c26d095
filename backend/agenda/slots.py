"""When a seat is: the whole session, or one slot of it; and what an absence takes away."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from backend.agenda.tables import Absence, AgendaSession, Booking
from backend.database import run, table_of

Period: TypeAlias = tuple[datetime, datetime]

# The rows that hold a seat.
TAKEN = ("booked", "held")


def seats_of(starts_at: datetime, ends_at: datetime, slot_minutes: int) -> int:
    """How many whole slots fit."""
    return max(0, (ends_at - starts_at) // timedelta(minutes=slot_minutes))


def period_of(event: AgendaSession, seat: int | None) -> Period:
    """From when to when the person of that seat comes."""
    if not event.slot_minutes or seat is None:
        return event.starts_at, event.ends_at
    begins = event.starts_at + timedelta(minutes=event.slot_minutes * (seat - 1))
    return begins, begins + timedelta(minutes=event.slot_minutes)


def overlap(one: Period, other: Period) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def absences_over(session: Session, event: AgendaSession) -> list[Absence]:
    """Absences of the office, of its adviser or of its room while it lasts."""
    during = select(Absence).where(
        Absence.office_id == event.office_id, Absence.starts_at < event.ends_at, Absence.ends_at > event.starts_at
    )
    return [one for one in session.exec(during.order_by(col(Absence.starts_at))) if concerns(one, event)]


def concerns(absence: Absence, event: AgendaSession) -> bool:
    if absence.adviser_id is not None:
        return absence.adviser_id == event.adviser_id
    return not absence.place or absence.place == event.place


# Statements that many turns run are built once; the values are given when they are run.
_BOOKINGS = table_of(Booking).c
_SEATS_TAKEN = select_columns(_BOOKINGS.seat).where(
    _BOOKINGS.session_id == bindparam("session_id"), _BOOKINGS.seat.is_not(None)
)


def free_seats(session: Session, event: AgendaSession, now: datetime) -> list[int]:
    """Seats that nobody has and nobody is offered, the lowest first; of slots, those to come and free of absences."""
    taken = set(run(session, _SEATS_TAKEN, {"session_id": event.id}).scalars())
    away = _absent(session, event) if event.slot_minutes else ()
    free = (seat for seat in range(1, event.seats + 1) if seat not in taken)
    return [seat for seat in free if not event.slot_minutes or _possible(period_of(event, seat), away, now)]


def _absent(session: Session, event: AgendaSession) -> Sequence[Period]:
    return [(one.starts_at, one.ends_at) for one in absences_over(session, event)]


def _possible(period: Period, away: Sequence[Period], now: datetime) -> bool:
    return period[0] > now and not any(overlap(period, one) for one in away)


def periods_of(session: Session, candidate_id: int, but: int | None = None) -> list[tuple[Period, AgendaSession]]:
    """When this person is expected somewhere, the session numbered `but` left out."""
    mine = session.exec(_EXPECTED, params={"candidate_id": candidate_id})
    return [(period_of(event, booking.seat), event) for booking, event in mine if event.id != but]


_EXPECTED = (
    select(Booking, AgendaSession)
    .join(AgendaSession, col(AgendaSession.id) == col(Booking.session_id))
    .where(Booking.candidate_id == bindparam("candidate_id"))
    .where(Booking.status == "booked", AgendaSession.status == "open")
)
