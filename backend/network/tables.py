"""Offices and their staff."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from backend.database import UtcDateTime


class Office(SQLModel, table=True):
    """One mission Emploi. Everything else belongs to one office."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=40, description="Short name used in commands, such as montlucon")
    name: str = Field(max_length=120, description="As people read it: mission Emploi de Montluçon")
    town: str = Field(max_length=80)
    commune_code: str = Field(max_length=5, description="INSEE code: homonyms go to the nearest")
    address: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=20, description="Where a person can call an adviser")
    territory: str = Field(default="", max_length=60, description="Name of a territory of backend/reference")


class Adviser(SQLModel, table=True):
    """A member of an office's staff: sees only that office's rows."""

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    email: str = Field(unique=True, max_length=200)
    name: str = Field(max_length=120)
    password_hash: str = Field(max_length=200)
    active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_login_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
