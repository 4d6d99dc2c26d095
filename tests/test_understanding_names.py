"""First name and family name, in any order and case. Every name is invented."""

import pytest

from bot.understanding.answers import Misunderstood, Understood
from bot.understanding.names import PersonName, find_name, understand_name


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("moi cest kevin DURAND", "Kevin", "Durand"),
        ("Durand Kévin", "Kévin", "Durand"),
        ("DURAND Kévin", "Kévin", "Durand"),
        ("je m'appel marie-claude de oliveira", "Marie-Claude", "de Oliveira"),
        ("jmapel kevin", "Kevin", ""),
        ("martine", "Martine", ""),
        ("MARIE DUPONT", "Marie", "Dupont"),
        ("jean pierre", "Jean-Pierre", ""),
        ("jean pierre martin", "Jean-Pierre", "Martin"),
        ("dupont jean-claude", "Jean-Claude", "Dupont"),
        ("Martin Thomas", "Thomas", "Martin"),
        ("thomas martin", "Thomas", "Martin"),
        ("bernard francis", "Francis", "Bernard"),
        ("nom : durand prenom : kevin", "Kevin", "Durand"),
        ("prénom Kevin nom DE OLIVEIRA", "Kevin", "de Oliveira"),
        ("el haddad youssef", "Youssef", "El Haddad"),
        ("martin durand lucie", "Lucie", "Martin Durand"),
        ("le goff yann", "Yann", "Le Goff"),
        ("ben salah karim", "Karim", "Ben Salah"),
        ("mohamed el amrani", "Mohamed", "El Amrani"),
        ("van damme julie", "Julie", "Van Damme"),
        ("Anne-Sophie d'Almeida", "Anne-Sophie", "d'Almeida"),
        ("Youssouf Dkhissi", "Youssouf", "Dkhissi"),
        ("kevin boulanger", "Kevin", "Boulanger"),
        ("bonjour je suis sophie bernard", "Sophie", "Bernard"),
        ("Mme Martin Sylvie", "Sylvie", "Martin"),
        ("kevin durand 0639980012", "Kevin", "Durand"),
        ("rose", "Rose", ""),
    ],
)
def test_a_name_in_any_order_and_case(text: str, first: str, last: str) -> None:
    answer = understand_name(text)
    assert isinstance(answer, Understood) and answer.value == PersonName(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "boulanger",
        "cariste",
        "aide soignante",
        "domerat",
        "Montluçon",
        "je cherche du travail",
        "pourquoi ?",
        "connard",
        "oui",
        "non",
        "je sais pas",
        "qsdf",
        "menage",
        "vélo",
        "0639980012",
        "mon tel 0639980012",
        "",
        "🙂",
        "votre nom",
        "michel 52 ans",
    ],
)
def test_what_is_no_name_is_asked_again(text: str) -> None:
    assert isinstance(understand_name(text), Misunderstood)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("bonjour je m'appelle kevin durand et je cherche du menage", PersonName("Kevin", "Durand")),
        ("slt moi cest martine jhabite montlucon", PersonName("Martine")),
        ("slt jsui martine jcherche du menage", PersonName("Martine")),
        ("je suis cariste", None),
        ("je suis marin pecheur", None),
        ("je suis de domerat", None),
    ],
)
def test_a_sentence_must_introduce_the_name(text: str, name: PersonName | None) -> None:
    found = find_name(text)
    assert (found and found.value) == name
