"""The same work in Polars, for comparison: `POLARS_MAX_THREADS=1 python -m benchmarks.matching_rivals [--people N]`.

Polars is no dependency of the project: without it this says so and stops. Both rank the same invented people for the
same offers on the same machine in the same minute; the top scores are compared, so that neither does less.
"""

import argparse
import statistics
import sys
import time
from importlib.util import find_spec
from typing import Any

import numpy as np

from backend.matching import pool_reach
from backend.matching.columns import NO_TRADE, answer_of
from backend.matching.criteria import CRITERIA, OCCUPATION_SHARES, asked_and_held, contract, hours, useful
from backend.matching.filters import contract_refused, licence_missing, software_missing
from backend.matching.pool import Pool
from backend.matching.pool_trades import UNSAID
from backend.matching.setting import setting
from backend.matching.trades import Closeness
from backend.matching.values import Offer, Person
from benchmarks.invented import TODAY, Country

OFFERS, TOP = 100, 50
_SHARES_BY_LEVEL = np.zeros(UNSAID + 1)
_SHARES_BY_LEVEL[list(OCCUPATION_SHARES)] = list(OCCUPATION_SHARES.values())


def main() -> None:
    """One table: Polars and the pool, and their ratio."""
    options = argparse.ArgumentParser()
    options.add_argument("--people", type=int, default=1_000_000)
    if find_spec("polars") is None:
        sys.exit("Polars is not installed: nothing to compare with (pip install polars in another environment).")
    size = options.parse_args().people
    country = Country()
    pool = Pool(setting(TODAY), country.people(size))
    offers, rival = country.offers(OFFERS), Rival(pool)
    for offer in offers:
        mine, theirs = [each.score for each in pool.top(offer, TOP)], rival.top(offer)
        if not np.allclose(mine, theirs[: len(mine)], atol=2e-6):
            sys.exit(f"not the same scores for {offer}")
    ours, polars = mean_ms(pool.top, offers), mean_ms(rival.top, offers)
    print(f"| {size:,} people | mean ms, processor time |\n|---|---|")
    print(f"| Polars, one thread | {polars:.2f} |\n| the pool | {ours:.2f} |\n| ratio | {polars / ours:.1f} |")


def mean_ms(top: Any, offers: list[Offer]) -> float:
    """Mean processor time of one top."""
    times = []
    for offer in offers:
        begun = time.process_time()
        top(offer)
        times.append((time.process_time() - begun) * 1000)
    return statistics.mean(times)


