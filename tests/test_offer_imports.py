"""Offers as France Travail gives them → rows: every oddity of real files, and importing twice."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import select

from backend.database import transaction
from backend.network.tables import Office
from backend.offers.corrections import differences, follow_source
from backend.offers.france_travail import NotAnOffer, OfferRead, contract_words, experience_months, read_offer
from backend.offers.imports import OLDER, TWICE, ImportReport, NotOffers, import_offers
from backend.offers.lenient import read_moment
from backend.offers.places import FAR, NO_COMMUNE, NOWHERE, SWAPPED, UNKNOWN_COMMUNE, read_place
from backend.offers.salaries import IMPOSSIBLE, UNREADABLE, Salary, read_salary
from backend.offers.tables import Employer, Offer
from backend.offers.titles import clean_title
from tests.databases import TUESDAY_10H

OPEN_OFFERS = Path(__file__).parents[2] / "shared" / "benchmarks" / "offers_open.json"
WELDER: dict[str, Any] = {
    "id": "198ABCD",
    "intitule": "Soudeur / Soudeuse (H/F)",
    "description": "Vous soudez des cuves.",
    "dateCreation": "2026-11-02T09:00:00.000Z",
    "dateActualisation": "2026-11-10T09:00:00.000Z",
    "lieuTravail": {"libelle": "03 - MONTLUCON", "commune": "03185", "codePostal": "03100"},
    "romeCode": "H2913",
    "entreprise": {"nom": "Chaudronnerie du Val"},
    "typeContrat": "CDI",
    "typeContratLibelle": "Contrat à durée indéterminée",
}


def welder(**changes: Any) -> OfferRead:
    return read_offer({**WELDER, **changes})


# ── Titles ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Soudeur (H/F)", "Soudeur"),
        ("Carreleur F/H", "Carreleur"),
        ("Conditionneur (F/H) (H/F)", "Conditionneur"),
        ("COUVREUR ZINGUEUR ((H/F))", "Couvreur zingueur"),
        ('"Technicien d\'élevage F-H" (H/F)', "Technicien d'élevage"),
        ("h/f Technicien fibre optique", "Technicien fibre optique"),
        ("Adjoint des ressources humaines(H/F)", "Adjoint des ressources humaines"),
        ("vendangeur H/F", "Vendangeur"),
        ("MONTEUR-CABLEUR (H/F) - H/F", "Monteur-cableur"),
        ("Chauffeur (H/F/X)", "Chauffeur"),
        ("Electricien H/F - EC9966", "Electricien"),
        ("Couturier (H/F) *NON LOGE*", "Couturier NON LOGE"),
        ("Employé(e) familial(e) (H/F)", "Employé(e) familial(e)"),
        ("Femme-homme de ménage F/H", "Femme-homme de ménage"),
        ("CHAUFFEUR SPL TP", "Chauffeur SPL TP"),
        ("INFIRMIER DE (H/F)", "Infirmier DE"),
        ("INFIRMIER DE NUIT (H/F)", "Infirmier de nuit"),
        ("Aide-soignant / Aide-soignante", "Aide-soignant / aide-soignante"),
        ("AES / AMP (H/F)", "AES / AMP"),
        ("(H/F)", ""),
    ],
)
def test_a_title_is_shown_without_what_nobody_says(written: str, shown: str) -> None:
    assert clean_title(written) == shown


def test_the_title_as_written_stays_at_the_head_of_the_description() -> None:
    assert welder().description == "Soudeur / Soudeuse (H/F)\n\nVous soudez des cuves."


def test_a_title_that_says_only_h_f_gives_way_to_the_occupation() -> None:
    assert welder(intitule="(H/F)", appellationlibelle="Soudeur au MIG").title == "Soudeur au MIG"


# ── Salaries ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Mensuel de 1802.0 Euros sur 12.0 mois", "1 802 € par mois"),
        ("Horaire de 11.88 Euros", "11,88 € de l'heure"),
        ("Horaire de 11.88 Euros à 12.0 Euros", "11,88 à 12 € de l'heure"),
        ("Annuel de 21299,00 Euros à 25000,00 Euros sur 12 mois", "21 299 à 25 000 € par an"),
        ("Horaire de 13,90 Euros à 13,90 Euros", "13,90 € de l'heure"),
        ("Mensuel de 2123.38 Euros sur 13.0 mois", "2 123 € par mois sur 13 mois"),
        ("Horaire de 15.0 Euros sur 0.0 mois", "15 € de l'heure"),
        ("Autre de 2300,00 Euros à 2300,00 Euros", "2 300 € par mois"),
        ("Autre de 11,26 Euros à 13,30 Euros", "11,26 à 13,30 € de l'heure"),
        ("Mensuel de 2 000,50 Euros", "2 000 € par mois"),
        ("Mensuel de 2250 Euros à 1833 Euros", "1 833 à 2 250 € par mois"),
        ("Annuel de", ""),
        ("", ""),
    ],
)
def test_a_salary_is_said_in_short_words(label: str, words: str) -> None:
    assert read_salary(label) == Salary(words)


@pytest.mark.parametrize(
    "label",
    [
        "Mensuel de 45000.0 Euros à 60000.0 Euros sur 12.0 mois",
        "Horaire de 2179.0 Euros à 2692.0 Euros sur 0.0 mois",
        "Mensuel de 1802.0 Euros à 19000.0 Euros sur 12.0 mois",
        "Annuel de 12,50 Euros",
        "Mensuel de 0 Euros",
        "Autre de 150 Euros",
    ],
)
def test_a_salary_that_nobody_is_paid_is_dropped_and_said(label: str) -> None:
    assert read_salary(label) == Salary(odd=IMPOSSIBLE)


def test_a_salary_written_otherwise_is_said_to_be_unreadable() -> None:
    assert read_salary("entre 12 et 13, à voir") == Salary(odd=UNREADABLE)


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("De 20 à 30 K€", "20 000 à 30 000 € par an"),
        ("25-30 K€ brut annuel", "25 000 à 30 000 € par an"),
        ("2 230€ à 5 455€/mois", "2 230 à 5 455 € par mois"),
        ("12.00 euros / heure", "12 € de l'heure"),
        ("25€ net de l'heure", "25 € net de l'heure"),
        ("Entre 1 450 € et 1 500 € net", "1 450 à 1 500 € net par mois"),
        ("Supérieur à 30 K€", "au moins 30 000 € par an"),
        ("à partir de 25000€ brut/an", "au moins 25 000 € par an"),
        ("Inférieur à 20 K€", "au plus 20 000 € par an"),
        ("Smic", "SMIC"),
        ("78% du smic majoritairement", ""),
        ("Selon profil", ""),
        ("selon CCN du 15 mars 1966", ""),
    ],
)
def test_a_comment_is_read_when_there_is_no_figure_elsewhere(comment: str, words: str) -> None:
    assert read_salary("", comment) == Salary(words)


# ── Places ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_point_turned_round_is_put_right() -> None:
    place = read_place("75108", "75008", "75 - PARIS 08", 2.32091, 48.871363)
    assert place.point is not None
    assert (place.code, place.point.latitude, place.odd) == ("75108", 48.871363, (SWAPPED,))


def test_a_commune_without_a_point_stands_at_its_own() -> None:
    place = read_place("03185", "03100", "03 - MONTLUCON", None, None)
    assert place.point is not None
    assert (round(place.point.latitude), round(place.point.longitude), place.odd) == (46, 3, ())


@pytest.mark.parametrize(
    ("code", "label", "name"),
    [
        ("03185", "03 - MONTLUCON", "Montluçon"),
        ("75108", "75 - PARIS 08", "Paris 8e"),
        ("", "01 - Ain", "Ain"),
        ("", "Pays de la Loire", "Pays de la Loire"),
        ("", "France", ""),
    ],
)
def test_a_place_is_named_as_people_say_it(code: str, label: str, name: str) -> None:
    assert read_place(code, "", label, None, None).name == name


def test_a_department_alone_has_neither_commune_nor_point() -> None:
    assert read_place("", "", "01 - Ain", None, None).odd == (NO_COMMUNE,)


def test_a_point_without_a_commune_is_kept() -> None:
    place = read_place("", "", "France", 47.8173, 3.5756)
    assert place.point is not None
    assert (place.point.latitude, place.odd) == (47.8173, (NO_COMMUNE,))


def test_a_former_commune_is_todays() -> None:
    assert read_place("01015", "", "01 - ARBIGNIEU", None, None).code == "01015"


@pytest.mark.parametrize(
    ("code", "postcode", "label", "found"),
    [
        ("", "03410", "03 - DOMERAT", "03101"),
        ("", "03410", "03 - PREMILHAT", "03211"),
        ("", "03380", "03 - HURIEL", "03128"),
        ("", "03410", "03 - ALLIER", None),
        ("99999", "03100", "03 - MONTLUCON", "03185"),
        ("99999", "", "03 - MONTLUCON", None),
    ],
)
def test_a_postcode_helps_when_the_name_goes_with_it(code: str, postcode: str, label: str, found: str | None) -> None:
    assert read_place(code, postcode, label, None, None).code == found


@pytest.mark.parametrize(
    ("code", "latitude", "longitude", "odd"),
    [
        ("03185", 43.3, 5.4, (FAR,)),
        ("03185", 0.0, 0.0, (FAR,)),
        ("", 0.0, 0.0, (NO_COMMUNE, NOWHERE)),
        ("", 2.34, 48.86, (NO_COMMUNE, SWAPPED)),
        ("", 55.45, -20.88, (NO_COMMUNE, SWAPPED)),
        ("97105", 16.0, -61.73, ()),
        ("99999", None, None, (UNKNOWN_COMMUNE,)),
        ("03185", float("nan"), 2.6, ()),
    ],
)
def test_a_point_that_cannot_be_is_said(
    code: str, latitude: float | None, longitude: float | None, odd: tuple[str, ...]
) -> None:
    assert read_place(code, "", "", latitude, longitude).odd == odd


# ── Experience, contract, hours ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("required", "label", "months"),
    [
        ("D", "Débutant accepté", 0),
        ("D", "Débutant accepté - Connaissance public 18-25 ans", 0),
        ("", "Débutant accepté", 0),
        ("E", "Expérience exigée de 1 An(s)", 12),
        ("E", "6 mois", 6),
        ("E", "2 An(s) - relation clientèle", 24),
        ("E", "Expérience exigée de 12 à 24 Mois", 12),
        ("E", "Expérience exigée de 3 à 5 An(s) (1)", 36),
        ("S", "1 an", 12),
        ("E", "Expérience exigée", None),
        ("E", "Expérience exigée (1)", None),
        ("", "", None),
    ],
)
def test_experience_is_months(required: str, label: str, months: int | None) -> None:
    assert experience_months(required, label) == months


@pytest.mark.parametrize(
    ("code", "label", "nature", "words"),
    [
        ("CDI", "Contrat à durée indéterminée", "Contrat travail", "CDI"),
        ("CDD", "CDD - 12 Mois", "Contrat travail", "CDD de 12 mois"),
        ("MIS", "Mission intérimaire - 15 Jour(s)", "Contrat travail", "intérim de 15 jours"),
        ("MIS", "Intérim - 1 Jour(s)", "Contrat travail", "intérim de 1 jour"),
        ("CDD", "CDD - 24 Mois", "Contrat apprentissage", "apprentissage de 24 mois"),
        ("XYZ", "Contrat rare", "", "Contrat rare"),
    ],
)
def test_a_contract_is_said_in_plain_words(code: str, label: str, nature: str, words: str) -> None:
    assert contract_words(code, label, nature) == words


@pytest.mark.parametrize(
    ("hours", "week", "part"),
    [
        ("35H Horaires normaux", 35.0, False),
        ("37H30/semaine\nTravail de nuit...", 37.5, False),
        ("39 H", 39.0, False),
        ("temps partiel - 21H Autre", 21.0, True),
        ("temps partiel", None, True),
        ("Temps plein", None, False),
        ("24 H  Horaires normaux", 24.0, True),
        ("99H/semaine", None, None),
        ("", None, None),
    ],
)
def test_hours_of_a_week(hours: str, week: float | None, part: bool | None) -> None:
    offer = welder(dureeTravailLibelle=hours)
    assert (offer.weekly_hours, offer.part_time) == (week, part)


@pytest.mark.parametrize(
    ("said", "nights", "weekends"),
    [
        ("39H/semaine\nTravail de nuit", True, None),
        ("35H/semaine\nTravail en journée", False, None),
        ("35H Travail le samedi", None, True),
        (" Travail les week-ends et jours fériés", None, True),
        (" Travail le dimanche", None, True),
        ("35H/semaine\nTravail posté (2x8, 3x8, 5x8, etc.)", None, None),
    ],
)
def test_nights_and_week_ends_of_the_context(said: str, nights: bool | None, weekends: bool | None) -> None:
    offer = welder(contexteTravail={"horaires": [said]})
    assert (offer.nights, offer.weekends) == (nights, weekends)


def test_the_hours_said_twice_are_kept_once() -> None:
    offer = welder(
        dureeTravailLibelle="35H/semaine\nTravail en journée...",
        contexteTravail={"horaires": ["35H/semaine\nTravail en journée", " Travail le samedi"]},
    )
    assert offer.hours == "35H/semaine, Travail en journée, Travail le samedi"


# ── What it asks for ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("B - Véhicule léger", "permis-B"),
        ("C - Poids lourd", "permis-C"),
        ("CE - Poids lourd + remorque(= EC)", "permis-CE"),
        ("DE - Transport de personnes + remorque (= ED)", "permis-DE"),
        ("B mention 79.06 (= EB)", "permis-BE"),
        ("A2 - Moto", "permis-A"),
        ("AM - Cyclomoteur", "permis-AM"),
    ],
)
def test_a_licence_has_a_code(label: str, code: str) -> None:
    asked = welder(permis=[{"libelle": label, "exigence": "E"}])
    assert [(need["code"], need["must"]) for need in asked.needs] == [(code, True)]


def test_a_licence_that_is_wished_is_no_must() -> None:
    assert welder(permis=[{"libelle": "B - Véhicule léger", "exigence": "S"}]).needs[0]["must"] is False


def test_no_licence_needed_is_no_need() -> None:
    offer = welder(permis=[{"libelle": "Aucun permis", "exigence": "S"}])
    assert (offer.needs, offer.odd) == ([], ())


def test_a_licence_that_says_nothing_is_said() -> None:
    assert welder(permis=[{"libelle": "Voir annonce"}]).odd == ("permis inconnu",)


def test_skills_and_languages_keep_what_is_required() -> None:
    offer = welder(
        competences=[{"libelle": "Souder au MIG", "exigence": "E"}, {"libelle": "Lire un plan", "exigence": "S"}],
        langues=[{"libelle": "Anglais", "exigence": "S"}],
    )
    assert [(skill["label"], skill["must"]) for skill in offer.skills] == [
        ("Souder au MIG", True), ("Lire un plan", False), ("Anglais", False),
    ]  # fmt: skip


def test_split_days_and_daily_travel_are_needs() -> None:
    offer = welder(dureeTravailLibelle="35H\nTravail en horaires fractionnés", deplacementLibelle="Quotidiens Régional")
    assert [need["code"] for need in offer.needs] == ["coupure", "deplacements"]


def test_the_text_adds_what_the_fields_do_not_say() -> None:
    offer = welder(
        description="Permis B obligatoire. Travail en 3x8.", permis=[{"libelle": "B - Véhicule léger", "exigence": "S"}]
    )
    assert [(need["code"], need["must"], need["source"]) for need in offer.needs] == [
        ("permis-B", False, "offre"), ("3x8", True, "texte"),
    ]  # fmt: skip


# ── Odd files ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("une offre", "ce n'est pas une offre"),
        (None, "ce n'est pas une offre"),
        ({**WELDER, "id": None}, "pas de numéro d'offre"),
        ({**WELDER, "id": "9" * 41}, "numéro d'offre trop long"),
        ({**WELDER, "intitule": {"fr": "Soudeur"}}, "pas d'intitulé"),
    ],
)
def test_an_offer_without_number_or_title_is_refused(raw: object, reason: str) -> None:
    with pytest.raises(NotAnOffer, match=reason):
        read_offer(raw)


@pytest.mark.parametrize(
    ("field", "value", "column", "read"),
    [
        ("id", 198, "external_id", "198"),
        ("lieuTravail", "Montluçon", "place", ""),
        ("lieuTravail", {"latitude": "46,34", "longitude": "2.6"}, "latitude", 46.34),
        ("salaire", ["SMIC"], "salary", ""),
        ("permis", {"libelle": "B"}, "needs", []),
        ("competences", [None, 3, {"libelle": ["x"]}], "skills", []),
        ("nombrePostes", "trois", "posts", 1),
        ("nombrePostes", 10**40, "posts", 1),
        ("nombrePostes", -2, "posts", 1),
        ("nombrePostes", "4", "posts", 4),
        ("romeCode", "soudeur", "rome_code", None),
        ("entreprise", {"nom": "[NOM EMPLOYEUR]"}, "employer", ""),
        ("dateActualisation", "hier", "published_at", datetime(2026, 11, 2, 9, tzinfo=UTC)),
        ("dateActualisation", "0001-01-01T00:00:00+02:00", "published_at", datetime(2026, 11, 2, 9, tzinfo=UTC)),
        (
            "description",
            "Un/r/n/r/nDeux\x00 \ud800trois",
            "description",
            "Soudeur / Soudeuse (H/F)\n\nUn\n\nDeux   trois",
        ),
    ],
)
def test_a_field_of_another_kind_is_a_field_missing(field: str, value: object, column: str, read: object) -> None:
    assert getattr(welder(**{field: value}), column) == read


def test_a_moment_without_a_zone_is_taken_as_utc() -> None:
    assert read_moment("2026-11-02T09:00:00") == datetime(2026, 11, 2, 9, tzinfo=UTC)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([*WELDER, "permis", "salaire", "contexteTravail", "nombrePostes"]), _JSON))
def test_no_json_breaks_the_reading(changes: dict[str, Any]) -> None:
    try:
        offer = welder(**changes)
    except NotAnOffer as refusal:
        assert str(refusal)
    else:
        assert offer.title
        assert f"{offer.title}{offer.description}{offer.place}".encode()


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

Import = Callable[..., ImportReport]


@pytest.fixture
def bring_in(engine: Engine, office: Office) -> Import:
    """Imports offers in a transaction of its own."""

    def run(*offers: object, at: datetime = TUESDAY_10H) -> ImportReport:
        with transaction(engine) as session:
            return import_offers(session, office.id or 0, {"resultats": list(offers)}, at)

    return run


def only_offer(engine: Engine) -> Offer:
    with transaction(engine) as session:
        return session.exec(select(Offer)).one()


def test_an_offer_becomes_a_row_of_the_office(engine: Engine, office: Office, bring_in: Import) -> None:
    bring_in(WELDER)
    row = only_offer(engine)
    assert (row.office_id, row.source, row.external_id, row.status) == (office.id, "france-travail", "198ABCD", "open")


def test_importing_again_changes_nothing(engine: Engine, bring_in: Import) -> None:
    bring_in(WELDER)
    again = bring_in(WELDER, at=TUESDAY_10H + timedelta(days=1))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)
    assert only_offer(engine).updated_at == TUESDAY_10H


def test_a_changed_offer_changes_its_row(engine: Engine, bring_in: Import) -> None:
    bring_in(WELDER)
    changed = bring_in({**WELDER, "salaire": {"libelle": "Horaire de 12.5 Euros"}})
    assert (changed.changed, only_offer(engine).salary) == (1, "12,50 € de l'heure")


def test_an_older_file_is_no_news(engine: Engine, bring_in: Import) -> None:
    bring_in(WELDER)
    older = bring_in({**WELDER, "intitule": "Soudeur débutant", "dateActualisation": "2026-11-03T09:00:00Z"})
    assert (older.unchanged, older.notes[OLDER], only_offer(engine).title) == (1, 1, "Soudeur / soudeuse")


def test_an_offer_that_the_office_closed_stays_closed(engine: Engine, bring_in: Import) -> None:
    bring_in(WELDER)
    with transaction(engine) as session:
        session.exec(select(Offer)).one().status = "filled"
    bring_in({**WELDER, "intitule": "Soudeur confirmé"})
    assert only_offer(engine).status == "filled"


def test_an_offer_twice_in_the_file_is_one_row_the_newest(engine: Engine, bring_in: Import) -> None:
    older = {**WELDER, "intitule": "Soudeur débutant", "dateActualisation": "2026-11-03T09:00:00Z"}
    report = bring_in(WELDER, older)
    assert (report.added, report.left_out) == (1, (("198ABCD", TWICE),))
    assert only_offer(engine).title == "Soudeur / soudeuse"


def test_a_broken_offer_is_left_out_and_the_others_come_in(bring_in: Import) -> None:
    report = bring_in({"id": "1"}, WELDER, 42)
    assert (report.added, report.left_out) == (
        1, (("1", "pas d'intitulé"), ("n° 3 du fichier", "ce n'est pas une offre")),
    )  # fmt: skip


def test_one_employer_is_one_row_however_it_is_written(engine: Engine, bring_in: Import) -> None:
    bring_in(WELDER, {**WELDER, "id": "2", "entreprise": {"nom": "CHAUDRONNERIE  DU VAL"}})
    with transaction(engine) as session:
        assert [employer.name for employer in session.exec(select(Employer))] == ["Chaudronnerie du Val"]


@pytest.mark.parametrize("payload", [None, "texte", 3, {"erreur": "401"}, {"resultats": "rien"}])
def test_a_file_that_is_no_list_of_offers_is_refused(engine: Engine, office: Office, payload: object) -> None:
    with transaction(engine) as session, pytest.raises(NotOffers, match="resultats"):
        import_offers(session, office.id or 0, payload, TUESDAY_10H)


def test_the_report_is_read_by_people(bring_in: Import) -> None:
    report = bring_in({**WELDER, "lieuTravail": {"libelle": "03 - Allier"}}, {"id": "1"})
    assert report.lines() == [
        "2 offres dans le fichier : 1 nouvelle, 0 modifiée, 0 déjà à jour, 1 laissée de côté.",
        "Laissée de côté : 1 (pas d'intitulé).",
        "À savoir : lieu sans commune, 1 offre.",
    ]


def test_the_real_offers_come_in_once_and_quickly(engine: Engine, office: Office) -> None:
    if not OPEN_OFFERS.exists():
        pytest.skip(f"the 600 real offers are not here: {OPEN_OFFERS}")
    payload, told = json.loads(OPEN_OFFERS.read_text(encoding="utf-8")), []
    started = process_time()
    with transaction(engine) as session:
        first = import_offers(session, office.id or 0, payload, TUESDAY_10H, lambda *done: told.append(done))
    seconds = process_time() - started
    with transaction(engine) as session:
        again = import_offers(session, office.id or 0, payload, TUESDAY_10H)
    assert (first.read, first.added, first.left_out, again.unchanged) == (600, 600, (), 600)
    assert told[-1] == (600, 600)
    assert seconds < 15  # of our own work: the wall clock is that of whoever shares the machine


def test_the_real_offers_say_their_oddities(engine: Engine, office: Office) -> None:
    if not OPEN_OFFERS.exists():
        pytest.skip(f"the 600 real offers are not here: {OPEN_OFFERS}")
    with transaction(engine) as session:
        report = import_offers(session, office.id or 0, json.loads(OPEN_OFFERS.read_text("utf-8")), TUESDAY_10H)
    assert {NO_COMMUNE, SWAPPED, IMPOSSIBLE} <= set(report.notes)


# Corrections of advisers


def correct(engine: Engine, **fields: object) -> None:
    with transaction(engine) as session:
        session.exec(select(Offer)).one().sqlmodel_update(fields)


DEARER = {**WELDER, "salaire": {"libelle": "Horaire de 14 Euros"}, "dureeTravailLibelle": "39H"}


def test_what_an_adviser_corrected_stays_and_the_rest_follows_the_source(engine: Engine, bring_in: Import) -> None:
    bring_in(WELDER)
    correct(engine, salary="13 € de l'heure", posts=4)
    report = bring_in({**DEARER, "intitule": "Soudeur confirmé"})
    row = only_offer(engine)
    assert (row.salary, row.posts, row.title, row.weekly_hours) == ("13 € de l'heure", 4, "Soudeur confirmé", 39.0)
    assert report.notes["corrigé ici et gardé, salaire"] == 1


def test_a_correction_outlives_several_imports(engine: Engine, bring_in: Import) -> None:
    bring_in(WELDER)
    correct(engine, salary="13 € de l'heure")
    for _ in range(3):
        bring_in(DEARER)
    assert only_offer(engine).salary == "13 € de l'heure"


def test_once_the_source_agrees_the_field_follows_it_again(engine: Engine, bring_in: Import) -> None:
    bring_in(WELDER)
    correct(engine, salary="14 € de l'heure")
    bring_in(DEARER)
    bring_in({**WELDER, "salaire": {"libelle": "Horaire de 15 Euros"}})
    assert only_offer(engine).salary == "15 € de l'heure"


def test_a_place_corrected_by_its_commune_stays_whole(engine: Engine, bring_in: Import) -> None:
    bring_in(WELDER)
    correct(engine, commune_code="03101", place="Domérat")
    before = only_offer(engine)
    bring_in({**WELDER, "lieuTravail": {"libelle": "18 - BOURGES", "commune": "18033"}})
    after = only_offer(engine)
    assert (after.place, after.latitude, after.longitude) == ("Domérat", before.latitude, before.longitude)


def test_the_difference_is_said_and_can_be_given_up(engine: Engine, bring_in: Import) -> None:
    bring_in(DEARER)
    correct(engine, salary="13 € de l'heure")
    with transaction(engine) as session:
        offer = session.exec(select(Offer)).one()
        assert differences(session, offer) == ["salaire : 13 € de l'heure ici, 14 € de l'heure à la source"]
        assert follow_source(session, offer, TUESDAY_10H) and differences(session, offer) == []


def test_line_ends_of_a_browser_are_no_correction(engine: Engine, bring_in: Import) -> None:
    bring_in({**WELDER, "description": "Un.\nDeux."})
    correct(engine, description=only_offer(engine).description.replace("\n", "\r\n"))
    bring_in({**WELDER, "description": "Trois."})
    assert only_offer(engine).description.endswith("Trois.")
