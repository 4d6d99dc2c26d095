"""Stands in for Twilio: its REST API for messages over real HTTP, and its signed webhook calls.

It checks what the real one checks (basic auth, the form, E.164, the 1,600 characters) and answers with the real
resource's fields. It can be told to refuse, to be slow, or to take a message and then lose the connection.
Source: twilio.com/docs/messaging/api/message-resource and twilio.com/docs/usage/security, November 2026.
"""

import asyncio
import base64
import itertools
import json
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import parse_qsl, urlencode

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from twilio.request_validator import RequestValidator

from tests.stand_ins.server import serving

E164 = re.compile(r"\+[1-9]\d{6,14}")
SHORT_CODE = re.compile(r"\d{3,6}")
MAX_BODY = 1600
PAGE_SIZE = 50


def new_sid() -> str:
    return "SM" + secrets.token_hex(16)


@dataclass
class TakenMessage:
    """A message that Twilio took, as its API keeps it."""

    sid: str
    to: str
    from_: str
    body: str
    status_callback: str
    created_at: datetime
    status: str = "queued"


@dataclass
class Refusal:
    http_status: int
    code: int | None
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)


class _LostConnection(Response):
    """Promises an answer and breaks the connection in the middle of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"5000")]
        await send({"type": "http.response.start", "status": 201, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"sid": "SM', "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class Twilio:
    """The account: what it took (`messages`, oldest first), and how it behaves next."""

    def __init__(
        self, account_sid: str = "AC" + "0" * 32, auth_token: str = "a token of the stand-in",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),  # noqa: TID251 - the provider has its own clock
    ) -> None:  # fmt: skip
        self._now = now
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.messages: list[TakenMessage] = []
        self.requests = itertools.count()
        self.stopped_numbers: set[str] = set()
        self._refusals: list[Refusal] = []
        self._slow_s: list[float] = []
        self._lost = 0
        path = f"/2010-04-01/Accounts/{account_sid}/Messages.json"
        self.app = Starlette(
            routes=[
                Route(path, self._create, methods=["POST"]),
                Route(path, self._list, methods=["GET"]),
                Route("/{path:path}", self._not_found, methods=["GET", "POST"]),
            ]
        )

    def serving(self) -> AbstractContextManager[str]:
        """Run it; the address is the value of MISSION_TWILIO_API_URL."""
        return serving(self.app)

    # How it behaves next.

    def refuse(self, code: int | None, http_status: int = 400, message: str = "refused", times: int = 1) -> None:
        """Answer the next posts with this error. Without a code, as a gateway would: no JSON."""
        self._refusals += [Refusal(http_status, code, message)] * times

    def be_slow(self, seconds: float, times: int = 1) -> None:
        """Take the next messages, and answer only after that long."""
        self._slow_s += [seconds] * times

    def lose_connection(self, times: int = 1) -> None:
        """Take the next messages, and break the connection before the answer is whole."""
        self._lost += times

    def texts_to(self, number: str) -> list[str]:
        return [message.body for message in self.messages if message.to == number]

    # Webhooks.

    def sign(self, url: str, params: Mapping[str, str]) -> str:
        """The X-Twilio-Signature of that call."""
        return str(RequestValidator(self.auth_token).compute_signature(url, dict(params)))

    def inbound(self, sender: str, recipient: str, text: str, sid: str | None = None, **more: str) -> dict[str, str]:
        """The form that Twilio posts for a text from a person, with the fields it leaves blank."""
        sid = sid or new_sid()
        return {
            "ToCountry": "FR", "ToState": "", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "", "FromZip": "",
            "SmsSid": sid, "FromState": "", "SmsStatus": "received", "FromCity": "", "Body": text,
            "FromCountry": "FR", "To": recipient, "ToZip": "", "NumSegments": "1", "MessageSid": sid,
            "AccountSid": self.account_sid, "From": sender, "ApiVersion": "2010-04-01", **more,
        }  # fmt: skip

    def report(self, message: TakenMessage, status: str, error_code: str = "") -> dict[str, str]:
        """The form that Twilio posts to the message's StatusCallback."""
        form = {
            "SmsSid": message.sid, "SmsStatus": status, "MessageStatus": status, "To": message.to,
            "MessageSid": message.sid, "AccountSid": self.account_sid, "From": message.from_,
            "ApiVersion": "2010-04-01",
        }  # fmt: skip
        return form | ({"ErrorCode": error_code} if error_code else {})

    def signed_headers(self, url: str, params: Mapping[str, str]) -> dict[str, str]:
        return {
            "X-Twilio-Signature": self.sign(url, params),
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "User-Agent": "TwilioProxy/1.1",
        }

    def post(self, client: httpx.Client, public_url: str, path: str, params: Mapping[str, str]) -> httpx.Response:
        """Call a webhook as Twilio does: signed for the public address, wherever the client really posts."""
        headers = self.signed_headers(public_url + path, params)
        return client.post(path, content=urlencode(params), headers=headers)

    # The REST API.

    async def _create(self, request: Request) -> Response:
        next(self.requests)
        if (refused := self._unauthorized(request)) is not None:
            return refused
        if self._refusals:
            return _refused(self._refusals.pop(0))
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        if (refusal := self._objection(form)) is not None:
            return _refused(refusal)
        message = self._take(form)
        if self._lost:
            self._lost -= 1
            return _LostConnection()
        if self._slow_s:
            await asyncio.sleep(self._slow_s.pop(0))
        return JSONResponse(self._resource(message), 201)

    def _objection(self, form: Mapping[str, str]) -> Refusal | None:
        to, body = form.get("To", ""), form.get("Body", "")
        checks = [
            (not to, 21604, "A 'To' phone number is required."),
            (not form.get("From"), 21603, "A 'From' phone number is required."),
            (not body, 21602, "Message body is required."),
            (not E164.fullmatch(to), 21211, f"Invalid 'To' Phone Number: {to}"),
            (
                not (E164.fullmatch(form.get("From", "")) or SHORT_CODE.fullmatch(form.get("From", ""))),
                21212, "Invalid From Number",
            ),
            (len(body) > MAX_BODY, 21617, "The concatenated message body exceeds the 1600 character limit"),
            (to in self.stopped_numbers, 21610, "Attempt to send to unsubscribed recipient"),
            (
                "StatusCallback" in form and not form["StatusCallback"].startswith(("http://", "https://")),
                21609, "The 'StatusCallback' URL is not a valid URL.",
            ),
        ]  # fmt: skip
        return next((Refusal(400, code, words) for wrong, code, words in checks if wrong), None)

    def _take(self, form: Mapping[str, str]) -> TakenMessage:
        message = TakenMessage(
            sid=new_sid(), to=form["To"], from_=form["From"], body=form["Body"],
            status_callback=form.get("StatusCallback", ""),
            created_at=self._now().astimezone(UTC),
        )  # fmt: skip
        self.messages.append(message)
        return message

    async def _list(self, request: Request) -> Response:
        next(self.requests)
        if (refused := self._unauthorized(request)) is not None:
            return refused
        if self._refusals:
            return _refused(self._refusals.pop(0))
        wanted = dict(request.query_params)
        found = [m for m in reversed(self.messages) if _matches(m, wanted)]
        page, size = int(wanted.pop("Page", 0)), int(wanted.pop("PageSize", PAGE_SIZE))
        part = found[page * size : (page + 1) * size]
        more = len(found) > (page + 1) * size
        next_page = f"{request.url.path}?{urlencode({**wanted, 'PageSize': size, 'Page': page + 1})}"
        return JSONResponse({
            "messages": [self._resource(m) for m in part], "page": page, "page_size": size,
            "start": page * size, "end": page * size + len(part) - 1, "uri": str(request.url.path),
            "first_page_uri": f"{request.url.path}?PageSize={size}&Page=0", "previous_page_uri": None,
            "next_page_uri": next_page if more else None,
        })  # fmt: skip

    def _unauthorized(self, request: Request) -> Response | None:
        said = request.headers.get("authorization", "").removeprefix("Basic ")
        expected = base64.b64encode(f"{self.account_sid}:{self.auth_token}".encode()).decode()
        return None if said == expected else _refused(Refusal(401, 20003, "Authenticate"))

    async def _not_found(self, request: Request) -> Response:
        words = f"The requested resource {request.url.path} was not found"
        return _refused(Refusal(404, 20404, words))

    def _resource(self, message: TakenMessage) -> dict[str, object]:
        created = format_datetime(message.created_at)
        uri = f"/2010-04-01/Accounts/{self.account_sid}/Messages/{message.sid}"
        return {
            "account_sid": self.account_sid, "api_version": "2010-04-01", "body": message.body,
            "date_created": created, "date_sent": None if message.status == "queued" else created,
            "date_updated": created, "direction": "outbound-api", "error_code": None, "error_message": None,
            "from": message.from_, "messaging_service_sid": None, "num_media": "0", "num_segments": "1",
            "price": None, "price_unit": "EUR", "sid": message.sid, "status": message.status,
            "subresource_uris": {"media": f"{uri}/Media.json"}, "to": message.to, "uri": f"{uri}.json",
        }  # fmt: skip


def _matches(message: TakenMessage, wanted: Mapping[str, str]) -> bool:
    sent = "" if message.status == "queued" else message.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        wanted.get("To", message.to) == message.to
        and wanted.get("From", message.from_) == message.from_
        and ("DateSent>" not in wanted or bool(sent and sent >= wanted["DateSent>"]))
    )


def _refused(refusal: Refusal) -> Response:
    if refusal.code is None:
        return Response("<html>upstream error</html>", refusal.http_status, media_type="text/html")
    content = {
        "code": refusal.code, "message": refusal.message, "status": refusal.http_status,
        "more_info": f"https://www.twilio.com/docs/errors/{refusal.code}",
    }  # fmt: skip
    return Response(json.dumps(content), refusal.http_status, dict(refusal.headers), "application/json")
