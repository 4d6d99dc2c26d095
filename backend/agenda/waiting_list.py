"""The line before a full session: a freed seat is offered to the first one, held for some hours, then to the next.

The row of a person in line is a Booking: waiting → held (a seat of their own, for a while) → booked; a hold that ends
is lapsed. While somebody waits and may be told, no seat is free: each verb that frees one passes it on.
"""

from datetime import datetime, time, timedelta

from sqlmodel import Session, col, select

from backend.agenda import wording
from backend.agenda.booking import NotBookable, book, booking_of, cancel, locked
from backend.agenda.rules import hold_of
from backend.agenda.slots import free_seats, overlap, period_of, periods_of
from backend.agenda.tables import AgendaSession, Booking
from backend.messaging.hours import HOURS, next_allowed
from backend.people.tables import Candidate
from backend.people.writing import write_to
from backend.values import Purpose

HOLD = timedelta(hours=4)
# Nobody is offered a seat so late that they could not come.
LAST_CALL = timedelta(hours=2)
PURPOSE = Purpose.NEWS
LONGEST_LINE = 200


def join(session: Session, session_id: int, candidate_id: int, now: datetime) -> Booking:
    """A place at the end of the line; the seat at once when there is one. Raises NotBookable."""
    event = locked(session, session_id)
    if event.status != "open" or event.starts_at <= now:
        raise NotBookable(f"session {session_id} is not open")
    mine = booking_of(session, session_id, candidate_id)
    if mine and mine.status in ("booked", "held", "waiting"):
        return mine
    if free_seats(session, event, now):
        return book(session, session_id, candidate_id, now)
    mine = mine or Booking(session_id=session_id, candidate_id=candidate_id, booked_at=now)
    mine.status, mine.seat, mine.waiting_since, mine.booked_at = "waiting", None, now, now
    session.add(mine)
    session.flush()
    return mine


def give_up(session: Session, booking: Booking, now: datetime) -> None:
    """Free the seat or leave the line; whoever waits is offered what was freed."""
    event = locked(session, booking.session_id)
    session.refresh(booking)
    cancel(session, booking)
    pass_on(session, event, now)


def line(session: Session, event: AgendaSession) -> list[Booking]:
    """Who waits, the first one first."""
    waiting = select(Booking).where(Booking.session_id == event.id, Booking.status == "waiting")
    return list(session.exec(waiting.order_by(col(Booking.waiting_since), col(Booking.id)).limit(LONGEST_LINE)))


def pass_on(session: Session, event: AgendaSession, now: datetime) -> list[Booking]:
    """Offer each free seat to the next in line. The seats that are now held. The session is locked by the caller."""
    offered: list[Booking] = []
    if event.status != "open" or too_late(event, now) or not (free := free_seats(session, event, now)):
        return offered
    hold = hold_of(session, event.office_id)
    for booking in line(session, event):
        if not free:
            break
        if _offer(session, event, booking, free[0], now, hold):
            offered.append(booking)
            free.pop(0)
    return offered


def too_late(event: AgendaSession, now: datetime) -> bool:
    """Whether whoever is told now could no longer come."""
    return next_allowed(PURPOSE, now) + LAST_CALL > event.starts_at


def _offer(session: Session, event: AgendaSession, booking: Booking, seat: int, now: datetime, hold: timedelta) -> bool:
    """Hold the seat and say so. Someone who is busy then, or cannot be written to, leaves the line."""
    candidate = session.get_one(Candidate, booking.candidate_id)
    until = min(held_until(now, hold), event.starts_at - LAST_CALL / 2)
    busy = any(
        overlap(period_of(event, seat), period) for period, _ in periods_of(session, booking.candidate_id, but=event.id)
    )
    text = wording.seat_freed(candidate.first_name, event, seat, until, now)
    key = f"freed:{booking.id}:{seat}:{now:%Y%m%d%H%M%S}"
    if busy or write_to(session, candidate, text, PURPOSE, key, now) is None:
        cancel(session, booking)
        return False
    booking.status, booking.seat, booking.held_until = "held", seat, until
    session.add(booking)
    session.flush()
    return True


def held_until(now: datetime, hold: timedelta = HOLD) -> datetime:
    """When a hold that begins now ends: only the hours at which people are written to count."""
    _, closing, _ = HOURS[PURPOSE]
    at = next_allowed(PURPOSE, now)
    while (left := _until(at, closing)) < hold:
        hold -= left
        at = next_allowed(PURPOSE, _on(at, closing))
    return at + hold


def _on(day: datetime, clock: time) -> datetime:
    return datetime.combine(day.date(), clock, tzinfo=day.tzinfo)


def _until(at: datetime, clock: time) -> timedelta:
    return _on(at, clock) - at


def lapse(session: Session, now: datetime) -> int:
    """End the holds that nobody answered, and offer their seats to the next. How many ended."""
    ended = select(Booking.session_id).where(Booking.status == "held", col(Booking.held_until) <= now).distinct()
    count = 0
    for session_id in sorted(session.exec(ended)):
        event = locked(session, session_id)
        holds = select(Booking).where(
            Booking.session_id == session_id, Booking.status == "held", col(Booking.held_until) <= now
        )
        for booking in session.exec(holds.execution_options(populate_existing=True)).all():
            cancel(session, booking, "lapsed")
            count += 1
        pass_on(session, event, now)
    return count
