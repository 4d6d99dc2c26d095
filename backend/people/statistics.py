"""Age and gender, asked once by an adviser, for one use only: to see whether the matcher treats groups alike.

The answers stand in a table of their own under a consent of their own ("statistics"). Nothing that matches, writes or
ranks may import this file (a contract in pyproject.toml); the console never shows one person's answers.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Field, Session, SQLModel, col, select

from backend.database import UtcDateTime
from backend.messaging.consent import has_consent, record_consent
from backend.messaging.tables import Consent
from backend.values import Audience

QUESTIONS: Mapping[str, Mapping[str, str]] = {
    "age": {"-26": "moins de 26 ans", "26-44": "26 à 44 ans", "45-54": "45 à 54 ans", "55+": "55 ans et plus"},
    "gender": {"f": "femme", "m": "homme", "x": "autre"},
}
"""Field → code → what the person reads. Any of them may be left unanswered."""


class StatisticsAnswer(SQLModel, table=True):
    """What one person agreed to tell for the statistics; "" for what they left out."""

    __tablename__ = "statistics_answer"
    candidate_id: int = Field(primary_key=True, foreign_key="candidate.id")
    office_id: int = Field(foreign_key="office.id", index=True)
    age: str = Field(default="", max_length=10)
    gender: str = Field(default="", max_length=10)
    answered_at: datetime = Field(sa_type=UtcDateTime)


class NotAnAnswer(Exception):
    """A code that stands for nothing."""


def agree(
    session: Session, candidate_id: int, office_id: int, told: Mapping[str, str], adviser_id: int, now: datetime
) -> None:
    """The person agrees, and tells what they want to. Raises NotAnAnswer."""
    kept = {field: told.get(field, "") for field in QUESTIONS}
    if any(code and code not in QUESTIONS[field] for field, code in kept.items()):
        raise NotAnAnswer
    record_consent(session, candidate_id, Audience.STATISTICS, True, now, adviser_id=adviser_id)
    _forget(session, candidate_id)
    session.add(StatisticsAnswer(candidate_id=candidate_id, office_id=office_id, answered_at=now, **kept))
    session.flush()


def decline(session: Session, candidate_id: int, adviser_id: int, now: datetime) -> None:
    """The person would rather not, or no longer: what they told is gone."""
    record_consent(session, candidate_id, Audience.STATISTICS, False, now, adviser_id=adviser_id)
    _forget(session, candidate_id)


def _forget(session: Session, candidate_id: int) -> None:
    session.execute(delete(StatisticsAnswer).where(col(StatisticsAnswer.candidate_id) == candidate_id))


def was_asked(session: Session, candidate_id: int) -> bool | None:
    """True agreed, False declined, None: not asked yet."""
    known = select(Consent.id).where(Consent.candidate_id == candidate_id, Consent.audience == Audience.STATISTICS)
    if session.exec(known.limit(1)).first() is None:
        return None
    return has_consent(session, candidate_id, Audience.STATISTICS)


def answers_of(session: Session, office_id: int) -> list[StatisticsAnswer]:
    """The answers of an office whose consent still stands."""
    rows = session.exec(select(StatisticsAnswer).where(StatisticsAnswer.office_id == office_id)).all()
    return [row for row in rows if has_consent(session, row.candidate_id, Audience.STATISTICS)]
