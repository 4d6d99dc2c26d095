"""The nightly rematch: all open offers over the whole pool, spread, and nobody suggested twice."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.database import transaction
from backend.network.tables import Office
from backend.offers.tables import Offer
from backend.people.tables import Candidate
from backend.placement.rematch import rematch
from backend.placement.tables import Suggestion
from bot.jobs import JOBS
from tests.databases import TUESDAY_10H as NOW

EVERYONE = 12


@pytest.fixture
def office_id(office: Office) -> int:
    assert office.id is not None
    return office.id


@pytest.fixture
def session(engine: Engine, office_id: int) -> Iterator[Session]:
    with transaction(engine) as session:
        session.add_all(_person(office_id, number) for number in range(EVERYONE))
        session.add_all(_offer(office_id, number) for number in range(4))
        session.flush()
        yield session


def _person(office_id: int, number: int) -> Candidate:
    return Candidate(
        office_id=office_id, first_name=f"Personne {number}", commune_code="03185", status="active", modes=["car"],
        wants=[{"code": "K2204", "label": "agent/agente d'entretien"}], max_minutes=30, licences=[],
        created_at=NOW - timedelta(weeks=number), last_contact_at=NOW,
    )  # fmt: skip


def _offer(office_id: int, number: int) -> Offer:
    return Offer(
        office_id=office_id, title=f"Agent d'entretien {number}", rome_code="K2204", place="Montluçon",
        commune_code="03185", contract="CDI", posts=1, created_at=NOW, updated_at=NOW,
    )  # fmt: skip


def by_person(session: Session) -> Counter[int]:
    return Counter(session.exec(select(Suggestion.candidate_id)))


def test_an_offer_has_five_proposals_a_post_at_most(session: Session, office_id: int) -> None:
    rematch(session, office_id, NOW)
    assert set(Counter(session.exec(select(Suggestion.offer_id))).values()) == {5}


def test_everyone_has_something_before_anyone_has_three(session: Session, office_id: int) -> None:
    rematch(session, office_id, NOW)
    assert sorted(by_person(session).values()) == [1] * 4 + [2] * 8


def test_among_equals_those_who_waited_longest_have_more(session: Session, office_id: int) -> None:
    rematch(session, office_id, NOW)
    ids = {session.get_one(Candidate, one).first_name for one, count in by_person(session).items() if count == 2}
    assert ids == {f"Personne {number}" for number in range(4, 12)}


def test_the_next_night_suggests_nobody_twice(session: Session, office_id: int) -> None:
    rematch(session, office_id, NOW)
    assert rematch(session, office_id, NOW + timedelta(days=1)) == 0


def test_a_person_has_three_proposals_a_week_at_most(session: Session, office_id: int) -> None:
    session.add_all(_offer(office_id, number) for number in range(4, 20))
    rematch(session, office_id, NOW)
    assert set(by_person(session).values()) == {3}


def test_a_person_who_is_paused_is_left_alone(session: Session, office_id: int) -> None:
    for person in session.exec(select(Candidate)):
        person.paused_until = NOW.date() + timedelta(days=3)
    assert rematch(session, office_id, NOW) == 0


def test_a_closed_offer_is_left_alone(session: Session, office_id: int) -> None:
    for offer in session.exec(select(Offer)):
        offer.status = "closed"
    assert rematch(session, office_id, NOW) == 0


def test_reasons_are_written_for_each_suggestion(session: Session, office_id: int) -> None:
    rematch(session, office_id, NOW)
    assert all(one.parts[0]["sentence"] for one in session.exec(select(Suggestion)))


def test_the_clock_does_it_for_every_office_at_night(session: Session, office_id: int) -> None:
    session.add(Office(code="bourges", name="mission Emploi de Bourges", town="Bourges", commune_code="18033"))
    session.flush()
    job = next(job for job in JOBS if "matched again" in job.name)
    assert (job.at, job.run(session, NOW)) == ((3, 0), 20)
