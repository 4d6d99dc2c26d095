"""What was said with one address, as a thread; the adviser may take over from the assistant, and write."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin import phones, words
from admin.current import in_thread, now_of, session_of, signed_in
from admin.ours import ours
from admin.page import Page, see
from backend.messaging.outbox import Draft, NotSent, enqueue
from backend.messaging.tables import Conversation, InboundMessage, OutboundMessage, Task
from backend.messaging.waiting import waiting_since
from backend.network.tables import Adviser
from backend.people.tables import Candidate
from backend.values import Purpose

SHOWN = 200
LONGEST = 450  # three SMS parts
EMPTY = "Écrivez un message avant d'envoyer."
TOO_LONG = f"Ce message est trop long : {LONGEST} caractères au plus."
NEVER_WROTE = "Aucun échange avec cette personne pour l'instant."


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the thread. `note` says what became of it."""

    at: datetime
    mine: bool
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as the page shows it; `name` is the candidate's, or the address."""

    row: Conversation
    name: str
    address: str
    taken_by: str
    waits: str = ""


class ConversationPage(Page):
    menu_label = "Conversations"
    icon = "fa fa-comments"
    path = "/conversations"
    template = "pages/conversation.html"

    @route("", name="conversations")
    async def index(self, request: Request) -> Response:
        talks = await in_thread(latest, session_of(request), signed_in(request).office_id, now_of(request))
        return self.render(request, {"talks": talks, "talk": None, "zone": now_of(request).tzinfo})

    @route("/{conversation_id:int}", name="conversation")
    async def one(self, request: Request) -> Response:
        row = await _asked_for(request)
        session = session_of(request)
        shown: dict[str, Any] = {
            "talk": await in_thread(_talk, session, row),
            "said": await in_thread(thread, session, row),
            "zone": now_of(request).tzinfo,
            "once": secrets.token_hex(8),
            "longest": LONGEST,
        }
        return self.render(request, shown)

    @route("/candidat/{candidate_id:int}", name="conversation_of")
    async def of_candidate(self, request: Request) -> Response:
        candidate_id = request.path_params["candidate_id"]
        return await self._found(request, col(Conversation.candidate_id) == candidate_id)

    @route("/tache/{task_id:int}", name="conversation_of_task")
    async def of_task(self, request: Request) -> Response:
        mine = signed_in(request).office_id
        task = await in_thread(ours, session_of(request), Task, request.path_params["task_id"], mine)
        if task.conversation_id is not None:
            return await self._found(request, col(Conversation.id) == task.conversation_id)
        return await self._found(request, col(Conversation.candidate_id) == task.candidate_id)

    @route("/message/{kind:str}/{message_id:int}", name="conversation_about")
    async def about_message(self, request: Request) -> Response:
        address = await in_thread(_address_of, session_of(request), signed_in(request).office_id, request.path_params)
        if address is None:
            raise HTTPException(404)
        here = (col(Conversation.channel) == address[0]) & (col(Conversation.address) == address[1])
        return await self._found(request, here)

    async def _found(self, request: Request, condition: Any) -> Response:
        mine = select(Conversation).where(Conversation.office_id == signed_in(request).office_id, condition)
        last = mine.order_by(col(Conversation.updated_at).desc())
        row = await in_thread(lambda: session_of(request).exec(last).first())
        if row is None:
            flash(request, NEVER_WROTE, "info")
            return see(request, "console:conversations")
        return see(request, "console:conversation", conversation_id=row.id)

    @route("/{conversation_id:int}/take", methods=["POST"], name="take_conversation")
    async def take(self, request: Request) -> Response:
        return await self._hand(request, signed_in(request).adviser_id)

    @route("/{conversation_id:int}/release", methods=["POST"], name="release_conversation")
    async def release(self, request: Request) -> Response:
        return await self._hand(request, None)

    async def _hand(self, request: Request, adviser_id: int | None) -> Response:
        row = await _asked_for(request, to_change=True)
        row.taken_by, row.taken_at = adviser_id, now_of(request) if adviser_id else None
        row.version += 1  # a step of the assistant that is under way starts again, and sees it
        return see(request, "console:conversation", conversation_id=row.id)

    @route("/{conversation_id:int}/reply", methods=["POST"], name="reply")
    async def reply(self, request: Request) -> Response:
        row, form = await _asked_for(request), await request.form()
        text = str(form.get("text") or "").strip()
        if not text or len(text) > LONGEST:
            flash(request, EMPTY if not text else TOO_LONG, "warning")
            return see(request, "console:conversation", conversation_id=row.id)
        draft = Draft(
            office_id=row.office_id, channel=row.channel, sender=row.line, recipient=row.address, text=text,
            purpose=Purpose.ADVISER, candidate_id=row.candidate_id,
            dedupe_key=f"adviser:{row.id}:{str(form.get('once'))[:32]}",
        )  # fmt: skip
        try:
            message = await in_thread(enqueue, session_of(request), draft, now_of(request))
        except NotSent as refusal:
            flash(request, str(refusal), "error")
        else:
            flash(request, _leaves(message, now_of(request)), "success")
        return see(request, "console:conversation", conversation_id=row.id)


