"""Every wording of every occupation, and which of them share pieces with what was written.

A wording is a title of the ROME (its masculine and its feminine) or an expression of our lexicon. The pieces are the
groups of three characters of its spelling and of its sound; the score of a wording is the BM25 of its pieces.
"""

import gc
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backend.reference.first_names import bearers
from backend.reference.folding import fold
from backend.reference.occupations import Nomenclature, both_forms
from backend.reference.phonetic import sound
from bot.understanding.work_wording import AROUND, core_words, is_filler, words

Floats = NDArray[np.floating]
Rows = NDArray[np.integer]

_SYMBOLS = " abcdefghijklmnopqrstuvwxyz0123456789AIOS"
_BASE = 64
_NOTHING = _BASE - 1
_LETTERS = re.compile(r"[^\W\d_]+")
_SYMBOL_TABLE = np.full(128, _NOTHING, dtype=np.int32)
for _i, _symbol in enumerate(_SYMBOLS):
    _SYMBOL_TABLE[ord(_symbol)] = _i

# BM25: how soon a repeated piece stops counting, how much a long wording is held against it
_K1, _B = 1.2, 0.6
_SOUND_SHARE = 0.8
_SHORTEST_HEARD = 4
"""Sounds fewer than these are in too many ordinary words."""
_MOST_TOKENS = 12
_FILLER_WEIGHT, _UNKNOWN_WEIGHT, _AROUND_SHARE = 0.3, 8.0, 0.4


class Said(IntEnum):
    """Where a wording comes from."""

    TITLE = 0
    MAY_MEAN = 1
    SAID = 2


class Wording(NamedTuple):
    """One way of naming one occupation: the core of the words, and what they sound like."""

    code: str
    text: str
    sound: str
    tokens: tuple[str, ...]
    origin: Said

    @property
    def joined(self) -> str:
        return "".join(self.tokens)

    @property
    def joined_sound(self) -> str:
        return self.sound.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Pieces:
    """Which texts hold a piece: holders[starts[p]:starts[p + 1]], each with its weight."""

    starts: Rows
    holders: Rows
    weights: Floats
    size: int

    def scores(self, pieces: Rows) -> Floats:
        """Per text, the weight of the pieces it shares."""
        spans = [slice(self.starts[piece], self.starts[piece + 1]) for piece in np.unique(pieces)]
        if not spans:
            return np.zeros(self.size)
        holders = np.concatenate([self.holders[span] for span in spans])
        weights = np.concatenate([self.weights[span] for span in spans])
        return np.bincount(holders, weights=weights, minlength=self.size).astype(np.float64, copy=False)


@dataclass(frozen=True, slots=True, eq=False)
class WorkIndex:
    """`tokens` holds, per wording, the places of its words in `vocabulary` (-1 beyond the last one)."""

    wordings: tuple[Wording, ...]
    pieces: Pieces
    subjects: Pieces
    """The pieces of all the wordings of a code together: what it is about."""
    subject: Rows
    vocabulary: tuple[str, ...]
    vocabulary_heard: tuple[str, ...]
    weights: Floats
    tokens: Rows
    place: dict[str, int]
    accents: dict[str, str]
    """Folded word → the same with its accents, which tell how it sounds."""
    exact: frozenset[str]
    as_heard: frozenset[str]
    """The wordings as they are written, and as they sound run together."""

    def closest(self, text: str, heard: str, count: int) -> tuple[Rows, Floats]:
        """Rows of the `count` wordings that share most with a text and its sound, best first, and how much they share:
        1 is the most that any of them does."""
        scores = self.pieces.scores(np.concatenate((_grams(text), _grams(heard) + _BASE**3)))
        most = max(float(scores.max(initial=0.0)), 1.0)
        best = np.flatnonzero(scores > most / 6)
        if len(best) > count:
            best = best[np.argpartition(scores[best], -count)[-count:]]
        best = best[np.argsort(-scores[best], kind="stable")]
        return best, scores[best] / most

    def about(self, text: str, rows: Rows) -> Floats:
        """How much all the wordings of a row's code together share with a text; 1 is the most that any code does."""
        scores = self.subjects.scores(_grams(text))
        return scores[self.subject[rows]] / max(float(scores.max(initial=0.0)), 1.0)

    def sounds(self, tokens: Sequence[str]) -> str:
        """The sounds of some folded words, a space between them."""
        return sounds_of(tokens, self.accents)

    def knows(self, tokens: Sequence[str]) -> bool:
        """Whether these very words, or words that sound like them, are a wording."""
        return " ".join(tokens) in self.exact or self.sounds(tokens).replace(" ", "") in self.as_heard

    def weight(self, word: str) -> float:
        """How much a word tells about the trade: its rarity, next to nothing for an article."""
        place = self.place.get(word)
        if place is not None:
            return float(self.weights[place])
        return _FILLER_WEIGHT if is_filler(word) else _UNKNOWN_WEIGHT


