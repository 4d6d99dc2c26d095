"""Sends by the Bot API, and asks it for what people sent."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import httpx
from fastapi.concurrency import run_in_threadpool
from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from backend.ports import Clock, DeliveryError
from backend.values import Inbound, Outgoing
from bot.handlers.telegram.updates import (
    NAME,
    WANTED_UPDATES,
    NotAnUpdate,
    group_of,
    number_of,
    read_update,
    to_inbound,
)

WEBHOOK_PATH = "/telegram/webhook"
TIMEOUT_S = 10.0
LONG_POLL_S = 25
WAIT_AFTER_FAILURE_S = 3.0
MAX_CALLBACK_BYTES = 64
SHARE_NUMBER = "Partager mon numéro"
WHO_SHARES = "Déjà une fiche ? Touchez le bouton."  # shown where one writes, 64 characters at most
ONLY_IN_PRIVATE = (
    "Bonjour, je ne parle qu'en privé, à une personne à la fois. Écrivez-moi directement. Je quitte ce groupe."
)

log = logging.getLogger(__name__)

Accept = Callable[[Inbound], None]


class Failure(NamedTuple):
    words: str
    permanent: bool = True
    unreachable: bool = False


# The first line whose class fits an error says what it means.
FAILURES: tuple[tuple[type[TelegramError], Failure], ...] = (
    (Forbidden, Failure("la personne a bloqué l'assistant", unreachable=True)),
    (ChatMigrated, Failure("ce n'est plus une conversation privée", unreachable=True)),
    (BadRequest, Failure("refusé par Telegram")),
    (InvalidToken, Failure("jeton Telegram refusé", permanent=False)),  # mended in the settings, then they leave
    (Conflict, Failure("Telegram est occupé", permanent=False)),
)


def bot_address(token: str) -> str:
    """The bot's own id, which its token begins with: the address of the office's line."""
    return token.partition(":")[0]


class TelegramChannel:
    """Sends by the Bot API, and asks it for what people sent."""

    name = NAME

    def __init__(
        self, token: str, api_url: str = "https://api.telegram.org", timeout_s: float = TIMEOUT_S,
    ) -> None:  # fmt: skip
        def connections() -> HTTPXRequest:
            half = timeout_s / 2
            return HTTPXRequest(16, read_timeout=timeout_s, write_timeout=half, connect_timeout=half)

        logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log every address, token included
        self.address = bot_address(token)
        self._timeout_s = timeout_s
        self._bot = Bot(
            token, base_url=f"{api_url}/bot", base_file_url=f"{api_url}/file/bot",
            request=connections(),
        )  # fmt: skip

    async def send(self, message: Outgoing) -> str:
        """The message_id. Raises DeliveryError."""
        try:
            sent = await self._bot.send_message(message.recipient, message.text, reply_markup=_buttons(message))
        except TelegramError as error:
            raise _delivery_error(error) from error
        return f"{message.recipient}:{sent.message_id}"  # message ids count within a chat

    async def find_sent(self, message: Outgoing, since: datetime) -> None:
        """Telegram cannot tell what a bot has sent."""

    async def user_name(self) -> str:
        """The name of which deep links are made: t.me/NAME?start=TOKEN. Raises DeliveryError."""
        try:
            return (await self._bot.get_me()).username or ""
        except TelegramError as error:
            raise _delivery_error(error) from error

    async def open_webhook(self, public_url: str, secret: str) -> None:
        """Ask Telegram to post updates here. Raises DeliveryError."""
        try:
            await self._bot.set_webhook(
                public_url + WEBHOOK_PATH, secret_token=secret, allowed_updates=WANTED_UPDATES
            )  # fmt: skip
        except TelegramError as error:
            raise _delivery_error(error) from error

    async def follow_up(self, update: Update) -> None:
        """What an update asks of the bot once it is recorded, and that is no answer to a person."""
        try:
            if update.callback_query is not None:
                await self._end_press(update.callback_query)
            elif (group := group_of(update)) is not None:
                await self._leave(group)
        except TelegramError as error:  # too late, or already gone: what was said is recorded
            log.info("could not follow up update %s: %s", update.update_id, error)

    async def _end_press(self, press: CallbackQuery) -> None:
        """Stop the button's clock and take the buttons away, so that an old list is not pressed again."""
        await self._bot.answer_callback_query(press.id)
        if press.message is not None:
            await self._bot.edit_message_reply_markup(press.message.chat.id, press.message.message_id)

    async def _leave(self, group: int) -> None:
        """What is said of a person is not for a group to read: the bot says so, and goes."""
        try:
            await self._bot.send_message(group, ONLY_IN_PRIVATE)
        finally:
            await self._bot.leave_chat(group)

    async def fetch(self, reference: str) -> bytes:
        """The content of an attachment, 20 MB at most. Raises DeliveryError."""
        try:
            file = await self._bot.get_file(reference)
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise _delivery_error(error) from error

    async def poll(self, accept: Accept, clock: Clock) -> None:
        """Ask for updates for ever. One is acknowledged to Telegram only when `accept` has committed it."""
        offset: int | None = None
        webhook_gone = False
        while True:
            try:
                webhook_gone = webhook_gone or await self._bot.delete_webhook()
                updates = await self._updates(offset)
            except TelegramError as error:
                log.warning("Telegram does not give its updates: %s", error)
                await asyncio.sleep(_wait_s(error))
                continue
            except Exception:  # an answer that is not Telegram's must not end the loop
                log.exception("Telegram's updates cannot be read; asking for them again")
                await asyncio.sleep(WAIT_AFTER_FAILURE_S)
                continue
            for number, given in updates:
                if not await self._take(given, accept, clock):
                    break
                offset = number + 1

    async def _updates(self, offset: int | None) -> list[tuple[int, dict[str, Any]]]:
        """(update_id, update) as Telegram gives them: Bot.get_updates gives none when one of them cannot be read."""
        given = {"timeout": LONG_POLL_S, "allowed_updates": WANTED_UPDATES} | ({"offset": offset} if offset else {})
        found = await self._bot.do_api_request("getupdates", given, read_timeout=LONG_POLL_S + self._timeout_s)
        return [(number_of(one), one) for one in found]

    async def _take(self, given: dict[str, Any], accept: Accept, clock: Clock) -> bool:
        """Whether this update is done with."""
        try:
            update = read_update(given)
        except NotAnUpdate as error:
            log.error("update %s cannot be read: %s", number_of(given), error)
            return True
        message = to_inbound(update, self.address, clock.now())
        try:
            if message is not None:
                await run_in_threadpool(accept, message)
        except Exception:  # the database is away: Telegram keeps the update, and gives it again
            log.exception("an update could not be recorded; asking for it again")
            await asyncio.sleep(WAIT_AFTER_FAILURE_S)
            return False
        await self.follow_up(update)
        return True


