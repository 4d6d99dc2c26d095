"""Licences and certificates, held and denied."""

import pytest

from backend.reference.licence_words import mentions
from backend.reference.licences import LICENCES, with_included
from bot.understanding.answers import Misunderstood, Understood
from bot.understanding.licences import Licences, find_licences, understand_licences


def held(*codes: str) -> Licences:
    return Licences(codes)


def denied(*codes: str) -> Licences:
    return Licences((), codes)


CHARIOTS_1_3_5 = held("caces-R489-1A", "caces-R489-3", "caces-R489-5")


@pytest.mark.parametrize(
    ("text", "licences"),
    [
        ("permis b", held("permis-B")),
        ("permi", held("permis-B")),
        ("b", held("permis-B")),
        ("g le b", held("permis-B")),
        ("le b et le c", held("permis-B", "permis-C")),
        ("B, C", held("permis-B", "permis-C")),
        ("permis B à Montluçon", held("permis-B")),
        ("poids lourd", held("permis-C")),
        ("permis pl fimo fco", held("permis-C", "fimo", "fco")),
        ("super lourd", held("permis-CE")),
        ("EC", held("permis-CE")),
        ("AM / BSR", held("permis-AM")),
        ("permis moto", held("permis-A")),
        ("permis voiture et moto", held("permis-A", "permis-B")),
        ("permis poid lour", held("permis-C")),
        ("caces", held("caces")),
        ("caces 1 3 5", CHARIOTS_1_3_5),
        ("CACES 1-3-5", CHARIOTS_1_3_5),
        ("caces R489 1A 3 5", CHARIOTS_1_3_5),
        ("caces r389 cat 1 3 et 5", CHARIOTS_1_3_5),
        ("caces 1.3.5 r489", CHARIOTS_1_3_5),
        ("caces 1,3", held("caces-R489-1A", "caces-R489-3")),
        ("cases 3", held("caces-R489-3")),
        ("caces 3 a domerat", held("caces-R489-3")),
        ("caces 3 10 ans d'expérience", held("caces-R489-3")),
        ("permis cariste", held("caces-R489")),
        ("caces nacelle", held("caces-R486")),
        ("caces a et b nacelle", held("caces-R486-A", "caces-R486-B")),
        ("caces nacelle 3B", held("caces-R486-B")),
        ("caces R482 A F", held("caces-R482-A", "caces-R482-F")),
        ("caces 9", held("caces-R482-F")),
        ("caces pont r484 cat 1", held("caces-R484-1")),
        ("caces 3 et pont roulant", held("caces-R484", "caces-R489-3")),
        ("jai le permi et le caces 3", held("permis-B", "caces-R489-3")),
        ("habilitation électrique b1v br", held("habilitation-electrique")),
        ("h0b0", held("habilitation-electrique")),
        ("ssiap 1", held("ssiap-1")),
        ("sst et bafa", held("sst", "bafa")),
        ("afgsu2", held("afgsu")),
        ("haccp", held("haccp")),
        ("travail en hauteur", held("hauteur")),
        ("pa de permi", denied("permis-B")),
        ("sans permis", denied("permis-B")),
        ("ni permis ni caces", denied("permis-B", "caces")),
        ("pas de permis ou caces", denied("permis-B", "caces")),
        ("j'avais le permis mais on me l'a retiré", denied("permis-B")),
        ("permis suspendu", denied("permis-B")),
        ("permis en cours", denied("permis-B")),
        ("je passe mon permis", denied("permis-B")),
        ("jai pas le permi mais le caces 3", Licences(("caces-R489-3",), ("permis-B",))),
        ("pas de permis moto mais permis b", Licences(("permis-B",), ("permis-A",))),
        ("j'ai pas de voiture mais j'ai le permis", held("permis-B")),
        ("aucun", Licences()),
        ("non", Licences()),
        ("j'ai rien", Licences()),
    ],
)
def test_what_someone_holds_and_what_they_do_not(text: str, licences: Licences) -> None:
    answer = understand_licences(text)
    assert isinstance(answer, Understood) and answer.value == licences


@pytest.mark.parametrize(
    "text",
    [
        "oui",
        "je sais pas",
        "voiture sans permis",
        "permis de séjour",
        "1 3 5",
        "domerat",
        "",
        "pourquoi ?",
        "14h",
        "super",
    ],
)
def test_no_licence_is_read_where_none_is_named(text: str) -> None:
    assert isinstance(understand_licences(text), Misunderstood)


def test_a_sentence_gives_its_words() -> None:
    found = find_licences("jcherche cariste jai le permi et le caces 3 dispo")
    assert found is not None and found.words == "permi et le caces 3"


def test_a_larger_licence_comes_with_the_smaller_ones() -> None:
    assert with_included(["permis-CE"]) >= {"permis-C", "permis-BE", "permis-B"}


def test_offers_are_read_by_the_same_words() -> None:
    codes = [mention.code for mention in mentions("caces nacelle 1b et l aipr serait un plus permis c exige")]
    assert codes == ["caces-R486-B", "aipr", "permis-C"]


def test_every_licence_that_comes_along_exists() -> None:
    assert {code for licence in LICENCES.values() for code in licence.gives} <= set(LICENCES)
