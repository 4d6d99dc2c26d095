"""What the text of a CV says: past jobs with their years, licences and certificates with their dates, a diploma.

A CV is read by lines. A heading says what the lines under it speak of; a job is an occupation named by itself in a
piece of a line ("Cariste – Transports Morel – 2018 à 2022") with dates beside it, or on the line before or after.
What is read is proposed to the person, never kept: see bot/conversations/cv_document.py.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from backend.matching.diplomas import level
from backend.reference.cv_headings import COLUMN_ENDS, section_of
from backend.reference.folding import unaccented
from backend.reference.licence_validity import valid_years
from backend.reference.licence_words import mentions
from backend.reference.licences import in_order
from backend.reference.occupations import Nomenclature
from bot.understanding.cv_employers import employer_beside
from bot.understanding.obtained import MONTH, dates_in, month_number
from bot.understanding.texted import read
from bot.understanding.work import rank_work

MOST_LINES = 150
MOST_JOBS = 5
LONGEST_PIECE = 60
WHOLE_NAME = 0.97  # of a wording must be written: a CV is full of words that are near to a trade
MOST_PIECES = 120


@dataclass(frozen=True, slots=True)
class Job:
    """A past job. `years` is None when the CV gives no length; `until` is the last year of it, 0 when unknown.

    `employer` is "" when none is sure.
    """

    work: str
    code: str
    years: float | None = None
    until: int = 0
    employer: str = ""


@dataclass(frozen=True, slots=True)
class CvText:
    """`jobs`: the latest first. `licences`: codes. `dates`: code → "2022" or "2022-05", when it was obtained."""

    jobs: tuple[Job, ...] = ()
    licences: tuple[str, ...] = ()
    dates: Mapping[str, str] = field(default_factory=dict)
    diploma: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    said: str
    section: str


def read_cv(text: str, nomenclature: Nomenclature, now: datetime) -> CvText:
    """Everything that a CV states; empty where it says nothing sure. Never raises."""
    lines = list(_lines(text))
    codes, dates = _licences(lines, now)
    return CvText(_jobs(lines, nomenclature, now), in_order(codes), dates, _diploma(lines))


# ── Lines and headings ────────────────────────────────────────────────────────────────────────────────────────────────

_DIGIT = re.compile(r"\d")
_BULLET = re.compile(r"^[\s•·▪●○*>\u2022\uf0b7–—-]+")


def _lines(text: str) -> Iterator[_Line]:
    section = ""
    for line in islice((said for one in text.splitlines() if (said := _BULLET.sub("", one).strip())), MOST_LINES):
        if line == COLUMN_ENDS:
            section = ""
            continue
        if heading := section_of(line):
            section = heading
        yield _Line(line, section)


# ── Jobs ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

_AT = rf"(?:(?P<{{0}}month>{MONTH}|\d\d?)[ ./-]*)?(?P<{{0}}year>(?:19[6-9]|20\d)\d)"
_TO = r" *(?:-|–|—|/|→|>|\ba\b|\bau\b|\bet\b|jusqu'?(?: ?en| ?a)?) *"
_NOW = r"aujourd'? ?hui|ce jour|maintenant|actuel\w*|present|en cours"
_SPAN = re.compile(rf"{_AT.format('a')}{_TO}(?:{_AT.format('b')}|(?P<now>{_NOW}))")
_SINCE = re.compile(rf"(?:depuis|a partir de|des) (?:le )?(?:\d\d?[ /.])?{_AT.format('a')}")
_ONE = re.compile(_AT.format("a"))
_LENGTH = re.compile(r"\b(?P<count>\d\d?) *(?P<unit>ans?|annees?|mois)\b")
_PIECES = re.compile(r"[|•·–—:;,()\t]|\s-\s|\s{2,}|\s/\s")
_WHERE = re.compile(r"\s(?:chez|au sein|pour|dans|à|a|@)\s", re.IGNORECASE)
_BORN = re.compile(r"\bnee? (?:le|en)\b|\bage\b|\bnaissance\b")
_NEAR = (1, 2, 3)
_OF_JOBS = frozenset({"", "jobs", "skills"})


@dataclass(frozen=True, slots=True)
class _Span:
    years: float | None
    until: int


def _jobs(lines: Sequence[_Line], nomenclature: Nomenclature, now: datetime) -> tuple[Job, ...]:
    of_jobs = frozenset({"jobs"}) if any(line.section == "jobs" for line in lines) else _OF_JOBS
    spans = {at: span for at, line in enumerate(lines) if line.section in of_jobs and (span := _span(line.said, now))}
    trades = list(islice(_trades(lines, of_jobs, nomenclature), MOST_PIECES))
    named = {at for at, _, _ in trades}
    free = {at for at in spans if at not in named}
    step = -1 if free and named and min(free) < min(named) else 1  # dates above their jobs, or below, all along
    dated: list[Job] = []
    bare: list[Job] = []
    for at, said, code in trades:
        span, dates_at = spans.get(at), at
        near = next((at + step * far for far in _NEAR if at + step * far in free), None)
        if span is None and near is not None and not named.intersection(range(min(at, near) + 1, max(at, near))):
            span, dates_at = spans[near], near
            free.discard(near)
        beside = _lines_of_job(lines, at, dates_at, named | spans.keys())
        employer = employer_beside([line.said for line in lines], at, said, beside)
        job = Job(said, code, span.years if span else None, span.until if span else 0, employer)
        (dated if span else bare).append(job)
    return _merged(dated or [job for job, (at, _, _) in zip(bare, trades, strict=False) if lines[at].section == "jobs"])


def _lines_of_job(lines: Sequence[_Line], at: int, dates_at: int, taken: Set[int]) -> list[int]:
    """Where else its employer may stand: the line of its dates, the one below, the one above the first of both."""
    around = (max(at, dates_at) + 1, min(at, dates_at) + 1, min(at, dates_at) - 1)
    free = [one for one in around if 0 <= one < len(lines) and one not in taken and not section_of(lines[one].said)]
    first = [dates_at] if dates_at != at else []
    return first + [one for one in free if lines[one].section == lines[at].section]


def _merged(jobs: Sequence[Job]) -> tuple[Job, ...]:
    """One line for each occupation, the latest first; years in the same one are added up."""
    by_code: dict[str, Job] = {}
    for job in jobs:
        same = by_code.get(job.code)
        years = [one.years for one in (same, job) if one and one.years is not None]
        until = max(job.until, same.until if same else 0)
        latest = job if same is None or job.until > same.until else same
        employer = latest.employer or job.employer or (same.employer if same else "")
        by_code[job.code] = Job((same or job).work, job.code, round(sum(years), 1) if years else None, until, employer)
    return tuple(sorted(by_code.values(), key=lambda job: -job.until)[:MOST_JOBS])


def _trades(
    lines: Sequence[_Line], of_jobs: frozenset[str], nomenclature: Nomenclature
) -> Iterator[tuple[int, str, str]]:
    """(line, words, code) of each occupation that a piece of a line names by itself: one for a line."""
    for at, line in enumerate(lines):
        if line.section in of_jobs and not section_of(line.said) and (found := _trade(line.said, nomenclature)):
            yield at, *found


def _trade(line: str, nomenclature: Nomenclature) -> tuple[str, str] | None:
    for said in _pieces(_without_dates(line)):
        if 3 < len(said) <= LONGEST_PIECE and not _DIGIT.search(said):
            works = rank_work(said, nomenclature)
            if works.sure and works.candidates[0].written >= WHOLE_NAME and len(said.split()) <= _MOST_WORDS:
                return said.casefold(), works.candidates[0].occupation.code
    return None


def _pieces(line: str) -> Iterator[str]:
    """Each piece of a line; and what stands before the place ("cuisinier chez Paul"), when the whole is no trade."""
    for piece in _PIECES.split(line):
        yield piece.strip(" .'’-")
        if found := _WHERE.search(piece):
            yield piece[: found.start()].strip(" .'’-")


_MOST_WORDS = 6
_DATES = re.compile(rf"(?i)\b(?:de|du|depuis|en)?\s*(?:{MONTH}|\d\d?[ ./-])?\s*(?:19[6-9]|20\d)\d\b")


def _without_dates(line: str) -> str:
    return _LENGTH.sub(" | ", _DATES.sub(" | ", line))


def _span(line: str, now: datetime) -> _Span | None:
    """How long the dates of a line are, and the last year of them."""
    plain = unaccented(line).casefold()
    if _BORN.search(plain):
        return None
    if found := _SPAN.search(plain):
        begin = _point(found["ayear"], found["amonth"], 0.0)
        end = _now(now) if found["now"] else _point(found["byear"], found["bmonth"], 0.0)
        years = end - begin + (1 / 12 if found["bmonth"] else 0)
        return _Span(_rounded(years), min(int(end), now.year)) if 0 <= years <= 50 else None
    if found := _SINCE.search(plain):
        begin = _point(found["ayear"], found["amonth"], 0.0)
        return _Span(_rounded(_now(now) - begin), now.year) if begin <= _now(now) else None
    one = _ONE.search(plain)
    if one and int(one["ayear"]) > now.year:
        return None
    if found := _LENGTH.search(plain):
        count = int(found["count"]) / (12 if found["unit"] == "mois" else 1)
        return _Span(_rounded(count), int(one["ayear"]) if one else 0) if count <= 50 else None
    return _Span(None, int(one["ayear"])) if one else None


def _point(year: str, month: str | None, without: float) -> float:
    if not month:
        return int(year) + without
    number = int(month) if month.isdigit() else month_number(month)
    return int(year) + (min(12, number) - 1) / 12


def _now(now: datetime) -> float:
    return now.year + (now.month - 1) / 12


def _rounded(years: float) -> float:
    """Whole years from two on; halves below."""
    return float(round(years)) if years >= 2 else max(0.5, round(years * 2) / 2)


# ── Licences and certificates ─────────────────────────────────────────────────────────────────────────────────────────

_NOT_YET = re.compile(r"\b(?:en cours|en preparation|prevue?|a venir|a passer|non|pas de|sans|souhaite)\b")
_UNTIL = re.compile(r"\b(?:valables?|valides?|validite|jusqu|expire|echeance|fin)\b")
_NO_LICENCE = frozenset({"cap-petite-enfance"})  # a diploma, which is read as one


def _licences(lines: Sequence[_Line], now: datetime) -> tuple[set[str], dict[str, str]]:
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
    r"dipl[oô]me d'[eé]tat|brevet des coll[eè]ges|mention compl[eé]mentaire)\b[^|;:()–—\t]{0,60}"
)
_NO_DIPLOMA = re.compile(r"\b(?:licence de soud|licence de cariste|en cours)", re.IGNORECASE)


def _diploma(lines: Sequence[_Line]) -> str:
    """The highest one named, in the words of the CV."""
    found: list[str] = []
    for line in lines:
        if line.section in ("studies", "") and not _NO_DIPLOMA.search(line.said):
            said = _DIPLOMA.search(_without_dates(line.said).replace("|", ";"))
            if said:
                found.append(_cut(said[0]))
    return max(found, key=lambda said: level(said) or 0, default="")


def _cut(said: str) -> str:
    return re.split(r",|\s-\s|\s{2,}|\bau lyc|\blyc[eé]e|\bà\b|\bau\b", said)[0].strip(" ,.-'’")
