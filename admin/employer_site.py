"""The employer's page: behind a private link, without an account. One dossier, an answer for each person, the PDF."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, select_autoescape
from sqlalchemy import Engine
from sqlmodel import Session

from backend.database import transaction
from backend.network.tables import Office
from backend.placement import guarantee
from backend.placement.curriculum import cv_of
from backend.placement.employer_link import LinkClosed, answer, follow
from backend.placement.lifecycle import IN_FRENCH, REFUSED_FOR, Action, MoveRefused, Role, State, may
from backend.placement.tables import Dossier, Suggestion
from backend.placement.transmission import candidatures_of
from backend.placement.typography import french
from backend.placement.wording import CONTRACTS
from backend.ports import Clock

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates" / "public"), autoescape=select_autoescape()
)
# What each state is called to an employer; the others are the office's own business.
_TOLD = {State.INTERVIEW: "entretien demandé", State.HIRED: "embauche notée", State.REFUSED: "refus noté"}


class _WithHeaders(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        handle = super().get_route_handler()

        async def with_headers(request: Request) -> Response:
            response = await handle(request)
            response.headers.update(HEADERS)
            return response

        return with_headers


def employer_routes(engine: Engine, clock: Clock) -> APIRouter:
    """GET /employeur/TOKEN, its PDF, and POST of an answer. A link that is closed says so, and nothing else (410)."""
    router = APIRouter(route_class=_WithHeaders, include_in_schema=False)

    @router.get("/employeur/{token}")
    def page(token: str, dit: str = "") -> Response:
        with transaction(engine) as session:
            try:
                now = clock.now()
                return _html("employer.html", **_dossier(session, follow(session, token, "opened", now), token, now))
            except LinkClosed:
                return _closed()

    @router.get("/employeur/{token}/dossier.pdf")
    def pdf(token: str) -> Response:
        with transaction(engine) as session:
            try:
                dossier = follow(session, token, "downloaded", clock.now())
            except LinkClosed:
                return _closed()
            name = f'inline; filename="dossier-{dossier.id}.pdf"'
            return Response(dossier.pdf, media_type="application/pdf", headers={"Content-Disposition": name})

    @router.post("/employeur/{token}")
    def say(
        token: str, candidature: Annotated[int, Form()], said: Annotated[str, Form()],
        reason: Annotated[str, Form()] = "", contract: Annotated[str, Form()] = "",
        first_day: Annotated[str, Form()] = "",
    ) -> Response:  # fmt: skip
        now = clock.now()
        with transaction(engine) as session:
            try:
                dossier = follow(session, token, "answered", now)
                with session.begin_nested():
                    answer(session, dossier, candidature, said, now, reason, contract, _day(first_day))
            except LinkClosed:
                return _closed()
            except MoveRefused as refusal:
                page = _dossier(session, dossier, token, now) | {"refused": str(refusal), "refused_for": candidature}
                return _html("employer.html", 409, **page)
        return RedirectResponse(f"/employeur/{token}#p{candidature}", status_code=303)

    return router


def _html(template: str, status_code: int = 200, **shown: Any) -> Response:
    return HTMLResponse(_PAGES.get_template(template).render(**shown), status_code)


def _closed() -> Response:
    return _html("employer_closed.html", 410)


def _dossier(session: Session, dossier: Dossier, token: str, now: datetime) -> dict[str, Any]:
    office = session.get_one(Office, dossier.office_id)
    people = [_person(session, one, now) for one in candidatures_of(session, dossier)]
    return {
        "office": office.name, "phone": french(office.phone), "offer": dossier.offer, "people": people,
        "token": token, "reasons": REFUSED_FOR, "contracts": CONTRACTS, "today": now.date().isoformat(),
    }  # fmt: skip


def _person(session: Session, suggestion: Suggestion, now: datetime) -> dict[str, Any]:
    state = State(suggestion.state)
    claims = list(guarantee.vouched(session, suggestion, now.date()))
    return {
        "id": suggestion.id,
        "cv": cv_of(suggestion.candidate, claims, now.date()),
        "told": _TOLD.get(state, IN_FRENCH[state] if state is State.TRIAL else ""),
        "over": not (actions := may(state, Role.EMPLOYER)) and state not in _TOLD,
        "actions": [action.value for action in actions if action is not Action.TRY_OUT],
    }


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
