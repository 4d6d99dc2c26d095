"""What a turn of the conversation does to the office: facts in the past tense. bot/apply.py turns each into rows.

What the assistant says is not an effect: it is the turn's own text (see bot.flow.Turn).
"""

from dataclasses import dataclass
from typing import TypeAlias

from backend.values import Json, StopScope


@dataclass(frozen=True, slots=True)
class Agreed:
    """The person agrees that the office keeps a file and writes to them."""


@dataclass(frozen=True, slots=True)
class Declined:
    """The person does not agree: nothing is kept but that answer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One fact of the profile, as its question keeps it: see bot/conversations/intake.py."""

    key: str
    value: Json


@dataclass(frozen=True, slots=True)
class ProfileConfirmed:
    """The person read their profile and said yes."""


@dataclass(frozen=True, slots=True)
class SeatChosen:
    session_id: int


@dataclass(frozen=True, slots=True)
class SeatGivenUp:
    session_id: int


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    suggestion_id: int


@dataclass(frozen=True, slots=True)
class OfferDeclined:
    suggestion_id: int


@dataclass(frozen=True, slots=True)
class OfferDeclinedFor:
    suggestion_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Stopped:
    scope: StopScope


@dataclass(frozen=True, slots=True)
class CameBack:
    """The person lifts every stop."""


@dataclass(frozen=True, slots=True)
class AdviserNeeded:
    """`kind` is that of a task: call_back, not_understood, message. `note` is French, for the adviser."""

    kind: str
    note: str


Effect: TypeAlias = (
    Agreed | Declined | Answered | ProfileConfirmed | SeatChosen | SeatGivenUp
    | OfferAccepted | OfferDeclined | OfferDeclinedFor | Stopped | CameBack | AdviserNeeded
)  # fmt: skip
