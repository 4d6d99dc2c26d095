"""Offers as France Travail's API gives them ("Offres d'emploi v2", search and detail) → values ready for a row.

Real files hold every oddity: fields missing or of another type, places without commune, points turned round, salaries
nobody is paid, "/r/n" in texts. What can be read is read, what is odd is said in `odd`, and only an offer without
number or title is refused.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from backend.offers.lenient import ManyMappings, Moment, Number, OneMapping, Text, Texts
from backend.offers.needs import read_needs
from backend.offers.places import read_place
from backend.offers.salaries import read_salary
from backend.offers.titles import clean_title
from backend.offers.working_hours import hours_said, part_time, weekly_hours, works_nights, works_weekends

SOURCE = "france-travail"
UNKNOWN_LICENCE = "permis inconnu"
LONGEST_DESCRIPTION = 20_000
MOST_POSTS = 1_000


class NotAnOffer(ValueError):
    """This cannot become an offer. The text says why, in French; `name` is its number when it has one."""

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(reason)
        self.name = name


@dataclass(frozen=True, slots=True)
class OfferRead:
    """One offer. Every field but `employer` and `odd` has the name, type and length of its column in tables.Offer.

    `employer` is "" when it is not said. `odd` are kinds of oddities, in French, to be counted.
    """

    external_id: str
    title: str
    employer: str = ""
    rome_code: str | None = None
    description: str = ""
    place: str = ""
    commune_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    contract: str | None = None
    contract_label: str = ""
    hours: str = ""
    weekly_hours: float | None = None
    part_time: bool | None = None
    nights: bool | None = None
    weekends: bool | None = None
    salary: str = ""
    experience_months: int | None = None
    needs: list[dict[str, Any]] = field(default_factory=list)
    skills: list[dict[str, Any]] = field(default_factory=list)
    posts: int = 1
    starts_on: date | None = None
    published_at: datetime | None = None
    odd: tuple[str, ...] = ()


# ── The provider's shape ──────────────────────────────────────────────────────────────────────────────────────────────


class _Part(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True)


class _Place(_Part):
    libelle: Text = ""
    commune: Text = ""
    code_postal: Text = ""
    latitude: Number = None
    longitude: Number = None


class _Employer(_Part):
    nom: Text = ""


class _Asked(_Part):
    """A licence, a skill or a language. `exigence` is E (exigé) or S (souhaité)."""

    libelle: Text = ""
    exigence: Text = ""


class _Salary(_Part):
    libelle: Text = ""
    commentaire: Text = ""


class _Context(_Part):
    horaires: Texts = []


class _Offer(_Part):
    id: Text = ""
    intitule: Text = ""
    appellationlibelle: Text = ""
    description: Text = ""
    date_creation: Moment = None
    date_actualisation: Moment = None
    lieu_travail: Annotated[_Place, OneMapping] = _Place()
    rome_code: Text = ""
    rome_libelle: Text = ""
    entreprise: Annotated[_Employer, OneMapping] = _Employer()
    type_contrat: Text = ""
    type_contrat_libelle: Text = ""
    nature_contrat: Text = ""
    experience_exige: Text = ""
    experience_libelle: Text = ""
    permis: Annotated[list[_Asked], ManyMappings] = []
    competences: Annotated[list[_Asked], ManyMappings] = []
    langues: Annotated[list[_Asked], ManyMappings] = []
    salaire: Annotated[_Salary, OneMapping] = _Salary()
    duree_travail_libelle: Text = ""
    duree_travail_libelle_converti: Text = ""
    contexte_travail: Annotated[_Context, OneMapping] = _Context()
    nombre_postes: Number = None
    deplacement_libelle: Text = ""


def read_offer(raw: object) -> OfferRead:
    """One offer of the file → its values. Raises NotAnOffer, and nothing else."""
    if not isinstance(raw, dict):
        raise NotAnOffer("ce n'est pas une offre")
    offer = _Offer.model_validate({key: value for key, value in raw.items() if isinstance(key, str)})
    title = _title(offer)
    if not offer.id or len(offer.id) > 40:
        raise NotAnOffer("pas de numéro d'offre" if not offer.id else "numéro d'offre trop long", offer.id[:40])
    if not title:
        raise NotAnOffer("pas d'intitulé", offer.id)
    place, salary = offer.lieu_travail, read_salary(offer.salaire.libelle, offer.salaire.commentaire)
    where = read_place(place.commune, place.code_postal, place.libelle, place.latitude, place.longitude)
    hours = hours_said(offer.duree_travail_libelle, offer.contexte_travail.horaires)
    licences, unknown_licences = _licences(offer.permis)
    return OfferRead(
        external_id=offer.id,
        title=cut(title, 200),
        employer=_employer(offer.entreprise.nom),
        rome_code=_rome_code(offer.rome_code),
        description=_description(offer, title),
        place=cut(where.name, 120),
        commune_code=where.code,
        latitude=where.point.latitude if where.point else None,
        longitude=where.point.longitude if where.point else None,
        contract=cut(offer.type_contrat.upper(), 10) or None,
        contract_label=cut(contract_words(offer.type_contrat, offer.type_contrat_libelle, offer.nature_contrat), 120),
        hours=cut(hours, 120),
        weekly_hours=weekly_hours(hours),
        part_time=part_time(f"{hours} {offer.duree_travail_libelle_converti}"),
        nights=works_nights(hours),
        weekends=works_weekends(hours),
        salary=salary.words,
        experience_months=experience_months(offer.experience_exige, offer.experience_libelle),
        needs=_with_the_text([*licences, *_ways_of_working(hours, offer.deplacement_libelle)], offer.description),
        skills=_skills(offer),
        posts=int(min(max(offer.nombre_postes or 1, 1), MOST_POSTS)),
        published_at=offer.date_actualisation or offer.date_creation,
        odd=tuple(odd for odd in (*where.odd, salary.odd, *unknown_licences) if odd),
    )


def cut(text: str, longest: int) -> str:
    """On one line, at most `longest` characters, ending at a word."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest + 1].rpartition(" ")[0][:longest] or text[:longest]


