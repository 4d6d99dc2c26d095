"""A talk with the assistant without any channel: in a terminal, or from a transcript that a test replays.

The real engine, dispatch, inbox and outbox run on a small office kept in memory. A transcript is text:

    # what it shows                      the first line is the title; other comments are kept
    @ 2026-11-25 10:00                   the clock (Europe/Paris); "@ +1 day" and "@ +2 hours" move it on
    > bonjour                            a message from the person
    >> je cherche                        one that is followed by the next at once: both are one turn
    + voice                              what comes without words: voice, sticker, "document cv.pdf", "button 2 3"
                                         (the key 2 under the third message received), "edited domérat"
    ++ button OUI                        the same, followed by the next at once
    < Bonjour, ici l'assistant…          each message that the person then receives; "<" alone is silence
    ! approve                            what the office does: see ACTIONS
"""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from sqlmodel import Session, col, select

from backend.agenda.booking import book
from backend.agenda.tables import AgendaSession
from backend.database import connect, transaction
from backend.messaging import inbox, outbox
from backend.messaging.sms_text import count_parts
from backend.messaging.tables import Conversation, Line, OutboundMessage
from backend.network.tables import Adviser, Office
from backend.offers.tables import Employer, Offer
from backend.people.profile import new_candidate
from backend.placement import review
from backend.placement.hired import end_closed_offers
from backend.placement.lifecycle import State
from backend.placement.sending import note_sent, still_true
from backend.placement.silence import watch_people
from backend.placement.tables import Suggestion
from backend.ports import Clock, SystemClock
from backend.reference import occupations
from backend.schema import metadata
from backend.talk_agenda import AGENDA_ACTS
from backend.talk_people import PEOPLE_ACTS
from backend.values import Attachment, Inbound
from bot.dispatch import Dispatch

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2026, 11, 25, 10, 0, tzinfo=PARIS)
OFFICE_LINE, PERSON = "+33465710001", "+33639980199"
ADVISER = 1

# Days after the start, hour, minute.
WORKSHOPS = ((6, 14, 0), (8, 9, 30), (13, 14, 0), (15, 9, 30))
OFFERS = (
    ("Agent d'entretien de bureaux", "K2204", "Montluçon", "03185", "CDI", 20.0),
    ("Cariste", "N1101", "Domérat", "03101", "CDI", 35.0),
    ("Employé de libre-service", "D1507", "Commentry", "03082", "CDD", 30.0),
    ("Aide à domicile", "K1304", "Montluçon", "03185", "CDI", 28.0),
)


@dataclass
class MovableClock:
    """A clock that stands still until it is moved."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at


Hear = Callable[[int, str, tuple[Attachment, ...], datetime], Inbound]


def inbound(number: int, text: str, attached: tuple[Attachment, ...], now: datetime) -> Inbound:
    """A text message of the person, as a handler would give it."""
    return Inbound("sms", f"SM{number}", PERSON, OFFICE_LINE, text, now, attached)


@dataclass
class Stage:
    """A small office in memory and one person's telephone. `say` gives what the person receives in return."""

    clock: Clock
    channel: str = "sms"
    person: str = PERSON
    hear: Hear = inbound
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    shown: int = 0
    rows: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine = connect("sqlite://")
        metadata.create_all(self.engine)
        self.dispatch = Dispatch(self.engine, self.clock, occupations.default)
        with transaction(self.engine) as session:
            _furnish(session, self.clock.now(), self.channel)

    def say(
        self, text: str, attached: tuple[Attachment, ...] = (), more_follows: bool = False
    ) -> list[OutboundMessage]:
        message = self.hear(next(self.numbers), text, attached, self.clock.now())
        with transaction(self.engine) as session:
            inbox.accept(session, message)
        if more_follows:
            return []
        self.dispatch.handle_waiting()
        return self.received()

    def attach(self, words: str, more_follows: bool = False) -> list[OutboundMessage]:
        """A thing without words: "voice", "document cv.pdf 1000", "button KEY [which message received, from 1]"."""
        kind, *rest = words.split()
        if kind == "button":
            row = self.rows[int(rest[1]) - 1] if len(rest) > 1 else self.rows[-1]
            return self.say(rest[0], (Attachment("button", str(row)),), more_follows)
        if kind == "edited":
            return self.say(" ".join(rest), (Attachment(kind, "1"),), more_follows)
        name = rest[0] if rest else ""
        reference = name if kind.startswith("contact") else f"file-{name or kind}"
        sent = Attachment(kind, reference, name, int(rest[1]) if len(rest) > 1 else 1000)
        return self.say("", (sent,), more_follows)

    def act(self, words: str) -> list[OutboundMessage]:
        """What the office does. Raises ValueError for an unknown action."""
        name, _, argument = words.partition(" ")
        if name not in ACTIONS:
            raise ValueError(f"unknown action {name!r}; one of {', '.join(ACTIONS)}")
        with transaction(self.engine) as session:
            ACTIONS[name](session, argument, self.clock.now())
        return self.received()

    def received(self) -> list[OutboundMessage]:
        """What has left for the person since the last look. Sending is instant here, but keeps to the hours."""
        with transaction(self.engine) as session:
            while rows := outbox.claim_due(session, [self.channel], self.clock.now(), 10, still_true):
                for row in rows:
                    outbox.mark_sent(session, row.id or 0, f"sent-{row.id}", self.clock.now())
            mine = select(OutboundMessage).where(
                OutboundMessage.recipient == self.person,
                OutboundMessage.status == "sent",
                col(OutboundMessage.id) > self.shown,
            )
            fresh = list(session.exec(mine.order_by(col(OutboundMessage.id))))
        self.rows += [row.id or 0 for row in fresh]
        self.shown = max([self.shown, *(row.id or 0 for row in fresh)])
        return fresh


