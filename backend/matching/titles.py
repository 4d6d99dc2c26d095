"""From a job title, as written, to the codes of the nomenclature: exact, with words more or less, or with a slip."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz, process

from backend.reference.folding import fold
from backend.reference.occupations import Nomenclature, both_forms

_SAID_FOR_NOTHING = (
    "a au aux avec ce chez d dans de des du e en et f h hf fh je l la le les m ou pour sur un une x w "
    "poste emploi metier cdi cdd interim recherche cherche urgent travail femme homme valet"
)
_EMPTY_WORDS = frozenset(_SAID_FOR_NOTHING.split())
_ENDINGS = (
    ("trice", "teur"), ("euse", "eur"), ("ere", "er"), ("ienne", "ien"), ("onne", "on"), ("hotesse", "hote"),
    ("maitresse", "maitre"), ("ive", "if"), ("elle", "el"), ("ffe", "f"), ("ee", "e"),
)  # fmt: skip
_A_SLIP = 86
"""Likeness, 0 to 100, from which a title is another one misspelt."""
_MOST_CODES = 3


@lru_cache(maxsize=50_000)
def title_words(title: str) -> frozenset[str]:
    """The words that count in a title, singular and without gender: "Vendeuses en animalerie" → vendeur, animaleri."""
    return frozenset(_plain(word) for word in fold(title).split() if word not in _EMPTY_WORDS and len(word) > 1)


def _plain(word: str) -> str:
    word = word[:-1] if len(word) > 3 and word[-1] in "sx" else word
    for feminine, masculine in _ENDINGS:
        if word.endswith(feminine) and (len(word) > len(feminine) + 1 or len(feminine) > 6):
            word = word[: -len(feminine)] + masculine
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


@lru_cache(maxsize=20_000)
def variants(title: str) -> tuple[frozenset[str], ...]:
    """A title with its two genders stands for each: "Vendeur / Vendeuse en animalerie"."""
    halves = [half for half in re.split(r" / | ou ", title) if half.strip()]
    forms = both_forms(title) if title.count("/") == 1 and " / " not in title else ()
    return tuple(dict.fromkeys(words for part in (title, *halves, *forms) if (words := title_words(part))))


class TitleIndex:
    """Every title of a nomenclature by its words."""

    def __init__(self, nomenclature: Nomenclature) -> None:
        self._codes: dict[frozenset[str], list[str]] = defaultdict(list)
        for code, title in _titles(nomenclature):
            for words in variants(title):
                if code not in self._codes[words]:
                    self._codes[words].append(code)
        self._ours = {
            words
            for entry in nomenclature.entries.values()
            for title in (entry.label, *entry.said)
            for words in variants(title)
        }
        self._by_word: dict[str, list[frozenset[str]]] = defaultdict(list)
        for words in self._codes:
            for word in words:
                self._by_word[word].append(words)
        self._spelled = {" ".join(sorted(words)): words for words in self._codes}

    def is_ours(self, words: frozenset[str]) -> bool:
        """Whether our own lexicon says which trade these words mean first, however many titles of ROME hold them."""
        return words in self._ours

    def codes(self, title: str) -> tuple[str, ...]:
        """Codes, what the title means first before what it may mean; () when nothing is like it."""
        words = title_words(title)
        if not words:
            return ()
        return self._best(words) or self._misspelt(words)

    def _best(self, words: frozenset[str]) -> tuple[str, ...]:
        if words in self._codes:
            return tuple(self._codes[words])
        near = {known for word in words for known in self._by_word.get(word, ())}
        longer = sorted((known for known in near if known > words), key=lambda known: (len(known), sorted(known)))
        shorter = sorted((known for known in near if known < words), key=lambda known: (-len(known), sorted(known)))
        # "cariste de nuit" is a cariste: words more than a known title; "entretien" is a part of one
        found = [code for known in (shorter or longer)[:_MOST_CODES] for code in self._codes[known]]
        return tuple(dict.fromkeys(found))[:_MOST_CODES]

    def _misspelt(self, words: frozenset[str]) -> tuple[str, ...]:
        said = " ".join(sorted(words))
        found = process.extractOne(said, self._spelled.keys(), scorer=fuzz.ratio, score_cutoff=_A_SLIP)
        return tuple(self._codes[self._spelled[found[0]]][:_MOST_CODES]) if found else ()


def _titles(nomenclature: Nomenclature) -> Iterator[tuple[str, str]]:
    """Our labels, our words, the official titles, and what a word may also mean last."""
    entries = nomenclature.entries.values()
    yield from ((entry.code, entry.label) for entry in entries)
    yield from ((entry.code, title) for entry in entries for title in entry.said)
    if nomenclature.rome:
        yield from ((title.code, title.text) for title in nomenclature.rome.titles)
    yield from ((entry.code, title) for entry in entries for title in entry.may_mean)
