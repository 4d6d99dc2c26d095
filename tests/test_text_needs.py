"""« Lu dans le texte »: shown with its proof, a wish until an adviser settles it, and what each answer does."""

import pytest
from sqlalchemy import Engine

from backend.database import reading, transaction
from backend.offers.confirming import NothingToConfirm, read_again, settle
from backend.offers.tables import Offer
from backend.placement.pool import offer_of
from tests.console_fixtures import NOW, Browser, World, make_world

CACES = {"code": "caces-R489-3", "must": True, "words": "CACES 3 exigé", "source": "texte"}
NIGHT = {"code": "nuit", "must": True, "words": "travail de nuit", "source": "texte"}


@pytest.fixture
def world(engine: Engine) -> World:
    world = make_world(engine)
    with transaction(engine) as session:
        session.get_one(Offer, world.here.rows["offres"]).needs = [CACES, NIGHT]
    return world


def settled(world: World, code: str, answer: str) -> Offer:
    with transaction(world.engine) as session:
        offer = session.get_one(Offer, world.here.rows["offres"])
        settle(session, offer, code, answer, NOW)
        return offer


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("required", [(True, "conseiller")]), ("wished", [(False, "conseiller")]), ("no", [])],
)
def test_what_an_answer_makes_of_a_need(world: World, answer: str, expected: list[tuple[bool, str]]) -> None:
    needs = offer_of(settled(world, "caces-R489-3", answer)).needs
    assert [(need.must, need.source) for need in needs if need.code == "caces-R489-3"] == expected


def test_a_night_that_is_confirmed_is_a_night_post(world: World) -> None:
    assert settled(world, "nuit", "required").nights is True


def test_what_is_settled_is_settled_once(world: World) -> None:
    settled(world, "nuit", "no")
    with pytest.raises(NothingToConfirm):
        settled(world, "nuit", "required")


def test_what_was_set_aside_is_not_read_again() -> None:
    aside = {**CACES, "source": "écarté"}
    assert read_again([aside], "CACES 3 exigé, permis B souhaité")[1:] == [
        {"code": "permis-B", "must": False, "words": "permis B souhaité", "source": "texte"}
    ]


def test_the_adviser_sees_the_words_that_prove_it_and_settles_it(world: World) -> None:
    adviser, offer = Browser(world.app, world.here.email), world.here.rows["offres"]
    assert "« CACES 3 exigé »" in adviser.get("/lu-dans-le-texte").text
    told = adviser.post(f"/lu-dans-le-texte/{offer}", {"code": "caces-R489-3", "answer": "required"}).text
    assert "« CACES 3 exigé »" not in told
    with reading(world.engine) as session:
        assert session.get_one(Offer, offer).needs[0]["source"] == "conseiller"


def test_an_offer_of_another_office_is_not_settled(world: World) -> None:
    answer = Browser(world.app, world.here.email).post(
        f"/lu-dans-le-texte/{world.there.rows['offres']}", {"code": "nuit", "answer": "no"}
    )
    assert answer.status_code == 404
