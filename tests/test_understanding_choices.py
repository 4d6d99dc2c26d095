"""A choice in a numbered list of three, unless the test says otherwise."""

import pytest

from bot.understanding.answers import Misunderstood, Understood
from bot.understanding.choices import understand_choice


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("2", (2,)),
        ("2.", (2,)),
        ("la 2", (2,)),
        ("le deuxième", (2,)),
        ("la 2eme svp", (2,)),
        ("choix 1", (1,)),
        ("n°3", (3,)),
        ("numero deux", (2,)),
        ("je prend la 2 merci", (2,)),
        ("un", (1,)),
        ("la une", (1,)),
        ("le premier", (1,)),
        ("le dernier", (3,)),
        ("2 ou 3", (2, 3)),
        ("1,3", (1, 3)),
        ("1/2", (1, 2)),
        ("le premier ou le 3eme", (1, 3)),
        ("3 et 1", (3, 1)),
        ("2️⃣", (2,)),
        ("les trois", (1, 2, 3)),
        ("tous", (1, 2, 3)),
        ("aucun", ()),
        ("aucune de ces dates", ()),
        ("0", ()),
        ("ni 1 ni 2", ()),
    ],
)
def test_a_choice_is_said_in_many_ways(text: str, chosen: tuple[int, ...]) -> None:
    answer = understand_choice(text, 3)
    assert isinstance(answer, Understood) and answer.value == chosen


@pytest.mark.parametrize(
    "text",
    [
        "7",
        "12",
        "14h",
        "0639980012",
        "2 enfants",
        "3 rue Barathon",
        "mardi 8",
        "10 ans",
        "pourquoi ?",
        "",
        "domerat",
        "2x8",
        "les deux",
    ],
)
def test_other_numbers_are_no_choice(text: str) -> None:
    assert isinstance(understand_choice(text, 3), Misunderstood)


def test_both_lines_of_two() -> None:
    assert understand_choice("les deux", 2) == Understood((1, 2), "les deux")
