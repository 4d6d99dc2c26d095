"""The loop that hands outbox rows to their channels. Killed at any point, it neither loses a message nor repeats one.

Claim (commit), send, write down (commit). A process that dies between the last two leaves a row in "sending"; once it
has hung for `reclaim_after`, the provider is asked whether it had the message, and only if not is it sent again.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from backend.database import transaction
from backend.messaging import outbox, stop
from backend.messaging.tables import OutboundMessage, Task
from backend.ports import Channel, Clock, DeliveryError
from backend.values import StopScope

T = TypeVar("T")
log = logging.getLogger(__name__)

AT_ONCE = 8
# Waits after a failure that may pass, in minutes; after the last one an adviser is told.
RETRY_MINUTES = (1, 5, 30, 240, 720, 1440)
# A provider's clock and ours may differ by this.
CLOCK_SKEW = timedelta(seconds=30)
INTERRUPTED = "interrompu pendant l'envoi"
# A message that the provider took and could not carry (telephone off) is sent this often in all.
TAKEN_ATTEMPTS = 3


class Delivery:
    """Sends what is due. `reclaim_after` must be longer than a channel's own time-out.

    `still_true` is asked of each message as it leaves: see outbox.StillTrue. `unreachable` is told the channel and the
    address of a message that can never be carried there (landline, blocked).
    """

    def __init__(
        self, engine: Engine, channels: Mapping[str, Channel], clock: Clock, reclaim_after: timedelta,
        still_true: outbox.StillTrue = outbox.always,
        unreachable: Callable[[Session, str, str], object] | None = None,
    ) -> None:  # fmt: skip
        self._engine = engine
        self._channels = channels
        self._clock = clock
        self._reclaim_after = reclaim_after
        self._still_true = still_true
        self._unreachable = unreachable
        self._work = {name: asyncio.Event() for name in channels}

    def wake(self) -> None:
        """There is something to send. Call it from the loop's own thread."""
        for work in self._work.values():
            work.set()

    async def run(self, every_s: float = 1.0) -> None:
        """Deliver for ever: at once when woken, and every `every_s` seconds for what comes due.

        Each channel has a loop of its own: a provider that does not answer holds up nobody else's messages.
        """
        await asyncio.gather(*(self._run([name], work, every_s) for name, work in self._work.items()))

    async def _run(self, channels: Sequence[str], work: asyncio.Event, every_s: float) -> None:
        while True:
            try:
                await self.reclaim(channels)
                while await self.deliver_due(channels):
                    pass
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("delivery failed; trying again")
            try:
                await asyncio.wait_for(work.wait(), every_s)
            except TimeoutError:
                continue
            finally:
                work.clear()

    async def deliver_due(self, channels: Sequence[str] | None = None) -> int:
        """Send what is due now, on these channels or on all; how many messages were taken."""
        wanted = list(channels or self._channels)
        rows = await self._stored(lambda s: outbox.claim_due(s, wanted, self._clock.now(), AT_ONCE, self._still_true))
        await asyncio.gather(*(self._send(row) for row in rows))
        return len(rows)

    async def reclaim(self, channels: Sequence[str] | None = None) -> None:
        """Settle the messages that a dead process was sending, on these channels or on all."""
        wanted, before = list(channels or self._channels), self._clock.now() - self._reclaim_after
        for row in await self._stored(lambda s: outbox.left_hanging(s, wanted, before)):
            await self._settle_hanging(row)

    async def _settle_hanging(self, row: OutboundMessage) -> None:
        assert row.claimed_at is not None
        message = outbox.as_outgoing(row)
        try:
            found = await self._channels[row.channel].find_sent(message, row.claimed_at - CLOCK_SKEW)
        except DeliveryError as error:
            log.warning("cannot ask %s about message %s: %s", row.channel, row.id, error)
            return
        now = self._clock.now()

        def settle(session: Session) -> None:
            there = session.get_one(OutboundMessage, message.id, with_for_update=True)
            if there.status == "sending" and there.claimed_at == row.claimed_at:  # nobody settled it meanwhile
                self._settle(session, there, found or (), now)

        await self._stored(settle)

    def _settle(self, session: Session, row: OutboundMessage, found: Sequence[str], now: datetime) -> None:
        assert row.id is not None
        sent_as = [row.provider_id] if row.provider_id else _not_known(session, row.channel, found)
        if sent_as:
            outbox.mark_sent(session, row.id, sent_as[0], now)
        elif row.attempts > len(RETRY_MINUTES):
            _give_up(session, row, INTERRUPTED, now)
        else:  # at once the first time, then less and less often
            wait = (0, *RETRY_MINUTES)[row.attempts - 1]
            outbox.mark_for_retry(session, row.id, INTERRUPTED, now + timedelta(minutes=wait))

    async def _send(self, row: OutboundMessage) -> None:
        assert row.id is not None
        message_id = row.id
        try:
            provider_id = await self._channels[row.channel].send(outbox.as_outgoing(row))
        except DeliveryError as error:
            failure = error
            if not failure.maybe_sent:
                await self._stored(lambda s: self._note_failure(s, message_id, failure))
            return
        await self._stored(lambda s: outbox.mark_sent(s, message_id, provider_id, self._clock.now()))

    def _note_failure(self, session: Session, message_id: int, error: DeliveryError) -> None:
        row = session.get_one(OutboundMessage, message_id, with_for_update=True)
        if row.status != "sending":
            return
        now = self._clock.now()
        said = say(error)
        if error.stopped:  # there is nothing to do for an adviser: the person has decided
            stop.stop(session, row.office_id, row.channel, row.recipient, StopScope.EVERYTHING, now)
            outbox.mark_failed(session, message_id, said)
            return
        if error.unreachable and self._unreachable:
            self._unreachable(session, row.channel, row.recipient)
        if error.permanent or row.attempts > len(RETRY_MINUTES):
            _give_up(session, row, said, now)
            return
        wait = error.retry_after or RETRY_MINUTES[row.attempts - 1] * 60
        outbox.mark_for_retry(session, message_id, said, now + timedelta(seconds=wait))

    async def _stored(self, work: Callable[[Session], T]) -> T:
        def run() -> T:
            with transaction(self._engine) as session:
                return work(session)

        return await asyncio.to_thread(run)


