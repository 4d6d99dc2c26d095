"""Offers, typed or imported. Saving an open one runs the matcher."""

from typing import Any

from starlette.requests import Request
from starlette_admin.actions import row_action
from starlette_admin.fields import BaseField, IntegerField, StringField, TextAreaField
from starlette_admin.flash import flash
from starlette_admin.validators import number_range

from admin import words
from admin.current import in_thread, now_of, session_of
from admin.fields import (
    Choice,
    CommuneField,
    Day,
    Decimal,
    Linked,
    Moment,
    OccupationField,
    Several,
    Told,
    Whole,
    YesNo,
    choices,
)
from admin.views.candidates import LICENCE_CHOICES
from admin.views.office_view import OfficeView, panel
from backend.offers.confirming import READ, SET_ASIDE, read_again
from backend.offers.corrections import differences, follow_source
from backend.offers.lawful import warnings as unlawful_warnings
from backend.offers.tables import Offer
from backend.placement.suggest import suggest_for_offer
from backend.reference.communes import by_code
from backend.reference.licences import LICENCES


class RequiredLicences(Several):
    """What the post requires, among [{"code", "must", "words"}]; wishes are told, and kept as they are."""

    async def serialize_value(self, request: Request, value: Any) -> Any:
        if request.state.action.is_form():
            return [need if isinstance(need, str) else need["code"] for need in value if _is_required(need)]
        return ", ".join(_told(need) for need in value) or "rien"


