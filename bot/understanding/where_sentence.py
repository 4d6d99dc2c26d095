"""The place inside a sentence: which run of words names a commune.

A run is accepted when the odds that it names a place, against none, pass what its cue (the words before it) asks for:
little after "j'habite à", much for a bare word, which may be a trade or a first name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import islice

from backend.reference.communes import Commune, by_code, distance_km
from backend.reference.folding import fold
from backend.reference.place_names import HOLLOW
from bot.understanding.place_index import Likely
from bot.understanding.where_text import Words
from bot.understanding.where_words import (
    BESIDE_CUES,
    GOAL_CUES,
    HOME_CUES,
    LONGEST_PHRASE,
    PERSON_CUES,
    PLACE_CUES,
    STREET_CUES,
    WEAK_CUES,
)


class Cue(IntEnum):
    """What the words before announce. Of several places in a sentence, the one with the first of these is meant."""

    HOME = 0
    PLACE = 1
    WEAK = 2
    NONE = 3
    BESIDE = 4
    GOAL = 5
    STREET = 6
    PERSON = 7


CUES = (
    (Cue.PERSON, PERSON_CUES),
    (Cue.STREET, STREET_CUES),
    (Cue.HOME, HOME_CUES),
    (Cue.GOAL, GOAL_CUES),
    (Cue.BESIDE, BESIDE_CUES),
    (Cue.PLACE, PLACE_CUES),
    (Cue.WEAK, WEAK_CUES),
)
STRONG = (Cue.HOME, Cue.PLACE, Cue.BESIDE, Cue.GOAL)

# Odds to reach: (spelt exactly, misspelt).
NEEDED = {
    Cue.HOME: (-2.0, 1.0),
    Cue.PLACE: (-2.0, 1.0),
    Cue.BESIDE: (-2.0, 1.0),
    Cue.GOAL: (-2.0, 1.0),
    Cue.STREET: (2.0, 6.0),
    Cue.WEAK: (2.0, 6.0),
    Cue.NONE: (3.0, 7.0),
}
OUT_OF_REACH = 6.0  # more, for a place that is neither near nor large: "plaisance" is also a word
REACH_KM, LARGE_TOWN = 60, 20_000

_LINKS = frozenset({"ou", "et"})
_BREAK = re.compile(r"[,;:/()\n]")

MOST_RUNS = 6  # runs weighed, a millisecond each
LONGEST_NAME = 6  # words
TELLING_LETTERS = 6  # a shorter misspelt word without a cue has too many neighbours


@dataclass(frozen=True, slots=True)
class Run:
    """Words that may be a name."""

    words: Words
    cue: Cue
    exact: bool  # spelt as a name is


@dataclass(frozen=True, slots=True)
class PlaceSaid:
    """Words that name a place, the communes they may mean, and by how much they pass what is needed."""

    words: Words
    cue: Cue
    likely: list[Likely]
    margin: float
    exact: bool = False
    another: bool = False  # said beside another one: "domérat ou huriel", "entre huriel et domérat"


def place_said(words: Words, home: Commune | None, favoured: Mapping[str, float]) -> PlaceSaid | None:
    """The run of words that names a place; of several, where the person lives rather than where they would go."""
    passed = sorted(_passing(words, home, favoured), key=lambda place: -place.margin)
    apart: list[PlaceSaid] = []
    for place in passed:
        if all(_apart(place.words.span, other.words.span) for other in apart):
            apart.append(place)
    best = min(apart, key=lambda place: (place.cue, place.words.span), default=None)
    return best and replace(best, another=any(_linked(words, best, other) for other in apart))


def _passing(words: Words, home: Commune | None, favoured: Mapping[str, float]) -> list[PlaceSaid]:
    """The runs that name a place. Once one does as it is spelt, misspelt ones need a cue, or a link to stand beside."""
    passing: list[PlaceSaid] = []
    several = any(token.folded in _LINKS for token in words.tokens)
    for run in islice(_by_promise(list(_runs(words))), MOST_RUNS):
        if not run.exact and run.cue not in STRONG and not several and any(place.exact for place in passing):
            break
        place = _weighed(run, home, favoured)
        if place.margin > 0:
            passing.append(place)
    return passing


def _linked(words: Words, one: PlaceSaid, other: PlaceSaid) -> bool:
    """Whether nothing but "ou" or "et" stands between two places."""
    first, last = sorted((one.words.span, other.words.span))
    between = [token.folded for token in words.tokens if first[1] <= token.start and token.end <= last[0]]
    return between in (["ou"], ["et"], ["ou", "a"], ["et", "a"])


def names_several(words: Words, text: str) -> bool:
    """Whether punctuation parts two names, both as they are spelt: "10 km de montlucon, verneix"."""
    breaks = [found.start() for found in _BREAK.finditer(text)]
    ends = [run.words.span for run in _runs(words) if run.exact] if breaks else []
    return any(one[1] <= at < other[0] for at in breaks for one in ends for other in ends)


def _apart(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]


def _weighed(run: Run, home: Commune | None, favoured: Mapping[str, float]) -> PlaceSaid:
    likely = run.words.likely(home, favoured)
    if not likely:
        return PlaceSaid(run.words, run.cue, [], 0.0)
    needed = NEEDED[run.cue][not run.exact] + (0.0 if _within_reach(run, likely[0], home) else OUT_OF_REACH)
    return PlaceSaid(run.words, run.cue, likely, likely[0].odds - needed, run.exact)


def _within_reach(run: Run, place: Likely, home: Commune | None) -> bool:
    """Near enough, or a large town by its whole name."""
    commune = by_code(place.code)
    if commune is None or (home is not None and distance_km(commune, home) <= REACH_KM):
        return True
    return commune.population >= LARGE_TOWN and run.words.spelling == fold(commune.name).replace(" ", "")


def _by_promise(runs: list[Run]) -> Iterator[Run]:
    """Names as they stand, then misspelt ones after a cue, then any long word."""
    yield from (run for run in runs if run.exact)
    yield from (run for run in runs if not run.exact and run.cue in STRONG)
    yield from (run for run in runs if not run.exact and run.cue not in STRONG and _telling(run.words))


def _runs(words: Words) -> Iterator[Run]:
    """Runs that may be a name, longest first."""
    cues = [_cue(words[:start]) for start in range(len(words))]
    for size in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            some = words[start : start + size]
            run = Run(some, cues[start], some.are_a_name())
            if run.cue != Cue.PERSON and _may_be_a_name(run):
                yield run


def _cue(before: Words) -> Cue:
    if not PERSON_CUES.isdisjoint(_ends(before[:-1])):  # first name, then name
        return Cue.PERSON
    ends = _ends(before)
    return next((cue for cue, phrases in CUES if not phrases.isdisjoint(ends)), Cue.NONE)


def _ends(before: Words) -> set[str]:
    return {before[-size:].phrase for size in range(1, LONGEST_PHRASE + 1)}


def _may_be_a_name(run: Run) -> bool:
    """A misspelt name neither begins nor ends with an ordinary word; an exact one may ("Deux-Chaises")."""
    if run.exact:
        return not run.words.are_ordinary() and run.words.spelling not in HOLLOW
    return not run.words[:1].are_ordinary() and not run.words[-1:].are_ordinary()


def _telling(words: Words) -> bool:
    return len(words) == 1 and len(words.spelling) >= TELLING_LETTERS
