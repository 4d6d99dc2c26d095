"""A text read for a place: its words, and what its figures tell (a postcode, a department)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from backend.reference.communes import Commune, by_postcode, department_of
from backend.reference.first_names import LEAST_BEARERS, bearers
from backend.reference.folding import fold
from backend.reference.phonetic import sound
from backend.reference.place_names import written_out
from bot.understanding.place_index import Likely, likely_places, place_index
from bot.understanding.texted import REMEMBERED
from bot.understanding.where_words import ORDINARY

LONGEST = 300  # characters read: nobody needs two messages to say where they live

POSTCODE_SAID = 9.0  # added to the score of a commune whose postcode was said…
DEPARTMENT_SAID = 7.0  # …or whose department was…
SAME_DEPARTMENT = 4.0  # …or which is in the department of that postcode

_TOKEN = re.compile(r"[^\W\d_]+")
_POSTCODE = re.compile(r"(?<![\d+])(\d{2}|2[abAB])[ .]?(\d{3})(?![ .]?\d)")
_DEPARTMENT = re.compile(r"(?<![\w+])(\d{2}|2[abAB]|97\d)(?!\w)(?! *(?:km|min|mn|h|ans?|ème|eme|e)\b)")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, standing at `text[start:end]`."""

    folded: str
    spelling: str  # the same, an abbreviation written out
    heard: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand together in a text."""

    tokens: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, some: slice) -> "Words":
        return Words(self.tokens[some])

    @property
    def phrase(self) -> str:
        return " ".join(token.folded for token in self.tokens)

    @property
    def spelling(self) -> str:
        return "".join(token.spelling for token in self.tokens)

    @property
    def span(self) -> tuple[int, int]:
        return self.tokens[0].start, self.tokens[-1].end

    def are_a_name(self) -> bool:
        """Spelt as a commune is, accents and spaces apart."""
        return self.spelling in place_index().known

    def are_first_names(self) -> bool:
        """ "sophie": known as a first name more than as a family name, and no commune's."""
        counts = [bearers(token.folded) for token in self.tokens]
        return not self.are_a_name() and all(first >= LEAST_BEARERS and first > family for first, family in counts)

    def are_ordinary(self) -> bool:
        return all(token.folded in ORDINARY or len(token.folded) == 1 for token in self.tokens)

    def likely(self, home: Commune | None, favoured: Mapping[str, float], limit: int = 10) -> list[Likely]:
        heard = "".join(token.heard for token in self.tokens)
        if favoured:
            return likely_places(self.spelling, heard, home, favoured, limit)
        return list(_likely_alone(self.spelling, heard, home, limit))


@lru_cache(REMEMBERED)
def _likely_alone(spelling: str, heard: str, home: Commune | None, limit: int) -> tuple[Likely, ...]:
    """The same words come back in sentence after sentence, and several times in the readings of one."""
    return tuple(likely_places(spelling, heard, home, None, limit))


@dataclass(frozen=True, slots=True)
class Said:
    """A text as words, without its figures."""

    words: Words
    postcode_of: tuple[str, ...] = ()  # codes of the communes of the postcode said
    favoured: Mapping[str, float] = field(default_factory=dict)  # code → more score, told by the figures


@lru_cache(maxsize=256)
def read_for_a_place(text: str) -> Said:
    """The words and figures of the first `LONGEST` characters."""
    words = Words(tuple(_tokens(text[:LONGEST])))
    if postcode := _POSTCODE.search(text):
        return _with_postcode(words, "".join(postcode.groups()).upper())
    if department := _DEPARTMENT.search(text):
        return Said(words, (), dict.fromkeys(_communes_of(department[1].upper()), DEPARTMENT_SAID))
    return Said(words)


def _with_postcode(words: Words, postcode: str) -> Said:
    codes = tuple(commune.code for commune in by_postcode(postcode))
    around = dict.fromkeys(_communes_of(department_of(postcode)), SAME_DEPARTMENT)
    return Said(words, codes, around | dict.fromkeys(codes, POSTCODE_SAID))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        parts = written_out(match[0])
        if parts:
            spelling, heard = "".join(part for part, _ in parts), "".join(sound(written) for _, written in parts)
            yield Token(fold(match[0]).replace(" ", ""), spelling, heard, match.start(), match.end())


def _communes_of(department: str) -> list[str]:
    """Codes stand in order and begin with their department."""
    codes = place_index().places
    return codes[bisect_left(codes, department) : bisect_left(codes, department + "Z")]
