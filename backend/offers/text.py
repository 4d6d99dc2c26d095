"""The text of an offer cut into clauses, each with its plain form and the way back to the words as written."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap

from backend.reference.folding import unaccented

_ABBREVIATION = r"(?<!\bcat)(?<!\benv)(?<!\bex)(?<!\bR)(?<!\br)(?<!\bmin)(?<!\bmax)(?<!\btel)(?<!\bCat)"
_SENTENCE_END = re.compile(
    rf"{_ABBREVIATION}[.!?]+(?=\s|$)|;|\n|\r|/r/n|\*\*\*|[•·●▪¿]|(?<=\s)-(?=\s)(?!\s*\d\d? ?h)|(?<=[a-zé.])-\s|\s{{3,}}"
)
_SEGMENT_END = re.compile(r",(?!\d)| mais ")
_LONGEST_PROOF = 120
_LONGEST_CLAUSE = 1_500
"""Letters after which a text without a full stop is cut all the same: what patterns cost grows faster than a clause."""


@dataclass(frozen=True)
class Clause:
    """One sentence or one line of a list. `written` is as the employer wrote it."""

    written: str

    @cached_property
    def plain(self) -> str:
        """Lower case, without accents, punctuation kept: what the patterns read."""
        return "".join(self._letters)

    def words(self, start: int, end: int) -> str:
        """The words as written behind `plain[start:end]`, with the segment around them, short enough to be shown."""
        before, after = self.segment(start, end)
        if after - before > _LONGEST_PROOF:
            before, after = max(before, start - _LONGEST_PROOF // 3), min(after, end + _LONGEST_PROOF // 3)
        return " ".join(self.written[self._origin(before) : self._origin(after)].split())

    def segment(self, start: int, end: int) -> tuple[int, int]:
        """Where the stretch between commas that holds `plain[start:end]` begins and ends, in `plain`."""
        cuts = [0, *(cut.end() for cut in _SEGMENT_END.finditer(self.plain)), len(self.plain)]
        begins = cuts[bisect_right(cuts, start) - 1] if start < len(self.plain) else cuts[-2]
        ends = next((cut.start() for cut in _SEGMENT_END.finditer(self.plain) if cut.start() >= end), len(self.plain))
        return begins, ends

    def is_lower(self, place: int) -> bool:
        """Whether the letter behind `plain[place]` was written small."""
        return self.written[self._origin(place)].islower()

    @cached_property
    def _letters(self) -> list[str]:
        return [unaccented(letter) for letter in self.written]

    @cached_property
    def _starts(self) -> list[int]:
        starts, place = [], 0
        for letters in self._letters:
            starts.append(place)
            place += len(letters)
        return starts

    def _origin(self, place: int) -> int:
        return len(self.written) if place >= len(self.plain) else bisect_right(self._starts, place) - 1


def clauses(text: str) -> Iterator[Clause]:
    """Sentences and lines of lists, in order, without the empty ones. Entities such as &gt; are read as they stand."""
    start = 0
    for cut in _SENTENCE_END.finditer(text):
        yield from _cut(text[start : cut.start()])
        start = cut.end()
    yield from _cut(text[start:])


def _cut(sentence: str) -> Iterator[Clause]:
    """A sentence in one clause; one longer than anybody writes in several."""
    words = " ".join(sentence.split())
    if len(words) > _LONGEST_CLAUSE:
        yield from map(Clause, wrap(words, _LONGEST_CLAUSE, break_on_hyphens=False))
    elif words:
        yield Clause(words)
