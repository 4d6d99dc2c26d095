"""One message, one transaction: the row is locked, understood, applied, answered in the outbox, and marked handled.

Killed anywhere before the commit, nothing happened and the row still waits; after it, the row is never taken again.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Engine, bindparam
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from backend.database import put, relaxed, run, table_of, transaction
from backend.messaging import inbox, outbox
from backend.messaging.inbox import Waiting
from backend.messaging.tables import Conversation, InboundMessage, Task
from backend.people.contacts import UNREACHED, add_contact, heard_from, sharing
from backend.people.erasure import LAST_ANSWER
from backend.people.same_person import tie
from backend.people.start_links import opened
from backend.people.tables import Candidate
from backend.ports import Clock
from backend.reference.occupations import Nomenclature
from backend.values import Purpose
from bot.apply import NEVER_OVERTAKEN, Occasion, Overtaken, apply
from bot.book import BOOK
from bot.effects import ErasureAsked, Stopped
from bot.engine import Heard, resume, step
from bot.facts import read_facts
from bot.flow import State, Turn
from bot.messages import heard_in

log = logging.getLogger(__name__)

# The world may change once or twice between reading and writing; more often is a fault.
MOST_TAKES = 5


class Dispatch:
    """Handles what waits in the inbox. `nomenclature` is asked at each turn: an import may have changed it.

    Messages of one talk that follow each other within `quiet` are one turn, with one reply.
    """

    def __init__(
        self, engine: Engine, clock: Clock, nomenclature: Callable[[], Nomenclature], quiet: timedelta = timedelta(0)
    ) -> None:
        self._engine = relaxed(engine)  # a turn that a power cut undoes is taken again: its message still waits
        self._clock = clock
        self._nomenclature = nomenclature
        self._quiet = quiet

    def handle_waiting(self) -> int:
        """Handle every message that waits, one transaction for each turn; how many turns."""
        count = 0
        while self._handle_next():
            count += 1
        return count

    def _handle_next(self) -> bool:
        taken: int | None = None
        try:
            with transaction(self._engine) as session:
                messages = inbox.next_turn(session, self._clock.now() - self._quiet)
                if not messages:
                    return False
                taken = messages[0].id
                self._handle(session, messages)
            return True
        except StaleDataError:
            log.info("message %s: the conversation moved meanwhile, taking it again", taken)
            return True
        except Exception as error:
            if taken is None:
                raise
            log.exception("message %s was not handled", taken)
            self._note_failure(taken, f"{type(error).__name__}: {error}")
            return True

    def _handle(self, session: Session, messages: list[Waiting]) -> None:
        now, last = self._clock.now(), messages[-1]
        known = _known(session, last)  # held to the end: a session forgets the rows that nobody holds
        talk = known[0] if known else _begun(session, last, now)
        tie_invited(session, talk, last, now)
        if known is None or known[2]:
            heard_from(session, talk.channel, talk.address)
        state, says = State.from_json(talk.state), list[Turn]()
        for said in heard_in(messages, state.asked_at):
            says += self._take_turn(session, talk, state, last, said, now)
            state = says[-1].state
        _note_contact(session, talk, now)
        shown_in = _answer(session, talk, last, says, now)
        _keep(session, talk, replace(state, shown_in=shown_in or state.shown_in), last, now)
        for message in messages:
            inbox.mark_handled(session, message, now)

    def _take_turn(
        self, session: Session, talk: Conversation, state: State, message: Waiting, said: Heard, now: datetime
    ) -> list[Turn]:
        """The step and its effects; and a second one when these changed who is talking."""
        turns = [self._take_step(session, talk, state, message, said, now)]
        while (again := turns[-1].again) is not None and len(turns) < MOST_TAKES:
            state = turns[-1].state
            turns.append(self._take_step(session, talk, state, message, Heard((again,)), now, go_on=not again))
        return turns

    def _take_step(
        self, session: Session, talk: Conversation, state: State, message: Waiting, said: Heard, now: datetime,
        go_on: bool = False,
    ) -> Turn:  # fmt: skip
        """The step, and its effects in a savepoint; taken again when the world had moved under the facts."""
        occasion = Occasion(session, talk, message, now)
        for _ in range(MOST_TAKES):
            facts = read_facts(session, talk, state, self._nomenclature(), now, said.text)
            turn = resume(BOOK, state, facts, now) if go_on else step(BOOK, state, said, facts, now)
            if all(isinstance(effect, NEVER_OVERTAKEN) for effect in turn.effects):
                apply(occasion, turn.effects)
                return turn
            try:
                with session.begin_nested():
                    apply(occasion, turn.effects)
                return turn
            except Overtaken as error:
                session.expire_all()
                log.info("message %s: %s, taking the turn again", message.id, error)
        raise RuntimeError(f"message {message.id}: the world kept moving")

    def _note_failure(self, message_id: int, error: str) -> None:
        now = self._clock.now()
        with transaction(self._engine) as session:
            if inbox.mark_failed(session, message_id, error, now):
                message = session.get_one(InboundMessage, message_id)
                note = f"Message non traité, à lire : « {message.text[:300]} » ({message.sender})"
                session.add(Task(office_id=message.office_id, kind="set_aside", note=note, created_at=now))


def tie_invited(session: Session, talk: Conversation, message: Waiting, now: datetime) -> None:
    """A first message from a number that one file has, or by a deep link, is that file's talk."""
    command, _, token = message.text.partition(" ")
    invited = opened(session, talk.office_id, token.strip(), now) if command == "/start" and token else None
    if invited is not None:
        if invited.id != talk.candidate_id:  # what was said before is in the file that was begun
            talk.state = {}
            tie(session, talk, invited, now)
        return
    if talk.candidate_id is not None:
        return
    known = sharing(session, talk.office_id, talk.channel, talk.address)
    if len(known) == 1:
        talk.candidate_id = known[0].id
        add_contact(session, known[0], talk.channel, talk.address)
        session.add(talk)


