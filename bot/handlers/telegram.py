"""Telegram by python-telegram-bot, for the protocol only: an Update becomes Inbound, an Outgoing becomes sendMessage.

A webhook when the office has a public https address, long polling otherwise. Nothing of a person is kept here.
Source: core.telegram.org/bots/api, read in November 2026.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import httpx
from fastapi import APIRouter, BackgroundTasks, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.constants import ChatType
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
from backend.values import Attachment, Inbound, Outgoing

NAME = "telegram"
WEBHOOK_PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
TIMEOUT_S = 10.0
LONG_POLL_S = 25
WAIT_AFTER_FAILURE_S = 3.0
MAX_UPDATE_BYTES = 256 * 1024
MAX_CALLBACK_BYTES = 64
# What a bot may download.
MAX_FILE_BYTES = 20 * 1024 * 1024
SHARE_NUMBER = "Partager mon numéro"
WHO_SHARES = "Déjà une fiche ? Touchez le bouton."  # shown where one writes, 64 characters at most
WANTED_UPDATES = ["message", "edited_message", "callback_query"]

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
        self._bot = Bot(
            token, base_url=f"{api_url}/bot", base_file_url=f"{api_url}/file/bot",
            request=connections(), get_updates_request=connections(),
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

    async def end_press(self, press: CallbackQuery) -> None:
        """Stop the button's clock and take the buttons away, so that an old list is not pressed again."""
        try:
            await self._bot.answer_callback_query(press.id)
            if press.message is not None:
                await self._bot.edit_message_reply_markup(press.message.chat.id, press.message.message_id)
        except TelegramError as error:  # too late or already gone: the answer itself is recorded
            log.info("could not end a press: %s", error)

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
                updates = await self._bot.get_updates(offset, timeout=LONG_POLL_S, allowed_updates=WANTED_UPDATES)
            except TelegramError as error:
                log.warning("Telegram does not give its updates: %s", error)
                await asyncio.sleep(_wait_s(error))
                continue
            except Exception:  # an update that the library cannot read must not end the loop
                log.exception("Telegram's updates cannot be read; asking for them again")
                await asyncio.sleep(WAIT_AFTER_FAILURE_S)
                continue
            for update in updates:
                if not await self._take(update, accept, clock):
                    break
                offset = update.update_id + 1

    async def _take(self, update: Update, accept: Accept, clock: Clock) -> bool:
        message = to_inbound(update, self.address, clock.now())
        if message is None:
            return True
        try:
            await run_in_threadpool(accept, message)
        except Exception:  # the database is away: Telegram keeps the update, and gives it again
            log.exception("an update could not be recorded; asking for it again")
            await asyncio.sleep(WAIT_AFTER_FAILURE_S)
            return False
        if update.callback_query is not None:
            await self.end_press(update.callback_query)
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


def telegram_routes(secret: str, channel: TelegramChannel, accept: Accept, clock: Clock) -> APIRouter:
    """The address that Telegram posts updates to; 403 without the secret that was given to it.

    `accept` commits before it returns, in a thread. What is no message of a person to the bot is acknowledged and
    forgotten, or Telegram would give it again and again. Raises ValueError when `secret` is empty.
    """
    if not secret:
        raise ValueError("a Telegram webhook without a secret would take anybody's posts")
    router = APIRouter()

    @router.post(WEBHOOK_PATH)
    async def webhook(request: Request, later: BackgroundTasks) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            raise HTTPException(403, f"The header {SECRET_HEADER} is missing or wrong.")
        update = _parse(await _body(request))
        message = to_inbound(update, channel.address, clock.now())
        if message is not None:
            await run_in_threadpool(accept, message)
        if update.callback_query is not None:
            later.add_task(channel.end_press, update.callback_query)
        return Response(status_code=200, background=later)

    return router


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_UPDATE_BYTES:
            raise HTTPException(413, f"The update is longer than {MAX_UPDATE_BYTES} bytes.")
    return bytes(body)


def _parse(body: bytes) -> Update:
    try:
        return Update.de_json(json.loads(body))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise HTTPException(400, "The body is not an Update of the Bot API in JSON.") from error


def to_inbound(update: Update, bot: str, now: datetime) -> Inbound | None:
    """What a person sent to the bot in private; None for groups, other bots and what is no message.

    A pressed button is its key as text, with an attachment "button" whose reference is the outbox row it was under. An
    edited message is its new text, with an attachment "edited".
    """
    if update.callback_query is not None:
        return _pressed(update.update_id, update.callback_query, bot, now)
    message = update.message or update.edited_message
    if message is None or message.chat.type != ChatType.PRIVATE or (message.from_user and message.from_user.is_bot):
        return None
    attached = _attachments(message)
    if update.edited_message is not None:
        attached = (*attached, Attachment("edited", str(message.message_id)))
    text = message.text or message.caption or ""
    return Inbound(NAME, str(update.update_id), str(message.chat.id), bot, text, now, attached)


def _pressed(update_id: int, press: CallbackQuery, bot: str, now: datetime) -> Inbound | None:
    if press.message is not None and press.message.chat.type != ChatType.PRIVATE:
        return None
    row_id, bound, key = (press.data or "").partition(":")
    attached = (Attachment("button", row_id),) if bound else ()
    text = key if bound else row_id
    return Inbound(NAME, str(update_id), str(press.from_user.id), bot, text, now, attached)


def _attachments(message: Message) -> tuple[Attachment, ...]:
    found = [one for kind in READ_ATTACHMENTS if (one := kind(message)) is not None]
    if not found and message.text is None:
        return (Attachment("other", ""),)
    return tuple(found)


def _document(message: Message) -> Attachment | None:
    if (sent := message.document) is None:
        return None
    return Attachment("document", sent.file_id, sent.file_name or "", sent.file_size or 0)


def _photo(message: Message) -> Attachment | None:
    if not message.photo:
        return None
    largest = message.photo[-1]
    return Attachment("photo", largest.file_id, "", largest.file_size or 0)


def _voice(message: Message) -> Attachment | None:
    sent = message.voice or message.audio
    return Attachment("voice", sent.file_id, "", sent.file_size or 0) if sent else None


def _video(message: Message) -> Attachment | None:
    sent = message.video or message.video_note
    return Attachment("video", sent.file_id, "", sent.file_size or 0) if sent else None


def _sticker(message: Message) -> Attachment | None:
    return Attachment("sticker", message.sticker.file_id, message.sticker.emoji or "") if message.sticker else None


def _contact(message: Message) -> Attachment | None:
    """Only one's own card says who one is: the number of another person's card proves nothing."""
    if (card := message.contact) is None:
        return None
    own = message.from_user is not None and card.user_id == message.from_user.id
    return Attachment("contact" if own else "contact_of_another", "+" + card.phone_number.lstrip("+"), card.first_name)


def _location(message: Message) -> Attachment | None:
    place = message.location
    return Attachment("location", f"{place.latitude},{place.longitude}") if place else None


READ_ATTACHMENTS: tuple[Callable[[Message], Attachment | None], ...] = (
    _document, _photo, _voice, _video, _sticker, _contact, _location,
)  # fmt: skip
