"""What counts most for this office: points for each criterion, and who would move before anything is saved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin.current import in_thread, now_of, session_of, signed_in
from admin.page import Page, see
from backend.matching.criteria import CRITERIA
from backend.matching.tuning import SHOWN
from backend.network.tables import Adviser
from backend.placement.weights import (
    MOST,
    WeightsRefused,
    changes,
    read_weights,
    save_weights,
    saved_weights,
    weights_of,
)


@dataclass(frozen=True, slots=True)
class Field:
    """One criterion of the form: `saved` counts today, `typed` is what the adviser tries."""

    name: str
    title: str
    saved: str
    typed: str


class WeightsPage(Page):
    menu_label = "Ce qui compte"
    group = "L'antenne"
    icon = "fa fa-sliders"
    path = "/weights"
    template = "pages/weights.html"

    @route("", name="weights")
    async def index(self, request: Request) -> Response:
        here, tried = (signed_in(request).office_id, now_of(request)), dict(request.query_params)
        return self.render(request, await in_thread(_page, session_of(request), here, tried))

    @route("/save", methods=["POST"], name="weights_save")
    async def save(self, request: Request) -> Response:
        who, now, form = signed_in(request), now_of(request), await request.form()
        typed = {name: str(value) for name, value in form.items()}
        try:
            weights = read_weights(typed)
        except WeightsRefused as refusal:
            flash(request, str(refusal), "error")
            return see(request, "console:weights")
        await in_thread(save_weights, session_of(request), who.office_id, weights, who.adviser_id, now)
        flash(request, "Enregistré. Les prochaines propositions suivront ces points.", "success")
        return see(request, "console:weights")


def _page(session: Session, here: tuple[int, datetime], tried: dict[str, str]) -> dict[str, Any]:
    office_id, now = here
    fields = _fields(session, office_id, tried)
    page: dict[str, Any] = {"fields": fields, "most": MOST, "shown": SHOWN, "refusal": "", "moves": None, "last": None}
    if saved := saved_weights(session, office_id):
        who = session.get_one(Adviser, saved.saved_by)
        page["last"] = f"{who.name}, le {saved.saved_at.astimezone(now.tzinfo):%d/%m/%Y à %H:%M}"
    if not any(field.name in tried for field in fields):
        return page
    try:
        weights = read_weights({field.name: field.typed for field in fields})
    except WeightsRefused as refusal:
        return page | {"refusal": str(refusal)}
    return page | {"moves": changes(session, office_id, weights, now)}


def _fields(session: Session, office_id: int, tried: dict[str, str]) -> list[Field]:
    saved = weights_of(session, office_id)
    return [
        Field(each.name, each.title, points, tried.get(each.name, points))
        for each in CRITERIA
        for points in [f"{saved.of(each.name):.0f}"]
    ]
