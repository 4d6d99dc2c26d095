"""SMS by Twilio: its webhooks become Inbound, its REST API carries Outgoing, its error codes become DeliveryError.

Source: twilio.com/docs/messaging/guides/webhook-request, /usage/security, /api/errors, read in November 2026.
"""
# mypy: disable-error-code="import-untyped"

import asyncio
import itertools
import json
import logging
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import NamedTuple, ParamSpec, TypeVar
from urllib.parse import parse_qsl

import requests
import urllib3
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from backend.ports import Clock, DeliveryError
from backend.values import Attachment, Inbound, Outgoing

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

NAME = "sms"
# Seconds to connect, and again to be answered.
TIMEOUT_S = 10.0
AT_ONCE = 8
INBOUND_PATH = "/sms/inbound"
STATUS_PATH = "/sms/status"
# A ten-part text of emoji, percent-encoded, with every other field, stays under 20 kB.
MAX_FORM_BYTES = 64 * 1024
# How far back find_sent looks among the messages to one person; they are asked a page of 50 at a time.
LOOK_BACK = 200

EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
# E.164, or the short code of a network operator.
ADDRESS = re.compile(r"\+?\d{3,15}")

# Twilio's words for a message's life → ours. What is not here says nothing new.
STATUSES = {
    "accepted": "queued", "scheduled": "queued", "queued": "queued", "sending": "sending", "sent": "sent",
    "delivered": "delivered", "read": "delivered", "undelivered": "undelivered", "failed": "failed",
    "canceled": "cancelled",
}  # fmt: skip

# (provider id, status, error or None, outbox row or None): what the provider says of a message it took.
NoteStatus = Callable[[str, str, DeliveryError | None, int | None], None]
Accept = Callable[[Inbound], None]


class Failure(NamedTuple):
    """What an error code means for us."""

    words: str
    permanent: bool = True
    unreachable: bool = False
    stopped: bool = False
    retry_after_s: float | None = None


HOUR_S = 3600.0
FAILURES: dict[int, Failure] = {
    14107: Failure("trop de messages à la fois", permanent=False),
    20003: Failure("identifiants Twilio refusés", permanent=False),  # mended in the settings, then they leave
    20429: Failure("trop de messages à la fois", permanent=False),
    20500: Failure("Twilio est en panne", permanent=False),
    20503: Failure("Twilio est en panne", permanent=False),
    21211: Failure("numéro invalide", unreachable=True),
    21214: Failure("numéro injoignable", unreachable=True),
    21217: Failure("numéro invalide", unreachable=True),
    21408: Failure("pays non autorisé dans le compte Twilio"),
    21610: Failure("la personne a dit STOP", stopped=True),
    21611: Failure("file d'attente pleine", permanent=False),
    21612: Failure("numéro injoignable par SMS", unreachable=True),
    21614: Failure("ce n'est pas un mobile", unreachable=True),
    21635: Failure("ligne fixe", unreachable=True),
    30001: Failure("file d'attente pleine", permanent=False),
    30002: Failure("compte Twilio suspendu", permanent=False, retry_after_s=HOUR_S),
    30003: Failure("téléphone éteint ou hors réseau", permanent=False, retry_after_s=12 * HOUR_S),
    30004: Failure("message bloqué par l'opérateur ou la personne"),
    30005: Failure("numéro inconnu", unreachable=True),
    30006: Failure("ligne fixe ou injoignable", unreachable=True),
    30007: Failure("message filtré par l'opérateur"),
    30008: Failure("échec inconnu de l'opérateur", permanent=False, retry_after_s=HOUR_S),
    30022: Failure("trop de messages à la fois", permanent=False),
}
NO_CODE = Failure("échec sans explication", permanent=False, retry_after_s=HOUR_S)


