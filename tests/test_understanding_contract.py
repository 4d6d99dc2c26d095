"""Contracts and hours, wanted and refused."""

import pytest

from bot.understanding.answers import Misunderstood, Understood
from bot.understanding.contract import CONTRACTS, Wishes, find_wishes, understand_contract


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("cdi", Wishes(("CDI",))),
        ("cdi ou interim", Wishes(("CDI", "MIS"))),
        ("saisonnier", Wishes(("SAI",))),
        ("alternance", Wishes(("APP",))),
        ("pas d'intérim", Wishes(refused_contracts=("MIS",))),
        ("peu importe", Wishes(CONTRACTS[:4])),
        ("mi-temps", Wishes(wanted=("part_time",))),
        ("temps plein", Wishes(wanted=("full_time",))),
        ("20h", Wishes(wanted=("part_time",), weekly_hours=20)),
        ("35h par semaine", Wishes(wanted=("full_time",), weekly_hours=35)),
        ("2x8 ok", Wishes(wanted=("shifts",))),
        ("3x8 non", Wishes(refused=("shifts",))),
        ("le matin seulement", Wishes(wanted=("mornings",))),
        ("que la journée", Wishes(wanted=("days",))),
        ("du lundi au vendredi", Wishes(wanted=("weekdays",))),
        ("pas le week-end", Wishes(refused=("weekends",))),
        ("pas le we", Wishes(refused=("weekends",))),
        ("je peux pas travailler le samedi et le dimanche", Wishes(refused=("weekends",))),
        ("pas le soir ni le mercredi", Wishes(refused=("evenings", "wednesdays"))),
        ("pas de nuit", Wishes(refused=("nights",))),
        ("interim ok mais pas de nuit", Wishes(("MIS",), refused=("nights",))),
        ("cdi temps partiel", Wishes(("CDI",), wanted=("part_time",))),
    ],
)
def test_what_someone_accepts(text: str, wishes: Wishes) -> None:
    answer = understand_contract(text)
    assert isinstance(answer, Understood) and answer.value == wishes


@pytest.mark.parametrize("text", ["non", "domerat", "pas avant 9h", "", "pourquoi ?", "0639980012"])
def test_no_wish_is_read_where_none_is_said(text: str) -> None:
    assert isinstance(understand_contract(text), Misunderstood)


@pytest.mark.parametrize("text", ["dispo samedi", "mardi matin", "je viens demain soir"])
def test_a_moment_in_a_sentence_is_no_wish(text: str) -> None:
    assert find_wishes(text) is None


def test_a_sentence_gives_its_wishes() -> None:
    found = find_wishes("je cherche un cdi de caissiere pas le dimanche")
    assert found is not None and found.value == Wishes(("CDI",), refused=("sundays",))
