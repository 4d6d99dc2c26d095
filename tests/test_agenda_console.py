"""The agenda in the console: through HTTP, and in Chromium with what axe says of it."""

import os
import re
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from sqlmodel import Session, select

from backend.agenda import attendance, reminders, waiting_list
from backend.agenda.booking import book
from backend.agenda.tables import Absence, AgendaSession, Booking
from backend.database import reading, transaction
from backend.messaging.tables import OutboundMessage
from backend.network.tables import Office
from tests.agenda_fixtures import a_workshop, somebody
from tests.console_fixtures import NOW, PASSWORD, Browser, World, world_in
from tests.databases import Databases

SHOTS = Path(__file__).parent.parent / "docs" / "screenshots"


@pytest.fixture
def world(sqlite_databases: Databases) -> Iterator[World]:
    with world_in(sqlite_databases) as made:
        with transaction(made.engine) as session:
            furnish(session, made)
        yield made


@pytest.fixture
def adviser(world: World) -> Browser:
    return Browser(world.app, world.here.email)


def furnish(session: Session, world: World) -> None:
    """A month of workshops, one of them full with somebody waiting, one too small tomorrow, one that is over."""
    office = session.get_one(Office, world.here.office)
    office.address = "67 ter boulevard de Courtais"
    people = [somebody(session, office, NOW, number=n) for n in range(8)]
    for n, (days, hour, booked) in enumerate(((1, 14, 1), (7, 14, 3), (9, 9, 2), (14, 14, 0), (21, 14, 1))):
        at = (NOW + timedelta(days=days)).replace(hour=hour)
        event = a_workshop(session, office, at, title="Atelier CV")
        for person in people[n : n + booked]:
            book(session, event.id or 0, person.id or 0, NOW)
        if booked == 3:
            waiting_list.join(session, event.id or 0, people[7].id or 0, NOW)
    apec = a_workshop(session, office, (NOW + timedelta(days=8)).replace(hour=9), 3, kind="apec", slot_minutes=60,
                      title="Permanence Apec")  # fmt: skip
    book(session, apec.id or 0, people[6].id or 0, NOW, seat=2, topic="cv")
    over = a_workshop(session, office, NOW + timedelta(minutes=30), title="Atelier CV")
    for person in people[6:8]:
        book(session, over.id or 0, person.id or 0, NOW - timedelta(days=9))
    over.starts_at, over.ends_at = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
    session.add(over)
    session.flush()


def session_id(world: World, days: int, hour: int = 14) -> int:
    with reading(world.engine) as session:
        at = (NOW + timedelta(days=days)).replace(hour=hour)
        return session.exec(
            select(AgendaSession.id).where(AgendaSession.starts_at == at, AgendaSession.title != "")
        ).first() or 0  # fmt: skip


def running(world: World) -> int:
    with reading(world.engine) as session:
        return session.exec(select(AgendaSession.id).where(AgendaSession.starts_at < NOW)).one() or 0


def written(world: World) -> list[str]:
    with reading(world.engine) as session:
        return [row.text for row in session.exec(select(OutboundMessage)) if row.purpose == "reminder"]


def test_the_month_and_the_week_show_the_sessions(adviser: Browser) -> None:
    month, week = adviser.get("/agenda").text, adviser.get("/agenda?vue=semaine&jour=2026-12-01").text
    assert "Novembre 2026" in month and "à décider" in month
    assert "mardi 1er décembre" in week and "3 sur 3, 1 en attente" in week


def test_another_office_s_session_is_not_there(world: World) -> None:
    theirs = Browser(world.app, world.there.email)
    number = session_id(world, 7)
    assert theirs.get(f"/seances/{number}").status_code == 404
    assert theirs.post(f"/seances/{number}/cancel").status_code == 404
    assert theirs.get(f"/seances/{number}/feuille.pdf").status_code == 404


