"""One message, one transaction: the row is locked, understood, applied, answered in the outbox, and marked handled.

Killed anywhere before the commit, nothing happened and the row still waits; after it, the row is never taken again.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from backend.database import transaction
from backend.messaging import inbox, outbox
from backend.messaging.tables import Conversation, InboundMessage, Task
from backend.people.tables import Candidate
from backend.ports import Clock
from backend.reference.occupations import Nomenclature
from backend.values import Purpose
from bot.apply import Occasion, Overtaken, apply
from bot.book import BOOK
from bot.effects import Stopped
from bot.engine import step
from bot.facts import read_facts
from bot.flow import State, Turn

log = logging.getLogger(__name__)

# The world may change once or twice between reading and writing; more often is a fault.
MOST_TAKES = 5


class Dispatch:
    """Handles what waits in the inbox. `nomenclature` is asked at each turn: an import may have changed it."""

    def __init__(self, engine: Engine, clock: Clock, nomenclature: Callable[[], Nomenclature]) -> None:
        self._engine = engine
        self._clock = clock
        self._nomenclature = nomenclature

    def handle_waiting(self) -> int:
        """Handle every message that waits, one transaction each; how many."""
        count = 0
        while self._handle_next():
            count += 1
        return count

    def _handle_next(self) -> bool:
        taken: int | None = None
        try:
            with transaction(self._engine) as session:
                message = inbox.next_waiting(session)
                if message is None:
                    return False
                taken = message.id
                self._handle(session, message)
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

    def _handle(self, session: Session, message: InboundMessage) -> None:
        now = self._clock.now()
        talk = _conversation(session, message, now)
        turn = self._take_turn(session, talk, message, now)
        talk.state = turn.state.as_json()
        talk.line, talk.updated_at = message.recipient, now
        session.add(talk)
        if candidate := session.get(Candidate, talk.candidate_id) if talk.candidate_id else None:
            candidate.last_contact_at = now
        if turn.text:
            outbox.enqueue(session, _reply(talk, message, turn), now)
        inbox.mark_handled(session, message, now)

    def _take_turn(self, session: Session, talk: Conversation, message: InboundMessage, now: datetime) -> Turn:
        """The step, and its effects in a savepoint; taken again when the world had moved under the facts."""
        for _ in range(MOST_TAKES):
            facts = read_facts(session, talk, self._nomenclature(), now)
            turn = step(BOOK, State.from_json(talk.state), message.text, facts, now)
            try:
                with session.begin_nested():
                    apply(Occasion(session, talk, message, now), turn.effects)
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


def _reply(talk: Conversation, message: InboundMessage, turn: Turn) -> outbox.Draft:
    stop = any(isinstance(effect, Stopped) for effect in turn.effects)
    return outbox.Draft(
        office_id=talk.office_id, channel=talk.channel, sender=message.recipient, recipient=talk.address,
        text=turn.text, purpose=Purpose.STOP_CONFIRMED if stop else Purpose.REPLY, candidate_id=talk.candidate_id,
        reply_to=message.id, choices=turn.choices,
        dedupe_key=f"reply:{message.id}",
    )  # fmt: skip
