"""One session: who comes, who waits, what was said; the adviser ticks who came, moves it, merges it, cancels it.

What moves people's bookings is in two steps: first whom it tells and what it says, then it does it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin import seats, session_lines, words
from admin.current import in_thread, now_of, session_of, signed_in
from admin.ours import ours
from admin.page import Page, see
from backend.agenda import attendance, moving
from backend.agenda.apec import TOPICS
from backend.agenda.calendars import as_calendar
from backend.agenda.minimum import is_small
from backend.agenda.sheet import attendance_sheet
from backend.agenda.slots import absences_over, free_seats, period_of
from backend.agenda.tables import AgendaSession, Booking
from backend.agenda.wording import say_clock, say_day, say_moment
from backend.people.tables import Candidate

Act = Callable[[Session, AgendaSession, dict[str, str], datetime], str]


class SessionPage(Page):
    menu_label = "Séance"
    icon = "fa fa-users"
    path = "/seances"
    route_name = "sessions"
    template = "pages/session.html"
    add_to_menu = False

    @route("")
    async def index(self, request: Request) -> Response:
        return see(request, "console:agenda")

    @route("/{session_id:int}", name="session")
    async def show(self, request: Request) -> Response:
        return self.render(request, await in_thread(_page, request, session_of(request)))

    @route("/{session_id:int}/apercu/{what}", name="preview_session")
    async def preview(self, request: Request) -> Response:
        """Whom it would tell, and what it would say."""
        try:
            context = await in_thread(_preview, request, session_of(request))
        except (ValueError, moving.NotMovable) as refusal:
            flash(request, seats.said(refusal), "error")
            return see(request, "console:session", session_id=request.path_params["session_id"])
        return self.render(request, context)

    @route("/{session_id:int}/{act}", methods=["POST"], name="act_on_session")
    async def act(self, request: Request) -> Response:
        form = {key: str(value) for key, value in (await request.form()).items()}
        said, category = await in_thread(_act, request, session_of(request), form)
        flash(request, said, category)
        return see(request, "console:session", session_id=request.path_params["session_id"])

    @route("/{session_id:int}/feuille.pdf", name="session_sheet")
    async def sheet(self, request: Request) -> Response:
        file = await in_thread(_sheet, request, session_of(request))
        name = f"presence-{request.path_params['session_id']}.pdf"
        return Response(
            file, media_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
        )

    @route("/{session_id:int}/agenda.ics", name="session_calendar")
    async def calendar(self, request: Request) -> Response:
        file = await in_thread(_calendar, request, session_of(request))
        return Response(file, media_type="text/calendar; charset=utf-8")


def _event(request: Request, session: Session, session_id: int | None = None) -> AgendaSession:
    """The session asked for, of the adviser's own office; 404 otherwise."""
    wanted = session_id if session_id is not None else request.path_params["session_id"]
    return ours(session, AgendaSession, wanted, signed_in(request).office_id)


# --- what the page shows ----------------------------------------------------------------------------------------------


def _page(request: Request, session: Session) -> dict[str, Any]:
    event, now = _event(request, session), now_of(request)
    concerned = moving.concerned(session, event)
    begun = event.starts_at <= now
    return {
        **_head(event, now),
        "people": [session_lines.person(event, *who, now) for who in concerned if who[0].seat is not None],
        "line": session_lines.line(session, event, concerned),
        "topics": TOPICS,
        "free": len(free_seats(session, event, now)),
        "small": is_small(session, event, now),
        "begun": begun,
        "open": event.status == "open",
        "attendance": words.ATTENDANCE,
        "messages": session_lines.messages(session, event, now),
        "others": session_lines.others(session, event, now),
        "advisers": session_lines.advisers(session, event),
        "candidates": [] if begun or event.status != "open" else session_lines.candidates(session, event, concerned),
        "slots": [(seat, say_clock(period_of(event, seat)[0].astimezone(now.tzinfo)))
                  for seat in free_seats(session, event, now)] if event.slot_minutes else [],
        "absent": absences_over(session, event),
        "local": f"{event.starts_at.astimezone(now.tzinfo):%Y-%m-%dT%H:%M}",
    }  # fmt: skip


def _head(event: AgendaSession, now: datetime) -> dict[str, Any]:
    starts, ends = event.starts_at.astimezone(now.tzinfo), event.ends_at.astimezone(now.tzinfo)
    return {
        "event": event,
        "name": event.title or words.SESSION_KIND.get(event.kind, event.kind).capitalize(),
        "when": f"{say_day(starts)} {starts.year}, de {say_clock(starts)} à {say_clock(ends)}",
        "status": words.SESSION_STATUS[event.status],
        "notices": None,
    }


# --- before it is done ------------------------------------------------------------------------------------------------


def _preview(request: Request, session: Session) -> dict[str, Any]:
    event, now, asked = _event(request, session), now_of(request), request.query_params
    what = request.path_params["what"]
    if what == "move":
        change = _change(event, dict(asked), now)
        notices = moving.notices_of_move(session, event, change, now)
        title = f"Déplacer au {say_moment(change.starts_at.astimezone(now.tzinfo))}"
    elif what == "merge":
        into = _event(request, session, int(asked.get("into", "0")))
        notices = moving.notices_of_merge(session, event, into, now)
        title = f"Réunir avec l'atelier du {say_moment(into.starts_at.astimezone(now.tzinfo))}"
    elif what == "cancel":
        notices, title = moving.notices_of_cancel(session, event, now), "Annuler cette séance"
    else:
        raise HTTPException(404)
    return {**_head(event, now), "notices": notices, "what": what, "asked": dict(asked), "title_of_change": title}


