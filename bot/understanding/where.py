"""Where: a commune of France in what a person texts.

`rank_places` weighs an answer to "Vous habitez quelle commune ?"; `find_place` picks the place out of a sentence.
Both take `near`, the INSEE code of a commune the person is probably close to (their office, their home): among the
places that the words could mean, near ones win.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypedDict

from backend.reference.communes import Commune, by_code
from bot.understanding.answers import Answer, Misunderstood, OneOf, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.place_index import Likely, rank_codes
from bot.understanding.texted import REMEMBERED
from bot.understanding.where_sentence import names_several, place_said
from bot.understanding.where_text import LONGEST, Said, Words, read_for_a_place
from bot.understanding.where_words import AFTER, BEFORE, LONGEST_PHRASE

SURE = 0.70  # share of belief above which an answer is read back instead of asked again
SURE_OF_POSTCODE = 0.95  # share of its inhabitants: a postcode is not a commune, but nearly all of 03100 is Montluçon
WORTH_ASKING = 0.15  # below it for all places together, the text names none
WORTH_PROPOSING = 0.03  # share of an option of a question
OPTIONS = 3
ORDINARY_NEEDS, ORDINARY_SURE = 3.0, 6.0  # odds of a commune called like a word: "mars" near Mars, "mâcon" anywhere


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
    hint: str = ""  # why there is none

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


def rank_places(text: str, near: str | None, limit: int = 10) -> Places:
    """Communes an answer may mean, best first; no candidate when it is no answer."""
    said = read_for_a_place(text[:LONGEST])
    if not said.words.are_a_name() and (no := not_an_answer(text[:LONGEST])):
        return Places(hint=no.hint)
    home = by_code(near) if near else None
    words, likely = _best_reading(said, home, limit)
    if not likely or words.are_ordinary():
        return _ordinary_or_postcode(said, words, likely, limit)
    if likely[0].share < SURE and words.are_first_names():
        return Places(hint="a name")
    enough = sum(place.share for place in likely) >= WORTH_ASKING
    if enough and (words.are_a_name() or not names_several(words, text[:LONGEST])):
        return _ranked(likely)
    found = place_said(said.words, home, said.favoured)
    return _ranked(found.likely[:limit] if found else likely if enough else [])


@lru_cache(REMEMBERED)
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


@lru_cache(REMEMBERED)
def find_place(text: str, near: str | None) -> FoundPlace | None:
    """The commune a sentence names, with the characters that say it; None when nothing in it is clearly a place."""
    said = read_for_a_place(text[:LONGEST])
    found = place_said(said.words, by_code(near) if near else None, said.favoured)
    commune = by_code(found.likely[0].code) if found else None
    if found is None or commune is None:
        return None
    sure = found.likely[0].share >= SURE and not found.another
    return FoundPlace(commune, sure, *found.words.span)


def _best_reading(said: Said, home: Commune | None, limit: int) -> tuple[Words, list[Likely]]:
    """The words without what people put around a place, or with it when likelier: "la ville" ends some names."""
    best: tuple[Words, list[Likely]] = (Words(()), [])
    for words in _readings(said.words):
        likely = words.likely(home, said.favoured, limit)
        if likely and (not best[1] or likely[0].odds > best[1][0].odds):
            best = words, likely
    return best


def _readings(words: Words) -> Iterator[Words]:
    """Least words first; words that are all ordinary are not read in any other way."""
    without_start = _shortened(words, BEFORE, at_end=False)
    shortest = _shortened(without_start, AFTER, at_end=True)
    if shortest.are_ordinary() and not words.are_a_name():
        return iter((shortest,))
    return iter(dict.fromkeys((shortest, without_start, words)))


def _shortened(words: Words, phrases: frozenset[str], *, at_end: bool) -> Words:
    """Without the phrases at its start or at its end, unless nothing would be left."""
    while True:
        sizes = range(min(LONGEST_PHRASE, len(words) - 1), 0, -1)
        size = next((n for n in sizes if (words[-n:] if at_end else words[:n]).phrase in phrases), 0)
        if not size:
            return words
        words = words[:-size] if at_end else words[size:]


def _ordinary_or_postcode(said: Said, words: Words, likely: list[Likely], limit: int) -> Places:
    """Only ordinary words, or only figures: a commune called like a word, or a postcode."""
    if words.are_a_name() and likely[0].odds > ORDINARY_NEEDS:
        ranked = _ranked(likely)  # not sure of Changé (72): it has a namesake (53)
        return replace(ranked, sure=ranked.sure and likely[0].odds > ORDINARY_SURE)
    if said.postcode_of:
        sharing = rank_codes(said.postcode_of)
        return replace(_ranked(sharing[:limit]), sure=sharing[0].share >= SURE_OF_POSTCODE)
    return Places(hint="no place")


def _ranked(likely: list[Likely]) -> Places:
    if not likely:
        return Places(hint="unknown place")
    return Places(tuple(Place(p.code, _label(p.code), p.share) for p in likely), likely[0].share >= SURE)


def _label(code: str) -> str:
    commune = by_code(code)
    return f"{commune.name} ({commune.department})" if commune else code
