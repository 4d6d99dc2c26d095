"""What the text of a CV says, and when a certificate was obtained: one line of data, one assert."""

from datetime import datetime

import pytest

from backend.reference import occupations
from backend.reference.licence_validity import is_over, valid_until
from bot.understanding.answers import Misunderstood, Understood
from bot.understanding.cv_text import CvText, read_cv
from bot.understanding.obtained import understand_obtained

NOW = datetime(2026, 11, 25)
CHARIOTS = ("caces-R489-3", "caces-R489-5")


def cv(text: str) -> CvText:
    return read_cv(text, occupations.default(), NOW)


def employers(text: str) -> list[tuple[str, str]]:
    return [(job.work, job.employer) for job in cv(text).jobs]


def jobs(text: str) -> list[tuple[str, float | None]]:
    return [(job.work, job.years) for job in cv(text).jobs]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Expériences\n2018 - 2023 : Cariste, Transports Morel", [("cariste", 5.0)]),
        ("EXPÉRIENCE PROFESSIONNELLE\nMaçon\nBâti Centre, Commentry\nDe 2010 à 2019", [("maçon", 9.0)]),
        ("Emplois\n2012-2014\nHôtesse de caisse chez Carrefour", [("hôtesse de caisse", 2.0)]),
        ("Expériences\nDepuis mars 2020 : chauffeur poids lourd", [("chauffeur poids lourd", 7.0)]),
        ("Expériences\nAide à domicile  ADMR  10 ans", [("aide à domicile", 10.0)]),
        ("Expériences\nJanvier 2020 à juin 2020 Serveuse", [("serveuse", 0.5)]),
        ("Expériences\nServeuse, 2005", [("serveuse", None)]),
        ("Expériences\n2010-2012 maçon\n2015-2018 maçon, Dupont", [("maçon", 5.0)]),
        ("Expériences\n2010-2012 maçon\n2015-2018 cariste", [("cariste", 3.0), ("maçon", 2.0)]),
    ],
)
def test_a_past_job_has_its_years_the_latest_first(lines: str, expected: list[tuple[str, float | None]]) -> None:
    assert jobs(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Expériences\n2018 - 2023 : Cariste, Transports Morel", [("cariste", "Transports Morel")]),
        ("Expériences\n2005-2008 vendeuse chez Kiabi", [("vendeuse", "Kiabi")]),
        ("Expériences\nCaissière 2005 - 2008\nIntermarché", [("caissière", "Intermarché")]),
        ("Expériences\nLIDL\nCaissier\nDe mars 2018 à 2019", [("caissier", "LIDL")]),
        ("Expériences\n2021-2023\nVigile\nSECURITAS, Montluçon\nRondes", [("vigile", "SECURITAS")]),
        ("Expériences\n3 ans cantinière à l'école de Vallon", [("cantinière", "école de Vallon")]),
        ("Expériences\n1985-1999 couturière / usine Rossignol à Vichy", [("couturière", "usine Rossignol")]),
        ("Expériences\n2019-2023 Cariste\nChargement, inventaire", [("cariste", "")]),
        ("Expériences\n2019-2023 Cariste, Montluçon, CDI", [("cariste", "")]),
        ("Expériences\n10 ans ménage chez des particuliers", [("ménage", "")]),
        ("Expériences\n1990-1997 manoeuvre dans le bâtiment", [("manoeuvre", "")]),
        ("Expériences\nOuvrière agricole au Portugal, 5 ans", [("ouvrière agricole", "")]),
        (
            "Emplois\n2019-2020\nCariste\nMorel Transports\n2015-2018\nMaçon\nBâti Centre",
            [("cariste", "Morel Transports"), ("maçon", "Bâti Centre")],
        ),
        (
            "Emplois\nDURAND SARL\nCariste\n2019-2020\nBÂTI CENTRE\nMaçon\n2015-2018",
            [("cariste", "DURAND SARL"), ("maçon", "BÂTI CENTRE")],
        ),
    ],
)
def test_a_past_job_has_its_employer_when_it_is_sure(lines: str, expected: list[tuple[str, str]]) -> None:
    assert employers(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Cariste\nExpériences\n2019-2020\nMaçon", [("maçon", 1.0)]),
        (
            "Expériences\n2019-2021\nCariste\nChargement, inventaire\n2015-2018\nMaçon",
            [("cariste", 2.0), ("maçon", 3.0)],
        ),
        ("Expériences\n2016 2019 maçon chez colas", [("maçon", 3.0)]),
        ("Expériences\n2019-2021 Mâcon\nSoudeur", [("soudeur", 2.0)]),
        ("Compétences\nCouture\nLoisirs\nmoto\n───\nExpériences\n2019-2021 Cariste", [("cariste", 2.0)]),
    ],
)
def test_dates_belong_to_the_job_above_or_below_them(lines: str, expected: list[tuple[str, float]]) -> None:
    assert jobs(lines) == expected