@lru_cache(maxsize=4)
def work_index(nomenclature: Nomenclature) -> WorkIndex:
    """The index of a nomenclature, made once: some tenths of a second."""
    # a hundred thousand small objects are made and none is dropped: looking for garbage meanwhile costs a fifth more
    collecting = gc.isenabled()
    gc.disable()
    bearers("")  # its table is read here too: the first who says a name does not wait for it
    try:
        return _built(nomenclature)
    finally:
        if collecting:
            gc.enable()


def _built(nomenclature: Nomenclature) -> WorkIndex:
    accents = _accents(nomenclature)
    wordings, heard_as = _wordings(nomenclature, accents)
    place = {token: row for row, token in enumerate(heard_as)}
    tokens = _token_places(wordings, place)
    together: dict[str, list[str]] = {}
    for wording in wordings:
        together.setdefault(wording.code, []).append(wording.text)
    row_of_code = {code: row for row, code in enumerate(together)}
    spelt = _owned_grams([wording.text for wording in wordings])
    heard = _owned_grams([wording.sound for wording in wordings])
    return WorkIndex(
        wordings=wordings,
        pieces=_postings([(*spelt, 1.0), (heard[0] + _BASE**3, heard[1], _SOUND_SHARE)], len(wordings)),
        subjects=_postings([(*_owned_grams([" ".join(texts) for texts in together.values()]), 1.0)], len(together)),
        subject=np.array([row_of_code[wording.code] for wording in wordings], dtype=np.int64),
        vocabulary=tuple(place),
        vocabulary_heard=tuple(heard_as.values()),
        weights=_weights(place, tokens),
        tokens=tokens,
        place=place,
        accents=accents,
        exact=frozenset([wording.text for wording in wordings]),
        as_heard=frozenset([w.joined_sound for w in wordings if len(w.joined_sound) > _SHORTEST_HEARD]),
    )


def sounds_of(tokens: Sequence[str], accents: dict[str, str]) -> str:
    """The sounds of some folded words, a space between them; "macon" sounds like "maçon"."""
    return " ".join([sound(accents.get(token, token)) or token for token in tokens])


def title_forms(title: str) -> tuple[str, ...]:
    """ "Vendeur / Vendeuse en animalerie" → ("Vendeur en animalerie", "Vendeuse en animalerie")."""
    sides = [side.split() for side in title.split(" / ")]
    if len(sides) == 1:
        return (title,)
    masculine, feminine = sides[0], sides[1]
    rest = [word for side in sides[2:] for word in side]
    first = [*masculine, *feminine[len(masculine) :], *rest]
    return tuple(dict.fromkeys((" ".join(first), " ".join([*feminine, *rest]))))


def _wordings(nomenclature: Nomenclature, accents: dict[str, str]) -> tuple[tuple[Wording, ...], dict[str, str]]:
    """All of them, and how each of their words sounds, in the order in which the words come."""
    found: dict[tuple[str, str], Wording] = {}
    heard: dict[str, str] = {}
    for code, expression, origin in _expressions(nomenclature):
        said = words(expression)
        tokens = tuple(core_words(said) or said)
        text = " ".join(tokens)
        if text and (code, text) not in found:
            sounds = [heard.get(token) or heard.setdefault(token, sounds_of((token,), accents)) for token in tokens]
            found[code, text] = Wording(code, text, " ".join(sounds), tokens, origin)
    return tuple(found.values()), heard


def _accents(nomenclature: Nomenclature) -> dict[str, str]:
    texts = [text for entry in nomenclature.entries.values() for text in (entry.label, *entry.said)]
    texts += [title.text for title in nomenclature.rome.titles] if nomenclature.rome else []
    accented = dict.fromkeys(word for word in _LETTERS.findall(" ".join(texts).lower()) if not word.isascii())
    return {fold(word): word for word in reversed(accented)}


