"""Who is proposed what this week, over all the open offers: the best proposals, and nobody left with nothing for long.

A person's first proposal counts in full, the next ones less and less: the sum then grows most by reaching someone else.
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

PER_POST = 5
"""Proposals at a time for each post of an offer."""
PER_PERSON = 3
"""Proposals a week for each person."""
NEXT_IS_WORTH = 0.6
"""What a person's second proposal is worth beside the first, the third beside the second."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One pair that could be proposed, with its score (0 to 1)."""

    offer: str
    person: str
    score: float


@dataclass(frozen=True, slots=True)
class Limits:
    """`posts`: offer → posts to fill (1 when absent). `waiting`: person → weeks without a proposal.

    `already`: proposals that each person had this week; `open_now`: proposals of each offer still without an answer.
    """

    posts: Mapping[str, int]
    waiting: Mapping[str, float]
    already: Mapping[str, int]
    open_now: Mapping[str, int]
    per_post: int = PER_POST
    per_person: int = PER_PERSON

    def room(self, offer: str) -> int:
        """How many more people this offer may be proposed to."""
        return self.posts.get(offer, 1) * self.per_post - self.open_now.get(offer, 0)


def limits(
    posts: Mapping[str, int] | None = None,
    waiting: Mapping[str, float] | None = None,
    already: Mapping[str, int] | None = None,
    open_now: Mapping[str, int] | None = None,
    per_post: int = PER_POST,
    per_person: int = PER_PERSON,
) -> Limits:
    """Limits with nothing proposed yet, unless told."""
    return Limits(posts or {}, waiting or {}, already or {}, open_now or {}, per_post, per_person)


def spread(candidates: Iterable[Proposal], bounds: Limits) -> list[Proposal]:
    """The proposals to make, in the order they were chosen; equals go to who has waited longest, then by id.

    Greedy on what each proposal adds (a heap whose stale heads are put back): at least half of the best sum there is.
    """
    had = Counter(bounds.already)
    taken: Counter[str] = Counter()
    heap = [_entry(each, had, bounds) for each in dict.fromkeys(candidates)]
    heapq.heapify(heap)
    chosen: list[Proposal] = []
    while heap:
        head = heapq.heappop(heap)
        proposal = head[-1]
        if taken[proposal.offer] >= bounds.room(proposal.offer) or had[proposal.person] >= bounds.per_person:
            continue
        now = _entry(proposal, had, bounds)
        if now[0] > head[0]:
            heapq.heappush(heap, now)
            continue
        chosen.append(proposal)
        taken[proposal.offer] += 1
        had[proposal.person] += 1
    return chosen


_Entry = tuple[float, float, str, str, Proposal]


def _entry(proposal: Proposal, had: Mapping[str, int], bounds: Limits) -> _Entry:
    worth = proposal.score * NEXT_IS_WORTH ** had[proposal.person]
    return (-worth, -bounds.waiting.get(proposal.person, 0.0), proposal.person, proposal.offer, proposal)


def best_first(candidates: Iterable[Proposal], bounds: Limits) -> list[Proposal]:
    """What spreading is compared with: the highest scores first, whoever they go to."""
    had, taken = Counter(bounds.already), Counter[str]()
    chosen: list[Proposal] = []
    for proposal in sorted(dict.fromkeys(candidates), key=lambda each: (-each.score, each.person, each.offer)):
        if taken[proposal.offer] < bounds.room(proposal.offer) and had[proposal.person] < bounds.per_person:
            chosen.append(proposal)
            taken[proposal.offer] += 1
            had[proposal.person] += 1
    return chosen


def exposure(chosen: Iterable[Proposal], people: Iterable[str]) -> dict[str, int]:
    """Proposals by person, those with none included."""
    counts = Counter(proposal.person for proposal in chosen)
    return {person: counts[person] for person in people}


def gini(counts: Sequence[float]) -> float:
    """How unevenly the counts are shared: 0 when all are equal or nothing is shared, near 1 when one has everything."""
    ordered = sorted(counts)
    total = sum(ordered)
    if not total:
        return 0.0
    weighted = sum(rank * count for rank, count in enumerate(ordered, 1))
    return 2 * weighted / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)
