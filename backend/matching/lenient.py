"""Values out of JSON that anyone may have written: what is not understood is unknown, and nothing fails."""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeAlias

Row: TypeAlias = Mapping[str, object]

_YES, _NO = frozenset({"true", "oui", "yes", "o", "1", "vrai"}), frozenset({"false", "non", "no", "n", "0", "faux"})
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4})")


def text(value: object) -> str:
    """A string or a number as stripped text; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def number(value: object, least: float = 0.0) -> float | None:
    """A finite number not below `least`, also out of "30 min"; None otherwise."""
    if isinstance(value, str):
        found = _NUMBER.search(value)
        value = float(found.group().replace(",", ".")) if found else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        known = float(value)
    except OverflowError:
        return None
    return known if math.isfinite(known) and known >= least else None


def answer(value: object) -> bool | None:
    """Yes, no, or unknown."""
    if isinstance(value, bool):
        return value
    said = text(value).lower()
    return True if said in _YES else False if said in _NO else None


def day(value: object) -> date | None:
    """A date out of "2026-12-01", "2026-12-01T08:00:00Z" or "01/12/2026"; None otherwise."""
    found = _DAY.match(text(value))
    if not found:
        return None
    year, month, day_of_month = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        return None


def several(value: object) -> tuple[object, ...]:
    """A list as it is, one value as a list of one, nothing as an empty one."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list, or of one text, without the empty ones."""
    return tuple(said for each in several(value) if (said := text(each)))


def rows(value: object) -> Iterator[Row]:
    """The objects of a list; anything else in it is left out."""
    return (each for each in several(value) if isinstance(each, Mapping))


def row(value: object) -> Row:
    """An object, or an empty one."""
    return value if isinstance(value, Mapping) else {}
