"""A workshop below its minimum the day before: an adviser keeps it, merges it with another date, or moves it."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from backend.agenda.tables import AgendaSession, Booking
from backend.agenda.told import ask_adviser
from backend.agenda.wording import say_moment
from backend.messaging.tables import Task

KIND = "workshop_small"


def booked_count(session: Session, event: AgendaSession) -> int:
    booked = select(func.count()).where(Booking.session_id == event.id, Booking.status == "booked")
    return session.exec(booked).one()


def is_small(session: Session, event: AgendaSession, now: datetime) -> bool:
    """Whether an adviser must decide now: it is tomorrow or today, open, below its minimum, and nobody decided."""
    soon = now < event.starts_at and event.starts_at.astimezone(now.tzinfo).date() <= (now + timedelta(days=1)).date()
    undecided = event.kind == "workshop" and event.status == "open" and event.kept_at is None
    return bool(soon and undecided and booked_count(session, event) < event.minimum)


def ask_about_small(session: Session, now: datetime) -> int:
    """One task for each workshop below its minimum tomorrow. How many are new."""
    coming = select(AgendaSession).where(
        AgendaSession.kind == "workshop", AgendaSession.status == "open", AgendaSession.starts_at > now,
        AgendaSession.starts_at < now + timedelta(days=2),
    )  # fmt: skip
    return sum(_ask(session, event, now) for event in session.exec(coming).all() if is_small(session, event, now))


def _ask(session: Session, event: AgendaSession, now: datetime) -> int:
    at = say_moment(event.starts_at.astimezone(now.tzinfo))
    count = booked_count(session, event)
    people = f"{count} personne{'s' if count > 1 else ''} inscrite{'s' if count > 1 else ''}"
    note = f"Atelier du {at} : {people}, il en faut {event.minimum}. Le garder, le réunir ou le déplacer (Agenda)."
    start = f"Atelier du {at} : "
    asked = select(Task.id).where(
        Task.office_id == event.office_id, Task.kind == KIND, col(Task.note).startswith(start, autoescape=True),
        col(Task.created_at) > now - timedelta(days=3),
    )  # fmt: skip
    if session.exec(asked).first() is not None:
        return 0
    ask_adviser(session, event.office_id, note, now, kind=KIND)
    return 1
