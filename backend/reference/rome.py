"""The official ROME 4.0 archive as one value, and the compact copy of it that the product reads at start.

Source: France Travail, "ROME 4.0" open data, files `unix_<name>_vNNN_utf8.csv`, in a directory or in a zip. The
archive is not shipped with the product: an office imports it once with `mission-emploi import-rome PATH`.
"""

import gzip
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from sys import intern
from types import MappingProxyType

from backend.reference.rome_archive import Archive, NotRome, Row, open_archive

__all__ = ["ImportReport", "NotRome", "Rome", "Title", "import_rome", "read_archive", "read_compact", "write_compact"]

COMPACT_FORMAT = 1
_CORE_FIRST = {"Principale": 0, "Émergente": 1}


@dataclass(frozen=True, slots=True)
class Title:
    """A job title as the archive writes it, "Vendeur / Vendeuse en animalerie", and the code it belongs to."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Rome:
    """`labels` and `parents` know every code; `mobility` and `skills` hold, per code, the nearest or the core first."""

    version: str
    labels: Mapping[str, str]
    parents: Mapping[str, str]
    titles: tuple[Title, ...]
    mobility: Mapping[str, tuple[str, ...]]
    skills: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `read` is file → rows used; `missing` and `odd` name files; `changed` is false when the
    copy on disk was already this one."""

    version: str
    codes: int
    parents: int
    titles: int
    mobility_links: int
    skills: int
    read: Mapping[str, int]
    missing: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    changed: bool = True
    notes: tuple[str, ...] = field(default=())

    def lines(self) -> list[str]:
        """The report as French sentences for the terminal."""
        said = [
            f"ROME {self.version or '(version inconnue)'} : {self.codes} codes, {self.parents} fiches parentes, "
            f"{self.titles} appellations, {self.mobility_links} liens de mobilité, {self.skills} compétences.",
            *(f"Lu : {name}, {rows} lignes." for name, rows in self.read.items()),
            *(f"Absent : {name}." for name in self.missing),
            *(f"Encodage inattendu, lu quand même : {name}." for name in self.odd),
            *self.notes,
        ]
        return said if self.changed else [*said, "Rien n'a changé depuis le dernier import."]


def read_archive(source: Path) -> tuple[Rome, ImportReport]:
    """The archive at `source` (directory or zip), as a value, with the report of what was read.

    Raises NotRome when not one code can be read from it.
    """
    archive = open_archive(source)
    titles_rows = archive.rows("referentiel_appellation")
    code_rows = archive.rows("referentiel_code_rome")
    labels, parents = _codes(code_rows, titles_rows, archive.rows("cr_gd_dp"))
    if not labels:
        raise NotRome(f"{source} : aucun code ROME lisible (fichiers unix_referentiel_*_vNNN_utf8.csv attendus)")
    rome = Rome(
        version=archive.version,
        labels=MappingProxyType(labels),
        parents=MappingProxyType(parents),
        titles=_titles(titles_rows, labels),
        mobility=MappingProxyType(_mobility(archive.rows("rubrique_mobilite"), labels)),
        skills=MappingProxyType(_skills(archive, labels)),
    )
    return rome, _report(rome, archive)


def import_rome(source: Path, destination: Path) -> ImportReport:
    """Reads the archive at `source` and writes its compact copy to `destination`, whole or not at all.

    Doing it again changes nothing (`changed` is false). Raises NotRome, and OSError when a path cannot be used.
    """
    rome, report = read_archive(source)
    if not write_compact(rome, destination):
        return replace(report, changed=False)
    return report


def write_compact(rome: Rome, path: Path) -> bool:
    """Writes one gzip file of JSON by a rename, so that nobody reads half of it. False: it held this already."""
    skills = sorted({skill for row in rome.skills.values() for skill in row})
    place = {skill: i for i, skill in enumerate(skills)}
    content = {
        "format": COMPACT_FORMAT,
        "version": rome.version,
        "codes": [[code, rome.parents[code], label] for code, label in rome.labels.items()],
        "titles": [[title.code, title.text] for title in rome.titles],
        "mobility": {code: list(near) for code, near in rome.mobility.items()},
        "skill_names": skills,
        "skills": {code: [place[s] for s in row] for code, row in rome.skills.items()},
    }
    packed = gzip.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)
    if path.exists() and path.read_bytes() == packed:
        return False
    _write_whole(path, packed)
    return True


