"""How likely a text means each commune: what was typed against what is said, weighed by where the person is.

The score of a name is a sum of logarithms:

    - EDIT × the letters to change (or the sounds, when fewer)       how the text could have come out of that name
    - the cost of the form (a short or former name is less likely)
    - NEAR × ln(1 + km / NEAR_KM) + PEOPLE × ln(inhabitants)         how likely a person here means that place
      (at least PEOPLE_FAR × ln(inhabitants) - FAR: a large city is named from anywhere)

so that the share of a commune among all candidates, and "none of them", is how sure the answer is.
Candidates: names that share three-letter pieces with the text, by spelling and by sound, and all those around `near`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from math import cos, exp, radians

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from backend.reference.communes import Commune, columns
from backend.reference.place_names import Form, place_names

Floats = NDArray[np.float32]
Rows = NDArray[np.int32]

# Measured on benchmarks/where_typos.py, whose misspellings are made from the whole list of communes.
EDIT = 2.4
SOUND_EDIT = 3.9
SOUND_START = 1.75
FORM_COST = {
    Form.FULL: 0.0,
    Form.FORMER: 1.5,
    Form.NO_ARTICLE: 1.0,
    Form.NO_LINK: 0.7,
    Form.SHORT: 2.4,
    Form.FORMER_SHORT: 4.0,
}
NEAR, NEAR_KM = 2.3, 10.0
PEOPLE = 0.33
PEOPLE_NOWHERE, NOWHERE = 0.4, 4.0
PEOPLE_FAR, FAR = 0.8, 13.0
BOTH = 0.4
NONE_PER_LETTER = 1.25

SHARED_PIECES = 100  # candidates by spelling and sound, all over France
AROUND_KM = 45.0
FARTHEST_LETTERS = 40  # no name is longer

_SYMBOLS = {c: i for i, c in enumerate("\nabcdefghijklmnopqrstuvwxyzAIOS2")}
_BITS = 5


@dataclass(frozen=True, slots=True)
class Pieces:
    """Three-letter pieces of many words: the rows that hold piece p are rows[starts[p]:starts[p + 1]]."""

    starts: NDArray[np.int64]
    rows: Rows
    rarity: Floats
    weight: Floats  # of all the pieces of a row


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """One entry per name (see place_names), and one per commune for the points: `place` is the commune's row."""

    spellings: list[str]
    heard: list[str]
    place: Rows
    form_cost: Floats
    by_spelling: Pieces
    by_sound: Pieces
    places: list[str]
    row_of: dict[str, int]
    latitude: Floats
    longitude: Floats
    people: Floats  # ln(inhabitants)
    known: frozenset[str]  # every spelling


@cache
def place_index() -> PlaceIndex:
    """Built at the first use, about 0.2 s and 30 MB."""
    names = place_names()
    today = columns()
    row_of = {code: row for row, code in enumerate(today.codes)}
    costs = np.array([FORM_COST[form] for form in Form], dtype=np.float32)
    return PlaceIndex(
        names.spellings,
        names.heard,
        np.array([row_of[code] for code in names.codes], dtype=np.int32),
        costs[np.array(names.forms)],
        _pieces(names.spellings),
        _pieces(names.heard),
        today.codes,
        row_of,
        np.array(today.latitudes, dtype=np.float32),
        np.array(today.longitudes, dtype=np.float32),
        np.log(np.array(today.populations, dtype=np.float32) + 50),
        frozenset(names.spellings),
    )


def _codes(text: str) -> NDArray[np.int64]:
    table = np.zeros(128, dtype=np.int64)
    for symbol, code in _SYMBOLS.items():
        table[ord(symbol)] = code
    return table[np.frombuffer(text.encode("ascii"), dtype=np.uint8)]


def _cut(text: str) -> NDArray[np.int64]:
    codes = _codes(text)
    pieces: NDArray[np.int64] = (codes[:-2] << 2 * _BITS) | (codes[1:-1] << _BITS) | codes[2:]
    return pieces


def _pieces(words: list[str]) -> Pieces:
    text = "\n" + "\n".join(words) + "\n"
    lengths = np.array([len(word) for word in words])
    row_at = np.repeat(np.arange(len(words), dtype=np.int32), lengths + 1)  # the row of each letter and its line end
    pieces, rows = _cut(text), row_at[: len(text) - 2]
    inside = _codes(text)[1:-1] != 0
    pieces, rows = pieces[inside].astype(np.uint16), rows[inside]
    counts = np.bincount(pieces, minlength=1 << 3 * _BITS)
    rarity = np.log(len(words) / np.maximum(counts, 1)).astype(np.float32)
    order = np.argsort(pieces, kind="stable")
    starts = np.concatenate(([0], np.cumsum(counts)))
    weight = np.bincount(rows, weights=rarity[pieces], minlength=len(words)).astype(np.float32)
    return Pieces(starts, rows[order], rarity, weight)


def _alike(pieces: Pieces, word: str) -> Floats:
    """Share of pieces in common with each row, 0 to 1 (Dice, rare pieces weigh more)."""
    asked = np.unique(_cut(f"\n{word}\n"))
    found = [pieces.rows[pieces.starts[p] : pieces.starts[p + 1]] for p in asked]
    weights = np.repeat(pieces.rarity[asked], [len(rows) for rows in found])
    common = np.bincount(np.concatenate(found), weights=weights, minlength=len(pieces.weight))
    shared: Floats = (2 * common / (pieces.weight + float(pieces.rarity[asked].sum()) + 1e-6)).astype(np.float32)
    return shared


