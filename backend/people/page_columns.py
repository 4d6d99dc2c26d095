"""A page as a person reads it: one column after the other, and what stands beside a date on its line.

Pure: pieces of text with where they stand → lines. Points from the page's lower left corner, as in a PDF.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backend.reference.cv_headings import COLUMN_ENDS, section_of

# A column has so many pieces at least, and so few may stand across the space between two: a name, a title.
_FEWEST = 4
_MOST_ACROSS = 0.15
_MOST_PIECES = 600
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\baujourd|\bactuel|\bmois\b|\bans?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    left: float
    right: float
    bottom: float
    top: float
    text: str


def in_reading_order(pieces: Sequence[Piece]) -> list[str]:
    """The lines of a page. `COLUMN_ENDS` stands for a line between two columns."""
    shown = sorted((one for one in pieces if one.text.strip()), key=lambda one: (-one.top, one.left))[:_MOST_PIECES]
    between = _between_columns(shown)
    if between is None:
        return list(_rows(shown))
    lines: list[str] = []
    for band in _bands(shown, between):
        left, right = [one for one in band if one.right <= between], [one for one in band if one.left >= between]
        if left and right:
            lines += [*in_reading_order(left), COLUMN_ENDS, *in_reading_order(right)]
        else:
            lines += _rows(band)
    return lines


def _bands(pieces: Sequence[Piece], between: float) -> Iterator[list[Piece]]:
    """What stands across both columns, and what stands beside it above and below, from the top."""
    band: list[Piece] = []
    for one in pieces:
        if one.left < between < one.right:
            if band:
                yield band
            yield [one]
            band = []
        else:
            band.append(one)
    if band:
        yield band


def _between_columns(pieces: Sequence[Piece]) -> float | None:
    """Where the second of two columns begins, each with a heading of its own. None for a single column.

    Dates or headings in a margin are no column: the lines beside them belong to them.
    """
    best: tuple[float, float, float] | None = None
    for begin in sorted({round(one.left, 1) for one in pieces}):
        left = [one for one in pieces if one.right <= begin]
        right = [one for one in pieces if one.left >= begin - 0.1]
        across = len(pieces) - len(left) - len(right)
        if min(len(left), len(right)) < _FEWEST or across > _MOST_ACROSS * len(pieces):
            continue
        space = begin - max(one.right for one in left)
        if (best is None or (across, -space) < best[:2]) and _is_column(left) and _is_column(right):
            best = (across, -space, begin - min(space, 1.0) / 2)
    return best[2] if best else None


def _is_column(pieces: Sequence[Piece]) -> bool:
    headings = sum(bool(section_of(one.text.strip())) for one in pieces)
    return 0 < headings <= len(pieces) / 2


def _rows(pieces: Sequence[Piece]) -> Iterator[str]:
    """Each row is one line where a date stands beside what it dates; a heading, or a cell of words, is a line alone."""
    row: list[Piece] = []
    for one in pieces:
        if row and not _beside(row[0], one):
            yield from _row(row)
            row = []
        row.append(one)
    if row:
        yield from _row(row)


def _beside(first: Piece, other: Piece) -> bool:
    middle = (other.top + other.bottom) / 2
    return first.bottom <= middle <= first.top


def _row(row: Sequence[Piece]) -> Iterator[str]:
    said = [one.text.strip() for one in sorted(row, key=lambda one: one.left)]
    while len(said) > 1 and section_of(said[0]):
        yield said.pop(0)
    if any(_DATED.search(one) for one in said):
        yield "  ".join(said)
    else:
        yield from said
