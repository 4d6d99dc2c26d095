"""The communes of France: what a code, a postcode or an old name stands for. Sources and licence: docs/data.md."""

import csv
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
    return (commune for code in _lines() if not is_arrondissement(code) and (commune := _commune(code)))


def is_arrondissement(code: str) -> bool:
    """Parts of Paris, Lyon and Marseille (75101…, 69381…, 13201…), which offers carry as if they were communes."""
    return code.startswith(("751", "6938", "132")) and " Arrondissement" in _lines().get(code, "")


@dataclass(frozen=True, slots=True)
class Columns:
    """Today's communes as parallel columns in the order of their codes, to compute on all of them at once."""

    codes: list[str]
    latitudes: list[float]
    longitudes: list[float]
    populations: list[int]


def columns() -> Columns:
    """The same communes as `every_commune`, without building them one by one."""
    lines = {code: line for code, line in _lines().items() if not is_arrondissement(code)}
    latitudes, longitudes, populations = [], [], []
    for line in lines.values():
        _, latitude, longitude, population, _ = line.rsplit(",", 4)
        latitudes.append(float(latitude))
        longitudes.append(float(longitude))
        populations.append(int(population))
    return Columns(list(lines), latitudes, longitudes, populations)


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
    epci = {code: _cells(line)[6] for code, line in _lines().items()}
    return frozenset(code for code in epci if ("epci", epci[code]) in served or ("commune", code) in served)


@lru_cache(maxsize=50_000)
def _commune(code: str) -> Commune | None:
    line = _lines().get(code)
    if line is None:
        return None
    _, name, postcodes, latitude, longitude, population, epci = _cells(line)
    point = float(latitude), float(longitude)
    return Commune(code, name, tuple(postcodes.split()), *point, int(population), department_of(code), epci)


def department_of(code: str) -> str:
    """The department an INSEE code starts with: two characters, three overseas."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


@cache
def _lines() -> Mapping[str, str]:
    """Lines stay text until they are asked for: cutting 35,000 of them takes longer than reading them, and 20 MB more.

    A code has five characters.
    """
    return {line[:5]: line for line in _text("communes.csv").splitlines()[1:]}


@cache
def _today() -> Mapping[str, str]:
    return {row[0]: row[2] for row in _table("former_communes.csv")}


@cache
def _codes_by_postcode() -> Mapping[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for code, line in _lines().items():
        if not is_arrondissement(code):
            for postcode in _cells(line)[2].split():
                codes.setdefault(postcode, []).append(code)
    return codes


def _cells(line: str) -> list[str]:
    """code, name, postcodes, latitude, longitude, population, epci: tools/build_reference.py writes no quotes."""
    return line.split(",")


def _table(name: str) -> list[list[str]]:
    return list(csv.reader(_text(name).splitlines()))[1:]


def _text(name: str) -> str:
    return files("backend.reference").joinpath(name).read_text(encoding="utf-8")
