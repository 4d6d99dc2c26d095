"""How near the wordings of the index are to what was asked, one row of features for each.

Their weights were fitted on misspelt titles made from the whole ROME, on titles left out of the index and on our lexicon
(benchmarks/work_typos.py), never on single rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from bot.understanding.work_index import Said, Wording, WorkIndex, sounds_of, weight_of

Floats = NDArray[np.float64]

# What two words have in common below this is chance.
_CHANCE = 0.72
_HEARD_SHARE = 0.97
_CUT_SHORT = 0.93
_SKELETON = 0.88
_VOWELS = str.maketrans("", "", "aeiouy")


@dataclass(frozen=True, slots=True)
class Asked:
    """The words that name the work, as they were written and as they sound."""

    words: tuple[str, ...]
    heard: tuple[str, ...]
    weights: tuple[float, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def sound(self) -> str:
        return " ".join(self.heard)


def asked_of(words: Sequence[str], index: WorkIndex) -> Asked:
    return Asked(
        tuple(words), tuple(sounds_of((word,)) for word in words), tuple(weight_of(index, word) for word in words)
    )


# Fitted so that the share of the right occupation is as large as can be (softmax over the wordings compared).
WEIGHTS: dict[str, float] = {
    "heard": -1.3,
    "heard_squared": 3.89,
    "joined": -0.49,
    "joined_heard": 0.46,
    "asked": -1.17,
    "named": -0.74,
    "both": 5.86,
    "pieces": 3.5,
    "about": 3.92,
    "first": 0.21,
    "said": 0.39,
    "may_mean": -0.8,
    "said_same": 1.69,
    "may_mean_same": 0.86,
}


@dataclass(frozen=True, slots=True)
class Nearness:
    """Per wording: how likely it is what was meant (a logarithm), and how much of it was really written (0 to 1)."""

    likely: Floats
    written: Floats


def nearness(asked: Asked, wordings: Sequence[Wording], pieces: Floats, index: WorkIndex) -> Nearness:
    """How near each wording is. `pieces` is what it shares with what was asked, 1 for the one that shares most."""
    columns = features(asked, wordings, pieces, index)
    likely = sum((weight * columns[name] for name, weight in WEIGHTS.items()), np.zeros(len(wordings)))
    return Nearness(likely, np.maximum(columns["both"], columns["joined_heard"]))


def features(asked: Asked, wordings: Sequence[Wording], pieces: Floats, index: WorkIndex) -> dict[str, Floats]:
    """What is weighed, by name; one value per wording, from 0 to 1."""
    covered = np.array(_coverage(asked, wordings, index))
    heard = _ratios(asked.sound, [w.sound for w in wordings])
    same = np.array([w.text == asked.text for w in wordings], dtype=float)
    said = np.array([w.origin is Said.SAID for w in wordings], dtype=float)
    may_mean = np.array([w.origin is Said.MAY_MEAN for w in wordings], dtype=float)
    about = index.about(asked.text)
    return {
        "heard": heard,
        "heard_squared": heard**2,
        "joined": _ratios("".join(asked.words), [w.joined for w in wordings]),
        "joined_heard": _ratios("".join(asked.heard), [w.joined_sound for w in wordings]),
        "asked": covered[:, 0],
        "named": covered[:, 1],
        "both": covered[:, 0] * covered[:, 1],
        "pieces": pieces,
        "about": np.array([about[w.code] for w in wordings]),
        "first": np.array([w.tokens[0] == asked.words[0] for w in wordings], dtype=float),
        "said": said,
        "may_mean": may_mean,
        "said_same": said * same,
        "may_mean_same": may_mean * same,
    }


def _ratios(one: str, many: Sequence[str]) -> Floats:
    ratios: Floats = process.cdist([one], many, scorer=fuzz.ratio, dtype=np.float64)[0] / 100
    return ratios


def _coverage(asked: Asked, wordings: Sequence[Wording], index: WorkIndex) -> list[tuple[float, float]]:
    """Per wording: the share of the asked words found in it, the share of its words that were asked; by rarity."""
    tokens = list({token: None for wording in wordings for token in wording.tokens})
    place = {token: i for i, token in enumerate(tokens)}
    alike = _alike(asked, tokens)
    weights = [weight_of(index, token) for token in tokens]
    total = sum(asked.weights)
    rows = []
    for wording in wordings:
        columns = [place[token] for token in wording.tokens]
        found = sum(w * max([row[i] for i in columns]) for w, row in zip(asked.weights, alike, strict=True))
        named = sum(weights[i] * max([row[i] for row in alike]) for i in columns)
        rows.append((found / total, named / sum([weights[i] for i in columns])))
    return rows


def _alike(asked: Asked, tokens: Sequence[str]) -> list[list[float]]:
    """Per asked word, its likeness to each token: by spelling, by sound, or because it is the token cut short."""
    spelt = process.cdist(asked.words, tokens, scorer=JaroWinkler.similarity, dtype=np.float64)
    heard = process.cdist(
        asked.heard, [sounds_of((t,)) for t in tokens], scorer=JaroWinkler.similarity, dtype=np.float64
    )
    best = np.maximum(spelt, _HEARD_SHARE * heard)
    best[best < _CHANCE] = 0.0
    rows: list[list[float]] = best.tolist()
    for word, row in zip(asked.words, rows, strict=True):
        if len(word) >= 3:
            _short_forms(word, tokens, row)
    return rows


def _short_forms(word: str, tokens: Sequence[str], row: list[float]) -> None:
    bones = word[0] + word[1:].translate(_VOWELS)
    for i, token in enumerate(tokens):
        if token[0] != word[0] or len(token) <= len(word):
            continue
        if token.startswith(word):
            row[i] = max(row[i], _CUT_SHORT)
        elif bones == word and (token[0] + token[1:].translate(_VOWELS)).startswith(bones):
            row[i] = max(row[i], _SKELETON)
