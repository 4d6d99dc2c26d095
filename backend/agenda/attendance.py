"""Who came. A session is closed once each person has a status; whoever missed it gets one kind message."""

from datetime import datetime

from sqlmodel import Session, col, select

from backend.agenda import wording
from backend.agenda.booking import cancel, locked
from backend.agenda.tables import AgendaSession, Booking
from backend.people.tables import Candidate
from backend.people.writing import write_to
from backend.values import Purpose

STATUSES = ("present", "absent", "excused")


class NotTicked(Exception):
    """Somebody has no status yet. The text says who, in French."""


class NotBegun(Exception):
    """Nobody can be present at what has not begun."""


def tick(session: Session, booking: Booking, status: str, now: datetime) -> None:
    """Note who came. Raises NotBegun; ValueError for another word than present, absent, excused."""
    if status not in STATUSES:
        raise ValueError(f"{status!r} is not one of {STATUSES}")
    event = session.get_one(AgendaSession, booking.session_id)
    if booking.status != "booked" or event.starts_at > now:
        raise NotBegun("L'atelier n'a pas commencé.")
    booking.attendance = status
    session.add(booking)
    session.flush()


def booked(session: Session, event: AgendaSession) -> list[Booking]:
    """Who has a seat, in the order of the seats."""
    rows = select(Booking).where(Booking.session_id == event.id, Booking.status == "booked")
    return list(session.exec(rows.order_by(col(Booking.seat))))


def close(session: Session, session_id: int, now: datetime) -> None:
    """The session is over: nothing moves in it any more. Raises NotTicked, NotBegun."""
    event = locked(session, session_id)
    if event.starts_at > now:
        raise NotBegun("L'atelier n'a pas commencé.")
    people = booked(session, event)
    if missing := [str(session.get_one(Candidate, one.candidate_id)) for one in people if not one.attendance]:
        raise NotTicked(f"Il manque la présence de : {', '.join(missing)}.")
    event.status = "closed"
    session.add(event)
    for one in people:
        if one.attendance == "absent":
            _propose_another(session, event, one, now)
    for left in session.exec(
        select(Booking).where(Booking.session_id == event.id, col(Booking.status).in_(("waiting", "held")))
    ).all():
        cancel(session, left, "lapsed")


def _propose_another(session: Session, event: AgendaSession, booking: Booking, now: datetime) -> None:
    candidate = session.get_one(Candidate, booking.candidate_id)
    at = wording.moment_of(event, booking.seat, now.tzinfo)
    text = wording.missed(candidate.first_name, event, at)
    write_to(session, candidate, text, Purpose.NEWS, f"missed:{booking.id}", now)
