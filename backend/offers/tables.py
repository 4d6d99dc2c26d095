"""Employers and their offers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from backend.database import UtcDateTime


class Employer(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    name: str = Field(max_length=160)
    commune_code: str | None = Field(default=None, max_length=5)
    contact_name: str = Field(default="", max_length=120)
    email: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=20)
    notes: str = ""

    def __str__(self) -> str:
        return self.name


class Offer(SQLModel, table=True):
    """A post to fill. (office, source, external id) is unique: importing again changes nothing."""

    __table_args__ = (
        UniqueConstraint("office_id", "source", "external_id"),
        Index("ix_offer_open", "office_id", "status", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    employer_id: int | None = Field(default=None, foreign_key="employer.id", index=True)
    source: str = Field(default="office", max_length=40)
    external_id: str | None = Field(default=None, max_length=40)
    title: str = Field(max_length=200)
    rome_code: str | None = Field(default=None, max_length=5)
    description: str = ""
    place: str = Field(default="", max_length=120, description="As written in the offer")
    commune_code: str | None = Field(default=None, max_length=5)
    latitude: float | None = None
    longitude: float | None = None
    contract: str | None = Field(default=None, max_length=10, description="CDI, CDD, MIS…")
    contract_label: str = Field(default="", max_length=120)
    hours: str = Field(default="", max_length=120, description="As written: 35H Horaires normaux")
    weekly_hours: float | None = None
    part_time: bool | None = None
    nights: bool | None = None
    weekends: bool | None = None
    salary: str = Field(default="", max_length=200)
    experience_months: int | None = Field(default=None, description="0: beginners welcome; None: not said")
    needs: list[Any] = Field(default_factory=list, sa_type=JSON, description='[{"code", "must", "words"}]')
    skills: list[Any] = Field(default_factory=list, sa_type=JSON, description='[{"label", "must"}]')
    posts: int = 1
    starts_on: date | None = None
    status: str = Field(default="open", max_length=20, description="open, filled, closed")
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    employer: Employer | None = Relationship()

    def __str__(self) -> str:
        return self.title
