import csv
from pathlib import Path

import pytest

from backend.reference import occupations
from backend.reference.folding import fold
from backend.reference.occupations import Nomenclature, both_forms, lexicon, plain
from backend.reference.rome import Rome, Title

ROME = Path(__file__).parents[2] / "shared" / "data" / "rome" / "v460"
OFFICIAL = ROME / "unix_referentiel_code_rome_v460_utf8.csv"
official = pytest.mark.skipif(not OFFICIAL.exists(), reason=f"the official ROME is not beside the project: {ROME}")

SMALL_ROME = Rome(
    version="460",
    labels={"N1101": "Cariste", "N1103": "Préparateur / Préparatrice", "N1112": "Chef cariste", "F1301": "Grutier"},
    parents={"N1101": "N1101", "N1103": "N1103", "N1112": "N1101", "F1301": "F1301"},
    titles=(Title("N1101", "Cariste"),),
    mobility={"N1101": ("N1103", "F1301")},
    skills={"N1101": ("Charger un camion",)},
)


def official_codes() -> dict[str, dict[str, str]]:
    with OFFICIAL.open(encoding="utf-8", newline="") as lines:
        return {row["code_rome"]: row for row in csv.DictReader(lines)}


def test_the_lexicon_holds_thousands_of_expressions_for_hundreds_of_occupations() -> None:
    assert len(lexicon()) >= 650
    assert sum(len(entry.said) + len(entry.may_mean) for entry in lexicon().values()) >= 8_000


def test_every_occupation_has_a_label_and_something_people_say() -> None:
    assert [entry.code for entry in lexicon().values() if not entry.label or not entry.said] == []


def test_no_expression_is_both_the_first_and_a_second_meaning_of_an_occupation() -> None:
    assert [entry.code for entry in lexicon().values() if set(entry.said) & set(entry.may_mean)] == []


def test_what_may_be_meant_is_said_first_of_another_occupation_or_by_fuller_words() -> None:
    assert "menage" in lexicon()["K1304"].said
    assert "menage" in lexicon()["K2205"].may_mean


@official
def test_every_code_of_the_lexicon_is_an_official_one_with_its_official_parent() -> None:
    known = official_codes()
    wrong = [e.code for e in lexicon().values() if known.get(e.code, {}).get("code_rome_parent") != e.parent]
    assert wrong == []


@official
def test_labels_are_our_own_words_not_the_official_sentences() -> None:
    known = official_codes()
    long = [e for e in lexicon().values() if len(e.label.split()) > 2]
    same = [e.code for e in long if fold(e.label) == fold(plain(known[e.code]["libelle_rome"]))]
    assert len(same) / len(long) < 0.35  # "agent d'entretien des espaces verts" has no other name


@pytest.mark.parametrize(
    ("label", "forms"),
    [
        ("cariste", ("cariste",)),
        ("vendeur/vendeuse en vêtements", ("vendeur en vêtements", "vendeuse en vêtements")),
        ("agent immobilier/agente immobilière", ("agent immobilier", "agente immobilière")),
        ("agent social/agente sociale en crèche", ("agent social en crèche", "agente sociale en crèche")),
        ("entretien espace/espaces vert/verts", ("entretien espace vert", "entretien espaces verts")),
    ],
)
def test_a_slash_stands_for_two_forms(label: str, forms: tuple[str, ...]) -> None:
    assert both_forms(label) == forms


def test_an_official_label_is_made_readable() -> None:
    assert plain("Conducteur / Conductrice d'engins") == "conducteur/conductrice d'engins"
    assert plain("UX - UI Designer") == "UX - UI Designer"


def test_labels_parents_and_near_codes_come_from_the_lexicon_alone() -> None:
    assert occupations.label("N1101") == "cariste"
    assert occupations.parent("N1110") == "N1103"
    assert occupations.near_codes("N1110")[0] == "N1103"
    assert "N1110" not in occupations.near_codes("N1110")


def test_a_code_nobody_knows_is_its_own_label_and_parent() -> None:
    assert (occupations.label("Z9999"), occupations.parent("Z9999")) == ("Z9999", "Z9999")
    assert occupations.near_codes("Z9999") == ()


def test_with_the_rome_near_codes_are_its_mobility_links_in_their_order() -> None:
    assert Nomenclature(lexicon(), SMALL_ROME).near_codes("N1101") == ("N1103", "F1301")


def test_a_code_without_links_takes_those_of_its_parent() -> None:
    assert Nomenclature(lexicon(), SMALL_ROME).near_codes("N1112") == ("N1103", "F1301")


def test_our_label_wins_over_the_official_one() -> None:
    both = Nomenclature({}, SMALL_ROME), Nomenclature(lexicon(), SMALL_ROME)
    assert [nomenclature.label("F1301") for nomenclature in both] == ["grutier", "grutier/grutière"]


def test_skills_are_those_of_the_rome_and_none_without_it() -> None:
    assert Nomenclature(lexicon(), SMALL_ROME).skills("N1101") == ("Charger un camion",)
    assert occupations.default().skills("N1101") == ()
