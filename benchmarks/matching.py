"""Speed, growth, memory and exactness of the pool; what spreading changes. `python -m benchmarks.matching [--most N]`.

Prints Markdown tables. One process, one core, one run; times are processor time: the machine does other things too.
"""

import argparse
import resource
import statistics
import sys
import time

from backend.matching.pool import TAIL_PART, Pool
from backend.matching.rank import rank
from backend.matching.setting import setting
from backend.matching.spreading import Proposal, best_first, exposure, gini, limits, spread
from backend.matching.values import Offer
from benchmarks.invented import TODAY, Country

SIZES = (450, 10_000, 100_000, 1_000_000)
OFFERS, TOP = 200, 50


def main() -> None:
    """All the tables."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--most", type=int, default=SIZES[-1], help="largest pool")
    wanted.add_argument("--no-spreading", action="store_true")
    options = wanted.parse_args()
    growth([size for size in SIZES if size <= options.most])
    if not options.no_spreading:
        spreading()


def growth(sizes: list[int]) -> None:
    """One offer against pools of growing size."""
    print(
        f"| people | built in s | first time, ms | mean ms | p95 ms | one change, µs | bytes a person |{chr(10)}"
        + "|---" * 7
        + "|"
    )
    for size in sizes:
        country, here = Country(), setting(TODAY)
        begun = time.process_time()
        pool = Pool(here, country.people(size))
        built = time.process_time() - begun
        offers = country.offers(OFFERS)
        cold = [took(pool, offer) for offer in offers]
        warm = sorted(took(pool, offer) for offer in offers)
        if size <= 10_000:
            same_as_plain(pool, offers[:20])
        change = changes(pool, country, size)
        mean, late = statistics.mean(warm), warm[int(len(warm) * 0.95)]
        print(
            f"| {size:,} | {built:.1f} | {statistics.mean(cold):.2f} | {mean:.2f} | {late:.2f} | {change:.0f} |"
            f" {pool.bytes_per_person:.0f} |",
            flush=True,
        )
    print(f"\nPeak memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def took(pool: Pool, offer: Offer) -> float:
    """Milliseconds of processor time for one top with its components."""
    begun = time.process_time()
    pool.top(offer, TOP)
    return (time.process_time() - begun) * 1000


def same_as_plain(pool: Pool, offers: list[Offer]) -> None:
    """Stops the benchmark when the pool and the plain ranking differ."""
    people = list(pool.people())
    for offer in offers:
        plain = [(each.person, each.score) for each in rank(offer, people, pool.setting).top[:TOP]]
        if plain != [(each.person, each.score) for each in pool.top(offer, TOP)]:
            sys.exit(f"not the same top for {offer}")


def changes(pool: Pool, country: Country, size: int) -> float:
    """Microseconds for one person added or replaced, merges included."""
    news = list(country.people(max(450, size // TAIL_PART)))
    begun = time.process_time()
    for person in news:
        pool.put(person)
    pool.merge()
    return (time.process_time() - begun) / len(news) * 1e6


def spreading() -> None:
    """An office's week: 450 people, 60 open offers, highest scores first against spreading."""
    country, here = Country(2), setting(TODAY)
    people = list(country.people(450))
    home = [
        Offer(f"o{number}", each.code, each.titles, None, each.contract)
        for number, each in enumerate(country.offers(60))
    ]
    candidates = [
        Proposal(offer.id, each.person, each.score) for offer in home for each in rank(offer, people, here).top[:40]
    ]
    print("\n| 450 people, 60 offers | proposals | sum of scores | people reached | Gini |\n|---|---|---|---|---|")
    for name, choose in (("highest scores first", best_first), ("spread", spread)):
        chosen = choose(candidates, limits())
        shares = list(exposure(chosen, (person.id for person in people)).values())
        reached, total = sum(count > 0 for count in shares), sum(each.score for each in chosen)
        print(f"| {name} | {len(chosen)} | {total:.1f} | {reached} | {gini(shares):.3f} |")


if __name__ == "__main__":
    main()
