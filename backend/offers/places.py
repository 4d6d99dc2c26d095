"""Where a post is: the commune and the point, out of what a provider wrote."""

import re
from dataclasses import dataclass
from math import isfinite

from backend.reference import communes
from backend.reference.communes import Commune
from backend.reference.distance import distance_km
from backend.reference.folding import fold

NO_COMMUNE = "lieu sans commune"
UNKNOWN_COMMUNE = "commune inconnue"
SWAPPED = "latitude et longitude inversées"
FAR = "coordonnées loin de la commune"
NOWHERE = "coordonnées hors de France"

# The largest communes are 20 km across, and a point may be that of a site; beyond, it is a mistake.
_SAME_PLACE_KM = 30.0
# South, north, west, east, in degrees: the mainland and Corsica, the Antilles and Guyane, La Réunion and Mayotte.
_FRANCE = ((41.3, 51.2, -5.3, 9.7), (2.0, 18.2, -63.2, -51.5), (-21.5, -12.5, 44.9, 56.0))


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float

    def swapped(self) -> "Point":
        return Point(self.longitude, self.latitude)


@dataclass(frozen=True, slots=True)
class Place:
    """`code` is INSEE's, None when only a department or a region was written. `odd`: what was wrong, in French.

    `name` is how people say it: "Montluçon", "Paris 8e", "Ain"; "" for the whole of France.
    """

    name: str = ""
    code: str | None = None
    point: Point | None = None
    odd: tuple[str, ...] = ()


def read_place(code: str, postcode: str, label: str, latitude: float | None, longitude: float | None) -> Place:
    """INSEE code, postcode and label as written ("03 - MONTLUCON"); any may be "" or None."""
    commune = communes.by_code(code) or _among_postcode(postcode, label)
    written = None
    if latitude is not None and longitude is not None and isfinite(latitude) and isfinite(longitude):
        written = Point(latitude, longitude)
    if commune is None:
        point, odd = _anywhere(written)
        return Place(_without_number(label), None, point, (UNKNOWN_COMMUNE if code else NO_COMMUNE, *odd))
    point, odd = _in_commune(written, commune)
    return Place(commune.name.removesuffix(" Arrondissement"), commune.code, point, odd)


def _without_number(label: str) -> str:
    """ "01 - Ain" → "Ain"."""
    name = re.sub(r"^\s*(?:\d{2,3}|2[AB])\s*-\s*", "", label).strip()
    return "" if fold(name) == "france" else name


def _among_postcode(postcode: str, label: str) -> Commune | None:
    """A postcode is not a commune: of several, the one whose name is written."""
    found = communes.by_postcode(postcode)
    if len(found) == 1:
        return found[0]
    name = f" {fold(label)} ".replace(" st ", " saint ").replace(" ste ", " sainte ").strip()
    named = [commune for commune in found if name.endswith(fold(commune.name))]
    return max(named, key=lambda commune: len(commune.name), default=None)


def _in_commune(written: Point | None, commune: Commune) -> tuple[Point, tuple[str, ...]]:
    """The point as written when it is near the commune, turned round if needed, else the commune's own."""
    if written is None:
        return Point(commune.latitude, commune.longitude), ()
    if distance_km(written, commune) <= _SAME_PLACE_KM:
        return written, ()
    if distance_km(written.swapped(), commune) <= _SAME_PLACE_KM:
        return written.swapped(), (SWAPPED,)
    return Point(commune.latitude, commune.longitude), (FAR,)


def _anywhere(written: Point | None) -> tuple[Point | None, tuple[str, ...]]:
    if written is None or _in_france(written):
        return written, ()
    return (written.swapped(), (SWAPPED,)) if _in_france(written.swapped()) else (None, (NOWHERE,))


def _in_france(point: Point) -> bool:
    return any(
        south <= point.latitude <= north and west <= point.longitude <= east for south, north, west, east in _FRANCE
    )
