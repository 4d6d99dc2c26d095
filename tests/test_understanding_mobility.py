"""How someone gets to work, and how far."""

import pytest

from bot.understanding.answers import Misunderstood, OneOf, Understood
from bot.understanding.mobility import Modes, find_modes, understand_modes
from bot.understanding.reach import Reach, find_reach, understand_reach


@pytest.mark.parametrize(
    ("text", "modes"),
    [
        ("en voiture", Modes(("car",))),
        ("voitrue", Modes(("car",))),
        ("je suis véhiculée", Modes(("car",))),
        ("velo", Modes(("bicycle",))),
        ("vélo électrique", Modes(("bicycle",))),
        ("scooter", Modes(("moped",))),
        ("mob", Modes(("moped",))),
        ("voiture sans permis", Modes(("moped",))),
        ("a pied ou en bus", Modes(("walk", "bus"))),
        ("le train", Modes(("bus",))),
        ("covoiturage", Modes(("shared_car",))),
        ("avec mon mari", Modes(("driven",))),
        ("je vais acheter une voiture", Modes((), ("car",))),
        ("une voiture pour deux", Modes(("shared_car",))),
        ("ma femme m'emmène", Modes(("driven",))),
        ("on m'emmene", Modes(("driven",))),
        ("jme fai déposé", Modes(("driven",))),
        ("jprend le bus ou mon frere m'amene", Modes(("bus", "driven"))),
        ("jai pas de voiture", Modes((), ("car",))),
        ("ma voiture est en panne", Modes((), ("car",))),
        ("ni voiture ni vélo", Modes((), ("car", "bicycle"))),
        ("pas de moyen de transport", Modes((), ("car",))),
        ("j'ai le permis mais pas de voiture", Modes((), ("car",))),
        ("pas de voiture mais un vélo", Modes(("bicycle",), ("car",))),
        ("en voiture mais pas la nuit", Modes(("car",), (), ("no_night_driving",))),
        ("je peu pa conduire la nuit", Modes((), (), ("no_night_driving",))),
        ("pas d'autoroute", Modes((), (), ("no_motorway",))),
    ],
)
def test_ways_of_getting_about(text: str, modes: Modes) -> None:
    answer = understand_modes(text)
    assert isinstance(answer, Understood) and answer.value == modes


@pytest.mark.parametrize(
    "text",
    [
        "oui",
        "domerat",
        "chauffeur de bus",
        "",
        "c'est qui ?",
        "lavage de voiture",
        "auto-école",
        "j'habite avec ma femme",
    ],
)
def test_a_vehicle_of_the_trade_is_no_way_to_work(text: str) -> None:
    assert isinstance(understand_modes(text), Misunderstood)


def test_a_sentence_gives_the_words_of_its_modes() -> None:
    found = find_modes("jcherche cariste, jai pas de voiture")
    assert found is not None and found.words == "pas de voiture"


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("20 min", Reach(minutes=20)),
        ("20", Reach(minutes=20)),
        ("45mn", Reach(minutes=45)),
        ("trente minutes", Reach(minutes=30)),
        ("une demi-heure", Reach(minutes=30)),
        ("1/2 heure", Reach(minutes=30)),
        ("3/4 d'heure", Reach(minutes=45)),
        ("un quart d'heure", Reach(minutes=15)),
        ("1h", Reach(minutes=60)),
        ("1h30", Reach(minutes=90)),
        ("une heure et demi", Reach(minutes=90)),
        ("20-30 min", Reach(minutes=30)),
        ("15 km", Reach(km=15)),
        ("30km max", Reach(km=30)),
        ("10 a 15 km", Reach(km=15)),
        ("une vingtaine de km", Reach(km=20)),
        ("15 bornes", Reach(km=15)),
        ("20 km ou 30 min", Reach(minutes=30, km=20)),
        ("partout", Reach(anywhere=True)),
        ("n'importe ou", Reach(anywhere=True)),
    ],
)
def test_how_far(text: str, reach: Reach) -> None:
    answer = understand_reach(text)
    assert isinstance(answer, Understood) and answer.value == reach


@pytest.mark.parametrize("text", ["pas loin", "a coté", "ma commune"])
def test_not_far_is_asked_again_with_choices(text: str) -> None:
    assert isinstance(understand_reach(text), OneOf)


@pytest.mark.parametrize("text", ["2", "100", "14h", "domerat", "", "0639980012", "pourquoi ?"])
def test_other_figures_are_no_distance(text: str) -> None:
    assert isinstance(understand_reach(text), Misunderstood)


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("soudeur 30 min max", Reach(minutes=30)),
        ("je peux aller jusqu'à 20 km", Reach(km=20)),
        ("je me déplace partout en france", Reach(anywhere=True)),
        ("j'habite à 10 km de Montluçon", None),
    ],
)
def test_a_sentence_must_set_a_limit(text: str, reach: Reach | None) -> None:
    found = find_reach(text)
    assert (found and found.value) == reach
