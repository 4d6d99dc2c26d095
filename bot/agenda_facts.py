"""What the agenda knows for one conversation: seats to choose from, what this person has, what waits for an answer."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from sqlmodel import Session

from backend.agenda.booking import bookings_of, coming
from backend.agenda.calls import open_calls
from backend.agenda.slots import Period, free_seats, overlap, period_of, periods_of
from backend.agenda.tables import AgendaSession, Booking
from backend.people.tables import Candidate
from bot.options import Option
from bot.situation import Agenda, Call, Seat

MOST = 12


def agenda_of(session: Session, office_id: int, candidate: Candidate | None, now: datetime) -> Agenda:
    """`now` is in the office's time zone."""
    mine = candidate.id if candidate else None
    busy = [period for period, _ in periods_of(session, mine)] if mine else []
    workshops = [one for one in coming(session, office_id, "workshop", now) if not _meets(period_of(one, None), busy)]
    free = {one.id: free_seats(session, one, now) for one in workshops}
    known = bookings_of(session, candidate, now, ("booked", "held", "waiting")) if candidate else []
    lined = {event.id for booking, event in known if booking.status != "booked"}
    held = {event.id for booking, event in known if booking.status == "held"}
    return Agenda(
        sessions=tuple(_seat(one, now.tzinfo) for one in workshops if free[one.id] or one.id in held)[:MOST],
        full=tuple(_seat(one, now.tzinfo) for one in workshops if not free[one.id] and one.id not in lined)[:MOST],
        slots=tuple(_slots(session, office_id, busy, now)),
        bookings=tuple(_mine(*one, now.tzinfo) for one in known if one[0].status == "booked"),
        in_line=tuple(_mine(*one, now.tzinfo) for one in known if one[0].status != "booked"),
    )


def _meets(period: Period, busy: list[Period]) -> bool:
    return any(overlap(period, one) for one in busy)


def _slots(session: Session, office_id: int, busy: list[Period], now: datetime) -> Iterable[Seat]:
    """Free slots of the Apec and of the advisers, the soonest of each first."""
    for kind in ("apec", "meeting"):
        found: list[Seat] = []
        for event in coming(session, office_id, kind, now, limit=10):
            for seat in free_seats(session, event, now):
                if len(found) < MOST and not _meets(period_of(event, seat), busy):
                    found.append(_seat(event, now.tzinfo, seat))
        yield from found


def _seat(event: AgendaSession, zone: tzinfo | None, seat: int | None = None) -> Seat:
    assert event.id is not None
    begins = period_of(event, seat)[0].astimezone(zone)
    slot = seat if event.slot_minutes else None
    return Seat(event.id, begins, event.place, event.seats, event.kind, event.address, slot)


def _mine(booking: Booking, event: AgendaSession, zone: tzinfo | None) -> Seat:
    assert event.id is not None
    begins = period_of(event, booking.seat)[0].astimezone(zone)
    return Seat(
        event.id, begins, event.place, event.seats, event.kind, event.address, booking.seat, booking.id, booking.status
    )


def agenda_calls(session: Session, candidate_id: int, now: datetime) -> tuple[Call, ...]:
    """Messages of the agenda that wait for an answer."""
    return tuple(
        Call(call.asks, call.row_id, call.sent_at, tuple(Option(*line) for line in call.lines), call.message_id)
        for call in open_calls(session, candidate_id, now)
    )