def _furnish(session: Session, now: datetime, channel: str) -> None:
    office = Office(
        code="montlucon", name="mission Emploi de Montluçon", town="Montluçon", commune_code="03185",
        address="67 ter boulevard de Courtais", phone="04 65 71 00 01",
    )  # fmt: skip
    session.add(office)
    session.flush()
    assert office.id is not None
    adviser = Adviser(
        id=ADVISER, office_id=office.id, email="a@example.org", name="A", password_hash="-", created_at=now
    )
    session.add(adviser)
    session.add(Line(office_id=office.id, channel=channel, address=OFFICE_LINE))
    for days, hour, minute in WORKSHOPS:
        at = (now + timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)
        session.add(
            AgendaSession(
                office_id=office.id,
                kind="workshop",
                starts_at=at,
                ends_at=at + timedelta(hours=2),
                seats=3,
                address=office.address,
            )
        )
    employer = Employer(office_id=office.id, name="Ateliers du Cher")
    session.add(employer)
    session.flush()
    for title, code, place, commune, contract, hours in OFFERS:
        session.add(
            Offer(
                office_id=office.id,
                employer_id=employer.id,
                title=title,
                rome_code=code,
                place=place,
                commune_code=commune,
                contract=contract,
                weekly_hours=hours,
                created_at=now,
                updated_at=now,
                description=f"{title} à {place}, horaires de journée, débutant accepté.",
            )
        )


# --- what the office does ---------------------------------------------------------------------------------------------


def _approve(session: Session, argument: str, now: datetime) -> None:
    """Approve this person's suggestions that wait: all, or as many as the number says."""
    waiting = session.exec(select(Suggestion).where(Suggestion.state == State.PROPOSED).order_by(col(Suggestion.id)))
    for suggestion in list(waiting)[: int(argument or 99)]:
        assert suggestion.id is not None
        review.approve(session, suggestion.id, ADVISER, now, undo=timedelta(0))


def _fill(session: Session, argument: str, now: datetime) -> None:
    """Give the seats of a workshop (1, 2… by date) to others."""
    events = session.exec(select(AgendaSession).order_by(col(AgendaSession.starts_at))).all()
    event = events[int(argument or 1) - 1]
    for _ in range(event.seats):
        other = new_candidate(session, event.office_id, now)
        assert event.id is not None and other.id is not None
        book(session, event.id, other.id, now)


def _take_over(session: Session, argument: str, now: datetime) -> None:
    for talk in session.exec(select(Conversation)):
        talk.taken_by, talk.taken_at = ADVISER, now
        session.add(talk)


def _hand_back(session: Session, argument: str, now: datetime) -> None:
    for talk in session.exec(select(Conversation)):
        talk.taken_by, talk.taken_at = None, None
        session.add(talk)


