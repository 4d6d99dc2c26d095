"""Where: a commune of France in what a person texts.

`rank_places` weighs an answer to "Vous habitez quelle commune ?"; `find_place` picks the place out of a sentence.
Both take `near`, the INSEE code of a commune the person is probably close to (their office, their home): among the
places that the words could mean, near ones win.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TypedDict

from backend.reference.communes import Commune, by_code, by_postcode, columns, department_of
from backend.reference.folding import fold
from backend.reference.phonetic import sound
from backend.reference.place_names import written_out
from bot.understanding.answers import Answer, Misunderstood, OneOf, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.place_index import Likely, likely_places, place_index, rank_codes
from bot.understanding.where_words import AFTER, BEFORE, NAME_CUES, ORDINARY, STRONG_CUES, WEAK_CUES

SURE = 0.85  # share of belief above which an answer is read back instead of asked again
WORTH_ASKING = 0.02  # below it for all places together, the text names none
WORTH_PROPOSING = 0.03  # share of an option of a question
OPTIONS = 3
LONGEST = 400  # characters read
LONGEST_PHRASE = 4  # words of a phrase in where_words
LONGEST_NAME = 6  # words

POSTCODE_SAID = 5.0  # added to the score of a commune whose postcode was said…
DEPARTMENT_SAID = 2.5  # …or whose department was

NAME, STRONG, WEAK, NO_CUE = "name", "strong", "weak", "no cue"
CUES = ((NAME, NAME_CUES), (STRONG, STRONG_CUES), (WEAK, WEAK_CUES))
# Odds that a run of words must reach to be a place inside a sentence, by its cue and whether it is spelt exactly.
NEEDED = {
    (STRONG, True): -2.0,
    (STRONG, False): 1.0,
    (WEAK, True): 2.0,
    (WEAK, False): 5.0,
    (NO_CUE, True): 3.0,
    (NO_CUE, False): 5.0,
}
ORDINARY_NEEDS = 6.0  # "mars" near Mars, "mâcon" anywhere
MOST_STRETCHES = 8  # runs weighed, 1 ms each
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
    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a sentence that may be a place, with the communes they may mean."""

    tokens: tuple[Token, ...]
    likely: list[Likely]


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
    if not tokens or (_ordinary(tokens) and not _plainly_a_place(tokens, likely)):
        return _ranked(rank_codes(said.postcodes, home)[:limit]) if said.postcodes else Places(hint="no place")
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
    first, last = found.tokens[0], found.tokens[-1]
    return FoundPlace(commune, found.likely[0].share >= SURE, first.start, last.end) if commune else None


@lru_cache(maxsize=256)
def _read(text: str) -> Said:
    postcode = _POSTCODE.search(text)
    postcodes = tuple(commune.code for commune in by_postcode("".join(postcode.groups()).upper())) if postcode else ()
    department = None if postcode else _DEPARTMENT.search(text)
    favoured = dict.fromkeys(_communes_of(department[1].upper()), DEPARTMENT_SAID) if department else {}
    if postcode:
        favoured = dict.fromkeys(_communes_of(department_of("".join(postcode.groups()).upper())), DEPARTMENT_SAID)
        favoured |= dict.fromkeys(postcodes, POSTCODE_SAID)
    return Said(tuple(_tokens(text)), postcodes, favoured)


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        folded = fold(match[0]).replace(" ", "")
        if folded and not folded.isdigit():
            yield Token(folded, match[0], match.start(), match.end())


@lru_cache(maxsize=128)
def _communes_of(department: str) -> tuple[str, ...]:
    return tuple(code for code in columns().codes if department_of(code) == department)


def _phrase(tokens: tuple[Token, ...]) -> str:
    return " ".join(token.folded for token in tokens)


def _spelling(tokens: tuple[Token, ...]) -> str:
    return "".join(folded for token in tokens for folded, _ in written_out(token.written))


def _heard(tokens: tuple[Token, ...]) -> str:
    return "".join(sound(written) for token in tokens for _, written in written_out(token.written))


def _is_a_name(tokens: tuple[Token, ...]) -> bool:
    return _spelling(tokens) in place_index().known


def _ordinary(tokens: tuple[Token, ...]) -> bool:
    return all(token.folded in ORDINARY or len(token.folded) == 1 for token in tokens)


def _best_stretch(tokens: tuple[Token, ...], home: Commune | None, favoured: Mapping[str, float]) -> Stretch | None:
    """The words that most clearly name a place: the odds against none, beyond those that their cue asks for."""
    best, most = None, 0.0
    for stretch, needed in islice(_stretches(tokens), MOST_STRETCHES):
        likely = _likely(stretch, home, favoured)
        if likely and likely[0].odds - needed > most:
            best, most = Stretch(stretch, likely), likely[0].odds - needed
    return best


def _stretches(tokens: tuple[Token, ...]) -> Iterator[tuple[tuple[Token, ...], float]]:
    """Runs of words with the odds each must reach: names as they stand, then misspelt ones after a cue, then any."""
    runs = list(_runs(tokens))
    yield from ((run, NEEDED[cue, True]) for run, cue in runs if _is_a_name(run))
    yield from ((run, NEEDED[cue, False]) for run, cue in runs if cue == STRONG and not _is_a_name(run))
    yield from (
        (run, NEEDED[cue, False]) for run, cue in runs if cue != STRONG and not _is_a_name(run) and _telling(run)
    )


def _runs(tokens: tuple[Token, ...]) -> Iterator[tuple[tuple[Token, ...], str]]:
    for size in range(min(LONGEST_NAME, len(tokens)), 0, -1):
        for start in range(len(tokens) - size + 1):
            run, cue = tokens[start : start + size], _cue(tokens[:start])
            if cue != NAME and _may_be_a_name(run):
                yield run, cue


def _cue(before: tuple[Token, ...]) -> str:
    ends = {_phrase(before[-size:]) for size in range(1, LONGEST_PHRASE)}
    return next((cue for cue, phrases in CUES if not phrases.isdisjoint(ends)), NO_CUE)


def _may_be_a_name(run: tuple[Token, ...]) -> bool:
    return not _ordinary(run[:1]) and not _ordinary(run[-1:])


def _telling(run: tuple[Token, ...]) -> bool:
    return len(run) == 1 and len(run[0].folded) >= TELLING_LETTERS


def _plainly_a_place(tokens: tuple[Token, ...], likely: list[Likely]) -> bool:
    return _is_a_name(tokens) and likely[0].odds > ORDINARY_NEEDS


def _likely(
    tokens: tuple[Token, ...], home: Commune | None, favoured: Mapping[str, float], limit: int = 10
) -> list[Likely]:
    return likely_places(_spelling(tokens), _heard(tokens), home, favoured, limit)


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
