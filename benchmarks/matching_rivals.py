"""The same ranking by others, on the same people, for the same offers, in one run. One core, processor time.

    POLARS_MAX_THREADS=1 python -m benchmarks.matching_rivals [--people N] [--offers N]

Polars is no dependency of the project, PostgreSQL comes with the test extras: the one that is not there is left out,
with a word. The fifty best scores are compared first, so that nobody does less.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np

from backend.matching.pool import Pool
from backend.matching.setting import setting
from backend.matching.values import Offer
from benchmarks.invented import TODAY, Country
from benchmarks.rival_polars import PolarsRival
from benchmarks.rival_postgresql import PostgresqlRival
from benchmarks.rival_tables import Tables, tables_of

TOP = 50


def main() -> None:
    """One table: each rival, and the pool."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--people", type=int, default=1_000_000)
    wanted.add_argument("--offers", type=int, default=200)
    options = wanted.parse_args()
    country = Country()
    pool = Pool(setting(TODAY), country.people(options.people))
    offers = country.offers(options.offers)
    asked = [(offer, tables_of(pool, offer)) for offer in offers]
    rows = [*ours_of(pool, offers, "the pool"), *polars(pool, asked), *postgresql(pool, asked)]
    rows += ours_of(pool, offers, "the pool, again")
    ours = max(ms for name, ms in rows if name.startswith("the pool"))
    print(f"\n| {options.people:,} people, {len(offers)} offers | mean ms | times the pool's |\n|---|---|---|")
    for name, ms in rows:
        print(f"| {name} | {ms:.2f} | {ms / ours:.1f} |")


def ours_of(pool: Pool, offers: list[Offer], name: str) -> list[tuple[str, float]]:
    """Our own line; as for the others, every offer has been asked once before."""
    for offer in offers:
        pool.top(offer, TOP)
    return [(name, statistics.mean(took(lambda offer=offer: pool.top(offer, TOP)) for offer in offers))]


def polars(pool: Pool, asked: list[tuple[Offer, Tables]]) -> list[tuple[str, float]]:
    """Polars' line, or none where it is not installed."""
    try:
        rival = PolarsRival(pool)
    except ImportError:
        print("Polars is not installed: left out (pip install polars, in a folder on PYTHONPATH).")
        return []
    compare(pool, rival.top, asked)
    return [(rival.name, statistics.mean(took(lambda each=each: rival.top(*each)) for each in asked))]


def postgresql(pool: Pool, asked: list[tuple[Offer, Tables]]) -> list[tuple[str, float]]:
    """PostgreSQL's line, or none where no server starts: its own process, what we do meanwhile left out."""
    try:
        rival = PostgresqlRival(pool)
    except (ImportError, OSError, RuntimeError) as error:
        print(f"No PostgreSQL starts here: left out ({error}).")
        return []
    try:
        compare(pool, rival.top, asked)
        begun = rival.seconds()
        for each in asked:
            rival.top(*each)
        return [(rival.name, (rival.seconds() - begun) / len(asked) * 1000)]
    finally:
        rival.close()


def compare(pool: Pool, top: Callable[[Offer, Tables], list[float]], asked: list[tuple[Offer, Tables]]) -> None:
    """Raises ValueError when the rival finds other scores than the pool."""
    for offer, tables in asked:
        mine, theirs = [each.score for each in pool.top(offer, TOP)], top(offer, tables)
        if len(mine) != len(theirs) or not np.allclose(mine, theirs, atol=2e-6):
            raise ValueError(f"not the same scores for {offer}")


def took(ask: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    begun = time.process_time()
    ask()
    return (time.process_time() - begun) * 1000


if __name__ == "__main__":
    main()
