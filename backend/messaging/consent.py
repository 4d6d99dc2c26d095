"""What a candidate agreed to. Each word is a row; the last one for an audience counts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlmodel import Session

from backend.database import run, table_of
from backend.messaging.tables import Consent


def record_consent(
    session: Session, candidate_id: int, audience: str, given: bool, now: datetime, *,
    message_id: int | None = None, adviser_id: int | None = None,
) -> Consent:  # fmt: skip
    """Write down a yes or a no, by which message or on paper with which adviser."""
    row = Consent(
        candidate_id=candidate_id, audience=audience, given=given, at=now, message_id=message_id, adviser_id=adviser_id
    )
    session.add(row)
    session.flush()
    return row


def has_consent(session: Session, candidate_id: int, audience: str) -> bool:
    """Whether the last word for this audience was yes. No word is no consent."""
    return bool(run(session, _LAST_WORD, {"candidate_id": candidate_id, "audience": audience}).scalar())


_WORDS = table_of(Consent).c


def last_word(candidate_id: ColumnElement[int], audience: str | ColumnElement[str]) -> Select[Any]:
    """The last word of that candidate for that audience, as a part of a statement."""
    words = select(_WORDS.given).where(_WORDS.candidate_id == candidate_id, _WORDS.audience == audience)
    return words.order_by(_WORDS.id.desc()).limit(1)


_LAST_WORD = last_word(bindparam("candidate_id"), bindparam("audience"))
