"""Messages in and out, the lines they use, who said stop, and where each conversation stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.database import UtcDateTime


class Line(SQLModel, table=True):
    """An address of an office on a channel: the number or the bot that people write to."""

    __table_args__ = (UniqueConstraint("channel", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    channel: str = Field(max_length=20)
    address: str = Field(max_length=80)
    name: str = Field(default="", max_length=80, description="The bot's user name, of which deep links are made")


class Conversation(SQLModel, table=True):
    """Where the talk with one address stands. The answers are the state; the position follows from them."""

    __table_args__ = (UniqueConstraint("office_id", "channel", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    channel: str = Field(max_length=20)
    address: str = Field(max_length=80)
    line: str = Field(max_length=80, description="The office's address that the person last wrote to")
    candidate_id: int | None = Field(default=None, foreign_key="candidate.id", index=True)
    state: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, description="bot.state.State as JSON")
    version: int = Field(default=1, description="Two workers never write over each other")
    taken_by: int | None = Field(default=None, foreign_key="adviser.id", description="The adviser who took over")
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class InboundMessage(SQLModel, table=True):
    """A message from a person, recorded before it is understood. One row a provider's id, however often it comes."""

    __tablename__ = "inbound_message"
    __table_args__ = (
        UniqueConstraint("channel", "provider_id"),
        Index("ix_inbound_message_waiting", "handled_at", "set_aside_at", "id"),
        Index("ix_inbound_message_talk", "office_id", "channel", "sender", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    channel: str = Field(max_length=20)
    provider_id: str = Field(max_length=80)
    sender: str = Field(max_length=80)
    recipient: str = Field(max_length=80)
    text: str
    attachments: list[Any] = Field(default_factory=list, sa_type=JSON)
    received_at: datetime = Field(sa_type=UtcDateTime)
    handled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    error: str = ""
    set_aside_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="Failed three times")


class OutboundMessage(SQLModel, table=True):
    """A message to a person, written before it is sent. See outbox.py for its states."""

    __tablename__ = "outbound_message"
    __table_args__ = (
        Index("ix_outbound_message_due", "status", "not_before", "id"),
        Index("ix_outbound_message_talk", "office_id", "channel", "recipient", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    channel: str = Field(max_length=20)
    sender: str = Field(max_length=80)
    recipient: str = Field(max_length=80)
    candidate_id: int | None = Field(default=None, foreign_key="candidate.id", index=True)
    reply_to: int | None = Field(default=None, foreign_key="inbound_message.id", index=True)
    purpose: str = Field(max_length=20)
    dedupe_key: str | None = Field(default=None, unique=True, max_length=120)
    text: str
    choices: list[Any] = Field(default_factory=list, sa_type=JSON)
    parts: int = Field(default=1, description="SMS parts, or 1 on other channels")
    created_at: datetime = Field(sa_type=UtcDateTime)
    not_before: datetime = Field(sa_type=UtcDateTime)
    status: str = Field(default="queued", max_length=20)
    attempts: int = 0
    claimed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    provider_id: str | None = Field(default=None, index=True, max_length=80)
    error: str = ""


class OptOut(SQLModel, table=True):
    """Someone said stop on an address. Only the person lifts it."""

    __tablename__ = "opt_out"
    __table_args__ = (Index("ix_opt_out_address", "office_id", "channel", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    channel: str = Field(max_length=20)
    address: str = Field(max_length=80)
    scope: str = Field(max_length=20, description="offers or everything")
    at: datetime = Field(sa_type=UtcDateTime)
    message_id: int | None = Field(default=None, foreign_key="inbound_message.id")
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Consent(SQLModel, table=True):
    """What a candidate agreed to or took back: who, for which audience, when, by which message. The last row counts."""

    __table_args__ = (Index("ix_consent_audience", "candidate_id", "audience", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    candidate_id: int = Field(foreign_key="candidate.id")
    audience: str = Field(max_length=40)
    given: bool
    at: datetime = Field(sa_type=UtcDateTime)
    message_id: int | None = Field(default=None, foreign_key="inbound_message.id")
    adviser_id: int | None = Field(default=None, foreign_key="adviser.id", description="When taken on paper")


class Task(SQLModel, table=True):
    """Something an adviser must do: call back, look at a message set aside. Done when `done_at` is set."""

    __table_args__ = (Index("ix_task_open", "office_id", "done_at", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    candidate_id: int | None = Field(default=None, foreign_key="candidate.id")
    conversation_id: int | None = Field(default=None, foreign_key="conversation.id")
    kind: str = Field(max_length=40)
    note: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_by: int | None = Field(default=None, foreign_key="adviser.id")
