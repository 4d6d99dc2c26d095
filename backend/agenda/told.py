"""Telling one person about their booking; when no message can reach them, an adviser is asked to call."""

from datetime import datetime

from sqlmodel import Session

from backend.agenda.tables import AgendaSession
from backend.messaging.tables import OutboundMessage, Task
from backend.people.tables import Candidate
from backend.people.writing import write_to
from backend.values import Purpose


def tell_or_call(
    session: Session, candidate: Candidate, text: str, purpose: Purpose, key: str, now: datetime
) -> OutboundMessage | None:
    """Write it, once for each `key`; when it cannot be written, a task says whom to call and what to say."""
    row = write_to(session, candidate, text, purpose, key, now)
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
