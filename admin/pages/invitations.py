"""Writing to people first: one person or a list of contacts, what became of each, and Telegram links to give."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin import phones
from admin.current import in_thread, now_of, session_of, signed_in
from admin.page import Page, see
from admin.person import person_of
from admin.qr import qr_path
from backend.agenda.booking import coming
from backend.agenda.slots import free_seats
from backend.people.contacts import line_of
from backend.people.invitations import Imported, UnreadableList, import_contacts, invite
from backend.people.start_links import GOOD_FOR, bot_name, make_link, url_of
from backend.people.tables import Candidate, FirstInvitation

SHOWN = 200
MOST_BYTES = 2_000_000
LEAVES = "Elle part dès qu'une place d'atelier est libre, du lundi au samedi, de 8h30 à 19h30."
STATES = {
    "waiting": ("en attente", "en attente"), "sent": ("envoyée", "envoyées"),
    "answered": ("répondue", "répondues"), "refused": ("non envoyée", "non envoyées"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """An invitation as the page shows it. `state` is a key of STATES, `told` says when and why."""

    row: FirstInvitation
    who: Candidate
    phone: str
    state: str
    told: str


class InvitationsPage(Page):
    menu_label = "Invitations"
    group = "Personnes"
    icon = "fa fa-envelope-open-text"
    path = "/invitations"
    template = "pages/invitations.html"

    @route("", name="invitations")
    async def index(self, request: Request) -> Response:
        return await self._show(request)

    @route("/une", methods=["POST"], name="invite_one")
    async def one(self, request: Request) -> Response:
        form, me, now = await request.form(), signed_in(request), now_of(request)
        said = [str(form.get(name) or "").strip() for name in ("phone", "first_name", "last_name")]
        why = await in_thread(invite, session_of(request), me.office_id, said[0], said[1], said[2], now)
        flash(request, why or f"Invitation notée. {LEAVES}", "error" if why else "success")
        if why:  # what was typed stays, to be corrected
            return await self._show(request, typed=said)
        return see(request, "console:invitations")

    @route("/liste", methods=["POST"], name="invite_list")
    async def list_of_contacts(self, request: Request) -> Response:
        """The errors are shown line by line on the answer itself: nothing of the file is kept but its good lines."""
        form, me, now = await request.form(), signed_in(request), now_of(request)
        file = form.get("file")
        content = await file.read(MOST_BYTES + 1) if isinstance(file, UploadFile) else b""
        if not content or len(content) > MOST_BYTES:
            flash(request, "Choisissez un fichier CSV ou XLSX de 2 Mo au plus.", "error")
            return see(request, "console:invitations")
        try:
            done = await in_thread(import_contacts, session_of(request), me.office_id, content, now)
        except UnreadableList as error:
            flash(request, str(error), "error")
            return see(request, "console:invitations")
        return await self._show(request, done)

    async def _show(
        self, request: Request, imported: Imported | None = None, typed: Sequence[str] = ("", "", "")
    ) -> Response:
        shown = await in_thread(_page, session_of(request), signed_in(request).office_id, now_of(request))
        return self.render(request, shown | {"imported": imported, "typed": typed, "leaves": LEAVES, "states": STATES})

    @route("/telegram/{candidate_id:int}", name="start_link")
    async def link(self, request: Request) -> Response:
        who = await in_thread(_person, request)
        name = await in_thread(bot_name, session_of(request), signed_in(request).office_id)
        fresh = request.session.pop("start_link", {})
        url = fresh.get("url", "") if fresh.get("candidate") == who.id else ""
        side, path = qr_path(url) if url else (0, "")
        shown = {"who": who, "bot": name, "url": url, "side": side, "path": path, "days": GOOD_FOR.days}
        return self.render(request, shown, "pages/start_link.html")

    @route("/telegram/{candidate_id:int}", methods=["POST"], name="make_start_link")
    async def make(self, request: Request) -> Response:
        """A new link, shown once: whoever opens it has the person's file."""
        session, me, who = session_of(request), signed_in(request), await in_thread(_person, request)
        made = await in_thread(make_link, session, who, me.adviser_id, now_of(request))
        url = await in_thread(url_of, session, me.office_id, made)
        request.session["start_link"] = {"candidate": who.id, "url": url or ""}
        return see(request, "console:start_link", candidate_id=who.id)


def _person(request: Request) -> Candidate:
    candidate = person_of(request, session_of(request))
    if candidate.status == "erased":
        raise HTTPException(404)
    return candidate


def _page(session: Session, office_id: int, now: datetime) -> dict[str, Any]:
    rows = (
        select(FirstInvitation, Candidate)
        .join(Candidate, col(Candidate.id) == col(FirstInvitation.candidate_id))
        .where(FirstInvitation.office_id == office_id)
        .order_by(col(FirstInvitation.id).desc())
    )
    every = [_shown(row, who, now) for row, who in session.exec(rows)]
    seats = sum(len(free_seats(session, one, now)) for one in coming(session, office_id, "workshop", now))
    return {
        "invitations": every[:SHOWN], "counts": Counter(one.state for one in every), "seats": seats,
        "sms": line_of(session, office_id, "sms") is not None,
    }  # fmt: skip


def _shown(row: FirstInvitation, who: Candidate, now: datetime) -> Shown:
    state = next((name for name in ("refused", "answered", "sent") if _is(row, name)), "waiting")
    at = {"answered": row.answered_at, "sent": row.sent_at}.get(state)
    told = row.refused or (f"le {at.astimezone(now.tzinfo):%d/%m/%Y à %H:%M}" if at else "")
    return Shown(row, who, phones.written(row.address), state, told)


def _is(row: FirstInvitation, state: str) -> bool:
    return bool({"refused": row.refused, "answered": row.answered_at, "sent": row.sent_at}[state])
