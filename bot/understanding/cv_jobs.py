"""The past jobs of a CV: an occupation named by itself in a piece of a line, with its dates on, above or below it."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from backend.reference.cv_headings import section_of
from backend.reference.folding import unaccented
from backend.reference.occupations import Nomenclature
from bot.understanding.cv_employers import before_a_firm, employer_beside, is_known_firm, is_place
from bot.understanding.cv_lines import Line
from bot.understanding.obtained import MONTH, month_number
from bot.understanding.work import rank_work

MOST_JOBS = 5
LONGEST_PIECE = 60
WHOLE_NAME = 0.97  # of a wording must be written: a CV is full of words that are near to a trade
MOST_PIECES = 120
_DIGIT = re.compile(r"\d")


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


_AT = rf"(?:(?P<{{0}}month>{MONTH}|\d\d?)[ ./-]*)?(?P<{{0}}year>(?:19[6-9]|20\d)\d)"
_TO = r"(?: *(?:-|–|—|/|→|>|\ba\b|\bau\b|\bet\b|jusqu'?(?: ?en| ?a)?) *| +)"
_NOW = r"aujourd'? ?hui|ce jour|maintenant|actuel\w*|present|en cours"
_SPAN = re.compile(rf"{_AT.format('a')}{_TO}(?:{_AT.format('b')}|(?P<now>{_NOW}))")
_SINCE = re.compile(rf"(?:depuis|a partir de|des) (?:le )?(?:\d\d?[ /.])?{_AT.format('a')}")
_ONE = re.compile(_AT.format("a"))
_LENGTH = re.compile(r"\b(?P<count>\d\d?) *(?P<unit>ans?|annees?|mois)\b")
_PIECES = re.compile(r"[|•·–—:;,()\t]|\s-\s|\s{2,}|\s/\s")
_WHERE = re.compile(r"\s(?:pour|dans|à|a|au|aux|@)\s", re.IGNORECASE)
_BORN = re.compile(r"\bnee? (?:le|en)\b|\bage\b|\bnaissance\b")
_NEAR = (1, 2, 3)
_OF_JOBS = frozenset({"", "jobs", "skills"})


@dataclass(frozen=True, slots=True)
class _Span:
    years: float | None
    until: int


def past_jobs(lines: Sequence[Line], nomenclature: Nomenclature, now: datetime) -> tuple[Job, ...]:
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


def _lines_of_job(lines: Sequence[Line], at: int, dates_at: int, taken: Set[int]) -> list[int]:
    """Where else its employer may stand, the likeliest first: the line of its dates, then those of the same job.

    Dates below it end a job, dates above it begin one; where they stand on its line, the CV's first job shows whether
    an employer stands above its job or below.
    """
    first = min(taken)
    above = first > 0 and lines[first - 1].section == lines[first].section and not section_of(lines[first - 1].said)
    if dates_at > at:
        around = [at + 1, at - 1]
    elif dates_at < at:
        around = [at + 1, dates_at + 1]
    else:
        around = [at - 1] if above else [at + 1]
    free = [one for one in around if 0 <= one < len(lines) and one not in taken and not section_of(lines[one].said)]
    own = [one for one in free if lines[one].section == lines[at].section]
    return own if dates_at == at else [dates_at, *own]


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
    lines: Sequence[Line], of_jobs: frozenset[str], nomenclature: Nomenclature
) -> Iterator[tuple[int, str, str]]:
    """(line, words, code) of each occupation that a piece of a line names by itself: one for a line."""
    for at, line in enumerate(lines):
        if line.section in of_jobs and not section_of(line.said) and (found := _trade(line.said, nomenclature)):
            yield at, *found


def _trade(line: str, nomenclature: Nomenclature) -> tuple[str, str] | None:
    """Behind a task, on a line without dates, only whoever does a work is one: "chargement, inventaire" is none."""
    without = _LENGTH.sub(" | ", DATES.sub(" | ", line))
    dated = without != line
    for said in _pieces(without):
        found = _named(said, nomenclature)
        if found and (dated or said == line[: len(said)] or _DOER.search(unaccented(said))):
            return said.casefold(), found
    return None


def _named(said: str, nomenclature: Nomenclature) -> str:
    """The code of the occupation that these words are; "" for other words, a place, a firm, a certificate."""
    if not 3 < len(said) <= LONGEST_PIECE or _DIGIT.search(said) or len(said.split()) > _MOST_WORDS:
        return ""
    if is_known_firm(said) or is_place(said) or _PAPER.search(said):
        return ""
    works = rank_work(said, nomenclature)
    whole = bool(works.candidates) and works.candidates[0].written >= WHOLE_NAME
    return works.candidates[0].occupation.code if whole and (works.sure or _DOER.search(unaccented(said))) else ""


_AS_WHAT = re.compile(
    r"(?i)^(?:stages?|stagiaire|apprentie?|job d['’][ée]t[ée]|emploi|poste|cdd|cdi)\b[ :]*(?:de |d['’]|en )?"
)
# A licence or a certificate is no past job.
_PAPER = re.compile(r"(?i)^(?:travail|permis|caces|habilitation|attestation|certificat|formation)\b")
# Who does it: among several near trades, the words of the CV are the right ones.
_DOER = re.compile(
    r"(?i)^(?:agente?|aide|employee?|ouvriere?|operat\w+|conduct\w+|chauffeu\w+|technicien\w*|assistante?|adjointe?|"
    r"responsable|chef|preparat\w+|animat\w+|manoeuvre|auxiliaire|vend\w+|mecanicien\w*|monteu\w+|regleu\w+)\b"
)


def _pieces(line: str) -> Iterator[str]:
    """Each piece of a line, without the employer; and what stands before a place, when the whole is no trade."""
    for piece in _PIECES.split(line):
        work = _AS_WHAT.sub("", before_a_firm(piece).strip())
        yield work.strip(" .'’-")
        if found := _WHERE.search(work):
            yield work[: found.start()].strip(" .'’-")


_MOST_WORDS = 6
DATES = re.compile(rf"(?i)\b(?:de|du|depuis|en)?\s*(?:{MONTH}|\d\d?[ ./-])?\s*(?:19[6-9]|20\d)\d\b")


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
