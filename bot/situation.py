"""What the office knows of whoever writes, as values: seats, open offers, messages that wait for an answer, the file.

bot/facts.py reads them from the tables; the talk only looks at them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from backend.reference.occupations import Nomenclature
from backend.values import Json, StopScope
from bot.options import Option


@dataclass(frozen=True, slots=True)
class Seat:
    """A session with a free seat, or one that the person has booked. `starts_at` is in the office's time zone.

    `seat`: when each seat is a slot of its own. `booking_id`, `status` (booked, held, waiting): when it is theirs.
    """

    session_id: int
    starts_at: datetime
    place: str
    seats: int
    kind: str = "workshop"
    address: str = ""
    seat: int | None = None
    booking_id: int | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A message of the office that waits for an answer: a reminder, a freed seat, an invitation.

    `question` answers it, `about` is its row; `options` are the lines it showed with digits.
    """

    question: str
    about: int
    asked_at: datetime
    options: tuple[Option, ...] = ()
    message_id: int = 0


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """An offer the person has been sent and has not answered."""

    suggestion_id: int
    title: str
    details: str
    asked_at: datetime
    message_id: int = 0
    # By which it is named while others are open too, and the reasons it was proposed for, in two short sentences.
    number: int = 1
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReadCv:
    """What was read in a document that the person sent, and waits for their yes: answers, by question's key."""

    document_id: int
    found: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Declined:
    """An offer the person said no to. `reason` is "" until it was given; `minutes` door to door, when known."""

    suggestion_id: int
    reason: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Sharer:
    """One of the people whose file has this address: a couple may share one telephone."""

    candidate_id: int
    first_name: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """Seats to choose from (of slots, the soonest of each kind), and this person's own: booked, or waited for."""

    sessions: tuple[Seat, ...] = ()
    full: tuple[Seat, ...] = ()
    slots: tuple[Seat, ...] = ()
    bookings: tuple[Seat, ...] = ()
    in_line: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the office knows that the talk must not contradict. Frozen for the turn.

    `agenda` gives the same value however often it is asked: it may be read when it is first looked at.
    """

    office: str
    town: str
    near: str
    nomenclature: Nomenclature
    phone: str = ""
    address: str = ""
    agreed: bool = False
    known: Mapping[str, Json] = field(default_factory=dict)
    confirmed: bool = False
    agenda: Callable[[], Agenda] = Agenda
    offers: tuple[OpenOffer, ...] = ()
    # The offers declined so far, oldest first, and those that may be; read when a reason is told.
    refused: Callable[[], tuple[Declined, ...]] = tuple
    calls: tuple[Call, ...] = ()
    stopped: StopScope | None = None
    taken_over: bool = False
    candidate_id: int | None = None
    people: tuple[Sharer, ...] = ()
    paused_until: date | None = None
    # Questions of the CV that would open offers to this person, the best first: keys of bot/conversations/cv.py.
    worth_asking: tuple[str, ...] = ()
    read_cv: ReadCv | None = None
    # Whether the channel takes files, and whether it could tell the person's number, which nobody knows yet.
    takes_files: bool = False
    asks_number: bool = False
    # What the office holds and who looked at it, in words; read when it is asked for.
    held: Callable[[], str] = str

    @property
    def sessions(self) -> tuple[Seat, ...]:
        return self.agenda().sessions

    @property
    def full(self) -> tuple[Seat, ...]:
        return self.agenda().full

    @property
    def slots(self) -> tuple[Seat, ...]:
        return self.agenda().slots

    @property
    def bookings(self) -> tuple[Seat, ...]:
        return self.agenda().bookings

    @property
    def in_line(self) -> tuple[Seat, ...]:
        return self.agenda().in_line