def _buttons(message: Outgoing) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove:
    """Buttons under the message; or the keyboard that gives one's number, which the next plain message takes away."""
    if message.data.get("ask") == "contact":
        ask = KeyboardButton(SHARE_NUMBER, request_contact=True)
        return ReplyKeyboardMarkup(
            [[ask]], resize_keyboard=True, one_time_keyboard=True, input_field_placeholder=WHO_SHARES
        )
    if not message.choices:
        return ReplyKeyboardRemove()
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(c.label, callback_data=_press_data(message.id, c.key))] for c in message.choices]
    )


def _press_data(row_id: int, key: str) -> str:
    data = f"{row_id}:{key}"
    if len(data.encode()) > MAX_CALLBACK_BYTES:
        raise DeliveryError(f"la réponse {key!r} est trop longue pour un bouton", permanent=True)
    return data


def _delivery_error(error: TelegramError) -> DeliveryError:
    """What a failed call means: refused, not carried, or perhaps carried all the same."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        return DeliveryError("trop de messages à la fois", permanent=False, code="429", retry_after=seconds)
    for kind, failure in FAILURES:
        if isinstance(error, kind):
            gone = failure.unreachable or "chat not found" in str(error).lower()
            said = f"{failure.words} ({error})"
            return DeliveryError(said, permanent=failure.permanent, code=kind.__name__, unreachable=gone)
    return DeliveryError(f"Telegram ne répond pas ({error})", permanent=False, maybe_sent=_perhaps_sent(error))


def _perhaps_sent(error: TelegramError) -> bool:
    """Whether Telegram may have had the request: it was sent, and no whole answer came back."""
    cause = error.__cause__
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return False
    return cause is not None or not isinstance(error, NetworkError)


def _wait_s(error: TelegramError) -> float:
    return _delivery_error(error).retry_after or WAIT_AFTER_FAILURE_S