def read_compact(path: Path) -> Rome:
    """The value that `write_compact` wrote. Raises NotRome when the file is something else or is cut short."""
    try:
        content = json.loads(gzip.decompress(path.read_bytes()))
        return _from_compact(content)
    except (EOFError, gzip.BadGzipFile, KeyError, TypeError, ValueError) as error:
        raise NotRome(f"{path} : ce n'est pas un import ROME lisible ; refaites import-rome") from error


def _from_compact(content: dict[str, object]) -> Rome:
    if content["format"] != COMPACT_FORMAT:
        raise ValueError("another format")
    names: list[str] = content["skill_names"]  # type: ignore[assignment]
    codes: list[list[str]] = content["codes"]  # type: ignore[assignment]
    titles: list[list[str]] = content["titles"]  # type: ignore[assignment]
    mobility: dict[str, list[str]] = content["mobility"]  # type: ignore[assignment]
    skills: dict[str, list[int]] = content["skills"]  # type: ignore[assignment]
    return Rome(
        version=str(content["version"]),
        labels=MappingProxyType({code: label for code, _, label in codes}),
        parents=MappingProxyType({code: parent for code, parent, _ in codes}),
        titles=tuple(Title(intern(code), text) for code, text in titles),
        mobility=MappingProxyType({code: tuple(near) for code, near in mobility.items()}),
        skills=MappingProxyType({code: tuple(names[i] for i in row) for code, row in skills.items()}),
    )


def _codes(code_rows: list[Row], title_rows: list[Row], tree_rows: list[Row]) -> tuple[dict[str, str], dict[str, str]]:
    """Code → label, code → parent. The codes' own file says both; without it the others will do."""
    labels: dict[str, str] = {}
    parents: dict[str, str] = {}
    for row in [*code_rows, *tree_rows, *title_rows]:
        code = row.get("code_rome", "")
        if not _is_code(code):
            continue
        labels.setdefault(code, straight(row.get("libelle_rome") or row.get("libelle_appellation_court") or code))
        parent = row.get("code_rome_parent", "")
        if _is_code(parent):
            parents.setdefault(code, parent)
    return dict(sorted(labels.items())), {code: parents.get(code, code) for code in sorted(labels)}


def _titles(rows: list[Row], labels: Mapping[str, str]) -> tuple[Title, ...]:
    """Every title, the label of the code among them even when the titles' file is missing."""
    said = [Title(row.get("code_rome", ""), straight(row.get("libelle_appellation_court", ""))) for row in rows]
    known = [title for title in said if title.code in labels and title.text]
    return tuple(known or [Title(code, label) for code, label in labels.items()])


def _mobility(rows: list[Row], labels: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    ordered: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        code, target = row.get("code_rome", ""), row.get("code_rome_cible", "")
        if code in labels and target in labels and code != target:
            # "10" comes after "9": the order is written as text
            ordered.setdefault(code, []).append((_number(row.get("numero_ordre", "")), target))
    return {code: tuple(dict.fromkeys(t for _, t in sorted(links))) for code, links in sorted(ordered.items())}


def _skills(archive: Archive, labels: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Know-how (not behaviour, not knowledge) per code: the core of the trade first, then by the archive's order."""
    names = {
        row["code_ogr"]: straight(row.get("libelle_competence", ""))
        for row in archive.rows("referentiel_competence")
        if row.get("code_ogr") and row.get("cat_comp") == "Savoir-faire"
    }
    found: dict[str, list[tuple[int, str]]] = {}
    for row in archive.rows("coherence_item"):
        code, name = row.get("code_rome", ""), names.get(row.get("code_ogr", ""))
        if code in labels and name:
            found.setdefault(code, []).append((_CORE_FIRST.get(row.get("coeur_metier", ""), 2), name))
    return {
        code: tuple(dict.fromkeys(n for _, n in sorted(row, key=lambda s: s[0]))) for code, row in sorted(found.items())
    }


def straight(text: str) -> str:
    """One apostrophe and single spaces: the archive mixes ’ and ', and doubles spaces here and there."""
    return " ".join(text.replace("’", "'").replace("`", "'").split())


def _is_code(code: str) -> bool:
    return len(code) == 5 and code[0].isalpha() and code[1:].isdigit()


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 10_000


def _report(rome: Rome, archive: Archive) -> ImportReport:
    return ImportReport(
        version=rome.version,
        codes=len(rome.labels),
        parents=len(set(rome.parents.values())),
        titles=len(rome.titles),
        mobility_links=sum(map(len, rome.mobility.values())),
        skills=len({skill for row in rome.skills.values() for skill in row}),
        read=dict(archive.read),
        missing=tuple(archive.missing),
        odd=tuple(archive.odd),
    )


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except OSError:
        os.unlink(beside)
        raise
