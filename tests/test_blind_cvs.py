"""CVs of invented people in the manners one finds, written before they were read: see test_blind_rows.py."""

from datetime import datetime

from backend.reference.folding import fold
from backend.reference.occupations import default
from bot.understanding.cv_text import Job, read_cv
from tests.test_blind_rows import Row, rows

NOW = datetime(2026, 11, 25)
A_YEAR = 1.0


def same(read: Job, told: Row) -> bool:
    first, second = fold(read.work), fold(told["work"])
    return first in second or second in first


def share(right: int, of: int) -> float:
    return 100 * right / of


def test_past_jobs_of_strangers_cvs_are_read_with_their_years_and_employers() -> None:
    found: list[tuple[Job, Row]] = []
    read = told = named = 0
    for row in rows("cvs.jsonl"):
        jobs = read_cv(row["text"], default(), NOW).jobs
        found += [(job, one) for one in row["jobs"] if (job := next((job for job in jobs if same(job, one)), None))]
        read, told = read + len(jobs), told + len(row["jobs"])
        named += sum(bool(job.employer) for job in jobs)
    years = sum(
        job.years == one["years"] or abs((job.years or 0) - (one["years"] or 0)) <= A_YEAR for job, one in found
    )
    employers = sum(bool(one["employer"]) and job.employer == one["employer"] for job, one in found)
    recall, precision = share(len(found), told), share(len(found), read)
    figures = (recall, precision, share(years, len(found)), share(employers, named))
    assert [figure >= floor for figure, floor in zip(figures, (80, 85, 80, 80), strict=True)] == [True] * 4, figures
