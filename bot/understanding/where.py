"""Where: a commune of France in what a person texts.

`rank_places` weighs an answer to "Vous habitez quelle commune ?"; `find_place` picks the place out of a sentence.
Both take `near`, the INSEE code of a commune the person is probably close to (their office, their home): among the
places that the words could mean, near ones win.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from itertools import islice
from typing import TypedDict

from backend.reference.communes import Commune, by_code, by_postcode, department_of, distance_km
from backend.reference.folding import fold
from backend.reference.phonetic import sound
from backend.reference.place_names import HOLLOW, written_out
from bot.understanding.answers import Answer, Misunderstood, OneOf, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.place_index import Likely, likely_places, place_index, rank_codes
from bot.understanding.where_words import (
    AFTER,
    BEFORE,
    GOAL_CUES,
    HOME_CUES,
    NAME_CUES,
    ORDINARY,
    PLACE_CUES,
    WEAK_CUES,
)

SURE = 0.7  # share of belief above which an answer is read back instead of asked again
WORTH_ASKING = 0.15  # below it for all places together, the text names none
WORTH_PROPOSING = 0.03  # share of an option of a question
OPTIONS = 3
LONGEST = 400  # characters read
LONGEST_PHRASE = 4  # words of a phrase in where_words
LONGEST_NAME = 6  # words

POSTCODE_SAID = 9.0  # added to the score of a commune whose postcode was said…
DEPARTMENT_SAID = 7.0  # …or whose department was…
SAME_DEPARTMENT = 4.0  # …or which is in the department of that postcode


class Cue(IntEnum):
    """What the words before announce; of several places in a sentence the one with the first of these is meant."""

    HOME = 0
    PLACE = 1
    WEAK = 2
    NONE = 3
    GOAL = 4
    PERSON = 5


CUES = (
    (Cue.PERSON, NAME_CUES),
    (Cue.HOME, HOME_CUES),
    (Cue.GOAL, GOAL_CUES),
    (Cue.PLACE, PLACE_CUES),
    (Cue.WEAK, WEAK_CUES),
)
STRONG = (Cue.HOME, Cue.PLACE, Cue.GOAL)
# Odds that a run of words must reach to be a place inside a sentence: (spelt exactly, misspelt).
NEEDED = {
    Cue.HOME: (-2.0, 1.0),
    Cue.PLACE: (-2.0, 1.0),
    Cue.GOAL: (-2.0, 1.0),
    Cue.WEAK: (2.0, 6.0),
    Cue.NONE: (3.0, 7.0),
}
ORDINARY_NEEDS, ORDINARY_SURE = 3.0, 6.0  # "mars" near Mars, "mâcon" anywhere
OUT_OF_REACH = 6.0  # more, for a place that is neither near nor large: "plaisance" is also a word
REACH_KM, LARGE_TOWN = 60, 20_000
MOST_RUNS = 8  # runs weighed, 1 ms each
TELLING_LETTERS = 6  # a shorter misspelt word without a cue has too many neighbours

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_POSTCODE = re.compile(r"(?<![\d+])(\d{2}|2[abAB])[ .]?(\d{3})(?![ .]?\d)")
_DEPARTMENT = re.compile(r"(?<![\w+])(\d{2}|2[abAB]|97\d)(?!\w)(?! *(?:km|min|mn|h|ans?|ème|eme|e)\b)")


class CandidateJson(TypedDict):
    code: str
    label: str
    score: float


class PlacesJson(TypedDict):
    candidates: list[CandidateJson]
    sure: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A commune the text may mean; `score` is the belief in it, 0 to 1."""

    code: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Places:
    """Best first. `sure`: read the first back and go on; otherwise propose up to three. Empty: no place is named."""

    candidates: tuple[Place, ...] = ()
    sure: bool = False
    hint: str = ""

    def as_json(self) -> PlacesJson:
        candidates = [CandidateJson(code=p.code, label=p.label, score=round(p.score, 6)) for p in self.candidates]
        return PlacesJson(candidates=candidates, sure=self.sure)


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place inside a sentence: `text[start:end]` said it."""

    commune: Commune
    sure: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    folded: str
    spelling: str  # the same, an abbreviation written out
    heard: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a sentence that stand together."""

    tokens: tuple[Token, ...]
    cue: Cue
    exact: bool  # spelt as a name is

    @property
    def span(self) -> tuple[int, int]:
        return self.tokens[0].start, self.tokens[-1].end


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a sentence that are a place, the communes they may mean, and by how much they pass what is needed."""

    run: Run
    likely: list[Likely]
    margin: float


@dataclass(frozen=True, slots=True)
class Said:
    """A text as words, without its figures; what the figures told is in `favoured` (code → more score)."""

    tokens: tuple[Token, ...]
    postcodes: tuple[str, ...]  # codes of the communes of the postcode said
    favoured: Mapping[str, float]


def rank_places(text: str, near: str | None, limit: int = 10) -> Places:
    """Communes an answer may mean, best first; no candidate when it is no answer."""
    said = _read(text[:LONGEST])
    home = by_code(near) if near else None
    if not _is_a_name(said.tokens) and (no := not_an_answer(text[:LONGEST])):
        return Places(hint=no.hint)
    tokens = _without_frame(said.tokens)
    likely = _likely(tokens, home, said.favoured, limit)
    if not tokens or (_ordinary(tokens) and not (_is_a_name(tokens) and likely[0].odds > ORDINARY_NEEDS)):
        return _ranked(rank_codes(said.postcodes, home)[:limit]) if said.postcodes else Places(hint="no place")
    if _ordinary(tokens):
        return replace(_ranked(likely), sure=likely[0].odds > ORDINARY_SURE)
    if sum(place.share for place in likely) >= WORTH_ASKING:
        return _ranked(likely)
    found = _best_stretch(tokens, home, said.favoured)
    return _ranked(found.likely[:limit] if found else [])


def understand_where(text: str, near: str | None) -> Answer[Commune]:
    """Understood when sure, otherwise two or three communes to choose from, otherwise Misunderstood."""
    places = rank_places(text, near, OPTIONS)
    communes = tuple(commune for place in places.candidates if (commune := by_code(place.code)))
    if not communes:
        return Misunderstood(places.hint)
    if places.sure or len(communes) == 1:
        return Understood(communes[0], text.strip())
    worth = max(2, sum(place.score >= WORTH_PROPOSING for place in places.candidates))
    return OneOf(communes[:worth], text.strip())


def _ranked(likely: list[Likely]) -> Places:
    if not likely:
        return Places(hint="unknown place")
    return Places(tuple(Place(p.code, _label(p.code), p.share) for p in likely), likely[0].share >= SURE)


def _label(code: str) -> str:
    commune = by_code(code)
    return f"{commune.name} ({commune.department})" if commune else code


def find_place(text: str, near: str | None) -> FoundPlace | None:
    """The commune a sentence names, with the characters that say it; None when nothing in it is clearly a place."""
    said = _read(text[:LONGEST])
    home = by_code(near) if near else None
    found = _best_stretch(said.tokens, home, said.favoured)
    if found is None:
        return None
    commune = by_code(found.likely[0].code)
    return FoundPlace(commune, found.likely[0].share >= SURE, *found.run.span) if commune else None


@lru_cache(maxsize=256)
def _read(text: str) -> Said:
    postcode = _POSTCODE.search(text)
    postcodes = tuple(commune.code for commune in by_postcode("".join(postcode.groups()).upper())) if postcode else ()
    department = None if postcode else _DEPARTMENT.search(text)
    favoured = dict.fromkeys(_communes_of(department[1].upper()), DEPARTMENT_SAID) if department else {}
    if postcode:
        favoured = dict.fromkeys(_communes_of(department_of("".join(postcode.groups()).upper())), SAME_DEPARTMENT)
        favoured |= dict.fromkeys(postcodes, POSTCODE_SAID)
    return Said(tuple(_tokens(text)), postcodes, favoured)


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        folded = fold(match[0]).replace(" ", "")
        if folded and not folded.isdigit():
            parts = written_out(match[0])
            spelling, heard = "".join(part for part, _ in parts), "".join(sound(written) for _, written in parts)
            yield Token(folded, spelling, heard, match.start(), match.end())


@lru_cache(maxsize=128)
def _communes_of(department: str) -> tuple[str, ...]:
    return tuple(code for code in place_index().places if department_of(code) == department)


def _phrase(tokens: tuple[Token, ...]) -> str:
    return " ".join(token.folded for token in tokens)


def _spelling(tokens: tuple[Token, ...]) -> str:
    return "".join(token.spelling for token in tokens)


def _is_a_name(tokens: tuple[Token, ...]) -> bool:
    return _spelling(tokens) in place_index().known


def _ordinary(tokens: tuple[Token, ...]) -> bool:
    return all(token.folded in ORDINARY or len(token.folded) == 1 for token in tokens)


def _best_stretch(tokens: tuple[Token, ...], home: Commune | None, favoured: Mapping[str, float]) -> Stretch | None:
    """The words that name a place; of several places, where the person lives rather than where they would go."""
    weighed = (_weighed(run, home, favoured) for run in islice(_by_promise(list(_runs(tokens))), MOST_RUNS))
    passed = sorted((stretch for stretch in weighed if stretch.margin > 0), key=lambda stretch: -stretch.margin)
    apart: list[Stretch] = []
    for stretch in passed:
        if all(_apart(stretch.run.span, other.run.span) for other in apart):
            apart.append(stretch)
    return min(apart, key=lambda stretch: (stretch.run.cue, stretch.run.span), default=None)


def _apart(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]


def _weighed(run: Run, home: Commune | None, favoured: Mapping[str, float]) -> Stretch:
    likely = _likely(run.tokens, home, favoured)
    if not likely:
        return Stretch(run, [], 0.0)
    needed = NEEDED[run.cue][not run.exact] + (0.0 if _within_reach(run, likely[0], home) else OUT_OF_REACH)
    return Stretch(run, likely, likely[0].odds - needed)


def _within_reach(run: Run, place: Likely, home: Commune | None) -> bool:
    """Near enough, or a large town by its whole name."""
    commune = by_code(place.code)
    if commune is None or (home is not None and distance_km(commune, home) <= REACH_KM):
        return True
    return commune.population >= LARGE_TOWN and _spelling(run.tokens) == fold(commune.name).replace(" ", "")


def _by_promise(runs: list[Run]) -> Iterator[Run]:
    """Names as they stand, then misspelt ones after a cue, then any long word."""
    yield from (run for run in runs if run.exact)
    yield from (run for run in runs if not run.exact and run.cue in STRONG)
    yield from (run for run in runs if not run.exact and run.cue not in STRONG and _telling(run.tokens))


def _runs(tokens: tuple[Token, ...]) -> Iterator[Run]:
    """Runs that may be a name, longest first."""
    cues = [_cue(tokens[max(0, start - LONGEST_PHRASE) : start]) for start in range(len(tokens))]
    for size in range(min(LONGEST_NAME, len(tokens)), 0, -1):
        for start in range(len(tokens) - size + 1):
            words = tokens[start : start + size]
            run = Run(words, cues[start], _is_a_name(words))
            if run.cue != Cue.PERSON and _may_be_a_name(words, run.exact):
                yield run


def _cue(before: tuple[Token, ...]) -> Cue:
    ends = {_phrase(before[-size:]) for size in range(1, LONGEST_PHRASE + 1)}
    return next((cue for cue, phrases in CUES if not phrases.isdisjoint(ends)), Cue.NONE)


def _may_be_a_name(run: tuple[Token, ...], exact: bool) -> bool:
    """A misspelt name neither begins nor ends with an ordinary word; an exact one may ("Deux-Chaises")."""
    if exact:
        return not _ordinary(run) and not (len(run) == 1 and run[0].spelling in HOLLOW)
    return not _ordinary(run[:1]) and not _ordinary(run[-1:])


def _telling(run: tuple[Token, ...]) -> bool:
    return len(run) == 1 and len(run[0].folded) >= TELLING_LETTERS


def _likely(
    tokens: tuple[Token, ...], home: Commune | None, favoured: Mapping[str, float], limit: int = 10
) -> list[Likely]:
    return likely_places(_spelling(tokens), "".join(token.heard for token in tokens), home, favoured, limit)


def _without_frame(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words left when what people put around a place is taken off; all of them when they are a name."""
    if _is_a_name(tokens):
        return tokens
    rest = _without_start(tokens)
    while not _is_a_name(rest) and (fewer := _shorter(rest, AFTER, at_end=True)) != rest:
        rest = fewer
    return rest


def _without_start(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    while tokens and not _is_a_name(tokens):
        fewer = _shorter(tokens, BEFORE, at_end=False)
        if fewer == tokens or not fewer:
            return tokens
        tokens = fewer
    return tokens


def _shorter(tokens: tuple[Token, ...], phrases: frozenset[str], *, at_end: bool) -> tuple[Token, ...]:
    for size in range(min(LONGEST_PHRASE, len(tokens)), 0, -1):
        phrase = _phrase(tokens[-size:] if at_end else tokens[:size])
        if phrase in phrases:
            return tokens[:-size] if at_end else tokens[size:]
    return tokens
