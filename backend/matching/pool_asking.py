"""One offer against the rows of a pool: what every filter and criterion looks at."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from backend.matching.columns import NO_EXPERIENCE_KNOWN, Column, Columns, modes_of
from backend.matching.filters import required
from backend.matching.pool_answers import Answers
from backend.matching.pool_trades import PoolTrades
from backend.matching.setting import Setting
from backend.matching.values import Offer, Person


@dataclass(frozen=True)
class Asking:
    """An offer, the columns it is asked of, and what these columns point to."""

    offer: Offer
    columns: dict[str, Column]
    shared: Columns
    trades: PoolTrades
    answers: Answers
    setting: Setting

    @cached_property
    def firm(self) -> tuple[str, ...]:
        """Codes of the licences and certificates required."""
        return tuple([need.code for need in required(self.offer)])

    def person(self, row: int) -> Person:
        """The person of one row."""
        return self.shared.person(self.columns, int(row))

    def works(self, rows: Column) -> tuple[Column, Column]:
        """How close each past work of each row is to the offer's trade (UNSAID where there is none), and its months.

        A line for the first work of all, one for the second, as long as anyone has so many.
        """
        counted = self.columns["worked"].take(rows)
        most = int(counted[counted != NO_EXPERIENCE_KNOWN].max(initial=0))
        works, months = (self.columns[name].take(rows, axis=0).T[:most] for name in ("works", "months"))
        return self.trades.levels(self.offer)[works], months

    @cached_property
    def known_by(self) -> dict[str, Callable[[int], Person]]:
        """Column → from a number of it, the person of whom this value alone is known."""
        shared, histories = self.shared, self.shared.histories.values
        return {
            "licences": lambda n: Person("", licences=shared.licences.values[n]),
            "modes": lambda n: Person("", modes=modes_of(n)),
            "skills": lambda n: Person("", skills=shared.skills.values[n]),
            "diploma": lambda n: Person("", diploma=shared.diplomas.values[n]),
            "contracts": lambda n: Person("", contracts=shared.contracts.values[n]),
            "history": lambda n: Person("", proposed=histories[n][0], refused=histories[n][1]),
        }
