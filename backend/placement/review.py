"""What an adviser decides. Approving writes the message; the outbox says when it may leave."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from backend.messaging import outbox
from backend.messaging.sms_text import count_parts, fold_for_sms
from backend.messaging.tables import OutboundMessage
from backend.offers.tables import Offer
from backend.people.contacts import NoContact, best_contact
from backend.people.tables import Candidate
from backend.placement.lifecycle import Action, MoveRefused, Role, State, move
from backend.placement.tables import Suggestion
from backend.placement.wording import offer_message
from backend.values import Choice, Purpose

# "Plus tard" brings the card back after this.
LATER = timedelta(days=1)

REASONS: dict[str, str] = {
    "not_suited": "Le poste ne convient pas à cette personne",
    "not_ready": "Le CV n'est pas prêt",
    "already_placed": "La personne a déjà trouvé",
    "offer_filled": "Le poste est pourvu",
    "not_trusted": "L'offre ne convient pas",
    "other": "Autre raison",
}

ANSWERS = (Choice("OUI", "Oui"), Choice("NON", "Non"), Choice("PLUS", "Plus de détails"))


@dataclass(frozen=True)
class Card:
    """One suggestion as the review page shows it. `message` is exactly what would be sent; `parts` its SMS parts."""

    suggestion: Suggestion
    candidate: Candidate
    offer: Offer
    message: str
    parts: int


def queue(session: Session, office_id: int, now: datetime, limit: int = 50) -> list[Suggestion]:
    """What waits for a decision: offers that start soonest, then the best matches, then who has waited longest."""
    waiting = (
        select(Suggestion)
        .join(Offer, col(Offer.id) == col(Suggestion.offer_id))
        .where(Suggestion.office_id == office_id, Suggestion.state == State.PROPOSED, Offer.status == "open")
        .where(col(Suggestion.wait_until).is_(None) | (col(Suggestion.wait_until) <= now))
        .order_by(
            col(Offer.starts_on).is_(None), col(Offer.starts_on), col(Suggestion.score).desc(), col(Suggestion.id)
        )
        .options(joinedload(Suggestion.offer).joinedload(Offer.employer), joinedload(Suggestion.candidate))  # type: ignore[arg-type]
    )
    return list(session.exec(waiting.limit(limit)))


def card(session: Session, suggestion: Suggestion, now: datetime) -> Card:
    candidate = session.get_one(Candidate, suggestion.candidate_id)
    offer = session.get_one(Offer, suggestion.offer_id)
    message = fold_for_sms(offer_message(candidate, offer, now))
    return Card(suggestion, candidate, offer, message, count_parts(message))


def approve(session: Session, suggestion_id: int, adviser_id: int, now: datetime) -> OutboundMessage:
    """Approve, and write the offer's message. Raises MoveRefused, or outbox.NotSent when it may not be sent."""
    suggestion = session.get_one(Suggestion, suggestion_id, with_for_update=True)
    candidate = session.get_one(Candidate, suggestion.candidate_id)
    offer = session.get_one(Offer, suggestion.offer_id)
    _check_still_true(candidate, offer, now)
    move(session, suggestion, Action.APPROVE, Role.ADVISER, f"adviser:{adviser_id}", now)
    message = outbox.enqueue(session, _draft(session, suggestion, candidate, offer, now), now)
    suggestion.decided_at, suggestion.decided_by, suggestion.message_id = now, adviser_id, message.id
    candidate.last_proposed_at = now
    session.add_all([suggestion, candidate])
    session.flush()
    return message


def _check_still_true(candidate: Candidate, offer: Offer, now: datetime) -> None:
    if offer.status != "open":
        raise MoveRefused("Cette offre n'est plus ouverte.")
    if candidate.status != "active" or (candidate.paused_until and candidate.paused_until > now.date()):
        raise MoveRefused("Cette personne n'est pas disponible en ce moment.")


def _draft(session: Session, suggestion: Suggestion, candidate: Candidate, offer: Offer, now: datetime) -> outbox.Draft:
    try:
        contact = best_contact(session, candidate)
    except NoContact as error:
        raise MoveRefused("Aucun numéro pour joindre cette personne.") from error
    return outbox.Draft(
        office_id=suggestion.office_id, channel=contact.channel, sender=contact.line, recipient=contact.address,
        text=offer_message(candidate, offer, now), purpose=Purpose.OFFER, candidate_id=candidate.id,
        choices=ANSWERS, dedupe_key=f"offer:{suggestion.id}",
    )  # fmt: skip


def refuse(session: Session, suggestion_id: int, adviser_id: int, reason: str, now: datetime) -> None:
    """Set a suggestion aside for good, with one of REASONS. Raises MoveRefused."""
    if reason not in REASONS:
        raise MoveRefused("Choisissez une raison.")
    suggestion = session.get_one(Suggestion, suggestion_id, with_for_update=True)
    move(session, suggestion, Action.REJECT, Role.ADVISER, f"adviser:{adviser_id}", now, why=reason)
    suggestion.decided_at, suggestion.decided_by, suggestion.reason = now, adviser_id, reason
    session.flush()


def not_now(session: Session, suggestion_id: int, adviser_id: int, now: datetime) -> None:
    """Bring the card back tomorrow. Raises MoveRefused."""
    suggestion = session.get_one(Suggestion, suggestion_id, with_for_update=True)
    move(session, suggestion, Action.POSTPONE, Role.ADVISER, f"adviser:{adviser_id}", now)
    suggestion.wait_until = now + LATER
    session.flush()
