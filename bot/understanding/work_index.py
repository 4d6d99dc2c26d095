"""Every wording of every occupation, and which of them share pieces with what was written.

A wording is a title of the ROME (its masculine and its feminine) or an expression of our lexicon. The pieces are the
groups of three characters of its spelling and of its sound; the score of a wording is the BM25 of its pieces.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from backend.reference.occupations import Nomenclature, both_forms
from backend.reference.phonetic import sound
from bot.understanding.work_wording import core, is_filler, words

_BASE = 64
_SYMBOLS = {symbol: i for i, symbol in enumerate(" abcdefghijklmnopqrstuvwxyz0123456789AIOS", start=1)}
_SYMBOL_TABLE = np.full(128, _BASE - 1, dtype=np.int64)
for _symbol, _i in _SYMBOLS.items():
    _SYMBOL_TABLE[ord(_symbol)] = _i

# BM25: how much a long wording is held against it
_K1, _B = 1.2, 0.6
_SOUND_SHARE = 0.8


class Said(IntEnum):
    """Where a wording comes from."""

    TITLE = 0
    MAY_MEAN = 1
    SAID = 2


@dataclass(frozen=True, slots=True)
class Wording:
    """One way of naming one occupation: the core of the words, their sounds run together word by word."""

    code: str
    text: str
    sound: str
    tokens: tuple[str, ...]
    origin: Said
    joined: str
    joined_sound: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """Which wordings hold a piece: wordings[starts[p]:starts[p + 1]], each with its weight."""

    starts: NDArray[np.int64]
    wordings: NDArray[np.int32]
    weights: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class WorkIndex:
    wordings: tuple[Wording, ...]
    spelling: Pieces
    hearing: Pieces
    by_code: Pieces
    """The pieces of all the wordings of a code together: what it is about."""
    codes: tuple[str, ...]
    exact: dict[str, tuple[int, ...]]
    rarity: dict[str, float]
    """Word → ln(wordings / wordings that hold it); a word that no wording holds is not in it."""

    def closest(self, text: str, heard: str, count: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Rows of the `count` wordings that share most with a text and its sound, best first, and how much they share:
        1 is the most that any of them does."""
        scores = self._scores(text, heard)
        best = np.argpartition(scores, -count)[-count:] if len(scores) > count else np.arange(len(scores))
        best = best[scores[best] > 0]
        best = best[np.argsort(-scores[best], kind="stable")]
        return best, scores[best] / max(scores[best].max(initial=0.0), 1.0)

    def about(self, text: str) -> dict[str, float]:
        """Code → how much all its wordings together share with a text; 1 is the most that any code does."""
        scores = _shared(self.by_code, text, len(self.codes))
        return dict(zip(self.codes, (scores / max(scores.max(initial=0.0), 1.0)).tolist(), strict=True))

    def _scores(self, text: str, heard: str) -> NDArray[np.float64]:
        size = len(self.wordings)
        scores = _shared(self.spelling, text, size)
        return scores + _SOUND_SHARE * _shared(self.hearing, heard, size)


@lru_cache(maxsize=4)
def work_index(nomenclature: Nomenclature) -> WorkIndex:
    """The index of a nomenclature, made once: half a second with the ROME, a fifth without."""
    wordings = _wordings(nomenclature)
    exact: dict[str, list[int]] = {}
    holding: dict[str, int] = {}
    for row, wording in enumerate(wordings):
        exact.setdefault(wording.text, []).append(row)
        for token in set(wording.tokens):
            holding[token] = holding.get(token, 0) + 1
    together: dict[str, list[str]] = {}
    for wording in wordings:
        together.setdefault(wording.code, []).append(wording.text)
    return WorkIndex(
        wordings=wordings,
        spelling=_pieces([wording.text for wording in wordings]),
        hearing=_pieces([wording.sound for wording in wordings]),
        by_code=_pieces([" ".join(texts) for texts in together.values()]),
        codes=tuple(together),
        exact={text: tuple(rows) for text, rows in exact.items()},
        rarity={token: math.log(len(wordings) / count) for token, count in holding.items()},
    )


