"""The words a conversation is written in: questions, the state they leave, and what one turn gives.

State is the answers; the position follows from them: the next question is the first one that applies and has no answer.
Only what is being asked is stored, with what its digits meant when it was asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeAlias

from backend.reference.occupations import Nomenclature
from backend.values import Choice, Json, StopScope
from bot.effects import Effect
from bot.understanding.answers import Answer
from bot.understanding.stop_words import GlobalWord


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
    options: "tuple[Option, ...]" = ()
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
    # The offers declined so far, oldest first; read when a reason is being asked for only.
    refused: tuple[Declined, ...] = ()
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


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a numbered choice: what it means (as its question keeps it) and what the person reads."""

    value: Json
    label: str


@dataclass(frozen=True, slots=True)
class State:
    """All that is kept of a conversation between two messages; JSON in one column.

    `about` is the row that the question concerns (an offer's suggestion). `heard` is what a first message said before
    there was an agreement to keep it. `shown_in` is the outbox row under which the question's buttons are; `nudges`
    how often the silence was broken by us since; `pending` a change of the file that waits for its yes; `spoke_at`
    when the person last said who they are, on a shared telephone, `unread` what they wrote before that; `cv_day` the
    day of the last question of the CV; `cv_all` whether they all follow each other; `settled` the last questions that
    were answered or passed, to which RETOUR goes back; `told` what was said beside the question that stands (see
    asides.py).
    """

    answers: Mapping[str, Json] = field(default_factory=dict)
    asking: str | None = None
    about: int | None = None
    offered: tuple[Option, ...] = ()
    tries: int = 0
    skipped: tuple[str, ...] = ()
    heard: Mapping[str, Json] = field(default_factory=dict)
    asked_at: str = ""
    shown_in: int | None = None
    nudges: int = 0
    pending: Mapping[str, Json] = field(default_factory=dict)
    spoke_at: str = ""
    unread: str = ""
    cv_day: str = ""
    cv_all: bool = False
    settled: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        offered = [{"value": option.value, "label": option.label} for option in self.offered]
        return {name: getattr(self, name) for name in State.__dataclass_fields__} | {"offered": offered}

    @staticmethod
    def from_json(row: Mapping[str, Any]) -> "State":
        """The state of a row; fields of an older version that are gone are left out."""
        known = {name: row[name] for name in State.__dataclass_fields__ if name in row}
        offered = tuple(Option(one["value"], one["label"]) for one in known.pop("offered", ()))
        keys = {name: tuple(known.get(name, ())) for name in ("skipped", "settled", "told")}
        return State(**known | {"offered": offered} | keys)


