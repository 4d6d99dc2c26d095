"""Stands in for the Bot API over real HTTP: it checks what the real one checks and answers as it does.

Webhook with its secret header, long polling with offsets, buttons, documents, a bot that is blocked, flood control.
Source: core.telegram.org/bots/api, November 2026.
"""

import asyncio
import itertools
import json
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.stand_ins.server import serving

TOKEN = "700000001:AAstand-in-token-of-the-mission-emploi"
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
MAX_TEXT = 4096
MAX_CALLBACK_BYTES = 64

Json = dict[str, Any]


class Refused(Exception):
    """What the Bot API answers instead of a result."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.retry_after = retry_after

    def answer(self) -> Response:
        content: Json = {"ok": False, "error_code": self.status, "description": str(self)}
        if self.retry_after is not None:
            content["parameters"] = {"retry_after": self.retry_after}
        return JSONResponse(content, self.status)


@dataclass
class Telegram:
    """One bot and the people who talk to it. `messages` are the bot's, oldest first, as Message objects of the API."""

    token: str = TOKEN
    now: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: TID251 - the provider has its own clock
    messages: list[Json] = field(default_factory=list)
    answered_presses: list[str] = field(default_factory=list)
    known_chats: set[int] = field(default_factory=set)  # of people, and the groups that the bot is in
    blocked_by: set[int] = field(default_factory=set)
    webhook: Json = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._updates: list[Json] = []
        self._update_ids = itertools.count(500_001)
        self._message_ids = itertools.count(1)
        self._refusals: list[Refused] = []
        self._slow_s: list[float] = []
        self._gateway_errors: list[int] = []
        self.app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._download),
            ]
        )

    def serving(self) -> AbstractContextManager[str]:
        """Run it; the address is the value of MISSION_TELEGRAM_API_URL."""
        return serving(self.app)

    # How it behaves next.

    def refuse(self, status: int, description: str, retry_after: int | None = None, times: int = 1) -> None:
        self._refusals += [Refused(status, description, retry_after)] * times

    def be_slow(self, seconds: float, times: int = 1) -> None:
        """Do what is asked, and answer only after that long."""
        self._slow_s += [seconds] * times

    def fail_at_gateway(self, status: int) -> None:
        """Answer the next call as a proxy in between would: a page, no JSON."""
        self._gateway_errors.append(status)

    def texts_to(self, chat: int) -> list[str]:
        return [m["text"] for m in self.messages if m["chat"]["id"] == chat]

    def last_buttons(self, chat: int) -> list[tuple[str, str]]:
        """(label, data) of the buttons under the last message to that chat."""
        last = [m for m in self.messages if m["chat"]["id"] == chat][-1]
        rows = last.get("reply_markup", {}).get("inline_keyboard", [])
        return [(button["text"], button["callback_data"]) for row in rows for button in row]

    def keyboard(self, chat: int) -> list[str]:
        """The keys that stand in the place of that person's keyboard; inline buttons leave them as they are."""
        keys: list[str] = []
        for markup in (m.get("reply_markup", {}) for m in self.messages if m["chat"]["id"] == chat):
            if "keyboard" in markup:
                keys = [key["text"] for row in markup["keyboard"] for key in row]
            elif markup.get("remove_keyboard"):
                keys = []
        return keys

    # What people do. Each makes an Update; `push` gives it to long polling, `post` to the webhook.

    def message(self, chat: int, text: str | None = None, chat_type: str = "private", **more: object) -> Json:
        if chat_type == "private":
            self.known_chats.add(chat)
        sent = {**self._message(chat, _person(chat), chat_type), **more}
        return {"update_id": next(self._update_ids), "message": sent | ({"text": text} if text is not None else {})}

    def edited(self, chat: int, text: str | None = None, **more: object) -> Json:
        sent = self._message(chat, _person(chat)) | {"edit_date": int(self.now().timestamp())} | more
        sent |= {"text": text} if text is not None else {}
        return {"update_id": next(self._update_ids), "edited_message": sent}

    def put_in(self, group: int, chat_type: str = "group", status: str = "member") -> Json:
        """Somebody puts the bot in a group, or makes it an administrator of a channel."""
        self.known_chats.add(group)
        was, now = ({"status": each, "user": self._me()} for each in ("left", status))
        change = {
            "chat": {"id": group, "type": chat_type, "title": "Famille"}, "from": _person(9),
            "date": int(self.now().timestamp()), "old_chat_member": was, "new_chat_member": now,
        }  # fmt: skip
        return {"update_id": next(self._update_ids), "my_chat_member": change}

    def press(self, chat: int, data: str) -> Json:
        """The person presses a button with that data, under the last message; only inline buttons are given back."""
        under = [
            {key: value for key, value in m.items() if key != "reply_markup" or "inline_keyboard" in value}
            for m in self.messages
            if m["chat"]["id"] == chat
        ]
        query = {"id": f"press-{next(self._message_ids)}", "from": _person(chat), "chat_instance": "1", "data": data}
        return {
            "update_id": next(self._update_ids), "callback_query": query | ({"message": under[-1]} if under else {})
        }  # fmt: skip

    def document(self, chat: int, name: str, content: bytes, **more: object) -> Json:
        file_id = f"file-{len(self.files) + 1}"
        self.files[file_id] = content
        sent = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": len(content)}
        return self.message(chat, document=sent, **more)

    def contact(self, chat: int, number: str, of: int | None = None) -> Json:
        """The person gives a card: their own, or that of another account."""
        card = {"phone_number": number, "first_name": "Camille", "user_id": of or chat}
        return self.message(chat, contact=card)

    def push(self, update: Json) -> None:
        self._updates.append(update)

    def post(self, client: httpx.Client, path: str, update: Json, secret: str) -> httpx.Response:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}
        return client.post(path, content=json.dumps(update), headers=headers)

    # The Bot API.

    async def _call(self, request: Request) -> Response:
        if self._gateway_errors:
            return Response("<html>bad gateway</html>", self._gateway_errors.pop(0), media_type="text/html")
        try:
            if request.path_params["token"] != self.token:
                raise Refused(401, "Unauthorized")
            if self._refusals:
                raise self._refusals.pop(0)
            result = await self._result(request.path_params["method"], await _parameters(request))
        except Refused as refused:
            return refused.answer()
        if self._slow_s:
            await asyncio.sleep(self._slow_s.pop(0))
        return JSONResponse({"ok": True, "result": result})

    async def _result(self, method: str, given: Json) -> object:
        methods: Mapping[str, Callable[[Json], object]] = {
            "getme": lambda _: self._me(), "setwebhook": self._set_webhook, "deletewebhook": self._delete_webhook,
            "sendmessage": self._send_message, "senddocument": self._send_document,
            "editmessagetext": self._edit_text, "editmessagereplymarkup": self._edit_markup,
            "answercallbackquery": self._answer_press, "getfile": self._get_file, "leavechat": self._leave,
        }  # fmt: skip
        if method.lower() == "getupdates":
            return await self._get_updates(given)
        if method.lower() not in methods:
            raise Refused(404, "Not Found")
        return methods[method.lower()](given)

    def _me(self) -> Json:
        return {
            "id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "Mission Emploi",
            "username": "mission_emploi_bot",
        }  # fmt: skip

    def _message(self, chat: int, sender: Json, chat_type: str = "private") -> Json:
        return {
            "message_id": next(self._message_ids), "date": int(self.now().timestamp()), "from": sender,
            "chat": {"id": chat, "type": chat_type},
        }  # fmt: skip

    def _set_webhook(self, given: Json) -> bool:
        if given.get("url") and not given["url"].startswith("https://"):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if "secret_token" in given and not SECRET.fullmatch(given["secret_token"]):
            raise Refused(400, "Bad Request: secret token contains illegal characters")
        self.webhook = given if given.get("url") else {}
        return True

    def _delete_webhook(self, _: Json) -> bool:
        self.webhook = {}
        return True

    async def _get_updates(self, given: Json) -> list[Json]:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        offset, ends = int(given.get("offset", 0)), asyncio.get_running_loop().time() + float(given.get("timeout", 0))
        self._updates = [u for u in self._updates if u["update_id"] >= offset]
        while not self._updates and asyncio.get_running_loop().time() < ends:
            await asyncio.sleep(0.02)
        return self._updates[: int(given.get("limit", 100))]

    def _send_message(self, given: Json) -> Json:
        chat, text = self._chat(given), str(given.get("text", ""))
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if len(text) > MAX_TEXT:
            raise Refused(400, "Bad Request: message is too long")
        sent = self._message(chat, self._me()) | {"text": text} | _markup(given)
        self.messages.append(sent)
        return {key: value for key, value in sent.items() if key != "reply_markup" or "inline_keyboard" in value}

    def _send_document(self, given: Json) -> Json:
        chat = self._chat(given)
        if "document" not in given:
            raise Refused(400, "Bad Request: there is no document in the request")
        sent = self._message(chat, self._me()) | {
            "text": given.get("caption", ""), "document": {"file_id": "file-sent", "file_unique_id": "file-sent"}
        }  # fmt: skip
        self.messages.append(sent)
        return sent

    def _leave(self, given: Json) -> bool:
        self.known_chats.remove(self._chat(given))
        return True

    def _chat(self, given: Json) -> int:
        chat = int(given.get("chat_id", 0))
        if chat < 0 and chat not in self.known_chats:
            raise Refused(403, "Forbidden: bot is not a member of the group chat")
        if chat not in self.known_chats:
            raise Refused(400, "Bad Request: chat not found")
        if chat in self.blocked_by:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    def _sent(self, given: Json) -> Json:
        chat = self._chat(given)
        for message in self.messages:
            if (message["chat"]["id"], message["message_id"]) == (chat, int(given.get("message_id", 0))):
                return message
        raise Refused(400, "Bad Request: message to edit not found")

    def _edit_text(self, given: Json) -> Json:
        message = self._sent(given)
        if message["text"] == given.get("text"):
            raise Refused(400, "Bad Request: message is not modified")
        message["text"] = given["text"]
        return message

    def _edit_markup(self, given: Json) -> Json:
        message = self._sent(given)
        before = message.pop("reply_markup", {})
        after = _markup(given)
        if before == after.get("reply_markup", {}):
            raise Refused(400, "Bad Request: message is not modified")
        message.update(after)
        return message

    def _answer_press(self, given: Json) -> bool:
        if given["callback_query_id"] in self.answered_presses:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.answered_presses.append(given["callback_query_id"])
        return True

    def _get_file(self, given: Json) -> Json:
        file_id = given.get("file_id", "")
        if file_id not in self.files:
            raise Refused(400, "Bad Request: invalid file_id")
        size = len(self.files[file_id])
        if size > 20 * 1024 * 1024:
            raise Refused(400, "Bad Request: file is too big")
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": size, "file_path": f"documents/{file_id}"}

    async def _download(self, request: Request) -> Response:
        content = self.files.get(request.path_params["path"].removeprefix("documents/"))
        if request.path_params["token"] != self.token or content is None:
            return Response(status_code=404)
        return Response(content, media_type="application/octet-stream")


async def _parameters(request: Request) -> Json:
    form: FormData = await request.form()
    return {**dict(request.query_params), **dict(form)}


def _markup(given: Json) -> Json:
    if "reply_markup" not in given:
        return {}
    markup = json.loads(given["reply_markup"])
    if len({"inline_keyboard", "keyboard", "remove_keyboard", "force_reply"} & markup.keys()) != 1:
        raise Refused(400, "Bad Request: object expected as reply markup")
    if len(markup.get("input_field_placeholder", "-")) not in range(1, 65):
        raise Refused(400, "Bad Request: REPLY_MARKUP_PLACEHOLDER_INVALID")
    for button in itertools.chain.from_iterable(markup.get("inline_keyboard", [])):
        if not button.get("text"):
            raise Refused(400, "Bad Request: inline keyboard button text must be non-empty")
        if not 1 <= len(button.get("callback_data", "").encode()) <= MAX_CALLBACK_BYTES:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return {"reply_markup": markup}


def _person(chat: int) -> Json:
    return {"id": chat, "is_bot": False, "first_name": "Camille", "language_code": "fr"}
