"""A candidate's profile as the CV an employer reads. What an employer must not see has no way through here."""

from collections.abc import Sequence
from datetime import date

from backend.people.tables import Candidate
from backend.placement import guarantee
from backend.placement.dossier import Cv, Job, say_day
from backend.placement.wording import CONTRACTS
from backend.reference import occupations
from backend.reference.licences import LICENCES


def cv_of(candidate: Candidate, claims: Sequence[str], today: date) -> Cv:
    """`claims`: keys of guarantee.CLAIMS that hold today."""
    return Cv(
        name=str(candidate),
        wants=_capital(", ".join(_wanted(want) for want in candidate.wants[:2])),
        experience=_experience(candidate),
        jobs=tuple(_job(job) for job in candidate.past_jobs if job.get("work")),
        licences=tuple(LICENCES[code].label if code in LICENCES else code for code in candidate.licences or ()),
        skills=tuple(str(skill) for skill in candidate.skills or ()),
        diploma=candidate.diploma,
        available=_available(candidate.available_from, today),
        contracts=", ".join(dict.fromkeys(CONTRACTS.get(code, code) for code in candidate.contracts or ())),
        claims=tuple(guarantee.told(claims)),
    )


def _wanted(want: dict[str, str]) -> str:
    return want.get("label") or occupations.label(want["code"])


def _experience(candidate: Candidate) -> str:
    if candidate.experience_years is None:
        return ""
    years = _years(candidate.experience_years)
    trade = _wanted(candidate.wants[0]).lower() if candidate.wants else ""
    return f"{years} ({trade})" if years and trade else years or "Débute dans ce métier"


def _years(years: float | None) -> str:
    return f"{years:g} an{'s' if years >= 2 else ''}".replace(".", ",") if years else ""


def _job(job: dict[str, str | float]) -> Job:
    work = str(job["work"])
    known = work if " " in work or not work[1:].isdigit() else occupations.label(work)
    return Job(_capital(known), _years(float(job.get("years") or 0)), str(job.get("employer") or ""))


def _available(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return "Disponible tout de suite" if day <= today else f"Disponible à partir du {say_day(day)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
