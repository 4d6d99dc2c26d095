"""How likely a text means each commune: what was typed against what is said, weighed by where the person is.

The score of a name is a sum of logarithms:

    - the letters, or the sounds, to change        how the text could have come out of that name
    - FORM_COST of the name                        a short or former name is said less often
    + PEOPLE x ln(inhabitants) - NEAR x ln(1 + km / NEAR_KM)
                                                   how likely a person here means that place
      (or PEOPLE_FAR x ln(inhabitants) - FAR       a large city is named from anywhere)
      (without `near`: PEOPLE_NOWHERE x ln(inhabitants) - NOWHERE, or PEOPLE_TOWN x ln(inhabitants) - TOWN)

so that the share of a commune among all candidates, and "none of them", is how sure the answer is.
Candidates: names that share three-letter pieces with the text, by spelling and by sound, and all those around `near`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice
from math import cos, exp, radians

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from backend.reference.communes import Commune, by_code, by_postcode, columns, distance_km
from backend.reference.first_names import bearers
from backend.reference.folding import fold
from backend.reference.place_names import Form, place_names
from bot.understanding.word_pieces import Floats, Pieces, Rows, alike, pieces_of

# Chosen on benchmarks/where_typos.py, whose misspellings are made from the whole list of communes. In nats.
EDIT = 2.4  # a letter changed, swapped, missing or too many…
SOUND_EDIT, SOUND_START = 3.9, 1.75  # …or a sound changed, once it is written by ear
BOTH = 0.4  # each letter and each sound, whichever explains the text
MISSPELT = 0.6  # anything wrong at all
FORM_COST = {
    Form.FULL: 0.0,
    Form.FORMER: 1.5,
    Form.NO_ARTICLE: 1.0,
    Form.NO_LINK: 0.7,
    Form.SHORT: 1.5,
    Form.FORMER_SHORT: 4.0,
    Form.TAIL: 4.0,
}
NEAR, NEAR_KM = 2.5, 10.0
PEOPLE = 0.4
PEOPLE_FAR, FAR = 0.8, 13.0
PEOPLE_NOWHERE, NOWHERE = 0.4, 4.0  # when nothing is known of where the person is…
PEOPLE_TOWN, TOWN = 1.0, 9.0  # …and a town is meant as often as people live there: "monpelier" is Montpellier
NONE_PER_LETTER = 1.35  # how well "none of them" explains a letter

SHARED_PIECES = 100  # candidates by spelling and sound, all over France
AROUND_KM = 45.0
KM_PER_DEGREE = 111.2
FARTHEST_LETTERS = 40  # no name is longer


Texts = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """One entry per name (see place_names), from south to north, and one per commune: `place` is the commune's row."""

    spellings: Texts
    heard: Texts
    place: Rows
    form_cost: Floats
    by_spelling: Pieces
    by_sound: Pieces
    places: list[str]
    row_of: dict[str, int]
    latitude: Floats
    longitude: Floats
    people: Floats  # ln(inhabitants)
    name_latitude: Floats
    known: frozenset[str]  # every spelling


@cache
def place_index() -> PlaceIndex:
    """Built at the first use, about 0.2 s and 30 MB."""
    names, today = place_names(), columns()
    by_postcode("")  # these tables are made here too: the first who writes a postcode or a name does not wait for them
    bearers("")
    row_of = {code: row for row, code in enumerate(today.codes)}
    place = np.array([row_of[code] for code in names.codes], dtype=np.int32)
    latitude = np.array(today.latitudes, dtype=np.float32)
    northwards = np.argsort(latitude[place], kind="stable")
    spellings, heard = ([column[row] for row in northwards.tolist()] for column in (names.spellings, names.heard))
    costs = np.array([FORM_COST[form] for form in Form], dtype=np.float32)
    return PlaceIndex(
        np.array(spellings, dtype=object),
        np.array(heard, dtype=object),
        place[northwards],
        costs[np.array(names.forms)[northwards]],
        pieces_of(spellings),
        pieces_of(heard),
        today.codes,
        row_of,
        latitude,
        np.array(today.longitudes, dtype=np.float32),
        np.log(np.array(today.populations, dtype=np.float32) + 50),
        latitude[place[northwards]],
        frozenset(spellings),
    )


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
    likely = _shares(index, places, scores, -NONE_PER_LETTER * len(spelling), limit)
    return likely if near is None or favoured else _nearest_namesake_first(likely, near)


