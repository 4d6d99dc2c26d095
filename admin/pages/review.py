"""The review page: one suggestion at a time, what speaks for it, what the person would read, and one key to decide."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import and_
from sqlmodel import Session, col, select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin import phones, places
from admin.current import in_thread, now_of, session_of, signed_in
from admin.page import Page, see
from admin.rules import rules_of
from admin.told import about_candidate, about_offer, why_now
from admin.waiting import count_to_review
from backend.messaging.outbox import NotSent
from backend.messaging.tables import Conversation, InboundMessage, OutboundMessage
from backend.people.tables import Contact
from backend.placement import review
from backend.placement.lifecycle import MoveRefused
from backend.placement.tables import Suggestion
from backend.placement.undo import can_be_undone, undo

# How far ahead the queue is read: enough to skip through, without loading all that waits.
AHEAD = 60
SHOWN_NEXT = 6
SHOWN_UNDO = 1
LAST_MESSAGES = 4

Decision = Callable[[Session, int], str]


class ReviewPage(Page):
    menu_label = "À relire"
    icon = "fa fa-scale-balanced"
    path = "/review"
    template = "pages/review.html"

    @route("", name="review")
    async def index(self, request: Request) -> Response:
        wanted = request.query_params.get("carte", "")
        who = signed_in(request).adviser_id
        return self.render(request, await in_thread(page_of, session_of(request), request_of(request), who, wanted))

    @route("/{suggestion_id:int}/approve", methods=["POST"], name="approve")
    async def approve(self, request: Request) -> Response:
        adviser_id, now, undo_for = signed_in(request).adviser_id, now_of(request), rules_of(request).undo

        def decide(session: Session, suggestion_id: int) -> str:
            message = review.approve(session, suggestion_id, adviser_id, now, undo_for)
            return f"Approuvée. {_leaves(message.not_before, now)}"

        return await _decided(request, decide)

    @route("/approve-opened", methods=["POST"], name="approve_opened")
    async def approve_opened(self, request: Request) -> Response:
        """All the cards that this adviser has opened and left undecided."""
        office_id, now = request_of(request)
        adviser_id, undo = signed_in(request).adviser_id, rules_of(request).undo
        session = session_of(request)
        waiting = len(await in_thread(review.opened, session, office_id, adviser_id, now))
        refusals = await in_thread(review.approve_opened, session, office_id, adviser_id, now, undo)
        for refusal in refusals:
            flash(request, refusal, "error")
        if waiting:
            flash(request, f"Approuvées : {waiting - len(refusals)}.", "success")
        else:
            flash(request, "Ouvrez d'abord les propositions : on n'approuve ensemble que ce que l'on a lu.", "info")
        return see(request, "console:review")

    @route("/{suggestion_id:int}/next", methods=["POST"], name="review_next")
    async def following(self, request: Request) -> Response:
        """Leave the card undecided: it was opened, and may be approved with the others."""
        adviser_id = signed_in(request).adviser_id

        def decide(session: Session, suggestion_id: int) -> str:
            review.note_opened(session, suggestion_id, adviser_id)
            return ""

        return await _decided(request, decide)

    @route("/{suggestion_id:int}/text", methods=["POST"], name="review_text")
    async def text(self, request: Request) -> Response:
        """Put the message in one's own words; the card stays."""
        words = str((await request.form()).get("text") or "")

        def decide(session: Session, suggestion_id: int) -> str:
            changed = review.edit(session, suggestion_id, words)
            return "Votre message est gardé." if changed.own_text else "Le message d'origine est remis."

        return await _decided(request, decide, stay=True)

    @route("/{suggestion_id:int}/undo", methods=["POST"], name="review_undo")
    async def undo(self, request: Request) -> Response:
        adviser_id, now = signed_in(request).adviser_id, now_of(request)

        def decide(session: Session, suggestion_id: int) -> str:
            undo(session, suggestion_id, adviser_id, now)
            return "Annulé : rien n'est parti, la proposition est de nouveau à relire."

        return await _decided(request, decide, stay=True)

    @route("/{suggestion_id:int}/later", methods=["POST"], name="later")
    async def later(self, request: Request) -> Response:
        adviser_id, now = signed_in(request).adviser_id, now_of(request)

        def decide(session: Session, suggestion_id: int) -> str:
            review.not_now(session, suggestion_id, adviser_id, now)
            return "Remise à demain."

        return await _decided(request, decide)

    @route("/{suggestion_id:int}/refuse", methods=["POST"], name="refuse")
    async def refuse(self, request: Request) -> Response:
        adviser_id, now, undo_for = signed_in(request).adviser_id, now_of(request), rules_of(request).undo
        reason = str((await request.form()).get("reason") or "")

        def decide(session: Session, suggestion_id: int) -> str:
            review.refuse(session, suggestion_id, adviser_id, reason, now, undo_for)
            return f"Écartée : {review.REASONS[reason].lower()}."

        return await _decided(request, decide)


