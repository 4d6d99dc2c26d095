"""What the office chooses for its agenda: how long a seat is held, when people are reminded, what a new session is."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin.current import in_thread, now_of, session_of, signed_in
from admin.page import Page, see
from backend.agenda.rules import RULES, RulesRefused, read_rules, rules_of, save_rules
from backend.network.tables import Adviser


class SettingsPage(Page):
    menu_label = "Réglages"
    group = "L'antenne"
    icon = "fa fa-gear"
    path = "/reglages"
    template = "pages/settings.html"

    @route("", name="settings")
    async def index(self, request: Request) -> Response:
        return self.render(request, await in_thread(_page, request, session_of(request), {}))

    @route("/enregistrer", methods=["POST"], name="settings_save")
    async def save(self, request: Request) -> Response:
        """What is refused is shown again as it was typed."""
        typed = {name: str(value).strip() for name, value in (await request.form()).items()}
        who, session = signed_in(request), session_of(request)
        try:
            values = read_rules(typed)
        except RulesRefused as refusal:
            flash(request, str(refusal), "error")
            return self.render(request, await in_thread(_page, request, session, typed))
        await in_thread(save_rules, session, who.office_id, values, who.adviser_id, now_of(request))
        flash(request, "Enregistré. Ce qui est déjà parti ou déjà gardé ne change pas.", "success")
        return see(request, "console:settings")


def _page(request: Request, session: Session, typed: dict[str, str]) -> dict[str, Any]:
    rules = rules_of(session, signed_in(request).office_id)
    last = ""
    if rules.saved_at and rules.saved_by:
        who = session.get_one(Adviser, rules.saved_by)
        last = f"{who.name}, le {rules.saved_at.astimezone(now_of(request).tzinfo):%d/%m/%Y à %H:%M}"
    shown = [(rule, typed.get(rule.name, str(getattr(rules, rule.name)))) for rule in RULES]
    return {"rules": shown, "last": last}
