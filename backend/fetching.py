"""The loop that brings in the CVs people send by Telegram, and has their words told: outside of any message's turn.

Fetch, store (commit), tell (commit). A process that dies between two of them leaves a row that the next round takes up.
"""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine
from sqlmodel import Session

from backend.database import transaction
from backend.people import documents
from backend.people.reading_apart import read_apart
from backend.people.tables import Document
from backend.ports import Clock, DeliveryError
from backend.reference.occupations import Nomenclature
from bot.documents import tell_what_was_read

log = logging.getLogger(__name__)


class Source(Protocol):
    """A channel that keeps what people send until it is asked for."""

    @property
    def name(self) -> str: ...

    async def fetch(self, reference: str) -> bytes:
        """The content of an attachment. Raises DeliveryError."""


class Fetcher:
    """Looks every few seconds, and at once when woken. `told` is called when there is something to send."""

    def __init__(
        self, engine: Engine, clock: Clock, source: Source, folder: Path, nomenclature: Callable[[], Nomenclature],
        told: Callable[[], None],
    ) -> None:  # fmt: skip
        self._engine = engine
        self._clock = clock
        self._source = source
        self._folder = folder
        self._nomenclature = nomenclature
        self._told = told
        self._work = asyncio.Event()

    def wake(self) -> None:
        """A document may have come. Call it from the loop's own thread."""
        self._work.set()

    async def run(self, every_s: float = 10.0) -> None:
        while True:
            try:
                await self.fetch_waiting()
            except Exception:
                log.exception("documents were not fetched; trying again")
            try:
                await asyncio.wait_for(self._work.wait(), every_s)
            except TimeoutError:
                continue
            finally:
                self._work.clear()

    async def fetch_waiting(self) -> int:
        """Bring in what waits, one after the other; how many were settled, fetched or refused."""
        waiting = await asyncio.to_thread(self._waiting)
        return sum([await self._fetch(document_id, reference) for document_id, reference in waiting])

    def _waiting(self) -> list[tuple[int, str]]:
        with transaction(self._engine) as session:
            documents.remove_orphans(session, self._folder)
            return [(row.id or 0, row.reference) for row in documents.waiting(session, self._source.name)]

    async def _fetch(self, document_id: int, reference: str) -> bool:
        try:
            content = await self._source.fetch(reference)
        except DeliveryError as error:
            if not error.permanent:
                return False
            refused = str(error)
            await self._settled(document_id, lambda session, row: documents.refuse(session, row, refused))
        else:
            await self._keep(document_id, content)
        return True

    async def _keep(self, document_id: int, content: bytes) -> None:
        """What it says is read before the transaction, which nobody must wait for."""
        try:
            ending = documents.kind_of(content)
        except documents.UnknownDocument as error:
            refused = str(error)
            await self._settled(document_id, lambda session, row: documents.refuse(session, row, refused))
            return
        text = await asyncio.to_thread(read_apart, content, ending)
        await self._settled(
            document_id, lambda session, row: documents.store(session, row, content, text, self._folder)
        )

    async def _settled(self, document_id: int, settle: Callable[[Session, Document], None]) -> None:
        await asyncio.to_thread(self._settle, document_id, settle)
        self._told()

    def _settle(self, document_id: int, settle: Callable[[Session, Document], None]) -> None:
        with transaction(self._engine) as session:
            if row := session.get(Document, document_id):  # else its person was erased meanwhile
                settle(session, row)
        with transaction(self._engine) as session:
            tell_what_was_read(session, self._nomenclature(), self._clock.now())
