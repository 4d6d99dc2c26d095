"""Sessions that come again: the rhythm in plain French, and its dates shown before anything is made."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from sqlmodel import Session, select

from backend.agenda.recurrence import calendar_of
from backend.agenda.rhythm import OFTEN, NoRhythm, read_rhythm, rule_of, say_rule
from backend.agenda.tables import Absence, AgendaSeries, AgendaSession
from backend.database import reading, transaction
from tests.console_fixtures import Browser, World, world_in
from tests.databases import PARIS, Databases


# what is chosen → the rule → how it is said
@pytest.mark.parametrize(
    ("often", "days", "rule", "said"),
    [
        ("weeks", "1", "FREQ=WEEKLY;BYDAY=TU", "chaque mardi"),
        ("weeks", "31", "FREQ=WEEKLY;BYDAY=TU,TH", "chaque mardi et jeudi"),
        ("other_weeks", "4", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "vendredi, une semaine sur deux"),
        ("month1", "1", "FREQ=MONTHLY;BYDAY=1TU", "le premier mardi de chaque mois"),
        ("month3", "03", "FREQ=MONTHLY;BYDAY=3MO,3TH", "le troisième lundi et le troisième jeudi de chaque mois"),
        ("month-1", "4", "FREQ=MONTHLY;BYDAY=-1FR", "le dernier vendredi de chaque mois"),
    ],
)
def test_a_rhythm_is_chosen_and_said_in_french(often: str, days: str, rule: str, said: str) -> None:
    assert (rule_of(read_rhythm(often, list(days))), say_rule(rule)) == (rule, said)


@pytest.mark.parametrize(("often", "days"), [("weeks", ""), ("month1", "9"), ("tous les mardis", "1")])
def test_a_rhythm_that_never_comes_is_refused(often: str, days: str) -> None:
    with pytest.raises(NoRhythm):
        read_rhythm(often, list(days))


@pytest.mark.parametrize("rule", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=MONTHLY;BYDAY=TU", "FREQ=WEEKLY"])
def test_a_rarer_rule_is_shown_as_it_is(rule: str) -> None:
    assert say_rule(rule) == rule


# rule, on a holiday, from, to → (day of the rule, day it takes place)
@pytest.mark.parametrize(
    ("rule", "on_holiday", "first", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=1FR", "skip", date(2027, 1, 1), [("01/01", None), ("05/02", "05/02")]),
        ("FREQ=MONTHLY;BYDAY=1FR", "week_later", date(2027, 1, 1), [("01/01", "08/01"), ("05/02", "05/02")]),
        # A week later it takes place anyhow: once is enough.
        ("FREQ=WEEKLY;BYDAY=MO", "week_later", date(2027, 3, 29), [("29/03", None), ("05/04", "05/04")]),
        # Easter Monday's week later is no holiday; Christmas' is one.
        ("FREQ=MONTHLY;BYDAY=4FR", "week_later", date(2026, 12, 25), [("25/12", None), ("22/01", "22/01")]),
    ],
)
def test_what_becomes_of_each_day_of_the_rule(
    rule: str, on_holiday: str, first: date, expected: list[tuple[str, str | None]]
) -> None:
    series = AgendaSeries(office_id=1, kind="workshop", rule=rule, first_on=first, begins="14:00", minutes=120,
                          on_holiday=on_holiday)  # fmt: skip
    found = [(f"{day.planned:%d/%m}", day.held_on and f"{day.held_on:%d/%m}")
             for day in calendar_of(series, first, first + timedelta(days=45))]  # fmt: skip
    assert found[:2] == expected


# In the console


@pytest.fixture
def world(sqlite_databases: Databases) -> Iterator[World]:
    with world_in(sqlite_databases) as made:
        yield made


@pytest.fixture
def adviser(world: World) -> Browser:
    return Browser(world.app, world.here.email)


TUESDAYS = {"kind": "workshop", "title": "Atelier du mardi", "often": "month1", "days": "1", "begins": "14:00",
            "minutes": "120", "first_on": "2026-12-01", "last_on": "2027-06-30", "holiday": "skip", "seats": "3",
            "minimum": "2"}  # fmt: skip


def dates_of(adviser: Browser, **typed: str) -> str:
    asked = "&".join(f"{name}={value}" for name, value in (TUESDAYS | typed).items())
    return " ".join(unescape(adviser.get(f"/nouvelle-serie?{asked}").text).split())


def planned(session: Session) -> list[AgendaSession]:
    return list(session.exec(select(AgendaSession).where(AgendaSession.title == TUESDAYS["title"])))


def test_the_dates_are_shown_before_anything_is_made(adviser: Browser, world: World) -> None:
    page = dates_of(adviser)
    assert "Le premier mardi de chaque mois, de 14h à 16h, 3 places" in page and "7 séances dans l'année" in page
    assert "mardi 1er décembre 2026" in page and "mardi 1er juin 2027" in page and "juillet" not in page
    with reading(world.engine) as session:
        assert planned(session) == []


def test_a_holiday_and_an_absence_are_named_and_left_out(adviser: Browser, world: World) -> None:
    away = datetime(2027, 2, 2, tzinfo=PARIS)
    with transaction(world.engine) as session:
        session.add(Absence(office_id=world.here.office, starts_at=away, ends_at=away + timedelta(days=1)))
    assert 'mardi 2 février 2027 <span class="tag">absence, pas de séance' in dates_of(adviser)
    fridays = dates_of(adviser, days="4", first_on="2027-01-01")
    assert 'vendredi 1er janvier 2027 <span class="tag">férié, pas de séance' in fridays
    moved = dates_of(adviser, days="4", first_on="2027-01-01", holiday="week_later")
    assert "férié, reporté au vendredi 8 janvier" in moved


def test_what_was_shown_is_made_with_one_click(adviser: Browser, world: World) -> None:
    said = adviser.post("/nouvelle-serie/creer", TUESDAYS)
    assert "Série créée, le premier mardi de chaque mois : 4 séances" in said.text
    assert "le premier mardi de chaque mois" in adviser.get("/series/list").text
    with reading(world.engine) as session:
        made = planned(session)
    assert [f"{one.planned_on}" for one in made] == ["2026-12-01", "2027-01-05", "2027-02-02", "2027-03-02"]
    assert {(one.seats, one.minimum, one.office_id) for one in made} == {(3, 2, world.here.office)}


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"days": ""}, "Choisissez au moins un jour"), ({"often": "x"}, "Choisissez le rythme"),
        ({"begins": "25:00"}, "Écrivez l'heure ainsi"), ({"last_on": "2026-11-01"}, "La fin doit être après"),
        ({"first_on": "demain"}, "À partir du : choisissez un jour"),
        ({"minutes": "0"}, "Durée : un nombre de 5 à 720"),
        ({"minimum": "4"}, "Minimum pour le tenir : un nombre de 0 à 3"), ({"kind": "party"}, "dans la liste"),
        ({"kind": "apec", "slot_minutes": "150"}, "Aucun créneau"), ({"rule": "tous les mardis"}, "pas lisible"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_in_french(adviser: Browser, typed: dict[str, str], refusal: str) -> None:
    assert refusal in dates_of(adviser, **typed)
    assert refusal in unescape(adviser.post("/nouvelle-serie/creer", TUESDAYS | typed).text)


def test_every_rhythm_of_the_form_has_dates(adviser: Browser) -> None:
    assert all("Créer cette série" in dates_of(adviser, often=often) for often in OFTEN)
