"""Others that keep a form of ten questions for each person: python-telegram-bot, and aiogram where it is installed.

Each takes a message, keeps the answer under its question and goes on to the next; after the tenth the form begins
again. Updates are made in memory, and nothing is sent.
"""

import asyncio
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telegram import Chat, Message, Update, User
from telegram.ext import Application, ContextTypes, ConversationHandler, MessageHandler, PicklePersistence, filters
from telegram.request import BaseRequest

QUESTIONS = 10
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Said:
    who: int
    text: str


# --- python-telegram-bot ----------------------------------------------------------------------------------------------


class Pickled:
    """A ConversationHandler whose PicklePersistence writes its file once after each update, and not at each change."""

    name = "python-telegram-bot, PicklePersistence"

    def __init__(self, folder: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self._kept = PicklePersistence(folder / "ptb.pickle", on_flush=True, update_interval=3600)
        self._durable = False
        self._taken = 0
        self._application = (
            Application.builder()
            .token("1:a")
            .request(NoNetwork())
            .get_updates_request(NoNetwork())
            .persistence(self._kept)
            .build()
        )
        self._application.add_handler(_form())
        self._loop.run_until_complete(self._application.initialize())

    def take(self, block: Sequence[Said]) -> None:
        self._loop.run_until_complete(self._take(block))

    async def _take(self, block: Sequence[Said]) -> None:
        for said in block:
            self._taken += 1
            person = User(said.who, "p", False)
            message = Message(self._taken, NOW, Chat(said.who, "private"), from_user=person, text=said.text)
            await self._application.process_update(Update(self._taken, message=message))
            if self._durable:
                await self._keep()

    async def _keep(self) -> None:
        await self._application.update_persistence()
        await self._kept.flush()

    def be_durable(self) -> None:
        self._durable = True
        self._loop.run_until_complete(self._keep())

    def close(self) -> None:
        self._loop.run_until_complete(self._application.shutdown())
        self._loop.close()


def _form() -> ConversationHandler[ContextTypes.DEFAULT_TYPE]:
    states = {n: [MessageHandler(filters.TEXT, _answer_to(n))] for n in range(QUESTIONS)}
    begin = [MessageHandler(filters.TEXT, _answer_to(0))]
    return ConversationHandler(entry_points=begin, states=states, fallbacks=[], name="form", persistent=True)  # type: ignore[arg-type]


def _answer_to(question: int) -> Any:
    async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message is not None and context.user_data is not None
        context.user_data[str(question)] = update.message.text
        return (question + 1) % QUESTIONS

    return answer


class NoNetwork(BaseRequest):
    """Answers every call at once with the bot itself."""

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, url: str, *_: object, **__: object) -> tuple[int, bytes]:
        return 200, b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"b","username":"b"}}'


# --- aiogram ----------------------------------------------------------------------------------------------------------


class Machine:
    """aiogram's dispatcher, with the state and the answers of each chat in one row of SQLite."""

    def __init__(self, name: str, loop: asyncio.AbstractEventLoop, feed: Any, kept: sqlite3.Connection) -> None:
        self.name, self._loop, self._feed, self._kept = name, loop, feed, kept
        self._taken = 0

    def take(self, block: Sequence[Said]) -> None:
        self._loop.run_until_complete(self._take(block))

    async def _take(self, block: Sequence[Said]) -> None:
        for said in block:
            self._taken += 1
            await self._feed(self._taken, said)

    def be_durable(self) -> None:
        self._kept.execute(f"PRAGMA synchronous={self.name.split()[-1]}")

    def close(self) -> None:
        self._loop.close()
        self._kept.close()


def in_aiogram(folder: Path, synchronous: str) -> Machine:
    """Raises ImportError where aiogram is not installed."""
    from aiogram import Bot, Dispatcher, types  # noqa: PLC0415 - no dependency of the project
    from aiogram.fsm.context import FSMContext  # noqa: PLC0415
    from aiogram.fsm.storage.base import BaseStorage, StorageKey  # noqa: PLC0415

    kept = sqlite3.connect(folder / f"aiogram-{synchronous}.db", isolation_level=None)
    kept.execute("PRAGMA journal_mode=WAL")
    kept.execute("PRAGMA synchronous=OFF")
    kept.execute("CREATE TABLE talk (chat INTEGER PRIMARY KEY, state TEXT, data TEXT NOT NULL DEFAULT '{}')")

    class InSqlite(BaseStorage):  # type: ignore[misc, unused-ignore]
        """One row for each chat; each call is a transaction of its own, as the interface of aiogram has it."""

        async def set_state(self, key: StorageKey, state: Any = None) -> None:
            value = getattr(state, "state", state)
            kept.execute(
                "INSERT INTO talk (chat, state) VALUES (?, ?) ON CONFLICT (chat) DO UPDATE SET state = excluded.state",
                (key.chat_id, value),
            )

        async def get_state(self, key: StorageKey) -> str | None:
            found = kept.execute("SELECT state FROM talk WHERE chat = ?", (key.chat_id,)).fetchone()
            return found[0] if found else None

        async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
            kept.execute(
                "INSERT INTO talk (chat, data) VALUES (?, ?) ON CONFLICT (chat) DO UPDATE SET data = excluded.data",
                (key.chat_id, json.dumps(data)),
            )

        async def get_data(self, key: StorageKey) -> dict[str, Any]:
            found = kept.execute("SELECT data FROM talk WHERE chat = ?", (key.chat_id,)).fetchone()
            return json.loads(found[0]) if found else {}

        async def close(self) -> None: ...

    dispatcher = Dispatcher(storage=InSqlite())

    @dispatcher.message()
    async def answer(message: types.Message, state: FSMContext) -> None:
        question = int(await state.get_state() or 0)
        await state.update_data({str(question): message.text})
        await state.set_state(str((question + 1) % QUESTIONS))

    bot = Bot("1:a")

    async def feed(number: int, said: Said) -> None:
        chat, person = types.Chat(id=said.who, type="private"), types.User(id=said.who, is_bot=False, first_name="p")
        message = types.Message(message_id=number, date=NOW, chat=chat, from_user=person, text=said.text)
        await dispatcher.feed_update(bot, types.Update(update_id=number, message=message))

    return Machine(f"aiogram, SQLite {synchronous}", asyncio.new_event_loop(), feed, kept)
