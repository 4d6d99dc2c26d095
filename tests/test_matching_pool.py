"""The fast pool gives the top of the plain ranking: same people, same order, same points, whatever changed since."""

import random
from dataclasses import replace
from datetime import date, timedelta
from heapq import merge

import pytest

from backend.matching.pool import Pool, Standing
from backend.matching.rank import order, rank
from backend.matching.setting import setting
from backend.matching.values import Experience, Mode, Need, Offer, Person, Skill

TODAY = date(2026, 11, 23)
SETTING = setting(TODAY)
TRADES = ["cariste", "N1101", "N1103", "magasinier", "K1304", "aide à domicile", "G1602", "J1501", "N4105", "H2913"]
WORDS = [None, (), ("Excel",), ("Excel", "Word"), ("cuisine",)]


def somebody(dice: random.Random, number: int) -> Person:
    def maybe(*values: object) -> object:
        return dice.choice([None, *values])

    return Person(
        id=f"p{number:05d}",
        wants=tuple(dice.sample(TRADES, dice.choice([0, 1, 1, 2, 5]))),
        position=dice.choice([None, *PLACES, *PLACES, *PLACES]),
        modes=tuple(dice.sample(list(Mode), dice.choice([0, 1, 1, 2]))),
        max_minutes=maybe(10, 20, 30, 45.5, 60.1),  # type: ignore[arg-type]
        max_km=maybe(5, 20),  # type: ignore[arg-type]
        licences=maybe(
            frozenset(),
            frozenset({"permis-B"}),
            frozenset({"permis-B", "caces-R489-3"}),
            frozenset({"caces"}),
            frozenset({"permis-B", "perime:caces-R489-3"}),
        ),  # type: ignore[arg-type]
        skills=dice.choice(WORDS),
        experience=maybe(
            (), (Experience(dice.choice(TRADES), dice.choice([None, 0, 0.5, 3, 30])),) * dice.choice([1, 2, 5])
        ),  # type: ignore[arg-type]
        diploma=maybe("CAP cuisine", "DEAS", "Bac"),  # type: ignore[arg-type]
        contracts=maybe(frozenset({"CDI"}), frozenset({"CDD", "MIS"})),  # type: ignore[arg-type]
        nights=maybe(True, False),  # type: ignore[arg-type]
        weekends=maybe(True, False),  # type: ignore[arg-type]
        part_time=maybe(True, False),  # type: ignore[arg-type]
        available_from=maybe(TODAY, TODAY + timedelta(days=dice.randrange(120))),  # type: ignore[arg-type]
        paused=dice.random() < 0.05,
        proposed=frozenset({"o1"}) if dice.random() < 0.1 else frozenset(),
        weeks_waiting=dice.choice([0, 1, 7.5]),
    )


PLACES = [(46.34 + row / 10, 2.6 + column / 7) for row in range(-3, 4) for column in range(-3, 4)]
MANY_PLACES = [(46.34 + step / 700, 2.6 + step / 900) for step in range(-150, 150)]
CACES_3, VEHICLE = Need("caces-R489-3", True), Need("vehicule", False, "", "texte")
SHORT = Offer("short", "N1101", ("Cariste",), (46.34, 2.6))
OFFERS = [
    Offer("o1", "N1101", ("Cariste",), PLACES[24], "CDI", nights=True, first_hour=5, experience_months=12),
    Offer("o2", "K1304", ("Aide à domicile",), PLACES[20], "CDD", part_time=True, weekends=True, experience_months=0),
    Offer("o3", "N1103", ("Magasinier",), PLACES[10], "MIS", needs=(CACES_3,), skills=(Skill("Excel", True),)),
    Offer("o4", "J1501", ("Aide-soignant",), PLACES[30], start_until=TODAY + timedelta(days=30), diploma="DEAS"),
    Offer("o5", "N4105", ("Chauffeur-livreur",), None, "CDI", needs=(VEHICLE,), part_time=False),
    Offer("o6", "", ("Cariste de nuit",), PLACES[0], shifts="3x8", skills=(Skill("Excel"), Skill("Word", True))),
    Offer("o7"),
]  # fmt: skip


def plain(offer: Offer, people: list[Person], count: int) -> list[Standing]:
    top = rank(offer, people, SETTING).top[:count]
    return [
        Standing(each.person, each.score, tuple((part.name, part.points, part.ceiling) for part in each.parts))
        for each in top
    ]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.id)
