"""Turns per second with everything durable, in one process, beside other ways to keep a conversation, in one run.

    python -m benchmarks.turns [--turns 300]

Ours: a message is recorded, understood, answered in the outbox and marked handled: two commits on SQLite for each turn.
python-telegram-bot: its ConversationHandler with a PicklePersistence that is flushed at every update, the state and one
answer as short as can be; nothing is understood there. aiogram has no storage in SQLite of its own: one bare commit of
SQLite for each update is the most that it could do.
Updates are given to both in memory: no network is part of this.
"""

import argparse
import asyncio
import itertools
import sqlite3
import tempfile
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session
from telegram import Chat, Message, Update, User
from telegram.ext import Application, ConversationHandler, MessageHandler, PicklePersistence, filters
from telegram.request import BaseRequest

from backend.database import connect, transaction
from backend.messaging import inbox
from backend.messaging.tables import Line
from backend.migrate import migrate
from backend.network.tables import Office
from backend.ports import Clock
from backend.reference import occupations
from backend.values import Inbound
from bot.dispatch import Dispatch

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
SAID = (
    "bonjour", "oui", "kevin durand", "domerat", "cariste", "5 ans", "permis b et caces 3", "en voiture", "30 min",
    "de suite", "oui", "2",
)  # fmt: skip


class Still(Clock):
    def now(self) -> datetime:
        return NOW


def ours(folder: Path, turns: int) -> float:
    """Whole intakes, one person after the other."""
    engine = connect(f"sqlite:///{folder / 'turns.db'}")
    migrate(engine)
    with transaction(engine) as session:
        _furnish(session)
    dispatch = Dispatch(engine, Still(), occupations.default)
    messages = itertools.islice(_messages(), turns)
    dispatch.handle_waiting()
    began = time.perf_counter()
    for message in messages:
        with transaction(engine) as session:
            inbox.accept(session, message)
        dispatch.handle_waiting()
    rate = turns / (time.perf_counter() - began)
    engine.dispose()
    return rate


def _furnish(session: Session) -> None:
    office = Office(code="m", name="mission Emploi de Montluçon", town="Montluçon", commune_code="03185")
    session.add(office)
    session.flush()
    session.add(Line(office_id=office.id or 0, channel="sms", address="+33465710001"))


def _messages() -> itertools.chain[Inbound]:
    people = (f"+336399801{n:02d}" for n in range(100))
    return itertools.chain.from_iterable(
        (Inbound("sms", f"{who}{n}", who, "+33465710001", text, NOW) for n, text in enumerate(SAID)) for who in people
    )


class NoNetwork(BaseRequest):
    """Answers every call at once with the bot itself."""

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, url: str, *_: object, **__: object) -> tuple[int, bytes]:
        return 200, b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"b","username":"b"}}'


async def _ptb(folder: Path, turns: int) -> float:
    kept = PicklePersistence(folder / "ptb.pickle", update_interval=3600)
    application = (
        Application.builder()
        .token("1:a")
        .request(NoNetwork())
        .get_updates_request(NoNetwork())
        .persistence(kept)
        .build()
    )

    async def answer(update: Update, context: object) -> int:
        return 1

    any_text = [MessageHandler(filters.TEXT, answer)]
    application.add_handler(
        ConversationHandler(entry_points=any_text, states={1: any_text}, fallbacks=[], name="c", persistent=True)  # type: ignore[arg-type]
    )
    await application.initialize()
    began = time.perf_counter()
    for n in range(turns):
        person = User(n % 100, "p", False)
        message = Message(n, NOW, Chat(person.id, "private"), from_user=person, text=SAID[n % len(SAID)])
        await application.process_update(Update(n, message=message))
        await application.update_persistence()
        await kept.flush()
    rate = turns / (time.perf_counter() - began)
    await application.shutdown()
    return rate


def in_sqlite(folder: Path, turns: int) -> float:
    """The floor that any durable turn stands on: one small commit each on this disk."""
    kept = sqlite3.connect(folder / "floor.db")
    kept.execute("PRAGMA journal_mode=WAL")
    kept.execute("CREATE TABLE state (chat INTEGER PRIMARY KEY, value TEXT)")
    began = time.perf_counter()
    for n in range(turns):
        with kept:
            kept.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (n % 100, SAID[n % len(SAID)]))
    rate = turns / (time.perf_counter() - began)
    kept.close()
    return rate


def aiogram_words() -> str:
    try:
        import aiogram  # noqa: PLC0415 - measured only where it is there
    except ImportError:
        return "not measured: aiogram is not installed here (it is no dependency of the project)"
    return f"not measured: aiogram {aiogram.__version__} keeps no state in SQLite by itself"


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--turns", type=int, default=300)
    turns = options.parse_args().turns
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        mine, theirs = ours(folder, turns), asyncio.run(_ptb(folder, turns))
        print(f"turns per second, everything durable, {turns} turns")
        print(f"  mission-emploi, SQLite                                {mine:8.0f}")
        print(f"  python-telegram-bot, PicklePersistence, each update   {theirs:8.0f}")
        print(f"  ratio                                                 {mine / theirs:8.2f}   (asked: 8)")
        print(f"  one bare commit of SQLite                             {in_sqlite(folder, turns):8.0f}")
        print(f"  aiogram with SQLite: {aiogram_words()}")


if __name__ == "__main__":
    main()
