"""What turns that were taken leave behind: one reply for each, and where its talk stands with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from backend.messaging import outbox
from backend.people.erasure import LAST_ANSWER
from backend.values import Purpose
from bot.apply import Occasion
from bot.effects import ErasureAsked, Stopped
from bot.flow import Turn
from bot.talks import keep
from bot.turns import ROOM


@dataclass(frozen=True, slots=True)
class Taken:
    """A turn that was taken: its occasion, and what each of its steps led to, in order; at least one."""

    on: Occasion
    turns: Sequence[Turn]

    @property
    def said(self) -> list[Turn]:
        return [turn for turn in self.turns if turn.text]

    @property
    def buttons_under_it(self) -> bool:
        return bool(self.said and self.said[-1].choices and self.said[-1].state.asking)


def reply(session: Session, taken: Sequence[Taken], now: datetime) -> None:
    """Write the replies of turns of as many talks, and where each talk stands. Raises StaleDataError."""
    speaking = [one for one in taken if one.said]
    rows = outbox.write_answers(session, [_draft(one) for one in speaking], now)
    shown = {one.on.talk.id: row for one, row in zip(speaking, rows, strict=True) if one.buttons_under_it}
    stands = []
    for one in taken:
        state = one.turns[-1].state
        state = replace(state, shown_in=shown.get(one.on.talk.id) or state.shown_in)
        stands.append((one.on.talk, state, one.on.message))
    keep(session, stands, now)


def _draft(taken: Taken) -> outbox.Draft:
    """One reply for the whole turn."""
    talk, message, last = taken.on.talk, taken.on.message, taken.said[-1]
    effects = [effect for turn in taken.turns for effect in turn.effects]
    stop = any(isinstance(effect, Stopped) for effect in effects)
    erased = any(isinstance(effect, ErasureAsked) for effect in effects)
    return outbox.Draft(
        office_id=talk.office_id, channel=talk.channel, sender=message.recipient, recipient=talk.address,
        text=last.text if stop else _words(taken.said), purpose=Purpose.STOP_CONFIRMED if stop else Purpose.REPLY,
        candidate_id=talk.candidate_id, reply_to=message.id, choices=last.choices,
        dedupe_key=f"{LAST_ANSWER if erased else 'reply:'}{message.id}",
    )  # fmt: skip


def _words(said: Sequence[Turn]) -> str:
    """The last words said, after those of steps that they follow from; and, where there is room, after those that
    settled something and asked nothing: "C'est noté : atelier CV mardi. Avec plaisir, à bientôt." """
    *before, last = said
    for kept in (
        [turn.text for turn in before if turn.again is not None or turn.state.asking is None],
        [turn.text for turn in before if turn.again is not None],
    ):
        words = " ".join(dict.fromkeys([*kept, last.text]))
        if len(words) <= ROOM:
            break
    return words
