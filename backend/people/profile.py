"""What a candidate said, as columns; and the columns as answers, so that nobody is asked what the office knows.

The keys and shapes are those of bot/conversations/intake.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlmodel import Session

from backend.people.tables import Candidate
from backend.reference import communes
from backend.values import Json

# Column of a candidate → what it becomes.
Columns: TypeAlias = dict[str, Any]


def new_candidate(session: Session, office_id: int, now: datetime) -> Candidate:
    """An empty file, being filled."""
    candidate = Candidate(office_id=office_id, created_at=now, last_contact_at=now)
    session.add(candidate)
    session.flush()
    return candidate


def note_answer(candidate: Candidate, key: str, value: Any) -> None:
    """Write one answer in the file. An unknown key is a programming error and raises KeyError."""
    for column, kept in columns_of(candidate, key, value).items():
        setattr(candidate, column, kept)


def columns_of(candidate: Candidate, key: str, value: Any) -> Columns:
    """What one answer makes of that file's columns. An unknown key is a programming error and raises KeyError."""
    return COLUMNS[key](candidate, value)


def _name(_: Candidate, value: Any) -> Columns:
    return {"first_name": value["first"], "last_name": value["last"]}


def _work(candidate: Candidate, value: Any) -> Columns:
    """The trade said, those said beside it, then those that an adviser wrote down before."""
    said = [{"code": one["code"], "label": one["label"]} for one in (value, *value.get("others", ()))]
    codes = {one["code"] for one in said}
    return {"wants": [*said, *(want for want in candidate.wants[1:] if want["code"] not in codes)]}


def _reach(_: Candidate, value: Any) -> Columns:
    """No limit is written as a day's drive, which no offer is beyond."""
    minutes = ANYWHERE_MINUTES if value.get("anywhere") else value.get("minutes")
    return {"max_minutes": minutes, "max_km": round(value["km"]) if value.get("km") is not None else None}


def _wishes(candidate: Candidate, value: Any) -> Columns:
    """What was not said stays as it was."""
    hours = {topic: value[topic] for topic in ("nights", "weekends", "part_time") if value[topic] is not None}
    return {"contracts": list(value["contracts"]) or candidate.contracts, **hours}


def _licence_dates(candidate: Candidate, value: Any) -> Columns:
    """Code → "2022", "2022-05", or "" for who does not know; the others stay."""
    dates = {**candidate.details.get("licence_dates", {}), **value}
    return {"details": {**candidate.details, "licence_dates": dates}}


def _in(column: str, kept: Callable[[Any], Any]) -> Callable[[Candidate, Any], Columns]:
    return lambda candidate, value: {column: kept(value)}


def _flag(column: str) -> Callable[[Candidate, Any], Columns]:
    return lambda candidate, value: {column: value}


def _detail(name: str) -> Callable[[Candidate, Any], Columns]:
    return lambda candidate, value: {"details": {**candidate.details, name: value}}


ANYWHERE_MINUTES = 24 * 60
MOST_PAST_JOBS = 5

COLUMNS: dict[str, Callable[[Candidate, Any], Columns]] = {
    "name": _name,
    "commune": _in("commune_code", lambda value: value["code"]),
    "work": _work,
    "years": _in("experience_years", float),
    "licences": _in("licences", list),
    "modes": _in("modes", list),
    "reach": _reach,
    "start": _in("available_from", date.fromisoformat),
    "wishes": _wishes,
    "contracts": _in("contracts", list),
    "part_time": _flag("part_time"),
    "nights": _flag("nights"),
    "weekends": _flag("weekends"),
    "diploma": _in("diploma", lambda value: str(value)[:120]),
    "past_jobs": _in("past_jobs", lambda value: list(value)[:MOST_PAST_JOBS]),
    "skills": _in("skills", list),
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
        "work": _known_work(candidate.wants),
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


def _known_work(wants: list[Any]) -> Json:
    if not wants:
        return None
    return {**wants[0], "others": [dict(want) for want in wants[1:]]} if len(wants) > 1 else dict(wants[0])


def _known_commune(code: str | None) -> Json:
    commune = communes.by_code(code) if code else None
    return {"code": commune.code, "label": commune.name} if commune else None


def _known_reach(candidate: Candidate) -> Json:
    if candidate.max_minutes == ANYWHERE_MINUTES:
        return {"anywhere": True}
    if candidate.max_minutes is not None:
        return {"minutes": candidate.max_minutes}
    return {"km": candidate.max_km} if candidate.max_km is not None else None
