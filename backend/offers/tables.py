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


class OfferSaid(SQLModel, table=True):
    """What the source of an imported offer said last: where the row says otherwise, an adviser corrected it here."""

    __tablename__ = "offer_said"
    offer_id: int | None = Field(default=None, primary_key=True, foreign_key="offer.id", ondelete="CASCADE")
    said: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, description="{column: value}, see corrections.py")
    at: datetime = Field(sa_type=UtcDateTime)
    offer: Offer = Relationship()


class OfferImport(SQLModel, table=True):
    """One file of offers given at the console: looked at first, then brought in. The file is forgotten once done."""

    __tablename__ = "offer_import"
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    adviser_id: int = Field(foreign_key="adviser.id")
    file_name: str = Field(max_length=120)
    content: bytes | None = None
    report: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, description="imports.ImportReport as JSON")
    made_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    matched_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="When its offers were matched")
