"""`mission-emploi rank` on files that nobody should have written: a line out per offer, and each person somewhere."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.commands.lines import rank

OFFER = {"id": "o", "intitule": "Cariste", "romeCode": "N1101", "lieuTravail": {"commune": "03185"}}
PERSON = {"id": "p", "wants": ["cariste"], "commune": "03185", "modes": ["car"], "max_minutes": 30}
DEEP = b"[" * 100_000


def lines(*values: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def with_each(base: dict[str, Any], *fields: tuple[str, Any]) -> bytes:
    return lines(*({**base, "id": f"{number}", field: value} for number, (field, value) in enumerate(fields)))


WRONG_OFFERS = with_each(
    OFFER,
    ("intitule", 3), ("romeCode", ["N1101"]), ("romeCode", "Z9999"), ("romeCode", " n1101 "), ("lieuTravail", "ici"),
    ("typeContrat", {"a": 1}), ("permis", "B"), ("competences", [1, None, []]), ("langues", {"x": 1}),
    ("formations", [[]]), ("experienceLibelle", 12), ("contexteTravail", [1]), ("nombrePostes", -3),
    ("startFrom", "demain"), ("startFrom", "2099-01-01T08:00:00Z"), ("startUntil", "2020-02-01"), ("description", None),
)  # fmt: skip
WRONG_PEOPLE = with_each(
    PERSON,
    ("wants", {"a": 1}), ("wants", [None, 3, ["x"]]), ("wants", ["Z9999", "K2206"]), ("commune", 3185),
    ("commune", "99999"), ("commune", "03318"), ("modes", {}), ("modes", ["fusée"]), ("max_minutes", "30 min"),
    ("max_minutes", -20), ("max_minutes", 1e308), ("max_minutes", True), ("licences", {"B": 1}), ("licences", [1]),
    ("skills", "Excel"), ("experience", {"work": "x"}), ("experience", [{"years": -5, "work": "cariste"}]),
    ("experience", [{"years": 1e300, "work": "cariste"}]), ("diploma", ["bac"]), ("contracts", ["cdi"]),
    ("nights", "oui"), ("part_time", []), ("available_from", "2026-13-45"), ("available_from", "9999-12-31"),
    ("available_from", "2026-12-01T00:00:00.000Z"), ("available_from", 1767225600),
)  # fmt: skip
NOT_NUMBERS = b'{"id": "a", "max_minutes": NaN, "commune": "03185"}\n{"id": "b", "max_km": -Infinity}\n'


@pytest.mark.parametrize(
    ("offers", "people", "each_offer"),
    [
        (WRONG_OFFERS, lines(PERSON), [1] * 17),
        (lines(OFFER), WRONG_PEOPLE, [26]),
        (b'{"id": "o", "lieuTravail": {"latitude": NaN}, "nombrePostes": 1e400}\n', NOT_NUMBERS, [2]),
        (lines(OFFER, OFFER), lines(PERSON, PERSON), [1, 1]),
        (b"", b"", []),
        (lines(OFFER), b"", [0]),
        (b"\xef\xbb\xbf" + lines(OFFER), b"\xef\xbb\xbf" + lines(PERSON), [1]),
        (lines(OFFER).replace(b"\n", b"\r\n"), lines(PERSON).replace(b"\n", b"\r\n"), [1]),
        (b'{"id": "o", "intitule": "Employ\xe9"}', b'{"id": "p", "wants": ["pr\xe9parateur"]}', [1]),
        (lines(OFFER) + DEEP, lines(PERSON) + DEEP, [1, 0]),
        (b'{"id": "\\ud800", "intitule": "\\udfff"}\n', b'{"id": "\\ud83d"}\n', [1]),
        (b"\x00\n1\nnull\n[]\n" + lines(OFFER), b"\x00\n1\nnull\n" + lines(PERSON), [0, 0, 0, 0, 1]),
        (lines({**OFFER, "id": 7}), lines(*({**PERSON, "id": odd} for odd in (7, "7", None, {}, "", 0, True))), [2]),
        (b'{"id": "o", "nombrePostes": ' + b"9" * 6000 + b"}\n" + lines(OFFER), lines(PERSON), [0, 1]),
        (json.dumps({**OFFER, "intitule": "a\u2028b"}, ensure_ascii=False).encode(), lines(PERSON), [1]),
    ],
    ids=[
        "wrong offers", "wrong people", "not numbers", "the same ids", "empty", "no people", "BOM", "CRLF", "latin-1",
        "nested too deep", "half characters", "no objects", "ids that are no text", "a number too long", "U+2028",
    ],
)  # fmt: skip
def test_no_file_stops_the_ranking(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], offers: bytes, people: bytes, each_offer: list[int]
) -> None:
    (tmp_path / "offers").write_bytes(offers)
    (tmp_path / "people").write_bytes(people)
    rank(tmp_path / "offers", tmp_path / "people", 50, None)
    answers = [json.loads(line) for line in capsysbinary.readouterr().out.decode().split("\n") if line]
    assert [
        sum(len(answer[key]) for key in ("top", "refused", "gaps", "out_of_reach")) for answer in answers
    ] == each_offer