def test_moving_shows_whom_it_tells_and_what_before_it_does(adviser: Browser, world: World) -> None:
    number = session_id(world, 7)
    preview = adviser.get(f"/seances/{number}/apercu/move?starts_at=2026-12-03T15:00&place=Salle+2&address=9+rue+Haute")
    assert "votre atelier CV du mardi 1er décembre à 14h est déplacé au jeudi 3 décembre à 15h" in unescaped(
        preview.text
    )
    assert written(world) == []
    done = adviser.post(
        f"/seances/{number}/move", {"starts_at": "2026-12-03T15:00", "place": "Salle 2", "address": "9 rue Haute"}
    )
    assert "4 personnes prévenues" in done.text and len(written(world)) == 4
    assert sum("9 rue Haute" in text for text in written(world)) == 3  # the fourth waits, and keeps their turn


def test_cancelling_tells_each_person_once(adviser: Browser, world: World) -> None:
    number = session_id(world, 7)
    assert "n'aura pas lieu" in unescaped(adviser.get(f"/seances/{number}/apercu/cancel").text)
    for _ in range(2):
        adviser.post(f"/seances/{number}/cancel")
    assert len(written(world)) == 4


def test_whom_no_message_can_reach_is_somebody_to_call(adviser: Browser, world: World) -> None:
    number = session_id(world, 7)
    with transaction(world.engine) as session:
        office = session.get_one(Office, world.here.office)
        mute = somebody(session, office, NOW, number=5, last_name="Sansnuméro")
        for contact in session.exec(select(OutboundMessage).where(OutboundMessage.candidate_id == mute.id)):
            session.delete(contact)
        waiting_list.join(session, number, mute.id or 0, NOW)
        from backend.people.tables import Contact  # noqa: PLC0415

        for one in session.exec(select(Contact).where(Contact.candidate_id == mute.id)).all():
            session.delete(one)
    assert "pas de message possible" in adviser.get(f"/seances/{number}/apercu/cancel").text
    assert "À appeler : 1" in adviser.post(f"/seances/{number}/cancel").text
    assert "Sansnuméro" in adviser.get("/taches/list").text


def test_a_small_workshop_is_decided_in_one_click(adviser: Browser, world: World) -> None:
    number = session_id(world, 1)
    assert "Il manque des inscrits" in adviser.get(f"/seances/{number}").text
    assert "Il manque des inscrits" not in adviser.post(f"/seances/{number}/keep").text


def test_a_small_workshop_is_merged_with_another_date(adviser: Browser, world: World) -> None:
    number, other = session_id(world, 1), session_id(world, 14)
    adviser.post(f"/seances/{number}/merge", {"into": other})
    assert "déplacé au mardi 8 décembre à 14h" in written(world)[0]


def test_a_date_that_people_know_is_not_changed_by_the_form(adviser: Browser, world: World) -> None:
    number = session_id(world, 7)
    form = adviser.form_of(f"/ateliers/edit?pk={number}")
    said = adviser.post(f"/ateliers/edit?pk={number}", {**form, "address": "ailleurs"})
    assert "qui les prévient" in unescaped(said.text)


def test_a_session_closes_when_each_person_has_a_status(adviser: Browser, world: World) -> None:
    number = running(world)
    with reading(world.engine) as session:
        ids = session.exec(select(Booking.id).where(Booking.session_id == number)).all()
    one = {f"presence-{ids[0]}": "present"}
    assert "Il manque la présence" in adviser.post(f"/seances/{number}/tick", {**one, "close": "1"}).text
    both = one | {f"presence-{ids[1]}": "absent"}
    assert "séance fermée" in adviser.post(f"/seances/{number}/tick", {**both, "close": "1"}).text


def test_settled_by_telephone_sends_no_reminder(adviser: Browser, world: World) -> None:
    number = session_id(world, 9, 9)
    with reading(world.engine) as session:
        booking = session.exec(select(Booking.id).where(Booking.session_id == number)).first()
    adviser.post(f"/seances/{number}/settle", {"booking": booking})
    with transaction(world.engine) as session:
        reminders.remind(session, (NOW + timedelta(days=7)).replace(hour=10))
    assert len([text for text in written(world) if "jeudi 3 décembre" in text]) == 1


def test_a_private_address_is_shown_once_and_can_be_taken_back(adviser: Browser, world: World) -> None:
    said = adviser.post("/agenda/adresses", {"scope": "apec"}).text
    assert re.search(r"/agenda/[\w-]{40,}\.ics", said)
    page = adviser.get("/agenda").text
    assert not re.search(r"/agenda/[\w-]{40,}\.ics", page)
    number = re.search(r"/agenda/adresses/(\d+)/revoke", page)
    assert number and "Aucune adresse" in adviser.post(f"/agenda/adresses/{number[1]}/revoke").text


