"""Seats: given one by one, guarded by the database. The last one is never given twice.

A person's row for a session: waiting → held → booked, and from anywhere back to cancelled; a held seat that nobody
answered is lapsed. Whatever changes the seats of a session locks its row first, then the person's: two bookings of one
person at the same hour wait for one another. The unique constraint stands behind all this.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from backend.agenda.slots import TAKEN, free_seats, overlap, period_of, periods_of
from backend.agenda.tables import AgendaSession, Booking
from backend.people.tables import Candidate


class SessionFull(Exception):
    """No seat is left in this session, or not the one that was chosen."""


class NotBookable(Exception):
    """The session is cancelled, closed, or has begun."""


class Overlapping(NotBookable):
    """The person is expected elsewhere at that time."""


def locked(session: Session, session_id: int) -> AgendaSession:
    """The session, as it is now; nobody else changes its seats before we end."""
    one = select(AgendaSession).where(AgendaSession.id == session_id)
    return session.exec(one.with_for_update().execution_options(populate_existing=True)).one()


def lock_people(session: Session, candidate_ids: Iterable[int | None]) -> None:
    """None of them is given a seat elsewhere before we end. After the sessions' own locks, always in one order."""
    ids = sorted({one for one in candidate_ids if one is not None})
    session.exec(
        select(Candidate.id).where(col(Candidate.id).in_(ids)).order_by(col(Candidate.id)).with_for_update()
    ).all()


def book(
    session: Session,
    session_id: int,
    candidate_id: int,
    now: datetime,
    message_id: int | None = None,
    seat: int | None = None,
    topic: str = "",
) -> Booking:
    """Give that seat, or the one held for them, or the lowest free one; the same one when the person has it already.

    Raises SessionFull, NotBookable, Overlapping.
    """
    event = locked(session, session_id)
    if event.status != "open" or event.starts_at <= now:
        raise NotBookable(f"session {session_id} is not open")
    lock_people(session, [candidate_id])
    while True:
        booking = booking_of(session, session_id, candidate_id)
        if booking and booking.status == "booked" and seat in (None, booking.seat):
            return booking
        given = _given(session, event, booking, seat, now)
        _check_time(session, event, given, candidate_id)
        booking = booking or Booking(session_id=session_id, candidate_id=candidate_id, booked_at=now)
        booking.seat, booking.status, booking.held_until = given, "booked", None
        booking.booked_at, booking.message_id = now, message_id
        booking.topic, booking.settled_at, booking.attendance = topic or booking.topic, None, ""
        try:
            with session.begin_nested():
                session.add(booking)
        except IntegrityError:  # another transaction took this very seat: look again
            continue
        return booking


def _given(session: Session, event: AgendaSession, booking: Booking | None, seat: int | None, now: datetime) -> int:
    if booking and booking.status == "held" and booking.seat and seat in (None, booking.seat):
        return booking.seat
    free = free_seats(session, event, now)
    if not free or (seat is not None and seat not in free):
        raise SessionFull(f"session {event.id} is full")
    return seat if seat is not None else free[0]


def _check_time(session: Session, event: AgendaSession, seat: int, candidate_id: int) -> None:
    wanted = period_of(event, seat)
    if any(overlap(wanted, period) for period, _ in periods_of(session, candidate_id, but=event.id)):
        raise Overlapping(f"candidate {candidate_id} is expected elsewhere then")


def booking_of(session: Session, session_id: int, candidate_id: int) -> Booking | None:
    """The person's row for that session, as it is now."""
    mine = select(Booking).where(Booking.session_id == session_id, Booking.candidate_id == candidate_id)
    return session.exec(mine.execution_options(populate_existing=True)).first()


def cancel(session: Session, booking: Booking, status: str = "cancelled") -> None:
    """Free the seat, and leave the line. Who waits is told by waiting_list.pass_on."""
    booking.status, booking.seat, booking.held_until, booking.waiting_since = status, None, None, None
    session.add(booking)
    session.flush()


def _taken() -> object:
    return (
        select(func.count())
        .select_from(Booking)
        .where(Booking.session_id == AgendaSession.id, col(Booking.status).in_(TAKEN))
        .scalar_subquery()
    )


def coming(session: Session, office_id: int, kind: str, now: datetime, limit: int = 60) -> list[AgendaSession]:
    """Open sessions of that kind to come, soonest first."""
    asked = {"office_id": office_id, "kind": kind, "now": now, "most": limit}
    return list(session.exec(_COMING, params=asked))


# Statements that many turns run are built once; the values are given when they are run.
_COMING = (
    select(AgendaSession)
    .where(AgendaSession.office_id == bindparam("office_id"), AgendaSession.kind == bindparam("kind"))
    .where(AgendaSession.status == "open", AgendaSession.starts_at > bindparam("now"))
    .order_by(col(AgendaSession.starts_at), col(AgendaSession.id))
    .limit(bindparam("most"))
)


def coming_with_seats(
    session: Session, office_id: int, kind: str, now: datetime, limit: int = 12
) -> list[AgendaSession]:
    """Open sessions to come that have a free seat, soonest first."""
    found = select(AgendaSession).where(
        AgendaSession.office_id == office_id, AgendaSession.kind == kind, AgendaSession.status == "open",
        AgendaSession.starts_at > now, _taken() < AgendaSession.seats,  # type: ignore[operator]
    )  # fmt: skip
    return list(session.exec(found.order_by(col(AgendaSession.starts_at), col(AgendaSession.id)).limit(limit)))


def bookings_of(
    session: Session, candidate: Candidate, now: datetime, statuses: tuple[str, ...] = ("booked",)
) -> list[tuple[Booking, AgendaSession]]:
    """What this person has booked (or waits for) and is still to come, soonest first."""
    asked = {"candidate_id": candidate.id, "statuses": statuses, "now": now}
    return [(booking, event) for booking, event in session.exec(_BOOKINGS_OF, params=asked)]


_BOOKINGS_OF = (
    select(Booking, AgendaSession)
    .join(AgendaSession, col(AgendaSession.id) == col(Booking.session_id))
    .where(Booking.candidate_id == bindparam("candidate_id"))
    .where(col(Booking.status).in_(bindparam("statuses", expanding=True)))
    .where(AgendaSession.ends_at > bindparam("now"), AgendaSession.status == "open")
    .order_by(col(AgendaSession.starts_at))
)
