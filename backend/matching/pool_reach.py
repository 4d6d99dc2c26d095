"""Door to door for many rows at once: `reach.py`, in columns. The same speeds, the same rounding, the same verdicts."""

from math import cos, radians

import numpy as np

from backend.matching.columns import Column
from backend.matching.criteria import AT_THE_LIMIT
from backend.matching.reach import (
    BICYCLE_KMH,
    BUS_KMH,
    COUNTRY_KMH,
    COUNTRY_MINUTES,
    DETOUR,
    MOPED_KMH,
    SAME_PLACE_KM,
    TOWN_KMH,
    WALKING_KMH,
    bus_runs,
)
from backend.matching.values import Mode, Offer, Position
from backend.reference.distance import EARTH_RADIUS_KM

KM_PER_DEGREE = 111.0 * DETOUR
"""By road, one degree of latitude; a little short, so that a box of degrees is never too small."""
_MODES = tuple(Mode)
_BUS = 1 << _MODES.index(Mode.BUS)
_BY_CAR = sum(1 << _MODES.index(mode) for mode in (Mode.CAR, Mode.SHARED_CAR, Mode.DRIVEN))
_SPEEDS = ((Mode.MOPED, MOPED_KMH), (Mode.BICYCLE, BICYCLE_KMH), (Mode.WALK, WALKING_KMH))

_QUICKEST = np.array(
    [max((kmh for mode, kmh in _SPEEDS if mask >> _MODES.index(mode) & 1), default=0.0) for mask in range(256)]
)
"""By mask of modes: km an hour of the quickest that needs no car; 0 when there is none."""


def roads_km(here: Position, latitudes: Column, longitudes: Column) -> Column:
    """Estimated km by road from one point to many."""
    north, east = np.radians(latitudes - here[0]), np.radians(longitudes - here[1])
    chord = np.sin(north / 2) ** 2 + cos(radians(here[0])) * np.cos(np.radians(latitudes)) * np.sin(east / 2) ** 2
    crow = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(chord)))
    roads: Column = DETOUR * np.maximum(SAME_PLACE_KM, crow)
    return roads


def farthest_km(columns: dict[str, Column]) -> Column:
    """Km by road beyond which a row is surely out of reach; infinite without a place or without a limit."""
    minutes, km = columns["minutes"].astype(float) + 0.5, columns["km"].astype(float) + 0.5
    farthest = np.fmin(_farthest_in(minutes, columns["modes"]), km)
    unbounded: Column = np.where(np.isnan(farthest) | (columns["place"] == 0), np.inf, farthest + 1e-3)
    return unbounded


def _farthest_in(minutes: Column, modes: Column) -> Column:
    """Km by the quickest of the modes; by car when none is known; never below zero."""
    country = (minutes - COUNTRY_MINUTES) / 60
    by_car = np.maximum(minutes / 60 * TOWN_KMH, country * COUNTRY_KMH)
    farthest = np.where((modes & _BY_CAR > 0) | (modes == 0), by_car, np.where(np.isnan(minutes), np.nan, 0.0))
    # the best case of a bus is reckoned from whole km (reach.py): half a km more
    farthest = np.where(modes & _BUS > 0, np.maximum(farthest, country * BUS_KMH + 0.5), farthest)
    for mode, speed in _SPEEDS:
        farthest = np.where(modes & 1 << _MODES.index(mode) > 0, np.maximum(farthest, minutes / 60 * speed), farthest)
    return farthest


def reach_shares(offer: Offer, columns: dict[str, Column], rows: Column, roads: Column) -> tuple[Column, Column]:
    """For each row the share of the reach criterion (NaN: unknown), and whether the post is beyond the own limit.

    `roads`: km by road to each row's place, NaN where the place is unknown.
    """
    if offer.position is None:
        return np.full(len(rows), np.nan), np.zeros(len(rows), dtype=bool)
    modes, km = columns["modes"].take(rows), np.rint(roads)
    time, road = columns["minutes"].take(rows).astype(float), columns["km"].take(rows).astype(float)
    by_bus = (modes & _BUS > 0) & bus_runs(offer)
    drive = _drive(roads)
    sure = _sure_trip(modes, roads, drive)
    is_sure, known = np.isfinite(sure), ~np.isnan(roads)
    minutes = np.where(is_sure, sure, np.where(modes == 0, drive, np.where(by_bus, _bus(roads), np.inf)))
    # a sure way or, if that is quicker, a bus, which is reckoned from whole km (reach.py)
    best = np.where(is_sure & by_bus, np.minimum(minutes, _bus(km)), minutes)
    beyond = known & (np.isinf(minutes) | (km > road) | (best > time))
    within = known & ~beyond & _is_within(modes, minutes, is_sure, time, road)
    share = np.where(within, 1.0 - (1.0 - AT_THE_LIMIT) * _part_of_limit(minutes, km, time, road), np.nan)
    return share, beyond


def _drive(km: Column) -> Column:
    """Whole minutes by car."""
    minutes: Column = np.rint(np.minimum(km / TOWN_KMH * 60, COUNTRY_MINUTES + km / COUNTRY_KMH * 60))
    return minutes


def _bus(km: Column) -> Column:
    """Whole minutes by bus."""
    minutes: Column = np.rint(COUNTRY_MINUTES + km / BUS_KMH * 60)
    return minutes


def _sure_trip(modes: Column, km: Column, drive: Column) -> Column:
    """Whole minutes of the quickest way that is sure; infinite when there is none."""
    with np.errstate(divide="ignore"):
        alone = np.rint(km / _QUICKEST[modes] * 60)
    best: Column = np.where(modes & _BY_CAR > 0, np.minimum(alone, drive), alone)
    return best


def _is_within(modes: Column, minutes: Column, sure: Column, time: Column, road: Column) -> Column:
    no_time, no_road = np.isnan(time), np.isnan(road)
    in_time = sure & (no_time | (minutes <= time))
    within: Column = ~(no_time & no_road) & (in_time | (no_time & (modes == 0)))
    return within


def _part_of_limit(minutes: Column, km: Column, time: Column, road: Column) -> Column:
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.fmax(np.where(time > 0, minutes / time, np.nan), np.where(road > 0, km / road, np.nan))
    part: Column = np.minimum(1.0, np.where(np.isnan(parts), 1.0, parts))
    return part
