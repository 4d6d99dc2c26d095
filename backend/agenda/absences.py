"""Noting that nobody will be there: what it falls on, so that an adviser moves or cancels it."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from backend.agenda.slots import concerns, overlap, period_of
from backend.agenda.tables import Absence, AgendaSession, Booking


@dataclass(frozen=True, slots=True)
class Clash:
    """A session that an absence falls on. `people`: how many have a seat at that time."""

    event: AgendaSession
    people: int


def clashes(session: Session, absence: Absence) -> list[Clash]:
    """Open sessions during the absence, soonest first."""
    during = select(AgendaSession).where(
        AgendaSession.office_id == absence.office_id, AgendaSession.status == "open",
        AgendaSession.starts_at < absence.ends_at, AgendaSession.ends_at > absence.starts_at,
    )  # fmt: skip
    events = session.exec(during.order_by(col(AgendaSession.starts_at)))
    return [Clash(event, _people(session, event, absence)) for event in events if concerns(absence, event)]


def _people(session: Session, event: AgendaSession, absence: Absence) -> int:
    booked = select(Booking.seat).where(Booking.session_id == event.id, Booking.status == "booked")
    away = (absence.starts_at, absence.ends_at)
    return sum(overlap(period_of(event, seat), away) for seat in session.exec(booked))