def test_a_series_fills_the_calendar_as_soon_as_it_is_saved(adviser: Browser, world: World) -> None:
    form = adviser.form_of("/nouvelle-serie")
    monthly = {"kind": "apec", "often": "month1", "days": "3", "begins": "09:00", "minutes": "420",
               "first_on": "2026-12-01"}  # fmt: skip
    rare = adviser.post("/nouvelle-serie/creer", form | monthly | {"rule": "tous les mardis"})
    assert "pas lisible" in unescaped(rare.text)
    made = adviser.post("/nouvelle-serie/creer", form | monthly)
    assert "le premier jeudi de chaque mois" in made.text
    with reading(world.engine) as session:
        made = session.exec(select(AgendaSession).where(AgendaSession.planned_on != None)).all()  # noqa: E711
    assert [(one.seats, f"{one.planned_on}") for one in made][:2] == [(7, "2026-12-03"), (7, "2027-01-07")]


def unescaped(text: str) -> str:
    return text.replace("&#39;", "'").replace("&#x27;", "'")


# In a browser


@pytest.fixture
def address(world: World) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(world.app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/console"
    server.should_exit = True
    thread.join()


@pytest.mark.browser
def test_the_agenda_in_a_browser(chromium: Chromium, address: str, world: World) -> None:
    with transaction(world.engine) as session:
        at = NOW + timedelta(days=21)
        session.add(Absence(office_id=world.here.office, starts_at=at, ends_at=at + timedelta(hours=8), note="congé"))
    page = chromium.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}/login")
    page.get_by_label("Adresse e-mail").fill(world.here.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/console/$"))
    number = session_id(world, 7)
    shots = {
        "agenda": "/agenda?jour=2026-12-01", "agenda-week": "/agenda?vue=semaine&jour=2026-12-01",
        "agenda-session": f"/seances/{number}", "agenda-small": f"/seances/{session_id(world, 1)}",
        "agenda-moving": f"/seances/{number}/apercu/move?starts_at=2026-12-03T15:00",
        "agenda-attendance": f"/seances/{running(world)}", "agenda-figures": "/chiffres-agenda",
        "agenda-series": f"/nouvelle-serie?{FIRST_FRIDAYS}", "agenda-settings": "/reglages",
        "agenda-person": f"/rendez-vous/{some_figures(world)}",
    }  # fmt: skip
    faults = []
    for name, path in shots.items():
        page.goto(f"{address}{path}")
        found = Axe().run(page).response["violations"]
        faults += [f"{name} {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
        keep(page, name)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}{shots['agenda']}")
    keep(page, "agenda-phone")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.get_by_text("mardi 1er décembre").is_visible() and not page.get_by_text("lundi 7").is_visible()
    assert faults == []


FIRST_FRIDAYS = (
    "kind=workshop&title=Atelier+CV&often=month1&days=4&begins=14:00&minutes=120&first_on=2026-12-01"
    "&last_on=2027-06-30&holiday=skip&seats=3&minimum=2&place=Salle+1&address=67+ter+boulevard+de+Courtais"
)


def some_figures(world: World) -> int:
    """Workshops that took place; the number of one of their people."""
    came = {date(2026, 9, 29): ("present", "present", "absent"), date(2026, 10, 6): ("present", "excused")}
    with transaction(world.engine) as session:
        office = session.get_one(Office, world.here.office)
        for day, statuses in came.items():
            at = NOW.replace(year=day.year, month=day.month, day=day.day, hour=14)
            event = a_workshop(session, office, at, title="Atelier CV")
            for number, status in enumerate(statuses):
                person = somebody(session, office, NOW, number=number)
                booking = book(session, event.id or 0, person.id or 0, NOW - timedelta(days=90))
                attendance.tick(session, booking, status, NOW)
            attendance.close(session, event.id or 0, NOW)
        return person.id or 0


def keep(page: Page, name: str) -> None:
    """A screenshot for the docs, when they are asked for."""
    if SHOTS.exists() and os.environ.get("WRITE_SCREENSHOTS"):
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