# ── What it is ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _title(offer: _Offer) -> str:
    return next(
        (
            title
            for said in (offer.intitule, offer.appellationlibelle, offer.rome_libelle)
            if (title := clean_title(said))
        ),
        "",
    )


def _employer(name: str) -> str:
    """ "[NOM EMPLOYEUR]" is how some files hide a name."""
    return "" if re.fullmatch(r"\[.*\]", name) else cut(name, 160)


def _rome_code(said: str) -> str | None:
    return said.upper() if re.fullmatch(r"[A-Na-n]\d{4}", said, re.ASCII) else None


def _description(offer: _Offer, title: str) -> str:
    """Title and text as written: an adviser and the lawfulness check read the employer's own words."""
    text = re.sub(r"(?:/r)?/n|\\r\\n|\\n", "\n", offer.description).strip('" \n')
    text = re.sub(r"\n\s*\n\s*", "\n\n", text)
    whole = text if offer.intitule in ("", title) else f"{offer.intitule}\n\n{text}"
    return whole[:LONGEST_DESCRIPTION].strip()


# ── Contract, experience ──────────────────────────────────────────────────────────────────────────────────────────────

_CONTRACTS = {
    "CDI": "CDI", "CDD": "CDD", "MIS": "intérim", "SAI": "saisonnier", "DDI": "CDD d'insertion",
    "DIN": "CDI intérimaire", "TTI": "intérim d'insertion", "CCE": "commercial indépendant",
    "LIB": "travail indépendant", "FRA": "franchise", "REP": "reprise d'entreprise",
}  # fmt: skip
_NATURES = (("apprentissage", "apprentissage"), ("professionnalisation", "alternance"))
_LENGTH = re.compile(r"(\d+)\s*(mois|jour|an)", re.IGNORECASE)


def contract_words(code: str, label: str, nature: str = "") -> str:
    """ "MIS", "Mission intérimaire - 15 Jour(s)" → "intérim de 15 jours"."""
    special = next((words for mark, words in _NATURES if mark in nature.lower()), None)
    words = special or _CONTRACTS.get(code.upper()) or label
    length = _LENGTH.search(label)
    if not length or words == label:
        return words
    count, unit = int(length[1]), length[2].lower()
    return f"{words} de {count} {unit}{'s' if count > 1 and unit != 'mois' else ''}"


_EXPERIENCE = re.compile(r"(\d{1,3})(?:\s*à\s*\d{1,3})?\s*(an|mois)", re.IGNORECASE)


