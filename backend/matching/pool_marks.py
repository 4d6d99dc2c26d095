"""Points for many rows at once, the same as those of the plain ranking.

Each criterion is asked once for each distinct value that the rows hold, by its own function; only what differs from row
to row (reach, months of experience) is computed in columns.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backend.matching.certificates import DIPLOMA_BY_LAW, is_regulated_diploma, opens_trade
from backend.matching.columns import (
    NO_EXPERIENCE_KNOWN,
    NO_TRADE,
    Column,
    Columns,
    answer_of,
    modes_of,
    said_months,
)
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
from backend.matching.filters import (
    FILTERS,
    PATIENCE_DAYS,
    already_answered,
    contract_refused,
    diploma_missing,
    last_day,
    licence_missing,
    paused,
    software_missing,
    too_late,
)
from backend.matching.pool_reach import reach_shares
from backend.matching.pool_trades import UNSAID, PoolTrades
from backend.matching.rank import GRAIN
from backend.matching.setting import Setting
from backend.matching.trades import Closeness
from backend.matching.values import Offer, Person, Weights

_NAMES = tuple(each.name for each in CRITERIA)


def ceilings_of(weights: Weights) -> tuple[float, ...]:
    """The ceilings in the order of CRITERIA."""
    return tuple(weights.of(name) for name in _NAMES)


@dataclass(frozen=True, slots=True)
class Marks:
    """Scores of rows, and their points by criterion in the order of CRITERIA (NaN: no data)."""

    rows: Column
    scores: Column
    points: Column

    @staticmethod
    def none() -> "Marks":
        """No rows at all."""
        return Marks(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros((0, len(_NAMES))))

    def and_also(self, others: "Marks") -> "Marks":
        """These rows and the others."""
        if not len(others.rows):
            return self
        pairs = ((self.rows, others.rows), (self.scores, others.scores), (self.points, others.points))
        return Marks(*(np.concatenate(pair) for pair in pairs))

    def holds_better(self, count: int, best: float) -> bool:
        """Whether `count` rows are already better than `best`."""
        return int(np.count_nonzero(self.scores > best)) >= count

    def first(self, count: int, columns: dict[str, Column]) -> Column:
        """Where the best `count` are: equal scores by the longest wait, then by id."""
        kept = np.arange(len(self.scores))
        if len(kept) > count:
            worst = np.partition(self.scores, len(kept) - count)[len(kept) - count]
            kept = np.flatnonzero(self.scores >= worst)
        rows = self.rows[kept]
        by_key = np.lexsort((columns["id"][rows], -columns["waiting"][rows].astype(float), -self.scores[kept]))
        return kept[by_key][:count]

    def parts(self, at: int, ceilings: Sequence[float]) -> tuple[tuple[str, float, float], ...]:
        """(criterion, points, ceiling) for the criteria with data."""
        row = zip(_NAMES, self.points[at].tolist(), ceilings, strict=True)
        return tuple(part for part in row if part[1] == part[1])


class Judge:
    """One offer against the rows of one set of columns."""

    def __init__(
        self, offer: Offer, columns: dict[str, Column], shared: Columns, trades: PoolTrades, setting: Setting
    ) -> None:
        self.offer, self.columns, self.shared, self.trades, self.setting = offer, columns, shared, trades, setting

    def marks(self, rows: Column, levels: Column) -> Marks:
        """The rows that nothing holds back, with their points; `levels`: how close each one's trade is."""
        reached, beyond = reach_shares(self.offer, self.columns, rows, self.shared.points())
        rows, levels, reached = rows[~beyond], levels[~beyond], reached[~beyond]
        free = ~self._held(rows)
        rows, levels, reached = rows[free], levels[free], reached[free]
        if not len(rows):
            return Marks.none()
        shares = {
            "occupation": _OCCUPATION[levels],
            "skills": self._skills(rows),
            "experience": self._experience(rows),
            "reach": reached,
            "hours": self._hours(rows),
            "contract": self._contract(rows),
            "start": self._start(rows),
        }
        return self._scored(rows, [shares[name] if name in shares else self._plainly(name, rows) for name in _NAMES])

    def _scored(self, rows: Column, shares: list[Column]) -> Marks:
        points = np.full((len(rows), len(_NAMES)), np.nan)
        gained, ceilings = np.zeros(len(rows)), np.zeros(len(rows))
        for place, (name, share) in enumerate(zip(_NAMES, shares, strict=True)):
            ceiling = self.setting.weights.of(name)
            if ceiling:
                points[:, place] = np.rint(share * ceiling * GRAIN) / GRAIN
                known = ~np.isnan(share)
                gained = np.where(known, gained + points[:, place], gained)
                ceilings = np.where(known, ceilings + ceiling, ceilings)
        with np.errstate(divide="ignore", invalid="ignore"):
            scores = np.where(ceilings > 0, np.rint(gained / ceilings * GRAIN) / GRAIN, 0.0)
        return Marks(rows, scores, points)

    def _held(self, rows: Column) -> Column:
        """Rows that a filter holds back, learnable or not: they are not in the top."""
        get = self.columns
        held: Column = get["answers"][rows] >> 6 > 0
        if last := last_day(self.offer, self.setting):
            held = held | (get["available"][rows] > last.toordinal())
        held = held | self._filtered(rows, "history", lambda n: Person("", proposed=n[0], refused=n[1]))
        held = held | self._filtered(rows, "contracts", lambda n: Person("", contracts=n))
        held = held | self._filtered(rows, "licences", lambda n: Person("", licences=n))
        if any(skill.must for skill in self.offer.skills):
            held = held | self._filtered(rows, "skills", lambda n: Person("", skills=n))
        if self.offer.code in DIPLOMA_BY_LAW:
            held = held | self._without_diploma(rows)
        for each in _ROW_BY_ROW:
            held = held | np.array([any(each(self.offer, self._person(row), self.setting)) for row in rows], dtype=bool)
        return held

    def _without_diploma(self, rows: Column) -> Column:
        """As `filters.diploma_missing`: another diploma than those of the trade, and no time in it."""
        diplomas = self.shared.diplomas.values
        other = self._by_value(
            self.columns["diploma"][rows],
            lambda number: is_regulated_diploma(self.offer.code, diplomas[number] or "") is False,
        )
        level = self._levels_of_works(rows)
        practised = ((level >= Closeness.CODE) & (level != UNSAID)).any(axis=1)
        opened = self._by_value(
            self.columns["licences"][rows],
            lambda number: opens_trade(self.offer.code, self.shared.licences.values[number]),
        )
        without: Column = (other > 0) & ~practised & ~(opened > 0)
        return without

    def _levels_of_works(self, rows: Column) -> Column:
        works = self.columns["works"][rows]
        level: Column = np.where(works == NO_TRADE, UNSAID, self.trades.levels(self.offer)[works])
        return level

    def _person(self, row: int) -> Person:
        return self.shared.person(self.columns, int(row))

    def _filtered(self, rows: Column, name: str, person: Callable[..., Person]) -> Column:
        each, values = _FILTER_OF[name]
        known = getattr(self.shared, values).values

        def is_held(number: int) -> float:
            return float(any(each(self.offer, person(known[number]), self.setting)))

        return self._by_value(self.columns[name][rows], is_held) > 0

    def _skills(self, rows: Column) -> Column:
        """Held over told: both are sums over what the licences, the means, the skills and the diploma tell."""
        held, told = np.zeros(len(rows)), np.zeros(len(rows))
        for name, person in self._tellers.items():
            distinct, where = _distinct(self.columns[name][rows])
            sums = np.array([asked_and_held(self.offer, person(int(number))) for number in distinct]).reshape(-1, 2)
            held, told = held + sums[where, 0], told + sums[where, 1]
        with np.errstate(divide="ignore", invalid="ignore"):
            share: Column = np.where(told > 0, held / told, np.nan)
        return share

    @cached_property
    def _tellers(self) -> dict[str, Callable[[int], Person]]:
        """Columns that tell something about what this offer asks, each with a person who told that only."""
        everyone = Person("", licences=frozenset(), modes=modes_of(1), skills=(), diploma="?")
        asked = asked_and_held(self.offer, everyone)[1] or self.offer.diploma
        shared = self.shared
        return {
            "licences": lambda n: Person("", licences=shared.licences.values[n]),
            "modes": lambda n: Person("", modes=modes_of(n)),
            "skills": lambda n: Person("", skills=shared.skills.values[n]),
            "diploma": lambda n: Person("", diploma=shared.diplomas.values[n]),
        } if asked else {}  # fmt: skip

    def _experience(self, rows: Column) -> Column:
        """As `criteria.experience`, level by level from the closest: the sums are the same to the last digit."""
        level, months = self._levels_of_works(rows), said_months(self.columns["months"][rows])
        asked = self.offer.experience_months or MONTHS_UNSAID
        share = np.zeros(len(rows))
        for closeness in reversed(Closeness):
            total = np.where(level == closeness, months, 0).sum(axis=1)
            worth, most = useful(closeness, 1_000_000, 1_000_000), useful(closeness, 1_000_000, 1)
            share = share + np.minimum(most, worth * total / asked)
        share = np.minimum(1.0, share)
        if self.offer.experience_months == 0:
            share = WELCOME + (1 - WELCOME) * share
        unknown = self.columns["worked"][rows] == NO_EXPERIENCE_KNOWN
        found: Column = np.where(unknown, np.nan, share)
        return found

    def _hours(self, rows: Column) -> Column:
        if not (self.offer.nights or self.offer.weekends):
            return np.full(len(rows), np.nan)
        return self._by_value(
            self._answers(rows) & _TIMES, lambda n: hours(self.offer, self._told(n), self.setting).share
        )

    def _contract(self, rows: Column) -> Column:
        if not self.offer.contract and self.offer.part_time is None:
            return np.full(len(rows), np.nan)
        key = self.columns["contracts"][rows].astype(np.int64) << 6 | self._answers(rows) & _PART_TIME
        return self._by_value(key, lambda n: contract(self.offer, self._told(n & 63, n >> 6), self.setting).share)

    def _start(self, rows: Column) -> Column:
        available = self.columns["available"][rows].astype(np.int64)
        late = available - first_day(self.offer, self.setting).toordinal()
        share: Column = np.where(late <= 0, 1.0, np.maximum(LATEST, 1.0 - (1.0 - LATEST) * late / PATIENCE_DAYS))
        return np.where(available == 0, np.nan, share)

    def _answers(self, rows: Column) -> Column:
        answers: Column = self.columns["answers"][rows] & 63
        return answers

    def _told(self, answers: int, contracts: int = 0) -> Person:
        nights, weekends, part_time = (answer_of(answers, place) for place in range(3))
        accepted = self.shared.contracts.values[contracts]
        return Person("", nights=nights, weekends=weekends, part_time=part_time, contracts=accepted)

    def _plainly(self, name: str, rows: Column) -> Column:
        """A criterion that has no columns of its own: asked row by row, slower and just as right."""
        criterion = next(each for each in CRITERIA if each.name == name)
        shares = [criterion.judge(self.offer, self._person(row), self.setting).share for row in rows]
        return np.array([np.nan if share is None else share for share in shares])

    def _by_value(self, numbers: Column, share: Callable[[int], float | None]) -> Column:
        """The share of each row, the function being asked once for each number among them."""
        distinct, where = _distinct(numbers)
        found = [share(int(number)) for number in distinct]
        return np.array([np.nan if each is None else each for each in found], dtype=float)[where]


