"""Seats given, freed and settled by an adviser: the same acts on a session's page and on a person's."""

from datetime import datetime

from sqlmodel import Session

from backend.agenda import attendance, moving, reminders, waiting_list
from backend.agenda.booking import NotBookable, Overlapping, SessionFull, book, booking_of
from backend.agenda.slots import free_seats
from backend.agenda.tables import AgendaSession, Booking
from backend.people.tables import Candidate

REFUSALS = (moving.NotMovable, attendance.NotBegun, attendance.NotTicked, SessionFull, NotBookable, ValueError)
SAID: dict[type[Exception], str] = {
    SessionFull: "Il n'y a plus de place.",
    Overlapping: "Cette personne a déjà un rendez-vous à cette heure.",
    NotBookable: "Cette séance est passée, fermée ou annulée.",
    ValueError: "Ce champ n'est pas complet.",
}
LINED_UP = ("waiting", "held")


def said(refusal: Exception) -> str:
    """A refusal as an adviser reads it."""
    return SAID.get(type(refusal)) or str(refusal)


def give(
    session: Session, event: AgendaSession, person: Candidate, now: datetime, seat: int | None = None, topic: str = ""
) -> str:
    """That seat, or the one held for them, or any; a place in line when it is full. Raises what book() raises."""
    assert event.id is not None and person.id is not None
    mine = booking_of(session, event.id, person.id)
    held = mine is not None and mine.status == "held"
    if not held and event.status == "open" and not free_seats(session, event, now):
        line = waiting_list.join(session, event.id, person.id, now)
        return f"{person} : déjà inscrit." if line.status == "booked" else f"{person} : en liste d'attente."
    book(session, event.id, person.id, now, seat=seat, topic=topic)
    return f"{person} : inscrit. La confirmation se dit de vive voix, les rappels partiront."


def free(session: Session, booking: Booking, now: datetime) -> str:
    """The seat, or the place in line; whoever waits is offered what was freed."""
    lined_up = booking.status in LINED_UP
    waiting_list.give_up(session, booking, now)
    if lined_up:
        return "Retiré de la liste d'attente."
    return "La place est libre ; la liste d'attente est prévenue."


def settle(session: Session, booking: Booking, now: datetime) -> str:
    reminders.settle(session, booking, now)
    return "Noté : réglé par téléphone, plus aucun rappel."
