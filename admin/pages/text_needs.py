"""« Lu dans le texte »: what only the description of an offer says, with its words, for an adviser to settle."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin.current import in_thread, now_of, session_of, signed_in
from admin.ours import ours
from admin.page import Page, see
from backend.matching.certificates import label
from backend.offers.confirming import ANSWERS, NothingToConfirm, settle, to_confirm, waiting
from backend.offers.tables import Offer
from backend.placement.suggest import suggest_for_offer

SHOWN = 30


class TextNeedsPage(Page):
    menu_label = "Lu dans le texte"
    icon = "fa fa-glasses"
    path = "/lu-dans-le-texte"
    template = "pages/text_needs.html"

    @route("", name="text_needs")
    async def index(self, request: Request) -> Response:
        return self.render(request, await in_thread(_page, request, session_of(request)))

    @route("/{offer_id:int}", methods=["POST"], name="settle_need")
    async def settle(self, request: Request) -> Response:
        form = {key: str(value) for key, value in (await request.form()).items()}
        said, category = await in_thread(_settle, request, session_of(request), form)
        flash(request, said, category)
        return see(request, "console:text_needs")


def _page(request: Request, session: Session) -> dict[str, Any]:
    found = list(to_confirm(session, signed_in(request).office_id))
    shown = [(offer, [(need, label(need["code"])) for need in waiting(offer)]) for offer in found[:SHOWN]]
    return {"offers": shown, "more": max(0, len(found) - SHOWN), "answers": ANSWERS}


def _settle(request: Request, session: Session, form: dict[str, str]) -> tuple[str, str]:
    wanted = request.path_params["offer_id"]
    offer = ours(session, Offer, wanted, signed_in(request).office_id)
    code, answer = form.get("code", ""), form.get("answer", "")
    try:
        settle(session, offer, code, answer, now_of(request))
    except NothingToConfirm:
        return "C'est déjà réglé, ou le texte a changé.", "error"
    session.commit()
    suggest_for_offer(session, wanted, now_of(request))
    return f"{offer.title} : {label(code)}, {ANSWERS[answer].lower()}.", "success"
