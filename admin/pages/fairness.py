"""Whether proposals are shared evenly, by group for those who agreed; and the question to one person, asked once."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin.current import in_thread, now_of, session_of, signed_in
from admin.page import Page, see
from admin.person import person_of
from backend.insights.exposure import LEAST_SHOWN, WEEKS, exposure
from backend.people.statistics import QUESTIONS, NotAnAnswer, agree, decline, was_asked

TITLES = {"age": "Âge", "gender": "Sexe"}


class FairnessPage(Page):
    menu_label = "Équité des propositions"
    group = "L'antenne"
    icon = "fa fa-scale-balanced"
    path = "/equite"
    template = "pages/fairness.html"

    @route("", name="fairness")
    async def index(self, request: Request) -> Response:
        office, now = signed_in(request).office_id, now_of(request)
        found = await in_thread(exposure, session_of(request), office, now)
        page = {"found": found, "titles": TITLES, "weeks": WEEKS, "least": LEAST_SHOWN}
        return self.render(request, page)

    @route("/{candidate_id:int}", name="statistics_of")
    async def ask(self, request: Request) -> Response:
        page = await in_thread(_asked, request, session_of(request))
        return self.render(request, page, "pages/statistics.html")

    @route("/{candidate_id:int}/{act}", methods=["POST"], name="answer_statistics")
    async def answer(self, request: Request) -> Response:
        form = {key: str(value) for key, value in (await request.form()).items()}
        said, category = await in_thread(_answer, request, session_of(request), form)
        flash(request, said, category)
        return see(request, "console:statistics_of", candidate_id=request.path_params["candidate_id"])


def _asked(request: Request, session: Session) -> dict[str, Any]:
    person = person_of(request, session)
    return {"person": person, "asked": was_asked(session, person.id or 0), "questions": QUESTIONS, "titles": TITLES}


def _answer(request: Request, session: Session, form: dict[str, str]) -> tuple[str, str]:
    person, who, now = person_of(request, session), signed_in(request), now_of(request)
    assert person.id is not None
    match request.path_params["act"]:
        case "agree":
            if form.get("agreed") != "yes":
                return "Cochez l'accord de la personne, ou choisissez « Ne souhaite pas répondre ».", "error"
            try:
                agree(session, person.id, who.office_id, form, who.adviser_id, now)
            except NotAnAnswer:
                return "Une réponse n'est pas dans la liste.", "error"
            said = "Enregistré à part. Ces réponses ne comptent dans aucune proposition."
        case "decline":
            decline(session, person.id, who.adviser_id, now)
            said = "Noté : pas de statistiques pour cette personne."
        case _:
            raise HTTPException(404)
    session.commit()
    return said, "success"
