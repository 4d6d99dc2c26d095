"""What is read back: short French, as it goes into the summary. Today is Wednesday 25 November 2026, 10:00."""

from datetime import datetime

import pytest

from bot.understanding.answers import Understood
from bot.understanding.contract import Wishes
from bot.understanding.licences import Licences
from bot.understanding.mobility import MODES, Modes
from bot.understanding.names import PersonName
from bot.understanding.reach import Reach
from bot.understanding.when import understand_when
from bot.understanding.wording import (
    say_licences,
    say_modes,
    say_moment,
    say_name,
    say_reach,
    say_wishes,
    say_years,
)

NOW = datetime(2026, 11, 25, 10)


@pytest.mark.parametrize(
    ("licences", "words"),
    [
        (Licences(("permis-B",)), "permis B"),
        (Licences(("permis-B", "caces-R489-3")), "permis B, CACES 3"),
        (Licences(("caces-R489-1A", "caces-R489-3", "caces-R489-5")), "CACES 1A, 3 et 5"),
        (Licences(("caces-R486-A",)), "CACES nacelles A"),
        (Licences(("caces",)), "CACES"),
        (Licences((), ("permis-B",)), "pas de permis"),
        (Licences(("caces-R489-3",), ("permis-B",)), "CACES 3, pas de permis"),
        (Licences(("permis-B",), ("caces-R489-3", "caces-R489-5")), "permis B, pas de CACES 3 ni 5"),
        (Licences(), "aucun permis ni CACES"),
    ],
)
def test_licences(licences: Licences, words: str) -> None:
    assert say_licences(licences) == words


@pytest.mark.parametrize(
    ("modes", "words"),
    [
        (Modes(("car",)), "en voiture"),
        (Modes(("bicycle", "walk")), "à vélo ou à pied"),
        (Modes(("driven",)), "quelqu'un vous emmène"),
        (Modes((), ("car",)), "sans voiture"),
        (Modes(("car",), (), ("no_night_driving",)), "en voiture, pas de conduite la nuit"),
    ],
)
def test_modes(modes: Modes, words: str) -> None:
    assert say_modes(modes) == words


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_has_its_words(mode: str) -> None:
    assert say_modes(Modes((mode,))) and say_modes(Modes((), (mode,)))


@pytest.mark.parametrize(
    ("reach", "words"),
    [
        (Reach(minutes=20), "20 minutes"),
        (Reach(minutes=60), "1 heure"),
        (Reach(minutes=90), "1h30"),
        (Reach(km=15), "15 km"),
        (Reach(km=7.5), "7,5 km"),
        (Reach(minutes=30, km=20), "30 minutes ou 20 km"),
        (Reach(anywhere=True), "partout"),
    ],
)
def test_reach(reach: Reach, words: str) -> None:
    assert say_reach(reach) == words


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (0, "sans expérience"),
        (0.5, "6 mois"),
        (1, "1 an"),
        (1.5, "1 an et demi"),
        (10, "10 ans"),
        (11.7, "11 ans"),
    ],
)
def test_years(years: float, words: str) -> None:
    assert say_years(years) == words


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (Wishes(("CDI", "MIS")), "CDI ou intérim"),
        (Wishes(("CDI", "CDD", "MIS", "SAI")), "tout type de contrat"),
        (Wishes(refused=("weekends",)), "pas le week-end"),
        (Wishes(refused_contracts=("MIS",), refused=("shifts",)), "pas d'intérim, pas de travail en équipes"),
        (Wishes(wanted=("part_time",), weekly_hours=20), "temps partiel, 20h par semaine"),
    ],
)
def test_wishes(wishes: Wishes, words: str) -> None:
    assert say_wishes(wishes) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("de suite", "dès maintenant"),
        ("lundi 7 décembre", "lundi 7 décembre"),
        ("mardi 8 décembre à 14h", "mardi 8 décembre à 14h"),
        ("demain 9h30", "jeudi 26 novembre à 9h30"),
        ("à partir du 10 décembre", "à partir du 10 décembre"),
        ("du 3 au 7 décembre", "du 3 au 7 décembre"),
        ("le 1er décembre", "mardi 1er décembre"),
        ("en janvier", "en janvier"),
        ("15 jours", "15 jours"),
    ],
)
def test_moments(text: str, words: str) -> None:
    answer = understand_when(text, NOW)
    assert isinstance(answer, Understood) and say_moment(answer.value, NOW) == words


def test_names() -> None:
    assert [say_name(name) for name in (PersonName("Kévin", "Durand"), PersonName("Martine"))] == [
        "Kévin Durand",
        "Martine",
    ]