def note_report(
    session: Session, channel: str, provider_id: str, status: str, error: DeliveryError | None, row_id: int | None,
    now: datetime,
) -> None:  # fmt: skip
    """What a provider says later of a message it took: its status, and why it failed if it did.

    A failure that may pass is tried again, TAKEN_ATTEMPTS times in all; for the others an adviser is told.
    `now` is in the office's time zone.
    """
    row = outbox.note_status(session, channel, provider_id, status, say(error) if error else "", row_id)
    if row is None or error is None:
        return
    if error.stopped:
        stop.stop(session, row.office_id, row.channel, row.recipient, StopScope.EVERYTHING, now)
    elif error.permanent or row.attempts >= TAKEN_ATTEMPTS:
        session.add(_task(row, say(error), now))
    else:
        wait = timedelta(seconds=error.retry_after or RETRY_MINUTES[-1] * 60)
        outbox.send_again(session, row, now + wait)


def say(error: DeliveryError) -> str:
    return f"{error.code} {error}".strip()


def _give_up(session: Session, row: OutboundMessage, said: str, now: datetime) -> None:
    assert row.id is not None
    outbox.mark_failed(session, row.id, said)
    session.add(_task(row, said, now))


def _not_known(session: Session, channel: str, ids: Sequence[str]) -> list[str]:
    known = outbox.known_provider_ids(session, channel, ids)
    return [one for one in ids if one not in known]


def _task(row: OutboundMessage, said: str, now: datetime) -> Task:
    return Task(
        office_id=row.office_id, candidate_id=row.candidate_id, kind="message_not_sent",
        note=f"Le message n'a pas pu partir ({said}) : {row.text[:80]}", created_at=now,
    )  # fmt: skip
