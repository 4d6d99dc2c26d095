"""The JSON lines of the command: one line in, one line out, whatever the line."""

import json
from datetime import datetime

import pytest

from backend.reference.occupations import default
from bot.understanding.lines import understand_lines

NOW = datetime(2026, 11, 25, 10)


def answers(kind: str, *lines: str) -> list[object]:
    return [json.loads(line) for line in understand_lines(kind, lines, default(), NOW)]


def test_when_answers_a_moment_or_null() -> None:
    asked = json.dumps({"text": "jeudi 14h", "reference_time": "2026-11-25T10:00:00"})
    assert answers("when", asked, json.dumps({"text": "pourquoi"})) == [
        {"start": "2026-11-26T14:00:00", "end": None, "grain": "hour"},
        None,
    ]


def test_where_answers_candidates_best_first_and_whether_it_is_sure() -> None:
    (answer,) = answers("where", json.dumps({"text": "domera", "near": "03185"}))
    assert isinstance(answer, dict) and answer["candidates"][0]["code"] == "03101" and answer["sure"] is True


def test_work_answers_nothing_to_a_question() -> None:
    assert answers("work", json.dumps({"text": "c'est qui ?", "near": None})) == [{"candidates": [], "sure": False}]


def test_sentence_answers_every_slot_with_its_words() -> None:
    (answer,) = answers("sentence", json.dumps({"text": "permis b a huriel", "near": "03185"}))
    assert answer == {
        "licences": {"value": {"held": ["permis-B"], "denied": []}, "words": "permis b"},
        "commune": {"value": {"code": "03128", "label": "Huriel"}, "words": "huriel"},
    }


@pytest.mark.parametrize(
    ("kind", "nothing"),
    [
        ("when", None),
        ("where", {"candidates": [], "sure": False}),
        ("work", {"candidates": [], "sure": False}),
        ("sentence", {}),
    ],
)
@pytest.mark.parametrize(
    "line",
    ["", "not json", "[1, 2]", "null", '{"text": 5}', '{"reference_time": "hier"}', '{"text": "\\ud800"}', "[" * 9_000],
)
def test_a_line_that_cannot_be_read_says_nothing(kind: str, nothing: object, line: str) -> None:
    assert answers(kind, line) == [nothing]
