"""One turn of one talk: its steps, each with its effects, taken again when the world had moved under the facts."""

import logging
from collections.abc import Sequence

from backend.messaging.inbox import Waiting
from backend.reference.occupations import Nomenclature
from bot.apply import NEVER_OVERTAKEN, Occasion, Overtaken, apply
from bot.book import BOOK
from bot.engine import resume, step
from bot.facts import Standing, read_facts
from bot.flow import Turn
from bot.heard import Heard
from bot.messages import heard_in
from bot.replies import Taken
from bot.state import State
from bot.talks import follow_links

log = logging.getLogger(__name__)

# The world may change once or twice between reading and writing; more often is a fault.
MOST_TAKES = 5


class Taking:
    """`standing` is what the facts begin with, when it was read for this turn: it holds until an effect moves it."""

    def __init__(self, on: Occasion, nomenclature: Nomenclature, standing: Standing | None = None) -> None:
        self._on = on
        self._nomenclature = nomenclature
        self._standing = standing

    def take(self, messages: Sequence[Waiting]) -> Taken:
        """Each step, its effects carried out; nothing is said yet."""
        followed = follow_links(self._on.session, self._on.talk, messages, self._on.now)
        if followed.tied:
            self._standing = None
        state, turns = State.from_json(self._on.talk.state), list[Turn]()
        for said in heard_in(messages, state.asked_at, followed.dead):
            turns += self._take(state, said)
            state = turns[-1].state
        return Taken(self._on, turns)

    def _take(self, state: State, said: Heard) -> list[Turn]:
        """The step and its effects; and a second one when these changed who is talking."""
        turns = [self._take_step(state, said)]
        while (again := turns[-1].again) is not None and len(turns) < MOST_TAKES:
            turns.append(self._take_step(turns[-1].state, Heard((again,)), go_on=not again))
        return turns

    def _take_step(self, state: State, said: Heard, go_on: bool = False) -> Turn:
        for _ in range(MOST_TAKES):
            turn = self._worked_out(state, said, go_on)
            try:
                self._apply(turn)
            except Overtaken as error:
                log.info("message %s: %s, taking the turn again", self._on.message.id, error)
            else:
                return turn
        raise RuntimeError(f"message {self._on.message.id}: the world kept moving")

    def _worked_out(self, state: State, said: Heard, go_on: bool) -> Turn:
        on = self._on
        facts = read_facts(on.session, on.talk, state, self._nomenclature, on.now, self._standing)
        return resume(BOOK, state, facts, on.now) if go_on else step(BOOK, state, said, facts, on.now)

    def _apply(self, turn: Turn) -> None:
        """The effects, in a savepoint when the world could have moved under them. Raises Overtaken, all undone."""
        if all(isinstance(effect, NEVER_OVERTAKEN) for effect in turn.effects):
            apply(self._on, turn.effects)
            return
        self._standing = None
        try:
            with self._on.session.begin_nested():
                apply(self._on, turn.effects)
        except Overtaken:
            self._on.session.expire_all()
            raise
