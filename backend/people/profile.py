"""What a candidate said, as columns; and the columns as answers, so that nobody is asked what the office knows.

The keys and shapes are those of bot/conversations/intake.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.people.tables import Candidate
from backend.reference import communes
from backend.values import Json


def new_candidate(session: Session, office_id: int, now: datetime) -> Candidate:
    """An empty file, being filled."""
    candidate = Candidate(office_id=office_id, created_at=now, last_contact_at=now)
    session.add(candidate)
    session.flush()
    return candidate


def note_answer(candidate: Candidate, key: str, value: Any) -> None:
    """Write one answer in the file. An unknown key is a programming error and raises KeyError."""
    WRITE[key](candidate, value)


def _name(candidate: Candidate, value: Any) -> None:
    candidate.first_name, candidate.last_name = value["first"], value["last"]


def _commune(candidate: Candidate, value: Any) -> None:
    candidate.commune_code = value["code"]


def _work(candidate: Candidate, value: Any) -> None:
    others = [want for want in candidate.wants[1:] if want["code"] != value["code"]]
    candidate.wants = [{"code": value["code"], "label": value["label"]}, *others]


def _years(candidate: Candidate, value: Any) -> None:
    candidate.experience_years = float(value)


def _licences(candidate: Candidate, value: Any) -> None:
    candidate.licences = list(value)


def _modes(candidate: Candidate, value: Any) -> None:
    candidate.modes = list(value)


def _reach(candidate: Candidate, value: Any) -> None:
    """No limit is written as a day's drive, which no offer is beyond."""
    candidate.max_minutes = ANYWHERE_MINUTES if value.get("anywhere") else value.get("minutes")
    candidate.max_km = round(value["km"]) if value.get("km") is not None else None


def _start(candidate: Candidate, value: Any) -> None:
    candidate.available_from = date.fromisoformat(value)


def _wishes(candidate: Candidate, value: Any) -> None:
    """What was not said stays as it was."""
    candidate.contracts = list(value["contracts"]) or candidate.contracts
    for topic in ("nights", "weekends", "part_time"):
        if value[topic] is not None:
            setattr(candidate, topic, value[topic])


def _contracts(candidate: Candidate, value: Any) -> None:
    candidate.contracts = list(value)


def _flag(name: str) -> Callable[[Candidate, Any], None]:
    return lambda candidate, value: setattr(candidate, name, value)


def _diploma(candidate: Candidate, value: Any) -> None:
    candidate.diploma = str(value)[:120]


def _past_jobs(candidate: Candidate, value: Any) -> None:
    candidate.past_jobs = list(value)[:MOST_PAST_JOBS]


def _skills(candidate: Candidate, value: Any) -> None:
    candidate.skills = list(value)


def _detail(name: str) -> Callable[[Candidate, Any], None]:
    def write(candidate: Candidate, value: Any) -> None:
        candidate.details = {**candidate.details, name: value}

    return write


def _licence_dates(candidate: Candidate, value: Any) -> None:
    """Code → "2022", "2022-05", or "" for who does not know; the others stay."""
    candidate.details = {**candidate.details, "licence_dates": {**candidate.details.get("licence_dates", {}), **value}}


ANYWHERE_MINUTES = 24 * 60
MOST_PAST_JOBS = 5

WRITE: dict[str, Callable[[Candidate, Any], None]] = {
    "name": _name,
    "commune": _commune,
    "work": _work,
    "years": _years,
    "licences": _licences,
    "modes": _modes,
    "reach": _reach,
    "start": _start,
    "wishes": _wishes,
    "contracts": _contracts,
    "part_time": _flag("part_time"),
    "nights": _flag("nights"),
    "weekends": _flag("weekends"),
    "diploma": _diploma,
    "past_jobs": _past_jobs,
    "skills": _skills,
    "carpool": _detail("carpool"),
    "moving": _detail("moving"),
    "languages": _detail("languages"),
    "software": _detail("software"),
    "licence_dates": _licence_dates,
    "level": _detail("level"),
    "executive": _detail("executive"),
}


def known_answers(candidate: Candidate) -> dict[str, Json]:
    """The file as answers; what is unknown is absent."""
    known: dict[str, Json | None] = {
        "name": {"first": candidate.first_name, "last": candidate.last_name} if candidate.first_name else None,
        "commune": _known_commune(candidate.commune_code),
        "work": dict(candidate.wants[0]) if candidate.wants else None,
        "years": candidate.experience_years,
        "licences": candidate.licences,
        "modes": candidate.modes or None,
        "reach": _known_reach(candidate),
        "start": candidate.available_from.isoformat() if candidate.available_from else None,
        "past_jobs": list(candidate.past_jobs) or None,
        "licence_dates": candidate.details.get("licence_dates"),
        "diploma": candidate.diploma or None,
        "level": candidate.details.get("level"),
        "executive": candidate.details.get("executive"),
    }
    return {key: value for key, value in known.items() if value is not None}


def _known_commune(code: str | None) -> Json:
    commune = communes.by_code(code) if code else None
    return {"code": commune.code, "label": commune.name} if commune else None


def _known_reach(candidate: Candidate) -> Json:
    if candidate.max_minutes == ANYWHERE_MINUTES:
        return {"anywhere": True}
    if candidate.max_minutes is not None:
        return {"minutes": candidate.max_minutes}
    return {"km": candidate.max_km} if candidate.max_km is not None else None
