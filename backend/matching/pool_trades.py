"""How close every trade of a pool is to that of an offer, as one array: by code once a code, by title each time."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from backend.matching.columns import NO_TRADE, Column, Shared
from backend.matching.criteria import OCCUPATION_SHARES
from backend.matching.titles import variants
from backend.matching.trades import Closeness, Trades
from backend.matching.values import Offer, Weights

UNSAID = 255
"""Level of those who did not say what they want: as good as the same title, for all we know."""


def tiers(weights: Weights) -> Iterator[tuple[int, float]]:
    """Levels of closeness, closest first, each with the best score that anyone of it can have."""
    own, total = weights.of("occupation"), sum(weights.of(name) for name, _ in weights)
    yield UNSAID, 1.0
    for level in reversed(Closeness):
        best = (OCCUPATION_SHARES[level] * own + total - own) / total if total else 1.0
        # two levels may be worth the same to an office: a hair more, so that equals are never cut off
        yield int(level), best + 1e-9


class PoolTrades:
    """`trades` are shared by the rows of the pool and only grow; what is known of a code is kept and lengthened."""

    def __init__(self, trades: Trades, shared: Shared[str]) -> None:
        self._trades = trades
        self._shared = shared
        self._by_code: dict[str, Column] = {}
        self._with_word: dict[str, list[int]] = defaultdict(list)
        self._indexed = 0
        self._last: tuple[Offer, int, Column] | None = None

    def of_rows(self, offer: Offer, wants: Column, rows: Column) -> Column:
        """The level of each row: its closest wanted trade, UNSAID when it wants none or the offer has no trade."""
        if not (offer.code or offer.titles):
            return np.full(len(rows), UNSAID, dtype=np.uint8)
        levels = self.levels(offer)
        first, *others = wants.take(rows, axis=0).T
        found: Column = levels[first]
        for more in others:
            said = more != NO_TRADE
            if said.any():
                np.maximum(found, np.where(said, levels[more], 0), out=found)
        return found

    def levels(self, offer: Offer) -> Column:
        """Level by number of trade; NO_TRADE gives UNSAID. The last offer's are kept: it is asked for several times."""
        if self._last is None or self._last[0] is not offer or self._last[1] != len(self._shared):
            self._last = (offer, len(self._shared), self._levels(offer))
        return self._last[2]

    def _levels(self, offer: Offer) -> Column:
        levels = np.full(NO_TRADE + 1, UNSAID, dtype=np.uint8)
        known = self._known_of(offer)
        levels[: len(known)] = known
        for number in self._sharing_a_word(offer):
            levels[number] = self._trades.closeness(self._shared.values[number], offer.code, offer.titles)
        return levels

    def _known_of(self, offer: Offer) -> Column:
        """By code alone, kept for the next offer of this code."""
        if not offer.code:
            return np.array([self._trades.closeness(said, "", offer.titles) for said in self._shared.values], np.uint8)
        known = self._by_code.get(offer.code, np.zeros(0, dtype=np.uint8))
        if len(known) < len(self._shared):
            news = self._shared.values[len(known) :]
            fresh = np.array([self._trades.closeness(said, offer.code, ()) for said in news], dtype=np.uint8)
            known = self._by_code[offer.code] = np.concatenate([known, fresh])
        return known

    def _sharing_a_word(self, offer: Offer) -> set[int]:
        for number in range(self._indexed, len(self._shared)):
            for word in self._trades.read(self._shared.values[number]).words:
                self._with_word[word].append(number)
        self._indexed = len(self._shared)
        words = {word for title in offer.titles for variant in variants(title) for word in variant}
        return {number for word in words for number in self._with_word.get(word, ())}
