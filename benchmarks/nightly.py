"""The nightly rematch on invented people: an office, a nation, and spreading against the best there is.

`python -m benchmarks.nightly [--nation 1000000] [--offers 5000]`. Every offer is really ranked, none is extrapolated.
The best sum is computed only where SciPy is installed.
"""

import argparse
import resource
import time
from importlib.util import find_spec

import numpy as np
from rich.progress import track

from backend.matching.pool import Pool
from backend.matching.setting import setting
from backend.matching.spreading import PER_PERSON, PER_POST, Proposal, best_first, limits, spread
from backend.matching.values import Offer
from benchmarks.invented import TODAY, Country

PEOPLE, OFFERS, LOOKED_AT, LEAST = 450, 5_000, 20, 0.5


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--nation", type=int, default=1_000_000, help="people of the nation's pool")
    wanted.add_argument("--offers", type=int, default=OFFERS, help="offers of the nation")
    options = wanted.parse_args()
    country = Country(2)
    home = [Offer(each.id, each.code, each.titles, None, each.contract) for each in country.offers(OFFERS)]
    print(night("office", Pool(setting(TODAY), Country(1).people(PEOPLE)), home))
    against_the_best(home[:600])
    print(f"Peak memory so far: {peak_mb():.0f} MB")
    if options.nation:
        begun = time.process_time()
        nation = Pool(setting(TODAY), Country(1).people(options.nation))
        print(f"nation: {len(nation):,} people invented and put in the pool in {time.process_time() - begun:.0f} s")
        print(night("nation", nation, country.offers(options.offers)))
        print(f"Peak memory: {peak_mb():.0f} MB")


def peak_mb() -> float:
    """Of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def night(name: str, pool: Pool, offers: list[Offer]) -> str:
    """Rank every offer, then spread over all of them; processor seconds."""
    begun = time.process_time()
    found = [each for offer in track(offers, description=name) for each in candidates(pool, offer)]
    ranked = time.process_time()
    chosen = spread(found, limits())
    done = time.process_time()
    return (
        f"{name}: {len(pool):,} people x {len(offers):,} offers: {ranked - begun:.1f} s to rank "
        f"({(ranked - begun) / len(offers) * 1000:.2f} ms an offer), {done - ranked:.2f} s to spread "
        f"{len(found):,} pairs, {len(chosen):,} proposals"
    )


def candidates(pool: Pool, offer: Offer) -> list[Proposal]:
    return [Proposal(offer.id, each.person, each.score) for each in pool.top(offer, LOOKED_AT) if each.score >= LEAST]


def against_the_best(offers: list[Offer]) -> None:
    """One office's week: the sum of scores under the same limits, three ways."""
    pool = Pool(setting(TODAY), Country(1).people(PEOPLE))
    found = [each for offer in offers for each in candidates(pool, offer)]
    for name, choose in (("highest first", best_first), ("spread", spread)):
        begun = time.process_time()
        chosen = choose(found, limits())
        told(name, chosen, time.process_time() - begun)
    if find_spec("scipy") is None:
        print("SciPy is not installed: no optimal assignment to compare with (pip install scipy elsewhere).")
        return
    begun = time.process_time()
    told("optimal sum", optimal(found), time.process_time() - begun)


def told(name: str, chosen: list[Proposal], seconds: float) -> None:
    people = len({each.person for each in chosen})
    total = sum(each.score for each in chosen)
    print(f"{name}: {len(chosen)} proposals, sum {total:.2f}, {people} people, {seconds * 1000:.0f} ms")


def optimal(found: list[Proposal]) -> list[Proposal]:
    """The largest sum under the same limits: a transport problem, whose linear programme has whole solutions.

    `linear_sum_assignment` cannot say that a pair is taken once when both sides have several places.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 — no dependency of the project

    offers, people = sorted({each.offer for each in found}), sorted({each.person for each in found})
    bounds = np.zeros((len(offers) + len(people), len(found)))
    for at, each in enumerate(found):
        bounds[offers.index(each.offer), at] = bounds[len(offers) + people.index(each.person), at] = 1
    room = [PER_POST] * len(offers) + [PER_PERSON] * len(people)
    solved = linprog([-each.score for each in found], A_ub=bounds, b_ub=room, bounds=(0, 1))
    return [each for each, taken in zip(found, solved.x, strict=True) if taken > 0.5]


if __name__ == "__main__":
    main()
