"""The review page: one suggestion at a time, what speaks for it, what the person would read, and one key to decide."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import Session, select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin import phones, places
from admin.current import in_thread, now_of, session_of, signed_in
from admin.page import Page, see
from admin.told import about_candidate, about_offer
from admin.waiting import count_to_review
from backend.messaging.outbox import NotSent
from backend.people.tables import Contact
from backend.placement import review
from backend.placement.lifecycle import MoveRefused
from backend.placement.tables import Suggestion

# How far ahead the queue is read: enough to skip through, without loading all that waits.
AHEAD = 60
SHOWN_NEXT = 6

Decision = Callable[[Session, int], str]


class ReviewPage(Page):
    menu_label = "À relire"
    icon = "fa fa-scale-balanced"
    path = "/review"
    template = "pages/review.html"

    @route("", name="review")
    async def index(self, request: Request) -> Response:
        wanted = request.query_params.get("carte", "")
        return self.render(request, await in_thread(page_of, session_of(request), request_of(request), wanted))

    @route("/{suggestion_id:int}/approve", methods=["POST"], name="approve")
    async def approve(self, request: Request) -> Response:
        adviser_id, now = signed_in(request).adviser_id, now_of(request)

        def decide(session: Session, suggestion_id: int) -> str:
            message = review.approve(session, suggestion_id, adviser_id, now)
            return f"Approuvée. {_leaves(message.not_before, now)}"

        return await _decided(request, decide)

    @route("/{suggestion_id:int}/later", methods=["POST"], name="later")
    async def later(self, request: Request) -> Response:
        adviser_id, now = signed_in(request).adviser_id, now_of(request)

        def decide(session: Session, suggestion_id: int) -> str:
            review.not_now(session, suggestion_id, adviser_id, now)
            return "Remise à demain."

        return await _decided(request, decide)

    @route("/{suggestion_id:int}/refuse", methods=["POST"], name="refuse")
    async def refuse(self, request: Request) -> Response:
        adviser_id, now = signed_in(request).adviser_id, now_of(request)
        reason = str((await request.form()).get("reason") or "")

        def decide(session: Session, suggestion_id: int) -> str:
            review.refuse(session, suggestion_id, adviser_id, reason, now)
            return f"Écartée : {review.REASONS[reason].lower()}."

        return await _decided(request, decide)


def request_of(request: Request) -> tuple[int, datetime]:
    return signed_in(request).office_id, now_of(request)


async def _decided(request: Request, decide: Decision) -> Response:
    """Decide and go to the next card; a refusal is said, changes nothing, and the card stays."""
    said, category, card_id = await in_thread(
        _decide, session_of(request), request_of(request), request.path_params["suggestion_id"], decide
    )
    flash(request, said, category)
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


def page_of(session: Session, here: tuple[int, datetime], wanted: str) -> dict[str, Any]:
    """All that the page shows: the card asked for when it still waits, else the most urgent one."""
    office_id, now = here
    queue = review.queue(session, office_id, now, AHEAD)
    shown = next((one for one in queue if str(one.id) == wanted), queue[0] if queue else None)
    page: dict[str, Any] = {"total": count_to_review(session, office_id, now), "card": None, "reasons": review.REASONS}
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
        "phones": _phones(session, card.candidate.id),
        "next_id": _after(queue, shown.id),
        "coming": queue[place + 1 : place + 1 + SHOWN_NEXT],
    }


def _phones(session: Session, candidate_id: int | None) -> list[str]:
    contacts = select(Contact.address).where(Contact.candidate_id == candidate_id, Contact.active)
    return [phones.written(address) for address in session.exec(contacts)]


def _leaves(not_before: datetime, now: datetime) -> str:
    if not_before <= now:
        return "Le message part."
    return f"Le message partira le {not_before.astimezone(now.tzinfo):%d/%m à %H:%M}."
