"""JSON lines in, JSON lines out: what `mission-emploi rank` does between two files (docs/matching.md)."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from backend.matching.lenient import Row
from backend.matching.rank import rank
from backend.matching.read_offer import ReadText, read_offer
from backend.matching.read_person import PlaceOf, read_person
from backend.matching.setting import Setting
from backend.matching.values import Gap, OutOfReach, Person, Ranking, Result

TOP = 50
Told: TypeAlias = Callable[[int, str], None]
"""Who is told of a line of people that is left out: its number from 1, and why (French)."""
_BROKEN, _NO_ID, _AGAIN = "ligne illisible", "ligne sans id", "id déjà vu plus haut : cette ligne remplace l'autre"


def rank_lines(
    offers: Iterable[str],
    people: Iterable[str],
    setting: Setting,
    place_of: PlaceOf,
    read_text: ReadText | None = None,
    top: int = TOP,
    tell: Told = lambda line, why: None,
) -> Iterator[str]:
    """One JSON line per line of `offers`, in their order; a line that is no offer gives {"offer", "error", "line"} and
    the rest goes on. People's lines that are no person are left out, and `tell` hears of each."""
    pool = list(read_people(people, place_of, tell))
    for number, line in enumerate(offers, 1):
        if not line.strip():
            continue
        found = _object(line)
        offer = read_offer(found, place_of, read_text) if found is not None else None
        wrong = _BROKEN if found is None else _NO_ID
        answer = as_row(rank(offer, pool, setting), top) if offer else _no_offer(number, wrong)
        yield json.dumps(answer, ensure_ascii=False)


def read_people(lines: Iterable[str], place_of: PlaceOf, tell: Told = lambda line, why: None) -> Iterator[Person]:
    """The people of JSON lines. A line that is broken or has no id is left out, an id that comes again stands for the
    one before: `tell` hears of both. Blank lines are nothing."""
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found = _object(line)
        person = read_person(found, place_of) if found is not None else None
        if person is None:
            tell(number, _BROKEN if found is None else _NO_ID)
            continue
        if person.id in seen:
            tell(number, _AGAIN)
        seen.add(person.id)
        yield person


def as_row(ranking: Ranking, top: int = TOP) -> dict[str, object]:
    """A ranking as plain values, the top cut to `top` people."""
    return {
        "offer": ranking.offer,
        "top": [_result(result) for result in ranking.top[: max(0, top)]],
        "refused": [{"person": each.person, "reason": each.reason} for each in ranking.refused],
        "gaps": [_gap(each) for each in ranking.gaps],
        "out_of_reach": [_out_of_reach(each) for each in ranking.out_of_reach],
    }


def _result(result: Result) -> dict[str, object]:
    parts = [
        {"name": part.name, "points": part.points, "ceiling": part.ceiling, "sentence": part.sentence}
        for part in result.parts
    ]
    unknown = list(result.unknown)
    return {"person": result.person, "score": result.score, "parts": parts, "unknown": unknown, "flip": result.flip}


def _gap(gap: Gap) -> dict[str, object]:
    kind, _, name = gap.missing.partition(":")
    return {"person": gap.person, "missing": name or kind, "sentence": gap.sentence, "score": gap.result.score}


def _out_of_reach(each: OutOfReach) -> dict[str, object]:
    unit = "km" if each.km is not None else "minutes"
    openers = list(each.openers)
    said = {"person": each.person, "minutes": each.minutes, "limit": each.limit, "unit": unit}
    return {**said, "km": each.km, "sentence": each.sentence, "openers": openers}


def _no_offer(line: int, error: str) -> dict[str, object]:
    return {"offer": None, "error": error, "line": line, "top": [], "refused": [], "gaps": [], "out_of_reach": []}


def _object(line: str) -> Row | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
