"""Sessions that come again, added in plain French; the dates are shown, holidays left out, before anything is made."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select
from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin import words
from admin.current import in_thread, now_of, session_of, signed_in
from admin.page import Page, see
from backend.agenda.recurrence import AHEAD, Day, check_rule, foreseen, plan
from backend.agenda.rhythm import OFTEN, NoRhythm, read_rhythm, rule_of, say_rule
from backend.agenda.rules import rules_of
from backend.agenda.slots import seats_of
from backend.agenda.tables import AgendaRules, AgendaSeries
from backend.agenda.wording import say_clock, say_day
from backend.network.tables import Adviser, Office
from backend.reference.calendar_names import WEEKDAYS

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
NO_RULE = "Cette règle n'est pas lisible. Par exemple : FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1 (le 1er septembre)."
SHOWN, LOOKED_AT = 24, timedelta(days=366)
Typed = QueryParams | FormData


class SeriesRefused(ValueError):
    """What is missing in the form, in French."""


class NewSeriesPage(Page):
    menu_label = "Nouvelle série"
    icon = "fa fa-repeat"
    path = "/nouvelle-serie"
    template = "pages/new_series.html"
    add_to_menu = False

    @route("", name="new_series")
    async def index(self, request: Request) -> Response:
        """The form; with its dates under it once it was filled in. Nothing is made."""
        return self.render(request, await in_thread(_page, request, session_of(request), request.query_params))

    @route("/creer", methods=["POST"], name="new_series_make")
    async def make(self, request: Request) -> Response:
        form = await request.form()
        try:
            series, count = await in_thread(_make, request, session_of(request), form)
        except SeriesRefused as refusal:
            flash(request, str(refusal), "error")
            return self.render(request, await in_thread(_page, request, session_of(request), form))
        flash(request, f"Série créée, {say_rule(series.rule)} : {_counted(count)} dans l'agenda.", "success")
        return see(request, "console:list", key="series")


def _make(request: Request, session: Session, form: Typed) -> tuple[AgendaSeries, int]:
    series = _read(form, rules_of(session, signed_in(request).office_id), _advisers(request, session))
    session.add(series)
    session.flush()
    return series, plan(session, series, now_of(request))


def _page(request: Request, session: Session, typed: Typed) -> dict[str, Any]:
    office, now = session.get_one(Office, signed_in(request).office_id), now_of(request)
    rules, advisers = rules_of(session, office.id or 0), _advisers(request, session)
    page: dict[str, Any] = {
        "filled": _filled(typed, rules, office, now), "days_chosen": typed.getlist("days"), "weekdays": WEEKDAYS,
        "often": OFTEN, "kinds": words.SESSION_KIND, "on_holiday": words.ON_HOLIDAY, "advisers": advisers,
        "refusal": "", "dates": None,
        "posted": [(name, value) for name, value in typed.multi_items() if name != "csrftoken"],
    }  # fmt: skip
    if "kind" not in typed:
        return page
    try:
        series = _read(typed, rules, advisers)
    except SeriesRefused as refusal:
        return page | {"refusal": str(refusal)}
    return page | _preview(session, series, now)


def _filled(typed: Typed, rules: AgendaRules, office: Office, now: datetime) -> dict[str, str]:
    """The form as it was typed; what the office usually does otherwise."""
    usual = {
        "kind": "workshop", "title": "", "often": "month1", "first_on": f"{now:%Y-%m-%d}", "last_on": "",
        "begins": "14:00", "minutes": str(rules.workshop_minutes), "holiday": "skip", "place": "",
        "address": office.address, "seats": str(rules.workshop_seats), "minimum": str(rules.workshop_minimum),
        "slot_minutes": "", "adviser": "", "rule": "",
    }  # fmt: skip
    return {name: str(typed.get(name, value)) for name, value in usual.items()}


def _advisers(request: Request, session: Session) -> list[Adviser]:
    mine = select(Adviser).where(Adviser.office_id == signed_in(request).office_id, Adviser.active)
    return list(session.exec(mine.order_by(col(Adviser.name))))


# --- what was typed, as a series --------------------------------------------------------------------------------------


def _read(typed: Typed, rules: AgendaRules, advisers: list[Adviser]) -> AgendaSeries:
    """The series that the form describes; not added. Raises SeriesRefused."""

    def text(name: str, most: int) -> str:
        return str(typed.get(name) or "").replace("\x00", "").strip()[:most]

    kind, begins = text("kind", 20), text("begins", 5)
    first_on, last_on = _day(text("first_on", 10), "À partir du"), None
    if text("last_on", 10):
        last_on = _day(text("last_on", 10), "Jusqu'au")
    if kind not in words.SESSION_KIND or text("holiday", 20) not in words.ON_HOLIDAY:
        raise SeriesRefused("Choisissez dans la liste.")
    if not CLOCK.fullmatch(begins):
        raise SeriesRefused("Écrivez l'heure ainsi : 14:00.")
    if last_on and last_on < first_on:
        raise SeriesRefused("La fin doit être après le début.")
    minutes = _number(text("minutes", 4), "Durée", 5, 720)
    adviser = {str(one.id): one.id for one in advisers}.get(text("adviser", 12))
    return AgendaSeries(
        office_id=rules.office_id, kind=kind, title=text("title", 120), rule=_rule(typed), first_on=first_on,
        last_on=last_on, begins=begins, minutes=minutes, on_holiday=text("holiday", 20), place=text("place", 120),
        address=text("address", 200), adviser_id=adviser, **_seats(text, kind, minutes, rules),
    )  # fmt: skip


def _rule(typed: Typed) -> str:
    """The rarer rule, when there is one; the rhythm that was chosen otherwise. Raises SeriesRefused."""
    if rare := str(typed.get("rule") or "").strip()[:200]:
        try:
            return check_rule(rare)
        except (ValueError, TypeError, AttributeError) as error:
            raise SeriesRefused(NO_RULE) from error
    try:
        return rule_of(read_rhythm(str(typed.get("often") or ""), [str(day) for day in typed.getlist("days")]))
    except NoRhythm as error:
        raise SeriesRefused(str(error)) from error


def _seats(text: Any, kind: str, minutes: int, rules: AgendaRules) -> dict[str, Any]:
    """A workshop has seats and a minimum; the Apec and meetings as many as there are slots. Raises SeriesRefused."""
    if kind == "workshop":
        seats = _number(text("seats", 3) or str(rules.workshop_seats), "Places", 1, 100)
        minimum = _number(text("minimum", 3) or str(rules.workshop_minimum), "Minimum pour le tenir", 0, seats)
        return {"seats": seats, "minimum": minimum, "slot_minutes": None}
    usual = rules.apec_slot_minutes if kind == "apec" else rules.meeting_slot_minutes
    slot = _number(text("slot_minutes", 3) or str(usual), "Durée d'un créneau", 5, 240)
    begins = datetime(2026, 1, 1)
    if not (seats := seats_of(begins, begins + timedelta(minutes=minutes), slot)):
        raise SeriesRefused("Aucun créneau de cette durée ne tient dans la séance.")
    return {"seats": seats, "minimum": 0, "slot_minutes": slot}


def _day(typed: str, label: str) -> date:
    try:
        day = date.fromisoformat(typed)
    except ValueError as error:
        raise SeriesRefused(f"{label} : choisissez un jour.") from error
    if not 2000 <= day.year <= 2100:
        raise SeriesRefused(f"{label} : choisissez un jour.")
    return day


def _number(typed: str, label: str, least: int, most: int) -> int:
    number = int(typed) if typed.isdecimal() else -1
    if not least <= number <= most:
        raise SeriesRefused(f"{label} : un nombre de {least} à {most}.")
    return number


# --- before it is made ------------------------------------------------------------------------------------------------


def _preview(session: Session, series: AgendaSeries, now: datetime) -> dict[str, Any]:
    """Its dates of one year, and which of them can be booked at once."""
    first = max(series.first_on, now.date())
    dates = foreseen(session, series, first, first + LOOKED_AT, now.tzinfo)
    held = [day for day in dates if day.held_on]
    ends = datetime.combine(date(2026, 1, 1), datetime.strptime(series.begins, "%H:%M").time())
    clocks = f"de {say_clock(ends)} à {say_clock(ends + timedelta(minutes=series.minutes))}"
    soon = sum(day.held_on <= (now + AHEAD).date() for day in held if day.held_on)
    shape = (
        _counted(series.seats, "créneau", "créneaux")
        if series.slot_minutes
        else _counted(series.seats, "place", "places")
    )
    return {
        "said": _capital(f"{say_rule(series.rule)}, {clocks}, {shape}"),
        "dates": [_date(day) for day in dates[:SHOWN]],
        "more": max(0, len(dates) - SHOWN),
        "count": _counted(len(held)),
        "soon": _counted(soon),
        "days_ahead": AHEAD.days,
    }  # fmt: skip


def _date(day: Day) -> tuple[str, str]:
    """Its words, and why it is not held on its day."""
    said = f"{_said(day.planned)} {day.planned.year}"
    if day.why == "holiday":
        return said, f"férié, reporté au {_said(day.held_on)}" if day.held_on else "férié, pas de séance"
    return said, "absence, pas de séance" if day.why else ""


def _said(day: date) -> str:
    return say_day(datetime.combine(day, datetime.min.time()))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _counted(number: int, one: str = "séance", many: str = "séances") -> str:
    return f"{number} {many if number > 1 else one}"
