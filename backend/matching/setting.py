"""What a ranking needs besides offers and people: the trades, the day, the weights of the office."""

from dataclasses import dataclass, field
from datetime import date

from backend.matching.trades import Trades
from backend.matching.values import Weights
from backend.reference.occupations import Nomenclature


@dataclass(frozen=True, slots=True)
class Setting:
    """`today` is a date in Europe/Paris. `trades` remembers what it read: keep one setting for a whole run."""

    today: date
    weights: Weights = field(default_factory=Weights)
    trades: Trades = field(default_factory=Trades)


def setting(today: date, nomenclature: Nomenclature | None = None, weights: Weights | None = None) -> Setting:
    """A setting for one run."""
    return Setting(today, weights or Weights(), Trades(nomenclature))