def failure_of(code: int) -> DeliveryError:
    """The failure that a Twilio error code stands for. A code that is not in FAILURES is permanent."""
    known = FAILURES.get(code, Failure("refusé par Twilio")) if code else NO_CODE
    return DeliveryError(
        known.words, permanent=known.permanent, code=str(code or ""), retry_after=known.retry_after_s,
        stopped=known.stopped, unreachable=known.unreachable,
    )  # fmt: skip


class SmsChannel:
    """Sends by Twilio's REST API."""

    name = NAME

    def __init__(
        self, account_sid: str, auth_token: str, public_url: str,
        api_url: str = "https://api.twilio.com", timeout_s: float = TIMEOUT_S,
    ) -> None:  # fmt: skip
        logging.getLogger("twilio.http_client").setLevel(logging.WARNING)  # it would log people's numbers
        # The synchronous client, in threads of its own (a slow Twilio must not hold up the database's):
        # the asynchronous one of twilio 9 applies no time-out.
        self._threads = ThreadPoolExecutor(AT_ONCE, "sms")
        self._client = Client(account_sid, auth_token, http_client=TwilioHttpClient(timeout=timeout_s))
        self._client.api.base_url = api_url
        self._public_url = public_url

    async def _in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *args, **kwargs))

    async def send(self, message: Outgoing) -> str:
        """The MessageSid. Raises DeliveryError."""
        return await self._in_thread(self._send, message)

    def _send(self, message: Outgoing) -> str:
        try:
            taken = self._client.messages.create(
                to=message.recipient, from_=message.sender, body=message.text,
                status_callback=f"{self._public_url}{STATUS_PATH}?outbox={message.id}",
            )  # fmt: skip
        except (TwilioException, requests.RequestException, json.JSONDecodeError) as error:
            raise _delivery_error(error) from error
        return str(taken.sid)

    async def find_sent(self, message: Outgoing, since: datetime) -> list[str]:
        """The MessageSids of texts like this one that Twilio took since then, oldest first. Raises DeliveryError."""
        return await self._in_thread(self._find_sent, message, since)

    def _find_sent(self, message: Outgoing, since: datetime) -> list[str]:
        # Not filtered by DateSent: Twilio leaves it empty until the message has left its own queue.
        try:
            newest_first = list(
                self._client.messages.list(to=message.recipient, from_=message.sender, limit=LOOK_BACK, page_size=50)
            )
        except (TwilioException, requests.RequestException, json.JSONDecodeError) as error:
            raise _delivery_error(error) from error
        recent = itertools.takewhile(lambda m: m.date_created is None or m.date_created >= since, newest_first)
        same = [str(m.sid) for m in recent if (m.body or "").strip() == message.text.strip()]
        return same[::-1]


def _delivery_error(error: Exception) -> DeliveryError:
    """What a failed call means: refused, not carried, or perhaps carried all the same."""
    if isinstance(error, TwilioRestException):
        return _rest_error(error.status, int(error.code or 0))
    if _never_connected(error):
        return DeliveryError("Twilio ne répond pas", permanent=False)
    # The request left, and its answer never came whole: Twilio may have taken the message.
    return DeliveryError("réponse de Twilio perdue", permanent=False, maybe_sent=True)


def _rest_error(http_status: int, code: int) -> DeliveryError:
    spoken_by_twilio = code != http_status  # the library repeats the HTTP status when the answer held no code
    if spoken_by_twilio and (code in FAILURES or http_status < 500):
        return failure_of(code)
    if http_status in (429, 503):
        return DeliveryError("Twilio demande d'attendre", permanent=False, code=str(code))
    if http_status >= 500:  # from a gateway in between, Twilio may have the message; from Twilio itself, it has not
        return DeliveryError(
            "Twilio est en panne", permanent=False, code=str(code), maybe_sent=not spoken_by_twilio
        )  # fmt: skip
    return DeliveryError("refusé par Twilio", permanent=http_status != 401, code=str(code))


