"""The agenda: a month or a week of sessions, each one a door; the private calendars."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, func, select
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin import words
from admin.current import in_thread, now_of, session_of, signed_in
from admin.page import Page, see
from backend.agenda import absences, calendars
from backend.agenda.figures import by_kind_and_month, together
from backend.agenda.minimum import is_small
from backend.agenda.recurrence import is_holiday
from backend.agenda.slots import TAKEN
from backend.agenda.tables import Absence, AgendaSession, Booking, CalendarAddress
from backend.agenda.wording import say_clock, say_day
from backend.network.tables import Adviser
from backend.reference.calendar_names import MONTHS, WEEKDAYS

SCOPES = {"adviser": "Mes rendez-vous", "room": "Salle", "apec": "Permanences Apec"}
LATELY = timedelta(days=92)
MADE = "Adresse créée. Copiez-la maintenant, elle ne sera plus montrée : {url}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A session in the calendar."""

    id: int
    clock: str
    name: str
    taken: int
    seats: int
    waiting: int
    status: str
    small: bool

    @property
    def filled(self) -> str:
        if self.status != "open":
            return words.SESSION_STATUS[self.status]
        line = f", {self.waiting} en attente" if self.waiting else ""
        return f"{self.taken} sur {self.seats}{line}"


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    label: str
    inside: bool
    today: bool
    holiday: bool
    sessions: list[Shown]


class AgendaPage(Page):
    menu_label = "Calendrier"
    icon = "fa fa-calendar"
    path = "/agenda"
    route_name = "agenda"
    template = "pages/agenda.html"

    @route("")
    async def index(self, request: Request) -> Response:
        return self.render(request, await in_thread(_page, request, session_of(request)))

    @route("/adresses", methods=["POST"], name="open_calendar")
    async def open_calendar(self, request: Request) -> Response:
        form = await request.form()
        scope, place = str(form.get("scope") or ""), str(form.get("place") or "")[:120]
        if scope in calendars.SCOPES and (scope != "room" or place):
            token = await in_thread(_open, request, session_of(request), scope, place)
            url = str(request.base_url).rstrip("/").removesuffix("/console") + f"/agenda/{token}.ics"
            flash(request, MADE.format(url=url), "success")
        else:
            flash(request, "Choisissez une salle.", "error")
        return see(request, "console:agenda")

    @route("/adresses/{address_id:int}/revoke", methods=["POST"], name="revoke_calendar")
    async def revoke_calendar(self, request: Request) -> Response:
        await in_thread(_revoke, request, session_of(request), request.path_params["address_id"])
        flash(request, "Cette adresse ne montre plus rien.", "success")
        return see(request, "console:agenda")


def _open(request: Request, session: Session, scope: str, place: str) -> str:
    me = signed_in(request)
    adviser = me.adviser_id if scope == "adviser" else None
    return calendars.open_address(
        session, me.office_id, scope, now_of(request), adviser, place if scope == "room" else ""
    )


def _revoke(request: Request, session: Session, address_id: int) -> None:
    for row in calendars.addresses(session, signed_in(request).office_id):
        if row.id == address_id:
            calendars.revoke(session, row, now_of(request))


def _page(request: Request, session: Session) -> dict[str, Any]:
    office_id, now = signed_in(request).office_id, now_of(request)
    day = _asked_day(request, now)
    week = request.query_params.get("vue") == "semaine"
    first, last = _week_of(day) if week else _month_of(day)
    days = _days(session, office_id, first, last, day.month, now)
    return {
        "week": week,
        "days": days,
        "rows": [days[at : at + 7] for at in range(0, len(days), 7)],
        "weekdays": WEEKDAYS,
        "heading": _heading(first, last, day, week),
        "day": day,
        "before": _step(day, week, -1),
        "after": _step(day, week, 1),
        "addresses": [(row, _address_name(session, row)) for row in calendars.addresses(session, office_id)],
        "places": _places(session, office_id),
        "scopes": SCOPES,
        "away": _away(session, office_id, now),
        "lately": together(by_kind_and_month(session, office_id, now - LATELY, now)),
    }


def _asked_day(request: Request, now: datetime) -> date:
    try:
        day = date.fromisoformat(request.query_params.get("jour", ""))
    except ValueError:
        return now.date()
    return day if 2000 <= day.year <= 2100 else now.date()


def _week_of(day: date) -> tuple[date, date]:
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def _month_of(day: date) -> tuple[date, date]:
    """Whole weeks around the month."""
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return _week_of(day.replace(day=1))[0], _week_of(last)[1]


def _step(day: date, week: bool, by: int) -> date:
    if week:
        return day + timedelta(days=7 * by)
    middle = day.replace(day=15) + timedelta(days=30 * by)
    return middle.replace(day=1)


def _heading(first: date, last: date, day: date, week: bool) -> str:
    if not week:
        return f"{MONTHS[day.month - 1]} {day.year}".capitalize()
    return f"Semaine du {first.day} {MONTHS[first.month - 1]} au {last.day} {MONTHS[last.month - 1]} {last.year}"


def _days(session: Session, office_id: int, first: date, last: date, month: int, now: datetime) -> list[Day]:
    shown = _sessions(session, office_id, first, last, now)
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [
        Day(one, say_day(datetime.combine(one, time())), one.month == month, one == now.date(), is_holiday(one),
            shown.get(one, []))
        for one in every
    ]  # fmt: skip


def _sessions(session: Session, office_id: int, first: date, last: date, now: datetime) -> dict[date, list[Shown]]:
    since = datetime.combine(first, time(), tzinfo=now.tzinfo)
    until = datetime.combine(last + timedelta(days=1), time(), tzinfo=now.tzinfo)

    def counted(*statuses: str) -> Any:
        rows = select(func.count()).where(Booking.session_id == AgendaSession.id, col(Booking.status).in_(statuses))
        return rows.scalar_subquery()

    events = select(AgendaSession, counted(*TAKEN), counted("waiting")).where(
        AgendaSession.office_id == office_id, AgendaSession.starts_at >= since, AgendaSession.starts_at < until
    )
    found: dict[date, list[Shown]] = {}
    for event, taken, waiting in session.exec(events.order_by(col(AgendaSession.starts_at))):
        at = event.starts_at.astimezone(now.tzinfo)
        name = event.title or words.SESSION_KIND.get(event.kind, event.kind).capitalize()
        one = Shown(event.id or 0, say_clock(at), name, taken, event.seats, waiting, event.status,
                    is_small(session, event, now))  # fmt: skip
        found.setdefault(at.date(), []).append(one)
    return found


def _places(session: Session, office_id: int) -> list[str]:
    named = select(AgendaSession.place).where(AgendaSession.office_id == office_id, AgendaSession.place != "")
    return sorted(set(session.exec(named)))


def _address_name(session: Session, row: CalendarAddress) -> str:
    if row.scope == "adviser" and row.adviser_id:
        return f"Rendez-vous de {session.get_one(Adviser, row.adviser_id).name}"
    return f"Salle {row.place}" if row.scope == "room" else SCOPES["apec"]


def _away(session: Session, office_id: int, now: datetime) -> list[tuple[Absence, list[absences.Clash]]]:
    """Absences to come that fall on sessions which are still open."""
    coming = select(Absence).where(Absence.office_id == office_id, Absence.ends_at > now)
    found = ((one, absences.clashes(session, one)) for one in session.exec(coming.order_by(col(Absence.starts_at))))
    return [(one, clashes) for one, clashes in found if clashes]
