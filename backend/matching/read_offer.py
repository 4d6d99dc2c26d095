"""An offer out of one JSON object in the France Travail v2 shape (docs/matching.md), with what its text adds.

What is only in the text comes from `read_text`, which this room does not know: the caller passes it.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from backend.matching.lenient import Row, day, number, row, rows, text, texts
from backend.matching.reach import road_km
from backend.matching.read_person import PlaceOf, contract_code
from backend.matching.skills import certificates
from backend.matching.values import Need, Offer, Position, Skill, TextFacts
from backend.reference.folding import fold
from backend.reference.licence_words import mentions

ReadText = Callable[[str], TextFacts]
NOTHING_READ = TextFacts()

_PERMIT = re.compile(r"\s*(?:permis )?(am|a1|a2|a|be|b|c1e|c1|ce|c|d1|de|d)\b", re.IGNORECASE)
_AS_TODAY = re.compile(r"=\s*(e[bcd])\b", re.IGNORECASE)
_PERMIT_CODES = {"EB": "BE", "EC": "CE", "ED": "DE", "A1": "A", "A2": "A", "C1": "C", "C1E": "CE", "D1": "D"}
_SPLIT_SSIAP = re.compile(r"ssiap-\d")
_DURATION = re.compile(r"(\d+)(?:\s*(?:a|à|-)\s*\d+)?\s*(an|mois|semaine|jour)", re.IGNORECASE)
_MONTHS = {"an": 12.0, "mois": 1.0, "semaine": 0.25, "jour": 1 / 30}
_HOURS = re.compile(r"(\d{1,2})\s*[hH](?:eures?)?\s*(\d{2})?")
_FULL_TIME_HOURS = 33.0
"""Weekly hours below which a post is part-time when nothing else says so."""
_TOO_FAR_KM = 60.0
"""By road, between the point of an offer and its own commune: beyond this the point is wrong."""
_FRANCE = ((41.0, 51.5, -5.5, 10.0), (2.0, 18.5, -63.5, -51.0), (-22.0, -12.0, 44.5, 56.0))
"""Boxes south, north, west, east: the mainland with Corsica, the Antilles with Guyane, La Réunion with Mayotte."""
_SHIFTS = ("5x8", "3x8", "2x8")


def read_offer(found: Row, place_of: PlaceOf, read_text: ReadText | None = None) -> Offer | None:
    """The offer, or None when the object has no id. Whatever cannot be understood is unknown."""
    offer_id = text(found.get("id"))
    if not offer_id:
        return None
    told = read_text(_prose(found)) if read_text else NOTHING_READ
    needs = tuple(_needs(found, told))
    codes = {need.code for need in told.needs if need.must}
    hours = _hours_text(found)
    return Offer(
        id=offer_id,
        code=_code(found),
        titles=_titles(found),
        position=_position(row(found.get("lieuTravail")), place_of),
        contract=contract_code(text(found.get("typeContrat"))) or None,
        hours=_weekly_hours(hours),
        part_time=_part_time(found, hours, codes),
        nights="nuit" in codes or bool({"3x8", "5x8"} & codes) or _says(hours, r"\bnuits?\b|\b[35] ?x ?8\b(?! [35])"),
        weekends="week-end" in codes or _says(hours, r"week ?ends?|samedi|dimanche"),
        shifts=next((shift for shift in _SHIFTS if shift in codes), "posté" if _says(hours, r"travail poste") else ""),
        first_hour=told.first_hour,
        last_hour=told.last_hour,
        needs=needs,
        skills=tuple(_skills(found)),
        diploma=_diploma(found),
        experience_months=_experience(found),
        start_from=_first(found, "startFrom", "start_from", "dateDebut", "dateDebutContrat") or told.start_from,
        start_until=_first(found, "startUntil", "start_until", "dateDebutMax") or told.start_until,
        posts=round(number(found.get("nombrePostes"), 1.0) or 1),
        office=text(found.get("office")),
    )


def _prose(found: Row) -> str:
    return f"{text(found.get('intitule'))}\n{text(found.get('description'))}"


def _code(found: Row) -> str:
    code = text(found.get("romeCode")).upper()
    return code if re.fullmatch(r"[A-Z]\d{4}", code) else ""


def _titles(found: Row) -> tuple[str, ...]:
    names = (text(found.get(key)) for key in ("intitule", "appellationlibelle", "appellationLibelle"))
    return tuple(dict.fromkeys(name for name in names if name))


def _position(place: Row, place_of: PlaceOf) -> Position | None:
    """The offer's own point when it can be true: some come with latitude and longitude exchanged."""
    code = text(place.get("commune"))
    of_commune = place_of(code.zfill(5) if code.isdigit() else code.upper()) if code else None
    latitude, longitude = number(place.get("latitude"), -90), number(place.get("longitude"), -180)
    if latitude is None or longitude is None:
        return of_commune
    points = [point for point in ((latitude, longitude), (longitude, latitude)) if _in_france(point)]
    if of_commune:
        points = [point for point in points if road_km(point, of_commune) <= _TOO_FAR_KM]
    return points[0] if points else of_commune