async def _asked_for(request: Request, to_change: bool = False) -> Conversation:
    """The conversation of the address bar, when it is the office's own; 404 otherwise."""
    wanted = select(Conversation).where(
        Conversation.id == request.path_params["conversation_id"],
        Conversation.office_id == signed_in(request).office_id,
    )
    rows = wanted.with_for_update() if to_change else wanted
    row = await in_thread(lambda: session_of(request).exec(rows).first())
    if row is None:
        raise HTTPException(404)
    return row


def _leaves(message: OutboundMessage, now: datetime) -> str:
    if message.not_before <= now:
        return "Message envoyé."
    return f"Ce message partira le {message.not_before.astimezone(now.tzinfo):%d/%m à %H:%M}."


def _address_of(session: Session, office_id: int, asked: dict[str, Any]) -> tuple[str, str] | None:
    """Channel and address of one of the office's messages."""
    if asked["kind"] == "recu":
        received = session.get(InboundMessage, asked["message_id"])
        return (received.channel, received.sender) if received and received.office_id == office_id else None
    sent = session.get(OutboundMessage, asked["message_id"])
    return (sent.channel, sent.recipient) if sent and sent.office_id == office_id else None


def latest(session: Session, office_id: int, now: datetime) -> list[Talk]:
    """The office's conversations: whoever has waited longest for a human first, then those held, then the last ones."""
    since = waiting_since(session, office_id)
    rows = select(Conversation).where(Conversation.office_id == office_id)
    waiting = {row.id: row for row in session.exec(rows.where(col(Conversation.id).in_(list(since)[:SHOWN])))}
    others = rows.where(col(Conversation.id).not_in(list(since)))
    ordered = others.order_by(col(Conversation.taken_by).is_(None), col(Conversation.updated_at).desc()).limit(SHOWN)
    first = [
        replace(_talk(session, waiting[key]), waits=_long(now - at)) for key, at in since.items() if key in waiting
    ]
    return [*first, *(_talk(session, row) for row in session.exec(ordered))]


def _long(time: timedelta) -> str:
    """ "12 min", "5 h", "3 jours" """
    hours = int(time.total_seconds() // 3600)
    if hours >= 48:
        return f"{hours // 24} jours"
    return f"{hours} h" if hours else f"{max(1, int(time.total_seconds() // 60))} min"


def _talk(session: Session, row: Conversation) -> Talk:
    candidate = session.get(Candidate, row.candidate_id) if row.candidate_id else None
    adviser = session.get(Adviser, row.taken_by) if row.taken_by else None
    address = phones.written(row.address)
    return Talk(row, str(candidate) if candidate else address, address, adviser.name if adviser else "")


def thread(session: Session, row: Conversation) -> list[Said]:
    """The last messages with this address, oldest first."""
    heard = select(InboundMessage).where(
        InboundMessage.office_id == row.office_id, InboundMessage.channel == row.channel,
        InboundMessage.sender == row.address,
    )  # fmt: skip
    told = select(OutboundMessage).where(
        OutboundMessage.office_id == row.office_id, OutboundMessage.channel == row.channel,
        OutboundMessage.recipient == row.address,
    )  # fmt: skip
    received = session.exec(heard.order_by(col(InboundMessage.id).desc()).limit(SHOWN))
    sent = session.exec(told.order_by(col(OutboundMessage.id).desc()).limit(SHOWN))
    both = [Said(m.received_at, False, m.text, "mis de côté" if m.set_aside_at else "") for m in received]
    both += [Said(m.created_at, True, m.text, words.MESSAGE_STATUS.get(m.status, m.status)) for m in sent]
    return sorted(both, key=lambda said: said.at)[-SHOWN:]
