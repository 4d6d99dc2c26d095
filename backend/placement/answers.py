"""What the person says of an offer they were sent."""

from datetime import datetime

from sqlmodel import Session, col, select

from backend.messaging.tables import OutboundMessage
from backend.placement.lifecycle import OFFERED, Action, Role, move
from backend.placement.tables import Suggestion

# Why not: key → what the adviser reads. The person answers by the digit of its place.
DECLINED_FOR: dict[str, str] = {
    "too_far": "trop loin",
    "hours": "horaires",
    "pay": "salaire",
    "not_my_trade": "pas mon métier",
    "other": "autre",
}


def open_offers(session: Session, candidate_id: int) -> list[tuple[Suggestion, OutboundMessage]]:
    """The offers this person has been sent and has not answered, oldest first, each with its message."""
    sent = (
        select(Suggestion, OutboundMessage)
        .join(OutboundMessage, col(OutboundMessage.id) == col(Suggestion.message_id))
        .where(Suggestion.candidate_id == candidate_id, col(Suggestion.state).in_(OFFERED))
        .where(col(OutboundMessage.status).in_(("sending", "sent", "delivered")))
    )
    return [(suggestion, message) for suggestion, message in session.exec(sent.order_by(col(OutboundMessage.id)))]


def accept(session: Session, suggestion_id: int, candidate_id: int, now: datetime) -> None:
    """The person wants it: from here on it is a candidature. Raises MoveRefused."""
    suggestion = _of_candidate(session, suggestion_id, candidate_id)
    move(session, suggestion, Action.ACCEPT, Role.CANDIDATE, f"candidate:{candidate_id}", now)
    suggestion.answered_at = now


def decline(session: Session, suggestion_id: int, candidate_id: int, now: datetime) -> None:
    """The person does not want it. Raises MoveRefused."""
    suggestion = _of_candidate(session, suggestion_id, candidate_id)
    move(session, suggestion, Action.DECLINE, Role.CANDIDATE, f"candidate:{candidate_id}", now)
    suggestion.answered_at = now


def give_reason(session: Session, suggestion_id: int, candidate_id: int, reason: str) -> None:
    """Why it was declined: one of DECLINED_FOR."""
    suggestion = _of_candidate(session, suggestion_id, candidate_id)
    suggestion.reason = reason
    session.add(suggestion)


def _of_candidate(session: Session, suggestion_id: int, candidate_id: int) -> Suggestion:
    suggestion = session.get_one(Suggestion, suggestion_id, with_for_update=True)
    if suggestion.candidate_id != candidate_id:
        raise LookupError(f"suggestion {suggestion_id} is not for candidate {candidate_id}")
    return suggestion
