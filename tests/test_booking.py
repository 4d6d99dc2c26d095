"""Seats under any sequence of events, alone and at the same moment, on both databases."""

import contextlib
import itertools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.agenda import attendance, moving, waiting_list
from backend.agenda.booking import NotBookable, Overlapping, SessionFull, book, booking_of
from backend.agenda.slots import TAKEN, free_seats, overlap, period_of, periods_of
from backend.agenda.tables import AgendaSession, Booking
from backend.database import reading, transaction
from tests.agenda_fixtures import NOW, a_workshop, an_office, somebody, told
from tests.databases import FixedClock

REFUSALS = (SessionFull, NotBookable, moving.NotMovable, attendance.NotBegun, attendance.NotTicked)
PEOPLE, SESSIONS = 4, 3
TRIALS = 8
# What may happen: to whom, at which session, with which other one, by how many hours.
Call = tuple[str, int, int, int, int]
who, where, hours = st.integers(0, PEOPLE - 1), st.integers(0, SESSIONS - 1), st.sampled_from((-24, -1, 1, 2, 24))
OFTEN = ("book", "book", "join", "join", "give up")
EVERY = ("book", "book", "join", "join", "give up", "lapse", "move", "merge", "cancel", "attend")


class Agenda(RuleBasedStateMachine):
    """Four people, three sessions: two of them at the same hour, one cut into slots. Few seats, so that people wait."""

    engine: Engine

    @initialize()
    def furnish(self) -> None:
        self.clock = FixedClock(NOW)
        with transaction(self.engine) as session:
            office = an_office(session)
            self.people = [somebody(session, office, number=n).id or 0 for n in range(PEOPLE)]
            at = NOW + timedelta(days=2)
            made = (
                a_workshop(session, office, at, seats=1),
                a_workshop(session, office, at + timedelta(hours=1), seats=1),
                a_workshop(session, office, at, hours=2, kind="apec", seats=2, slot_minutes=60),
            )
            self.events = [one.id or 0 for one in made]

    def act(self, call: Call) -> None:
        """One verb in a transaction of its own; a refusal changes nothing."""
        name, person, place, other, by = call
        do = partial(VERBS[name], who=self.people[person], where=self.events[place], other=self.events[other], by=by)
        with contextlib.suppress(*REFUSALS), transaction(self.engine) as session:
            do(session, now=self.clock.now())

    @rule(call=st.tuples(st.sampled_from(OFTEN), who, where, where, hours))
    def one(self, call: Call) -> None:
        self.act(call)

    @rule(call=st.tuples(st.sampled_from(("move", "merge", "cancel", "attend")), who, where, where, hours))
    def the_office_decides(self, call: Call) -> None:
        self.act(call)

    @rule(calls=st.lists(st.tuples(st.sampled_from(EVERY), who, where, where, hours), min_size=2, max_size=4))
    def several_at_once(self, calls: list[Call]) -> None:
        with ThreadPoolExecutor(len(calls)) as pool:
            list(pool.map(self.act, calls))

    @rule(by=st.sampled_from((1, 5, 12)))
    def time_passes(self, by: int) -> None:
        self.clock.advance(hours=by)
        self.act(("lapse", 0, 0, 0, 0))

    @invariant()
    def the_agenda_holds(self) -> None:
        """Looked at once after each step, by its rows."""
        mine = getattr(self, "events", ())
        with reading(self.engine) as session:
            events = session.exec(select(AgendaSession).where(col(AgendaSession.id).in_(mine))).all()
            rows = session.exec(select(Booking).where(col(Booking.session_id).in_(mine))).all()
            for event in events:
                here = [row for row in rows if row.session_id == event.id]
                assert_never_oversold(event, here)
                assert_nobody_is_there_twice(here)
                assert_no_seat_is_free_while_somebody_waits(session, event, here, self.clock.now())
                assert_closed_means_everybody_has_a_status(event, here)
            assert_nobody_is_in_two_places(events, rows)


def assert_never_oversold(event: AgendaSession, rows: list[Booking]) -> None:
    seats = [row.seat for row in rows if row.status in TAKEN]
    assert len(seats) == len(set(seats)) <= event.seats
    assert all(seat is not None and 1 <= seat <= event.seats for seat in seats)


def assert_nobody_is_there_twice(rows: list[Booking]) -> None:
    assert len({row.candidate_id for row in rows}) == len(rows)


def assert_no_seat_is_free_while_somebody_waits(
    session: Session, event: AgendaSession, rows: list[Booking], now: datetime
) -> None:
    """Unless it is so late that whoever is told could not come."""
    waits = any(row.status == "waiting" for row in rows)
    if waits and event.status == "open" and not waiting_list.too_late(event, now):
        assert not free_seats(session, event, now)


def assert_closed_means_everybody_has_a_status(event: AgendaSession, rows: list[Booking]) -> None:
    assert event.status != "closed" or all(row.attendance for row in rows if row.status == "booked")