def _never_connected(error: Exception) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if isinstance(error, requests.ConnectionError) and error.args else None
    return isinstance(getattr(cause, "reason", None), urllib3.exceptions.NewConnectionError)


def sms_routes(auth_token: str, public_url: str, accept: Accept, status: NoteStatus, clock: Clock) -> APIRouter:
    """The two addresses that Twilio posts to.

    `accept` and `status` commit before they return, each in a thread: Twilio is answered when the row is safe.
    A post that is not signed by Twilio for exactly our public address gets 403, a form without what it must hold 400.
    """
    router = APIRouter()
    validator = RequestValidator(auth_token)

    async def signed_form(request: Request) -> dict[str, str]:
        signature = request.headers.get("X-Twilio-Signature", "")
        form = await _form(request) if signature else {}
        url = public_url + request.url.path + (f"?{request.url.query}" if request.url.query else "")
        if not signature or not validator.validate(url, form, signature):
            log.warning("a post was refused: it is not signed by Twilio for %s (is MISSION_PUBLIC_URL right?)", url)
            raise HTTPException(403, "The signature is not Twilio's for this address and this form.")
        return form

    @router.post(INBOUND_PATH)
    async def inbound(request: Request) -> Response:
        message = to_inbound(await signed_form(request), clock.now())
        await run_in_threadpool(accept, message)
        return Response(EMPTY_TWIML, media_type="application/xml")

    @router.post(STATUS_PATH)
    async def note_status(request: Request) -> Response:
        form = await signed_form(request)
        said = STATUSES.get(_wanted(form, "MessageStatus"))
        if said is not None:
            row_id = _row_id(request.query_params.get("outbox", ""))
            await run_in_threadpool(status, _wanted(form, "MessageSid"), said, _failure_in(form, said), row_id)
        return Response(status_code=204)

    return router


async def _form(request: Request) -> dict[str, str]:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            raise HTTPException(413, f"The form is longer than {MAX_FORM_BYTES} bytes.")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=500)
    except ValueError as error:  # UnicodeDecodeError is one
        raise HTTPException(400, "The body is not a form in UTF-8.") from error
    form = dict(pairs)
    if len(form) != len(pairs):
        raise HTTPException(403, "The form holds the same field twice: Twilio signs no such form.")
    return form


def to_inbound(form: Mapping[str, str], now: datetime) -> Inbound:
    """The message in a form of Twilio's. Raises HTTPException 400, which names the field that is wrong."""
    return Inbound(
        channel=NAME, provider_id=_wanted(form, "MessageSid"), sender=_address(form, "From"),
        recipient=_address(form, "To"), text=form.get("Body", ""), received_at=now, attachments=_attachments(form),
    )  # fmt: skip


def _wanted(form: Mapping[str, str], name: str) -> str:
    value = form.get(name, "")
    if not 0 < len(value) <= 80:
        raise HTTPException(400, f"The field {name} is missing or too long.")
    return value


def _address(form: Mapping[str, str], name: str) -> str:
    value = _wanted(form, name)
    if not ADDRESS.fullmatch(value):
        raise HTTPException(400, f"The field {name} is not a telephone number: {value!r}.")
    return value


KINDS = {"image": "photo", "audio": "voice", "video": "video"}


def _attachments(form: Mapping[str, str]) -> tuple[Attachment, ...]:
    count = form.get("NumMedia", "0")
    found = range(min(int(count), 10) if count.isdecimal() else 0)
    return tuple(
        Attachment(
            kind=KINDS.get(form.get(f"MediaContentType{i}", "").split("/")[0], "document"),
            reference=form[f"MediaUrl{i}"],
        )
        for i in found
        if f"MediaUrl{i}" in form
    )


def _row_id(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 18 else None


def _failure_in(form: Mapping[str, str], status: str) -> DeliveryError | None:
    if status not in ("undelivered", "failed"):
        return None
    code = form.get("ErrorCode", "")
    return failure_of(int(code) if code.isascii() and code.isdecimal() else 0)