_KNOWN = (
    select(Conversation, Candidate, UNREACHED)
    .outerjoin(Candidate, col(Candidate.id) == col(Conversation.candidate_id))
    .where(
        Conversation.office_id == bindparam("office_id"), Conversation.channel == bindparam("channel"),
        Conversation.address == bindparam("address"),
    )
    .with_for_update(of=Conversation)
)  # fmt: skip


def _known(session: Session, message: Waiting) -> tuple[Conversation, Candidate | None, bool] | None:
    """The conversation of that address, locked, with its file, and whether that address was given up.

    None on a first message.
    """
    its = {"office_id": message.office_id, "channel": message.channel, "address": message.sender}
    return session.exec(_KNOWN, params=its).first()


def _begun(session: Session, message: Waiting, now: datetime) -> Conversation:
    talk = Conversation(
        office_id=message.office_id, channel=message.channel, address=message.sender, line=message.recipient,
        updated_at=now,
    )  # fmt: skip
    session.add(talk)
    session.flush()
    return talk


_ROWS = table_of(Conversation)
_KEEP = (
    _ROWS.update()
    .where(_ROWS.c.id == bindparam("row"), _ROWS.c.version == bindparam("before"))
    .values(
        state=bindparam("after"), line=bindparam("recipient"), updated_at=bindparam("now"), version=_ROWS.c.version + 1
    )
)


def _keep(session: Session, talk: Conversation, state: State, message: Waiting, now: datetime) -> None:
    """Where the talk stands now, written once at the end of the turn. Raises StaleDataError."""
    after = {"after": state.as_json(), "recipient": message.recipient, "now": now}
    if run(session, _KEEP, after | {"row": talk.id, "before": talk.version}).rowcount != 1:
        raise StaleDataError(f"conversation {talk.id} is no longer at version {talk.version}")


def _note_contact(session: Session, talk: Conversation, now: datetime) -> None:
    """When the person last wrote, unless an answer was written down with it."""
    candidate = session.get(Candidate, talk.candidate_id) if talk.candidate_id else None
    if candidate is not None and candidate.last_contact_at != now:
        put(session, candidate, {"last_contact_at": now})


def _answer(session: Session, talk: Conversation, message: Waiting, turns: list[Turn], now: datetime) -> int | None:
    """One reply for the whole turn: the last words said, after those of a step that it follows from.

    Its row, when buttons are under it.
    """
    said = [turn for turn in turns if turn.text]
    if not said:
        return None
    before = [turn.text for turn in said[:-1] if turn.again is not None]
    last = replace(
        said[-1], text=" ".join([*before, said[-1].text]), effects=tuple(e for t in turns for e in t.effects)
    )
    row_id = outbox.write(session, _reply(talk, message, last), now)
    return row_id if last.state.asking and last.choices else None


def _reply(talk: Conversation, message: Waiting, turn: Turn) -> outbox.Draft:
    stop = any(isinstance(effect, Stopped) for effect in turn.effects)
    erased = any(isinstance(effect, ErasureAsked) for effect in turn.effects)
    return outbox.Draft(
        office_id=talk.office_id, channel=talk.channel, sender=message.recipient, recipient=talk.address,
        text=turn.text, purpose=Purpose.STOP_CONFIRMED if stop else Purpose.REPLY, candidate_id=talk.candidate_id,
        reply_to=message.id, choices=turn.choices,
        dedupe_key=f"{LAST_ANSWER if erased else 'reply:'}{message.id}",
    )  # fmt: skip
