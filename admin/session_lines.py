"""What a session's page lists: its people, its line, what was said, where its people could go, who could lead it."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from admin import words
from backend.agenda import waiting_list
from backend.agenda.apec import TOPICS
from backend.agenda.booking import coming_with_seats
from backend.agenda.slots import period_of
from backend.agenda.tables import AgendaSession, Booking
from backend.agenda.wording import say_clock, say_moment
from backend.messaging.tables import OutboundMessage
from backend.network.tables import Adviser
from backend.people.tables import Candidate

STATUSES = {"booked": "inscrit", "held": "place proposée", "waiting": "en attente"}
PEOPLE_SHOWN = 400
MESSAGES_SHOWN = 60


def person(event: AgendaSession, booking: Booking, person: Candidate, now: datetime) -> dict[str, Any]:
    at = period_of(event, booking.seat)[0].astimezone(now.tzinfo)
    until = booking.held_until.astimezone(now.tzinfo) if booking.held_until else None
    return {
        "booking": booking,
        "person": person,
        "clock": say_clock(at) if event.slot_minutes else "",
        "topic": TOPICS.get(booking.topic, ""),
        "state": f"place proposée jusqu'au {say_moment(until)}" if until else STATUSES[booking.status],
    }


def line(
    session: Session, event: AgendaSession, concerned: list[tuple[Booking, Candidate]]
) -> list[tuple[Booking, Candidate]]:
    """Who waits, in the order in which a freed seat is offered."""
    people = {booking.id: person for booking, person in concerned}
    return [(booking, people[booking.id]) for booking in waiting_list.line(session, event)]


def messages(session: Session, event: AgendaSession, now: datetime) -> list[dict[str, Any]]:
    """What was written about it: the keys of the agenda's messages hold the numbers of its bookings."""
    ids = list(session.exec(select(Booking.id).where(Booking.session_id == event.id)))
    keys = [pattern for one in ids for pattern in (f"reminder-%:{one}:%", f"freed:{one}:%", f"moved:%:{one}",
                                                   f"merged:%:{one}", f"cancelled:{one}", f"missed:{one}")]  # fmt: skip
    if not keys:
        return []
    about = or_(*(col(OutboundMessage.dedupe_key).like(key) for key in keys))
    mine = select(OutboundMessage).where(OutboundMessage.office_id == event.office_id, about)
    rows = session.exec(mine.order_by(col(OutboundMessage.id).desc()).limit(MESSAGES_SHOWN))
    return [
        {"text": row.text, "status": words.MESSAGE_STATUS.get(row.status, row.status),
         "at": f"{row.not_before.astimezone(now.tzinfo):%d/%m à %H:%M}"}
        for row in rows
    ]  # fmt: skip


def others(session: Session, event: AgendaSession, now: datetime) -> list[tuple[int, str]]:
    """Where its people could go."""
    if event.slot_minutes:
        return []
    found = coming_with_seats(session, event.office_id, event.kind, now)
    return [(one.id or 0, say_moment(one.starts_at.astimezone(now.tzinfo))) for one in found if one.id != event.id]


def advisers(session: Session, event: AgendaSession) -> list[Adviser]:
    mine = select(Adviser).where(Adviser.office_id == event.office_id, Adviser.active)
    return list(session.exec(mine.order_by(col(Adviser.name))))


def candidates(session: Session, event: AgendaSession, concerned: list[tuple[Booking, Candidate]]) -> list[Candidate]:
    """Whom the adviser may add, by name."""
    there = [person.id for booking, person in concerned if booking.status == "booked"]
    mine = select(Candidate).where(
        Candidate.office_id == event.office_id, col(Candidate.id).not_in(there), Candidate.first_name != "",
        Candidate.status != "closed",
    )  # fmt: skip
    return list(session.exec(mine.order_by(col(Candidate.last_name), col(Candidate.first_name)).limit(PEOPLE_SHOWN)))
