"""A person out of one JSON object (docs/matching.md). Only what is listed is read: a name or an age goes nowhere."""

from collections.abc import Callable

from backend.matching.lenient import Row, answer, day, number, rows, several, text, texts
from backend.matching.values import Experience, Mode, Person, Position
from backend.reference.folding import fold
from backend.reference.licence_words import mentions
from backend.reference.licences import LICENCES

PlaceOf = Callable[[str], Position | None]
"""INSEE code of a commune → its position."""

_MODES = {
    "car": Mode.CAR, "voiture": Mode.CAR, "own car": Mode.CAR, "auto": Mode.CAR,
    "shared car": Mode.SHARED_CAR, "carpool": Mode.SHARED_CAR, "covoiturage": Mode.SHARED_CAR,
    "voiture partagee": Mode.SHARED_CAR,
    "moped": Mode.MOPED, "scooter": Mode.MOPED, "mobylette": Mode.MOPED, "cyclomoteur": Mode.MOPED, "moto": Mode.MOPED,
    "bicycle": Mode.BICYCLE, "bike": Mode.BICYCLE, "velo": Mode.BICYCLE, "cycle": Mode.BICYCLE,
    "walk": Mode.WALK, "walking": Mode.WALK, "foot": Mode.WALK, "on foot": Mode.WALK, "a pied": Mode.WALK,
    "marche": Mode.WALK, "pied": Mode.WALK,
    "bus": Mode.BUS, "train": Mode.BUS, "car et bus": Mode.BUS, "bus train": Mode.BUS, "transports": Mode.BUS,
    "transport en commun": Mode.BUS, "public transport": Mode.BUS,
    "driven": Mode.DRIVEN, "someone drives me": Mode.DRIVEN, "on me conduit": Mode.DRIVEN, "conduit": Mode.DRIVEN,
}  # fmt: skip
_CONTRACTS = {
    "interim": "MIS", "mission": "MIS", "mission interimaire": "MIS", "saisonnier": "SAI", "saison": "SAI",
    "duree indeterminee": "CDI", "duree determinee": "CDD",
}  # fmt: skip
_CODES = {code.lower(): code for code in LICENCES}


def read_person(found: Row, place_of: PlaceOf) -> Person | None:
    """The person, or None when the object has no id. Whatever cannot be understood is unknown."""
    person_id = text(found.get("id"))
    if not person_id:
        return None
    return Person(
        id=person_id,
        wants=texts(found.get("wants")),
        position=_position(found, place_of),
        modes=_modes(found.get("modes")),
        max_minutes=number(found.get("max_minutes")),
        max_km=number(found.get("max_km")),
        licences=read_licences(found.get("licences")),
        skills=texts(found.get("skills")) if _is_list(found.get("skills")) else None,
        experience=tuple(_experience(found.get("experience"))) if _is_list(found.get("experience")) else None,
        diploma=text(found.get("diploma")) or None,
        contracts=frozenset(map(contract_code, texts(found.get("contracts")))) or None,
        nights=answer(found.get("nights")),
        weekends=answer(found.get("weekends")),
        part_time=answer(found.get("part_time")),
        available_from=day(found.get("available_from")),
        paused=answer(found.get("paused")) is True,
        proposed=frozenset(texts(found.get("proposed"))),
        refused=frozenset(texts(found.get("refused"))),
        weeks_waiting=number(found.get("weeks_waiting")) or 0.0,
    )


def read_licences(value: object) -> frozenset[str] | None:
    """Codes of licences, also out of words ("permis B", "caces 3"); None when nothing was said, empty when "none"."""
    if not _is_list(value):
        return None
    return frozenset(code for said in texts(value) for code in _licence(said))


def contract_code(said: str) -> str:
    """ "cdi" → "CDI", "intérim" → "MIS"; what is unknown stays as it is, in capitals."""
    return _CONTRACTS.get(fold(said), said.strip().upper())


def _licence(said: str) -> tuple[str, ...]:
    code = said.lower().replace("_", "-").replace(" ", "-")
    if code in _CODES:
        return (_CODES[code],)
    found = tuple(mention.code for mention in mentions(fold(said)))
    precise = code.startswith(("caces-", "permis-")) and not found
    return (said,) if precise or not found else found


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple) or (isinstance(value, str) and bool(value.strip()))


def _position(found: Row, place_of: PlaceOf) -> Position | None:
    code = text(found.get("commune"))
    return place_of(code.zfill(5) if code.isdigit() else code.upper()) if code else None


def _modes(value: object) -> tuple[Mode, ...]:
    said = (fold(each) for each in texts(value))
    return tuple(dict.fromkeys(_MODES[each] for each in said if each in _MODES))


def _experience(value: object) -> list[Experience]:
    told = [Experience(text(each.get("work")), number(each.get("years"))) for each in rows(value)]
    told += [Experience(each.strip()) for each in several(value) if isinstance(each, str)]
    return [past for past in told if past.work]