@pytest.mark.parametrize(
    "lines",
    [
        "Formations\n2005 CAP maçon",
        "Loisirs : jardinage, couture, photographe",
        "Né le 12/03/1985\nMaçon",
        "Expériences\n2018-2020 Chargement et déchargement des camions",
        "Compétences\nWord, Excel",
        "",
        "\x00 12345 ''",
    ],
)
def test_what_is_no_past_job_is_not_read_as_one(lines: str) -> None:
    assert jobs(lines) == []


@pytest.mark.parametrize(
    ("line", "licences", "dates"),
    [
        ("Permis B, véhiculé", ("permis-B",), {}),
        ("CACES R489 cat. 3, 5 (2022)", CHARIOTS, dict.fromkeys(CHARIOTS, "2022")),
        ("SST mai 2025", ("sst",), {"sst": "2025-05"}),
        ("FIMO valable jusqu'en 2029", ("fimo",), {"fimo": "2024"}),
        ("Permis B obtenu en 2001", ("permis-B",), {}),
        ("Habilitation électrique en cours", (), {}),
    ],
)  # fmt: skip
def test_a_certificate_has_the_date_of_its_line(line: str, licences: tuple[str, ...], dates: dict[str, str]) -> None:
    assert (cv(line).licences, cv(line).dates) == (licences, dates)


@pytest.mark.parametrize(
    ("lines", "diploma"),
    [
        ("Formations\n2003 CAP maçonnerie\n2005 Bac pro bâtiment, lycée Einstein", "Bac pro bâtiment"),
        ("Diplômes\nBEP vente 1998", "BEP vente"),
        ("Formations\nBTS en cours", ""),
    ],
)
def test_the_highest_diploma_is_read(lines: str, diploma: str) -> None:
    assert cv(lines).diploma == diploma


@pytest.mark.parametrize(
    ("said", "dates"),
    [
        ("2022", dict.fromkeys(CHARIOTS, "2022")),
        ("en mai 2022", dict.fromkeys(CHARIOTS, "2022-05")),
        ("05/2022", dict.fromkeys(CHARIOTS, "2022-05")),
        ("le 3 en 2019 et le 5 en 2022", {"caces-R489-3": "2019", "caces-R489-5": "2022"}),
        ("2019 pour le 3, 2022 pour le 5", {"caces-R489-3": "2019", "caces-R489-5": "2022"}),
        ("le 3 en 2020", {"caces-R489-3": "2020"}),
        ("y a 3 ans", dict.fromkeys(CHARIOTS, "2023")),
        ("lannee derniere", dict.fromkeys(CHARIOTS, "2025")),
        ("jcrois en 22", dict.fromkeys(CHARIOTS, "2022")),
        ("je sais plus", {}),
    ],
)
def test_when_certificates_were_obtained(said: str, dates: dict[str, str]) -> None:
    answer = understand_obtained(said, CHARIOTS, NOW)
    assert isinstance(answer, Understood) and answer.value == dates


@pytest.mark.parametrize("said", ["2030", "bonjour", "oui", "permis b", "cariste"])
def test_what_is_no_past_date_is_not_understood(said: str) -> None:
    assert isinstance(understand_obtained(said, CHARIOTS, NOW), Misunderstood)


@pytest.mark.parametrize(
    ("code", "obtained", "until", "over"),
    [
        ("caces-R489-3", "2021-11", "2026-11", False),
        ("caces-R489-3", "2021-10", "2026-10", True),
        ("caces-R489-3", "2021", "2026", False),
        ("caces-R482-A", "2019", "2029", False),
        ("sst", "2023", "2025", True),
        ("permis-B", "1999", None, False),
    ],
)
def test_how_long_a_certificate_is_good_for(code: str, obtained: str, until: str | None, over: bool) -> None:
    assert (valid_until(code, obtained), is_over(code, obtained, NOW.date())) == (until, over)
