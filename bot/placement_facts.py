"""What placement knows for one conversation: open offers, and its messages that wait for an answer."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from sqlmodel import Session, col, select

from backend.messaging.tables import OutboundMessage
from backend.offers.tables import Offer
from backend.people.tables import Candidate
from backend.placement import hired, training
from backend.placement.answers import open_offers
from backend.placement.lifecycle import OFFERED, State
from backend.placement.tables import Suggestion
from backend.placement.why import why_me
from backend.placement.wording import offer_details, offer_title, way_there
from bot.situation import Call, Declined, OpenOffer


def placement_offers(session: Session, candidate_id: int, zone: tzinfo | None) -> tuple[OpenOffer, ...]:
    """The offers this person has been sent and has not answered, oldest first."""
    found = []
    for suggestion, message in open_offers(session, candidate_id):
        offer = session.get_one(Offer, suggestion.offer_id)
        assert suggestion.id is not None
        found.append(
            OpenOffer(
                suggestion.id, offer_title(offer), offer_details(offer), _sent(message).astimezone(zone),
                message.id or 0, suggestion.number or 1, why_me(suggestion.parts),
            )
        )  # fmt: skip
    return tuple(found)


def refused_offers(session: Session, candidate: Candidate, now: datetime) -> tuple[Declined, ...]:
    """The offers this person said no to, oldest first, and those still open: how long the way to each would be."""
    said_no = (
        select(Suggestion)
        .where(Suggestion.candidate_id == candidate.id, col(Suggestion.state).in_((State.DECLINED, *OFFERED)))
        .order_by(col(Suggestion.answered_at), col(Suggestion.id))
    )
    return tuple(
        Declined(one.id or 0, one.reason, way_there(candidate, one.offer, now)) for one in session.exec(said_no)
    )


def placement_calls(session: Session, candidate_id: int) -> Iterator[Call]:
    """Reminders of offers, whether a post still holds, a training that was told of."""
    for suggestion, _ in open_offers(session, candidate_id):
        key = f"reminder:{suggestion.id}:{suggestion.message_id}"
        reminder = session.exec(select(OutboundMessage).where(OutboundMessage.dedupe_key == key)).first()
        if reminder and reminder.status in ("sending", "sent", "delivered"):
            yield _call("offer", suggestion.id, reminder)
    for hire, message in hired.waiting_questions(session, candidate_id):
        yield _call("work_holds", hire.id, message)
    for case, message in training.waiting_questions(session, candidate_id):
        yield _call("training", case.id, message)


def _call(question: str, about: int | None, message: OutboundMessage) -> Call:
    return Call(question, about or 0, _sent(message), (), message.id or 0)


def _sent(message: OutboundMessage) -> datetime:
    return message.claimed_at or message.created_at
