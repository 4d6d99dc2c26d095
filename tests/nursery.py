"""Runs the service again and again, each life ended by SIGKILL at a step: `python -m tests.nursery PORT SEED START`.

The parent imports and warms everything once, then forks a child for each life, so that a new life begins at once. A
step is a commit that writes (before it and after it) or a message handed to the provider (before and after): between
any two of them the process can die. How each life ended is written on standard output. The environment gives the
settings; START is when the clock of FastClock began.
"""

import gc
import itertools
import os
import random
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import uvicorn
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from backend.main import Service, build, create_app
from backend.ports import Channel
from backend.reference import communes, occupations
from backend.settings import read_settings
from backend.talk import MovableClock, Stage
from backend.values import Outgoing
from tests.service import FastClock

# The kinds of steps, each the end of every fourth life: what a run kills does not hang on how fast the machine is.
STEPS = ("before commit", "after commit", "before send", "after send")
# How many steps a life takes before it may end: the shortest get nothing done, the longest a turn.
FEWEST, MOST = 0, 6


class Steps:
    """Counts the steps of a life, and ends it at the first one of that `kind` after `spared` others."""

    def __init__(self, kind: str, spared: int) -> None:
        self._kind = kind
        self._spared = spared
        self._count = 0

    def step(self, name: str) -> None:
        self._count += 1
        if self._count > self._spared and name == self._kind:
            os.write(1, f"killed {name}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)


class DeadlyChannel:
    """A channel whose process may die just before or just after the provider took the message."""

    def __init__(self, channel: Channel, step: Callable[[str], None]) -> None:
        self.name = channel.name
        self._channel, self._step = channel, step

    async def send(self, message: Outgoing) -> str:
        self._step("before send")
        sent = await self._channel.send(message)
        self._step("after send")
        return sent

    async def find_sent(self, message: Outgoing, since: datetime) -> Sequence[str] | None:
        return await self._channel.find_sent(message, since)


def live(port: int, steps: Steps) -> None:
    """One life: the whole service, until its last step."""
    service = build(read_settings(), FastClock(float(sys.argv[3])), reclaim_after=timedelta(0))
    _make_deadly(service, steps)
    uvicorn.run(create_app(service), host="127.0.0.1", port=port, log_level="critical")


def _make_deadly(service: Service, steps: Steps) -> None:
    channels = dict(service.channels)
    for name, channel in channels.items():
        service.channels[name] = DeadlyChannel(channel, steps.step)  # type: ignore[index]

    def note_flush(session: Session, *_: object) -> None:
        session.info["wrote"] = True

    def note_statement(state: ORMExecuteState) -> None:
        state.session.info["wrote"] = state.session.info.get("wrote") or not state.is_select

    def before(session: Session) -> None:
        if session.info.get("wrote") and not session.in_nested_transaction():
            steps.step("before commit")

    def after(session: Session) -> None:
        if session.info.pop("wrote", False):
            steps.step("after commit")

    listeners = (
        (note_flush, "after_flush"),
        (note_statement, "do_orm_execute"),
        (before, "before_commit"),
        (after, "after_commit"),
    )
    for listener, name in listeners:
        event.listen(Session, name, listener)


def warm() -> None:
    """Load every index, in the parent."""
    stage = Stage(MovableClock())
    for text in (
        "bonjour",
        "oui",
        "jean petit",
        "domerat",
        "cariste",
        "2 ans",
        "permis b",
        "voiture",
        "20 min",
        "lundi",
    ):
        stage.say(text)
    stage.engine.dispose()
    communes.by_code("03185")
    occupations.default()


def main() -> None:
    port, seed = int(sys.argv[1]), int(sys.argv[2])
    warm()
    gc.freeze()  # the children touch, and so copy, less of what the parent made
    draw = random.Random(seed)
    os.write(1, b"ready\n")
    for kind in itertools.chain.from_iterable(draw.sample(STEPS, len(STEPS)) for _ in itertools.count()):
        steps = Steps(kind, draw.randint(FEWEST, MOST))
        child = os.fork()
        if child == 0:
            live(port, steps)
            os._exit(3)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            sys.exit(f"a life ended by itself: {status}")


if __name__ == "__main__":
    main()
