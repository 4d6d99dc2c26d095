"""What would bring a post within reach: a few minutes more, a licence and a car, someone near who drives there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from backend.matching.certificates import is_held
from backend.matching.reach import BY_CAR, Reach, bus_runs, drive_minutes, road_km
from backend.matching.values import Mode, Offer, OutOfReach, Person, Position, Result

A_LITTLE_MORE = 15
"""Minutes beyond the limit that one may ask about."""
NEIGHBOURS_KM = 5.0
"""By road, between two people who could share a car."""
_CELL = 0.1
"""Degrees: wider than NEIGHBOURS_KM everywhere in France, so that neighbours are in this cell or the next ones."""


def openers_for(offer: Offer, person: Person, way: Reach) -> tuple[str, ...]:
    """In French, the likeliest first; empty when nothing on this list would do."""
    found: list[str] = []
    if way.trip and way.limit_minutes is not None and 0 < way.trip.minutes - way.limit_minutes <= A_LITTLE_MORE:
        more = round(way.trip.minutes - way.limit_minutes)
        found.append(f"Avec {more} minute{'s' if more > 1 else ''} de plus.")
    if _a_car_would_do(offer, person, way):
        found.append(_how_to_drive(person))
    return tuple(found)


def _a_car_would_do(offer: Offer, person: Person, way: Reach) -> bool:
    if not person.modes or BY_CAR & set(person.modes) or way.trip is None or way.limit_minutes is None:
        return False
    within_road = way.limit_km is None or way.trip.km <= way.limit_km
    return within_road and round(drive_minutes(_km(offer, person))) <= way.limit_minutes


def _km(offer: Offer, person: Person) -> float:
    return road_km(person.position, offer.position) if person.position and offer.position else float("inf")


def _how_to_drive(person: Person) -> str:
    if person.licences is not None and is_held("permis-B", person.licences):
        return "Avec une voiture."
    return "Avec le permis B et une voiture, ou un covoiturage."


def with_carpools(
    offer: Offer, beyond: Iterable[OutOfReach], top: Iterable[Result], pool: Mapping[str, Person]
) -> tuple[OutOfReach, ...]:
    """The same list; those who have a neighbour able to drive to this very post are told so (the adviser is, only)."""
    drivers = _drivers(top, pool) if offer.position else {}
    return tuple(_with_carpool(offer, each, pool[each.person], drivers) for each in beyond)


def _drivers(top: Iterable[Result], pool: Mapping[str, Person]) -> dict[tuple[int, int], list[Person]]:
    cells: dict[tuple[int, int], list[Person]] = defaultdict(list)
    for result in top:
        person = pool[result.person]
        if Mode.CAR in person.modes and person.position:
            cells[_cell(person.position)].append(person)
    return cells


def _with_carpool(
    offer: Offer, each: OutOfReach, person: Person, drivers: Mapping[tuple[int, int], list[Person]]
) -> OutOfReach:
    if not drivers or person.position is None or not _carried_in_time(offer, each, person):
        return each
    row, column = _cell(person.position)
    near = [(row + north, column + east) for north in (-1, 0, 1) for east in (-1, 0, 1)]
    for cell in near:
        for driver in drivers.get(cell, ()):
            if driver.position and road_km(driver.position, person.position) <= NEIGHBOURS_KM:
                return replace(
                    each, openers=(*each.openers, f"Covoiturage possible avec {driver.id}, qui habite à côté.")
                )
    return each


def _carried_in_time(offer: Offer, each: OutOfReach, person: Person) -> bool:
    """A shared car helps those whom the means keeps away, not those for whom any car is too long."""
    if BY_CAR & set(person.modes) or each.km is not None:
        return False
    only_hours = each.limit is None or not bus_runs(offer)
    return only_hours or (each.limit is not None and round(drive_minutes(_km(offer, person))) <= each.limit)


def _cell(position: Position) -> tuple[int, int]:
    return int(position[0] // _CELL), int(position[1] // _CELL)
