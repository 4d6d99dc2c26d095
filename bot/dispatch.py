"""What waits in the inbox: understood, applied, answered in the outbox and marked handled, in one transaction.

Killed anywhere before the commit, nothing happened and the messages still wait; after it, they are never taken again.
Turns that wait at the same time are handled together, up to MOST_TOGETHER: what they read and write is read and written
once for all of them. When one of them fails, all are undone and each is taken alone.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import chain

from sqlalchemy import Engine
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from backend.database import relaxed, transaction
from backend.messaging import inbox
from backend.messaging.inbox import Waiting
from backend.messaging.tables import Conversation, InboundMessage, Task
from backend.ports import Clock
from backend.reference.occupations import Nomenclature
from bot.apply import Occasion
from bot.facts import standing_of
from bot.replies import Taken, reply
from bot.taking import Taking
from bot.talks import note_contact, talks_of, whose

log = logging.getLogger(__name__)

# Few enough that whoever writes meanwhile does not wait for long: on SQLite, there is one writer at a time.
MOST_TOGETHER = 20


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
        """Handle every message that waits; how many turns that was."""
        count = 0
        while tried := self._handle_next(MOST_TOGETHER):
            count += tried
        return count

    def _handle_next(self, most: int) -> int:
        """The turns that wait longest, up to `most`, in one transaction; how many were tried."""
        waiting: list[list[Waiting]] = []
        try:
            with transaction(self._engine) as session:
                waiting = inbox.next_turns(session, self._clock.now() - self._quiet, most)
                if waiting:
                    self._handle(session, waiting)
        except Exception as error:
            if not waiting:
                raise
            if len(waiting) > 1:
                log.info("%d turns undone by %s: each is taken alone", len(waiting), type(error).__name__)
                return sum(self._handle_next(1) for _ in waiting)
            self._undone(waiting[0][0].id, error)
        return len(waiting)

    def _handle(self, session: Session, waiting: Sequence[Sequence[Waiting]]) -> None:
        now, nomenclature = self._clock.now(), self._nomenclature()
        lasts = [messages[-1] for messages in waiting]
        known = talks_of(session, lasts, now)
        talks = [talk for talk, _ in known]
        standing = standing_of(session, talks)
        moved = [
            whose(session, talk, last, standing[talk.id or 0], now) for talk, last in zip(talks, lasts, strict=True)
        ]
        taken = list[Taken]()
        for at, (talk, messages) in enumerate(zip(talks, waiting, strict=True)):
            begin = None if moved[at] or _again(talk, talks[:at]) else standing[talk.id or 0]
            taken.append(Taking(Occasion(session, talk, lasts[at], now), nomenclature, begin).take(messages))
        note_contact(session, talks, now)
        reply(session, taken, now)
        inbox.mark_handled(session, chain.from_iterable(waiting), now)

    def _undone(self, message_id: int, error: Exception) -> None:
        if isinstance(error, StaleDataError):
            log.info("message %s: the conversation moved meanwhile, taking it again", message_id)
            return
        log.error("message %s was not handled", message_id, exc_info=error)
        now = self._clock.now()
        with transaction(self._engine) as session:
            if inbox.mark_failed(session, message_id, f"{type(error).__name__}: {error}", now):
                message = session.get_one(InboundMessage, message_id)
                note = f"Message non traité, à lire : « {message.text[:300]} » ({message.sender})"
                session.add(Task(office_id=message.office_id, kind="set_aside", note=note, created_at=now))


def _again(talk: Conversation, others: Sequence[Conversation]) -> bool:
    """The second of two talks of one person must see what the first one changed."""
    return talk.candidate_id is not None and any(talk.candidate_id == other.candidate_id for other in others)
