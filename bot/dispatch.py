"""One message, one transaction: the row is locked, understood, applied, answered in the outbox, and marked handled.

Killed anywhere before the commit, nothing happened and the row still waits; after it, the row is never taken again.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from backend.database import transaction
from backend.messaging import inbox, outbox
from backend.messaging.tables import Conversation, InboundMessage, Task
from backend.people.contacts import add_contact, heard_from, sharing
from backend.people.erasure import LAST_ANSWER
from backend.people.same_person import tie
from backend.people.start_links import opened
from backend.people.tables import Candidate
from backend.ports import Clock
from backend.reference.occupations import Nomenclature
from backend.values import Purpose
from bot.apply import Occasion, Overtaken, apply
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
        self._engine = engine
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

    def _handle(self, session: Session, messages: list[InboundMessage]) -> None:
        now, last = self._clock.now(), messages[-1]
        talk = _conversation(session, last, now)
        tie_invited(session, talk, last, now)
        heard_from(session, talk.channel, talk.address)
        says: list[Turn] = []
        for said in heard_in(messages, str(talk.state.get("asked_at", ""))):
            says += self._take_turn(session, talk, last, said, now)
        talk.line, talk.updated_at = last.recipient, now
        if candidate := session.get(Candidate, talk.candidate_id) if talk.candidate_id else None:
            candidate.last_contact_at = now
        _answer(session, talk, last, says, now)
        session.add(talk)
        for message in messages:
            inbox.mark_handled(session, message, now)

    def _take_turn(
        self, session: Session, talk: Conversation, message: InboundMessage, said: Heard, now: datetime
    ) -> list[Turn]:
        """The step and its effects; and a second one when these changed who is talking."""
        turns = [self._take_step(session, talk, message, said, now)]
        while (again := turns[-1].again) is not None and len(turns) < MOST_TAKES:
            turns.append(self._take_step(session, talk, message, Heard((again,)), now, go_on=not again))
        return turns

    def _take_step(
        self, session: Session, talk: Conversation, message: InboundMessage, said: Heard, now: datetime,
        go_on: bool = False,
    ) -> Turn:  # fmt: skip
        """The step, and its effects in a savepoint; taken again when the world had moved under the facts."""
        for _ in range(MOST_TAKES):
            facts = read_facts(session, talk, self._nomenclature(), now, said.text)
            state = State.from_json(talk.state)
            turn = resume(BOOK, state, facts, now) if go_on else step(BOOK, state, said, facts, now)
            try:
                with session.begin_nested():
                    apply(Occasion(session, talk, message, now), turn.effects)
                talk.state = turn.state.as_json()
                return turn
            except Overtaken as error:
                log.info("message %s: %s, taking the turn again", message.id, error)
        raise RuntimeError(f"message {message.id}: the world kept moving")

    def _note_failure(self, message_id: int, error: str) -> None:
        now = self._clock.now()
        with transaction(self._engine) as session:
            if inbox.mark_failed(session, message_id, error, now):
                message = session.get_one(InboundMessage, message_id)
                note = f"Message non traité, à lire : « {message.text[:300]} » ({message.sender})"
                session.add(Task(office_id=message.office_id, kind="set_aside", note=note, created_at=now))


def tie_invited(session: Session, talk: Conversation, message: InboundMessage, now: datetime) -> None:
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


def _conversation(session: Session, message: InboundMessage, now: datetime) -> Conversation:
    """The conversation of that address, locked; a new one on a first message."""
    mine = select(Conversation).where(
        Conversation.office_id == message.office_id,
        Conversation.channel == message.channel,
        Conversation.address == message.sender,
    )
    found = session.exec(mine.with_for_update()).first()
    if found is None:
        found = Conversation(
            office_id=message.office_id, channel=message.channel, address=message.sender,
            line=message.recipient, updated_at=now,
        )  # fmt: skip
        session.add(found)
        session.flush()
    return found


def _answer(session: Session, talk: Conversation, message: InboundMessage, turns: list[Turn], now: datetime) -> None:
    """One reply for the whole turn: the last words said, after those of a step that it follows from."""
    said = [turn for turn in turns if turn.text]
    if not said:
        return
    before = [turn.text for turn in said[:-1] if turn.again is not None]
    last = replace(
        said[-1], text=" ".join([*before, said[-1].text]), effects=tuple(e for t in turns for e in t.effects)
    )
    row = outbox.enqueue(session, _reply(talk, message, last), now)
    if last.state.asking and last.choices:
        talk.state = {**talk.state, "shown_in": row.id}


def _reply(talk: Conversation, message: InboundMessage, turn: Turn) -> outbox.Draft:
    stop = any(isinstance(effect, Stopped) for effect in turn.effects)
    erased = any(isinstance(effect, ErasureAsked) for effect in turn.effects)
    return outbox.Draft(
        office_id=talk.office_id, channel=talk.channel, sender=message.recipient, recipient=talk.address,
        text=turn.text, purpose=Purpose.STOP_CONFIRMED if stop else Purpose.REPLY, candidate_id=talk.candidate_id,
        reply_to=message.id, choices=turn.choices,
        dedupe_key=f"{LAST_ANSWER if erased else 'reply:'}{message.id}",
    )  # fmt: skip
