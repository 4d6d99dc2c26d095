"""How many suggestions wait for an adviser: the same condition as placement.review.queue, counted."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from backend.offers.tables import Offer
from backend.placement.lifecycle import State
from backend.placement.tables import Suggestion


def count_to_review(session: Session, office_id: int, now: datetime) -> int:
    waiting = (
        select(func.count())
        .select_from(Suggestion)
        .join(Offer, col(Offer.id) == col(Suggestion.offer_id))
        .where(Suggestion.office_id == office_id, Suggestion.state == State.PROPOSED, Offer.status == "open")
        .where(col(Suggestion.wait_until).is_(None) | (col(Suggestion.wait_until) <= now))
    )
    return session.exec(waiting).one()
