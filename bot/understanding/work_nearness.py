"""How near the wordings of the index are to what was asked, one row of features for each.

Their weights were fitted on misspelt titles made from the whole ROME, on titles left out of the index and on our
lexicon (benchmarks/work_typos.py), never on single rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.understanding.work_index import Floats, Rows, Said, WorkIndex

# What two words have in common below this is chance.
_CHANCE = 0.6
_HEARD_SHARE = 0.97
_CUT_SHORT = 0.93
_SKELETON = 0.88
_TELLING = 3.0
"""Words that weigh less tell nothing of the trade: articles, "à domicile", "le soir"."""
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
        tuple(words), tuple(index.sounds((word,)) for word in words), tuple(index.weight(word) for word in words)
    )


# Fitted so that the share of the right occupation is as large as can be (softmax over the wordings compared).
WEIGHTS: dict[str, float] = {
    "about": 3.71,
    "asked": -0.59,
    "both": 6.64,
    "first": 0.21,
    "heard": -0.44,
    "heard_same": 0.31,
    "heard_squared": 3.38,
    "joined": -0.1,
    "joined_heard": -0.87,
    "may_mean": -1.3,
    "may_mean_same": 0.69,
    "named": -0.14,
    "pieces": 2.72,
    "said": 0.36,
    "said_same": 1.8,
    "title_same": 0.9,
}


@dataclass(frozen=True, slots=True)
class Nearness:
    """Per wording: how likely it is what was meant (a logarithm), and how much of it was really written (0 to 1).

    `told` is how near the word lies that is the farthest from all the wording's: 0 when a word of the person's, or of
    the wording's, is left without its like.
    """

    likely: Floats
    written: Floats
    told: Floats


def nearness(asked: Asked, rows: Rows, pieces: Floats, index: WorkIndex) -> Nearness:
    """How near some rows of the index are. `pieces` is what each shares, 1 for the one that shares most."""
    coverage = _coverage(asked, rows, index)
    columns = features(asked, rows, pieces, index, coverage)
    likely = sum((weight * columns[name] for name, weight in WEIGHTS.items()), np.zeros(len(rows)))
    return Nearness(likely, np.maximum(columns["both"], columns["joined_heard"]), coverage.told)


def features(asked: Asked, rows: Rows, pieces: Floats, index: WorkIndex, coverage: "Coverage") -> dict[str, Floats]:
    """What is weighed, by name; one value per wording, from 0 to 1."""
    wordings = [index.wordings[row] for row in rows.tolist()]
    asked_share, named_share = coverage.asked, coverage.named
    heard = _ratios(asked.sound, [w.sound for w in wordings])
    same = np.array([w.text == asked.text for w in wordings], dtype=float)
    said = np.array([w.origin is Said.SAID for w in wordings], dtype=float)
    may_mean = np.array([w.origin is Said.MAY_MEAN for w in wordings], dtype=float)
    joined_heard = "".join(asked.heard)
    return {
        "heard": heard,
        "heard_squared": heard**2,
        "joined": _ratios("".join(asked.words), [w.joined for w in wordings]),
        "joined_heard": _ratios(joined_heard, [w.joined_sound for w in wordings]),
        "asked": asked_share,
        "named": named_share,
        "both": asked_share * named_share,
        "pieces": pieces,
        "about": index.about(asked.text, rows),
        "first": np.array([w.tokens[0] == asked.words[0] for w in wordings], dtype=float),
        "said": said,
        "may_mean": may_mean,
        "said_same": said * same,
        "may_mean_same": may_mean * same,
        "title_same": (1 - said - may_mean) * same,
        "heard_same": np.array([w.joined_sound == joined_heard for w in wordings], dtype=float),
    }


def _ratios(one: str, many: Sequence[str]) -> Floats:
    ratios: Floats = process.cdist([one], many, scorer=fuzz.ratio, dtype=np.float64)[0] / 100
    return ratios


@dataclass(frozen=True, slots=True)
class Coverage:
    """Per wording: the share of the asked words found in it, the share of its words that were asked, by rarity; and
    the least of all these likenesses (see Nearness.told)."""

    asked: Floats
    named: Floats
    told: Floats


def _coverage(asked: Asked, rows: Rows, index: WorkIndex) -> Coverage:
    places, inverse = np.unique(index.tokens[rows], return_inverse=True)
    present = places >= 0
    alike = np.zeros((len(asked.words), len(places)))
    alike[:, present] = _alike(asked, places[present], index)
    weights = np.where(present, index.weights[places], 0.0)
    by_token = inverse.reshape(len(rows), -1)
    cells = alike[:, by_token]  # asked word × wording × its words
    of_asked, of_named = cells.max(axis=2), cells.max(axis=0)
    asked_weights, token_weights = np.array(asked.weights), weights[by_token]
    found = asked_weights @ of_asked / asked_weights.sum()
    named = (of_named * token_weights).sum(axis=1) / token_weights.sum(axis=1)
    told_asked = np.where(asked_weights[:, None] > _TELLING, of_asked, 1.0).min(axis=0)
    told_named = np.where(token_weights > _TELLING, of_named, 1.0).min(axis=1)
    return Coverage(found, named, np.minimum(told_asked, told_named))


def _alike(asked: Asked, places: Rows, index: WorkIndex) -> Floats:
    """Per asked word, its likeness to each token: by spelling, by sound, or because it is the token cut short."""
    tokens = [index.vocabulary[place] for place in places.tolist()]
    sounds = [index.vocabulary_heard[place] for place in places.tolist()]
    spelt, heard = _word_likeness(asked.words, tokens), _word_likeness(asked.heard, sounds)
    best: Floats = np.maximum(spelt, _HEARD_SHARE * heard)
    best[best < _CHANCE] = 0.0
    for word, row in zip(asked.words, best, strict=True):
        if len(word) >= 3:
            _short_forms(word, tokens, row)
    return best


def _word_likeness(some: Sequence[str], others: Sequence[str]) -> Floats:
    """Half the letters that need no change, half Jaro-Winkler, which trusts the beginning of words."""
    unchanged: Floats = process.cdist(some, others, scorer=OSA.normalized_similarity, dtype=np.float64)
    beginning: Floats = process.cdist(some, others, scorer=JaroWinkler.similarity, dtype=np.float64)
    return 0.5 * unchanged + 0.5 * beginning


def _short_forms(word: str, tokens: Sequence[str], row: Floats) -> None:
    bones = word[0] + word[1:].translate(_VOWELS)
    for i, token in enumerate(tokens):
        if token[0] != word[0] or len(token) <= len(word):
            continue
        if token.startswith(word):
            row[i] = max(row[i], _CUT_SHORT)
        elif bones == word and (token[0] + token[1:].translate(_VOWELS)).startswith(bones):
            row[i] = max(row[i], _SKELETON)
