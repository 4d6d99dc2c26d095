"""The JSON lines of `mission-emploi understand {when,where,work,sentence}`: one line in, one line out, in order.

- when: {"text", "reference_time"} → {"start", "end", "grain"} or null
- where, work: {"text", "near"} → {"candidates": [{"code", "label", "score"}…], "sure": true|false}
- sentence: {"text", "near", "reference_time"} → {slot: {"value", "words"}…}

A line that cannot be read is answered like a text that says nothing.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from backend.reference.occupations import Nomenclature
from bot.understanding.answers import OneOf, Understood
from bot.understanding.sentence import as_json as sentence_as_json
from bot.understanding.sentence import understand_sentence
from bot.understanding.when import as_json as moment_as_json
from bot.understanding.when import understand_when
from bot.understanding.where import rank_places
from bot.understanding.work import rank_work


@dataclass(frozen=True, slots=True)
class Asked:
    """One line: what the person wrote, the INSEE code of a commune nearby, and when they wrote it (local, no zone)."""

    text: str
    near: str | None
    now: datetime


def _when(asked: Asked, nomenclature: Nomenclature) -> object:
    answer = understand_when(asked.text, asked.now)
    if isinstance(answer, Understood):
        return moment_as_json(answer.value)
    return moment_as_json(answer.options[0]) if isinstance(answer, OneOf) else None


def _where(asked: Asked, nomenclature: Nomenclature) -> object:
    return rank_places(asked.text, asked.near).as_json()


def _work(asked: Asked, nomenclature: Nomenclature) -> object:
    return rank_work(asked.text, nomenclature).as_json()


def _sentence(asked: Asked, nomenclature: Nomenclature) -> object:
    return sentence_as_json(understand_sentence(asked.text, asked.near, asked.now, nomenclature))


KINDS: Mapping[str, Callable[[Asked, Nomenclature], object]] = {
    "when": _when,
    "where": _where,
    "work": _work,
    "sentence": _sentence,
}


def understand_lines(kind: str, lines: Iterable[str], nomenclature: Nomenclature, now: datetime) -> Iterator[str]:
    """An answer line for each line,
    as soon as it is read. `kind` is one of KINDS; `now` serves lines without a time."""
    understand = KINDS[kind]
    for line in lines:
        yield json.dumps(understand(_asked(line, now), nomenclature), ensure_ascii=False)


def _asked(line: str, now: datetime) -> Asked:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    fields = row if isinstance(row, dict) else {}
    near = fields.get("near")
    return Asked(
        _readable(fields.get("text")), near if isinstance(near, str) else None, _time(fields.get("reference_time"), now)
    )


def _readable(text: object) -> str:
    """The text without half characters, which no output could hold."""
    return text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else ""


def _time(written: object, now: datetime) -> datetime:
    try:
        return datetime.fromisoformat(str(written)).replace(tzinfo=None)
    except ValueError:
        return now
