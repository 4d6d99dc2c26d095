"""Pairs and places told by the trade: for this offer this person before that one, because…; this one refused, because…

`matching_labelled/offers.jsonl` holds the offers, `pairs.jsonl` and `places.jsonl` what must hold, one case a line.
"""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from backend.matching.lines import rank_lines
from backend.matching.setting import Setting, setting
from backend.matching.values import Position
from backend.offers.needs import read_facts
from backend.reference.communes import by_code

LABELLED = Path(__file__).parent / "matching_labelled"
TODAY = date(2026, 11, 23)
LISTS = {"top": "top", "refused": "refused", "gap": "gaps", "out_of_reach": "out_of_reach"}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (LABELLED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


OFFERS = {row["id"]: row for row in rows("offers")}
PAIRS, PLACES = rows("pairs"), rows("places")


@cache
def on_monday() -> Setting:
    return setting(TODAY)


def position(code: str) -> Position | None:
    commune = by_code(code)
    return (commune.latitude, commune.longitude) if commune else None


def ranked(offer: str, *people: dict[str, Any]) -> dict[str, Any]:
    lines = rank_lines([json.dumps(OFFERS[offer])], map(json.dumps, people), on_monday(), position, read_facts)
    answer: dict[str, Any] = json.loads(next(lines))
    return answer


def name(number: int, row: dict[str, Any]) -> str:
    return f"{number}: {row['offer']}: {row['why']}"


@pytest.mark.parametrize("row", PAIRS, ids=[name(number, row) for number, row in enumerate(PAIRS, 1)])
def test_one_comes_before_the_other(row: dict[str, Any]):
    scores = {result["person"]: result["score"] for result in ranked(row["offer"], row["before"], row["after"])["top"]}
    assert scores["a"] > scores["b"]


@pytest.mark.parametrize("row", PLACES, ids=[name(number, row) for number, row in enumerate(PLACES, 1)])
def test_a_person_stands_in_this_list_only(row: dict[str, Any]):
    answer = ranked(row["offer"], row["person"])
    assert {place: [each["person"] for each in answer[key]] for place, key in LISTS.items()} == {
        place: ["p"] if place == row["place"] else [] for place in LISTS
    }


@pytest.mark.parametrize("row", [row for row in PLACES if row["place"] == "gap"], ids=lambda row: row["missing"])
def test_a_training_gap_names_what_is_missing(row: dict[str, Any]):
    assert ranked(row["offer"], row["person"])["gaps"][0]["missing"] == row["missing"]


def test_the_labelled_set_is_large_enough_to_mean_something():
    assert len(PAIRS) >= 120
    assert len([row for row in PLACES if row["place"] != "top"]) >= 60
