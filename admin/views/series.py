"""Sessions that come again, and days when nobody is there."""

import re
from typing import Any

from sqlmodel import Session, select
from starlette.requests import Request
from starlette_admin.exceptions import FormValidationError
from starlette_admin.fields import BaseField, IntegerField, StringField

from admin import words
from admin.current import in_thread, now_of, session_of
from admin.fields import Choice, Day, Moment, Told, Whole, choices
from admin.views.office_view import OfficeView
from backend.agenda.recurrence import plan
from backend.agenda.rhythm import say_rule
from backend.agenda.tables import Absence, AgendaSeries, AgendaSession

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
NO_CLOCK = "Écrivez l'heure ainsi : 14:00."
ENDS_BEFORE = "La fin doit être après le début."


class SeriesView(OfficeView):
    """Changing one only changes the sessions that are not in the agenda yet; its rhythm stays."""

    table = AgendaSeries
    key = "series"
    menu_label = "Séries"
    display_name = "une série"
    icon = "fa fa-repeat"
    list_template = "series.html"
    first_columns = ("kind", "title", "rule", "begins", "place", "first_on", "last_on")
    searched = ("title", "place")
    fields_default_sort = [("first_on", True)]

    def all_fields(self) -> list[BaseField]:
        return [
            IntegerField("id", label="N°"),
            Choice("kind", label="Nature", choices=choices(words.SESSION_KIND), required=True),
            StringField("title", label="Titre", placeholder="Atelier CV"),
            Told("rule", label="Revient", tell=say_rule),
            Day("first_on", label="À partir du", required=True),
            Day("last_on", label="Jusqu'au", help_text="Les séances déjà dans l'agenda y restent."),
            StringField("begins", label="Heure de début", required=True, placeholder="14:00"),
            Whole("minutes", label="Durée (minutes)", min=5, max=720, required=True),
            Choice("on_holiday", label="Un jour férié", choices=choices(words.ON_HOLIDAY), required=True),
            StringField("place", label="Lieu"),
            StringField("address", label="Adresse"),
            Whole("seats", label="Places", min=1, max=100, required=True),
            Whole("minimum", label="Minimum pour le tenir", min=0, max=100, required=True),
            Whole("slot_minutes", label="Durée d'un créneau (minutes)", min=5, max=240,
                  help_text="Pour l'Apec ou les rendez-vous : chaque place est un créneau."),
        ]  # fmt: skip

    def describe(self, obj: Any) -> str:
        kind = words.SESSION_KIND.get(obj.kind, obj.kind)
        return f"{obj.title or kind.capitalize()}, {obj.begins}"

    async def validate(self, request: Request, data: dict[str, Any]) -> None:
        if not CLOCK.fullmatch(data["begins"] or ""):
            raise FormValidationError({"begins": NO_CLOCK})
        if data.get("last_on") and data["last_on"] < data["first_on"]:
            raise FormValidationError({"last_on": ENDS_BEFORE})

    def can_create(self, request: Request) -> bool:
        return False  # added on a page of its own, which shows the dates first (admin/pages/new_series.py)

    async def after_edit(self, request: Request, obj: Any) -> None:
        await in_thread(plan, session_of(request), obj, now_of(request))

    async def before_delete(self, request: Request, obj: Any) -> None:
        await in_thread(_let_go, session_of(request), obj)


def _let_go(session: Session, series: AgendaSeries) -> None:
    """Its sessions stay: people may have booked them."""
    for event in session.exec(select(AgendaSession).where(AgendaSession.series_id == series.id)).all():
        event.series_id, event.planned_on = None, None
        session.add(event)
    session.flush()


class AbsenceView(OfficeView):
    """What it falls on is said on the calendar; nobody is told before an adviser moves or cancels it."""

    table = Absence
    key = "absences"
    menu_label = "Absences"
    display_name = "une absence"
    icon = "fa fa-umbrella-beach"
    first_columns = ("starts_at", "ends_at", "place", "note")
    searched = ("note", "place")
    fields_default_sort = [("starts_at", True)]

    def all_fields(self) -> list[BaseField]:
        return [
            IntegerField("id", label="N°"),
            Moment("starts_at", label="Début", required=True),
            Moment("ends_at", label="Fin", required=True),
            StringField("place", label="Salle fermée", help_text="Rien pour toute l'antenne."),
            StringField("note", label="Motif", placeholder="Congés"),
        ]

    def describe(self, obj: Any) -> str:
        return f"{obj.note or 'Absence'}, {obj.starts_at:%d/%m/%Y}"

    async def validate(self, request: Request, data: dict[str, Any]) -> None:
        if data["ends_at"] <= data["starts_at"]:
            raise FormValidationError({"ends_at": ENDS_BEFORE})
