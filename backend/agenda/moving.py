"""Moving, merging and cancelling a session. First what each person would read (`notices_…`), then the same, done.

Nobody is left untold: whom no message can reach becomes a task for an adviser, with the words to say.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from backend.agenda import wording
from backend.agenda.booking import NotBookable, book, booking_of, cancel, lock_people, locked
from backend.agenda.slots import free_seats, overlap, period_of, periods_of
from backend.agenda.tables import AgendaSession, Booking
from backend.agenda.told import tell_or_call
from backend.agenda.waiting_list import pass_on
from backend.messaging.consent import has_consent
from backend.messaging.stop import stopped
from backend.people.contacts import NoContact, best_contact
from backend.people.tables import Candidate
from backend.values import Audience, Purpose, StopScope


class NotMovable(Exception):
    """The session cannot go there. The text says why, in French."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is told. `loses_seat`: the change takes theirs away. Not `reachable`: an adviser calls them."""

    booking_id: int
    candidate_id: int
    name: str
    text: str
    reachable: bool
    loses_seat: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Where a session goes; its length stays."""

    starts_at: datetime
    place: str
    address: str


def concerned(session: Session, event: AgendaSession) -> list[tuple[Booking, Candidate]]:
    """Who has a seat, is offered one, or waits; by seat, then in the order of the line."""
    rows = (
        select(Booking, Candidate)
        .join(Candidate, col(Candidate.id) == col(Booking.candidate_id))
        .where(Booking.session_id == event.id, col(Booking.status).in_(("booked", "held", "waiting")))
    )
    found = session.exec(rows.execution_options(populate_existing=True)).all()
    return sorted(found, key=lambda row: (row[0].seat is None, row[0].seat or 0, row[0].id or 0))


def _lock_concerned(session: Session, event: AgendaSession) -> None:
    """Where else they are expected does not change before we end."""
    lock_people(session, [candidate.id for _, candidate in concerned(session, event)])


def _moved(event: AgendaSession, change: Change) -> AgendaSession:
    """The session as it will be: a copy that no database knows."""
    return AgendaSession(
        **event.model_dump(exclude={"starts_at", "ends_at", "place", "address"}),
        starts_at=change.starts_at, ends_at=change.starts_at + (event.ends_at - event.starts_at),
        place=change.place, address=change.address,
    )  # fmt: skip


def notices_of_move(session: Session, event: AgendaSession, change: Change, now: datetime) -> list[Notice]:
    """What each person would be told."""
    after = _moved(event, change)
    return [_notice_of_move(session, event, after, *who, now) for who in concerned(session, event)]


def _notice_of_move(
    session: Session, event: AgendaSession, after: AgendaSession, booking: Booking, candidate: Candidate, now: datetime
) -> Notice:
    before_at = wording.moment_of(event, booking.seat, now.tzinfo)
    after_at = wording.moment_of(after, booking.seat, now.tzinfo)
    new_time = period_of(after, booking.seat)
    busy = any(overlap(new_time, period) for period, _ in periods_of(session, booking.candidate_id, but=event.id))
    if booking.status == "waiting":
        return _notice(
            session, booking, candidate, wording.line_moved(candidate.first_name, event, before_at, after_at)
        )
    if busy:
        text = wording.moved_onto_another(candidate.first_name, event, before_at, after_at)
    else:
        text = wording.moved(candidate.first_name, event, before_at, after_at, wording.where(after))
    return _notice(session, booking, candidate, text, busy)


def move(session: Session, session_id: int, change: Change, now: datetime) -> list[Notice]:
    """Move it and tell each person. Raises NotMovable."""
    event = locked(session, session_id)
    if event.status != "open":
        raise NotMovable("Cette séance est fermée ou annulée.")
    if change.starts_at <= now:
        raise NotMovable("La nouvelle date est passée.")
    _lock_concerned(session, event)
    notices = notices_of_move(session, event, change, now)
    after = _moved(event, change)
    event.starts_at, event.ends_at = after.starts_at, after.ends_at
    event.place, event.address = change.place, change.address
    event.kept_at, event.revision = None, event.revision + 1
    session.add(event)
    session.flush()
    for notice in notices:
        if notice.loses_seat:
            cancel(session, session.get_one(Booking, notice.booking_id))
    _tell(session, notices, f"moved:{event.revision}", now)
    pass_on(session, event, now)
    return notices


def notices_of_cancel(session: Session, event: AgendaSession, now: datetime) -> list[Notice]:
    def words(booking: Booking, candidate: Candidate) -> str:
        say = wording.line_closed if booking.status == "waiting" else wording.cancelled
        return say(candidate.first_name, event, wording.moment_of(event, booking.seat, now.tzinfo))

    return [_notice(session, *who, words(*who), loses_seat=True) for who in concerned(session, event)]


def cancel_session(session: Session, session_id: int, now: datetime) -> list[Notice]:
    """It does not take place: each person loses their seat and is told. Raises NotMovable."""
    event = locked(session, session_id)
    if event.status != "open":
        raise NotMovable("Cette séance est déjà fermée ou annulée.")
    notices = notices_of_cancel(session, event, now)
    event.status, event.revision = "cancelled", event.revision + 1
    session.add(event)
    for booking, _ in concerned(session, event):
        cancel(session, booking)
    _tell(session, notices, "cancelled", now)
    return notices


def notices_of_merge(session: Session, event: AgendaSession, into: AgendaSession, now: datetime) -> list[Notice]:
    """What each one would be told: who has a seat gets one in the other session, as long as there are."""
    seats = len(free_seats(session, into, now))
    notices: list[Notice] = []
    for booking, candidate in concerned(session, event):
        notice = _notice_of_merge(session, event, into, booking, candidate, seats > 0, now)
        seats -= not notice.loses_seat
        notices.append(notice)
    return notices


def _notice_of_merge(
    session: Session, event: AgendaSession, into: AgendaSession, booking: Booking, candidate: Candidate, room: bool,
    now: datetime,
) -> Notice:  # fmt: skip
    before = wording.moment_of(event, booking.seat, now.tzinfo)
    mine = booking_of(session, into.id or 0, booking.candidate_id)
    busy = any(overlap(period_of(into, None), one) for one, _ in periods_of(session, booking.candidate_id, event.id))
    if booking.status != "booked":
        return _notice(session, booking, candidate, wording.line_closed(candidate.first_name, event, before), True)
    if not room or busy or (mine and mine.status == "booked"):
        return _notice(session, booking, candidate, wording.cancelled(candidate.first_name, event, before), True)
    after = wording.moment_of(into, None, now.tzinfo)
    text = wording.moved(candidate.first_name, event, before, after, wording.where(into))
    return _notice(session, booking, candidate, text, False)


def merge(session: Session, session_id: int, into_id: int, now: datetime) -> list[Notice]:
    """Bring the people of a small session into another one, and cancel it. Raises NotMovable."""
    first, second = (locked(session, one) for one in sorted((session_id, into_id)))
    event, into = (first, second) if first.id == session_id else (second, first)
    if event.status != "open" or into.status != "open" or into.starts_at <= now or event.id == into.id:
        raise NotMovable("On ne peut pas réunir ces deux séances.")
    _lock_concerned(session, event)
    notices = notices_of_merge(session, event, into, now)
    event.status, event.revision = "cancelled", event.revision + 1
    session.add(event)
    for booking, _ in concerned(session, event):
        cancel(session, booking)
    for notice in notices:
        if not notice.loses_seat:
            _book_into(session, into_id, notice.candidate_id, now)
    _tell(session, notices, f"merged:{into_id}", now)
    return notices


def _book_into(session: Session, into_id: int, candidate_id: int, now: datetime) -> None:
    try:
        book(session, into_id, candidate_id, now)
    except NotBookable as error:  # it was possible an instant ago, under the same lock
        raise NotMovable("On ne peut pas réunir ces deux séances.") from error


def keep(session: Session, session_id: int, now: datetime) -> None:
    """Held all the same, below its minimum."""
    event = locked(session, session_id)
    event.kept_at = now
    session.add(event)
    session.flush()


def _notice(session: Session, booking: Booking, candidate: Candidate, text: str, loses_seat: bool = False) -> Notice:
    assert booking.id is not None and candidate.id is not None
    return Notice(booking.id, candidate.id, str(candidate), text, _reachable(session, candidate), loses_seat)


def _reachable(session: Session, candidate: Candidate) -> bool:
    try:
        contact = best_contact(session, candidate)
    except NoContact:
        return False
    scope = stopped(session, candidate.office_id, contact.channel, contact.address)
    return scope != StopScope.EVERYTHING and has_consent(session, candidate.id or 0, Audience.OFFICE)


def _tell(session: Session, notices: list[Notice], key: str, now: datetime) -> None:
    """About a booking of theirs, so by day, on any day: the workshop may be tomorrow."""
    for notice in notices:
        candidate = session.get_one(Candidate, notice.candidate_id)
        tell_or_call(session, candidate, notice.text, Purpose.REMINDER, f"{key}:{notice.booking_id}", now)
