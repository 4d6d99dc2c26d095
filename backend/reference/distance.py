"""How far apart two places are, as the crow flies. Roads and minutes are the business of matching."""

from math import asin, cos, radians, sin, sqrt
from typing import Protocol

EARTH_RADIUS_KM = 6371.0


class Located(Protocol):
    @property
    def latitude(self) -> float: ...

    @property
    def longitude(self) -> float: ...


def distance_km(a: Located, b: Located) -> float:
    """Great-circle distance in kilometres; latitude and longitude in degrees (WGS 84)."""
    north, east = radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)
    chord = sin(north / 2) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
