"""Whom the monthly Apec permanence is for, and telling them of it: as many as there are free slots to offer.

It is for who looks for an executive post or holds a degree of three years or more: what they said, never guessed.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from backend.agenda import wording
from backend.agenda.invitations import DECLINED, room, send
from backend.agenda.tables import AgendaSession, Booking, Invitation
from backend.matching.diplomas import THREE_YEARS, level
from backend.messaging.consent import has_consent
from backend.people.tables import Candidate
from backend.values import Audience, Json

TOPICS = {"cv": "CV", "project": "projet", "interview": "entretien", "negotiation": "négociation"}
AGAIN_AFTER = timedelta(days=60)
# Nobody gets two invitations within some days, whatever to.
APART = timedelta(days=3)
KIND = "apec"


def is_for(candidate: Candidate) -> bool:
    """What they said: an executive post, or a degree of three years or more."""
    studied = candidate.details.get("level") or level(candidate.diploma) or 0
    return candidate.details.get("executive") is True or studied >= THREE_YEARS


def to_invite(session: Session, office_id: int, now: datetime, limit: int) -> list[Candidate]:
    """Active people whom it is for, who had no slot and were not told lately; who has waited longest first."""
    had = (
        select(Booking.candidate_id)
        .join(AgendaSession, col(AgendaSession.id) == col(Booking.session_id))
        .where(AgendaSession.kind == KIND, col(Booking.booked_at) > now - AGAIN_AFTER)
    )
    lately = select(Invitation.candidate_id).where(
        ((col(Invitation.at) > now - APART) & (col(Invitation.kind) != DECLINED))
        | ((col(Invitation.at) > now - AGAIN_AFTER) & (Invitation.kind == KIND))
    )
    people = select(Candidate).where(
        Candidate.office_id == office_id, Candidate.status == "active",
        col(Candidate.id).not_in(had), col(Candidate.id).not_in(lately),
    )  # fmt: skip
    found = session.exec(people.order_by(col(Candidate.created_at), col(Candidate.id)))
    theirs = (one for one in found if is_for(one) and has_consent(session, one.id or 0, Audience.OFFICE))
    return [one for one, _ in zip(theirs, range(limit), strict=False)]


def invite_to_apec(session: Session, office_id: int, town: str, now: datetime) -> int:
    """Tell as many people as the free slots allow of the next permanence. How many were."""
    events, most = room(session, office_id, KIND, now)
    if not most:
        return 0
    day = wording.say_day(events[0].starts_at.astimezone(now.tzinfo))
    lines: list[Json] = [{"value": key, "label": label} for key, label in TOPICS.items()]
    said = ", ".join(f"{number}) {label}" for number, label in enumerate(TOPICS.values(), 1))

    def words(candidate: Candidate) -> str:
        return wording.apec_invitation(candidate.first_name, town, day, said)

    return sum(send(session, one, KIND, lines, words, now) for one in to_invite(session, office_id, now, most))
