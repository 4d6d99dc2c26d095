"""Candidates and how to reach them. None and [] differ: None is unknown, [] is known to be none."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.database import UtcDateTime


class Candidate(SQLModel, table=True):
    """A person looking for work, in one office's talent pool."""

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    first_name: str = Field(default="", max_length=80)
    last_name: str = Field(default="", max_length=80)
    commune_code: str | None = Field(default=None, max_length=5, description="INSEE code")
    wants: list[Any] = Field(default_factory=list, sa_type=JSON, description='[{"code": ROME code, "label": words}]')
    experience_years: float | None = Field(default=None, description="In the first occupation wanted")
    past_jobs: list[Any] = Field(default_factory=list, sa_type=JSON, description='[{"work", "years", "employer"}]')
    licences: list[Any] | None = Field(default=None, sa_type=JSON, description="Codes of backend/reference/licences")
    skills: list[Any] | None = Field(default=None, sa_type=JSON)
    diploma: str = Field(default="", max_length=120)
    details: dict[str, Any] = Field(
        default_factory=dict, sa_type=JSON, description="What the CV says beside: languages, software, moving, carpool"
    )
    modes: list[Any] | None = Field(default=None, sa_type=JSON, description="car, shared_car, moped, bicycle, …")
    max_minutes: int | None = Field(default=None, description="One way, the person's own limit")
    max_km: int | None = None
    available_from: date | None = None
    contracts: list[Any] | None = Field(default=None, sa_type=JSON, description="CDI, CDD, MIS…")
    nights: bool | None = None
    weekends: bool | None = None
    part_time: bool | None = None
    status: str = Field(default="intake", max_length=20, description="intake, active, paused, closed")
    paused_until: date | None = None
    cv_state: str = Field(default="to_rework", max_length=20, description="none, to_rework, ready")
    notes: str = Field(default="", description="The advisers' own")
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_contact_at: datetime = Field(sa_type=UtcDateTime)
    last_proposed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or f"candidat n° {self.id}"


class Contact(SQLModel, table=True):
    """An address of a candidate. One phone may be that of two people."""

    __table_args__ = (
        UniqueConstraint("candidate_id", "channel", "address"),
        Index("ix_contact_of_address", "office_id", "channel", "address"),
    )
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    candidate_id: int = Field(foreign_key="candidate.id", index=True)
    channel: str = Field(max_length=20)
    address: str = Field(max_length=80, index=True)
    active: bool = True


class Document(SQLModel, table=True):
    """A CV that a person sent. `stored_as` is a file's name in the service's own folder, empty until it is fetched."""

    id: int | None = Field(default=None, primary_key=True)
    candidate_id: int = Field(foreign_key="candidate.id", index=True)
    channel: str = Field(max_length=20)
    reference: str = Field(max_length=200, description="The channel's own name for it")
    kind: str = Field(max_length=20, description="document, photo")
    name: str = Field(default="", max_length=120)
    size: int = 0
    received_at: datetime = Field(sa_type=UtcDateTime)
    status: str = Field(default="waiting", max_length=20, description="waiting, stored, refused")
    stored_as: str = Field(default="", max_length=80)
    text: str = Field(default="", description="What it says, when it can be read")
    error: str = ""
    found: dict[str, Any] = Field(
        default_factory=dict, sa_type=JSON, description="What was read in it and is new: answers, by question's key"
    )
    reading: str = Field(default="", max_length=20, description='"", nothing, asked, confirmed, declined: of `found`')


class StartLink(SQLModel, table=True):
    """A deep link that ties the chat in which it is opened to a person's file: once, and not for long."""

    __tablename__ = "start_link"

    id: int | None = Field(default=None, primary_key=True)
    candidate_id: int = Field(foreign_key="candidate.id", index=True)
    token: str = Field(unique=True, max_length=40)
    made_by: int | None = Field(default=None, foreign_key="adviser.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FirstInvitation(SQLModel, table=True):
    """Someone the office means to write to first. Sent as seats come free, and never at night."""

    __tablename__ = "first_invitation"

    __table_args__ = (UniqueConstraint("office_id", "channel", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    candidate_id: int = Field(foreign_key="candidate.id", index=True)
    channel: str = Field(max_length=20)
    address: str = Field(max_length=80)
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    refused: str = Field(default="", description="Why it could not be sent, in French")
