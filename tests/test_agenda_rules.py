"""What an office chooses for its agenda, and that the agenda keeps to it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from backend.agenda import reminders, waiting_list
from backend.agenda.booking import book
from backend.agenda.rules import RULES, RulesRefused, hold_of, read_rules, rules_of, save_rules
from backend.agenda.tables import AgendaRules, AgendaSession
from backend.database import connect, reading, transaction
from tests.agenda_fixtures import NOW, a_workshop, an_office, somebody, told
from tests.console_fixtures import Browser, World, world_in
from tests.databases import PARIS, Databases

USUAL = {rule.name: str(getattr(AgendaRules(office_id=1), rule.name)) for rule in RULES}


@pytest.fixture
def session(sqlite_databases: Databases) -> Iterator[Session]:
    with sqlite_databases.fresh() as address:
        engine = connect(address)
        with transaction(engine) as session:
            yield session
        engine.dispose()


def choose(session: Session, office_id: int, **numbers: int) -> None:
    session.add(AgendaRules(office_id=office_id, **numbers))
    session.flush()


def test_the_defaults_are_within_their_own_bounds() -> None:
    assert read_rules(USUAL) == {name: int(value) for name, value in USUAL.items()}


@pytest.mark.parametrize(
    ("name", "typed"),
    [("hold_minutes", "10"), ("hold_minutes", "quatre heures"), ("remind_days", "8"), ("workshop_seats", "0"),
     ("workshop_minimum", "4"), ("apec_slot_minutes", "")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(name: str, typed: str) -> None:
    with pytest.raises(RulesRefused):
        read_rules(USUAL | {name: typed})


def test_each_office_holds_a_freed_seat_as_long_as_it_chose(session: Session) -> None:
    until = {}
    for minutes in (60, 240):
        office = an_office(session)
        choose(session, office.id or 0, hold_minutes=minutes)
        event = a_workshop(session, office, NOW + timedelta(days=6), seats=1)
        seat = book(session, event.id or 0, somebody(session, office).id or 0, NOW)
        waits = somebody(session, office, number=1)
        waiting_list.join(session, event.id or 0, waits.id or 0, NOW)
        waiting_list.give_up(session, seat, NOW)
        until[minutes] = told(session, waits)[0].split("avant ")[1]
    assert until == {60: "11h, ou NON.", 240: "14h, ou NON."}


# days and hours chosen, the clock → how many reminders have left for a workshop on Thursday 3 December at 14h
@pytest.mark.parametrize(
    ("days", "hours", "clock", "reminded"),
    [
        (3, 2, datetime(2026, 11, 30, 14, 2), 1), (2, 2, datetime(2026, 11, 30, 14, 2), 0),
        (1, 2, datetime(2026, 12, 2, 14, 2), 1), (0, 2, datetime(2026, 12, 2, 14, 2), 0),
        (0, 4, datetime(2026, 12, 3, 10, 2), 1), (0, 0, datetime(2026, 12, 3, 12, 2), 0),
        (7, 0, datetime(2026, 11, 26, 14, 2), 1),
    ],
)  # fmt: skip
def test_reminders_leave_when_the_office_chose(
    session: Session, days: int, hours: int, clock: datetime, reminded: int
) -> None:
    office = an_office(session)
    choose(session, office.id or 0, remind_days=days, remind_hours=hours)
    event = a_workshop(session, office, datetime(2026, 12, 3, 14, tzinfo=PARIS))
    person = somebody(session, office)
    book(session, event.id or 0, person.id or 0, NOW - timedelta(days=9))
    reminders.remind(session, clock.replace(tzinfo=PARIS))
    assert len(told(session, person)) == reminded


# In the console


@pytest.fixture
def world(sqlite_databases: Databases) -> Iterator[World]:
    with world_in(sqlite_databases) as made:
        yield made


def test_the_page_keeps_what_is_chosen_for_one_office_only(world: World) -> None:
    said = Browser(world.app, world.here.email).post("/reglages/enregistrer", USUAL | {"hold_minutes": "90"})
    assert "Enregistré" in said.text and 'value="90"' in said.text and "Conseillère de Montluçon, le" in said.text
    with reading(world.engine) as session:
        held = [hold_of(session, office) for office in (world.here.office, world.there.office)]
    assert held == [timedelta(minutes=90), timedelta(hours=4)]


def test_what_is_refused_is_shown_as_it_was_typed(world: World) -> None:
    said = Browser(world.app, world.here.email).post("/reglages/enregistrer", USUAL | {"remind_days": "30"})
    assert "un nombre de 0 à 7" in said.text and 'value="30"' in said.text


def test_a_new_session_begins_with_what_the_office_chose(world: World) -> None:
    with transaction(world.engine) as session:
        chosen = {"workshop_seats": 5, "workshop_minimum": 1, "workshop_minutes": 90, "apec_slot_minutes": 45}
        values = {rule.name: getattr(rules_of(session, world.here.office), rule.name) for rule in RULES} | chosen
        save_rules(session, world.here.office, values, world.here.adviser, world.clock.now())
    adviser = Browser(world.app, world.here.email)
    form = adviser.form_of("/ateliers/create")
    adviser.post("/ateliers/create", form | {"title": "Neuf", "starts_at": "2026-12-03T14:00"})
    permanence = {"kind": "apec", "title": "Neuf", "starts_at": "2026-12-04T09:00", "ends_at": "2026-12-04T12:00"}
    adviser.post("/ateliers/create", form | permanence)
    with reading(world.engine) as session:
        made = session.exec(select(AgendaSession).where(AgendaSession.title == "Neuf")).all()
    shape = [(one.seats, one.minimum, one.slot_minutes, one.ends_at - one.starts_at) for one in made]
    assert shape == [(5, 1, None, timedelta(minutes=90)), (4, 0, 45, timedelta(hours=3))]