def _in_france(point: Position) -> bool:
    return any(south <= point[0] <= north and west <= point[1] <= east for south, north, west, east in _FRANCE)


def _needs(found: Row, told: TextFacts) -> Iterator[Need]:
    firm = {need.code: need for need in (*_permits(found), *_certificates(found))}
    yield from firm.values()
    yield from (need for need in told.needs if need.code not in firm)


def _permits(found: Row) -> Iterator[Need]:
    for each in rows(found.get("permis")):
        name = text(each.get("libelle"))
        renamed, letters = _AS_TODAY.search(name), _PERMIT.match(name)
        said = renamed[1] if renamed else letters[1] if letters else ""
        if said:
            code = _PERMIT_CODES.get(said.upper(), said.upper())
            yield Need(f"permis-{code}", _is_required(each), name)
        elif not fold(name).startswith("aucun"):
            yield from _named(name, _is_required(each))


def _certificates(found: Row) -> Iterator[Need]:
    """CACES, FIMO, habilitations… wherever the employer wrote them: among the skills or the trainings."""
    for field in ("competences", "formations", "habilitations", "certifications"):
        for each in rows(found.get(field)):
            words = " ".join(text(each.get(key)) for key in ("libelle", "domaineLibelle", "commentaire"))
            yield from _named(words, _is_required(each))


def _named(words: str, must: bool) -> Iterator[Need]:
    for mention in mentions(fold(words)):
        yield Need(_SPLIT_SSIAP.sub("ssiap", mention.code), must, words.strip())


def _is_required(each: Row) -> bool:
    return text(each.get("exigence")).upper() == "E"


def _skills(found: Row) -> Iterator[Skill]:
    for each in rows(found.get("competences")):
        name = text(each.get("libelle"))
        if name and (certificates(name) or not mentions(fold(name))):
            yield Skill(name, _is_required(each))
    for each in rows(found.get("langues")):
        # French is the language of the office: it tells nobody apart, and asking for it is near to asking for an origin
        if (name := text(each.get("libelle"))) and fold(name) != "francais":
            yield Skill(name, _is_required(each))
    yield from (Skill(name) for name in texts(found.get("outilsBureautiques")))


def _diploma(found: Row) -> str | None:
    for each in rows(found.get("formations")):
        words = [text(each.get(key)) for key in ("niveauLibelle", "domaineLibelle", "commentaire")]
        said = ", ".join(word for word in words if word)
        if said and not mentions(fold(said)):
            return said
    return None


def _hours_text(found: Row) -> str:
    said = [*texts(found.get("dureeTravailLibelle")), *texts(found.get("dureeTravailLibelleConverti"))]
    context = row(found.get("contexteTravail"))
    return fold(" ; ".join([*said, *texts(context.get("horaires")), *texts(found.get("complementExercice"))]))


def _says(hours: str, words: str) -> bool | None:
    """True when the fields of the offer say it; None when they do not: silence is not a no."""
    return True if re.search(words, hours) else None


def _weekly_hours(hours: str) -> float | None:
    found = _HOURS.search(hours)
    return int(found[1]) + int(found[2] or 0) / 60 if found else None


def _part_time(found: Row, hours: str, codes: set[str]) -> bool | None:
    if "temps partiel" in hours or "temps-partiel" in codes:
        return True
    if "temps plein" in hours:
        return False
    weekly = _weekly_hours(hours)
    return None if weekly is None else weekly < _FULL_TIME_HOURS


def _experience(found: Row) -> int | None:
    """Months asked for; 0 for "Débutant accepté", None when the offer does not say."""
    if text(found.get("experienceExige")).upper() == "D" or "debutant" in fold(text(found.get("experienceLibelle"))):
        return 0
    duration = _DURATION.search(text(found.get("experienceLibelle")))
    return max(1, round(int(duration[1]) * _MONTHS[duration[2].lower()])) if duration else None


def _first(found: Row, *fields: str) -> date | None:
    return next((known for field in fields if (known := day(found.get(field)))), None)