class OfferView(OfficeView):
    table = Offer
    key = "offres"
    menu_label = "Offres"
    display_name = "une offre"
    icon = "fa fa-briefcase"
    first_columns = ("title", "employer", "place", "contract", "starts_on", "status")
    searched = ("title", "place", "external_id")
    fields_default_sort = [("created_at", True)]
    form_layout = [
        panel("Le poste", "title", ("employer", "commune_code"), "rome_code", "description"),
        panel(
            "Les conditions", ("contract", "weekly_hours", "part_time"), ("hours", "salary"), ("nights", "weekends"),
            ("starts_on", "posts", "status"),
        ),
        panel("Ce qu'il faut", "needs", "experience_months"),
    ]  # fmt: skip

    def all_fields(self) -> list[BaseField]:
        shown_only: dict[str, Any] = {"exclude_from_create": True, "exclude_from_edit": True}
        return [
            IntegerField("id", label="N°"),
            StringField("title", label="Intitulé", required=True, placeholder="Agent d'entretien de bureaux"),
            Linked("employer", label="Employeur", key="employeurs"),
            OccupationField("rome_code", label="Métier", help_text="Un mot du métier, ou le code ROME."),
            StringField("place", label="Lieu", **shown_only),
            CommuneField("commune_code", label="Commune", help_text="Le nom, ou le code postal."),
            Choice("contract", label="Contrat", choices=choices(words.CONTRACTS)),
            StringField("contract_label", label="Contrat, tel qu'écrit", **shown_only),
            Decimal("weekly_hours", label="Heures par semaine", validators=[number_range(min=1, max=60)]),
            YesNo("part_time", label="Temps partiel"),
            StringField("hours", label="Horaires", placeholder="le matin de 6h à 9h"),
            StringField("salary", label="Salaire", placeholder="12,50 € de l'heure"),
            YesNo("nights", label="De nuit"),
            YesNo("weekends", label="Le week-end"),
            RequiredLicences("needs", label="Permis et certificats exigés", choices=LICENCE_CHOICES),
            Told("skills", label="Savoir-faire", tell=_skills),
            Whole("experience_months", label="Expérience demandée (mois)", min=0, max=600,
                         help_text="0 : débutant accepté. Vide : l'offre ne le dit pas."),
            Whole("posts", label="Postes", min=1, max=1000, required=True, default=1),
            Day("starts_on", label="Début"),
            TextAreaField("description", label="Description", rows=5),
            Choice("status", label="État", choices=choices(words.OFFER_STATUS), required=True, default="open"),
            Choice("source", label="Origine", choices=choices(words.OFFER_SOURCE), **shown_only),
            StringField("external_id", label="Référence", **shown_only),
            Told("corrected", label="Corrigé ici", getter=_corrections, exclude_from_list=True,
                 exclude_from_export=True, detail_template="fields/lines.html"),
            Moment("created_at", label="Saisie le", **shown_only),
            Moment("updated_at", label="Changée le", **shown_only),
        ]  # fmt: skip

    async def _populate_obj(self, request: Request, obj: Any, data: dict[str, Any], is_edit: bool = False) -> Any:
        needs, place, contract = list(obj.needs or ()), obj.commune_code, obj.contract
        await super()._populate_obj(request, obj, data, is_edit)
        obj.needs = read_again(_merged(needs, data["needs"]), obj.description or "")
        if obj.commune_code != place:
            commune = by_code(obj.commune_code) if obj.commune_code else None
            obj.place = commune.name if commune else ""
            obj.latitude, obj.longitude = (commune.latitude, commune.longitude) if commune else (None, None)
        if obj.contract != contract:
            obj.contract_label = ""  # it said the other one
        obj.updated_at = now_of(request)
        return obj

    async def before_create(self, request: Request, data: dict[str, Any], obj: Any) -> None:
        await super().before_create(request, data, obj)
        obj.created_at = now_of(request)

    async def after_create(self, request: Request, obj: Any) -> None:
        await in_thread(self._suggest, request, obj)

    async def after_edit(self, request: Request, obj: Any) -> None:
        await in_thread(self._suggest, request, obj)

    async def is_row_action_allowed_for_obj(self, request: Request, name: str, obj: Any) -> bool:
        allowed = await super().is_row_action_allowed_for_obj(request, name, obj)
        return allowed and (name != "follow_source" or obj.source != "office")

    @row_action(
        name="follow_source", text="Reprendre la source", icon_class="fa fa-rotate-left",
        confirmation="Remettre tous les champs comme la source les a donnés ?", submit_btn_text="Oui, remettre",
        exclude_from_list=True,
    )  # fmt: skip
    async def row_action_4_follow_source(self, request: Request, pk: Any) -> None:
        offer = await self.find_by_pk(request, pk)
        undone = await in_thread(follow_source, session_of(request), offer, now_of(request))
        flash(request, "L'offre est comme à sa source." if undone else "Rien n'était corrigé ici.", "success")

    def _suggest(self, request: Request, offer: Offer) -> None:
        for warning in unlawful_warnings(f"{offer.title}\n{offer.description}\n{offer.hours}"):
            flash(request, warning, "warning")
        session = session_of(request)
        session.commit()  # the matcher may take its time: what was typed is safe first
        assert offer.id is not None
        found = suggest_for_offer(session, offer.id, now_of(request))
        if offer.status == "open":
            flash(request, f"{found} proposition{'s' if found > 1 else ''} à relire.", "info")


async def _corrections(request: Request, offer: Offer) -> str:
    """Where an adviser changed what the source says: the next import keeps it."""
    return "\n".join(await in_thread(differences, session_of(request), offer))


def _is_required(need: str | dict[str, Any]) -> bool:
    if isinstance(need, str):
        return True
    return bool(need.get("must")) and need.get("code") in LICENCES and need.get("source") != READ


def _merged(before: list[dict[str, Any]], required: list[str]) -> list[dict[str, Any]]:
    """The licences now required, in the words that the offer had for them, then what it had besides."""
    had = {need["code"]: need for need in before if _is_required(need)}
    now = [had.get(code, {"code": code, "must": True, "words": LICENCES[code].label}) for code in required]
    return now + [need for need in before if not _is_required(need) and need.get("code") not in required]


def _told(need: dict[str, Any]) -> str:
    licence = LICENCES.get(need.get("code", ""))
    name = licence.label if licence else need.get("words") or need.get("code", "")
    if need.get("source") == SET_ASIDE:
        return f"{name} (pas demandé)"
    read = ", lu dans le texte, à confirmer" if need.get("source") == READ else ""
    return f"{name} ({'exigé' if need.get('must') else 'souhaité'}{read})"


def _skills(skills: list[dict[str, Any]]) -> str:
    return ", ".join(f"{skill['label']}{' (exigé)' if skill.get('must') else ''}" for skill in skills)
