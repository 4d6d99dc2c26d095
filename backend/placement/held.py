"""What the office holds about someone and who has seen it, in words: the answer to "mes données"."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from backend.messaging.tables import InboundMessage, OutboundMessage
from backend.offers.tables import Employer, Offer
from backend.people.tables import Candidate, Document
from backend.placement.lifecycle import State
from backend.placement.tables import Suggestion

# States in which an employer has been told of the person.
_TOLD = (State.TRANSMITTED, State.INTERVIEW, State.TRIAL, State.HIRED, State.REJECTED)


def say_held(session: Session, candidate: Candidate, office: str, now: datetime) -> str:
    """Two SMS parts at most. `now` is in the office's time zone."""
    since = candidate.created_at.astimezone(now.tzinfo)
    sent = select(func.count()).select_from(OutboundMessage).where(OutboundMessage.candidate_id == candidate.id)
    written = (
        select(func.count())
        .select_from(InboundMessage)
        .where(
            col(InboundMessage.id).in_(
                select(OutboundMessage.reply_to).where(OutboundMessage.candidate_id == candidate.id)
            )
        )
    )
    papers = select(func.count()).select_from(Document).where(Document.candidate_id == candidate.id)
    lines = [
        f"votre fiche depuis le {since:%d/%m/%Y}",
        f"{session.exec(sent).one() + session.exec(written).one()} messages",
    ]
    if count := session.exec(papers).one():
        lines.append(f"{count} document" + "s" * (count > 1))
    return held_words(lines, [f"la {office}", *_employers_told(session, candidate)])


def held_words(lines: Sequence[str], seen_by: Sequence[str]) -> str:
    """ "Nous gardons : votre fiche…, 12 messages. Vu par : la mission Emploi…" """
    return f"Nous gardons : {', '.join(lines)}. Vu par : {', '.join(seen_by[:3])}. EFFACER pour tout effacer."


def _employers_told(session: Session, candidate: Candidate) -> list[str]:
    told = (
        select(Employer.name)
        .join(Offer, col(Offer.employer_id) == col(Employer.id))
        .join(Suggestion, col(Suggestion.offer_id) == col(Offer.id))
        .where(Suggestion.candidate_id == candidate.id, col(Suggestion.state).in_(_TOLD))
    )
    return [name[:40] for name in dict.fromkeys(session.exec(told))]
