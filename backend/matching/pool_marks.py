"""Points for many rows at once, the same as those of the plain ranking.

Each criterion is asked once for each distinct value that the rows hold, by its own function (pool_answers.py); only
what differs from row to row (reach, months of experience) is computed in columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backend.matching.columns import Column
from backend.matching.criteria import CRITERIA
from backend.matching.pool_asking import Asking
from backend.matching.pool_held import held
from backend.matching.pool_reach import reach_shares
from backend.matching.pool_shares import IN_COLUMNS, occupation_share, plainly
from backend.matching.rank import GRAIN
from backend.matching.values import Weights

_NAMES = tuple(each.name for each in CRITERIA)


def ceilings_of(weights: Weights) -> tuple[float, ...]:
    """The ceilings in the order of CRITERIA."""
    return tuple(weights.of(name) for name in _NAMES)


@dataclass(frozen=True, slots=True)
class Marks:
    """Scores of rows, and their points: a line for each criterion, in the order of CRITERIA (NaN: no data)."""

    rows: Column
    scores: Column
    points: Column

    @staticmethod
    def none() -> "Marks":
        """No rows at all."""
        return Marks(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros((len(_NAMES), 0)))

    def and_also(self, others: "Marks") -> "Marks":
        """These rows and the others."""
        if not len(others.rows):
            return self
        if not len(self.rows):
            return others
        pairs = ((self.rows, others.rows), (self.scores, others.scores), (self.points, others.points))
        return Marks(*(np.concatenate(pair, axis=-1) for pair in pairs))

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

    def parts(self, at: Column, ceilings: Sequence[float]) -> list[tuple[tuple[str, float, float], ...]]:
        """For each of these, (criterion, points, ceiling) for the criteria with data."""
        return [
            tuple([part for part in zip(_NAMES, points, ceilings, strict=True) if part[1] == part[1]])
            for points in self.points[:, at].T.tolist()
        ]


def marks_of(asking: Asking, rows: Column, levels: Column, roads: Column) -> Marks:
    """The rows that nothing holds back, with their points.

    `levels`: how close each one's trade is. `roads`: km by road to the post, NaN where unknown.
    """
    free = np.flatnonzero(~held(asking, rows))
    rows, levels, roads = rows.take(free), levels.take(free), roads.take(free)
    reached, beyond = reach_shares(asking.offer, asking.columns, rows, roads)
    within = np.flatnonzero(~beyond)
    rows, levels, reached = rows.take(within), levels.take(within), reached.take(within)
    if not len(rows):
        return Marks.none()
    known = {"occupation": occupation_share(levels), "reach": reached}
    known |= {name: share(asking, rows) for name, share in IN_COLUMNS.items()}
    shares = [known[name] if name in known else plainly(name, asking, rows) for name in _NAMES]
    return _scored(rows, np.array(shares), ceilings_of(asking.setting.weights))


def _scored(rows: Column, shares: Column, weights: tuple[float, ...]) -> Marks:
    ceilings = np.array(weights)[:, None]
    points = shares * ceilings
    points *= GRAIN
    np.rint(points, out=points)
    points /= GRAIN
    points[ceilings[:, 0] == 0] = np.nan
    known = ~np.isnan(points)
    gained = np.where(known, points, 0.0).sum(axis=0)  # line after line: the same sums as the plain ranking
    total = np.where(known, ceilings, 0.0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = np.where(total > 0, np.rint(gained / total * GRAIN) / GRAIN, 0.0)
    return Marks(rows, scores, points)
