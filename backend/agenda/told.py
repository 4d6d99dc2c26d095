"""Telling one person about their booking; when no message can reach them, an adviser is asked to call."""

from datetime import datetime

from sqlmodel import Session

from backend.agenda.tables import AgendaSession
from backend.messaging import outbox
from backend.messaging.tables import OutboundMessage, Task
from backend.people.contacts import NoContact, best_contact
from backend.people.tables import Candidate
from backend.values import Choice, Purpose


def tell(
    session: Session,
    candidate: Candidate,
    text: str,
    purpose: Purpose,
    now: datetime,
    key: str,
    choices: tuple[Choice, ...] = (),
) -> OutboundMessage | None:
    """Write the message, once for each `key`. None when this person has no address, or may not be written to."""
    try:
        contact = best_contact(session, candidate)
        draft = outbox.Draft(
            office_id=candidate.office_id, channel=contact.channel, sender=contact.line, recipient=contact.address,
            text=text, purpose=purpose, candidate_id=candidate.id, choices=choices, dedupe_key=key,
        )  # fmt: skip
        return outbox.enqueue(session, draft, now)
    except (NoContact, outbox.NotSent):
        return None


def tell_or_call(
    session: Session, candidate: Candidate, text: str, purpose: Purpose, now: datetime, key: str
) -> OutboundMessage | None:
    """The same; when it cannot be written, a task says whom to call and what to say."""
    row = tell(session, candidate, text, purpose, now, key)
    if row is None:
        ask_adviser(session, candidate.office_id, f"À prévenir par téléphone : {candidate}. « {text} »", now, candidate)
    return row


def ask_adviser(
    session: Session, office_id: int, note: str, now: datetime, candidate: Candidate | None = None, kind: str = "call"
) -> None:
    session.add(
        Task(
            office_id=office_id, candidate_id=candidate.id if candidate else None, kind=kind, note=note, created_at=now
        )
    )
    session.flush()


def key_of(name: str, row_id: int | None, event: AgendaSession) -> str:
    """One message for each moment of a session: moved, it is another one."""
    return f"{name}:{row_id}:{event.starts_at:%Y%m%d%H%M}:{event.revision}"
