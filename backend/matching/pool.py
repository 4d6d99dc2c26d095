"""A pool of up to millions of people, ranked for one offer in about a millisecond: the same top as `rank`, exactly.

Rows are sorted by place. For one offer: the places within anyone's reach, their rows, those of the closest trades; then
points for these rows only, from the same functions as the plain ranking, asked once for each distinct value. A farther
trade is looked at only while it could still enter the top. Changes wait in a short tail, merged in now and then.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from math import cos, radians
from typing import NamedTuple, TypeAlias

import numpy as np

from backend.matching.columns import Column, Columns, empty
from backend.matching.pool_answers import Answers
from backend.matching.pool_asking import Asking
from backend.matching.pool_marks import Marks, ceilings_of, marks_of
from backend.matching.pool_reach import KM_PER_DEGREE, farthest_km, roads_km
from backend.matching.pool_trades import UNSAID, PoolTrades, tiers
from backend.matching.rank import judge, order
from backend.matching.setting import Setting
from backend.matching.values import Offer, Person, Result

LEAST_TAIL = 4_096
TAIL_PART = 16
"""The tail is merged in once it holds this part of the pool."""
WORTH_A_TURN = 2_000
"""Levels of closeness are judged together as long as they hold no more rows than this."""
Key: TypeAlias = tuple[float, float, str]


class Standing(NamedTuple):
    """One place in a top: the score, and (criterion, points, ceiling) for each criterion with data.

    The sentences come from `Pool.results`: nobody reads those of a nightly run.
    """

    person: str
    score: float
    parts: tuple[tuple[str, float, float], ...]


class Pool:
    """People by place. `top` and `results` read; `put` and `remove` change one person."""

    def __init__(self, setting: Setting, people: Iterable[Person] = ()) -> None:
        self.setting = setting
        self._ceilings = ceilings_of(setting.weights)
        self._shared = Columns()
        self._trades = PoolTrades(setting.trades, self._shared.trades)
        self._answers = Answers()
        self._columns = empty(0)
        self._new_tail()
        self._apart: dict[str, Person] = {}
        self._settle()
        for person in people:
            self.put(person)
        self.merge()

    def __len__(self) -> int:
        return int(self._columns["alive"].sum() + self._tail["alive"].sum()) + len(self._apart)

    @property
    def bytes_per_person(self) -> float:
        """Bytes of the sorted columns for each row; what rows share is written once and left out."""
        columns = sum(column.nbytes for column in self._columns.values())
        return (columns + self._ids_in_order.nbytes + self._farthest.nbytes) / max(1, len(self._columns["id"]))

    def put(self, person: Person) -> None:
        """Adds a person, or replaces the one of this id."""
        self.remove(person.id)
        row = self._shared.row(person)
        if row is None:
            self._apart[person.id] = person
            return
        if self._tail_size == len(self._tail["id"]):
            self.merge()
        for name, value in row.items():
            self._tail[name][self._tail_size] = value
        self._tail_rows[person.id] = self._tail_size
        self._tail_size += 1

    def remove(self, person: str) -> None:
        """Takes a person out; nothing happens when there is no such person."""
        self._apart.pop(person, None)
        at = self._tail_rows.pop(person, None)
        if at is not None:
            self._tail["alive"][at] = False
        found = self._row_of(person)
        if found is not None:
            self._columns["alive"][found] = False

    def merge(self) -> None:
        """Sorts the tail in with the rest, and forgets the rows of those who left."""
        both = {
            name: np.concatenate([column[self._columns["alive"]], self._tail[name][self._tail["alive"]]])
            for name, column in self._columns.items()
        }
        by_place = np.argsort(self._places_of(both), kind="stable")
        self._columns = {name: column[by_place] for name, column in both.items()}
        self._new_tail()
        self._settle()

    def top(self, offer: Offer, count: int = 50) -> list[Standing]:
        """The first `count` of `rank(offer, …).top`: same people, same order, same points."""
        found = self._best(offer, self._columns, *self._near_rows(offer), count)
        if self._tail_size:
            rows = np.arange(self._tail_size)
            found += self._best(offer, self._tail, rows, self._roads(offer, self._tail, rows), count)
        found += self._best_apart(offer)
        return [standing for _, standing in sorted(found, key=lambda pair: pair[0])[:count]]

    def results(self, offer: Offer, count: int = 50) -> list[Result]:
        """The same top with its sentences, questions and flips, as `rank` gives it."""
        people = (self.person(standing.person) for standing in self.top(offer, count))
        verdicts = (judge(offer, person, self.setting) for person in people if person)
        return [verdict for verdict in verdicts if isinstance(verdict, Result)]

    def person(self, person: str) -> Person | None:
        """The person of this id, as the pool knows them; None when there is none."""
        if person in self._apart:
            return self._apart[person]
        at = self._tail_rows.get(person)
        if at is not None:
            return self._shared.person(self._tail, at)
        found = self._row_of(person)
        return (
            self._shared.person(self._columns, found) if found is not None and self._columns["alive"][found] else None
        )

    def people(self) -> Iterator[Person]:
        """Everyone, in no order that means anything."""
        for columns in (self._columns, self._tail):
            for row in np.flatnonzero(columns["alive"]):
                yield self._shared.person(columns, int(row))
        yield from self._apart.values()

    def _best(
        self, offer: Offer, columns: dict[str, Column], rows: Column, roads: Column, count: int
    ) -> list[tuple[Key, Standing]]:
        """Rows of the closest trades first; a farther tier only while its best could still enter the top."""
        closeness = self._trades.of_rows(offer, columns["wants"], rows)
        asking = Asking(offer, columns, self._shared, self._trades, self._answers, self.setting)
        marks = Marks.none()
        for levels, best in self._tiers(closeness):
            if marks.holds_better(count, best):
                break
            chosen = np.flatnonzero(levels[closeness])
            chosen = chosen[columns["alive"].take(rows.take(chosen))]
            marks = marks.and_also(marks_of(asking, rows.take(chosen), closeness.take(chosen), roads.take(chosen)))
        return self._standings(columns, marks, marks.first(count, columns))

    def _tiers(self, closeness: Column) -> Iterator[tuple[Column, float]]:
        """Levels to look at together, as a mask over levels, and the best score they allow; few rows are no turn."""
        rows_of = np.bincount(closeness, minlength=UNSAID + 1)
        mask, waiting, first = np.zeros(UNSAID + 1, dtype=bool), 0, 1.0
        for level, best in tiers(self.setting.weights):
            if waiting and waiting + rows_of[level] > WORTH_A_TURN:
                yield mask, first
                mask, waiting = np.zeros(UNSAID + 1, dtype=bool), 0
            if rows_of[level]:
                first = first if waiting else best
                mask[level] = True
                waiting += int(rows_of[level])
        if waiting:
            yield mask, first

    def _standings(self, columns: dict[str, Column], marks: Marks, first: Column) -> list[tuple[Key, Standing]]:
        rows = marks.rows[first]
        names, waiting = columns["id"][rows].tolist(), columns["waiting"][rows].tolist()
        listed = zip(names, waiting, marks.scores[first].tolist(), marks.parts(first, self._ceilings), strict=True)
        return [
            ((-score, -weeks, name), Standing(name, score, parts))
            for name, weeks, score, parts in ((name.decode(), *rest) for name, *rest in listed)
        ]

    def _best_apart(self, offer: Offer) -> list[tuple[Key, Standing]]:
        verdicts = [(judge(offer, person, self.setting), person) for person in self._apart.values()]
        return [(order(found, person), _standing(found)) for found, person in verdicts if isinstance(found, Result)]

    def _near_rows(self, offer: Offer) -> tuple[Column, Column]:
        """Rows of the places within the widest reach of anyone there, and of those whom no place or limit bounds; and
        the km by road to each."""
        if offer.position is None:
            everyone = np.arange(len(self._columns["id"]))
            return everyone, self._roads(offer, self._columns, everyone)
        latitude, longitude = offer.position
        height = self._widest / KM_PER_DEGREE
        width = height / max(0.05, cos(radians(min(89.0, abs(latitude) + height))))
        south, north = np.searchsorted(self._latitudes, (latitude - height, latitude + height))
        within = south + np.flatnonzero(np.abs(self._longitudes[south:north] - longitude) <= width)
        km = roads_km(offer.position, self._latitudes[within], self._longitudes[within])
        near = km <= self._reach_of_place[within]
        begins, ends = self._first_row[within[near]], self._first_row[within[near] + 1]
        rows, roads = _ranges(begins, ends), np.repeat(km[near], ends - begins)
        reaching = np.flatnonzero(roads <= self._farthest.take(rows))
        rows, roads = rows.take(reaching), roads.take(reaching)
        unbounded = np.arange(self._first_row[0])
        if not len(unbounded):
            return rows, roads
        far = self._roads(offer, self._columns, unbounded)
        return np.concatenate([unbounded, rows]), np.concatenate([far, roads])

    def _roads(self, offer: Offer, columns: dict[str, Column], rows: Column) -> Column:
        """Km by road from each row to an offer; NaN where either place is unknown."""
        if offer.position is None or not len(rows):
            return np.full(len(rows), np.nan)
        points = self._shared.points()[columns["place"][rows]]
        return roads_km(offer.position, points[:, 0], points[:, 1])

    def _settle(self) -> None:
        """What is known once the rows are sorted: where each place begins, how far its people go, the order of ids."""
        self._ids_in_order = np.argsort(self._columns["id"], kind="stable").astype(np.uint32)
        numbers = self._places_in_order()
        points = [point for number in numbers if (point := self._shared.places.values[number])]
        self._latitudes = np.array([point[0] for point in points])
        self._longitudes = np.array([point[1] for point in points])
        places = self._places_of(self._columns)
        self._first_row = np.searchsorted(places, np.arange(1, len(numbers) + 2))
        self._reach_of_place = np.zeros(len(numbers))
        bounded = places > 0
        self._farthest = farthest_km(self._columns).astype(np.float32)
        np.maximum.at(self._reach_of_place, places[bounded] - 1, self._farthest[bounded])
        self._widest = float(self._reach_of_place.max(initial=0.0))

    def _places_of(self, columns: dict[str, Column]) -> Column:
        """For each row, the rank of its place from south to north, from 1; 0 for rows that no place or limit bounds."""
        ranks = np.zeros(len(self._shared.places), dtype=np.int64)
        ranks[self._places_in_order()] = np.arange(1, len(ranks))
        places: Column = np.where(np.isinf(farthest_km(columns)), 0, ranks[columns["place"]])
        return places

    def _places_in_order(self) -> list[int]:
        values = self._shared.places.values
        return sorted(range(1, len(values)), key=lambda number: values[number] or (0.0, 0.0))

    def _row_of(self, person: str) -> int | None:
        ids, key = self._columns["id"], person.encode()
        if not len(ids) or len(key) > ids.dtype.itemsize:
            return None
        # np.searchsorted copies a column of texts at each call
        at = bisect_left(self._ids_in_order, key, key=lambda row: ids[row])
        row = int(self._ids_in_order[at]) if at < len(ids) else -1
        return row if row >= 0 and ids[row] == key else None

    def _new_tail(self) -> None:
        self._tail = empty(max(LEAST_TAIL, len(self._columns["id"]) // TAIL_PART))
        self._tail_size = 0
        self._tail_rows: dict[str, int] = {}


def _standing(result: Result) -> Standing:
    return Standing(result.person, result.score, tuple((part.name, part.points, part.ceiling) for part in result.parts))


def _ranges(begins: Column, ends: Column) -> Column:
    """Every row of the half-open ranges, one after the other."""
    lengths = ends - begins
    ahead = np.cumsum(lengths) - lengths
    rows: Column = np.repeat(begins - ahead, lengths) + np.arange(int(lengths.sum()))
    return rows
