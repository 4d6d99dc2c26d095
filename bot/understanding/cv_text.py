"""What the text of a CV says: past jobs with their years, licences and certificates with their dates, a diploma.

A CV is read by lines. A heading says what the lines under it speak of (cv_lines.py); a job is an occupation named by
itself in a piece of a line ("Cariste – Transports Morel – 2018 à 2022"), with dates on, above or below it (cv_jobs.py).
What is read is proposed to the person, never kept: see bot/conversations/cv_document.py.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from backend.matching.diplomas import level
from backend.reference.licence_validity import valid_years
from backend.reference.licence_words import mentions
from backend.reference.licences import in_order
from backend.reference.occupations import Nomenclature
from bot.understanding.cv_jobs import DATES, Job, past_jobs
from bot.understanding.cv_lines import Line, lines_of
from bot.understanding.obtained import dates_in
from bot.understanding.texted import read


@dataclass(frozen=True, slots=True)
class CvText:
    """`jobs`: the latest first. `licences`: codes. `dates`: code → "2022" or "2022-05", when it was obtained."""

    jobs: tuple[Job, ...] = ()
    licences: tuple[str, ...] = ()
    dates: Mapping[str, str] = field(default_factory=dict)
    diploma: str = ""


def read_cv(text: str, nomenclature: Nomenclature, now: datetime) -> CvText:
    """Everything that a CV states; empty where it says nothing sure. Never raises."""
    lines = list(lines_of(text))
    codes, dates = _licences(lines, now)
    return CvText(past_jobs(lines, nomenclature, now), in_order(codes), dates, _diploma(lines))


# ── Licences and certificates ─────────────────────────────────────────────────────────────────────────────────────────

_NOT_YET = re.compile(r"\b(?:en cours|en preparation|prevue?|a venir|a passer|non|pas de|sans|souhaite)\b")
_UNTIL = re.compile(r"\b(?:valables?|valides?|validite|jusqu|expire|echeance|fin)\b")
_NO_LICENCE = frozenset({"cap-petite-enfance"})  # a diploma, which is read as one


def _licences(lines: Sequence[Line], now: datetime) -> tuple[set[str], dict[str, str]]:
    codes: set[str] = set()
    dates: dict[str, str] = {}
    for line in lines:
        plain = read(line.said).plain
        held = {mention.code for mention in mentions(plain)} - _NO_LICENCE
        if not held or line.section == "leisure" or _NOT_YET.search(plain):
            continue
        codes |= held
        dates |= _dated(held, plain, now)
    codes = {code for code in codes if not any(other.startswith(f"{code}-") for other in codes)}
    return codes, {code: when for code, when in dates.items() if code in codes}


def _dated(held: set[str], plain: str, now: datetime) -> dict[str, str]:
    """The only date of the line is when they were obtained; behind "valable jusqu'en", when they end."""
    ends = bool(_UNTIL.search(plain))
    horizon = now.replace(year=now.year + 10) if ends else now
    found = dates_in(plain, horizon)
    if len(found) != 1:
        return {}
    when = found[0].when
    limited = {code: years for code in held if (years := valid_years(code))}
    if ends:
        return {code: f"{int(when[:4]) - years}{when[4:]}" for code, years in limited.items()}
    return dict.fromkeys(limited, when)


# ── Diploma ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_DIPLOMA = re.compile(
    r"(?i)\b(?:cap|bep|bp|bac(?:calaur[eé]at)?(?: pro\w*)?|bts|dut|but|cqp|titre pro\w*|licence|master|"
    r"dipl[oô]me d'[eé]tat|brevet des coll[eè]ges|brevet pro\w*|deaes|deavs|deas|deap|"
    r"bprea|capa|bepa|mention compl[eé]mentaire)\b[^|;:()–—\t]{0,60}"
)
_NO_DIPLOMA = re.compile(r"\b(?:licence de soud|licence de cariste|en cours)", re.IGNORECASE)


def _diploma(lines: Sequence[Line]) -> str:
    """The highest one named, in the words of the CV."""
    found: list[str] = []
    for line in lines:
        if line.section in ("studies", "") and not _NO_DIPLOMA.search(line.said):
            said = _DIPLOMA.search(DATES.sub(";", line.said))
            if said:
                found.append(_cut(said[0]))
    return max(found, key=lambda said: level(said) or 0, default="")


def _cut(said: str) -> str:
    return re.split(r",|\s-\s|\s{2,}|\bau lyc|\blyc[eé]e|\bà\b|\bau\b", said)[0].strip(" ,.-'’")
