"""Workshops, permanences and meetings, their series and absences, who has a seat, who waits, who was invited."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from backend.database import UtcDateTime
from backend.people.tables import Candidate


class AgendaSeries(SQLModel, table=True):
    """A session that comes again, by a rule of RFC 5545 ("FREQ=MONTHLY;BYDAY=1TU"). Times are of the office's zone."""

    __tablename__ = "agenda_series"
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    kind: str = Field(max_length=20, description="workshop, apec, meeting")
    title: str = Field(default="", max_length=120)
    rule: str = Field(max_length=200, description="RRULE without its name: FREQ=WEEKLY;BYDAY=TU,TH")
    first_on: date
    last_on: date | None = None
    begins: str = Field(max_length=5, description="14:00, on the clock of the office")
    minutes: int = Field(description="From the beginning to the end")
    on_holiday: str = Field(default="skip", max_length=20, description="skip, or week_later")
    place: str = Field(default="", max_length=120)
    address: str = Field(default="", max_length=200)
    seats: int = 3
    minimum: int = 2
    slot_minutes: int | None = None
    adviser_id: int | None = Field(default=None, foreign_key="adviser.id")


class AgendaSession(SQLModel, table=True):
    """A CV workshop, or a permanence or meetings cut into slots (then a seat is a slot).

    (series, planned_on) is unique: a session that was moved or cancelled is not planned a second time.
    """

    __tablename__ = "agenda_session"
    __table_args__ = (
        CheckConstraint("seats > 0", name="has_seats"),
        UniqueConstraint("series_id", "planned_on"),
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
    adviser_id: int | None = Field(default=None, foreign_key="adviser.id")
    series_id: int | None = Field(default=None, foreign_key="agenda_series.id")
    planned_on: date | None = Field(default=None, description="The day its series planned it for, wherever it moved")
    kept_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="Held below its minimum all the same"
    )
    revision: int = Field(default=0, description="Counts its moves: SEQUENCE of the calendars")


class Booking(SQLModel, table=True):
    """A candidate's seat, or place in line. (session, seat) is unique: the last seat is never given twice.

    `seat` counts from 1, for a booked or a held seat; otherwise it is None, which frees it. A held seat is offered to
    the first in line until `held_until`. A person has one row for each session. See booking.py for the states.
    """

    __table_args__ = (
        UniqueConstraint("session_id", "seat"),
        UniqueConstraint("session_id", "candidate_id"),
        CheckConstraint("seat IS NULL OR seat > 0", name="seat_counts_from_one"),
        CheckConstraint("(status IN ('booked', 'held')) = (seat IS NOT NULL)", name="booked_has_a_seat"),
        CheckConstraint("(status = 'held') = (held_until IS NOT NULL)", name="held_ends"),
        Index("ix_booking_held_until", "held_until"),
    )
    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="agenda_session.id", index=True)
    candidate_id: int = Field(foreign_key="candidate.id", index=True)
    seat: int | None = None
    status: str = Field(default="booked", max_length=20, description="booked, held, waiting, lapsed, cancelled")
    attendance: str = Field(default="", max_length=20, description="present, absent, excused, or not yet ticked")
    topic: str = Field(default="", max_length=20, description="For the Apec: cv, project, interview, negotiation")
    booked_at: datetime = Field(sa_type=UtcDateTime)
    waiting_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    held_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="By telephone: no reminder more")
    message_id: int | None = Field(default=None, foreign_key="inbound_message.id")
    session: AgendaSession = Relationship()
    candidate: Candidate = Relationship()


class Absence(SQLModel, table=True):
    """Nobody there: the whole office (a closing), one adviser, or one room."""

    __tablename__ = "agenda_absence"
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    adviser_id: int | None = Field(default=None, foreign_key="adviser.id")
    place: str = Field(default="", max_length=120, description="A room that is closed; empty for any")
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    note: str = Field(default="", max_length=200)


class Invitation(SQLModel, table=True):
    """Somebody was told of free seats. `lines` are what their digits mean: sessions, or topics for the Apec."""

    __tablename__ = "agenda_invitation"
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    candidate_id: int = Field(foreign_key="candidate.id", index=True)
    kind: str = Field(default="workshop", max_length=20, description="workshop, apec, declined (a no by themselves)")
    lines: list[Any] = Field(
        default_factory=list, sa_type=JSON, description='[{"value": session id or topic, "label": what is shown}]'
    )
    at: datetime = Field(sa_type=UtcDateTime)
    answer: str = Field(default="", max_length=10, description="yes, no, or none yet")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AgendaRules(SQLModel, table=True):
    """What an office chose for its agenda, once for each office; without a row, these defaults hold (see rules.py).

    `hold_minutes` count only while people are written to. A reminder of 0 days, or 0 hours, does not leave.
    """

    __tablename__ = "agenda_rules"
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", unique=True)
    hold_minutes: int = 240
    remind_days: int = 2
    remind_hours: int = 2
    workshop_seats: int = 3
    workshop_minimum: int = 2
    workshop_minutes: int = 120
    apec_slot_minutes: int = 60
    meeting_slot_minutes: int = 30
    saved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    saved_by: int | None = Field(default=None, foreign_key="adviser.id")


class CalendarAddress(SQLModel, table=True):
    """A private address where a calendar is read. Only a fingerprint of its token is kept; revoked, it is gone."""

    __tablename__ = "calendar_address"
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    scope: str = Field(max_length=20, description="adviser, room, apec")
    adviser_id: int | None = Field(default=None, foreign_key="adviser.id")
    place: str = Field(default="", max_length=120)
    fingerprint: str = Field(unique=True, max_length=64, description="SHA-256 of the token, in hexadecimal")
    created_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
