"""Years of practice. Today is 25 November 2026."""

from datetime import datetime

import pytest

from bot.understanding.answers import Misunderstood, OneOf, Understood
from bot.understanding.experience import find_experience, understand_experience

NOW = datetime(2026, 11, 25, 10)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("15 ans", 15),
        ("10", 10),
        ("1an", 1),
        ("un an et demi", 1.5),
        ("2 ans et demi", 2.5),
        ("vingt cinq ans", 25),
        ("une dizaine d'années", 10),
        ("15aine d'années", 15),
        ("6 mois", 0.5),
        ("6 moi", 0.5),
        ("quelques mois", 0.5),
        ("3 ans et 6 mois", 3.5),
        ("plus de 20 ans", 20),
        ("ca fait 12 ans", 12),
        ("10 à 15 ans", 10),
        ("depuis 2012", 14),
        ("depuis le 12/03/2015", 11),
        ("depuis septembre", 0.2),
        ("moins d'un an", 0.5),
        ("une vingtaine", 20),
        ("j'ai 45 ans et 20 ans de métier", 20),
        ("2012", 14),
        ("depuis mars 2015", 11.7),
        ("de 2001 à 2010", 9),
        ("entre 2005 et 2010", 5),
        ("j'ai 30 ans d'expérience", 30),
        ("j'ai 10 ans", 10),
        ("débutant", 0),
        ("jamais fait", 0),
        ("pas d'expérience", 0),
        ("aucune", 0),
        ("non", 0),
        ("0", 0),
    ],
)
def test_a_length_of_practice(text: str, years: float) -> None:
    answer = understand_experience(text, NOW)
    assert isinstance(answer, Understood) and answer.value == years


@pytest.mark.parametrize("text", ["toute ma vie", "longtemps", "quelques années", "depuis toujours"])
def test_a_vague_length_is_asked_again_with_choices(text: str) -> None:
    assert isinstance(understand_experience(text, NOW), OneOf)


@pytest.mark.parametrize("text", ["j'ai 52 ans", "il y a 5 ans", "pourquoi ?", "domerat", "", "0639980012", "120"])
def test_an_age_or_a_date_is_no_length_of_practice(text: str) -> None:
    assert isinstance(understand_experience(text, NOW), Misunderstood)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("cariste 10 ans d'expérience dispo lundi", 10),
        ("jai travaillé pendant 5 ans en usine", 5),
        ("je suis débutante", 0),
        ("caissière depuis 2012", 14),
        ("j'ai 52 ans je cherche du ménage", None),
        ("au chomage depuis 2 ans", None),
        ("disponible dans 2 mois", None),
    ],
)
def test_a_sentence_must_speak_of_practice(text: str, years: float | None) -> None:
    found = find_experience(text, NOW)
    assert (found and found.value) == years
