"""The lines of a CV, each under its heading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from backend.reference.cv_headings import COLUMN_ENDS, section_of

MOST_LINES = 150


@dataclass(frozen=True, slots=True)
class Line:
    """`section` is one of section_of's, "" before the first heading."""

    said: str
    section: str


_BULLET = re.compile(r"^[\s•·▪●○*>\u2022\uf0b7–—-]+")


def lines_of(text: str) -> Iterator[Line]:
    section = ""
    for line in islice((said for one in text.splitlines() if (said := _BULLET.sub("", one).strip())), MOST_LINES):
        if line == COLUMN_ENDS:
            section = ""
            continue
        if heading := section_of(line):
            section = heading
        yield Line(line, section)
