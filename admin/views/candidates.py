"""The talent pool."""

from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select
from starlette.requests import Request
from starlette_admin.actions import link_row_action
from starlette_admin.fields import BaseField, BooleanField, IntegerField, StringField, TextAreaField
from starlette_admin.flash import flash
from starlette_admin.validators import number_range

from admin import phones, words
from admin.current import in_thread, now_of, session_of, signed_in
from admin.fields import (
    Choice,
    CommuneField,
    Day,
    Decimal,
    Moment,
    OccupationsField,
    PhoneField,
    Several,
    Ticked,
    Told,
    Whole,
    YesNo,
    choices,
)
from admin.places import around
from admin.views.office_view import OfficeView, panel
from backend.messaging.consent import record_consent
from backend.people.contacts import add_contact
from backend.people.tables import Candidate, Contact
from backend.placement.suggest import suggest_for_candidate
from backend.reference.folding import fold
from backend.reference.licence_validity import valid_until
from backend.reference.licences import LICENCES
from backend.values import Audience

LICENCE_CHOICES = [(code, licence.label) for code, licence in LICENCES.items()]


class CandidateView(OfficeView):
    table = Candidate
    key = "candidats"
    menu_label = "Candidats"
    display_name = "un candidat"
    icon = "fa fa-users"
    first_columns = ("first_name", "last_name", "commune_code", "wants", "status", "cv_state")
    searched = ("first_name", "last_name")
    fields_default_sort = [("created_at", True)]
    form_layout = [
        panel("Identité", ("first_name", "last_name"), ("commune_code", "phone"), "agreed_on_paper"),
        panel(
            "Travail cherché", "wants", ("experience_years", "diploma"), ("contracts", "available_from"),
            ("part_time", "nights", "weekends"),
        ),
        panel("Permis et déplacements", "licences", "modes", ("max_minutes", "max_km")),
        panel("Suivi", ("status", "paused_until", "cv_state"), "notes"),
    ]  # fmt: skip

    def all_fields(self) -> list[BaseField]:
        shown_only: dict[str, Any] = {"exclude_from_create": True, "exclude_from_edit": True}
        return [
            IntegerField("id", label="N°"),
            StringField("first_name", label="Prénom", required=True),
            StringField("last_name", label="Nom"),
            CommuneField("commune_code", label="Commune", help_text="Le nom, ou le code postal."),
            PhoneField("phone", label="Téléphone", getter=_no_value, exclude_from_detail=True, exclude_from_export=True,
                       help_text="Un numéro à ajouter à la fiche.", exclude_from_list=True),
            Told("phones", label="Téléphones", getter=_phones, exclude_from_export=True, exclude_from_list=True),
            BooleanField("agreed_on_paper", label="Accord sur papier", getter=_no_value, exclude_from_detail=True,
                         exclude_from_export=True, exclude_from_edit=True, help_text="La personne a signé l'accord "
                         "pour être dans la candidathèque et recevoir des messages.", exclude_from_list=True),
            OccupationsField("wants", label="Métiers cherchés", help_text="Un par ligne, le préféré en premier."),
            Decimal("experience_years", label="Années d'expérience", help_text="Dans le premier métier.",
                       validators=[number_range(min=0, max=60)]),
            Told("past_jobs", label="Emplois passés", tell=_past_jobs),
            Several("licences", label="Permis et certificats", choices=LICENCE_CHOICES, nothing="aucun"),
            Told("details", label="Dates des certificats", tell=_licence_dates, exclude_from_list=True),
            Told("skills", label="Savoir-faire", tell=lambda skills: ", ".join(map(str, skills))),
            StringField("diploma", label="Diplôme"),
            Ticked("modes", label="Moyens de transport", choices=choices(words.MODES), nothing="aucun"),
            Whole("max_minutes", label="Trajet : minutes au plus", min=1, max=240),
            Whole("max_km", label="Trajet : km au plus", min=1, max=500),
            Day("available_from", label="Disponible à partir du"),
            Several("contracts", label="Contrats acceptés", choices=choices(words.CONTRACTS), nothing="aucun"),
            YesNo("part_time", label="Temps partiel"),
            YesNo("nights", label="Travail de nuit"),
            YesNo("weekends", label="Travail le week-end"),
            Choice("status", label="Fiche", choices=choices(words.CANDIDATE_STATUS), required=True, default="active"),
            Day("paused_until", label="En pause jusqu'au"),
            Choice("cv_state", label="CV", choices=choices(words.CV_STATE), required=True, default="to_rework"),
            TextAreaField("notes", label="Notes de l'antenne", rows=4),
            Moment("created_at", label="Arrivé le", output_format="d MMM y", **shown_only),
            Moment("last_contact_at", label="Dernier contact", **shown_only),
            Moment("last_proposed_at", label="Dernière offre proposée", **shown_only),
        ]  # fmt: skip

    def get_search_query(self, request: Request, term: str) -> ColumnElement[bool]:
        """By name, by telephone number, or by commune around the office."""
        sought = fold(term)
        places = [
            place.code for place in around(signed_in(request).commune_code) if fold(place.name).startswith(sought)
        ]
        clauses = [super().get_search_query(request, term), col(Candidate.commune_code).in_(places)]
        digits = "".join(letter for letter in term if letter.isdigit()).removeprefix("0")
        if len(digits) >= 4:
            having = select(Contact.candidate_id).where(col(Contact.address).contains(digits))
            clauses.append(col(Candidate.id).in_(having))
        return or_(*clauses)

    async def before_create(self, request: Request, data: dict[str, Any], obj: Any) -> None:
        await super().before_create(request, data, obj)
        obj.created_at = obj.last_contact_at = now_of(request)

    async def create(self, request: Request, data: dict[str, Any]) -> Any:
        candidate = await super().create(request, data)
        await in_thread(self._after_saving, request, candidate, data)
        return candidate

    async def edit(self, request: Request, pk: Any, data: dict[str, Any]) -> Any:
        candidate = await super().edit(request, pk, data)
        await in_thread(self._after_saving, request, candidate, data)
        return candidate

    def _after_saving(self, request: Request, candidate: Candidate, data: dict[str, Any]) -> None:
        session, now = session_of(request), now_of(request)
        assert candidate.id is not None
        if data.get("phone"):
            add_contact(session, candidate, "sms", phones.read(data["phone"]))
        if data.get("agreed_on_paper"):
            adviser_id = signed_in(request).adviser_id
            record_consent(session, candidate.id, Audience.OFFICE, True, now, adviser_id=adviser_id)
        session.commit()  # the matcher may take its time: what was typed is safe first
        if found := suggest_for_candidate(session, candidate.id, now):
            flash(request, f"{found} proposition{'s' if found > 1 else ''} à relire pour {candidate}.", "info")

    def can_delete(self, request: Request) -> bool:
        return False  # erasing a person is a right with its own steps, not a button in a list

    @link_row_action(name="documents", text="CV reçus", icon_class="fa fa-file-lines")
    def row_action_5_documents(self, request: Request, pk: Any) -> str:
        return str(request.url_for("console:documents_of", candidate_id=pk))

    @link_row_action(name="telegram", text="Lien Telegram", icon_class="fa fa-qrcode")
    def row_action_6_telegram(self, request: Request, pk: Any) -> str:
        return str(request.url_for("console:start_link", candidate_id=pk))

    @link_row_action(name="talk", text="Messages", icon_class="fa fa-comments")
    def row_action_4_talk(self, request: Request, pk: Any) -> str:
        return str(request.url_for("console:conversation_of", candidate_id=pk))

    @link_row_action(name="appointments", text="Rendez-vous", icon_class="fa fa-calendar-check")
    def row_action_5_appointments(self, request: Request, pk: Any) -> str:
        return str(request.url_for("console:appointments", candidate_id=pk))

    @link_row_action(name="statistics", text="Statistiques", icon_class="fa fa-scale-balanced")
    def row_action_6_statistics(self, request: Request, pk: Any) -> str:
        return str(request.url_for("console:statistics_of", candidate_id=pk))


