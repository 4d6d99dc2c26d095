"""Turns per second with everything durable, in one process, beside other ways to keep a conversation, in one run.

    python -m benchmarks.turns [--people 1000] [--turns 600] [--synchronous FULL] [--profile]

The work: a form of about ten questions, a thousand people who fill it at the same time, each in their own words. The
texts are those that the seeded people of benchmarks/texters.py send (chatty, terse, misspelt…): thousands of different
ones, the same for everybody, in the same order. Half of them are played first, without being measured and without
waiting for the disk, so that everyone measured has the thousand people in their store; the next ones are measured.
The contenders take turns by blocks of fifty messages: what else the machine does weighs on all alike. The texts are
made in a process of their own: ours has read none of them before they come.

Ours: each message is recorded and committed, then understood, answered in the outbox and marked handled; the turns that
wait together, here fifty, by commits of twenty. FULL waits for the disk when the message is recorded (what the service
does: the rest can be done again), NORMAL never waits: it survives the death of the process, as a pickle does, and not a
power cut. The engine alone, afterwards: the same turns of the next people, with nothing read, recorded or kept.
python-telegram-bot: its ConversationHandler keeps each answer, its PicklePersistence writes its file once an update
(`on_flush`; by its defaults it would write at each change, of which an update has two, and again at the flush).
aiogram: its finite state machine with a storage in SQLite, which it has not by itself (see turns_rivals.py). It is
measured when it can be imported: `pip install aiogram` in an environment that also has the project.
Nothing is sent by anyone, and none of the others understands or keeps the answer it gives.
"""

import argparse
import cProfile
import importlib.util
import pstats
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Protocol

from sqlmodel import Session

from backend.database import connect, relaxed, transaction
from backend.messaging import inbox
from backend.messaging.tables import Line
from backend.migrate import migrate
from backend.network.tables import Office
from backend.ports import Clock
from backend.reference import occupations
from backend.values import Inbound
from benchmarks import intake_talks
from benchmarks.texters import make_person
from benchmarks.turns_rivals import Pickled, Said, in_aiogram
from bot.dispatch import Dispatch

BLOCK = 50
ASKED = 8.0


class Contender(Protocol):
    name: str

    def take(self, block: Sequence[Said]) -> None: ...

    def be_durable(self) -> None:
        """From here on, what was taken survives the process."""

    def close(self) -> None: ...


# --- the work ---------------------------------------------------------------------------------------------------------


def texts_of(people: int, seed: int) -> list[Said]:
    """Everything they send. Each begins at a moment of their own: at any time, people are at every question."""
    draw = Random(seed)
    timed = [
        (begin + n, Said(who, text))
        for who, begin in enumerate(draw.random() * 10 for _ in range(people))
        for n, text in enumerate(_sent(intake_talks.play(make_person(draw), Random(draw.random()))))
    ]
    return [said for _, said in sorted(timed, key=lambda pair: pair[0])]


def _sent(talk: intake_talks.Talk) -> Iterator[str]:
    return (line[2:] for line in talk.lines if line.startswith("> "))


# --- ours -------------------------------------------------------------------------------------------------------------


class Ticking(Clock):
    """A tenth of a second passes between two messages."""

    def __init__(self) -> None:
        self._now = intake_talks.START

    def now(self) -> datetime:
        return self._now

    def tick(self) -> datetime:
        self._now += timedelta(milliseconds=100)
        return self._now


class Ours:
    def __init__(self, folder: Path, synchronous: str) -> None:
        self.name = f"mission-emploi, SQLite {synchronous}"
        self._synchronous = synchronous
        self._clock = Ticking()
        engine = connect(f"sqlite:///{folder / synchronous}.db")
        migrate(engine)
        self._engine = relaxed(engine)
        with transaction(self._engine) as session:
            _furnish(session)
        self._dispatch = Dispatch(self._engine, self._clock, occupations.default)
        self._taken = 0

    def take(self, block: Sequence[Said]) -> None:
        for said in block:
            self._taken += 1
            who = f"+336399{said.who:05d}"
            message = Inbound("sms", str(self._taken), who, "+33465710001", said.text, self._clock.tick())
            with transaction(self._engine) as session:
                inbox.accept(session, message)
        self._dispatch.handle_waiting()

    def be_durable(self) -> None:
        self._engine = self._engine.execution_options(synchronous=self._synchronous)

    def close(self) -> None:
        self._engine.dispose()


