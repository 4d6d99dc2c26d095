import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.reference.occupations import Nomenclature, default, lexicon
from backend.reference.rome import Rome, Title
from bot.understanding.answers import Misunderstood, OneOf, Understood
from bot.understanding.work import find_work, rank_work, understand_work
from bot.understanding.work_index import title_forms

BENCHMARK = Path(__file__).parents[2] / "shared" / "benchmarks" / "occupations_open.jsonl"
LONGEST_MS = 50

BAKER = Rome(
    version="460",
    labels={"D1102": "Boulanger / Boulangère", "A1417": "Saliculteur / Salicultrice"},
    parents={"D1102": "D1102", "A1417": "A1417"},
    titles=(Title("D1102", "Tourier / Tourière en boulangerie"), Title("A1417", "Gabelou / Gabeloue des salines")),
    mobility={},
    skills={},
)


def first(text: str) -> str:
    works = rank_work(text, default())
    return works.candidates[0].occupation.code if works.candidates else ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("jfais le menage", "K1304"),
        ("menage dans les bureaux", "K2205"),
        ("chofeur pl", "N4101"),
        ("jconduis un fenwick", "N1101"),
        ("cariste caces 3", "N1101"),
        ("je gardais des enfants", "K1303"),
        ("compta", "M1203"),
        ("soudeur tig", "H2916"),
        ("bosser en usine", "H2909"),
        ("caisiere", "D1505"),
        ("aid soignante", "J1501"),
        ("masson", "F1703"),
        ("bjr je suis plonbier svp", "F1603"),
        ("eboueure", "K2303"),
        ("tondre les pelouses", "A1203"),
        ("vendeuse en boulangerie", "D1106"),
        ("directrice des ressources humaines", "M1503"),
        ("la poste", "M1603"),
        ("permis c", "N4101"),
        ("mecanicien a domicile", "I1604"),
    ],
)
def test_an_occupation_is_understood_as_it_is_said(text: str, code: str) -> None:
    assert first(text) == code


@pytest.mark.parametrize(
    "text",
    ["", "   ", "pourquoi ?", "c'est qui", "connard", "06 39 98 12 34", "oui", "non", "ok", "2", "bonjour", "👍",
     "je sais pas", "n'importe quoi", "je cherche du travail", "le matin", "permis b", "tout"],
)  # fmt: skip
def test_what_is_no_answer_names_no_occupation(text: str) -> None:
    assert rank_work(text, default()).as_json() == {"candidates": [], "sure": False}
    assert isinstance(understand_work(text, default()), Misunderstood)


def test_a_clear_answer_is_understood() -> None:
    answer = understand_work("couvreur", default())
    assert isinstance(answer, Understood)
    assert answer.value.code == "F1619"


def test_a_word_that_says_several_occupations_is_asked_again() -> None:
    answer = understand_work("vendeuse", default())
    assert isinstance(answer, OneOf)
    assert {"D1106", "D1214"} <= {occupation.code for occupation in answer.options}
    assert len(answer.options) <= 3


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("boulangère", "boulangère"),
        ("boulanger", "boulanger"),
        ("le pain", "boulanger/boulangère"),
        ("cariste", "cariste"),
    ],
)
def test_the_label_follows_the_gender_the_person_used(text: str, label: str) -> None:
    labels = {c.occupation.code: c.occupation.label for c in rank_work(text, default()).candidates}
    assert label in labels.values()


