"""Values that cross the edges: what comes in, what goes out, and the few words that every room shares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


class Purpose(StrEnum):
    """Why a message leaves. Everything but REPLY and STOP_CONFIRMED is started by the office and keeps its rules."""

    REPLY = "reply"
    STOP_CONFIRMED = "stop_confirmed"
    OFFER = "offer"
    INVITATION = "invitation"
    REMINDER = "reminder"
    NUDGE = "nudge"
    NEWS = "news"
    ADVISER = "adviser"


class Audience(StrEnum):
    """Who may see a candidate's file; consent is asked for each apart."""

    OFFICE = "office"
    NETWORK = "network"
    TEMP_AGENCIES = "temp_agencies"
    STATISTICS = "statistics"


class StopScope(StrEnum):
    OFFERS = "offers"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that came with a message. `reference` is the provider's own name for it; `size` is in bytes."""

    kind: str
    reference: str
    name: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message from a person, as its channel's handler hands it over.

    `provider_id` is unique within the channel (MessageSid, update_id): the same one twice is one message.
    `sender` and `recipient` are addresses of that channel: E.164 numbers, or chat ids as text. `received_at` is aware.
    """

    channel: str
    provider_id: str
    sender: str
    recipient: str
    text: str
    received_at: datetime
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A numbered answer: `key` is what the person types or the button sends; `label` is what they read."""

    key: str
    label: str


# The key of a choice that asks the person for their own number, where a channel has a button for it.
ASK_CONTACT = "@contact"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to a person, ready for its channel. `id` is the outbox row's; `sender` is the office's line."""

    id: int
    channel: str
    sender: str
    recipient: str
    text: str
    choices: tuple[Choice, ...] = ()
    data: Mapping[str, str] = field(default_factory=dict)
