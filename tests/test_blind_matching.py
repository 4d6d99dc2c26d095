"""Rows written from the trade and labelled before they were run: floors over each kind, never one rule per row.

`blind/matching_rows.jsonl`: for an offer of `matching_offers.jsonl`, "before" (a strictly above b), "same" (twins),
or the list in which a must stand; "not_top" is any list but the first. `blind/offer_needs.jsonl`: texts of offers.
`third_*` is a later lot of the same shapes, by a stranger to the rules. `lawful.jsonl` holds sentences for the reader
of forbidden criteria: its serious marks, or mild ones when not `serious`; `also` may be marked or not.
"""

import json
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from backend.matching.lines import rank_lines
from backend.matching.setting import setting
from backend.matching.values import Position
from backend.offers.lawful import unlawful
from backend.offers.needs import read_facts, read_needs
from backend.reference.communes import by_code

BLIND = Path(__file__).parent / "blind"
TODAY = date(2026, 11, 26)
LISTS = {"top": "top", "refused": "refused", "gaps": "gap", "out_of_reach": "out_of_reach"}
Standing = tuple[str, float]


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (BLIND / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def lots(name: str) -> list[dict[str, Any]]:
    """The rows of all lots of `name`: the first two are in one file, the third in its own."""
    return rows(name) + rows(f"third_{name.removeprefix('matching_')}")


def place_of(code: str) -> Position | None:
    commune = by_code(code)
    return (commune.latitude, commune.longitude) if commune else None


@cache
def every_row() -> list[tuple[dict[str, Any], Standing, Standing]]:
    """Each row with where a and b stand, each offer ranked once with its own people."""
    people: dict[str, list[str]] = defaultdict(list)
    for number, row in enumerate(lots("matching_rows")):
        people[row["offer"]] += [json.dumps({"id": f"{number}{side}", **row[side]}) for side in "ab" if side in row]
    day, stands = setting(TODAY), {}
    for offer in lots("matching_offers"):
        lines = rank_lines([json.dumps(offer)], people[offer["id"]], day, place_of, read_facts, top=10_000)
        stands.update(_standings(json.loads(next(lines)), len(people[offer["id"]])))
    nowhere = ("", -1.0)
    return [
        (row, stands[f"{number}a"], stands.get(f"{number}b", nowhere))
        for number, row in enumerate(lots("matching_rows"))
    ]


def _standings(ranking: dict[str, Any], asked: int) -> dict[str, Standing]:
    found = {
        each["person"]: (name, each["score"] if key == "top" else -1.0)
        for key, name in LISTS.items()
        for each in ranking[key]
    }
    assert len(found) == sum(len(ranking[key]) for key in LISTS) == asked, "each person is in exactly one list"
    return found


def holds(row: dict[str, Any], a: Standing, b: Standing) -> bool:
    match row["kind"]:
        case "before":
            return a[0] == "top" and a[1] > b[1]
        case "same":
            return a == b
        case "not_top":
            return a[0] != "top"
        case place:
            return bool(a[0] == place)


@pytest.mark.parametrize("kinds", ["before", "same", "refused not_top", "gap", "out_of_reach", "top"])
def test_of_the_rows_of_each_kind_nearly_all_hold(kinds: str):
    wrong = [row["why"] for row, a, b in every_row() if row["kind"] in kinds.split() and not holds(row, a, b)]
    count = sum(row["kind"] in kinds.split() for row, _, _ in every_row())
    assert len(wrong) <= 0.03 * count, wrong


def test_the_rows_are_enough_to_mean_something():
    assert len(every_row()) >= 530


def test_the_needs_of_texts_that_no_rule_was_made_from_are_read():
    expected = {(n, code, must) for n, row in enumerate(lots("offer_needs")) for code, must in row["needs"].items()}
    found = {(n, need.code, need.must) for n, row in enumerate(lots("offer_needs")) for need in read_needs(row["text"])}
    by_code, with_must = _f1({one[:2] for one in expected}, {one[:2] for one in found}), _f1(expected, found)
    assert len(lots("offer_needs")) >= 300
    assert by_code >= 0.97 and with_must >= 0.95, (by_code, with_must, sorted(expected ^ found))


def _f1(expected: set[Any], found: set[Any]) -> float:
    return 2 * len(expected & found) / (len(expected) + len(found))


def test_forbidden_criteria_are_found_in_sentences_that_no_rule_was_made_from():
    sentences = rows("lawful")
    wrong = [row["text"] for row in sentences if not _rightly_marked(row)]
    assert len(sentences) >= 120
    assert len(wrong) <= 0.03 * len(sentences), wrong


def _rightly_marked(row: dict[str, Any]) -> bool:
    found = unlawful(row["text"])
    serious = {one.criterion for one in found if one.serious} - set(row.get("also", ()))
    if row["serious"] or not row["marks"]:
        return serious == set(row["marks"])
    return set(row["marks"]) <= {one.criterion for one in found}
