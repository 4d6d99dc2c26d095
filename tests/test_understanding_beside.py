"""What is said beside an answer: trades in a row, how far by a place, a known fact said anew. One line, one assert."""

import pytest

from backend.reference import occupations
from bot.understanding.anew import says_anew
from bot.understanding.as_far_as import as_far_as
from bot.understanding.several_works import listed_with
from bot.understanding.work import rank_work

DOMERAT = "03101"


def others(text: str, first: str, *taken: str) -> list[str]:
    code = rank_work(first, occupations.default()).candidates[0].occupation.code
    listed = listed_with(text, code, occupations.default(), taken)
    return [work.label for work in listed.others] if listed else []


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        ("vendeuse ou caissière", "caissière", ["vendeuse"]),
        ("maçon, carreleur", "maçon", ["carreleur"]),
        ("maçon carreleur ou soudeur", "soudeur", []),
        ("cuisinier et serveuse", "cuisinier", ["serveuse"]),
        ("secretaire sinon vendeuse", "secretaire", ["vendeuse"]),
        ("cariste/soudeur 10 ans", "cariste", ["soudeur"]),
        ("cariste et mon mari est maçon", "cariste", []),
        ("cariste mais plus maçon", "cariste", []),
        ("n'importe quoi ou cariste", "cariste", []),
        ("cariste ou autre", "cariste", []),
        ("cariste à domérat ou montluçon", "cariste", []),
        ("cariste, cariste", "cariste", []),
        ("", "cariste", []),
    ],
)
def test_trades_in_a_row_are_all_looked_for(text: str, first: str, expected: list[str]) -> None:
    assert others(text, first) == expected


def test_words_that_say_something_else_are_no_trade_of_the_row() -> None:
    assert others("cariste, voiture, soudeur", "cariste", "voiture") == ["soudeur"]


def test_the_words_of_the_row_are_those_of_the_trades() -> None:
    code = rank_work("cariste", occupations.default()).candidates[0].occupation.code
    listed = listed_with("bonjour, cariste ou soudeur 10 ans", code, occupations.default())
    assert listed is not None and listed.words == "cariste ou soudeur"


@pytest.mark.parametrize(
    ("text", "km", "place"),
    [
        ("jusqu'a montlucon", 10, "Montluçon"),
        ("montluçon max", 10, "Montluçon"),
        ("pas plus loin que commentry", 25, "Commentry"),
        ("domerat et montlucon", 10, "Montluçon"),
        ("montluçon, commentry ou huriel", 25, "Commentry"),
        ("domérat", 5, "Domérat"),
    ],
)
def test_a_place_says_how_far_from_their_own_commune(text: str, km: float, place: str) -> None:
    found = as_far_as(text, DOMERAT)
    assert found is not None and (found.value.km, found.value.as_far_as) == (km, place)


@pytest.mark.parametrize(
    "text", ["je sais pas", "montluçon ou là où il y a du boulot", "chez ma soeur", "", "xyzzy", "!"]
)
def test_what_names_no_sure_place_says_no_distance(text: str) -> None:
    assert as_far_as(text, DOMERAT) is None


def test_without_a_commune_of_their_own_there_is_no_distance() -> None:
    assert as_far_as("montluçon", "") is None


@pytest.mark.parametrize(
    ("key", "text", "anew"),
    [
        ("commune", "j'habite a neris maintenant", True),
        ("commune", "jhabite plus domerat, commentry", True),
        ("commune", "non pardon commentry", True),
        ("commune", "j'ai demenage a vichy", True),
        ("commune", "bus de commentry", False),
        ("commune", "30 km autour de commentry", False),
        ("commune", "20 min, l'ecole de ma fille est a huriel", False),
        ("work", "finalement je cherche serveuse", True),
        ("work", "plutot serveuse", True),
        ("work", "je veux faire cuisinier", True),
        ("work", "j'ai le permis b et le camion", False),
        ("work", "covoiturage avec un collegue boulanger", False),
        ("work", "après mon stage de cuisine", False),
        ("years", "6 ans", True),
        ("modes", "j'ai une voiture", True),
    ],
)
def test_a_known_fact_is_changed_by_words_of_change(key: str, text: str, anew: bool) -> None:
    assert says_anew(key, text) is anew