class EngineAlone:
    """The same turns with nothing read, recorded or kept: what the conversation itself takes."""

    name = "mission-emploi, the engine alone, nothing kept"

    def __init__(self) -> None:
        draw = Random(0)
        person = make_person(draw)  # who answers is in the texts
        self._begin = lambda: intake_talks.Talk(person, draw, intake_talks.FACTS)
        self._talks: dict[int, intake_talks.Talk] = {}

    def take(self, block: Sequence[Said]) -> None:
        for said in block:
            self._talks.setdefault(said.who, self._begin()).send(said.text)

    def be_durable(self) -> None: ...

    def close(self) -> None: ...


def _furnish(session: Session) -> None:
    office = Office(code="m", name="mission Emploi de Montluçon", town="Montluçon", commune_code="03185")
    session.add(office)
    session.flush()
    session.add(Line(office_id=office.id or 0, channel="sms", address="+33465710001"))


# --- measuring --------------------------------------------------------------------------------------------------------


def measure(
    contenders: Sequence[Contender], said: Sequence[Said], half: int, turns: int
) -> list[tuple[str, float, float]]:
    """Name, turns per second, milliseconds of processor for one turn; of each, after `half` turns that only fill."""
    for one in contenders:
        _play(one, said[:half])
        one.be_durable()
    spent = {one.name: [0.0, 0.0] for one in contenders}
    measured = said[half : half + turns]
    for block in _blocks(measured):
        for one in contenders:
            wall, processor = time.perf_counter(), time.process_time()
            one.take(block)
            spent[one.name][0] += time.perf_counter() - wall
            spent[one.name][1] += time.process_time() - processor
    return [(name, len(measured) / wall, processor / len(measured) * 1000) for name, (wall, processor) in spent.items()]


def _blocks(said: Sequence[Said]) -> Iterator[Sequence[Said]]:
    """Short enough to hold nobody twice: two messages of one person that wait together are one turn."""
    return (said[at : at + BLOCK] for at in range(0, len(said), BLOCK))


def _play(one: Contender, said: Sequence[Said]) -> None:
    for block in _blocks(said):
        one.take(block)


def profiled(one: Contender, said: Sequence[Said], turns: int) -> None:
    half = len(said) // 2
    _play(one, said[:half])
    one.be_durable()
    with cProfile.Profile() as profile:
        _play(one, said[half : half + turns])
    pstats.Stats(profile).sort_stats("cumulative").print_stats(100)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--people", type=int, default=1000)
    options.add_argument("--turns", type=int, default=600, help="measured, of each contender")
    options.add_argument("--seed", type=int, default=2026)
    options.add_argument("--synchronous", choices=("FULL", "NORMAL"), default="FULL", help="of our SQLite")
    options.add_argument("--profile", action="store_true", help="where the time of our own turns goes, instead")
    asked = options.parse_args()
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        said = apart.submit(texts_of, asked.people, asked.seed).result()
    half = len(said) // 2
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if asked.profile:
            return profiled(Ours(folder, asked.synchronous), said, asked.turns)
        contenders: list[Contender] = [Ours(folder, asked.synchronous), Pickled(folder)]
        if importlib.util.find_spec("aiogram"):
            contenders += [in_aiogram(folder, "FULL"), in_aiogram(folder, "NORMAL")]
        rates = measure(contenders, said, half, asked.turns)
        rates += measure([EngineAlone()], said, half + asked.turns, asked.turns)  # on texts that nobody has read
        for one in contenders:
            one.close()
    _tell(rates, said, asked.people, asked.turns)
    return None


def _tell(rates: Sequence[tuple[str, float, float]], said: Sequence[Said], people: int, turns: int) -> None:
    texts = len({one.text for one in said})
    theirs = next(rate for name, rate, _ in rates if "Pickle" in name)
    print(f"{people} people, {len(said)} messages of {texts} different texts; {turns} turns of each measured")
    print(f"  {'':52s} turns/s   ms of processor   beside PicklePersistence")
    for name, rate, processor in rates:
        print(f"  {name:52s} {rate:7.0f}   {processor:15.2f}   {rate / theirs:24.2f}")
    print(f"  asked: {ASKED:.0f} times PicklePersistence")
    if not importlib.util.find_spec("aiogram"):
        print("  aiogram: not measured, it cannot be imported here (it is no dependency of the project)")


if __name__ == "__main__":
    main()