def test_the_pool_ranks_as_the_plain_ranking_does(offer: Offer, seed: int):
    dice = random.Random(seed)
    people = [somebody(dice, number) for number in range(150)]
    assert Pool(SETTING, people).top(offer, 20) == plain(offer, people, 20)


OTHERWISE = [
    {"code": "J1506"}, {"code": "N4101"}, {"code": "N4105", "titles": ("Livreur à vélo",)}, {"contract": "CDD"},
    {"contract": None}, {"part_time": True}, {"nights": True}, {"nights": None}, {"weekends": True},
    {"needs": (CACES_3,)}, {"needs": (VEHICLE,)}, {"needs": (Need("permis-B", True),)}, {"skills": (Skill("Excel"),)},
    {"skills": (Skill("Excel", True),)}, {"skills": (Skill("Word", True),)}, {"diploma": "Bac"},
    {"experience_months": 36},
]  # fmt: skip


def test_what_was_reckoned_for_one_offer_is_right_for_those_that_differ_in_one_thing():
    dice = random.Random(4)
    people = [somebody(dice, number) for number in range(60)]
    pool = Pool(SETTING, people)
    for offer in [replace(offer, **change) for offer in OFFERS for change in OTHERWISE]:  # type: ignore[arg-type]
        assert pool.top(offer) == plain(offer, people, 50)


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.id)
def test_what_was_added_changed_and_removed_since_counts(offer: Offer):
    dice = random.Random(7)
    people = {f"p{number:05d}": somebody(dice, number) for number in range(200)}
    pool = Pool(SETTING, people.values())
    for number in range(0, 200, 3):
        people[f"p{number:05d}"] = somebody(dice, number)
        pool.put(people[f"p{number:05d}"])
    for number in range(0, 200, 7):
        del people[f"p{number:05d}"]
        pool.remove(f"p{number:05d}")
    assert pool.top(offer) == plain(offer, list(people.values()), 50)
    pool.merge()
    assert pool.top(offer) == plain(offer, list(people.values()), 50)
    assert len(pool) == len(people)


def test_people_come_back_from_the_pool_as_they_went_in():
    dice = random.Random(3)
    people = [somebody(dice, number) for number in range(100)]
    pool = Pool(SETTING, people)
    for person in people:
        found = pool.person(person.id)
        assert found is not None
        assert replace(found, modes=frozenset(found.modes)) == replace(person, modes=frozenset(person.modes))  # type: ignore[arg-type]


def test_the_results_of_the_pool_carry_the_sentences_of_the_plain_ranking():
    dice = random.Random(5)
    people = [somebody(dice, number) for number in range(120)]
    assert [result.parts for result in Pool(SETTING, people).results(OFFERS[0], 10)] == [
        result.parts for result in rank(OFFERS[0], people, SETTING).top[:10]
    ]


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.id)
def test_a_pool_cut_in_shards_gives_the_top_of_the_whole(offer: Offer):
    dice = random.Random(11)
    people = [somebody(dice, number) for number in range(300)]
    waiting = {person.id: person for person in people}
    shards = [Pool(SETTING, people[start::4]) for start in range(4)]

    def key(standing: Standing) -> tuple[float, float, str]:
        return (-standing.score, -waiting[standing.person].weeks_waiting, standing.person)

    assert list(merge(*(shard.top(offer) for shard in shards), key=key))[:50] == plain(offer, people, 50)


@pytest.mark.parametrize("limit", [10, 15, 20, 30, 45, 60])
@pytest.mark.parametrize(
    "modes", [(Mode.WALK, Mode.BUS), (Mode.BUS,), (Mode.BICYCLE,), (Mode.MOPED,), (Mode.CAR,), ()], ids=str
)
def test_no_one_at_the_edge_of_their_reach_is_lost(modes: tuple[Mode, ...], limit: int):
    people = [Person(f"p{at}", ("N1101",), place, modes, limit) for at, place in enumerate(MANY_PLACES)]
    assert Pool(SETTING, people).top(SHORT, 300) == plain(SHORT, people, 300)


def test_an_empty_pool_has_an_empty_top():
    assert Pool(SETTING).top(OFFERS[0]) == []


def test_order_is_total():
    dice = random.Random(2)
    people = {person.id: person for person in (somebody(dice, number) for number in range(80))}
    keys = [order(result, people[result.person]) for result in rank(OFFERS[0], people.values(), SETTING).top]
    assert keys == sorted(set(keys))


def test_a_row_weighs_less_than_a_hundred_bytes():
    dice = random.Random(1)
    assert Pool(SETTING, [somebody(dice, number) for number in range(500)]).bytes_per_person < 100