def _distinct(numbers: Column) -> tuple[Column, Column]:
    """The numbers there are, and for each row which of them; small numbers are counted rather than sorted."""
    if len(numbers) and int(numbers.max()) < _SMALL:
        there = np.bincount(numbers) > 0
        return np.flatnonzero(there), (np.cumsum(there) - 1)[numbers]
    distinct, where = np.unique(numbers, return_inverse=True)
    return distinct, where


_SMALL = 10_000
_TIMES, _PART_TIME = 0b001111, 0b110000
"""Bits of the packed answers: nights and week-ends, then part-time."""
_OCCUPATION = np.full(UNSAID + 1, np.nan)
_OCCUPATION[list(OCCUPATION_SHARES)] = list(OCCUPATION_SHARES.values())
_FILTER_OF = {
    "history": (already_answered, "histories"),
    "contracts": (contract_refused, "contracts"),
    "licences": (licence_missing, "licences"),
    "skills": (software_missing, "skills"),
}
"""Column → the filter that reads this column only, and the shared values its numbers stand for."""
_IN_COLUMNS = {paused, too_late, diploma_missing, *(each for each, _ in _FILTER_OF.values())}
_ROW_BY_ROW = [each for each in FILTERS if each not in _IN_COLUMNS]
"""Filters added since: asked for each row, slower and just as right."""
