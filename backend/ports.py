"""What the core asks of the world outside: a clock, and channels that carry messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from backend.values import Outgoing


class DeliveryError(Exception):
    """A channel could not carry a message.

    `permanent` is true when trying again cannot help. `code` is the provider's own. `retry_after` is in seconds, when
    the provider says so. `stopped` is true when the person has told the provider to carry nothing more from us;
    `unreachable` when this address will never take messages (landline, unknown number, blocked). `maybe_sent` when the
    provider may have taken the message all the same (its answer never came).
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool,
        code: str = "",
        retry_after: float | None = None,
        stopped: bool = False,
        unreachable: bool = False,
        maybe_sent: bool = False,
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.code = code
        self.retry_after = retry_after
        self.stopped = stopped
        self.unreachable = unreachable
        self.maybe_sent = maybe_sent


class Channel(Protocol):
    """A way to a person: SMS, Telegram, the demonstration phone."""

    @property
    def name(self) -> str: ...

    async def send(self, message: Outgoing) -> str:
        """Hand the message to the provider; its id there. Raises DeliveryError."""

    async def find_sent(self, message: Outgoing, since: datetime) -> Sequence[str] | None:
        """The provider's ids of messages like this one since then, oldest first; None when it cannot tell.

        Asked after a crash between sending and writing down that it was sent.
        """


class Clock(Protocol):
    def now(self) -> datetime:
        """The present, aware, in the office's time zone: sending hours and "demain" are read from it."""


class SystemClock:
    """The machine's clock: the only place that reads it."""

    def __init__(self, timezone: str) -> None:
        self._zone = ZoneInfo(timezone)

    def now(self) -> datetime:
        return datetime.now(self._zone)
