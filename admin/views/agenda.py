"""Workshops and permanences, and who has a seat."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, inspect
from sqlmodel import Session, col, func, select
from starlette.requests import Request
from starlette_admin.actions import row_action
from starlette_admin.exceptions import FormValidationError
from starlette_admin.fields import BaseField, IntegerField, StringField
from starlette_admin.flash import flash

from admin import words
from admin.by_rule import by_rule
from admin.current import in_thread, now_of, session_of, signed_in
from admin.fields import Choice, Linked, Moment, Told, Whole, choices
from admin.person import named
from admin.views.office_view import OfficeView
from backend.agenda import moving
from backend.agenda.booking import NotBookable, Overlapping, SessionFull, book
from backend.agenda.rules import rules_of
from backend.agenda.slots import seats_of
from backend.agenda.tables import AgendaRules, AgendaSession, Booking
from backend.agenda.waiting_list import give_up, pass_on
from backend.people.tables import Candidate

ENDS_BEFORE = "La fin doit être après le début."
TELL_THEM = "Des personnes sont inscrites : déplacez ou annulez depuis la page de la séance, qui les prévient."
FEWER_SEATS = "Des personnes sont déjà inscrites : il faut au moins {taken} places."
OVERLAPPING = "Cette personne a déjà un rendez-vous à cette heure."
NO_SLOT = "Aucun créneau de cette durée ne tient entre le début et la fin."
FULL = "Il n'y a plus de place."
NOT_OPEN = "Cet atelier est passé, fermé ou annulé."


class WorkshopView(OfficeView):
    table = AgendaSession
    key = "ateliers"
    menu_label = "Ateliers"
    display_name = "un atelier"
    icon = "fa fa-calendar-days"
    first_columns = ("kind", "title", "starts_at", "place", "seats", "taken", "status")
    searched = ("title", "place")
    fields_default_sort = [("starts_at", True)]

    def all_fields(self) -> list[BaseField]:
        return [
            IntegerField("id", label="N°"),
            Choice("kind", label="Nature", choices=choices(words.SESSION_KIND), required=True, default="workshop"),
            StringField("title", label="Titre", placeholder="Atelier CV"),
            Moment("starts_at", label="Début", required=True),
            Moment("ends_at", label="Fin", help_text="Rien pour la durée habituelle d'un atelier."),
            StringField("place", label="Lieu"),
            StringField("address", label="Adresse"),
            Whole("seats", label="Places", min=1, max=100, required=True, default=by_rule("workshop_seats")),
            Told("taken", label="Inscrits", getter=_taken, exclude_from_export=True),
            Whole("minimum", label="Minimum pour le tenir", min=0, max=100, required=True,
                  default=by_rule("workshop_minimum")),
            Whole("slot_minutes", label="Durée d'un créneau (minutes)", min=5, max=240,
                         help_text="Pour l'Apec et les rendez-vous : chaque place est un créneau, compté tout seul."),
            Choice("status", label="État", choices=choices(words.SESSION_STATUS), required=True, default="open"),
        ]  # fmt: skip

    def describe(self, obj: Any) -> str:
        kind = words.SESSION_KIND.get(obj.kind, obj.kind)
        return f"{obj.title or kind.capitalize()}, {obj.starts_at:%d/%m/%Y}"

    async def validate(self, request: Request, data: dict[str, Any]) -> None:
        rules = await in_thread(rules_of, session_of(request), signed_in(request).office_id)
        if data["ends_at"] is None:
            data["ends_at"] = data["starts_at"] + timedelta(minutes=rules.workshop_minutes)
        if data["ends_at"] <= data["starts_at"]:
            raise FormValidationError({"ends_at": ENDS_BEFORE})
        _cut(data, rules)

    async def before_edit(self, request: Request, data: dict[str, Any], obj: Any) -> None:
        if _told_of(obj) and await in_thread(_anybody, session_of(request), obj):
            raise FormValidationError({"starts_at": TELL_THEM})
        highest = select(func.max(Booking.seat)).where(Booking.session_id == obj.id)
        taken = await in_thread(lambda: session_of(request).exec(highest).one())
        if taken and taken > obj.seats:
            raise FormValidationError({"seats": FEWER_SEATS.format(taken=taken)})

    async def after_edit(self, request: Request, obj: Any) -> None:
        """One seat more goes to whoever waits."""
        await in_thread(pass_on, session_of(request), obj, now_of(request))


def _cut(data: dict[str, Any], rules: AgendaRules) -> None:
    """A permanence and meetings are cut into slots, and have as many seats as there are. Raises FormValidationError."""
    usual = {"apec": rules.apec_slot_minutes, "meeting": rules.meeting_slot_minutes}.get(data["kind"])
    if usual is None:
        return
    data["slot_minutes"] = data["slot_minutes"] or usual
    data["seats"], data["minimum"] = seats_of(data["starts_at"], data["ends_at"], data["slot_minutes"]), 0
    if not data["seats"]:
        raise FormValidationError({"slot_minutes": NO_SLOT})


def _told_of(event: AgendaSession) -> bool:
    """Whether something that people were told changes."""
    known = inspect(event).attrs
    return any(known[name].history.has_changes() for name in ("starts_at", "ends_at", "place", "address", "status"))


def _anybody(session: Session, event: AgendaSession) -> bool:
    with session.no_autoflush:
        return bool(moving.concerned(session, event))


async def _taken(request: Request, event: AgendaSession) -> str:
    booked = select(func.count()).where(Booking.session_id == event.id, col(Booking.seat).is_not(None))
    return f"{await in_thread(lambda: session_of(request).exec(booked).one())} sur {event.seats}"


class BookingView(OfficeView):
    """A seat is given and freed by agenda.booking only; attendance is ticked here."""

    table = Booking
    key = "inscriptions"
    menu_label = "Inscriptions"
    display_name = "une inscription"
    icon = "fa fa-user-check"
    first_columns = ("session", "candidate", "seat", "status", "attendance")
    fields_default_sort = [("booked_at", True)]

    def all_fields(self) -> list[BaseField]:
        shown_only: dict[str, Any] = {"exclude_from_create": True, "exclude_from_edit": True}
        return [
            IntegerField("id", label="N°"),
            Linked("session", label="Atelier", key="ateliers", required=True, exclude_from_edit=True),
            Linked("candidate", label="Candidat", key="candidats", required=True, exclude_from_edit=True),
            IntegerField("seat", label="Place", **shown_only),
            Choice("status", label="État", choices=choices(words.BOOKING_STATUS), **shown_only),
            Choice("attendance", label="Présence", choices=choices(words.ATTENDANCE), exclude_from_create=True),
            Moment("booked_at", label="Inscrit le", **shown_only),
        ]

    def belongs_to(self, office_id: int) -> ColumnElement[bool]:
        sessions = select(AgendaSession.id).where(AgendaSession.office_id == office_id)
        return col(Booking.session_id).in_(sessions)

    def get_search_query(self, request: Request, term: str) -> ColumnElement[bool]:
        return col(Booking.candidate_id).in_(select(Candidate.id).where(named(term)))

    def describe(self, obj: Any) -> str:
        return f"{obj.candidate}, {obj.session.starts_at:%d/%m/%Y}"

    async def create(self, request: Request, data: dict[str, Any]) -> Any:
        arranged = await self._arrange_data(request, data)
        try:
            session_id, candidate_id = arranged["session"].id, arranged["candidate"].id
            return await in_thread(book, session_of(request), session_id, candidate_id, now_of(request))
        except SessionFull as error:
            raise FormValidationError({"session": FULL}) from error
        except Overlapping as error:
            raise FormValidationError({"candidate": OVERLAPPING}) from error
        except NotBookable as error:
            raise FormValidationError({"session": NOT_OPEN}) from error

    def can_delete(self, request: Request) -> bool:
        return False

    async def is_row_action_allowed_for_obj(self, request: Request, name: str, obj: Any) -> bool:
        allowed = await super().is_row_action_allowed_for_obj(request, name, obj)
        return allowed and (name != "free" or obj.status == "booked")

    @row_action(
        name="free", text="Annuler l'inscription", confirmation="Libérer cette place ?", icon_class="fa fa-user-xmark",
        submit_btn_text="Oui, libérer la place",
    )  # fmt: skip
    async def row_action_4_free(self, request: Request, pk: Any) -> None:
        booking = await self.find_by_pk(request, pk)
        await in_thread(give_up, session_of(request), booking, now_of(request))
        flash(request, "La place est libre.", "success")
