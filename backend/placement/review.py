"""What an adviser decides. Approving writes the message; it leaves when the undo time is over, in the sending hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case
from sqlalchemy.orm import aliased, joinedload
from sqlmodel import Session, col, func, select

from backend.messaging import outbox
from backend.messaging.sms_text import count_parts, fold_for_sms
from backend.messaging.tables import OutboundMessage
from backend.offers.tables import Offer
from backend.people.contacts import NoContact, best_contact
from backend.people.tables import Candidate
from backend.placement.lifecycle import OFFERED, Action, MoveRefused, Role, State, move
from backend.placement.sending import check_still_true
from backend.placement.tables import Move, Suggestion
from backend.placement.wording import offer_message
from backend.values import Choice, Purpose

# "Plus tard" brings the card back after this.
LATER = timedelta(days=1)
# For how long a decision can be taken back, when the settings say nothing: nothing leaves before.
UNDO = timedelta(minutes=10)
# Whoever has had no offer for so long goes before a better match.
LONG_WAIT = timedelta(days=21)
# An edited message keeps to what two SMS hold.
LONGEST_TEXT = 306

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
    """What waits for a decision, the most urgent first: see urgency."""
    waiting = (
        select(Suggestion)
        .join(Offer, col(Offer.id) == col(Suggestion.offer_id))
        .join(Candidate, col(Candidate.id) == col(Suggestion.candidate_id))
        .where(Suggestion.office_id == office_id, Suggestion.state == State.PROPOSED, Offer.status == "open")
        .where(col(Suggestion.wait_until).is_(None) | (col(Suggestion.wait_until) <= now))
        .order_by(*urgency(now))
        .options(joinedload(Suggestion.offer).joinedload(Offer.employer), joinedload(Suggestion.candidate))  # type: ignore[arg-type]
    )
    return list(session.exec(waiting.limit(limit)))


def urgency(now: datetime) -> tuple[Any, ...]:
    """Back from a training; the post that starts soonest; the most posts left; a long wait; the best match."""
    other = aliased(Suggestion)
    hired = select(func.count()).where(other.offer_id == Offer.id, other.state == State.HIRED).scalar_subquery()
    last_offer = func.coalesce(Candidate.last_proposed_at, Candidate.created_at)
    return (
        col(Suggestion.comes_first).desc(), col(Offer.starts_on).is_(None), col(Offer.starts_on),
        (col(Offer.posts) - hired).desc(), case((last_offer < now - LONG_WAIT, 0), else_=1),
        col(Suggestion.score).desc(), col(Suggestion.id),
    )  # fmt: skip


def card(session: Session, suggestion: Suggestion, now: datetime) -> Card:
    candidate = session.get_one(Candidate, suggestion.candidate_id)
    offer = session.get_one(Offer, suggestion.offer_id)
    message = fold_for_sms(message_of(session, suggestion, candidate, offer, now))
    return Card(suggestion, candidate, offer, message, count_parts(message))


def message_of(session: Session, suggestion: Suggestion, candidate: Candidate, offer: Offer, now: datetime) -> str:
    """What the person would read: the adviser's own words when there are some; numbered beside other open offers."""
    return suggestion.own_text or offer_message(candidate, offer, now, next_number(session, suggestion))


def next_number(session: Session, suggestion: Suggestion) -> int:
    """The smallest number that no other open offer of this person has; 0 when it is the only one."""
    taken = select(Suggestion.number).where(
        Suggestion.candidate_id == suggestion.candidate_id, Suggestion.id != suggestion.id,
        col(Suggestion.state).in_(OFFERED),
    )  # fmt: skip
    numbers = {number or 1 for number in session.exec(taken)}
    return next(n for n in range(1, len(numbers) + 2) if n not in numbers) if numbers else 0


def edit(session: Session, suggestion_id: int, text: str) -> Suggestion:
    """Put the message in the adviser's own words; empty gives ours back. Raises MoveRefused."""
    suggestion = session.get_one(Suggestion, suggestion_id, with_for_update=True)
    text = " ".join(text.split())
    if suggestion.state != State.PROPOSED:
        raise MoveRefused("Le message est déjà approuvé.")
    if len(text) > LONGEST_TEXT:
        raise MoveRefused(f"Le message est trop long : {len(text)} caractères, {LONGEST_TEXT} au plus.")
    suggestion.own_text = text
    session.add(suggestion)
    session.flush()
    return suggestion


