"""An adviser books, frees and settles for one person: from the person's page and from any session's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest
from sqlmodel import Session, select

from backend.agenda import reminders, waiting_list
from backend.agenda.booking import book, booking_of
from backend.agenda.tables import AgendaSession, Booking
from backend.database import reading, transaction
from backend.network.tables import Office
from backend.people.tables import Candidate
from tests.agenda_fixtures import a_workshop, somebody, told
from tests.console_fixtures import NOW, Browser, World, world_in
from tests.databases import Databases


@dataclass
class Desk:
    """Léa, whom the adviser has on the line; a workshop with seats, a full one, an Apec permanence of three slots."""

    world: World
    adviser: Browser
    lea: int
    other: int
    free: int
    full: int
    apec: int

    def do(self, act: str, **form: object) -> str:
        return unescape(self.adviser.post(f"/rendez-vous/{self.lea}/{act}", form).text)

    def page(self) -> str:
        return unescape(" ".join(self.adviser.get(f"/rendez-vous/{self.lea}").text.split()))

    def row(self, session_id: int, who: int = 0) -> Booking | None:
        with reading(self.world.engine) as session:
            return booking_of(session, session_id, who or self.lea)


@pytest.fixture
def desk(sqlite_databases: Databases) -> Iterator[Desk]:
    with world_in(sqlite_databases) as world:
        with transaction(world.engine) as session:
            office = session.get_one(Office, world.here.office)
            lea, other = (somebody(session, office, NOW, number=n, last_name=f"Nom{n}").id or 0 for n in (0, 1))
            free = a_workshop(session, office, NOW + timedelta(days=7)).id or 0
            full = a_workshop(session, office, NOW + timedelta(days=9), seats=1).id or 0
            apec = a_workshop(session, office, NOW + timedelta(days=8), 3, kind="apec", slot_minutes=60).id or 0
            book(session, full, other, NOW)
        yield Desk(world, Browser(world.app, world.here.email), lea, other, free, full, apec)


def test_the_page_shows_what_can_be_had_and_what_is_full(desk: Desk) -> None:
    page = desk.page()
    assert "Aucun rendez-vous à venir" in page
    assert "3 places libres" in page and "complet" in page and "3 créneaux libres" in page
    assert page.count("Mettre en liste d'attente") == 1


def test_a_seat_is_given_and_taken_back(desk: Desk) -> None:
    assert "Léa Nom0 : inscrit" in desk.do("give", session=desk.free)
    booking = desk.row(desk.free)
    assert booking and booking.status == "booked"
    assert "La place est libre" in desk.do("free", booking=booking.id)
    assert desk.row(desk.free).status == "cancelled"  # type: ignore[union-attr]


def test_a_full_session_s_line_is_joined_from_the_person_s_page_and_left(desk: Desk) -> None:
    assert "en liste d'attente" in desk.do("give", session=desk.full)
    assert "n° 1 en attente" in desk.page()
    assert "Retiré de la liste" in desk.do("free", booking=desk.row(desk.full).id)  # type: ignore[union-attr]


def test_a_full_session_s_line_is_joined_from_its_own_page_too(desk: Desk) -> None:
    said = desk.adviser.post(f"/seances/{desk.full}/add", {"candidate": desk.lea}).text
    said = unescape(said)
    assert "en liste d'attente" in said and "1. Léa Nom0" in said


def test_a_seat_that_was_freed_for_them_is_taken_by_telephone(desk: Desk) -> None:
    desk.do("give", session=desk.full)
    with transaction(desk.world.engine) as session:
        theirs = booking_of(session, desk.full, desk.other)
        assert theirs
        waiting_list.give_up(session, theirs, NOW)
    assert "place proposée jusqu'au" in desk.page()
    assert "inscrit" in desk.do("give", session=desk.full)
    assert desk.row(desk.full).status == "booked"  # type: ignore[union-attr]


def test_an_apec_slot_is_given_with_its_topic(desk: Desk) -> None:
    desk.do("give", session=desk.apec, seat=2, topic="interview")
    booking = desk.row(desk.apec)
    assert booking and (booking.seat, booking.topic) == (2, "interview")


def test_nobody_is_booked_in_two_places_at_once(desk: Desk) -> None:
    with transaction(desk.world.engine) as session:
        office = session.get_one(Office, desk.world.here.office)
        same = a_workshop(session, office, NOW + timedelta(days=7)).id
    desk.do("give", session=desk.free)
    assert "déjà un rendez-vous à cette heure" in desk.do("give", session=same)


def test_settled_by_telephone_no_reminder_leaves(desk: Desk) -> None:
    desk.do("give", session=desk.free)
    assert "plus aucun rappel" in desk.do("settle", booking=desk.row(desk.free).id)  # type: ignore[union-attr]
    assert "réglé par téléphone" in desk.page()
    with transaction(desk.world.engine) as session:
        for clock in (NOW + timedelta(days=5, hours=1), NOW + timedelta(days=6, hours=22, minutes=5)):
            reminders.remind(session, clock)
        assert told(session, session.get_one(Candidate, desk.lea)) == []


def test_another_office_s_person_session_or_booking_is_not_there(desk: Desk) -> None:
    stranger, there = Browser(desk.world.app, desk.world.there.email), desk.world.there.rows
    assert stranger.get(f"/rendez-vous/{desk.lea}").status_code == 404
    assert stranger.post(f"/rendez-vous/{there['candidats']}/give", {"session": desk.free}).status_code == 404
    assert desk.adviser.post(f"/rendez-vous/{desk.lea}/give", {"session": there["ateliers"]}).status_code == 404
    assert desk.adviser.post(f"/rendez-vous/{desk.lea}/free", {"booking": there["inscriptions"]}).status_code == 404


def test_what_was_said_of_an_executive_post_is_noted(desk: Desk) -> None:
    assert "Pas encore demandé" in desk.page()
    assert "poste de cadre, ou diplôme de 3 ans après le bac ou plus." in desk.do("executive", yes="1")
    assert "Pas pour elle ou lui" in desk.do("executive", yes="0")


def test_what_is_past_says_whether_they_came(desk: Desk) -> None:
    desk.do("give", session=desk.free)
    with transaction(desk.world.engine) as session:
        event = session.exec(select(AgendaSession).where(AgendaSession.id == desk.free)).one()
        event.starts_at, event.ends_at = NOW - timedelta(days=1), NOW - timedelta(hours=22)
        booking = booking_of(session, desk.free, desk.lea)
        assert booking
        booking.attendance = "excused"
        _keep(session, event, booking)
    assert "excusé" in desk.page()


def _keep(session: Session, *rows: object) -> None:
    session.add_all(rows)
    session.flush()