def _change(event: AgendaSession, asked: dict[str, str], now: datetime) -> moving.Change:
    """Where the form sends it. Raises ValueError, NotMovable."""
    starts_at = datetime.fromisoformat(asked.get("starts_at", "")).replace(tzinfo=now.tzinfo)
    if starts_at <= now:
        raise moving.NotMovable("La nouvelle date est passée.")
    place, address = asked.get("place", event.place), asked.get("address", event.address)
    return moving.Change(starts_at, place.strip()[:120], address.strip()[:200])


# --- done -------------------------------------------------------------------------------------------------------------


def _act(request: Request, session: Session, form: dict[str, str]) -> tuple[str, str]:
    """What to say, and how. A refusal changes nothing."""
    event, act = _event(request, session), ACTS.get(request.path_params["act"])
    if act is None:
        raise HTTPException(404)
    if "into" in form:
        _event(request, session, int(form["into"]) if form["into"].isdecimal() else 0)
    try:
        with session.begin_nested():
            return act(session, event, form, now_of(request)), "success"
    except seats.REFUSALS as refusal:
        return seats.said(refusal), "error"


def _told(notices: list[moving.Notice]) -> str:
    calls = sum(not one.reachable for one in notices)
    told = f"{len(notices) - calls} personne{'s' if len(notices) - calls > 1 else ''} prévenue"
    return f"{told}{'s' if len(notices) - calls > 1 else ''}." + (
        f" À appeler : {calls} (voir À faire)." if calls else ""
    )


def _move(session: Session, event: AgendaSession, form: dict[str, str], now: datetime) -> str:
    return f"Séance déplacée. {_told(moving.move(session, event.id or 0, _change(event, form, now), now))}"


def _merge(session: Session, event: AgendaSession, form: dict[str, str], now: datetime) -> str:
    return f"Séances réunies. {_told(moving.merge(session, event.id or 0, int(form['into']), now))}"


def _cancel(session: Session, event: AgendaSession, form: dict[str, str], now: datetime) -> str:
    return f"Séance annulée. {_told(moving.cancel_session(session, event.id or 0, now))}"


def _keep(session: Session, event: AgendaSession, form: dict[str, str], now: datetime) -> str:
    moving.keep(session, event.id or 0, now)
    return "L'atelier aura lieu."


def _add(session: Session, event: AgendaSession, form: dict[str, str], now: datetime) -> str:
    person = ours(session, Candidate, int(form.get("candidate", "")), event.office_id)
    seat, topic = int(form["seat"]) if form.get("seat") else None, form.get("topic", "")
    return seats.give(session, event, person, now, seat, topic if topic in TOPICS else "")


def _booking(session: Session, event: AgendaSession, form: dict[str, str]) -> Booking:
    booking = session.get(Booking, int(form.get("booking", "")))
    if booking is None or booking.session_id != event.id:
        raise HTTPException(404)
    return booking


def _free(session: Session, event: AgendaSession, form: dict[str, str], now: datetime) -> str:
    return seats.free(session, _booking(session, event, form), now)


def _settle(session: Session, event: AgendaSession, form: dict[str, str], now: datetime) -> str:
    return seats.settle(session, _booking(session, event, form), now)


def _take(session: Session, event: AgendaSession, form: dict[str, str], now: datetime) -> str:
    """The seat that is held for them, which they accepted by telephone."""
    person = session.get_one(Candidate, _booking(session, event, form).candidate_id)
    return seats.give(session, event, person, now)


def _tick(session: Session, event: AgendaSession, form: dict[str, str], now: datetime) -> str:
    """Every line of the form at once: presence-NUMBER=status."""
    for one in attendance.booked(session, event):
        if status := form.get(f"presence-{one.id}"):
            attendance.tick(session, one, status, now)
    if form.get("close"):
        attendance.close(session, event.id or 0, now)
        return "Présences notées, séance fermée."
    return "Présences notées."


def _led_by(session: Session, event: AgendaSession, form: dict[str, str], now: datetime) -> str:
    chosen = form.get("adviser", "")
    ids = {str(one.id): one.id for one in session_lines.advisers(session, event)}
    event.adviser_id = ids.get(chosen)
    session.add(event)
    return "Noté."


ACTS: dict[str, Act] = {
    "move": _move, "merge": _merge, "cancel": _cancel, "keep": _keep, "add": _add, "free": _free, "settle": _settle,
    "take": _take, "tick": _tick, "led-by": _led_by,
}  # fmt: skip


def _sheet(request: Request, session: Session) -> bytes:
    event = _event(request, session)
    return attendance_sheet(session, event, signed_in(request).office_name, now_of(request).tzinfo)


def _calendar(request: Request, session: Session) -> bytes:
    now = now_of(request)
    assert isinstance(now.tzinfo, ZoneInfo)
    return as_calendar(session, [_event(request, session)], now.tzinfo, now)
