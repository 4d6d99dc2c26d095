"""The ranking of `Pool.top` in Polars: a filter on the box around the offer, expressions for the rest, `top_k`."""

from typing import Any

import numpy as np

from backend.matching import pool_reach
from backend.matching.criteria import CRITERIA, WELCOME
from backend.matching.pool import Pool
from backend.matching.rank import GRAIN
from backend.matching.values import Offer
from benchmarks.invented import TODAY
from benchmarks.rival_tables import NOTHING, Tables, months_asked, slots

TOP = 50


class PolarsRival:
    """The pool's own columns in a Polars frame. Raises ImportError where Polars is not installed."""

    name = "Polars, one thread"

    def __init__(self, pool: Pool) -> None:
        import polars as pl  # noqa: PLC0415 — no dependency of the project

        self.pl, self.pool = pl, pool
        columns = pool._columns
        points = pool._shared.points()[columns["place"]]
        flat = {name: column for name, column in columns.items() if column.ndim == 1 and name not in ("id", "history")}
        self.wants = {f"wants{at}": slot for at, slot in enumerate(slots(pool, "wants"))}
        self.works = {f"works{at}": slot for at, slot in enumerate(slots(pool, "works"))}
        months = {f"months{at}": columns["months"][:, at].copy() for at in range(len(self.works))}
        where = {"lat": points[:, 0].copy(), "lon": points[:, 1].copy()}
        self.frame = pl.DataFrame(
            {"id": columns["id"].astype(str), **flat, **self.wants, **self.works, **months, **where}
        )

    def top(self, offer: Offer, tables: Tables) -> list[float]:
        """Scores of the best fifty; ids and the share of each criterion are fetched with them."""
        pl, (latitude, longitude) = self.pl, offer.position or (0.0, 0.0)
        height = self.pool._widest / pool_reach.KM_PER_DEGREE
        near = self.frame.filter(
            pl.col("lat").is_between(latitude - height, latitude + height)
            & pl.col("lon").is_between(longitude - 2 * height, longitude + 2 * height)
        )
        free = [self._of("contracts", tables.no_contract), self._of("licences", tables.no_licence)]
        free.append(self._of("skills", tables.no_software))
        shares = self._shares(offer, tables)
        scored = near.lazy().filter(pl.col("alive"), *[each == 0 for each in free]).with_columns(**shares)
        gained, ceilings = pl.lit(0.0), pl.lit(0.0)
        for each in CRITERIA:
            ceiling, share = self.pool.setting.weights.of(each.name), pl.col(f"_{each.name}")
            gained = gained + pl.when(share.is_null()).then(0.0).otherwise((share * ceiling * GRAIN).round() / GRAIN)
            ceilings = ceilings + pl.when(share.is_null()).then(0.0).otherwise(ceiling)
        parts = [f"_{each.name}" for each in CRITERIA]
        kept = scored.filter((pl.col("_reach") >= 0) | pl.col("_reach").is_null())
        best = kept.select("id", "waiting", *parts, score=gained / ceilings).top_k(TOP, by="score").collect()
        return sorted(best["score"].to_list(), reverse=True)

    def _shares(self, offer: Offer, tables: Tables) -> dict[str, Any]:
        pl = self.pl
        wanted = pl.max_horizontal(*(self._of(name, tables.occupation) for name in self.wants))
        late = pl.col("available").cast(pl.Int64) - TODAY.toordinal()
        start = pl.when(late <= 0).then(1.0).otherwise(pl.max_horizontal(pl.lit(0.1), 1.0 - 0.9 * late / 90))
        held = self._of("licences", tables.licences_held) + self._of("skills", tables.skills_held)
        told = self._of("licences", tables.licences_told) + self._of("skills", tables.skills_told)
        times = pl.col("contracts").cast(pl.UInt32) * 64 + (pl.col("answers") & 63).cast(pl.UInt32)
        return {
            "_occupation": wanted,
            "_skills": pl.when(told > 0).then(held / told),
            "_experience": self._experience(offer, tables),
            "_reach": self._reach(offer),
            "_hours": self._known(self._gather(tables.hours, pl.col("answers") & 63)),
            "_contract": self._known(self._gather(tables.contract, times)),
            "_start": pl.when(pl.col("available") > 0).then(start),
        }

    def _experience(self, offer: Offer, tables: Tables) -> Any:
        """Invented people have worked in one trade: nothing has to be added up by closeness."""
        pl, share = self.pl, self.pl.lit(0.0)
        for work, months in zip(self.works, (f"months{at}" for at in range(len(self.works))), strict=True):
            useful = self._of(work, tables.worth) * pl.col(months).cast(pl.Float64) / months_asked(offer)
            useful = pl.min_horizontal(self._of(work, tables.most), useful)
            share = share + pl.when(pl.col(work) >= 0).then(useful).otherwise(0.0)
        share = pl.min_horizontal(pl.lit(1.0), share)
        share = WELCOME + (1 - WELCOME) * share if offer.experience_months == 0 else share
        return pl.when(pl.col("worked") != 255).then(share)

    def _reach(self, offer: Offer) -> Any:
        """Handed to the pool's own function: Polars gives the columns and gets the share back, -1 beyond the limit."""
        pl = self.pl

        def both(structs: Any) -> Any:
            column = {name: structs.struct.field(name).to_numpy() for name in ("modes", "minutes", "km", "lat", "lon")}
            roads = pool_reach.roads_km(offer.position or (0.0, 0.0), column["lat"], column["lon"])
            share, beyond = pool_reach.reach_shares(offer, column, np.arange(len(structs)), roads)
            return pl.Series(np.where(beyond, -1.0, share), nan_to_null=True)

        return pl.struct("modes", "minutes", "km", "lat", "lon").map_batches(both, return_dtype=pl.Float64)

    def _of(self, name: str, table: list[float]) -> Any:
        return self._gather(table, self.pl.col(name))

    def _gather(self, table: list[float], number: Any) -> Any:
        series = self.pl.Series(table, dtype=self.pl.Float64)
        return number.map_batches(lambda numbers: series.gather(numbers.clip(0)), return_dtype=self.pl.Float64)

    def _known(self, share: Any) -> Any:
        return self.pl.when(share != NOTHING).then(share)
