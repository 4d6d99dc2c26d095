"""Door to door: how long the way to a post takes a person, against the limit that this person set.

Speeds and detours are the trade's usual figures (docs/matching.md), not a route planner's. Distance counts only here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from backend.matching.values import Mode, Offer, Person, Position
from backend.reference.distance import EARTH_RADIUS_KM

DETOUR = 1.3
"""Kilometres by road for one kilometre as the crow flies."""
SAME_PLACE_KM = 0.5
"""As the crow flies: nobody lives exactly at the point of their commune."""
WALKING_KMH, BICYCLE_KMH, MOPED_KMH, TOWN_KMH, COUNTRY_KMH, BUS_KMH = 4.5, 14.0, 32.0, 30.0, 50.0, 40.0
COUNTRY_MINUTES = 5.0
"""Getting out of the village and parking, on a country drive."""
FIRST_BUS, LAST_BUS = 6.5, 20.5
"""Hours of the day outside which no bus runs here."""
BY_CAR = frozenset({Mode.CAR, Mode.SHARED_CAR, Mode.DRIVEN})

MODE_WORDS: Mapping[Mode, str] = {
    Mode.CAR: "en voiture", Mode.SHARED_CAR: "en voiture partagée", Mode.MOPED: "en scooter", Mode.BICYCLE: "à vélo",
    Mode.WALK: "à pied", Mode.BUS: "en bus", Mode.DRIVEN: "avec quelqu'un qui conduit",
}  # fmt: skip


class Fit(Enum):
    """Where the post stands against the person's own limit."""

    WITHIN = "within"
    BEYOND = "beyond"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Trip:
    """One way to come: whole minutes door to door, whole km by road. `sure` is false for a bus that nobody checked."""

    mode: Mode
    minutes: int
    km: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Reach:
    """`trip` is the quickest way, None when a place is unknown. `ask`: fields of the person still to ask for."""

    fit: Fit
    trip: Trip | None = None
    limit_minutes: float | None = None
    limit_km: float | None = None
    ask: tuple[str, ...] = ()


@lru_cache(maxsize=200_000)
def road_km(here: Position, there: Position) -> float:
    """Estimated kilometres by road between two points."""
    north, east = radians(there[0] - here[0]), radians(there[1] - here[1])
    chord = sin(north / 2) ** 2 + cos(radians(here[0])) * cos(radians(there[0])) * sin(east / 2) ** 2
    return DETOUR * max(SAME_PLACE_KM, 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord))))


def drive_minutes(km: float) -> float:
    """By car: at town speed, or at country speed once the longer road pays for getting out of the village."""
    return min(km / TOWN_KMH * 60, COUNTRY_MINUTES + km / COUNTRY_KMH * 60)


def minutes_by(mode: Mode, km: float) -> float:
    """Door to door for `km` by road. A bus is never quicker than this; how much slower, nobody knows."""
    if mode in BY_CAR:
        return drive_minutes(km)
    speeds = {Mode.MOPED: MOPED_KMH, Mode.BICYCLE: BICYCLE_KMH, Mode.WALK: WALKING_KMH}
    return km / speeds[mode] * 60 if mode in speeds else COUNTRY_MINUTES + km / BUS_KMH * 60


def bus_runs(offer: Offer) -> bool:
    """False when the way there or back falls outside the hours of buses: nights, shifts, a start at 5 o'clock."""
    if offer.nights or offer.shifts:
        return False
    early = offer.first_hour is not None and offer.first_hour < FIRST_BUS
    late = offer.last_hour is not None and offer.last_hour > LAST_BUS
    return not (early or late)


def reach(offer: Offer, person: Person) -> Reach:
    """Whether the person can come and go within their own limit, and what is missing to tell."""
    if offer.position is None:
        return Reach(Fit.UNKNOWN)
    if person.position is None:
        return Reach(Fit.UNKNOWN, ask=("commune",))
    km = road_km(person.position, offer.position)
    trip = _quickest(person.modes, km, bus_runs(offer))
    if trip is None:
        return Reach(Fit.BEYOND, Trip(Mode.WALK, round(minutes_by(Mode.WALK, km)), round(km)), person.max_minutes)
    return _against_limit(person, trip, bus_runs(offer))


def _quickest(modes: tuple[Mode, ...], km: float, bus: bool) -> Trip | None:
    """The quickest sure way, else the quickest unsure one; a drive when no mode is known; None when there is no way."""
    if not modes:
        return Trip(Mode.CAR, round(drive_minutes(km)), round(km), sure=False)
    usable = [mode for mode in modes if bus or mode is not Mode.BUS]
    trips = [Trip(mode, round(minutes_by(mode, km)), round(km), mode is not Mode.BUS) for mode in usable]
    return min(trips, key=lambda trip: (not trip.sure, trip.minutes), default=None)


def _against_limit(person: Person, trip: Trip, bus: bool) -> Reach:
    by_time, by_road = person.max_minutes, person.max_km
    if by_time is None and by_road is None:
        asks = ("max_minutes",) if person.modes else ("modes", "max_minutes")
        return Reach(Fit.UNKNOWN, trip, ask=asks)
    if (by_road is not None and trip.km > by_road) or (by_time is not None and _best_case(person, trip, bus) > by_time):
        return Reach(Fit.BEYOND, trip, by_time, by_road)
    if trip.sure and (by_time is None or trip.minutes <= by_time):
        return Reach(Fit.WITHIN, trip, by_time, by_road)
    if by_time is None and not person.modes:
        return Reach(Fit.WITHIN, trip, by_time, by_road, ask=("modes",))
    return Reach(Fit.UNKNOWN, trip, by_time, by_road, ask=("bus",) if person.modes else ("modes",))


def _best_case(person: Person, trip: Trip, bus: bool) -> int:
    """A bus that nobody checked may yet be quicker than the bicycle: only what no way can do is out of reach."""
    if bus and trip.sure and Mode.BUS in person.modes:
        return min(trip.minutes, round(minutes_by(Mode.BUS, trip.km)))
    return trip.minutes
