"""What the occupations are called: our own lexicon, completed by the official ROME once an office has imported it.

The lexicon (`lexicon/*.csv`, one file per sector) is written by us; its codes are those of ROME 4.0. Columns:
- `code`, `parent`: a fine code and the older, larger code it belongs to (both are met in live offers);
- `label`: what is read back, short; "caissier/caissière" where the two forms differ;
- `said`: the words people use, separated by ";", "vendeur/vendeuse de fringues" standing for two expressions;
- `may_mean`: words that say this occupation too, but another one first.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from backend.reference.rome import Rome, read_compact

_EITHER = re.compile(r"([^\s/]+)/([^\s/]+)")


@dataclass(frozen=True, slots=True)
class Occupation:
    """A ROME code with the label that is read back to people."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the lexicon, its expressions as they were written (not folded)."""

    code: str
    parent: str
    label: str
    said: tuple[str, ...]
    may_mean: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Nomenclature:
    """The occupations we can name. `entries` is the lexicon by code; `rome` is None until an archive is imported.

    Two of them are equal only when they are the same one: the understanding keeps one index for each.
    """

    entries: Mapping[str, Entry]
    rome: Rome | None = None

    def codes(self) -> list[str]:
        """Every code that can be named, sorted."""
        return sorted({*self.entries, *(self.rome.labels if self.rome else ())})

    def label(self, code: str) -> str:
        """The short label of our lexicon, else the official one; a code nobody knows is its own label."""
        if code in self.entries:
            return self.entries[code].label
        official = self.rome.labels.get(code) if self.rome else None
        return plain(official) if official else code

    def occupation(self, code: str) -> Occupation:
        return Occupation(code, self.label(code))

    def parent(self, code: str) -> str:
        """The larger code of the older nomenclature ("N1110" → "N1103"); a code nobody knows is its own parent."""
        if self.rome and code in self.rome.parents:
            return self.rome.parents[code]
        return self.entries[code].parent if code in self.entries else code

    def near_codes(self, code: str) -> tuple[str, ...]:
        """Occupations one can move to, nearest first, without `code` itself.

        With ROME: its mobility links, or those of the parent when the code has none. Without: the codes of our lexicon
        under the same parent, then those of the same family (first three characters).
        """
        linked = self._linked(code)
        return linked or self._family(code)

    def skills(self, code: str) -> tuple[str, ...]:
        """The know-how of an occupation, the core of the trade first; () without ROME."""
        return self.rome.skills.get(code, ()) if self.rome else ()

    def _linked(self, code: str) -> tuple[str, ...]:
        if self.rome is None:
            return ()
        links = self.rome.mobility.get(code) or self.rome.mobility.get(self.parent(code), ())
        return tuple(near for near in links if near != code)

    def _family(self, code: str) -> tuple[str, ...]:
        parent = self.parent(code)
        family = [near for near in self.codes() if near[:3] == code[:3] and near != code]
        return tuple(sorted(family, key=lambda near: (self.parent(near) != parent, near)))


def nomenclature(rome_path: Path | None = None) -> Nomenclature:
    """The lexicon, with the compact ROME at `rome_path` when there is one. Raises rome.NotRome, OSError."""
    return Nomenclature(lexicon(), read_compact(rome_path) if rome_path else None)


@lru_cache(maxsize=1)
def default() -> Nomenclature:
    """The lexicon alone, read once."""
    return Nomenclature(lexicon())


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, Entry]:
    """Our lexicon by code, in the order of the files. Raises ValueError when a code is written twice."""
    entries: dict[str, Entry] = {}
    for entry in _read_lexicon():
        if entry.code in entries:
            raise ValueError(f"lexicon: {entry.code} is written twice")
        entries[entry.code] = entry
    return MappingProxyType(entries)


def label(code: str) -> str:
    return default().label(code)


def parent(code: str) -> str:
    return default().parent(code)


def near_codes(code: str) -> tuple[str, ...]:
    return default().near_codes(code)


def both_forms(text: str) -> tuple[str, ...]:
    """The masculine and the feminine of "vendeur/vendeuse de fringues", or of "agent social/agente sociale en crèche".

    (text,) without a slash. One word stands for one word when they begin alike; otherwise what follows the slash is
    the whole feminine, and the masculine ends as it does.
    """
    if "/" not in text:
        return (text,)
    if all(one[:2] == other[:2] for one, other in _EITHER.findall(text)):
        return (_EITHER.sub(r"\1", text), _EITHER.sub(r"\2", text))
    masculine, feminine = text.split("/", 1)
    rest = feminine.split()[len(masculine.split()) :]
    return (" ".join([masculine, *rest]), feminine)


def plain(official: str) -> str:
    """A ROME label as it can be read back: "Conducteur / Conductrice de train" → "conducteur/conductrice de train"."""
    start = official[:1].lower() if official[1:2].islower() else official[:1]
    text = start + official[1:]
    return re.sub(r" / (\w)", lambda second: "/" + second[1].lower(), text)


def _read_lexicon() -> Iterator[Entry]:
    files = resources.files("backend.reference.lexicon").iterdir()
    for file in sorted((file for file in files if file.name.endswith(".csv")), key=lambda file: file.name):
        for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))):
            code = row["code"]
            yield Entry(
                code, row["parent"] or code, row["label"], _expressions(row["said"]), _expressions(row["may_mean"])
            )


def _expressions(cell: str) -> tuple[str, ...]:
    written = (expression.strip() for expression in cell.split(";"))
    return tuple(dict.fromkeys(form for expression in written if expression for form in both_forms(expression)))
