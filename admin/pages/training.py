"""Training: who misses one thing for an offer, and the cases that lead them back to it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin.current import in_thread, now_of, session_of, signed_in
from admin.ours import act_on, ours
from admin.page import Page, see
from backend.offers.tables import Offer
from backend.placement import training
from backend.placement.gaps import gaps_of
from backend.placement.lifecycle import MoveRefused
from backend.placement.tables import TrainingCase, TrainingMove

DATES = ("held_until", "funding_asked_on", "funding_granted_on")


class TrainingPage(Page):
    menu_label = "Formations"
    icon = "fa fa-graduation-cap"
    path = "/formations"
    template = "pages/trainings.html"

    @route("", name="trainings")
    async def index(self, request: Request) -> Response:
        wanted = request.query_params.get("offre", "")
        offer_id = int(wanted) if wanted.isdecimal() else None
        shown = await in_thread(_cases, session_of(request), signed_in(request).office_id, offer_id, now_of(request))
        return self.render(request, shown)

    @route("/open", methods=["POST"], name="training_open")
    async def open(self, request: Request) -> Response:
        """One click on a gap."""
        form, me, now = await request.form(), signed_in(request), now_of(request)
        offer_id, person = (int(str(form.get(key) or 0)) for key in ("offer", "candidate"))
        try:
            made = await in_thread(_open, session_of(request), me.office_id, offer_id, person, me.adviser_id, now)
        except MoveRefused as refusal:
            flash(request, str(refusal), "error")
            return see(request, "console:trainings", query={"offre": offer_id})
        return see(request, "console:training", case_id=made)

    @route("/{case_id:int}", name="training")
    async def one(self, request: Request) -> Response:
        shown = await in_thread(_page_of, session_of(request), _number(request), _office(request), now_of(request))
        return self.render(request, shown, "pages/training.html")

    @route("/{case_id:int}/save", methods=["POST"], name="training_save")
    async def save(self, request: Request) -> Response:
        form = await request.form()
        said = {key: str(form.get(key) or "") for key in ("funding", "body", *DATES)}
        steps = list(zip(*(map(str, form.getlist(key)) for key in ("label", "due", "done")), strict=False))

        def do(session: Session, case: TrainingCase) -> str:
            _write(case, said, steps)
            session.add(case)
            return "Dossier enregistré."

        return await _done(request, do)

    @route("/{case_id:int}/move", methods=["POST"], name="training_move")
    async def move_on(self, request: Request) -> Response:
        form, me, now = await request.form(), signed_in(request), now_of(request)
        action, proof = str(form.get("action") or ""), str(form.get("proof") or "")

        def do(session: Session, case: TrainingCase) -> str:
            return _move_on(session, case, action, proof, me.adviser_id, now)

        return await _done(request, do)


def _office(request: Request) -> int:
    return signed_in(request).office_id


def _number(request: Request) -> int:
    return int(request.path_params["case_id"])


async def _done(request: Request, do: Callable[[Session, TrainingCase], str]) -> Response:
    await act_on(request, TrainingCase, _number(request), do)
    return see(request, "console:training", case_id=_number(request))


def _open(session: Session, office_id: int, offer_id: int, person: int, adviser_id: int, now: datetime) -> int:
    ours(session, Offer, offer_id, office_id)
    case = training.open_case(session, offer_id, person, adviser_id, now)
    assert case.id is not None
    return case.id


def _move_on(session: Session, case: TrainingCase, action: str, proof: str, adviser_id: int, now: datetime) -> str:
    """Raises MoveRefused."""
    if action == training.Action.ASK:
        training.ask_the_person(session, case, f"adviser:{adviser_id}", now)
        return "La question part par message."
    if action == training.Action.FINISH:
        again = training.finish(session, case, proof, adviser_id, now)
        return "Acquis. La proposition revient en tête de la file." if again else "Acquis et noté sur la fiche."
    if action not in {one.value for one in training.Action}:
        raise MoveRefused("Choisissez une étape.")
    after = training.advance(session, case, training.Action(action), f"adviser:{adviser_id}", now)
    return f"C'est noté : {training.IN_FRENCH[after]}."


def _write(case: TrainingCase, said: dict[str, str], steps: list[tuple[str, ...]]) -> None:
    case.funding = said["funding"] if said["funding"] in training.FUNDING else ""
    case.body = said["body"].strip()[:160]
    for key in DATES:
        setattr(case, key, _day(said[key]))
    kept = [(label.strip()[:120], _iso(due), _iso(done)) for label, due, done in steps if label.strip()]
    case.steps = [{"label": label, "due": due, "done": done} for label, due, done in kept]


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _iso(written: str) -> str:
    day = _day(written)
    return day.isoformat() if day else ""


def _cases(session: Session, office_id: int, offer_id: int | None, now: datetime) -> dict[str, Any]:
    opened = select(Offer).where(Offer.office_id == office_id, Offer.status == "open").order_by(col(Offer.title))
    offers = session.exec(opened).all()
    offer = next((one for one in offers if one.id == offer_id), None)
    gaps = gaps_of(session, offer, now) if offer else []
    return {
        "cases": [(one, *_told(one, now.date())) for one in training.cases(session, office_id)], "offers": offers,
        "offer": offer, "gaps": gaps,
    }  # fmt: skip


def _told(case: TrainingCase, today: date) -> tuple[str, str, bool]:
    """State, next deadline, and whether it is red."""
    due = training.deadline(case)
    return (
        training.IN_FRENCH[training.State(case.state)],
        f"{due:%d/%m/%Y}" if due else "",
        training.is_red(case, today),
    )


def _page_of(session: Session, number: int, office_id: int, now: datetime) -> dict[str, Any]:
    case = ours(session, TrainingCase, number, office_id)
    state = training.State(case.state)
    moves = session.exec(select(TrainingMove).where(TrainingMove.case_id == number).order_by(col(TrainingMove.id)))
    log = [
        f"{one.at.astimezone(now.tzinfo):%d/%m/%Y %H:%M} · {training.IN_FRENCH[training.State(one.after)]}"
        for one in moves
    ]
    told, due, red = _told(case, now.date())
    return {
        "case": case, "candidate": case.candidate, "offer": case.offer, "missing": training.say_missing(case.missing),
        "state": told, "due": due, "red": red, "funding": training.FUNDING, "log": log,
        "actions": [action.value for (before, action) in training.TABLE if before == state],
        "steps": [*case.steps, {"label": "", "due": "", "done": ""}],
    }  # fmt: skip
