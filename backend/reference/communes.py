"""The communes of France: what a code, a postcode or an old name stands for. Sources and licence: docs/data.md."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from backend.reference.distance import distance_km

__all__ = [
    "Commune",
    "FormerCommune",
    "by_code",
    "by_postcode",
    "distance_km",
    "every_commune",
    "former_communes",
    "territory",
]


@dataclass(frozen=True, slots=True)
class Commune:
    """`code` is INSEE's (5 characters), `epci` the SIREN of its intercommunality ("" if none); degrees, WGS 84."""

    code: str
    name: str
    postcodes: tuple[str, ...]
    latitude: float
    longitude: float
    population: int
    department: str
    epci: str


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A name people still use; `today` is the code of the commune it belongs to now."""

    code: str
    name: str
    today: str


def by_code(code: str) -> Commune | None:
    """INSEE code → commune. A former commune's code gives today's; an arrondissement of a large city gives itself."""
    return _commune(code) or _commune(_today().get(code, ""))


def by_postcode(postcode: str) -> tuple[Commune, ...]:
    """Today's communes with this postcode, most people first; empty when nobody has it. A postcode is not a commune."""
    found = (commune for code in _codes_by_postcode().get(postcode, ()) if (commune := _commune(code)))
    return tuple(sorted(found, key=lambda commune: -commune.population))


def every_commune() -> Iterator[Commune]:
    """Today's communes in the order of their codes, without the arrondissements (their whole city is in)."""
    return (commune for code in _rows() if not is_arrondissement(code) and (commune := _commune(code)))


def is_arrondissement(code: str) -> bool:
    """Parts of Paris, Lyon and Marseille (75101…, 69381…, 13201…), which offers carry as if they were communes."""
    return code.startswith(("751", "6938", "132")) and " Arrondissement" in _rows().get(code, ("", ""))[1]


@dataclass(frozen=True, slots=True)
class Columns:
    """Today's communes as parallel columns in the order of their codes, to compute on all of them at once."""

    codes: list[str]
    latitudes: list[float]
    longitudes: list[float]
    populations: list[int]


def columns() -> Columns:
    """The same communes as `every_commune`, without building them one by one."""
    rows = [row for code, row in _rows().items() if not is_arrondissement(code)]
    numbers = ([float(row[3]) for row in rows], [float(row[4]) for row in rows], [int(row[5]) for row in rows])
    return Columns([row[0] for row in rows], *numbers)


@cache
def former_communes() -> tuple[FormerCommune, ...]:
    """Former communes that have a name in the source, in the order of their codes."""
    return tuple(FormerCommune(row[0], row[1], row[2]) for row in _table("former_communes.csv") if row[1])


@cache
def territory(office: str) -> frozenset[str]:
    """Codes of the communes an office serves, by its name in territories.csv; empty when the office is not there.

    A line of that table is an intercommunality (kind "epci") or a single commune (kind "commune").
    """
    served = {(kind, code) for name, kind, code, _ in _table("territories.csv") if name == office}
    return frozenset(code for code, row in _rows().items() if ("epci", row[6]) in served or ("commune", code) in served)


@lru_cache(maxsize=50_000)
def _commune(code: str) -> Commune | None:
    row = _rows().get(code)
    if row is None:
        return None
    postcodes, latitude, longitude, population = tuple(row[2].split()), float(row[3]), float(row[4]), int(row[5])
    return Commune(code, row[1], postcodes, latitude, longitude, population, department_of(code), row[6])


def department_of(code: str) -> str:
    """The department an INSEE code starts with: two characters, three overseas."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


@cache
def _rows() -> Mapping[str, list[str]]:
    """Rows stay text until they are asked for: building 35,000 objects at the start takes longer than reading them."""
    return {row[0]: row for row in _table("communes.csv")}


@cache
def _today() -> Mapping[str, str]:
    return {row[0]: row[2] for row in _table("former_communes.csv")}


@cache
def _codes_by_postcode() -> Mapping[str, list[str]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for code, row in _rows().items():
        if not is_arrondissement(code):
            for postcode in row[2].split():
                codes[postcode].append(code)
    return dict(codes)


def _table(name: str) -> list[list[str]]:
    text = files("backend.reference").joinpath(name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]
