"""How full the sessions are and who did not come: by kind and month, on the office's clock, and in the console."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlmodel import Session

from backend.agenda import attendance
from backend.agenda.booking import book
from backend.agenda.figures import Figures, by_kind_and_month, to_close, together
from backend.agenda.tables import AgendaSession
from backend.database import connect, transaction
from backend.network.tables import Office
from tests.agenda_fixtures import a_workshop, an_office, somebody
from tests.console_fixtures import Browser, World, world_in
from tests.databases import PARIS, Databases

SINCE, NOW = datetime(2026, 1, 1, tzinfo=PARIS), datetime(2026, 11, 24, 9, tzinfo=PARIS)


@pytest.fixture
def session(sqlite_databases: Databases) -> Iterator[Session]:
    with sqlite_databases.fresh() as address:
        engine = connect(address)
        with transaction(engine) as session:
            yield session
        engine.dispose()


def held(session: Session, office: Office, at: datetime, *statuses: str, **facts: object) -> AgendaSession:
    """A session that took place: who came, and who did not."""
    event = a_workshop(session, office, at.replace(tzinfo=PARIS), seats=3, **facts)
    for number, status in enumerate(statuses):
        person = somebody(session, office, number=number)
        booking = book(session, event.id or 0, person.id or 0, SINCE)
        attendance.tick(session, booking, status, NOW)
    attendance.close(session, event.id or 0, NOW)
    return event


def test_each_kind_and_month_has_its_figures(session: Session) -> None:
    office = an_office(session)
    held(session, office, datetime(2026, 9, 29, 14), "present", "present", "absent")
    held(session, office, datetime(2026, 9, 30, 14), "present", "excused")
    held(session, office, datetime(2026, 10, 6, 9), "present", kind="apec", slot_minutes=40)
    found = by_kind_and_month(session, office.id or 0, SINCE, NOW)
    assert found == [
        Figures("workshop", date(2026, 9, 1), 2, 6, 5, 3, 1, 1), Figures("apec", date(2026, 10, 1), 1, 3, 1, 1, 0, 0)
    ]  # fmt: skip
    assert (found[0].fill_rate, found[0].no_show_rate) == (5 / 6, 1 / 5)


@pytest.mark.parametrize(
    ("at", "month"),
    [
        (datetime(2026, 3, 1, 0, 30), date(2026, 3, 1)),  # still February in UTC
        (datetime(2026, 10, 31, 23, 30), date(2026, 10, 1)),
    ],
)
def test_a_month_is_that_of_the_office_s_clock(session: Session, at: datetime, month: date) -> None:
    office = an_office(session)
    held(session, office, at, "present")
    assert [one.month for one in by_kind_and_month(session, office.id or 0, SINCE, NOW)] == [month]


def test_nothing_is_divided_by_nothing(session: Session) -> None:
    office = an_office(session)
    held(session, office, datetime(2026, 9, 29, 14))
    [empty] = by_kind_and_month(session, office.id or 0, SINCE, NOW)
    assert (empty.fill_rate, empty.no_show_rate) == (0, None)
    nothing = together([])
    assert (nothing.sessions, nothing.fill_rate, nothing.no_show_rate) == (0, None, None)


def test_rates_together_are_those_of_all_the_seats(session: Session) -> None:
    office = an_office(session)
    held(session, office, datetime(2026, 9, 29, 14), "absent")
    held(session, office, datetime(2026, 10, 6, 14), "present", "present", "present")
    both = together(by_kind_and_month(session, office.id or 0, SINCE, NOW), "workshop")
    assert (both.fill_rate, both.no_show_rate) == (4 / 6, 1 / 4)


def test_what_is_over_and_not_closed_does_not_count(session: Session) -> None:
    office = an_office(session)
    left = a_workshop(session, office, datetime(2026, 9, 29, 14, tzinfo=PARIS))
    a_workshop(session, office, datetime(2026, 12, 1, 14, tzinfo=PARIS))
    assert by_kind_and_month(session, office.id or 0, SINCE, NOW) == []
    assert [one.id for one in to_close(session, office.id or 0, NOW)] == [left.id]


# In the console


@pytest.fixture
def world(sqlite_databases: Databases) -> Iterator[World]:
    with world_in(sqlite_databases) as made:
        yield made


def test_the_page_and_its_files_show_the_office_s_own_figures(world: World) -> None:
    with transaction(world.engine) as session:
        here, there = (session.get_one(Office, one.office) for one in (world.here, world.there))
        held(session, here, datetime(2026, 10, 6, 14), "present", "present", "absent")
        held(session, there, datetime(2026, 9, 8, 14), "absent")
    adviser = Browser(world.app, world.here.email)
    page = adviser.get("/chiffres-agenda").text
    assert "octobre 2026" in page and "septembre 2026" not in page
    assert "100 %" in page and "33 %" in page and "sur les personnes inscrites" in page
    assert "33 % d'absents sans prévenir" in " ".join(adviser.get("/agenda").text.split())
    sheet = adviser.get("/chiffres-agenda/export.csv").content.decode("utf-8-sig").splitlines()
    assert sheet[1] == "atelier CV;octobre 2026;1;3;3;2;1;0;100 %;33 %"
    cells = load_workbook(BytesIO(adviser.get("/chiffres-agenda/export.xlsx").content)).active
    assert [cell.value for cell in cells[2]][:4] == ["atelier CV", "octobre 2026", 1, 3]
    assert adviser.get("/chiffres-agenda/export.pdf").content.startswith(b"%PDF")
    assert adviser.get("/chiffres-agenda/export.exe").status_code == 404