class Rival:
    """The pool's own columns in a Polars frame; everything in expressions, after a filter on the box of the offer."""

    def __init__(self, pool: Pool) -> None:
        import polars as pl  # noqa: PLC0415 — no dependency of the project

        self.pl, self.pool, self.shared = pl, pool, pool._shared
        columns = pool._columns
        points = self.shared.points()[columns["place"]]
        flat = {name: column for name, column in columns.items() if column.ndim == 1 and name != "id"}
        slots = {f"{name}{slot}": columns[name][:, slot] for name in ("wants", "works", "months") for slot in range(2)}
        where = {"lat": points[:, 0].copy(), "lon": points[:, 1].copy()}
        self.frame = pl.DataFrame({**flat, **slots, **where})

    def top(self, offer: Offer) -> list[float]:
        """Scores of the best fifty."""
        pl, (latitude, longitude) = self.pl, offer.position or (0.0, 0.0)
        height = self.pool._widest / pool_reach.KM_PER_DEGREE
        near = self.frame.filter(
            pl.col("lat").is_between(latitude - height, latitude + height)
            & pl.col("lon").is_between(longitude - 2 * height, longitude + 2 * height)
        )
        scored = near.lazy().with_columns(**self._shares(offer)).filter(self._free(offer) & ~pl.col("beyond"))
        gained, ceilings = pl.lit(0.0), pl.lit(0.0)
        for each in CRITERIA:
            ceiling, share = self.pool.setting.weights.of(each.name), pl.col(f"_{each.name}")
            gained = gained + pl.when(share.is_null()).then(0.0).otherwise(share * ceiling)
            ceilings = ceilings + pl.when(share.is_null()).then(0.0).otherwise(ceiling)
        best = scored.select((gained / ceilings).alias("score"), "waiting").top_k(TOP, by="score").collect()
        return sorted(best["score"].to_list(), reverse=True)

    def _shares(self, offer: Offer) -> dict[str, Any]:
        pl, shared, here = self.pl, self.shared, self.pool.setting
        levels = self.pool._trades.levels(offer)
        occupation = self._lookup(_SHARES_BY_LEVEL[levels])
        wanted = pl.max_horizontal(occupation("wants0"), occupation("wants1"))
        answers = [_told(packed) for packed in range(64)]
        parts = pl.col("contracts").cast(pl.UInt32) * 64 + (pl.col("answers") & 63).cast(pl.UInt32)
        times = [
            contract(offer, Person("", contracts=accepted, part_time=told.part_time), here).share
            for accepted in shared.contracts.values
            for told in answers
        ]
        late = pl.col("available").cast(pl.Int64) - TODAY.toordinal()
        start = pl.when(late <= 0).then(1.0).otherwise(pl.max_horizontal(pl.lit(0.1), 1.0 - 0.9 * late / 90))
        held, told = (self._asked(offer, at) for at in (0, 1))
        share, beyond = self._reach(offer)
        return {
            "_occupation": wanted,
            "_skills": pl.when(told > 0).then(held / told),
            "_experience": self._experience(offer, levels),
            "_reach": share,
            "_hours": self._lookup([hours(offer, person, here).share for person in answers])("answers"),
            "_contract": self._gather(times, parts),
            "_start": pl.when(pl.col("available") > 0).then(start),
            "beyond": beyond,
        }

    def _lookup(self, values: Any) -> Any:
        return lambda name: self._gather(values, self.pl.col(name))

    def _gather(self, values: Any, number: Any) -> Any:
        series = self.pl.Series(values, dtype=self.pl.Float64)
        return number.map_batches(lambda numbers: series.gather(numbers), return_dtype=self.pl.Float64)

    def _asked(self, offer: Offer, at: int) -> Any:
        by_licences = [asked_and_held(offer, Person("", licences=value))[at] for value in self.shared.licences.values]
        by_skills = [asked_and_held(offer, Person("", skills=value))[at] for value in self.shared.skills.values]
        return self._lookup(by_licences)("licences") + self._lookup(by_skills)("skills")

    def _experience(self, offer: Offer, levels: Any) -> Any:
        pl, asked = self.pl, offer.experience_months or 12
        level = self._lookup(np.where(levels == UNSAID, 0, levels).astype(float))
        share = pl.lit(0.0)
        for closeness in reversed(Closeness):
            worth, most = useful(closeness, 1_000_000, 1_000_000), useful(closeness, 1_000_000, 1)
            months = sum(
                pl.when((level(f"works{slot}") == int(closeness)) & (pl.col(f"works{slot}") != NO_TRADE))
                .then(pl.col(f"months{slot}").cast(pl.Float64))
                .otherwise(0.0)
                for slot in range(2)
            )
            share = share + pl.min_horizontal(pl.lit(most), worth * months / asked)
        share = pl.min_horizontal(pl.lit(1.0), share)
        share = 0.7 + 0.3 * share if offer.experience_months == 0 else share
        return pl.when(pl.col("worked") != 255).then(share)

    def _reach(self, offer: Offer) -> tuple[Any, Any]:
        """Handed to the pool's own function: Polars gets the columns and gives them back."""
        pl, points = self.pl, self.shared.points()

        def both(structs: Any) -> Any:
            columns = {name: structs.struct.field(name).to_numpy() for name in ("place", "modes", "minutes", "km")}
            share, beyond = pool_reach.reach_shares(offer, columns, np.arange(len(structs)), points)
            return pl.Series(np.where(beyond, -1.0, share), nan_to_null=True)

        share = pl.struct("place", "modes", "minutes", "km").map_batches(both, return_dtype=pl.Float64)
        return share, (share < 0).fill_null(False)

    def _free(self, offer: Offer) -> Any:
        pl, here = self.pl, self.pool.setting

        def held(each: Any, values: list[Any], field: str) -> Any:
            found = [float(any(each(offer, Person("", **{field: value}), here))) for value in values]
            return self._lookup(found)(field) == 0

        shared = self.shared
        free = held(contract_refused, shared.contracts.values, "contracts")
        free = free & held(licence_missing, shared.licences.values, "licences")
        return free & held(software_missing, shared.skills.values, "skills") & pl.col("alive")


def _told(packed: int) -> Person:
    """The person of one packed answer; a pair of bits that stands for nothing is as good as unknown."""
    known = [packed >> 2 * place & 3 for place in range(3)]
    nights, weekends, part_time = (answer_of(one, 0) if one < 3 else None for one in known)
    return Person("", nights=nights, weekends=weekends, part_time=part_time)


if __name__ == "__main__":
    main()