def _wordings(nomenclature: Nomenclature) -> tuple[Wording, ...]:
    found: dict[tuple[str, str], Wording] = {}
    for entry in nomenclature.entries.values():
        for origin, expressions in (
            (Said.SAID, (*both_forms(entry.label), *entry.said)),
            (Said.MAY_MEAN, entry.may_mean),
        ):
            for expression in expressions:
                _add(found, entry.code, expression, origin)
    for title in nomenclature.rome.titles if nomenclature.rome else ():
        for form in title_forms(title.text):
            _add(found, title.code, form, Said.TITLE)
    return tuple(found.values())


def _add(found: dict[tuple[str, str], Wording], code: str, expression: str, origin: Said) -> None:
    text = core(expression) or " ".join(words(expression))
    if text and (code, text) not in found:
        tokens = tuple(text.split())
        heard = sounds_of(tokens)
        joined, joined_sound = text.replace(" ", ""), heard.replace(" ", "")
        found[code, text] = Wording(code, text, heard, tokens, origin, joined, joined_sound)


def sounds_of(tokens: Sequence[str]) -> str:
    """The sounds of some words, a space between them."""
    return " ".join([sound(token) or token for token in tokens])


def title_forms(title: str) -> tuple[str, ...]:
    """ "Vendeur / Vendeuse en animalerie" → ("Vendeur en animalerie", "Vendeuse en animalerie")."""
    sides = [side.split() for side in title.split(" / ")]
    if len(sides) == 1:
        return (title,)
    masculine, feminine = sides[0], sides[1]
    rest = [word for side in sides[2:] for word in side]
    first = [*masculine, *feminine[len(masculine) :], *rest]
    return tuple(dict.fromkeys((" ".join(first), " ".join([*feminine, *rest]))))


def _pieces(texts: Sequence[str]) -> Pieces:
    """The postings of all the pieces at once: one long array instead of a loop over a million pieces."""
    joined = "".join(f" {text} \0" for text in texts)
    symbols = _SYMBOL_TABLE[np.frombuffer(joined.encode("ascii", "replace"), dtype=np.uint8)]
    lengths = np.array([len(text) + 3 for text in texts], dtype=np.int64)
    owner = np.repeat(np.arange(len(texts)), lengths)
    grams = (symbols[:-2] * _BASE + symbols[1:-1]) * _BASE + symbols[2:]
    whole = (owner[:-2] == owner[2:]) & (symbols[2:] != _BASE - 1)
    pairs, counts = np.unique(grams[whole] * len(texts) + owner[:-2][whole], return_counts=True)
    piece, wording = pairs // len(texts), pairs % len(texts)
    holders = np.bincount(piece, minlength=_BASE**3)
    rarity = np.log(1 + (len(texts) - holders + 0.5) / (holders + 0.5))
    size = lengths / lengths.mean()
    weights = rarity[piece] * counts * (_K1 + 1) / (counts + _K1 * (1 - _B + _B * size[wording]))
    starts = np.concatenate(([0], np.cumsum(holders)))
    return Pieces(starts, wording.astype(np.int32), weights.astype(np.float32))


def _shared(pieces: Pieces, text: str, size: int) -> NDArray[np.float64]:
    symbols = _SYMBOL_TABLE[np.frombuffer(f" {text} ".encode("ascii", "replace"), dtype=np.uint8)]
    grams = np.unique((symbols[:-2] * _BASE + symbols[1:-1]) * _BASE + symbols[2:])
    spans = [slice(pieces.starts[gram], pieces.starts[gram + 1]) for gram in grams]
    if not spans:
        return np.zeros(size)
    rows = np.concatenate([pieces.wordings[span] for span in spans])
    weights = np.concatenate([pieces.weights[span] for span in spans])
    return np.bincount(rows, weights=weights, minlength=size)


def weight_of(index: WorkIndex, word: str) -> float:
    """How much a word tells about the trade: its rarity, next to nothing for an article."""
    if is_filler(word):
        return 0.3
    return index.rarity.get(word, 8.0)
