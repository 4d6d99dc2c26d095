"""How long a certificate is good for after it was obtained, in years. What is not listed does not end.

CACES: recommendations R482 (ten years) and R483 to R490 (five) of the CNAM. The others: the texts that make them,
read in November 2026.
"""

from collections.abc import Iterable, Mapping
from datetime import date

_BY_PREFIX: tuple[tuple[str, int], ...] = (
    ("caces-R482", 10), ("caces", 5), ("fimo", 5), ("fco", 5), ("adr", 5), ("ssiap", 3), ("sst", 2), ("afgsu", 4),
    ("habilitation-electrique", 3), ("certiphyto", 5), ("aipr", 5), ("carte-pro-securite", 5),
)  # fmt: skip


def valid_years(code: str) -> int | None:
    """Years for which this certificate is good; None when it does not end."""
    return next((years for prefix, years in _BY_PREFIX if code.startswith(prefix)), None)


def undated(codes: Iterable[str], dates: Mapping[str, object]) -> list[str]:
    """Those that end some day, and of which nobody has said when they were obtained."""
    return [code for code in codes if valid_years(code) is not None and code not in dates]


def valid_until(code: str, obtained: str) -> str | None:
    """ "2022-05" or "2022" → "2027-05" or "2027": the last month, or the last year, in which it may be used."""
    years = valid_years(code)
    return None if years is None else f"{int(obtained[:4]) + years}{obtained[4:]}"


def is_over(code: str, obtained: str, today: date) -> bool:
    """Whether it has surely ended; a year alone is given its last day."""
    until = valid_until(code, obtained)
    return until is not None and until < today.isoformat()[: len(until)]
