"""Offers typed in a spreadsheet (CSV or XLSX), a row each → the same values as an offer of France Travail.

Columns go by many names; only the title is needed. A row without a number gets one from its title, employer and place,
so that the same file imported again changes nothing.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache

from backend.offers.france_travail import NotAnOffer, OfferRead, cut, read_offer
from backend.offers.lenient import read_text
from backend.reference.communes import Commune, by_code, every_commune
from backend.reference.distance import distance_km
from backend.reference.folding import fold

SOURCE = "file"
# Our field → the names its column goes by, folded: those of our own exports and of France Travail are among them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("reference", "numero", "n offre", "numero d offre", "id", "ref"),
    "title": ("intitule", "titre", "poste", "intitule du poste", "emploi", "offre", "libelle"),
    "employer": ("employeur", "entreprise", "societe", "entreprise nom", "nom de l entreprise"),
    "place": ("commune", "lieu", "ville", "lieu de travail", "lieutravail libelle", "localite"),
    "postcode": ("code postal", "cp", "lieutravail codepostal"),
    "rome_code": ("code rome", "rome", "romecode", "metier"),
    "contract": ("contrat", "type de contrat", "typecontrat"),
    "hours": ("horaires", "duree", "duree du travail", "dureetravaillibelle", "temps de travail"),
    "weekly_hours": ("heures par semaine", "heures", "duree hebdomadaire"),
    "salary": ("salaire", "remuneration", "salaire libelle"),
    "experience": ("experience", "experience demandee", "experiencelibelle"),
    "licences": ("permis", "permis exige", "permis et certificats exiges"),
    "description": ("description", "descriptif", "missions", "detail"),
    "posts": ("postes", "nombre de postes", "nombrepostes", "nb postes"),
    "starts_on": ("debut", "date de debut", "a partir du", "date d embauche"),
}
_CONTRACTS = (
    ("cdi", "CDI"),
    ("cdd", "CDD"),
    ("interim", "MIS"),
    ("mission", "MIS"),
    ("saison", "SAI"),
    ("apprenti", "FAJ"),
)
_WITH_POSTCODE = re.compile(r"\b(\d{5})\b")
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def fields_of(headings: list[str]) -> dict[str, int]:
    """Our field → its column, for the headings that are known."""
    folded = [fold(heading) for heading in headings]
    return {
        name: next(folded.index(known) for known in names if known in folded)
        for name, names in COLUMNS.items()
        if any(known in folded for known in names)
    }


def read_row(row: object, near: str) -> OfferRead:
    """One row, {field: cell}; communes with several homonyms are the nearest to `near` (INSEE). Raises NotAnOffer."""
    if not isinstance(row, Mapping):
        raise NotAnOffer("ce n'est pas une ligne")
    cells = {name: read_text(_as_text(row.get(name))) for name in COLUMNS}
    if not cells["title"]:
        raise NotAnOffer("pas d'intitulé", cells["number"])
    commune = _commune(cells["place"], cells["postcode"], near)
    offer = read_offer(_as_france_travail(cells, commune))
    return replace(
        offer,
        contract=_contract(cells["contract"]),
        contract_label=cut(cells["contract"], 120),
        salary=offer.salary or cut(cells["salary"], 200),
        weekly_hours=_hours(cells["weekly_hours"]) or offer.weekly_hours,
        place=commune.name if commune else cut(cells["place"], 120),
        starts_on=_day(row.get("starts_on")),
        odd=tuple(odd for odd in offer.odd if not odd.startswith("salaire")),
    )


def _as_france_travail(cells: Mapping[str, str], commune: Commune | None) -> dict[str, object]:
    return {
        "id": cells["number"][:40] or _number_from(cells), "intitule": cells["title"],
        "description": cells["description"], "romeCode": _rome(cells["rome_code"]),
        "entreprise": {"nom": cells["employer"]}, "typeContrat": "", "experienceLibelle": cells["experience"],
        "lieuTravail": {"libelle": cells["place"], "commune": commune.code if commune else ""},
        "dureeTravailLibelle": cells["hours"], "nombrePostes": cells["posts"],
        "salaire": {"libelle": "", "commentaire": cells["salary"]},
        "permis": [{"libelle": each, "exigence": "E"} for each in _licences(cells["licences"])],
    }  # fmt: skip


def _number_from(cells: Mapping[str, str]) -> str:
    said = "|".join(fold(cells[name]) for name in ("title", "employer", "place", "postcode"))
    return f"f-{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def _rome(said: str) -> str:
    """ "Cariste (N1101)" as our own exports have it, or the code alone."""
    found = re.search(r"\b[A-Na-n]\d{4}\b", said)
    return found.group().upper() if found else ""


def _licences(said: str) -> Iterator[str]:
    """ "Permis B, C" → "B", "C": what comes after the word, as France Travail writes it."""
    for each in re.split(r"[,;/]|\bet\b", said):
        letters = re.sub(r"(?i)^permis\s+", "", each.strip())
        if letters and letters.lower() not in ("rien", "aucun", "non"):
            yield letters


def _contract(said: str) -> str | None:
    words = fold(said)
    return next((code for mark, code in _CONTRACTS if mark in words), None)


def _hours(said: str) -> float | None:
    found = re.fullmatch(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|heures?)?", said)
    hours = float(found[1].replace(",", ".")) if found else 0.0
    return hours if 1 <= hours <= 60 else None


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell or "").strip()
    found = _FRENCH_DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text[:10])
    except ValueError:
        return None


def _as_text(cell: object) -> object:
    """A whole number that a spreadsheet made a decimal one is whole again."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else cell


def _commune(place: str, postcode: str, near: str) -> Commune | None:
    """By name, with the postcode when there is one; among homonyms the nearest to `near`."""
    given = _WITH_POSTCODE.search(postcode) or _WITH_POSTCODE.search(place)
    name = fold(re.sub(r"[\d()]", " ", place))
    named = _by_name().get(name, ())
    if given:
        there = [one for one in named if given[1] in one.postcodes]
        return there[0] if there else None
    here = by_code(near)
    return min(named, key=lambda one: distance_km(here, one) if here else -one.population, default=None)


@cache
def _by_name() -> dict[str, tuple[Commune, ...]]:
    found: dict[str, list[Commune]] = {}
    for commune in every_commune():
        found.setdefault(fold(commune.name), []).append(commune)
    return {name: tuple(communes) for name, communes in found.items()}