def note_opened(session: Session, suggestion_id: int, adviser_id: int) -> None:
    """This adviser has had the card before their eyes."""
    suggestion = session.get_one(Suggestion, suggestion_id, with_for_update=True)
    suggestion.opened_by = adviser_id
    session.add(suggestion)
    session.flush()


def opened(session: Session, office_id: int, adviser_id: int, now: datetime) -> list[Suggestion]:
    """The cards that this adviser opened and left undecided: those that may be approved together."""
    return [one for one in queue(session, office_id, now, limit=500) if one.opened_by == adviser_id]


def count_opened(session: Session, office_id: int, adviser_id: int) -> int:
    waiting = select(func.count()).select_from(Suggestion).where(
        Suggestion.office_id == office_id, Suggestion.state == State.PROPOSED, Suggestion.opened_by == adviser_id
    )  # fmt: skip
    return session.exec(waiting).one()


def approve_opened(session: Session, office_id: int, adviser_id: int, now: datetime, undo: timedelta) -> list[str]:
    """Approve each card that this adviser opened; the refusals, in French, of those that could not be."""
    refusals = []
    for suggestion in opened(session, office_id, adviser_id, now):
        assert suggestion.id is not None
        try:
            with session.begin_nested():
                approve(session, suggestion.id, adviser_id, now, undo)
        except (MoveRefused, outbox.NotSent) as refusal:
            refusals.append(f"{suggestion.candidate} : {refusal}")
    return refusals


def approve(
    session: Session, suggestion_id: int, adviser_id: int, now: datetime, undo: timedelta = UNDO
) -> OutboundMessage:
    """Approve, and write the offer's message: it leaves after `undo` at the earliest.

    Raises MoveRefused, or outbox.NotSent when it may not be sent.
    """
    suggestion = session.get_one(Suggestion, suggestion_id, with_for_update=True)
    candidate = session.get_one(Candidate, suggestion.candidate_id)
    offer = session.get_one(Offer, suggestion.offer_id)
    check_still_true(candidate, offer, now)
    text, suggestion.number = message_of(session, suggestion, candidate, offer, now), next_number(session, suggestion)
    move(session, suggestion, Action.APPROVE, Role.ADVISER, f"adviser:{adviser_id}", now)
    suggestion.decided_at, suggestion.decided_by, suggestion.undo_until = now, adviser_id, now + undo
    message = outbox.enqueue(session, _draft(session, suggestion, candidate, text), now)
    suggestion.message_id = message.id
    candidate.last_proposed_at = now
    session.add_all([suggestion, candidate])
    session.flush()
    return message


def _draft(session: Session, suggestion: Suggestion, candidate: Candidate, text: str) -> outbox.Draft:
    try:
        contact = best_contact(session, candidate)
    except NoContact as error:
        raise MoveRefused("Aucun numéro pour joindre cette personne.") from error
    return outbox.Draft(
        office_id=suggestion.office_id, channel=contact.channel, sender=contact.line, recipient=contact.address,
        text=text, purpose=Purpose.OFFER, candidate_id=candidate.id, choices=ANSWERS,
        dedupe_key=f"offer:{suggestion.id}:{_approvals(session, suggestion)}", not_before=suggestion.undo_until,
    )  # fmt: skip


def _approvals(session: Session, suggestion: Suggestion) -> int:
    """How often it was approved: one message for each approval that was not taken back."""
    logged = select(func.count()).select_from(Move).where(
        Move.suggestion_id == suggestion.id, Move.action == Action.APPROVE
    )  # fmt: skip
    return session.exec(logged).one()


def refuse(
    session: Session, suggestion_id: int, adviser_id: int, reason: str, now: datetime, undo: timedelta = UNDO
) -> None:
    """Set a suggestion aside for good, with one of REASONS. Raises MoveRefused."""
    if reason not in REASONS:
        raise MoveRefused("Choisissez une raison.")
    suggestion = session.get_one(Suggestion, suggestion_id, with_for_update=True)
    move(session, suggestion, Action.REJECT, Role.ADVISER, f"adviser:{adviser_id}", now, why=reason)
    suggestion.decided_at, suggestion.decided_by, suggestion.undo_until = now, adviser_id, now + undo
    suggestion.reason = reason
    session.flush()


def not_now(session: Session, suggestion_id: int, adviser_id: int, now: datetime) -> None:
    """Bring the card back tomorrow. Raises MoveRefused."""
    suggestion = session.get_one(Suggestion, suggestion_id, with_for_update=True)
    move(session, suggestion, Action.POSTPONE, Role.ADVISER, f"adviser:{adviser_id}", now)
    suggestion.wait_until = now + LATER
    session.flush()