@dataclass(frozen=True, slots=True)
class Talk:
    """What a question can look at: the state, the facts, the moment. `now` is in the office's time zone."""

    state: State
    facts: Facts
    now: datetime

    @property
    def answers(self) -> Mapping[str, Json]:
        """What is known, wherever it comes from: the person's own words win over the file."""
        return {**self.facts.known, **self.state.answers}

    @property
    def first_name(self) -> str:
        name = self.answers.get("name")
        return str(name.get("first", "")) if isinstance(name, dict) else ""

    def learnt(self, **changes: Any) -> "Talk":
        return replace(self, state=replace(self.state, **changes))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer or a word of command leads to, beyond being kept.

    `forget` lists answers to ask again; `ask` is the question to go to, `about` the row it concerns. `skip` passes the
    question. `settled_too` are other offers answered by the same words. `quiet` says no question after the words.
    `reset` forgets the whole talk. `pending` is a change that waits for its yes; `cv_all` asks for the whole CV at
    once. `again`: the effects change who is talking, or what is known of them; the turn goes on once they are done.
    `right`: what the law gives to everybody, even after STOP.
    """

    say: str = ""
    effects: tuple[Effect, ...] = ()
    learn: Mapping[str, Json] = field(default_factory=dict)
    forget: tuple[str, ...] = ()
    ask: str | None = None
    about: int | None = None
    settled_offer: int | None = None
    settled_too: tuple[int, ...] = ()
    skip: bool = False
    quiet: bool = False
    reset: bool = False
    pending: Mapping[str, Json] = field(default_factory=dict)
    cv_all: bool | None = None
    again: bool = False
    right: bool = False


Parse: TypeAlias = Callable[[str, Talk], Answer[Any]]


def _nothing(_: Json, now: datetime) -> str:
    return ""


def _always(_: Talk) -> bool:
    return True


def _no_options(_: Talk) -> tuple[Option, ...]:
    return ()


def _as_is(value: Any) -> Json:
    return value  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Everything it needs is here; a conversation is a list of these.

    `ask`: the words, one idea. `parse`: text → value. `keep`: value → what is stored. `echo`: what is stored → the two
    or three words read back before the next question. `example`: after a first misunderstanding. `options`: numbered
    answers shown with the question; `menu`: those shown only after a second misunderstanding. `when`: whether it
    applies. `then`: for a question that does something instead of being kept as a fact. `why`: an answer to "pourquoi".
    `own_words`: words of command that are answers here ("plus tard" to a date). `reads_back`: it repeats the file, so
    that no echo is said before it. `buttons`: short answers that a channel may show as buttons. `elsewhere`: its parser
    is strict enough to recognise the answer when it comes to another question. `loose`: its parser finds something in
    nearly anything, so that what other questions understood is taken out first. `whole`: its answer may be made of the
    words of others ("caisse, mise en rayon" to what one can do), so that nothing is taken out of it. `asks_number`:
    the channel's button for one's own number is shown with it. `takes_facts`: it
    acts, and yet it is one of the questions of the file. `words`: those of its answers that a slip of the finger may
    spoil, folded. `fleeting`: the person opened it by a word of command; it is neither reminded of nor kept over a
    silence or a STOP, and a no leaves it.
    """

    key: str
    ask: Callable[[Talk], str]
    parse: Parse
    keep: Callable[[Any], Json] = _as_is
    echo: Callable[[Json, datetime], str] = _nothing
    example: str = ""
    options: Callable[[Talk], tuple[Option, ...]] = _no_options
    menu: Callable[[Talk], tuple[Option, ...]] = _no_options
    when: Callable[[Talk], bool] = _always
    then: Callable[[Json, Talk], Outcome] | None = None
    why: str = ""
    own_words: frozenset[GlobalWord] = frozenset()
    reads_back: bool = False
    can_skip: bool = True
    buttons: tuple[str, ...] = ()
    elsewhere: bool = False
    loose: bool = False
    whole: bool = False
    asks_number: bool = False
    takes_facts: bool = False
    words: tuple[str, ...] = ()
    fleeting: bool = False

    @property
    def of_the_file(self) -> bool:
        """Whether other facts may be said instead of its answer, and are then taken."""
        return self.then is None or self.takes_facts


def _hears_nothing(text: str, talk: Talk) -> Outcome | None:
    return None


@dataclass(frozen=True, slots=True)
class Flow:
    """A conversation: its questions in order. `alone` questions are reached by name only (a menu, a reason).

    `hears`: what it is asked for in so many words at any moment ("mes rdv"), whatever was being asked.
    """

    name: str
    title: str
    questions: tuple[Question, ...]
    alone: tuple[Question, ...] = ()
    about: str = ""
    hears: Callable[[str, Talk], Outcome | None] = _hears_nothing


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message leads to: the state after it, what the office must do, what the person reads ("" = silence).

    `again`: words to be read in a second step, once the effects are done ("" to go on with the next question).
    """

    state: State
    effects: tuple[Effect, ...] = ()
    text: str = ""
    choices: tuple[Choice, ...] = ()
    again: str | None = None


def numbered(options: tuple[Option, ...]) -> str:
    """ "1) mardi 8 à 14h, 2) jeudi 10 à 9h30": the sign parts the digit to answer from those of the line."""
    return ", ".join(f"{number}) {option.label}" for number, option in enumerate(options, 1))
