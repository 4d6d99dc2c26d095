"""Occupations as advisers type them: a word of the trade, or a ROME code."""

import re
from collections.abc import Mapping
from functools import cache

from rapidfuzz import fuzz, process

from backend.reference.folding import fold
from backend.reference.occupations import both_forms, default

_CODE = re.compile(r"\b[A-Z]\d{4}\b")


class UnknownOccupation(ValueError):
    """No occupation goes by that; the message says so in French."""


def written(code: str | None) -> str:
    """ "caissier/caissière (D1505)"; "" for none."""
    return f"{default().label(code)} ({code})" if code else ""


def read(text: str) -> str:
    """The ROME code of what was typed or chosen. Raises UnknownOccupation."""
    if found := _CODE.search(text.upper()):
        if found.group() in set(default().codes()):
            return found.group()
        raise UnknownOccupation(f"Le code ROME {found.group()} est inconnu.")
    if code := _said().get(fold(text)):
        return code
    close = process.extractOne(fold(text), list(_said()), scorer=fuzz.WRatio, score_cutoff=80)
    hint = f" Vouliez-vous dire {written(_said()[close[0]])} ?" if close else " Choisissez dans la liste."
    raise UnknownOccupation(f"Métier inconnu : « {text.strip()} ».{hint}")


def without_code(text: str) -> str:
    """The words typed beside a ROME code; "" when there is no code, or nothing else."""
    found = _CODE.search(text)
    return text[: found.start()].rstrip(" (").strip() if found else ""


@cache
def every_written() -> tuple[str, ...]:
    return tuple(sorted((written(code) for code in default().codes()), key=fold))


@cache
def _said() -> Mapping[str, str]:
    """Folded expression → code; the label of an occupation wins over what others are also called."""
    said: dict[str, str] = {}
    for entry in default().entries.values():
        for expression in (*both_forms(entry.label), entry.label):
            said.setdefault(fold(expression), entry.code)
    for entry in default().entries.values():
        for words in entry.said:
            for expression in both_forms(words):
                said.setdefault(fold(expression), entry.code)
    return said
