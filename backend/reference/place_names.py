"""Every name a commune goes by: its own, those of the communes merged into it, and the short ones people say.

A name is kept as its words: folded, "st" and "ste" written out. Pure look-up.
"""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from importlib.resources import files

from backend.reference.communes import by_code, every_commune, former_communes
from backend.reference.folding import fold
from backend.reference.phonetic import sound

WRITTEN_OUT = {
    "st": "saint",
    "ste": "sainte",
    "sts": "saints",
    "stes": "saintes",
    "s": "sur",
    "nd": "notre dame",
    "ss": "sous",
}
ARTICLES = frozenset({"le", "la", "les", "l"})
LINKS = ARTICLES | {
    "sur",
    "en",
    "de",
    "du",
    "des",
    "d",
    "sous",
    "aux",
    "au",
    "et",
    "lez",
    "pres",
    "a",
    "dans",
    "devant",
    "lès",
}
HOLLOW = LINKS | {"saint", "sainte", "notre", "dame", "mont", "bourg"}  # never a name alone

_LETTERS = re.compile(r"[^\W\d_]+")


class Form(IntEnum):
    """How a name was made, from the most to the least telling."""

    FULL = 0  # Néris-les-Bains
    FORMER = 1  # Meaulne, now Meaulne-Vitray
    NO_ARTICLE = 2  # Chapelaude
    NO_LINK = 3  # Néris Bains
    SHORT = 4  # Néris
    FORMER_SHORT = 5  # Louroux, from Louroux-Hodement, now Haut-Bocage
    TAIL = 6  # Argenty, for Teillet-Argenty


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """Parallel columns, one entry per name: a commune may have several. `codes` are today's communes."""

    spellings: list[str]  # words run together, ASCII letters: "nerislesbains"
    heard: list[str]  # phonetic keys run together
    codes: list[str]
    forms: list[int]


def words_of(text: str) -> list[tuple[str, str]]:
    """The words of a text as (folded, as written), without digits: "St-Éloy" → ("saint", "saint"), ("eloy", "Éloy")."""
    return [pair for word in _LETTERS.findall(text) for pair in written_out(word)]


def written_out(word: str) -> list[tuple[str, str]]:
    """One word as (folded, as written), an abbreviation opened: "Ste" → [("sainte", "sainte")]; [] without letters."""
    folded = fold(word).replace(" ", "")
    written = WRITTEN_OUT.get(folded)
    if written:
        return [(part, part) for part in written.split()]
    return [(folded, word)] if folded else []


def place_names() -> PlaceNames:
    """All names of all communes of today, about 63,000, as tools/build_reference.py wrote them down. Read each time:
    whoever asks makes an index of them, and the table need not stay."""
    packed = files("backend.reference").joinpath("place_names.csv.gz").read_bytes()
    _, _, table = gzip.decompress(packed).decode("ascii").partition("\n")
    cells = table.replace("\n", ",").split(",")  # one cut for all: 63,000 lines of their own would cost five times more
    codes, forms, spellings, heard = (cells[column::4] for column in range(4))
    return PlaceNames(spellings, heard, codes, [int(form) for form in forms])


def every_name() -> Iterator[tuple[str, int, str, str]]:
    """Rows (code, form, spelling, heard) made from the tables of communes: what the committed table holds."""
    for commune in every_commune():
        yield from _rows(commune.code, commune.name, Form.FULL)
    for former in former_communes():
        today = by_code(former.today)
        if today is not None and former.name != today.name:
            yield from _rows(today.code, former.name, Form.FORMER)


def _rows(code: str, name: str, whole: Form) -> Iterator[tuple[str, int, str, str]]:
    seen = set()
    for form, words in _forms(name, whole):
        spelling = "".join(folded for folded, _ in words)
        if spelling not in seen:
            seen.add(spelling)
            yield code, int(form), spelling, "".join(sound(written) for _, written in words)


def _forms(name: str, whole: Form) -> Iterator[tuple[Form, list[tuple[str, str]]]]:
    words = words_of(name)
    yield whole, words
    if len(words) > 1 and words[0][0] in ARTICLES:
        yield Form.NO_ARTICLE, words[1:]
    told = [word for word in words if word[0] not in LINKS]
    if 1 < len(told) < len(words):
        yield Form.NO_LINK, told
    for end in range(1, len(words)):
        short, tail = words[:end], words[end:]
        if short[-1][0] not in HOLLOW and len(short[-1][0]) > 2:
            yield Form.SHORT if whole == Form.FULL else Form.FORMER_SHORT, short
            if whole == Form.FULL and tail[0][0] not in LINKS and len(tail[-1][0]) > 3:
                yield Form.TAIL, tail
