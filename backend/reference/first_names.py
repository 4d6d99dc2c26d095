"""How often a word is a first name or a family name in France. Source and licence: docs/understanding.md.

A hint and never a proof: Rose, France and Marin are also words and places, and most family names are absent.
"""

import csv
from functools import cache
from importlib.resources import files

from backend.reference.folding import fold

LEAST_BEARERS = 20
"""Officials of a first name that is surely one."""


def bearers(name: str) -> tuple[int, int]:
    """How many elected officials bear it as (first name, family name); (0,
    0) when hardly anyone has it as a first name."""
    return _counts().get(fold(name), (0, 0))


@cache
def _counts() -> dict[str, tuple[int, int]]:
    text = (files("backend.reference") / "first_names.csv").read_text(encoding="utf-8")
    return {row["name"]: (int(row["first"]), int(row["family"])) for row in csv.DictReader(text.splitlines())}
