"""What the law forbids to count does not count: change it, and the ranking is the same to the last digit."""

import json
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.matching.lines import rank_lines
from backend.matching.setting import setting
from backend.matching.titles import title_words
from backend.matching.values import Person

SETTING = setting(date(2026, 11, 23))
PLACES = {"03185": (46.340, 2.603), "03101": (46.360, 2.535), "03082": (46.289, 2.742)}
OFFERS = [
    {"id": "o1", "romeCode": "N1101", "intitule": "Cariste (H/F)", "typeContrat": "CDI",
     "lieuTravail": {"commune": "03185"},
     "competences": [{"libelle": "CACES R489 catégorie 3", "exigence": "E"}], "experienceLibelle": "1 An(s)"},
    {"id": "o2", "romeCode": "K1304", "intitule": "Aide à domicile", "typeContrat": "CDD",
     "lieuTravail": {"commune": "03101"},
     "dureeTravailLibelle": "Temps partiel - 24H Travail les week-ends", "experienceExige": "D"},
    {"id": "o3", "romeCode": "G1602", "intitule": "Cuisinier",
     "formations": [{"niveauLibelle": "CAP, BEP", "exigence": "S"}], "lieuTravail": {"commune": "03082"},
     "contexteTravail": {"horaires": ["Travail de nuit"]}},
]  # fmt: skip
FORBIDDEN = {
    "name", "first_name", "last_name", "sex", "gender", "age", "birth", "birthdate", "birthplace", "nationality",
    "origin", "health", "disability", "family", "children", "pregnant", "religion", "union", "commune",
    "address", "postcode", "photo", "bank", "phone",
}  # fmt: skip

maybe = st.none()
trades = st.sampled_from(["cariste", "N1101", "aide à domicile", "K1304", "cuisinier", "soudeur", "vendeuse"])
people = st.fixed_dictionaries(
    {
        "wants": st.lists(trades, max_size=2),
        "commune": st.sampled_from([*PLACES, None]),
        "modes": st.lists(st.sampled_from(["car", "bicycle", "walk", "bus"]), max_size=2),
        "max_minutes": st.sampled_from([None, 15, 30, 60]),
        "licences": st.one_of(maybe, st.lists(st.sampled_from(["permis-B", "caces-R489-3", "caces"]), max_size=2)),
        "skills": st.one_of(maybe, st.lists(st.sampled_from(["Excel", "cuisine", "repassage"]), max_size=2)),
        "experience": st.one_of(maybe, st.lists(st.builds(dict, work=trades, years=st.integers(0, 40)), max_size=2)),
        "diploma": st.sampled_from([None, "CAP cuisine", "Bac"]),
        "contracts": st.one_of(maybe, st.lists(st.sampled_from(["CDI", "CDD"]), max_size=2)),
        "nights": st.sampled_from([None, True, False]),
        "weekends": st.sampled_from([None, True, False]),
        "part_time": st.sampled_from([None, True, False]),
        "available_from": st.sampled_from([None, "2026-11-01", "2027-01-10"]),
    }
)
protected = st.fixed_dictionaries(
    {
        "name": st.text(max_size=12),
        "first_name": st.sampled_from(["Camille", "Mohamed", "Marie", "Jean", "Fatou", "Kevin"]),
        "sex": st.sampled_from(["F", "M", "X", 1, 2]),
        "age": st.integers(16, 75),
        "birthplace": st.sampled_from(["Montluçon", "Alger", "Lisbonne", "99352"]),
        "nationality": st.sampled_from(["française", "portugaise", "sénégalaise", None]),
        "diploma_year": st.integers(1968, 2026),
        "health": st.sampled_from([None, "RQTH", "diabète"]),
        "family": st.sampled_from([None, "mariée, 3 enfants", "enceinte"]),
        "religion": st.text(max_size=5),
        "phone": st.just("06 39 98 00 01"),
        "address": st.text(max_size=20),
    }
)


def ranked(pool: list[dict[str, Any]]) -> list[str]:
    return list(rank_lines(map(json.dumps, OFFERS), map(json.dumps, pool), SETTING, PLACES.get))


