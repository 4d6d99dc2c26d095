"""What a turn of the conversation does to the office: facts in the past tense. bot/apply.py turns each into rows.

What the assistant says is not an effect: it is the turn's own text (see bot.flow.Turn).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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
    """One fact of the profile, as its question keeps it: see bot/conversations/intake."""

    key: str
    value: Json


@dataclass(frozen=True, slots=True)
class ProfileConfirmed:
    """The person read their profile and said yes."""


@dataclass(frozen=True, slots=True)
class SeatChosen:
    """`seat` is a slot of the session, where each is one; `topic` is what the person wants to speak of there."""

    session_id: int
    seat: int | None = None
    topic: str = ""


@dataclass(frozen=True, slots=True)
class SeatGivenUp:
    """A seat that is not needed, a held one that is refused, or a place in line that is left."""

    session_id: int


@dataclass(frozen=True, slots=True)
class LineJoined:
    """A place at the end of the line before a full session."""

    session_id: int


@dataclass(frozen=True, slots=True)
class InvitationAnswered:
    """`answer` is yes or no."""

    invitation_id: int
    answer: str


@dataclass(frozen=True, slots=True)
class WorkshopDeclined:
    """They said no to the workshop without having been invited to it."""


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


@dataclass(frozen=True, slots=True)
class SpokeAs:
    """On a shared telephone: the person who writes now is this candidate."""

    candidate_id: int


@dataclass(frozen=True, slots=True)
class JoinedByOther:
    """Another person wants a file of their own on this telephone."""


@dataclass(frozen=True, slots=True)
class Paused:
    """No offers until that day; None takes the pause away."""

    until: date | None


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """The person said twice that everything about them must be erased."""


@dataclass(frozen=True, slots=True)
class PhoneShared:
    """The person gave their own number by their channel's button: the proof that a file with that number is theirs."""

    number: str


@dataclass(frozen=True, slots=True)
class DocumentSent:
    """A CV that came with a message. `reference` is the channel's own name for it; `size` is in bytes."""

    kind: str
    reference: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class CvConfirmed:
    """What was read in that document is right (and is kept by Answered), or is not to be kept."""

    document_id: int
    right: bool


@dataclass(frozen=True, slots=True)
class CvCorrected:
    """What was read in that document, as the person puts it right; it still waits for their yes."""

    document_id: int
    found: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class WorkHolds:
    """Hired a month or three ago: whether the person is still there."""

    suggestion_id: int
    there: bool


@dataclass(frozen=True, slots=True)
class TrainingAnswered:
    """Whether the person wants the short training they were told of."""

    case_id: int
    wanted: bool


Effect: TypeAlias = (
    WorkHolds | TrainingAnswered | CvConfirmed | CvCorrected |
    SpokeAs | JoinedByOther | Paused | ErasureAsked | PhoneShared | DocumentSent |
    Agreed | Declined | Answered | ProfileConfirmed | SeatChosen | SeatGivenUp | LineJoined | InvitationAnswered
    | WorkshopDeclined | OfferAccepted | OfferDeclined | OfferDeclinedFor | Stopped | CameBack | AdviserNeeded
)  # fmt: skip
