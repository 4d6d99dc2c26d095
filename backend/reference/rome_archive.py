"""The files of a ROME archive, wherever they lie: their names, their encoding and their oddities stay here."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

Row: TypeAlias = dict[str, str]
_FILE = re.compile(r"unix_(?P<name>[a-z_]+?)_v(?P<version>\d+)_utf8\.csv", re.IGNORECASE)
_LARGEST_FILE = 60_000_000
"""A file of the archive weighs 3 MB; one that says it unpacks to more bytes than this is not one of them."""


class NotRome(ValueError):
    """What was given is not a ROME archive, or not a compact copy of one; the message says what is missing."""


@dataclass(slots=True)
class Archive:
    """Name ("referentiel_code_rome") → bytes. What was read, missing or oddly encoded is noted on the way."""

    version: str
    contents: Mapping[str, bytes]
    read: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    def rows(self, name: str) -> list[Row]:
        """The rows of one file, keyed by its header; [] when it is missing or is no table."""
        content = self.contents.get(name)
        if content is None:
            self.missing.append(name)
            return []
        rows = _table(self._text(name, content))
        self.read[name] = len(rows)
        return rows

    def _text(self, name: str, content: bytes) -> str:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.odd.append(name)
            return content.decode("cp1252", errors="replace")


def open_archive(source: Path) -> Archive:
    """The archive at `source`: a directory or a zip, its files at any depth. Raises NotRome when it is neither."""
    if not source.exists():
        raise NotRome(f"{source} : introuvable")
    found = _in_directory(source) if source.is_dir() else _in_zip(source)
    version = max((version for version, _ in found), default=0)
    # two versions in one place: the newest wins, file by file
    contents = {name: content for (_, name), content in sorted(found.items())}
    return Archive(version=str(version or ""), contents=contents)


def _in_directory(source: Path) -> dict[tuple[int, str], bytes]:
    return {key: path.read_bytes() for path in sorted(source.rglob("*.csv")) if (key := _key(path.name))}


def _in_zip(source: Path) -> dict[tuple[int, str], bytes]:
    try:
        with zipfile.ZipFile(source) as archive:
            return {
                key: archive.read(item)
                for item in archive.infolist()
                if item.file_size < _LARGEST_FILE and (key := _key(item.filename.rsplit("/", 1)[-1]))
            }
    except zipfile.BadZipFile as error:
        raise NotRome(f"{source} : ni un dossier, ni une archive zip lisible") from error


def _key(file_name: str) -> tuple[int, str] | None:
    match = _FILE.fullmatch(file_name)
    return (int(match["version"]), match["name"].lower()) if match else None


def _table(text: str) -> list[Row]:
    first_line = text.split("\n", 1)[0]
    separator = ";" if first_line.count(";") > first_line.count(",") else ","
    rows = csv.DictReader(io.StringIO(text.replace("\0", "")), delimiter=separator)
    return [{key: (value or "").strip() for key, value in row.items() if isinstance(key, str)} for row in rows]