def _expressions(nomenclature: Nomenclature) -> Iterator[tuple[str, str, Said]]:
    for entry in nomenclature.entries.values():
        yield from ((entry.code, said, Said.SAID) for said in (*both_forms(entry.label), *entry.said))
        yield from ((entry.code, said, Said.MAY_MEAN) for said in entry.may_mean)
    for title in nomenclature.rome.titles if nomenclature.rome else ():
        yield from ((title.code, form, Said.TITLE) for form in title_forms(title.text))


def _token_places(wordings: Sequence[Wording], place: dict[str, int]) -> Rows:
    kept = [wording.tokens[:_MOST_TOKENS] for wording in wordings]
    lengths = np.fromiter(map(len, kept), dtype=np.int32, count=len(kept))
    places = np.full((len(wordings), _MOST_TOKENS), -1, dtype=np.int32)
    places[np.arange(_MOST_TOKENS) < lengths[:, None]] = [place[token] for some in kept for token in some]
    return places


def _weights(place: dict[str, int], tokens: Rows) -> Floats:
    holding = np.bincount(tokens[tokens >= 0], minlength=len(place))
    weights: Floats = np.log(len(tokens) / np.maximum(holding, 1))
    fillers = [row for token, row in place.items() if is_filler(token)]
    weights[fillers] = _FILLER_WEIGHT
    weights[[row for token, row in place.items() if token in AROUND]] *= _AROUND_SHARE
    return np.maximum(weights, _FILLER_WEIGHT)


def _grams(text: str) -> Rows:
    symbols = _SYMBOL_TABLE[np.frombuffer(f" {text} ".encode("ascii", "replace"), dtype=np.uint8)]
    grams: Rows = (symbols[:-2] * _BASE + symbols[1:-1]) * _BASE + symbols[2:]
    return grams


def _owned_grams(texts: Sequence[str]) -> tuple[Rows, Rows]:
    """Every piece of every text, and the text it is in: one long array instead of a loop over a million pieces."""
    joined = "".join([f" {text} \0" for text in texts])
    lengths = np.array([len(text) + 3 for text in texts], dtype=np.int64)
    grams = _grams(joined)[1:-1]
    owner = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)[:-2]
    whole = (grams % _BASE != _NOTHING) & (grams // _BASE % _BASE != _NOTHING) & (grams // _BASE**2 != _NOTHING)
    return grams[whole], owner[whole]


def _postings(fields: Sequence[tuple[Rows, Rows, float]], size: int) -> Pieces:
    """The postings of some fields of the same texts, each with its share."""
    spans, highest = [], 2 * _BASE**3
    for grams, owner, share in fields:
        piece, holder, counts = _counted(grams, owner)
        holders = np.bincount(piece, minlength=highest)
        rarity = np.log(1 + (size - holders + 0.5) / (holders + 0.5)).astype(np.float32)
        lengths = np.bincount(owner, minlength=size)
        norm = (_K1 * (1 - _B + _B * lengths / max(1.0, lengths.mean()))).astype(np.float32)
        spans.append(
            (piece, holder, np.float32(share * (_K1 + 1)) * rarity[piece] * (counts / (counts + norm[holder])))
        )
    pieces, holders, weights = (np.concatenate(column) for column in zip(*spans, strict=True))
    starts = np.concatenate(([0], np.cumsum(np.bincount(pieces, minlength=highest)))).astype(np.int32)
    return Pieces(starts, holders, weights, size)


def _counted(grams: Rows, owner: Rows) -> tuple[Rows, Rows, Floats]:
    """Every piece with a text that holds it, and how often; in the order of the pieces, then of the texts."""
    rank = (
        np.cumsum(np.bincount(grams) > 0) - 1
    )  # few pieces are ever written: numbers of 16 bits sort six times faster
    order = np.argsort(rank.astype(np.min_scalar_type(len(rank) and rank[-1]))[grams], kind="stable")
    piece, holder = grams[order], owner[order]
    first = np.flatnonzero(np.concatenate(([True], (piece[1:] != piece[:-1]) | (holder[1:] != holder[:-1]))))
    return piece[first], holder[first], np.diff(first, append=len(piece)).astype(np.float32)