def _nearest_namesake_first(likely: list[Likely], near: Commune) -> list[Likely]:
    """Of communes with one name the nearest is meant, however large the other: it takes the place of the first."""
    named = [(place, commune) for place in likely if (commune := by_code(place.code))]
    namesakes = [pair for pair in named if _folded(pair[1].name) == _folded(named[0][1].name)]
    if len(namesakes) < 2:
        return likely
    nearest = min(namesakes, key=lambda pair: distance_km(pair[1], near))[0].code
    first = named[0][0].code
    swapped = {first: nearest, nearest: first}
    return [replace(place, code=swapped.get(place.code, place.code)) for place in likely]


_folded = lru_cache(maxsize=4096)(fold)


def rank_codes(codes: Sequence[str]) -> list[Likely]:
    """Communes that share a postcode, when it is all that was said: as likely as people live there."""
    index = place_index()
    places = np.array([index.row_of[code] for code in codes], dtype=np.int32)
    return _shares(index, places, index.people[places], -np.inf, len(places))


def _liking(index: PlaceIndex, favoured: Mapping[str, float]) -> Floats:
    liking = np.zeros(len(index.places), dtype=np.float32)
    known = {row: more for code, more in favoured.items() if (row := index.row_of.get(code)) is not None}
    liking[list(known)] = list(known.values())
    return liking


def _candidates(index: PlaceIndex, spelling: str, heard: str, near: Commune | None, liking: Floats) -> Rows:
    shared = alike(index.by_spelling, spelling) + alike(index.by_sound, heard or spelling)
    rows = [_most(shared)]
    if near is not None:
        rows.append(_names_around(near))
    if liking.any():
        rows.append(np.flatnonzero(liking[index.place]).astype(np.int32))
    chosen = np.zeros(len(index.spellings), dtype=bool)
    chosen[np.concatenate(rows)] = True
    return np.flatnonzero(chosen).astype(np.int32)


def _most(shared: Floats) -> Rows:
    close = np.flatnonzero(shared > shared.max() / 3)  # partitioning 63,000 figures, most of them zero, would take 3 ms
    if len(close) > SHARED_PIECES:
        close = close[np.argpartition(shared[close], -SHARED_PIECES)[-SHARED_PIECES:]]
    return close.astype(np.int32)


@lru_cache(maxsize=64)
def _names_around(near: Commune) -> Rows:
    index = place_index()
    degrees = AROUND_KM / KM_PER_DEGREE
    south, north = np.searchsorted(index.name_latitude, (near.latitude - degrees, near.latitude + degrees)).tolist()
    close = _km(index, index.place[south:north], near) <= AROUND_KM
    return np.flatnonzero(close).astype(np.int32) + np.int32(south)


def _km(index: PlaceIndex, places: Rows, near: Commune) -> Floats:
    """Flat-earth distances: good to a few per cent across France, which is enough to rank."""
    north = (index.latitude[places] - near.latitude) * KM_PER_DEGREE
    east = (index.longitude[places] - near.longitude) * KM_PER_DEGREE * cos(radians(near.latitude))
    km: Floats = np.hypot(north, east)
    return km


def _name_scores(index: PlaceIndex, rows: Rows, spelling: str, heard: str) -> Floats:
    letters = _changes(spelling, index.spellings, rows)
    sounds = _changes(heard or spelling, index.heard, rows)
    changes = np.minimum(EDIT * letters, SOUND_EDIT * sounds + SOUND_START * (letters > 0))
    scores: Floats = -changes - BOTH * (letters + sounds) - MISSPELT * (letters > 0) - index.form_cost[rows]
    return scores


def _changes(word: str, words: Texts, rows: Rows) -> Floats:
    counted: Floats = process.cdist([word], words.take(rows).tolist(), scorer=OSA.distance, dtype=np.float32)[0]
    return counted


def _place_scores(index: PlaceIndex, places: Rows, near: Commune | None) -> Floats:
    people = index.people[places]
    if near is None:
        anywhere: Floats = np.logaddexp(PEOPLE_NOWHERE * people - NOWHERE, PEOPLE_TOWN * people - TOWN)
        return anywhere
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