def _close_offers(session: Session, argument: str, now: datetime) -> None:
    for offer in session.exec(select(Offer)):
        offer.status = "closed"
        session.add(offer)


def _watch_silence(session: Session, argument: str, now: datetime) -> None:
    """The placement clocks: what has left is sent, who says nothing is reminded, ended offers are told."""
    note_sent(session, now)
    watch_people(session, now)
    end_closed_offers(session, now)


ACTIONS: dict[str, Callable[[Session, str, datetime], None]] = {
    **AGENDA_ACTS,
    **PEOPLE_ACTS,
    "approve": _approve,
    "fill": _fill,
    "take-over": _take_over,
    "hand-back": _hand_back,
    "close-offers": _close_offers,
    "silence": _watch_silence,
}


# --- transcripts ------------------------------------------------------------------------------------------------------

_MOVE = re.compile(r"\+(\d+) (minute|hour|day|week)s?")


PLAYED: dict[str, Callable[[Stage, str], list[OutboundMessage]]] = {">": Stage.say, "!": Stage.act, "+": Stage.attach}
FOLLOWED: dict[str, Callable[..., object]] = {">": Stage.say, "+": Stage.attach}


def replay(transcript: str, channel: str = "sms", person: str = PERSON, hear: Hear = inbound) -> str:
    """Play the person's and the office's lines; the same transcript with what is really answered.

    On another channel, `hear` makes what its handler would give, from `person`'s address.
    """
    clock = MovableClock()
    stage: Stage | None = None
    lines: list[str] = []
    for line in transcript.splitlines():
        if line.startswith("<"):
            continue
        lines.append(line.rstrip())
        sign, words = line[:1], line[1:].strip()
        if sign == "@":
            clock.at = _moved(clock.at, words)
            lines += [f"< {row.text}" for row in stage.received()] if stage else []
        elif sign in PLAYED:
            stage = stage or Stage(clock, channel, person, hear)
            if line.startswith((">>", "++")):
                FOLLOWED[sign](stage, words[1:].strip(), more_follows=True)
            else:
                lines += [f"< {row.text}" for row in PLAYED[sign](stage, words)] or ["<"]
    return "\n".join(lines) + "\n"


TELEGRAM_CHAT, TELEGRAM_BOT = "4242", "700000001"


def replay_telegram(transcript: str, hear: Hear | None = None) -> str:
    """The same by Telegram, for what only happens there: files, buttons, one's own card."""

    def from_chat(number: int, text: str, attached: tuple[Attachment, ...], now: datetime) -> Inbound:
        return Inbound("telegram", str(number), TELEGRAM_CHAT, TELEGRAM_BOT, text, now, attached)

    return replay(transcript, "telegram", TELEGRAM_CHAT, hear or from_chat)


def _moved(at: datetime, words: str) -> datetime:
    if move := _MOVE.fullmatch(words):
        return at + timedelta(**{move[2] + "s": int(move[1])})
    return datetime.fromisoformat(words).replace(tzinfo=PARIS)


def in_terminal(transcript: Path | None, out: Console) -> None:
    """Talk until end of file. "!approve" and the like play the office."""
    stage = Stage(SystemClock(PARIS.key))
    lines = [f"# {transcript.stem}" if transcript else "#", f"@ {stage.clock.now():%Y-%m-%d %H:%M}"]
    out.print(f"Type as on a telephone; !{', !'.join(ACTIONS)} play the office; Ctrl-D ends.", markup=False)
    while (typed := _typed(out)) is not None:
        try:
            rows = stage.act(typed[1:].strip()) if typed.startswith("!") else stage.say(typed)
        except (ValueError, IndexError) as error:
            out.print(str(error), markup=False)
            continue
        lines.append(f"! {typed[1:].strip()}" if typed.startswith("!") else f"> {typed}")
        lines += [f"< {row.text}" for row in rows] or ["<"]
        for row in rows:
            out.print(f"  {row.text}", f"[dim]({count_parts(row.text)} SMS)[/dim]")
    if transcript:
        transcript.write_text("\n".join(lines) + "\n")
        out.print(f"Written: {transcript}", markup=False)


def _typed(out: Console) -> str | None:
    try:
        return out.input("> ")
    except EOFError:
        return None
