"""Seats under any sequence of events, alone and at the same moment, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.agenda import attendance, moving, waiting_list
from backend.agenda.booking import NotBookable, Overlapping, SessionFull, book, booking_of
from backend.agenda.slots import TAKEN, free_seats, overlap, periods_of
from backend.agenda.tables import AgendaSession, Booking
from backend.database import reading, transaction
from tests.agenda_fixtures import NOW, a_workshop, an_office, somebody, told
from tests.databases import FixedClock

REFUSALS = (SessionFull, NotBookable, moving.NotMovable, attendance.NotBegun, attendance.NotTicked)
PEOPLE, SESSIONS = 4, 3
person, event = st.integers(0, PEOPLE - 1), st.integers(0, SESSIONS - 1)


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

    def act(self, what: Callable[[Session], object]) -> None:
        """One verb in a transaction of its own; a refusal changes nothing."""
        try:
            with transaction(self.engine) as session:
                what(session)
        except REFUSALS:
            pass

    def verb(self, name: str, who: int, where: int) -> Callable[[Session], object]:
        session_id, candidate_id, now = self.events[where], self.people[who], self.clock.now()

        def give_up(session: Session) -> None:
            mine = booking_of(session, session_id, candidate_id)
            if mine and mine.status in ("booked", "held", "waiting"):
                waiting_list.give_up(session, mine, now)

        verbs: dict[str, Callable[[Session], object]] = {
            "book": lambda session: book(session, session_id, candidate_id, now),
            "join": lambda session: waiting_list.join(session, session_id, candidate_id, now),
            "give up": give_up,
            "lapse": lambda session: waiting_list.lapse(session, now),
        }
        return verbs[name]

    @rule(name=st.sampled_from(("book", "book", "join", "join", "give up")), who=person, where=event)
    def one(self, name: str, who: int, where: int) -> None:
        self.act(self.verb(name, who, where))

    @rule(
        calls=st.lists(
            st.tuples(st.sampled_from(("book", "join", "give up", "lapse")), person, event), min_size=2, max_size=4
        )
    )
    def several_at_once(self, calls: list[tuple[str, int, int]]) -> None:
        with ThreadPoolExecutor(len(calls)) as pool:
            list(pool.map(lambda call: self.act(self.verb(*call)), calls))

    @rule(where=event, hours=st.sampled_from((-24, -1, 1, 2, 24)))
    def move(self, where: int, hours: int) -> None:
        def moved(session: Session) -> None:
            one = session.get_one(AgendaSession, self.events[where])
            to = moving.Change(one.starts_at + timedelta(hours=hours), one.place, one.address)
            moving.move(session, self.events[where], to, self.clock.now())

        self.act(moved)

    @rule(first=event, other=event)
    def merge(self, first: int, other: int) -> None:
        self.act(lambda session: moving.merge(session, self.events[first], self.events[other], self.clock.now()))

    @rule(where=event)
    def cancel(self, where: int) -> None:
        self.act(lambda session: moving.cancel_session(session, self.events[where], self.clock.now()))

    @rule(hours=st.sampled_from((1, 5, 12)))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(hours=hours)
        self.act(lambda session: waiting_list.lapse(session, self.clock.now()))

    @rule(where=event, status=st.sampled_from(attendance.STATUSES))
    def attend(self, where: int, status: str) -> None:
        def ticked(session: Session) -> None:
            one = session.get_one(AgendaSession, self.events[where])
            for booking in attendance.booked(session, one):
                attendance.tick(session, booking, status, self.clock.now())
            attendance.close(session, self.events[where], self.clock.now())

        self.act(ticked)

    @invariant()
    def never_oversold(self) -> None:
        with reading(self.engine) as session:
            for one in self._events(session):
                seats = [row.seat for row in self._rows(session, one) if row.status in TAKEN]
                assert len(seats) == len(set(seats)) <= one.seats

    @invariant()
    def no_free_seat_while_somebody_waits(self) -> None:
        """Unless it is so late that whoever is told could not come."""
        with reading(self.engine) as session:
            for one in self._events(session):
                if one.status == "open" and not waiting_list.too_late(one, self.clock.now()):
                    waits = [row for row in self._rows(session, one) if row.status == "waiting"]
                    assert not waits or not free_seats(session, one, self.clock.now())

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        with reading(self.engine) as session:
            for candidate_id in getattr(self, "people", ()):
                periods = [period for period, _ in periods_of(session, candidate_id)]
                assert not any(overlap(a, b) for n, a in enumerate(periods) for b in periods[n + 1 :])

    @invariant()
    def a_closed_session_has_a_status_for_each_person(self) -> None:
        with reading(self.engine) as session:
            for one in self._events(session):
                if one.status == "closed":
                    assert all(row.attendance for row in self._rows(session, one) if row.status == "booked")

    def _events(self, session: Session) -> list[AgendaSession]:
        return [session.get_one(AgendaSession, one) for one in getattr(self, "events", ())]

    def _rows(self, session: Session, one: AgendaSession) -> list[Booking]:
        return list(session.exec(select(Booking).where(Booking.session_id == one.id)))


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
