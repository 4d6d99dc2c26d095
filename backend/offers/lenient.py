"""Fields of a provider's JSON, read with what can be read: a wrong type is a missing value, never a refusal."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from math import isfinite
from typing import Annotated, Any

from pydantic import BeforeValidator

# Control characters (a zero byte is refused by PostgreSQL) and lone surrogates, which no database can write.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_YEARS = range(1990, 2200)


def read_text(value: object) -> str:
    """Text or a number as text, without what a database cannot keep; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    if isinstance(value, int) and value.bit_length() > 64:
        return ""
    return _UNWRITABLE.sub(" ", str(value).replace("\r\n", "\n")).strip()


def read_number(value: object) -> float | None:
    """A finite number, also written as text with a comma; None for anything else."""
    if isinstance(value, str):
        value = _float(value.strip().replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) > 1e15 or not isfinite(value):
        return None
    return float(value)


def _float(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[+-]?\d{1,12}(?:\.\d{0,20})?", text, re.ASCII) else None


def read_moment(value: object) -> datetime | None:
    """An aware moment from ISO 8601 text; without a zone it is taken as UTC. None when it is no believable date."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if moment is None or moment.year not in _YEARS:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _mapping(value: object) -> Mapping[str, Any]:
    return {key: held for key, held in value.items() if isinstance(key, str)} if isinstance(value, dict) else {}


def _mappings(value: object) -> list[Mapping[str, Any]]:
    return [_mapping(each) for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    members = value if isinstance(value, list) else [value]
    return [text for member in members if (text := read_text(member))]


Text = Annotated[str, BeforeValidator(read_text)]
Number = Annotated[float | None, BeforeValidator(read_number)]
Moment = Annotated[datetime | None, BeforeValidator(read_moment)]
Texts = Annotated[list[str], BeforeValidator(_texts)]
# Before a model, or a list of models.
OneMapping = BeforeValidator(_mapping)
ManyMappings = BeforeValidator(_mappings)