@settings(max_examples=150, deadline=None)
@given(pool=st.lists(people, min_size=1, max_size=6), facts=st.lists(protected, min_size=6, max_size=6))
def test_no_protected_fact_changes_anything_in_a_ranking(pool: list[dict[str, Any]], facts: list[dict[str, Any]]):
    plain = [{"id": f"p{number}", **person} for number, person in enumerate(pool)]
    told = [{**fact, **person} for fact, person in zip(facts, plain, strict=False)]
    assert ranked(told) == ranked(plain)


@settings(max_examples=60, deadline=None)
@given(person=people, year=st.integers(1968, 2026), other=st.integers(1968, 2026))
def test_the_year_of_a_diploma_does_not_count(person: dict[str, Any], year: int, other: int):
    first, second = ({"id": "p", **person, "diploma": f"CAP cuisine {when}"} for when in (year, other))
    assert ranked([first]) == ranked([second])


@settings(max_examples=60, deadline=None)
@given(person=people, home=st.sampled_from(["03185", "03101"]))
def test_two_communes_at_the_same_place_rank_the_same(person: dict[str, Any], home: str):
    """The commune counts through the travel time only: another code at the same point changes nothing."""
    twin = {**PLACES, "99999": PLACES[home]}
    lines = [
        list(
            rank_lines(map(json.dumps, OFFERS), [json.dumps({"id": "p", **person, "commune": code})], SETTING, twin.get)
        )
        for code in (home, "99999")
    ]
    assert lines[0] == lines[1]


@settings(max_examples=60, deadline=None)
@given(person=people)
def test_without_a_limit_of_ones_own_the_place_of_residence_counts_for_nothing(person: dict[str, Any]):
    homes = [{"id": "p", **person, "modes": ["car"], "max_minutes": None, "commune": code} for code in PLACES]
    assert len({json.dumps(ranked([home])) for home in homes}) == 1


@settings(max_examples=60, deadline=None)
@given(person=people, years=st.integers(5, 20), more=st.integers(21, 50))
def test_experience_far_beyond_what_is_asked_does_not_tell_an_age(person: dict[str, Any], years: int, more: int):
    short, long = (
        {"id": "p", **person, "experience": [{"work": "cariste", "years": count}]} for count in (years, more)
    )
    assert scores(short) == scores(long)


def scores(person: dict[str, Any]) -> list[list[float]]:
    return [[result["score"] for result in json.loads(line)["top"]] for line in ranked([person])]


def test_the_values_of_matching_have_no_room_for_a_protected_fact():
    assert not FORBIDDEN & {field.name for field in fields(Person)}


@pytest.mark.parametrize(
    ("her", "his"),
    [
        ("vendeuse", "vendeur"), ("caissière", "caissier"),
        ("aide-soignante", "aide-soignant"), ("boulangère", "boulanger"),
        ("employée libre service", "employé libre service"), ("hôtesse d'accueil", "hôte d'accueil"),
        ("femme de ménage", "homme de ménage"), ("femme de chambre", "valet de chambre"),
        ("cheffe de rang", "chef de rang"), ("conductrice de bus", "conducteur de bus"),
        ("infirmière", "infirmier"), ("technicienne", "technicien"),
        ("maçonne", "maçon"), ("directrice", "directeur"),
        ("assistante", "assistant"), ("ouvrière", "ouvrier"),
        ("agente d'entretien", "agent d'entretien"), ("éducatrice sportive", "éducateur sportif"),
        ("monitrice", "moniteur"), ("bouchère", "boucher"),
        ("serveuse", "serveur"), ("chargée d'accueil", "chargé d'accueil"),
        ("professeure", "professeur"), ("maîtresse de maison", "maître de maison"),
        ("cuisinière", "cuisinier"),
    ],
)  # fmt: skip
def test_a_trade_said_by_a_woman_or_a_man_is_the_same_trade(her: str, his: str):
    assert title_words(her) == title_words(his)
