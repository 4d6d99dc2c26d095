"""A suggestion is checked again at the moment its message leaves; what became of the message is written down after."""

from datetime import datetime, time

from sqlmodel import Session, col, select

from backend.messaging.tables import OutboundMessage
from backend.offers.tables import Offer
from backend.people.tables import Candidate
from backend.placement.lifecycle import Action, MoveRefused, Role, State, move
from backend.placement.tables import Suggestion

# How the keys of reminders begin: "reminder:" and the suggestion's number (placement/silence.py).
REMINDER = "reminder:"
# What becomes of an approved suggestion whose message did not leave, or did.
_AFTER = {
    "sent": (Action.SEND, ""), "delivered": (Action.SEND, ""), "cancelled": (Action.CLOSE, "message annulé"),
    "failed": (Action.RECALL, "message non envoyé"), "undelivered": (Action.RECALL, "message non reçu"),
}  # fmt: skip


def still_true(session: Session, message: OutboundMessage, now: datetime) -> bool:
    """Whether an offer's message may leave now; if not, its suggestion is closed or comes back to the advisers."""
    if message.dedupe_key and message.dedupe_key.startswith(REMINDER):
        return _still_waits(session, message.dedupe_key)
    about = select(Suggestion).where(Suggestion.message_id == message.id)
    suggestion = session.exec(about.with_for_update()).first()
    if suggestion is None:
        return True
    if suggestion.state != State.APPROVED:  # whoever has answered at the telephone meanwhile is not asked again
        return suggestion.state in (State.SENT, State.SILENT)
    offer = session.get_one(Offer, suggestion.offer_id)
    candidate = session.get_one(Candidate, suggestion.candidate_id)
    if offer.status != "open":
        move(session, suggestion, Action.CLOSE, Role.CLOCK, "clock", now, "offre fermée avant l'envoi")
    elif not is_free(candidate, now):
        move(session, suggestion, Action.RECALL, Role.CLOCK, "clock", now, "personne plus disponible")
        suggestion.wait_until = _end_of_pause(candidate, now)
    else:
        return True
    return False


def _still_waits(session: Session, key: str) -> bool:
    """Whether the offer that this message reminds of has no answer yet."""
    suggestion = session.get(Suggestion, int(key.split(":")[1]))
    return suggestion is not None and suggestion.state == State.SENT


def is_free(candidate: Candidate, now: datetime) -> bool:
    """Looking for work, and not paused today."""
    return candidate.status == "active" and not (candidate.paused_until and candidate.paused_until > now.date())


def check_still_true(candidate: Candidate, offer: Offer, now: datetime) -> None:
    """The same before approving. Raises MoveRefused."""
    if offer.status != "open":
        raise MoveRefused("Cette offre n'est plus ouverte.")
    if not is_free(candidate, now):
        raise MoveRefused("Cette personne n'est pas disponible en ce moment.")


def _end_of_pause(candidate: Candidate, now: datetime) -> datetime | None:
    day = candidate.paused_until
    return datetime.combine(day, time(), tzinfo=now.tzinfo) if day else None


def note_sent(session: Session, now: datetime) -> int:
    """Approved suggestions whose message has left are "sent"; those whose message will not are not. How many moved."""
    settled = (
        select(Suggestion, OutboundMessage.status)
        .join(OutboundMessage, col(OutboundMessage.id) == col(Suggestion.message_id))
        .where(Suggestion.state == State.APPROVED, col(OutboundMessage.status).in_(_AFTER))
    )
    gone = list(session.exec(settled))
    for suggestion, status in gone:
        action, why = _AFTER[status]
        move(session, suggestion, action, Role.CLOCK, "clock", now, why)
    return len(gone)