def assert_nobody_is_in_two_places(events: Sequence[AgendaSession], rows: Sequence[Booking]) -> None:
    opened = {event.id: event for event in events if event.status == "open"}
    there = [row for row in rows if row.status == "booked" and row.session_id in opened]
    for one, other in itertools.combinations(there, 2):
        if one.candidate_id == other.candidate_id:
            assert not overlap(*(period_of(opened[row.session_id], row.seat) for row in (one, other)))


# --- what may happen --------------------------------------------------------------------------------------------------


def _book(session: Session, who: int, where: int, other: int, by: int, now: datetime) -> None:
    book(session, where, who, now)


def _join(session: Session, who: int, where: int, other: int, by: int, now: datetime) -> None:
    waiting_list.join(session, where, who, now)


def _give_up(session: Session, who: int, where: int, other: int, by: int, now: datetime) -> None:
    mine = booking_of(session, where, who)
    if mine and mine.status in ("booked", "held", "waiting"):
        waiting_list.give_up(session, mine, now)


def _lapse(session: Session, who: int, where: int, other: int, by: int, now: datetime) -> None:
    waiting_list.lapse(session, now)


def _move(session: Session, who: int, where: int, other: int, by: int, now: datetime) -> None:
    one = session.get_one(AgendaSession, where)
    moving.move(session, where, moving.Change(one.starts_at + timedelta(hours=by), one.place, one.address), now)


def _merge(session: Session, who: int, where: int, other: int, by: int, now: datetime) -> None:
    moving.merge(session, where, other, now)


def _cancel(session: Session, who: int, where: int, other: int, by: int, now: datetime) -> None:
    moving.cancel_session(session, where, now)


def _attend(session: Session, who: int, where: int, other: int, by: int, now: datetime) -> None:
    for number, booking in enumerate(attendance.booked(session, session.get_one(AgendaSession, where))):
        attendance.tick(session, booking, attendance.STATUSES[(number + who) % 3], now)
    attendance.close(session, where, now)


VERBS = {
    "book": _book, "join": _join, "give up": _give_up, "lapse": _lapse, "move": _move, "merge": _merge,
    "cancel": _cancel, "attend": _attend,
}  # fmt: skip


def test_seats_under_any_sequence(engine: Engine) -> None:
    machine = type("Machine", (Agenda,), {"engine": engine})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=18, stateful_step_count=25, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_the_last_seat_goes_to_one_of_ten_who_ask_at_once(engine: Engine) -> None:
    with transaction(engine) as session:
        office = an_office(session)
        event_id = a_workshop(session, office, NOW + timedelta(days=2), seats=1).id or 0
        people = [somebody(session, office, number=n).id or 0 for n in range(10)]

    def ask(candidate_id: int) -> bool:
        try:
            with transaction(engine) as session:
                book(session, event_id, candidate_id, NOW)
            return True
        except SessionFull:
            return False

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(ask, people)) == 1


def test_one_person_at_two_places_at_once_is_refused(engine: Engine) -> None:
    with transaction(engine) as session:
        office = an_office(session)
        ids = [a_workshop(session, office, NOW + timedelta(days=2, hours=h)).id or 0 for h in (0, 1)]
        who = somebody(session, office).id or 0

    def ask(session_id: int) -> bool:
        try:
            with transaction(engine) as session:
                book(session, session_id, who, NOW)
            return True
        except Overlapping:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(ask, ids)) == 1


def test_a_freed_seat_is_offered_to_the_first_in_line_then_to_the_next(engine: Engine) -> None:
    with transaction(engine) as session:
        office = an_office(session)
        event_id = a_workshop(session, office, NOW + timedelta(days=6), seats=1).id or 0
        has, first, second = (somebody(session, office, number=n) for n in range(3))
        seat = book(session, event_id, has.id or 0, NOW)
        for waits in (first, second):
            waiting_list.join(session, event_id, waits.id or 0, NOW)
        waiting_list.give_up(session, seat, NOW)
        assert "OUI pour la prendre avant 14h" in told(session, first)[-1] and told(session, second) == []
        waiting_list.lapse(session, NOW + timedelta(hours=5))
        assert "une place se libère" in told(session, second)[-1]
        assert book(session, event_id, second.id or 0, NOW + timedelta(hours=6)).seat == 1


def test_a_session_moved_while_one_of_its_people_books_at_the_new_hour(engine: Engine) -> None:
    """One of the two gives way: the booking is refused, or the move takes the seat away and says so."""
    later = NOW + timedelta(days=3)
    for _ in range(TRIALS):
        with transaction(engine) as session:
            office = an_office(session)
            moved, there = (a_workshop(session, office, at).id or 0 for at in (NOW + timedelta(days=2), later))
            person = somebody(session, office).id or 0
            book(session, moved, person, NOW)

        def move(moved: int, person: int, there: int) -> None:
            with transaction(engine) as session:
                moving.move(session, moved, moving.Change(later, "", ""), NOW)

        def ask(moved: int, person: int, there: int) -> None:
            with contextlib.suppress(Overlapping), transaction(engine) as session:
                book(session, there, person, NOW)

        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(what, moved, person, there) for what in (move, ask)]:
                done.result()
        with reading(engine) as session:
            assert len(periods_of(session, person)) == 1
