"""Suggestions, from the matcher's proposal to the employer's answer, and the log of each move."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from backend.database import UtcDateTime
from backend.offers.tables import Offer
from backend.people.tables import Candidate


class Suggestion(SQLModel, table=True):
    """An offer for a candidate. `state` moves only by placement/lifecycle.py; from "interested" on it is a candidature.

    `parts`, `unknown`, `flip`, `score` and `weights` are what the matcher said at the time: people can ask why.
    """

    __table_args__ = (
        UniqueConstraint("offer_id", "candidate_id"),
        Index("ix_suggestion_queue", "office_id", "state", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    offer_id: int = Field(foreign_key="offer.id")
    candidate_id: int = Field(foreign_key="candidate.id", index=True)
    state: str = Field(default="proposed", max_length=20)
    score: float = Field(description="Points over ceiling, 0 to 1")
    parts: list[Any] = Field(default_factory=list, sa_type=JSON, description="[{name, points, ceiling, sentence}]")
    unknown: list[Any] = Field(default_factory=list, sa_type=JSON, description="What to ask, in French")
    flip: str = ""
    weights: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)
    wait_until: datetime | None = Field(default=None, sa_type=UtcDateTime, description="« Plus tard » until then")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="adviser.id")
    message_id: int | None = Field(default=None, foreign_key="outbound_message.id", description="The offer, as sent")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", max_length=40, description="Why refused or declined")
    offer: Offer = Relationship()
    candidate: Candidate = Relationship()


class Move(SQLModel, table=True):
    """One line of a suggestion's log: who did what, when, why."""

    __tablename__ = "suggestion_move"
    id: int | None = Field(default=None, primary_key=True)
    suggestion_id: int = Field(foreign_key="suggestion.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    who: str = Field(max_length=80, description="adviser:3, candidate:12, matcher")
    action: str = Field(max_length=40)
    before: str = Field(max_length=20)
    after: str = Field(max_length=20)
    why: str = ""
