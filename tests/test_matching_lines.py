"""JSON lines in, JSON lines out: what is read, what is left unknown, and nothing that fails."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.matching.lines import rank_lines
from backend.matching.read_offer import read_offer
from backend.matching.read_person import read_person
from backend.matching.setting import setting
from backend.matching.values import Mode, Offer, Person
from backend.offers.needs import read_facts

SETTING = setting(date(2026, 11, 23))
MONTLUCON, COMMENTRY = (46.340, 2.603), (46.289, 2.742)
PLACES = {"03185": MONTLUCON, "03082": COMMENTRY}
LISTS = ("top", "refused", "gaps", "out_of_reach")


def person(**told: Any) -> Person:
    found = read_person({"id": "p", **told}, PLACES.get)
    assert found is not None
    return found


def offer(**told: Any) -> Offer:
    found = read_offer({"id": "o", **told}, PLACES.get, read_facts)
    assert found is not None
    return found


def ranked(offers: list[str], people: list[str], top: int = 50) -> list[dict[str, Any]]:
    return [json.loads(line) for line in rank_lines(offers, people, SETTING, PLACES.get, read_facts, top)]


def test_years_without_end_are_fifty():
    told = {"id": "p", "experience": [{"work": "maçon", "years": 1e308}]}
    assert ranked([json.dumps({"id": "o", "romeCode": "F1703"})], [json.dumps(told)])[0]["top"][0]["score"] == 1.0


@pytest.mark.parametrize(
    ("told", "field", "expected"),
    [
        ({"commune": "03185"}, "position", MONTLUCON),
        ({"commune": 3185}, "position", MONTLUCON),
        ({"commune": "99999"}, "position", None),
        ({"modes": ["car", "walk", "rocket"]}, "modes", (Mode.CAR, Mode.WALK)),
        ({"modes": "bicycle"}, "modes", (Mode.BICYCLE,)),
        ({"max_minutes": "30 min"}, "max_minutes", 30.0),
        ({"max_minutes": -5}, "max_minutes", None),
        ({"max_minutes": True}, "max_minutes", None),
        ({"max_km": float("inf")}, "max_km", None),
        ({}, "licences", None),
        ({"licences": []}, "licences", frozenset()),
        ({"licences": ["PERMIS-b", "caces-r489-3"]}, "licences", frozenset({"permis-B", "caces-R489-3"})),
        ({"licences": ["permis poids lourd"]}, "licences", frozenset({"permis-C"})),
        ({"contracts": ["cdi", "intérim"]}, "contracts", frozenset({"CDI", "MIS"})),
        ({"contracts": []}, "contracts", None),
        ({"nights": "oui"}, "nights", True),
        ({"nights": "peut-être"}, "nights", None),
        ({"available_from": "2026-12-01T08:00:00Z"}, "available_from", date(2026, 12, 1)),
        ({"available_from": "2026-02-31"}, "available_from", None),
        ({"wants": "cariste"}, "wants", ("cariste",)),
        ({"wants": [None, "", 5, {"a": 1}]}, "wants", ("5",)),
        ({"id": 12}, "id", "12"),
    ],
)
def test_what_is_read_of_a_person(told: dict[str, Any], field: str, expected: object):
    assert getattr(person(**told), field) == expected


@pytest.mark.parametrize(
    ("told", "field", "expected"),
    [
        ({"lieuTravail": {"latitude": 46.34, "longitude": 2.6}}, "position", (46.34, 2.6)),
        ({"lieuTravail": {"latitude": 2.6, "longitude": 46.34}}, "position", (46.34, 2.6)),
        ({"lieuTravail": {"latitude": 48.8, "longitude": 2.3, "commune": "03185"}}, "position", MONTLUCON),
        ({"lieuTravail": {"commune": "03082"}}, "position", COMMENTRY),
        ({"lieuTravail": "Montluçon"}, "position", None),
        ({"experienceExige": "D"}, "experience_months", 0),
        ({"experienceExige": "E", "experienceLibelle": "Expérience exigée de 3 An(s)"}, "experience_months", 36),
        ({"experienceExige": "E", "experienceLibelle": "6 Mois"}, "experience_months", 6),
        ({"experienceExige": "E", "experienceLibelle": "de 12 à 24 Mois"}, "experience_months", 12),
        ({"experienceExige": "E", "experienceLibelle": "Expérience exigée"}, "experience_months", None),
        ({"dureeTravailLibelle": "temps partiel - 21H30 Autre"}, "part_time", True),
        ({"dureeTravailLibelle": "35H Horaires normaux"}, "part_time", False),
        ({"dureeTravailLibelle": "37H30/semaine\nTravail de nuit"}, "nights", True),
        ({"contexteTravail": {"horaires": ["Travail les week-ends et jours fériés"]}}, "weekends", True),
        ({"description": "Travail en 3x8."}, "nights", True),
        ({"description": "Vous commencez à 5h et finissez à 13h, de 5h à 13h."}, "first_hour", 5.0),
        ({"description": "Prise de poste le 1er décembre 2026."}, "start_from", date(2026, 12, 1)),
        ({"description": "Début au plus tard le 15/01/2027."}, "start_until", date(2027, 1, 15)),
        ({"description": "Candidatez avant le 15/01/2027."}, "start_until", None),
        ({"typeContrat": "SAI"}, "contract", "SAI"),
        ({"romeCode": "cariste"}, "code", ""),
        ({"nombrePostes": "10"}, "posts", 10),
    ],
)
def test_what_is_read_of_an_offer(told: dict[str, Any], field: str, expected: object):
    assert getattr(offer(**told), field) == expected


@pytest.mark.parametrize(
    ("told", "code", "must"),
    [
        ({"permis": [{"libelle": "B - Véhicule léger", "exigence": "E"}]}, "permis-B", True),
        ({"permis": [{"libelle": "B - Véhicule léger", "exigence": "S"}]}, "permis-B", False),
        ({"permis": [{"libelle": "B mention 79.06 (= EB)", "exigence": "E"}]}, "permis-BE", True),
        (
            {"permis": [{"libelle": "DE - Transport en commun (= ED)", "exigence": "E"}]},
            "permis-DE",
            True,
        ),
        ({"competences": [{"libelle": "CACES R489 catégorie 3", "exigence": "E"}]}, "caces-R489-3", True),
        ({"formations": [{"commentaire": "SSIAP 1", "exigence": "E"}]}, "ssiap", True),
        ({"description": "Permis B obligatoire."}, "permis-B", True),
    ],
)
def test_what_an_offer_needs(told: dict[str, Any], code: str, must: bool):
    assert [(need.code, need.must) for need in offer(**told).needs] == [(code, must)]


def test_no_licence_is_no_need():
    assert offer(permis=[{"libelle": "Aucun permis", "exigence": "S"}]).needs == ()


def test_the_fields_of_the_offer_prevail_over_its_text():
    told = offer(permis=[{"libelle": "B - Véhicule léger", "exigence": "S"}], description="Permis B exigé.")
    assert [(need.code, need.must, need.source) for need in told.needs] == [("permis-B", False, "offre")]


def test_the_top_is_cut_and_the_other_lists_are_whole():
    people = [json.dumps({"id": f"p{number}", "wants": ["cariste"]}) for number in range(9)]
    away = json.dumps({"id": "away", "commune": "03082", "modes": ["walk"], "max_minutes": 20})
    (answer,) = ranked(
        ['{"id": "o", "romeCode": "N1101", "lieuTravail": {"commune": "03185"}}'], [*people, away], top=3
    )
    assert (len(answer["top"]), [each["person"] for each in answer["out_of_reach"]]) == (3, ["away"])


def test_a_broken_line_of_offers_says_so_and_the_next_one_is_ranked():
    answers = ranked(["{broken", "[]", '{"id": "o"}'], ['{"id": "p"}'])
    assert [answer["offer"] for answer in answers] == [None, None, "o"]


def test_each_line_of_people_that_is_left_out_is_told():
    told: list[tuple[int, str]] = []
    people = ['{"id": "p"}', "", "{", "3", '{"wants": []}', '{"id": "p"}']
    list(rank_lines(['{"id": "o"}'], people, SETTING, PLACES.get, tell=lambda line, why: told.append((line, why))))
    assert told == [
        (3, "ligne illisible"),
        (4, "ligne illisible"),
        (5, "ligne sans id"),
        (6, "id déjà vu plus haut : cette ligne remplace l'autre"),
    ]


def test_a_line_that_is_no_offer_says_where_it_is_and_why():
    answers = ranked(['{"id": "o"}', "", "{broken", '{"intitule": "Cariste"}'], [])
    assert [(answer.get("line"), answer.get("error")) for answer in answers[1:]] == [
        (3, "ligne illisible"),
        (4, "ligne sans id"),
    ]


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("Excel", "Tableur - Utilisation experte"),
        ("Word", "Traitement de texte - Utilisation normale"),
        ("Pack Office", "Maîtriser Excel"),
        ("excel", "Pack Office"),
        ("HACCP", "Règles d'hygiène HACCP"),
        ("SST", "Sauveteur secouriste du travail"),
    ],
)
def test_a_skill_is_known_under_its_other_name(told: str, asked: str):
    offer_line = json.dumps({"id": "o", "competences": [{"libelle": asked, "exigence": "S"}]})
    people = [json.dumps({"id": "knows", "skills": [told]}), json.dumps({"id": "not", "skills": ["couture"]})]
    (answer,) = ranked([offer_line], people)
    assert {one["person"]: one["score"] for one in answer["top"]} == {"knows": 1.0, "not": 0.0}


def test_broken_lines_of_people_are_left_out():
    (answer,) = ranked(['{"id": "o"}'], ["", "{", "3", "null", '{"wants": []}', '{"id": "p"}'])
    assert [each["person"] for each in answer["top"]] == ["p"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PERSON_FIELDS = (
    "wants", "commune", "modes", "max_minutes", "max_km", "licences", "skills", "experience", "diploma", "contracts",
    "nights", "weekends", "part_time", "available_from", "paused", "proposed", "weeks_waiting",
)  # fmt: skip
OFFER_FIELDS = (
    "intitule", "description", "romeCode", "lieuTravail", "typeContrat", "permis", "competences", "formations",
    "langues", "experienceExige",
    "experienceLibelle", "dureeTravailLibelle", "contexteTravail", "nombrePostes", "dateDebut",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    offers=st.lists(st.dictionaries(st.sampled_from(OFFER_FIELDS), anything), max_size=2),
    people=st.lists(st.dictionaries(st.sampled_from(PERSON_FIELDS), anything), max_size=4),
)
def test_whatever_is_in_the_lines_each_person_is_in_exactly_one_list(
    offers: list[dict[str, Any]], people: list[dict[str, Any]]
):
    offer_lines = [json.dumps({**told, "id": f"o{number}"}) for number, told in enumerate(offers)]
    person_lines = [json.dumps({**told, "id": f"p{number}"}) for number, told in enumerate(people)]
    for answer in ranked(offer_lines, person_lines):
        placed = [each["person"] for key in LISTS for each in answer[key]]
        assert sorted(placed) == [f"p{number}" for number in range(len(people))]


@pytest.mark.parametrize(
    ("title", "description", "told", "place"),
    [
        ("Cariste", "CACES R489 1A, 3 et 5 obligatoires.", {"licences": ["permis-B"]}, "gaps"),
        ("Cariste", "CACES R489 1A, 3 et 5 obligatoires.", {"licences": ["caces-R489-3"]}, "gaps"),
        ("Cariste", "CACES R489 3 et R486 B obligatoires.", {"licences": ["permis-B"]}, "refused"),
    ],
)
def test_categories_of_one_caces_are_one_training(title: str, description: str, told: dict[str, Any], place: str):
    offers = [json.dumps({"id": "o", "romeCode": "N1101", "intitule": title, "description": description})]
    answer = ranked(offers, [json.dumps({"id": "p", "wants": ["cariste"], **told})])[0]
    assert [name for name in LISTS if answer[name]] == [place]


@pytest.mark.parametrize(("title", "place"), [("Ambulancier DEA", "refused"), ("Auxiliaire ambulancier", "top")])
def test_the_second_of_an_ambulance_needs_no_diploma(title: str, place: str):
    told = {"id": "p", "licences": ["permis-B"], "diploma": "CAP vente"}
    answer = ranked([json.dumps({"id": "o", "romeCode": "J1305", "intitule": title})], [json.dumps(told)])[0]
    assert [name for name in LISTS if answer[name]] == [place]
