"""Messages of the agenda that wait for an answer: a freed seat, a reminder, a session that moved, an invitation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from backend.agenda.tables import AgendaSession, Booking, Invitation
from backend.messaging.tables import OutboundMessage

# The beginning of a message's dedupe key (see told.key_of): what it asks, and which part of the key is its row.
ASKS: dict[str, tuple[str, int]] = {
    "freed": ("freed_seat", 1), "reminder-days": ("reminder", 1), "reminder-hours": ("reminder", 1),
    "moved": ("reminder", 2), "merged": ("reminder", 2), "invitation": ("invited", 1),
    "apec-invitation": ("apec_invited", 1),
}  # fmt: skip
LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OpenCall:
    """`asks`: freed_seat, reminder (about a booking), invited or apec_invited (about an invitation, with its lines)."""

    asks: str
    row_id: int
    sent_at: datetime
    lines: tuple[tuple[Any, str], ...] = ()
    message_id: int = 0


def open_calls(session: Session, candidate_id: int, now: datetime) -> list[OpenCall]:
    """What left for this person lately and can still be answered, oldest first."""
    sent = select(OutboundMessage).where(
        OutboundMessage.candidate_id == candidate_id, col(OutboundMessage.dedupe_key).is_not(None),
        col(OutboundMessage.purpose).in_(("reminder", "news", "invitation")),
        col(OutboundMessage.claimed_at) > now - LATELY, col(OutboundMessage.status) != "cancelled",
    )  # fmt: skip
    calls = (_call(session, row, candidate_id, now) for row in session.exec(sent.order_by(col(OutboundMessage.id))))
    return [call for call in calls if call]


def _call(session: Session, row: OutboundMessage, candidate_id: int, now: datetime) -> OpenCall | None:
    name, *parts = (row.dedupe_key or "").split(":")
    if name not in ASKS or row.claimed_at is None:
        return None
    asks, at = ASKS[name]
    row_id = int(parts[at - 1])
    if asks in ("invited", "apec_invited"):
        invitation = session.get(Invitation, row_id)
        if invitation is None or invitation.answer:
            return None
        lines = tuple((line["value"], line["label"]) for line in invitation.lines)
        return OpenCall(asks, row_id, row.claimed_at, lines, row.id or 0)
    booking = session.get(Booking, row_id)
    if booking and name == "merged":  # they were brought from one session into another one
        into = select(Booking).where(Booking.candidate_id == candidate_id, Booking.session_id == int(parts[0]))
        booking = session.exec(into).first()
    return _about(session, booking, asks, row, now) if booking else None


def _about(session: Session, booking: Booking, asks: str, row: OutboundMessage, now: datetime) -> OpenCall | None:
    event = session.get_one(AgendaSession, booking.session_id)
    if event.status != "open" or event.ends_at <= now or booking.id is None:
        return None
    if asks == "reminder" and booking.status != "booked":
        return None
    return OpenCall(asks, booking.id, row.claimed_at or row.created_at, message_id=row.id or 0)
