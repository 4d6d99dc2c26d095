"""Seats: given one by one, guarded by the database. The last one is never given twice."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from backend.agenda.tables import AgendaSession, Booking
from backend.people.tables import Candidate


class SessionFull(Exception):
    """No seat is left in this session."""


class NotBookable(Exception):
    """The session is cancelled, closed, or has begun."""


def book(session: Session, session_id: int, candidate_id: int, now: datetime, message_id: int | None = None) -> Booking:
    """Give the lowest free seat; the same one when the person has it already. Raises SessionFull, NotBookable."""
    event = session.get_one(AgendaSession, session_id)
    if event.status != "open" or event.starts_at <= now:
        raise NotBookable(f"session {session_id} is not open")
    while True:
        booking = _mine(session, session_id, candidate_id)
        if booking and booking.status == "booked":
            return booking
        if (seat := _free_seat(session, event)) is None:
            raise SessionFull(f"session {session_id} is full")
        booking = booking or Booking(session_id=session_id, candidate_id=candidate_id, booked_at=now)
        booking.seat, booking.status, booking.booked_at, booking.message_id = seat, "booked", now, message_id
        try:
            with session.begin_nested():
                session.add(booking)
        except IntegrityError:  # another transaction took this very seat: look again
            continue
        return booking


def _mine(session: Session, session_id: int, candidate_id: int) -> Booking | None:
    return session.exec(
        select(Booking).where(Booking.session_id == session_id, Booking.candidate_id == candidate_id)
    ).first()


def cancel(session: Session, booking: Booking) -> None:
    """Free the seat."""
    booking.status, booking.seat = "cancelled", None
    session.add(booking)
    session.flush()


def _free_seat(session: Session, event: AgendaSession) -> int | None:
    taken = set(
        session.exec(select(Booking.seat).where(Booking.session_id == event.id, col(Booking.seat).is_not(None)))
    )
    return next((seat for seat in range(1, event.seats + 1) if seat not in taken), None)


def coming_with_seats(
    session: Session, office_id: int, kind: str, now: datetime, limit: int = 12
) -> list[AgendaSession]:
    """Open sessions to come that have a free seat, soonest first."""
    taken = (
        select(func.count())
        .select_from(Booking)
        .where(Booking.session_id == AgendaSession.id, Booking.status == "booked")
        .scalar_subquery()
    )
    coming = select(AgendaSession).where(
        AgendaSession.office_id == office_id, AgendaSession.kind == kind, AgendaSession.status == "open",
        AgendaSession.starts_at > now, taken < AgendaSession.seats,
    )  # fmt: skip
    return list(session.exec(coming.order_by(col(AgendaSession.starts_at)).limit(limit)))


def bookings_of(session: Session, candidate: Candidate, now: datetime) -> list[tuple[Booking, AgendaSession]]:
    """What this person has booked and is still to come, soonest first."""
    mine = (
        select(Booking, AgendaSession)
        .join(AgendaSession, col(AgendaSession.id) == col(Booking.session_id))
        .where(Booking.candidate_id == candidate.id, Booking.status == "booked", AgendaSession.ends_at > now)
    )
    return [(booking, event) for booking, event in session.exec(mine.order_by(col(AgendaSession.starts_at)))]