def experience_months(required: str, label: str) -> int | None:
    """Months asked for: the least of a range, 0 when beginners are welcome, None when no length is said."""
    if required.upper() == "D" or (not required and "débutant" in label.lower()):
        return 0
    found = _EXPERIENCE.search(label)
    if not found:
        return None
    return min(int(found[1]) * (12 if found[2].lower() == "an" else 1), 480)


# ── What it asks for ──────────────────────────────────────────────────────────────────────────────────────────────────

_REQUIRED = "E"
# The first letters of "B - Véhicule léger" or "CE - Poids lourd + remorque (= EC)", where "=" gives the older name.
_CATEGORY = re.compile(r"\s*(am|bsr|a[12]?|be|b1?|c1?e|c1?|d1?e|d1?)\b", re.IGNORECASE)
_CATEGORIES = {"BSR": "AM", "A1": "A", "A2": "A", "B1": "B", "C1E": "CE", "D1E": "DE"}
_WITH_TRAILER = re.compile(r"\bmention 79\.06|=\s*EB\b", re.IGNORECASE)
_MOST_SKILLS = 30


def _licences(permis: Iterable[_Asked]) -> tuple[list[dict[str, Any]], list[str]]:
    """Each licence once, and one oddity for each label that says nothing."""
    needs: dict[str, dict[str, Any]] = {}
    odd: list[str] = []
    for asked in permis:
        code = licence_code(asked.libelle)
        if code:
            must = asked.exigence == _REQUIRED or needs.get(code, {}).get("must", False)
            needs[code] = need(code, must, asked.libelle)
        elif code is None:
            odd.append(UNKNOWN_LICENCE)
    return list(needs.values()), odd


def _ways_of_working(hours: str, travels: str) -> list[dict[str, Any]]:
    """Shifts, split days, and travelling that is more than now and then."""
    needs = []
    shifts = {f"{count}x8" for count in re.findall(r"\b([235])\s?x\s?8", hours, re.IGNORECASE)}
    if len(shifts) == 1:  # "Travail posté (2x8, 3x8, 5x8, etc.)" says only that there are shifts
        needs.append(need(shifts.pop(), True, hours))
    if "fractionné" in hours.lower():
        needs.append(need("coupure", True, hours))
    if travels.lower().startswith(("quotidien", "fréquent")):
        needs.append(need("deplacements", True, f"Déplacements : {travels}"))
    return needs


def _with_the_text(needs: list[dict[str, Any]], description: str) -> list[dict[str, Any]]:
    """What the fields say, then what only the text says: the fields are the employer's own choice, and they win."""
    said = {each["code"] for each in needs}
    read = read_needs(description[:LONGEST_DESCRIPTION])
    return [*needs, *(need(each.code, each.must, each.words, each.source) for each in read if each.code not in said)]


def need(code: str, must: bool, words: str, source: str = "offre") -> dict[str, Any]:
    """One need as the offer's row keeps it; the names are those of matching.values.Need."""
    return {"code": code, "must": must, "words": words, "source": source}


def licence_code(label: str) -> str | None:
    """ "C - Poids lourd" → "permis-C"; "" when no licence is asked; None when the label says nothing."""
    if label.lower().startswith("aucun"):
        return ""
    found = _CATEGORY.match(label)
    if not found:
        return None
    if _WITH_TRAILER.search(label):
        return "permis-BE"
    letters = found[1].upper()
    return f"permis-{_CATEGORIES.get(letters, letters)}"


def _skills(offer: _Offer) -> list[dict[str, Any]]:
    """Skills and languages, each once, the required ones marked."""
    skills: dict[str, bool] = {}
    for asked in (*offer.competences, *offer.langues):
        label = cut(asked.libelle, 200)
        if label:
            skills[label] = skills.get(label, False) or asked.exigence == _REQUIRED
    return [{"label": label, "must": must} for label, must in list(skills.items())[:_MOST_SKILLS]]


def offers_of(payload: object) -> list[object] | None:
    """The members of a search answer, of a list, or one offer alone; None when the file is something else."""
    if isinstance(payload, Mapping) and "resultats" in payload:
        payload = payload["resultats"]
    if isinstance(payload, Mapping) and {"id", "intitule"} & set(payload):
        return [payload]
    return list(payload) if isinstance(payload, list) else None