def test_candidates_are_best_first_with_shares_that_add_up() -> None:
    scores = [c.score for c in rank_work("vendeuse", default()).candidates]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) <= 1.0001


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("bonjour jhabite domerat jcherche cariste jai le permi et le caces 3 dispo de suite", "N1101", "cariste"),
        ("Paul Boulanger, j'habite Mâcon et je cherche dans les espaces verts", "A1203", "espaces verts"),
        ("cherche poste de soudeur tig, 10 ans d'experience", "H2916", "soudeur tig"),
        ("je suis aide soignante depuis 10 ans", "J1501", "aide soignante"),
        ("agent d'entretien 15 ans d'expérience, veux autre chose", "K2205", "agent d'entretien"),
        ("je cherche du menage sur domerat pa de permi", "K1304", "menage"),
        ("je ne veux plus faire de menage, je cherche chauffeur poid lourd", "N4101", "chauffeur poid lourd"),
    ],
)
def test_the_occupation_is_found_inside_a_sentence(text: str, code: str, words: str) -> None:
    found = find_work(text, default())
    assert found is not None
    assert (found.occupation.code, found.words, text[found.start : found.end]) == (code, words, words)


@pytest.mark.parametrize(
    "text",
    [
        "moi c'est Didier j'ai 52 ans",
        "ma femme m'emmène en voiture le matin",
        "jai une moto et le permis b",
        "mon mari est maçon",
        "j'habite rue du boulanger",
        "je cherche du travail pas loin",
        "lundi 14h",
        "je suis disponible le matin, motivé et sérieux",
        "",
    ],
)
def test_no_occupation_is_made_up_from_ordinary_words(text: str) -> None:
    assert find_work(text, default()) is None


def test_with_the_rome_its_titles_are_understood_too() -> None:
    with_rome = Nomenclature(lexicon(), BAKER)
    assert rank_work("gabelou des saline", with_rome).candidates[0].occupation.code == "A1417"


@pytest.mark.parametrize(
    ("title", "forms"),
    [
        ("Vendeur / Vendeuse en animalerie", ("Vendeur en animalerie", "Vendeuse en animalerie")),
        ("Agent social / Agente sociale", ("Agent social", "Agente sociale")),
        ("Cariste", ("Cariste",)),
    ],
)
def test_a_title_stands_for_its_masculine_and_its_feminine(title: str, forms: tuple[str, ...]) -> None:
    assert title_forms(title) == forms


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=2_000))
def test_any_text_is_read_quickly_and_without_an_error(text: str) -> None:
    rank_work("cariste", default())
    began = time.process_time()
    rank_work(text, default())
    find_work(text, default())
    assert (time.process_time() - began) * 1000 < 2 * LONGEST_MS


@pytest.mark.skipif(not BENCHMARK.exists(), reason=f"the open benchmark is not beside the project: {BENCHMARK}")
def test_colloquial_rows_are_understood_with_the_lexicon_alone() -> None:
    rows = [json.loads(line) for line in BENCHMARK.read_text(encoding="utf-8").splitlines()]
    spoken = [row for row in rows if row["kind"] == "colloquial"]
    parent = default().parent
    right = sum(parent(first(row["query"])) in {parent(code) for code in row["gold"]} for row in spoken)
    assert right / len(spoken) >= 0.80


@pytest.mark.parametrize(
    "text",
    [
        "j'ai mal au dos",
        "c'est sophie",
        "je passerai au bureau",
        "je suis en retard",
        "j'ai rendez vous chez le médecin",
        "je suis retraité",
        "j'ai un handicap",
        "je suis au chomage depuis 2 ans",
        "divorcée 2 enfants",
        "mercredi a 10h",
        "avec ma voiture",
        "d'accord",
        "c'est trop loin",
        "laissez moi tranquille",
    ],
)
def test_what_people_say_of_themselves_and_small_talk_name_no_trade(text: str) -> None:
    assert rank_work(text, default()).candidates == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("j'ai un chien", "what is owned is no trade"),
        ("ouvrier agricole", "a rank whose object is still to come"),
        ("tapissier de vitrines", "a word that no trade explains"),
    ],
)
def test_a_near_reading_is_proposed_and_not_read_back(text: str, why: str) -> None:
    works = rank_work(text, default())
    assert (bool(works.candidates), works.sure) == (True, False), why


def test_a_work_told_further_on_is_the_one_of_the_whole_sentence() -> None:
    found = find_work("moi jfais les menages ds les bureaux", default())
    assert found and (found.occupation.code, found.words) == ("K2205", "menages ds les bureaux")
