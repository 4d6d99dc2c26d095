"""Workshops, Apec permanences, and who has a seat."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from backend.database import UtcDateTime
from backend.people.tables import Candidate


class AgendaSession(SQLModel, table=True):
    """A CV workshop, or an Apec permanence cut into slots (then a seat is a slot)."""

    __tablename__ = "agenda_session"
    __table_args__ = (
        CheckConstraint("seats > 0", name="has_seats"),
        Index("ix_agenda_session_coming", "office_id", "kind", "starts_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    kind: str = Field(max_length=20, description="workshop, apec, meeting")
    title: str = Field(default="", max_length=120)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    place: str = Field(default="", max_length=120)
    address: str = Field(default="", max_length=200)
    seats: int = 3
    minimum: int = 2
    slot_minutes: int | None = Field(default=None, description="When each seat is a slot of its own, one after another")
    status: str = Field(default="open", max_length=20, description="open, cancelled, closed")


class Booking(SQLModel, table=True):
    """A candidate's seat. (session, seat) is unique: the database keeps the last seat from being given twice.

    `seat` counts from 1; it is None once cancelled, which frees the seat. A person has one row for each session.
    """

    __table_args__ = (
        UniqueConstraint("session_id", "seat"),
        UniqueConstraint("session_id", "candidate_id"),
        CheckConstraint("seat IS NULL OR seat > 0", name="seat_counts_from_one"),
        CheckConstraint("(status = 'booked') = (seat IS NOT NULL)", name="booked_has_a_seat"),
    )
    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="agenda_session.id", index=True)
    candidate_id: int = Field(foreign_key="candidate.id", index=True)
    seat: int | None = None
    status: str = Field(default="booked", max_length=20, description="booked, cancelled")
    attendance: str = Field(default="", max_length=20, description="present, absent, excused, or not yet ticked")
    booked_at: datetime = Field(sa_type=UtcDateTime)
    message_id: int | None = Field(default=None, foreign_key="inbound_message.id")
    session: AgendaSession = Relationship()
    candidate: Candidate = Relationship()
