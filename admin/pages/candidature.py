"""Candidatures: who waits for what, and one of them with its guarantee, its next steps and its log."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette_admin.routing import route

from admin import words
from admin.current import in_thread, now_of, session_of, signed_in
from admin.journal import journal
from admin.ours import act_on, ours
from admin.page import Page, see
from backend.offers.tables import Offer
from backend.placement import answers, guarantee, hired
from backend.placement.employer_link import refuse
from backend.placement.lifecycle import IN_FRENCH, REFUSED_FOR, Action, MoveRefused, Role, State, may, move
from backend.placement.tables import Move, Suggestion
from backend.placement.why import record_of

# In the order in which an adviser works.
SHOWN = (State.INTERESTED, State.TRANSMITTED, State.INTERVIEW, State.TRIAL, State.SILENT, State.HIRED)
MOST = 200
RECENT = {0: "aujourd'hui", 1: "hier"}


class CandidaturePage(Page):
    menu_label = "Suivi"
    icon = "fa fa-route"
    path = "/suivi"
    template = "pages/candidatures.html"

    @route("", name="follow_up")
    async def index(self, request: Request) -> Response:
        office_id = signed_in(request).office_id
        return self.render(request, await in_thread(_under_way, session_of(request), office_id, now_of(request)))

    @route("/{suggestion_id:int}", name="candidature")
    async def one(self, request: Request) -> Response:
        shown = await in_thread(_page_of, session_of(request), _number(request), _office(request), now_of(request))
        return self.render(request, shown, "pages/candidature.html")

    @route("/{suggestion_id:int}/why.json", name="candidature_why")
    async def why(self, request: Request) -> Response:
        """All that was kept of it, to hand to the person."""
        return JSONResponse(await in_thread(_record, session_of(request), _number(request), _office(request)))

    @route("/{suggestion_id:int}/vouch", methods=["POST"], name="vouch")
    async def vouch(self, request: Request) -> Response:
        form = await request.form()
        adviser_id, now = signed_in(request).adviser_id, now_of(request)
        ticked = {key for key in guarantee.CLAIMS if form.get(key)}
        proofs = {key: str(form.get(f"proof_{key}") or "") for key in guarantee.CLAIMS}

        def do(session: Session, suggestion: Suggestion) -> str:
            _tick(session, suggestion, ticked, proofs, adviser_id, now)
            return "Garanties enregistrées."

        return await _done(request, do)

    @route("/{suggestion_id:int}/move", methods=["POST"], name="candidature_move")
    async def move_on(self, request: Request) -> Response:
        form = await request.form()
        said = {key: str(form.get(key) or "") for key in ("action", "reason", "contract", "first_day")}
        adviser_id, now = signed_in(request).adviser_id, now_of(request)

        def do(session: Session, suggestion: Suggestion) -> str:
            after = _move_on(session, suggestion, adviser_id, said, now)
            return f"C'est noté : {IN_FRENCH[after]}."

        return await _done(request, do)


def _office(request: Request) -> int:
    return signed_in(request).office_id


def _number(request: Request) -> int:
    return int(request.path_params["suggestion_id"])


async def _done(request: Request, do: Callable[[Session, Suggestion], str]) -> Response:
    await act_on(request, Suggestion, _number(request), do)
    return see(request, "console:candidature", suggestion_id=_number(request))


def _tick(
    session: Session, suggestion: Suggestion, ticked: set[str], proofs: dict[str, str], adviser_id: int, now: datetime
) -> None:
    """What is newly ticked is vouched for; what no longer is, is taken back."""
    standing = guarantee.vouched(session, suggestion, now.date())
    for claim in ticked - standing.keys():
        guarantee.vouch(session, suggestion, claim, proofs[claim], adviser_id, now)
    for claim in standing.keys() - ticked:
        guarantee.take_back(session, suggestion, claim, now.date())


def _move_on(
    session: Session, suggestion: Suggestion, adviser_id: int, said: dict[str, str], now: datetime
) -> State:  # fmt: skip
    """One step, as the adviser heard it from the employer or the person. Raises MoveRefused."""
    who = f"adviser:{adviser_id}"
    match said["action"]:
        case Action.HIRE:
            day = _day(said["first_day"])
            return hired.hire(session, suggestion, Role.ADVISER, who, said["contract"], day, now)
        case Action.REFUSE:
            return refuse(session, suggestion, Role.ADVISER, who, said["reason"], now)
        case Action.ACCEPT | Action.DECLINE as action:
            suggestion.answered_at = now
            return move(session, suggestion, Action(action), Role.ADVISER, who, now, "au téléphone")
        case Action.INTERVIEW | Action.TRY_OUT | Action.WITHDRAW | Action.CLOSE as action:
            return move(session, suggestion, Action(action), Role.ADVISER, who, now, said["reason"])
    raise MoveRefused("Choisissez une étape.")


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _under_way(session: Session, office_id: int, now: datetime) -> dict[str, Any]:
    """By state, in each those who have waited longest first."""
    rows = select(Suggestion).where(Suggestion.office_id == office_id, col(Suggestion.state).in_(SHOWN))
    rows = rows.order_by(col(Suggestion.id).desc()).limit(MOST)
    whole = rows.options(
        joinedload(Suggestion.offer).joinedload(Offer.employer),  # type: ignore[arg-type]
        joinedload(Suggestion.candidate),  # type: ignore[arg-type]
    )
    found = session.exec(whole).all()
    groups = [(IN_FRENCH[state], _oldest_first(row for row in found if row.state == state)) for state in SHOWN]
    told = [(label, [(row, _since(row, now)) for row in rows]) for label, rows in groups if rows]
    return {"groups": told, "waiting": State.INTERESTED}


def _oldest_first(rows: Iterable[Suggestion]) -> list[Suggestion]:
    return sorted(rows, key=lambda row: row.transmitted_at or row.answered_at or row.created_at)


def _since(row: Suggestion, now: datetime) -> str:
    """How long it has been so, as far as that says what to do."""
    if row.state == State.HIRED and row.hired_from:
        return f"{words.CONTRACTS.get(row.hired_contract, row.hired_contract)}, à partir du {row.hired_from:%d/%m/%Y}"
    moment, what = (row.transmitted_at, "transmise") if row.transmitted_at else (row.answered_at, "a répondu")
    if moment is None:
        return ""
    days = (now.date() - moment.astimezone(now.tzinfo).date()).days
    return f"{what} {RECENT.get(days, f'il y a {days} jours')}"


def _page_of(session: Session, number: int, office_id: int, now: datetime) -> dict[str, Any]:
    suggestion = ours(session, Suggestion, number, office_id)
    state = State(suggestion.state)
    return {
        "one": suggestion, "candidate": suggestion.candidate, "offer": suggestion.offer, "state": IN_FRENCH[state],
        "claims": guarantee.CLAIMS, "standing": guarantee.vouched(session, suggestion, now.date()),
        "actions": [action.value for action in may(state, Role.ADVISER)], "reasons": REFUSED_FOR,
        "contracts": words.CONTRACTS, "log": _log(session, suggestion, now),
        "why_not": answers.DECLINED_FOR.get(suggestion.reason) or REFUSED_FOR.get(suggestion.reason, ""),
        "can_vouch": state in (State.INTERESTED, State.TRANSMITTED, State.INTERVIEW), "today": now.date().isoformat(),
    }  # fmt: skip


def _log(session: Session, suggestion: Suggestion, now: datetime) -> list[str]:
    return [_line(move, who, now) for move, who in journal(session, suggestion)]


def _line(move: Move, who: str, now: datetime) -> str:
    why = REFUSED_FOR.get(move.why, move.why)
    told = f"{move.at.astimezone(now.tzinfo):%d/%m/%Y %H:%M} · {who} : "
    return told + words.ACTIONS.get(move.action, move.action) + (f" ({why})" if why else "")


def _record(session: Session, number: int, office_id: int) -> dict[str, Any]:
    return record_of(session, ours(session, Suggestion, number, office_id))
