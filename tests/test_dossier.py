"""The PDF an employer receives: what it says, what it never says, and how it is set."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from backend.people.tables import Candidate
from backend.placement.curriculum import cv_of
from backend.placement.dossier import Cover, Cv, as_pdf, say_day
from backend.placement.guarantee import CLAIMS
from backend.placement.typography import french, say_phones
from tests.databases import TUESDAY_10H as NOW

COVER = Cover(
    office="mission Emploi de Montluçon", office_address="67 ter boulevard de Courtais, 03100 Montluçon",
    office_phone="04 65 71 00 01", adviser="Sylvie Lacote", employer="Ateliers du Cher",
    offer="Agent d'entretien de bureaux", on=date(2026, 12, 1),
    note='Pour votre poste "Agent d\'entretien", voici deux personnes que nous avons rencontrées.\nÀ bientôt !',
)  # fmt: skip
LEA = Candidate(
    office_id=1, first_name="Léa", last_name="Ménagier-Œillet", commune_code="03101", status="active",
    wants=[{"code": "K2204", "label": "agente d'entretien"}], experience_years=12.5,
    past_jobs=[{"work": "aide ménagère", "years": 10, "employer": "ADMR"}, {"work": "K2204", "years": 2}],
    licences=["permis-B", "caces-R489-3"], skills=["repassage", "nettoyage des sols"], modes=["bicycle"],
    max_minutes=25, max_km=12, diploma="CAP agent de propreté", available_from=NOW.date(), contracts=["CDI", "CDD"],
    notes="née en 1968, seule avec deux enfants", created_at=NOW, last_contact_at=NOW,
)  # fmt: skip


def pages(people: list[Cv]) -> list[str]:
    """The words of each page, on one line: a no-break space reads as a space."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(as_pdf(COVER, people))).pages]


def lea() -> Cv:
    return cv_of(LEA, ["met", "can_come"], NOW.date())


@pytest.mark.parametrize(
    "said", ["Léa Ménagier-Œillet", "12,5 ans", "Aide ménagère", "ADMR", "repassage", "CAP agent de propreté",
             "Disponible tout de suite", "CDI, CDD", "Peut se rendre sur place", "Permis B"],
)  # fmt: skip
def test_the_cv_says(said: str) -> None:
    assert said in pages([lea()])[1]


def test_one_job_that_lasted_all_the_years_is_said_once() -> None:
    sole = LEA.model_copy(update={"past_jobs": [{"work": "agente d'entretien", "years": 12.5, "employer": "ADMR"}]})
    page = pages([cv_of(sole, [], NOW.date())])[1]
    assert page.count("12,5 ans") == 1 and "Agente d’entretien, ADMR, 12,5 ans" in page


@pytest.mark.parametrize("hidden", ["Domérat", "03101", "vélo", "25", "12 km", "1968", "enfants", "06 39"])
def test_an_employer_never_reads(hidden: str) -> None:
    assert hidden not in pages([lea()])[1]


def test_a_profile_with_nothing_but_a_name_still_makes_a_cv() -> None:
    empty = Candidate(office_id=1, first_name="Bo", created_at=NOW, last_contact_at=NOW)
    assert "Bo" in pages([cv_of(empty, [], NOW.date())])[1]


def test_several_people_have_a_summary_and_a_page_each() -> None:
    found = pages([lea()] * 3)
    assert len(found) == 4 and found[0].count("Ménagier") == 3 and "Ce que nous garantissons" in found[0]


def test_thirty_people_go_over_the_page() -> None:
    assert len(pages([lea()] * 30)) > 31


def test_text_that_looks_like_markup_is_text() -> None:
    strange = Candidate(office_id=1, first_name="<b>Bo & Co", created_at=NOW, last_contact_at=NOW)
    assert "<b>Bo & Co" in pages([cv_of(strange, [], NOW.date())])[1]


def test_the_document_has_a_title_and_a_language() -> None:
    pdf = PdfReader(BytesIO(as_pdf(COVER, [lea()])))
    assert pdf.metadata and "Léa" in (pdf.metadata.title or "") and pdf.trailer["/Root"]["/Lang"] == "fr-FR"


def test_the_same_dossier_is_the_same_file() -> None:
    assert as_pdf(COVER, [lea()]) == as_pdf(COVER, [lea()])


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("l'offre", "l’offre"),
        ('le poste "cariste"', "le poste «\u00a0cariste\u00a0»"),
        ("Objet : poste", "Objet\u00a0: poste"),
        ("Bonjour !", "Bonjour\u00a0!"),
        ("10 ans", "10\u00a0ans"),
        ("12,50 €", "12,50\u00a0€"),
        ("à 14:30", "à 14:30"),
        ("et puis...", "et puis…"),
        ("+33465710001", "04\u00a065\u00a071\u00a000\u00a001"),
    ],
)
def test_a_text_is_set_as_french_printers_do(typed: str, set_: str) -> None:
    assert french(typed) == set_


@pytest.mark.parametrize(("day", "said"), [(date(2026, 12, 1), "1er décembre 2026"), (date(2027, 8, 2), "2 août 2027")])
def test_a_day_is_said_in_french(day: date, said: str) -> None:
    assert say_day(day) == said


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS.keys())
def test_a_claim_has_words_for_both_and_an_end(claim: object) -> None:
    assert all(getattr(claim, name) for name in ("asked", "told", "days", "proof"))


def test_a_number_is_said_in_a_message_as_it_is_read_aloud() -> None:
    assert say_phones("Appelez le +33465710001.") == "Appelez le 04 65 71 00 01."