def _no_value(request: Request, obj: Any) -> None:
    return None


async def _phones(request: Request, candidate: Candidate) -> str:
    def read() -> str:
        contacts = select(Contact).where(Contact.candidate_id == candidate.id, Contact.active)
        return ", ".join(phones.written(contact.address) for contact in session_of(request).exec(contacts))

    return await in_thread(read) or "aucun"


def _licence_dates(details: dict[str, Any]) -> str:
    """ "CACES R489 chariots, catégorie 3 : obtenu en 2022, valable jusqu'en 2027" """
    dates = {code: str(when) for code, when in (details.get("licence_dates") or {}).items() if when}
    return " ; ".join(_licence_date(code, when) for code, when in dates.items())


def _licence_date(code: str, when: str) -> str:
    until = valid_until(code, when)
    label = LICENCES[code].label if code in LICENCES else code
    return f"{label} : obtenu en {_month(when)}" + (f", valable jusqu'en {_month(until)}" if until else "")


def _month(when: str) -> str:
    return "/".join(reversed(when.split("-")))


def _past_jobs(jobs: list[dict[str, Any]]) -> str:
    return " ; ".join(_past_job(job) for job in jobs)


def _past_job(job: dict[str, Any]) -> str:
    years = job.get("years")
    length = f"{years:g} an{'s' if years >= 2 else ''}" if years else ""
    return ", ".join(str(part) for part in (job.get("work"), length, job.get("employer")) if part)
