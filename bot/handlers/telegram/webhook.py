"""The address that Telegram posts updates to."""

import hmac
import json
import logging
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, BackgroundTasks, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool

from backend.ports import Clock
from backend.values import Inbound
from bot.handlers.telegram.channel import WEBHOOK_PATH, TelegramChannel
from bot.handlers.telegram.updates import NotAnUpdate, number_of, read_update, to_inbound

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_UPDATE_BYTES = 256 * 1024

log = logging.getLogger(__name__)

Accept = Callable[[Inbound], None]


def telegram_routes(secret: str, channel: TelegramChannel, accept: Accept, clock: Clock) -> APIRouter:
    """The route of WEBHOOK_PATH; 403 without the secret that was given to Telegram.

    `accept` commits before it returns, in a thread. What is no message of a person to the bot, or cannot be read, is
    acknowledged and forgotten, or Telegram would give it again and again. Raises ValueError when `secret` is empty.
    """
    if not secret:
        raise ValueError("a Telegram webhook without a secret would take anybody's posts")
    router = APIRouter()

    @router.post(WEBHOOK_PATH)
    async def webhook(request: Request, later: BackgroundTasks) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            raise HTTPException(403, f"The header {SECRET_HEADER} is missing or wrong.")
        given = _parse(await _body(request))
        try:
            update = read_update(given)
        except NotAnUpdate as error:
            log.error("update %s cannot be read: %s", number_of(given), error)
            return Response(status_code=200)
        message = to_inbound(update, channel.address, clock.now())
        if message is not None:
            await run_in_threadpool(accept, message)
        later.add_task(channel.follow_up, update)
        return Response(status_code=200, background=later)

    return router


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_UPDATE_BYTES:
            raise HTTPException(413, f"The update is longer than {MAX_UPDATE_BYTES} bytes.")
    return bytes(body)


def _parse(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
        number_of(given)
    except ValueError as error:
        raise HTTPException(400, "The body is not an Update of the Bot API in JSON.") from error
    return dict(given)
