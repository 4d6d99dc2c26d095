"""How evenly proposals are shared: by group only for those who agreed, small groups masked, and never read to match."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.database import reading, transaction
from backend.insights.exposure import Exposure, Share, exposure, share_of
from backend.people.erasure import erase
from backend.people.statistics import NotAnAnswer, StatisticsAnswer, agree, decline, was_asked
from backend.people.tables import Candidate
from backend.placement.tables import Suggestion
from tests.console_fixtures import NOW, Browser, World, make_world


@pytest.fixture
def world(engine: Engine) -> World:
    return make_world(engine)


def people(session: Session, world: World, gender: str, proposals: list[int]) -> list[Candidate]:
    """As many people as `proposals` has numbers, who agreed and said their gender; each was proposed so many offers."""
    found = []
    offer = session.get_one(Suggestion, world.here.proposed[0]).offer_id
    for count in proposals:
        person = Candidate(office_id=world.here.office, status="active", created_at=NOW, last_contact_at=NOW)
        session.add(person)
        session.flush()
        assert person.id is not None
        agree(session, person.id, world.here.office, {"gender": gender}, world.here.adviser, NOW)
        found.append(person)
        if count:
            session.add(Suggestion(office_id=world.here.office, offer_id=offer, candidate_id=person.id, score=0.5,
                                   created_at=NOW - timedelta(days=count)))  # fmt: skip
    session.flush()
    return found


def shares(found: Exposure) -> dict[str, Share | None]:
    return {group.label: group.share for group in found.groups}


def test_each_group_has_its_mean_its_part_without_and_its_gini(world: World) -> None:
    with transaction(world.engine) as session:
        people(session, world, "f", [1, 1, 1, 1, 0])
        people(session, world, "m", [1, 1, 1, 1, 1])
        found = shares(exposure(session, world.here.office, NOW))
    assert found["femme"] == Share(5, 0.8, 0.2, pytest.approx(0.2))
    assert found["homme"] == Share(5, 1.0, 0.0, pytest.approx(0.0))


def test_a_group_of_four_is_masked_and_no_subtraction_tells_it(world: World) -> None:
    with transaction(world.engine) as session:
        people(session, world, "f", [1] * 4)
        people(session, world, "m", [1] * 6)
        assert shares(exposure(session, world.here.office, NOW)) == {"femme": None, "homme": None}
        people(session, world, "x", [1] * 9)
        assert shares(exposure(session, world.here.office, NOW))["autre"] is not None


def test_an_old_proposal_does_not_count(world: World) -> None:
    with transaction(world.engine) as session:
        people(session, world, "f", [1, 1, 1, 1, 100])
        found = shares(exposure(session, world.here.office, NOW))["femme"]
    assert found is not None and found.without == pytest.approx(0.2)


def test_who_takes_the_consent_back_is_out_and_forgotten(world: World) -> None:
    with transaction(world.engine) as session:
        first, *_ = people(session, world, "f", [1] * 5)
        decline(session, first.id or 0, world.here.adviser, NOW)
        assert session.get(StatisticsAnswer, first.id) is None
        assert was_asked(session, first.id or 0) is False
        assert shares(exposure(session, world.here.office, NOW)) == {"femme": None}


def test_erasing_a_person_erases_these_answers(world: World) -> None:
    with transaction(world.engine) as session:
        (person,) = people(session, world, "f", [0])
        erase(session, person, NOW)
        assert session.exec(select(StatisticsAnswer)).all() == []


def test_what_is_no_answer_of_the_list_is_refused(world: World) -> None:
    with transaction(world.engine) as session, pytest.raises(NotAnAnswer):
        agree(session, world.here.rows["candidats"], world.here.office, {"age": "61"}, world.here.adviser, NOW)


def test_nobody_is_served_evenly() -> None:
    assert share_of([]) == Share(0, 0.0, 0.0, 0.0)


def test_an_adviser_asks_once_and_never_sees_the_answers_again(world: World) -> None:
    adviser, person = Browser(world.app, world.here.email), world.here.rows["candidats"]
    told = {"age": "55+", "gender": "f", "agreed": "yes"}
    assert "Enregistré à part" in adviser.post(f"/equite/{person}/agree", told).text
    page = adviser.get(f"/equite/{person}").text
    assert ("Déjà demandé" in page, "55 ans" in page) == (True, False)
    with reading(world.engine) as session:
        assert session.get_one(StatisticsAnswer, person).age == "55+"


def test_without_the_agreement_nothing_is_kept(world: World) -> None:
    adviser, person = Browser(world.app, world.here.email), world.here.rows["candidats"]
    assert "Cochez l'accord" in unescaped(adviser.post(f"/equite/{person}/agree", {"age": "55+"}).text)
    with reading(world.engine) as session:
        assert session.get(StatisticsAnswer, person) is None


def test_a_person_of_another_office_is_not_asked(world: World) -> None:
    assert Browser(world.app, world.here.email).get(f"/equite/{world.there.rows['candidats']}").status_code == 404


def unescaped(html: str) -> str:
    return html.replace("&#39;", "'")
