"""One person's appointments: what they have, wait for, and could have; booked and freed by an adviser."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.flash import flash
from starlette_admin.routing import route

from admin import seats, words
from admin.current import in_thread, now_of, session_of
from admin.ours import ours
from admin.page import Page, see
from admin.person import person_of
from backend.agenda.apec import TOPICS, is_for
from backend.agenda.booking import bookings_of, coming
from backend.agenda.slots import free_seats, period_of
from backend.agenda.tables import AgendaSession, Booking
from backend.agenda.waiting_list import line
from backend.agenda.wording import say_clock, say_moment
from backend.people.profile import note_answer
from backend.people.tables import Candidate

SHOWN_OF_KIND, PAST_SHOWN = 8, 10


class AppointmentsPage(Page):
    menu_label = "Rendez-vous d'une personne"
    icon = "fa fa-calendar-check"
    path = "/rendez-vous"
    template = "pages/appointments.html"
    add_to_menu = False

    @route("", name="appointments_of_nobody")
    async def index(self, request: Request) -> Response:
        return see(request, "console:list", key="candidats")

    @route("/{candidate_id:int}", name="appointments")
    async def show(self, request: Request) -> Response:
        return self.render(request, await in_thread(_page, request, session_of(request)))

    @route("/{candidate_id:int}/{act}", methods=["POST"], name="act_on_appointments")
    async def act(self, request: Request) -> Response:
        form = {key: str(value) for key, value in (await request.form()).items()}
        said, category = await in_thread(_act, request, session_of(request), form)
        flash(request, said, category)
        return see(request, "console:appointments", candidate_id=request.path_params["candidate_id"])


# --- what the page shows ----------------------------------------------------------------------------------------------


def _page(request: Request, session: Session) -> dict[str, Any]:
    person, now = person_of(request, session), now_of(request)
    known = bookings_of(session, person, now, ("booked", "held", "waiting"))
    return {
        "person": person,
        "booked": [_has(*one, now) for one in known if one[0].status == "booked"],
        "line": [_waits(session, *one, now) for one in known if one[0].status in seats.LINED_UP],
        "open": _open(session, person, {event.id for _, event in known}, now),
        "topics": TOPICS,
        "past": _past(session, person, now),
        "apec": _apec(person),
    }


def _apec(person: Candidate) -> str:
    """What is known of whether the permanence is for them."""
    if is_for(person):
        return "pour elle ou lui : poste de cadre, ou diplôme de 3 ans après le bac ou plus"
    return "pas pour elle ou lui" if person.details.get("executive") is False else "pas encore demandé"


def _name(event: AgendaSession) -> str:
    return event.title or words.SESSION_KIND.get(event.kind, event.kind).capitalize()


def _has(booking: Booking, event: AgendaSession, now: datetime) -> dict[str, Any]:
    at = period_of(event, booking.seat)[0].astimezone(now.tzinfo)
    return {
        "booking": booking, "event": event, "name": _name(event), "when": say_moment(at),
        "topic": TOPICS.get(booking.topic, ""), "begun": event.starts_at <= now,
    }  # fmt: skip


def _waits(session: Session, booking: Booking, event: AgendaSession, now: datetime) -> dict[str, Any]:
    """Their place in line; or until when the seat that was freed is theirs to take."""
    if booking.held_until:
        place = f"place proposée jusqu'au {say_moment(booking.held_until.astimezone(now.tzinfo))}"
    else:
        place = f"n° {[one.id for one in line(session, event)].index(booking.id) + 1} en attente"
    return _has(booking, event, now) | {"place": place, "held": booking.status == "held"}


def _open(session: Session, person: Candidate, known: set[int | None], now: datetime) -> list[tuple[str, list[Any]]]:
    """Sessions to come, by kind: those with a seat, and those whose line can be joined."""
    kinds = []
    for kind, name in words.SESSION_KIND.items():
        events = [one for one in coming(session, person.office_id, kind, now) if one.id not in known]
        if events:
            kinds.append((name, [_bookable(session, one, now) for one in events[:SHOWN_OF_KIND]]))
    return kinds


def _bookable(session: Session, event: AgendaSession, now: datetime) -> dict[str, Any]:
    free = free_seats(session, event, now)
    slots = [(seat, say_clock(period_of(event, seat)[0].astimezone(now.tzinfo))) for seat in free]
    waiting = len(line(session, event))
    return {
        "event": event, "name": _name(event), "when": say_moment(event.starts_at.astimezone(now.tzinfo)),
        "free": len(free), "slots": slots if event.slot_minutes else [], "waiting": waiting,
    }  # fmt: skip


def _past(session: Session, person: Candidate, now: datetime) -> list[tuple[str, str]]:
    """When they had a seat, and whether they came; the latest first."""
    had = (
        select(Booking, AgendaSession)
        .join(AgendaSession, col(AgendaSession.id) == col(Booking.session_id))
        .where(Booking.candidate_id == person.id, Booking.status == "booked", AgendaSession.ends_at <= now)
        .order_by(col(AgendaSession.starts_at).desc())
    )
    return [
        (f"{_name(event)}, {say_moment(period_of(event, booking.seat)[0].astimezone(now.tzinfo))}",
         words.ATTENDANCE.get(booking.attendance, "à noter"))
        for booking, event in session.exec(had.limit(PAST_SHOWN))
    ]  # fmt: skip


# --- done -------------------------------------------------------------------------------------------------------------


def _act(request: Request, session: Session, form: dict[str, str]) -> tuple[str, str]:
    """What to say, and how. A refusal changes nothing."""
    person, now, act = person_of(request, session), now_of(request), request.path_params["act"]
    if act == "executive":
        note_answer(person, "executive", form.get("yes") == "1")
        session.add(person)
        return "Noté.", "success"
    if act not in ("give", "free", "settle"):
        raise HTTPException(404)
    try:
        with session.begin_nested():
            if act == "give":
                event = _event(session, person, form)
                seat = int(form["seat"]) if form.get("seat") else None
                topic = form.get("topic", "")
                return seats.give(session, event, person, now, seat, topic if topic in TOPICS else ""), "success"
            booking = _booking(session, person, form)
            done = seats.free if act == "free" else seats.settle
            return done(session, booking, now), "success"
    except seats.REFUSALS as refusal:
        return seats.said(refusal), "error"


def _event(session: Session, person: Candidate, form: dict[str, str]) -> AgendaSession:
    number = form.get("session", "")
    return ours(session, AgendaSession, int(number) if number.isdecimal() else 0, person.office_id)


def _booking(session: Session, person: Candidate, form: dict[str, str]) -> Booking:
    number = form.get("booking", "")
    booking = session.get(Booking, int(number)) if number.isdecimal() and int(number) < 2**31 else None
    if booking is None or booking.candidate_id != person.id:
        raise HTTPException(404)
    return booking
