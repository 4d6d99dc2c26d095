"""What the office and the clock do to the agenda in a transcript (see talk.py). Workshops count from 1, by date."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from backend.agenda import attendance, minimum, moving, reminders, waiting_list
from backend.agenda.booking import book
from backend.agenda.tables import AgendaSession, Booking
from backend.network.tables import Office
from backend.people.profile import new_candidate
from backend.people.tables import Candidate
from bot.jobs import invite_to_the_apec, invite_to_workshops


def _event(session: Session, argument: str) -> AgendaSession:
    number = int((argument.split() or ["1"])[0])
    events = session.exec(
        select(AgendaSession).where(AgendaSession.status != "closed").order_by(col(AgendaSession.starts_at))
    ).all()
    return events[number - 1]


def _fill_all(session: Session, argument: str, now: datetime) -> None:
    """Give every seat of every workshop to others."""
    for event in session.exec(select(AgendaSession).where(AgendaSession.kind == "workshop")).all():
        for _ in range(event.seats):
            book(session, event.id or 0, new_candidate(session, event.office_id, now).id or 0, now)


def _free(session: Session, argument: str, now: datetime) -> None:
    """Somebody else gives a seat of that workshop back."""
    event = _event(session, argument)
    theirs = (
        select(Booking)
        .join(Candidate, col(Candidate.id) == col(Booking.candidate_id))
        .where(Booking.session_id == event.id, Booking.status == "booked", Candidate.first_name == "")
    )
    waiting_list.give_up(session, session.exec(theirs).all()[0], now)


def _clock_works(session: Session, argument: str, now: datetime) -> None:
    """The jobs of the agenda that look at the clock."""
    reminders.remind(session, now)
    waiting_list.lapse(session, now)
    minimum.ask_about_small(session, now)


def _move(session: Session, argument: str, now: datetime) -> None:
    """ "move 1 2": the first workshop, two days later."""
    event = _event(session, argument)
    later = event.starts_at.astimezone(now.tzinfo) + timedelta(days=int(argument.split()[1]))
    moving.move(session, event.id or 0, moving.Change(later, event.place, event.address), now)


def _cancel(session: Session, argument: str, now: datetime) -> None:
    moving.cancel_session(session, _event(session, argument).id or 0, now)


def _merge(session: Session, argument: str, now: datetime) -> None:
    """ "merge 1 3": the people of the first go to the third."""
    first, other = argument.split()
    moving.merge(session, _event(session, first).id or 0, _event(session, other).id or 0, now)


def _settle(session: Session, argument: str, now: datetime) -> None:
    """The person said by telephone that they come."""
    for booking in session.exec(select(Booking).where(Booking.status == "booked")).all():
        reminders.settle(session, booking, now)


def _attended(session: Session, argument: str, now: datetime) -> None:
    """ "attended 1 absent": each one of the first workshop, which is then closed."""
    event = _event(session, argument)
    for booking in attendance.booked(session, event):
        attendance.tick(session, booking, argument.split()[1], now)
    attendance.close(session, event.id or 0, now)


def _invite(session: Session, argument: str, now: datetime) -> None:
    invite_to_workshops(session, now)


def _invite_apec(session: Session, argument: str, now: datetime) -> None:
    invite_to_the_apec(session, now)


def _slots(kind: str) -> Callable[[Session, str, datetime], None]:
    def add(session: Session, argument: str, now: datetime) -> None:
        """Slots of an hour, nine to noon, so many days from now."""
        office = session.exec(select(Office)).one()
        at = (now + timedelta(days=int(argument or 9))).replace(hour=9, minute=0, second=0, microsecond=0)
        event = AgendaSession(
            office_id=office.id or 0, kind=kind, starts_at=at, ends_at=at + timedelta(hours=3), seats=3, minimum=0,
            slot_minutes=60, address=office.address,
        )  # fmt: skip
        session.add(event)

    return add


AGENDA_ACTS: dict[str, Callable[[Session, str, datetime], None]] = {
    "fill-all": _fill_all,
    "free": _free,
    "tick": _clock_works,
    "move": _move,
    "cancel": _cancel,
    "merge": _merge,
    "settle": _settle,
    "attended": _attended,
    "invite-workshop": _invite,
    "invite-apec": _invite_apec,
    "apec": _slots("apec"),
    "adviser-day": _slots("meeting"),
}
