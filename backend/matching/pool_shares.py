"""The share of its points that each criterion gives to rows of a pool: the same numbers as criteria.py, in columns."""

from collections.abc import Callable, Mapping

import numpy as np

from backend.matching.columns import NO_EXPERIENCE_KNOWN, Column, answer_of, said_months
from backend.matching.criteria import (
    CRITERIA,
    LATEST,
    MONTHS_UNSAID,
    OCCUPATION_SHARES,
    WELCOME,
    asked_and_held,
    contract,
    first_day,
    hours,
    useful,
)
from backend.matching.filters import PATIENCE_DAYS
from backend.matching.pool_asking import Asking
from backend.matching.pool_trades import UNSAID
from backend.matching.trades import Closeness
from backend.matching.values import Person

_TIMES, _PART_TIME = 0b001111, 0b110000
"""Bits of the packed answers: nights and week-ends, then part-time."""
_OCCUPATION = np.full(UNSAID + 1, np.nan)
_OCCUPATION[list(OCCUPATION_SHARES)] = list(OCCUPATION_SHARES.values())
_USEFUL = [closeness for closeness in reversed(Closeness) if useful(closeness, 1, 1)]
"""What time gives something in, the closest first: a line each, when months are added up."""
_LINE = np.full(UNSAID + 1, len(_USEFUL))
_LINE[_USEFUL] = range(len(_USEFUL))
_MOST, _WORTH = (np.array([[useful(each, 1_000_000, asked)] for each in _USEFUL]) for asked in (1, 1_000_000))


def occupation_share(levels: Column) -> Column:
    """By the closeness of the wanted trade; NaN for who wants none."""
    share: Column = _OCCUPATION[levels]
    return share


def skills(asking: Asking, rows: Column) -> Column:
    """Held over told: both are sums over what the licences, the means, the skills and the diploma tell."""
    held, told = np.zeros(len(rows)), np.zeros(len(rows))
    offer = asking.offer
    asked = (asking.firm, tuple([need.code for need in offer.needs]), offer.skills, offer.diploma)
    for name in _tellers(asking):
        numbers = asking.columns[name].take(rows)
        held += asking.answers.of(("held", name, asked), numbers, _part(asking, name, 0))
        told += asking.answers.of(("told", name, asked), numbers, _part(asking, name, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Column = np.where(told > 0, held / told, np.nan)
    return share


def _tellers(asking: Asking) -> list[str]:
    """Columns that may tell something about what this offer asks."""
    offer = asking.offer
    asked = {
        "licences": asking.firm or offer.needs, "modes": offer.needs, "skills": offer.skills, "diploma": offer.diploma
    }  # fmt: skip
    return [name for name, things in asked.items() if things]


def _part(asking: Asking, name: str, at: int) -> Callable[[int], float]:
    known = asking.known_by[name]
    return lambda number: asked_and_held(asking.offer, known(number))[at]


def experience(asking: Asking, rows: Column) -> Column:
    """Months by closeness, then from the closest on: the sums are the same to the last digit."""
    level, months = asking.works(rows)
    asked = asking.offer.experience_months or MONTHS_UNSAID
    cell, lines = _LINE[level] * len(rows) + np.arange(len(rows)), len(_USEFUL) + 1
    total = np.bincount(cell.ravel(), said_months(months).ravel(), lines * len(rows)).reshape(lines, len(rows))[:-1]
    share = np.minimum(_MOST, _WORTH * total / asked).sum(axis=0)
    share = np.minimum(1.0, share)
    if asking.offer.experience_months == 0:
        share = WELCOME + (1 - WELCOME) * share
    unknown = asking.columns["worked"].take(rows) == NO_EXPERIENCE_KNOWN
    found: Column = np.where(unknown, np.nan, share)
    return found


def hours_share(asking: Asking, rows: Column) -> Column:
    """By what was answered of nights and week-ends."""
    offer = asking.offer
    if not (offer.nights or offer.weekends):
        return np.full(len(rows), np.nan)
    return asking.answers.of(
        ("hours", offer.nights, offer.weekends),
        asking.columns["answers"].take(rows) & _TIMES,
        lambda n: hours(offer, _told(asking, n), asking.setting).share,
    )


def contract_share(asking: Asking, rows: Column) -> Column:
    """By the contracts accepted and the time wished."""
    offer = asking.offer
    if not offer.contract and offer.part_time is None:
        return np.full(len(rows), np.nan)
    key = (
        asking.columns["contracts"].take(rows).astype(np.int64) << 6 | asking.columns["answers"].take(rows) & _PART_TIME
    )
    return asking.answers.of(
        ("contract", offer.contract, offer.part_time),
        key,
        lambda n: contract(offer, _told(asking, n & 63, n >> 6), asking.setting).share,
    )


def start(asking: Asking, rows: Column) -> Column:
    """By the days between the start of the post and the date of availability."""
    available = asking.columns["available"].take(rows).astype(np.int64)
    late = available - first_day(asking.offer, asking.setting).toordinal()
    share: Column = np.where(late <= 0, 1.0, np.maximum(LATEST, 1.0 - (1.0 - LATEST) * late / PATIENCE_DAYS))
    return np.where(available == 0, np.nan, share)


def plainly(name: str, asking: Asking, rows: Column) -> Column:
    """A criterion that has no columns of its own: asked row by row, slower and just as right."""
    criterion = next(each for each in CRITERIA if each.name == name)
    shares = [criterion.judge(asking.offer, asking.person(row), asking.setting).share for row in rows]
    return np.array([np.nan if share is None else share for share in shares])


def _told(asking: Asking, answers: int, contracts: int = 0) -> Person:
    nights, weekends, part_time = (answer_of(answers, place) for place in range(3))
    accepted = asking.shared.contracts.values[contracts]
    return Person("", nights=nights, weekends=weekends, part_time=part_time, contracts=accepted)


IN_COLUMNS: Mapping[str, Callable[[Asking, Column], Column]] = {
    "skills": skills, "experience": experience, "hours": hours_share, "contract": contract_share, "start": start
}  # fmt: skip
"""Criterion → its share for each row; occupation and reach are known before (pool_marks.py)."""
