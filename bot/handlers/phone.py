"""The demonstration telephone, in the browser at /telephone: a channel like the others, with invented numbers only.

What it receives goes the way of every message; what it is sent lives in the outbox row alone, and is read from there.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, StringConstraints

from backend.ports import Clock
from backend.values import Inbound, Json, Outgoing

NAME = "phone"
PAGE_PATH = "/telephone"
HERE = Path(__file__).parent
FILES = {
    "": ("phone.html", "text/html"),
    "/phone.css": ("phone.css", "text/css"),
    "/phone.js": ("phone.js", "text/javascript"),
}
# Numbers that the French regulator (Arcep) keeps for fiction: they ring nowhere.
INVENTED_NUMBER = r"^\+3363998\d{4}$"
LONGEST_TEXT = 1600
ONLY_OURS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'",
    "Cache-Control": "no-cache",
}

Accept = Callable[[Inbound], None]
# number → its messages, oldest first: {"id", "from": "office" | "person", "text", "at": ISO 8601, "parts": SMS parts}
ReadThread = Callable[[str], Sequence[Mapping[str, Json]]]
Number = Annotated[str, StringConstraints(pattern=INVENTED_NUMBER)]


class PhoneChannel:
    """Nothing to carry: the page shows every row that is marked as sent."""

    name = NAME

    async def send(self, message: Outgoing) -> str:
        return f"phone-{message.id}"

    async def find_sent(self, message: Outgoing, since: datetime) -> list[str]:
        """Never: until its row is marked as sent, nobody has seen the message."""
        return []


class Typed(BaseModel):
    """What the page posts. The same `id` again is the same message."""

    number: Number
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT)]
    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,60}$")] = ""


def phone_routes(accept: Accept, read_thread: ReadThread, clock: Clock, line: str = NAME) -> APIRouter:
    """The page and what it asks for; `line` is the office's address on this channel.

    Both callables run in a thread; `accept` commits before it returns.
    """
    router = APIRouter()
    for path, (name, media_type) in FILES.items():
        router.add_api_route(PAGE_PATH + path, _file(name, media_type), include_in_schema=False)

    @router.post(PAGE_PATH + "/messages", status_code=202)
    async def write(typed: Typed) -> None:
        message = Inbound(NAME, typed.id or str(uuid.uuid4()), typed.number, line, typed.text, clock.now())
        await run_in_threadpool(accept, message)

    @router.get(PAGE_PATH + "/messages")
    async def read(number: Number, request: Request) -> Response:
        thread = await run_in_threadpool(read_thread, number)
        body = json.dumps({"messages": [dict(message) for message in thread]}, ensure_ascii=False).encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        if request.headers.get("If-None-Match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        return Response(body, media_type="application/json", headers={"ETag": tag, "Cache-Control": "no-store"})

    return router


def _file(name: str, media_type: str) -> Callable[[], Response]:
    content = (HERE / name).read_bytes()

    def send() -> Response:
        return Response(content, media_type=f"{media_type}; charset=utf-8", headers=ONLY_OURS)

    return send
