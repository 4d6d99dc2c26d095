"""What each value that people share (a set of licences, of contracts…) gives for what an offer asks: reckoned once.

Offers ask for the same few things: what was reckoned for one serves those that ask the same.
"""

from collections.abc import Callable, Hashable

import numpy as np

from backend.matching.columns import Column

MOST_NUMBERS = 4_000_000
"""Numbers kept (8 bytes each) before everything is forgotten and reckoned again."""
_NOT_RECKONED = -1.0


class Answers:
    """Tables by what is asked: the answer at each number, which is zero or more, or NaN when there is none."""

    def __init__(self) -> None:
        self._tables: dict[Hashable, Column] = {}
        self._kept = 0

    def of(self, asked: Hashable, numbers: Column, answer: Callable[[int], float | None]) -> Column:
        """The answer for each of the numbers. `asked` must hold everything of the offer that the answer depends on."""
        table = self._table(asked, int(numbers.max(initial=0)) + 1)
        found = table.take(numbers)
        new = found == _NOT_RECKONED
        if new.any():
            for number in np.unique(numbers[new]).tolist():
                share = answer(number)
                table[number] = np.nan if share is None else share
            found = table.take(numbers)
        return found

    def _table(self, asked: Hashable, size: int) -> Column:
        table = self._tables.get(asked)
        if table is not None and len(table) >= size:
            return table
        if self._kept > MOST_NUMBERS:
            self._tables, self._kept, table = {}, 0, None
        longer = np.full(2 * size, _NOT_RECKONED)
        if table is not None:
            longer[: len(table)] = table
        self._kept += len(longer) - (len(table) if table is not None else 0)
        self._tables[asked] = longer
        return longer
