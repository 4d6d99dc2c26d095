"""Where: a commune in what a person texts. Asked from Montluçon (03185) unless said otherwise."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.reference.communes import Commune, by_code
from backend.reference.phonetic import sound, sounds
from backend.reference.place_names import every_name, place_names
from bot.understanding.answers import Misunderstood, OneOf, Understood
from bot.understanding.where import find_place, rank_places, understand_where

MONTLUCON, SAINT_AMAND, BOURGES = "03185", "18197", "18033"
OPEN_ROWS = Path(__file__).resolve().parents[2] / "shared" / "benchmarks" / "communes_open.jsonl"


def first(text: str, near: str | None = MONTLUCON) -> str | None:
    candidates = rank_places(text, near).candidates
    return candidates[0].label if candidates else None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Domérat", "Domérat (03)"),
        ("domerat", "Domérat (03)"),
        ("DOMERAT", "Domérat (03)"),
        ("domera", "Domérat (03)"),
        ("domreat", "Domérat (03)"),
        ("montlusson", "Montluçon (03)"),
        ("uriel", "Huriel (03)"),
        ("reunii", "Reugny (03)"),
        ("la chapelod", "La Chapelaude (03)"),
        ("chapelaude", "La Chapelaude (03)"),
        ("comentri", "Commentry (03)"),
        ("nyds", "Hyds (03)"),
    ],
)
def test_a_name_is_recognised_however_it_is_spelt(text: str, label: str) -> None:
    assert first(text) == label


@pytest.mark.parametrize(
    ("text", "town"),
    [("monpelier", "Montpellier (34)"), ("bordo", "Bordeaux (33)"), ("bezier", "Béziers (34)"), ("lile", "Lille (59)")],
)
def test_from_nowhere_a_misspelt_town_is_likelier_than_a_village_with_its_letters(text: str, town: str) -> None:
    assert first(text, None) == town


@pytest.mark.parametrize("text", ["je suis en retard", "je suis a la bourre", "c'est sophie", "changé"])
def test_small_talk_is_never_read_back_as_a_place(text: str) -> None:
    assert not rank_places(text, None).sure


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Néris", "Néris-les-Bains (03)"),
        ("neris bains", "Néris-les-Bains (03)"),
        ("vallon", "Vallon-en-Sully (03)"),
        ("st victor", "Saint-Victor (03)"),
        ("Ste Thérence", "Sainte-Thérence (03)"),
        ("st bonnet troncais", "Saint-Bonnet-Tronçais (03)"),
        ("estivareilles s/ cher", "Estivareilles (03)"),
    ],
)
def test_short_and_abbreviated_names_are_names(text: str, label: str) -> None:
    assert first(text) == label


@pytest.mark.parametrize(
    "text",
    [
        "j'habite à Domérat",
        "jhabite domerat",
        "jabite a domera",
        "je sui sur domerat",
        "je vis a domerat avec mes enfants",
        "à côté de Domérat",
        "pas loin de domerat svp",
        "dans le coin de domerat",
        "bonjour, je suis de domerat merci",
        "domerat centre",
        "à 5 km de domerat",
        "je vi a domerat",
        "3 rue de paris a domerat",
        "quartier de fontbouillant, domerat",
        "a 10 km de montlucon, domerat",
        "domerat 03410",
        "03410 Domérat",
        "domerat (03)",
    ],
)
def test_what_people_say_around_a_name_does_not_hide_it(text: str) -> None:
    assert first(text) == "Domérat (03)"


@pytest.mark.parametrize(
    ("text", "near", "label"),
    [
        ("St Amand", SAINT_AMAND, "Saint-Amand-Montrond (18)"),
        ("saint germain des bois", SAINT_AMAND, "Saint-Germain-des-Bois (18)"),
        ("murat", MONTLUCON, "Murat (03)"),
        ("murat", "15101", "Murat (15)"),
        ("saint-denis", "93030", "Saint-Denis (93)"),
        ("saint-denis", "97415", "Saint-Denis (974)"),
        ("thievres", "80242", "Thièvres (80)"),
        ("charenton", SAINT_AMAND, "Charenton-du-Cher (18)"),
        ("charenton", "94033", "Charenton-le-Pont (94)"),
    ],
)
def test_of_several_communes_the_nearest_is_meant(text: str, near: str, label: str) -> None:
    assert first(text, near) == label


def test_from_nowhere_the_largest_is_meant() -> None:
    assert first("saint-denis", None) == "Saint-Denis (974)"


def test_the_postcode_decides_between_homonyms() -> None:
    assert first("murat 15300") == "Murat (15)"


def test_the_department_decides_between_homonyms() -> None:
    assert first("saint victor 15") == "Saint-Victor (15)"


@pytest.mark.parametrize(("text", "today"), [("Meaulne", "Meaulne-Vitray (03)"), ("vitray", "Meaulne-Vitray (03)")])
def test_a_former_commune_leads_to_that_of_today(text: str, today: str) -> None:
    assert first(text) == today


def test_a_postcode_of_several_communes_is_a_question() -> None:
    answer = understand_where("03410", MONTLUCON)
    assert isinstance(answer, OneOf)
    assert [commune.name for commune in answer.options] == ["Domérat", "Prémilhat", "Saint-Victor"]


def test_a_postcode_where_nearly_all_live_in_one_commune_is_an_answer() -> None:
    answer = understand_where("03100", MONTLUCON)
    assert isinstance(answer, Understood)
    assert answer.value.name == "Montluçon"


@pytest.mark.parametrize("text", ["saint julien", "ainay"])
def test_when_two_are_as_likely_the_person_chooses(text: str) -> None:
    answer = understand_where(text, MONTLUCON)
    assert isinstance(answer, OneOf)
    assert 2 <= len(answer.options) <= 3


@pytest.mark.parametrize("text", ["Domérat", "domera", "montlusson", "je sui sur chamblet", "Néris", "paris 8eme"])
def test_a_plain_answer_is_sure(text: str) -> None:
    assert isinstance(understand_where(text, MONTLUCON), Understood)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "oui",
        "non",
        "ok",
        "pourquoi ?",
        "c'est qui",
        "connard",
        "06 39 98 12 34",
        "0639981234",
        "bonjour",
        "merci",
        "1",
        "2",
        "99999",
        "😀",
        "je sais pas",
        "Permis",
        "cariste",
        "menage",
        "Lundi",
        "demain matin",
        "la campagne",
        "dans un village",
        "mdr",
        "xxxxxxxxxxxxxx",
    ],
)
def test_what_is_no_answer_is_misunderstood(text: str) -> None:
    assert isinstance(understand_where(text, MONTLUCON), Misunderstood)
    assert rank_places(text, MONTLUCON).as_json() == {"candidates": [], "sure": False}


def test_a_commune_called_like_an_ordinary_word_is_asked_again() -> None:
    places = rank_places("mars", "42141")
    assert places.candidates[0].label == "Mars (42)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bonjour jhabite domerat jcherche cariste jai le permi", "domerat"),
        ("jcherche du menage sur domerat, pa de permi", "domerat"),
        ("Cherche emploi agent d'entretien Domérat ou alentours", "Domérat"),
        ("jabite a domera et jai une voiture", "domera"),
        ("soudeur dispo de suite secteur domerat 03410", "domerat"),
    ],
)
def test_the_place_is_found_inside_a_sentence(text: str, said: str) -> None:
    found = find_place(text, MONTLUCON)
    assert found is not None
    assert (found.commune.name, text[found.start : found.end]) == ("Domérat", said)


@pytest.mark.parametrize(
    "text",
    [
        "domerat a cote de montlucon",
        "jhabite domerat mais je peux aller a montlucon",
        "domerat, je peux aller jusqu'a commentry",
        "je cherche sur montlucon, j'habite a domerat",
    ],
)
def test_of_several_places_the_one_where_the_person_lives_is_meant(text: str) -> None:
    found = find_place(text, MONTLUCON)
    assert found is not None
    assert found.commune.name == "Domérat"
    assert first(text) == "Domérat (03)"


@pytest.mark.parametrize(
    "text",
    [
        "bonjour je cherche un travail de cariste",
        "je suis maçon depuis 10 ans",
        "jai le permis b et le caces 3",
        "moi c'est Rose Marin",
        "je m'appelle Florent Durand",
        "dispo lundi matin",
        "oui",
        "je fais du menage chez des personnes agees",
        "je peux pas conduire la nuit",
        "aide soignante a mi temps",
        "je veux bien la 2",
        "je garde des enfants en bas age",
        "mars ou avril",
        "jai travaille 5 ans en usine",
        "pas de voiture mais un velo",
    ],
)
def test_ordinary_words_are_not_places(text: str) -> None:
    assert find_place(text, MONTLUCON) is None


def test_an_unknown_near_is_nowhere() -> None:
    assert first("domerat", "99999") == "Domérat (03)"


def test_the_json_has_codes_labels_and_scores_best_first() -> None:
    answer = rank_places("domerat", MONTLUCON).as_json()
    assert answer["candidates"][0] == {"code": "03101", "label": "Domérat (03)", "score": pytest.approx(1, abs=0.05)}
    assert answer["sure"] is True


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Huriel", "uriel"),
        ("Reugny", "reunii"),
        ("Vaujours", "vojour"),
        ("Châteauroux", "chatorou"),
        ("Quinssaines", "kinsaine"),
    ],
)
def test_two_spellings_of_a_sound_have_one_key(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_where_words_end_is_not_heard() -> None:
    assert sounds("Ainay-le-Château") == sounds("ainélechato")


def test_the_committed_names_are_those_the_rules_make() -> None:
    names = place_names()
    assert list(zip(names.codes, names.forms, names.spellings, names.heard, strict=True)) == list(every_name())


@pytest.mark.skipif(not OPEN_ROWS.exists(), reason="needs the open benchmark, beside the project in ../shared")
def test_the_open_benchmark_holds() -> None:
    rows = [json.loads(line) for line in OPEN_ROWS.read_text(encoding="utf-8").splitlines()]
    places = [rank_places(row["query"], row["near"]) for row in rows]
    right = [bool(p.candidates) and p.candidates[0].code == row["gold"] for p, row in zip(places, rows, strict=True)]
    sure = [is_right for p, is_right in zip(places, right, strict=True) if p.sure]
    assert sum(right) / len(rows) >= 0.97
    assert len(sure) / len(rows) >= 0.85
    assert sum(sure) / len(sure) >= 0.98


@given(text=st.text(max_size=2000), near=st.sampled_from([MONTLUCON, None, "99999"]))
@settings(deadline=None, max_examples=200)
def test_no_text_is_too_strange(text: str, near: str | None) -> None:
    started = time.process_time()
    answer = understand_where(text, near)
    find_place(text, near)
    assert isinstance(answer, Understood | OneOf | Misunderstood)
    assert time.process_time() - started < 0.5  # generous: other programs share the machine


def test_a_commune_is_what_is_understood() -> None:
    answer = understand_where("domerat", MONTLUCON)
    assert isinstance(answer, Understood)
    assert isinstance(answer.value, Commune)
    assert answer.value == by_code("03101")
