"""The hours of a post as France Travail writes them: the week, part time, nights, week-ends."""

import re
from collections.abc import Iterable

_WEEKLY = re.compile(r"\b(\d{1,2})\s?h(?:eures?\b)?\s?(\d{2})?(?!\d)", re.IGNORECASE)
_PART_TIME = ((r"temps partiel", True), (r"temps (?:plein|complet)", False))
_NIGHTS = ((r"de nuit", True), (r"en journée|horaires normaux", False))
_WEEKENDS = ((r"week-?ends?|samedi|dimanche", True),)
_FULL_TIME_HOURS = 35.0


def hours_said(duration: str, context: Iterable[str]) -> str:
    """On one line, each thing once: older files say it in one field, newer ones in the context; "..." is a cut."""
    lines = [" ".join(line.split()) for text in (duration.rstrip(". "), *context) for line in text.split("\n")]
    kept = [line for at, line in enumerate(lines) if line and not any(line in before for before in lines[:at])]
    return ", ".join(kept)


def weekly_hours(hours: str) -> float | None:
    """ "37H30 Autre" → 37.5; None when no week is written, or one that nobody works."""
    found = _WEEKLY.search(hours)
    count = int(found[1]) + int(found[2] or 0) / 60 if found else 0.0
    return round(count, 2) if 1 <= count <= 60 else None


def part_time(text: str) -> bool | None:
    """What is said in words, or else under 35 hours."""
    said, week = _first_said(_PART_TIME, text), weekly_hours(text)
    return said if said is not None or week is None else week < _FULL_TIME_HOURS


def works_nights(hours: str) -> bool | None:
    """None when the hours do not say."""
    return _first_said(_NIGHTS, hours)


def works_weekends(hours: str) -> bool | None:
    """None when the hours do not say: nobody writes that a post has none."""
    return _first_said(_WEEKENDS, hours)


def _first_said(table: Iterable[tuple[str, bool]], text: str) -> bool | None:
    return next((value for pattern, value in table if re.search(pattern, text, re.IGNORECASE)), None)