def request_of(request: Request) -> tuple[int, datetime]:
    return signed_in(request).office_id, now_of(request)


async def _decided(request: Request, decide: Decision, stay: bool = False) -> Response:
    """Decide and go to the next card (or `stay`); a refusal is said, changes nothing, and the card stays."""
    said, category, card_id = await in_thread(
        _decide, session_of(request), request_of(request), request.path_params["suggestion_id"], decide
    )
    if said:
        flash(request, said, category)
    card_id = request.path_params["suggestion_id"] if stay else card_id
    return see(request, "console:review", query={"carte": card_id} if card_id else None)


def _decide(
    session: Session, here: tuple[int, datetime], suggestion_id: int, decide: Decision
) -> tuple[str, str, int | None]:
    """What to say, how, and the card to show then."""
    office_id, now = here
    mine = select(Suggestion.id).where(Suggestion.id == suggestion_id, Suggestion.office_id == office_id)
    if session.exec(mine).first() is None:
        raise HTTPException(404)
    following = _after(review.queue(session, office_id, now, AHEAD), suggestion_id)
    try:
        with session.begin_nested():
            return decide(session, suggestion_id), "success", following
    except (MoveRefused, NotSent) as refusal:
        return str(refusal), "error", suggestion_id


def _after(queue: list[Suggestion], suggestion_id: int) -> int | None:
    """The card that follows in the queue, round to the first one; None when there is no other."""
    ids = [suggestion.id for suggestion in queue]
    where = ids.index(suggestion_id) if suggestion_id in ids else -1
    others = ids[where + 1 :] + ids[: max(where, 0)]
    return others[0] if others else None


def page_of(session: Session, here: tuple[int, datetime], adviser_id: int, wanted: str) -> dict[str, Any]:
    """All that the page shows: the card asked for when it still waits, else the most urgent one."""
    office_id, now = here
    queue = review.queue(session, office_id, now, AHEAD)
    shown = next((one for one in queue if str(one.id) == wanted), queue[0] if queue else None)
    page: dict[str, Any] = {
        "total": count_to_review(session, office_id, now), "card": None, "reasons": review.REASONS,
        "opened": review.count_opened(session, office_id, adviser_id),
        "undoable": can_be_undone(session, office_id, adviser_id, now), "shown_undo": SHOWN_UNDO,
    }  # fmt: skip
    if shown is None or shown.id is None:
        return page
    place = queue.index(shown)
    card = review.card(session, shown, now)
    return page | {
        "card": card,
        "rank": place + 1,
        "person": about_candidate(card.candidate, now.date()),
        "town": places.written(card.candidate.commune_code),
        "offer": about_offer(card.offer),
        "why_now": why_now(shown, now),
        "phones": _phones(session, card.candidate.id),
        "next_id": _after(queue, shown.id),
        "coming": queue[place + 1 : place + 1 + SHOWN_NEXT],
        "thread": _last_messages(session, card.candidate.id, now),
        "longest": review.LONGEST_TEXT,
    }


def _last_messages(session: Session, candidate_id: int | None, now: datetime) -> list[dict[str, Any]]:
    """The last things this person and the office wrote to each other, oldest first."""
    heard = select(InboundMessage).join(Conversation, _same_talk()).where(Conversation.candidate_id == candidate_id)
    heard = heard.order_by(col(InboundMessage.id).desc()).limit(LAST_MESSAGES)
    said = select(OutboundMessage).where(
        OutboundMessage.candidate_id == candidate_id, col(OutboundMessage.sent_at).is_not(None)
    )
    said = said.order_by(col(OutboundMessage.id).desc()).limit(LAST_MESSAGES)
    rows = [
        *((one.received_at, one.text, False) for one in session.exec(heard)),
        *((one.sent_at or now, one.text, True) for one in session.exec(said)),
    ]
    latest = sorted(rows)[-LAST_MESSAGES:]
    return [{"on": f"{at.astimezone(now.tzinfo):%d/%m}", "text": text, "mine": mine} for at, text, mine in latest]


def _same_talk() -> Any:
    return and_(
        col(Conversation.office_id) == col(InboundMessage.office_id),
        col(Conversation.channel) == col(InboundMessage.channel),
        col(Conversation.address) == col(InboundMessage.sender),
    )


def _phones(session: Session, candidate_id: int | None) -> list[str]:
    contacts = select(Contact.address).where(Contact.candidate_id == candidate_id, Contact.active)
    return [phones.written(address) for address in session.exec(contacts)]


def _leaves(not_before: datetime, now: datetime) -> str:
    if not_before <= now:
        return "Le message part."
    return f"Le message partira le {not_before.astimezone(now.tzinfo):%d/%m à %H:%M}."
