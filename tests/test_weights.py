"""What counts most for an office: tried, shown, saved with its author, and followed from then on."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.database import reading, transaction
from backend.matching.values import Weights
from backend.people.tables import Candidate
from backend.placement.suggest import suggest_for_offer
from backend.placement.tables import Suggestion, WeightList
from backend.placement.weights import WeightsRefused, changes, read_weights, saved_weights, weights_of
from tests.console_fixtures import NOW, Browser, World, make_world

TRIED = {
    "occupation": "10",
    "skills": "0",
    "experience": "0",
    "reach": "50",
    "hours": "5",
    "contract": "5",
    "start": "5",
}
NEARNESS = {**TRIED, "reach": "100"}


@pytest.fixture
def world(engine: Engine) -> World:
    return make_world(engine)


@pytest.fixture
def adviser(world: World) -> Browser:
    return Browser(world.app, world.here.email)


def go_farther(session: Session) -> None:
    for person in session.exec(select(Candidate)):
        person.max_minutes = 40
    session.flush()


def lists(world: World) -> list[WeightList]:
    with reading(world.engine) as session:
        return list(session.exec(select(WeightList)))


def test_an_office_begins_with_the_default_points(world: World) -> None:
    with reading(world.engine) as session:
        assert dict(weights_of(session, world.here.office)) == dict(Weights())


def test_trying_points_saves_nothing(world: World, adviser: Browser) -> None:
    assert "Ce qui changerait" in adviser.get(f"/weights?{'&'.join(f'{k}={v}' for k, v in TRIED.items())}").text
    assert lists(world) == []


def test_saved_points_keep_who_and_when(world: World, adviser: Browser) -> None:
    answer = adviser.post("/weights/save", TRIED)
    assert "Conseillère de Montluçon, le 24/11/2026" in answer.text
    assert [(one.saved_by, one.points["reach"]) for one in lists(world)] == [(world.here.adviser, 50.0)]


def test_points_of_one_office_are_not_those_of_another(world: World, adviser: Browser) -> None:
    adviser.post("/weights/save", TRIED)
    with reading(world.engine) as session:
        assert saved_weights(session, world.there.office) is None


def test_the_next_suggestions_follow_the_saved_points(world: World, adviser: Browser) -> None:
    adviser.post("/weights/save", TRIED)
    with transaction(world.engine) as session:
        offer = world.here.rows["offres"]
        go_farther(session)
        suggest_for_offer(session, offer, NOW)
        made = session.exec(select(Suggestion).where(Suggestion.offer_id == offer)).all()
        assert {one.weights["reach"] for one in made if one.weights} == {50.0}


@pytest.mark.parametrize("typed", ["", "-1", "101", "beaucoup", "1.5"])
def test_what_is_no_number_of_points_is_refused(typed: str) -> None:
    with pytest.raises(WeightsRefused, match="Trajet"):
        read_weights({**TRIED, "reach": typed})


def test_a_list_without_any_point_is_refused() -> None:
    with pytest.raises(WeightsRefused, match="un critère au moins"):
        read_weights(dict.fromkeys(TRIED, "0"))


def test_a_refused_list_is_told_and_not_saved(world: World, adviser: Browser) -> None:
    assert "Trajet : un nombre de 0 à 100." in adviser.post("/weights/save", {**TRIED, "reach": "mille"}).text
    assert lists(world) == []


def test_who_moves_is_shown_with_both_places(world: World) -> None:
    """Bruno lives beside the post, the others have more experience: the way counts for more now."""
    with transaction(world.engine) as session:
        first, bruno = (session.get_one(Suggestion, world.here.proposed[n]) for n in (0, 1))
        go_farther(session)
        bruno.candidate.commune_code = first.offer.commune_code
        bruno.candidate.experience_years, bruno.candidate.past_jobs = 0, []
        session.flush()
        places = {
            (str(person), move.before, move.after)
            for offer, moves in changes(session, world.here.office, read_weights(NEARNESS), NOW)
            for move, person in moves
            if offer.id == first.offer_id
        }
    assert ("Bruno de Montluçon", 4, 1) in places