@dataclass(frozen=True, slots=True)
class Likely:
    """A commune a text may mean. `share` is the belief in it, 0 to 1; what the others leave is "none of them"."""

    code: str
    score: float
    share: float
    odds: float  # score above that of "none of them"; more than 0 when more likely than not


def likely_places(
    spelling: str, heard: str, near: Commune | None, favoured: Mapping[str, float] | None = None, limit: int = 10
) -> list[Likely]:
    """Communes that the letters `spelling`, heard as `heard`, may mean, best first.

    `favoured` adds to the score of a code: its postcode or its department was said too.
    """
    if not spelling or len(spelling) > FARTHEST_LETTERS:
        return []
    index = place_index()
    liking = _liking(index, favoured or {})
    rows = _candidates(index, spelling, heard, near, liking)
    places = index.place[rows]
    scores = _name_scores(index, rows, spelling, heard) + _place_scores(index, places, near) + liking[places]
    return _shares(index, places, scores, -NONE_PER_LETTER * len(spelling), limit)


def rank_codes(codes: Sequence[str], near: Commune | None) -> list[Likely]:
    """Communes that share a postcode, when it is all that was said: the nearest and the largest first."""
    index = place_index()
    places = np.flatnonzero(_liking(index, dict.fromkeys(codes, 1.0))).astype(np.int32)
    return _shares(index, places, _place_scores(index, places, near), -np.inf, len(places))


def _liking(index: PlaceIndex, favoured: Mapping[str, float]) -> Floats:
    liking = np.zeros(len(index.places), dtype=np.float32)
    for code, more in favoured.items():
        if code in index.row_of:
            liking[index.row_of[code]] = more
    return liking


def _candidates(index: PlaceIndex, spelling: str, heard: str, near: Commune | None, liking: Floats) -> Rows:
    alike = _alike(index.by_spelling, spelling) + _alike(index.by_sound, heard or spelling)
    rows = [_most(alike)]
    if near is not None:
        rows.append(_names_around(near))
    if liking.any():
        rows.append(np.flatnonzero(liking[index.place]).astype(np.int32))
    return np.unique(np.concatenate(rows))


def _most(alike: Floats) -> Rows:
    close = np.flatnonzero(alike > alike.max() / 3)  # partitioning 63,000 figures, most of them zero, would take 3 ms
    if len(close) > SHARED_PIECES:
        close = close[np.argpartition(alike[close], -SHARED_PIECES)[-SHARED_PIECES:]]
    return close.astype(np.int32)


@lru_cache(maxsize=64)
def _names_around(near: Commune) -> Rows:
    index = place_index()
    close = _km(index, np.arange(len(index.places), dtype=np.int32), near) <= AROUND_KM
    return np.flatnonzero(close[index.place]).astype(np.int32)


def _km(index: PlaceIndex, places: Rows, near: Commune) -> Floats:
    """Flat-earth distances: good to a few per cent across France, which is enough to rank."""
    north = (index.latitude[places] - near.latitude) * 111.2
    east = (index.longitude[places] - near.longitude) * 111.2 * cos(radians(near.latitude))
    km: Floats = np.hypot(north, east)
    return km


def _name_scores(index: PlaceIndex, rows: Rows, spelling: str, heard: str) -> Floats:
    letters = _changes(spelling, index.spellings, rows)
    sounds = _changes(heard or spelling, index.heard, rows)
    changes = np.minimum(EDIT * letters, SOUND_EDIT * sounds + SOUND_START * (letters > 0))
    scores: Floats = -changes - BOTH * (letters + sounds) - index.form_cost[rows]
    return scores


def _changes(word: str, words: list[str], rows: Rows) -> Floats:
    counted: Floats = process.cdist(
        [word], [words[row] for row in rows.tolist()], scorer=OSA.distance, dtype=np.float32
    )[0]
    return counted


def _place_scores(index: PlaceIndex, places: Rows, near: Commune | None) -> Floats:
    if near is None:
        return PEOPLE_NOWHERE * index.people[places] - NOWHERE
    people = index.people[places]
    close = PEOPLE * people - NEAR * np.log1p(_km(index, places, near) / NEAR_KM)
    scores: Floats = np.logaddexp(close, PEOPLE_FAR * people - FAR)
    return scores


def _shares(index: PlaceIndex, places: Rows, scores: Floats, none: float, limit: int) -> list[Likely]:
    """The best name of each commune, against all the others and against none."""
    if not len(places):
        return []
    order = np.argsort(-scores, kind="stable")[: 5 * limit + 40]
    best: dict[int, float] = {}
    for row in order.tolist():
        best.setdefault(int(places[row]), float(scores[row]))
    top = next(iter(best.values()))
    total = sum(exp(score - top) for score in best.values()) + exp(min(none - top, 50.0))
    return [
        Likely(index.places[place], score, exp(score - top) / total, score - none)
        for place, score in islice(best.items(), limit)
    ]
