"""Which question of the CV to ask next: the one that opens most offers to this person, then the rest in order."""

from datetime import datetime

from sqlmodel import Session, select

from backend.matching.diplomas import level
from backend.matching.questions import most_useful_question
from backend.offers.tables import Offer
from backend.people.tables import Candidate
from backend.placement.pool import offer_of, person_of
from backend.placement.weights import setting_of_office
from backend.reference.licence_validity import undated

# A field of the matcher → the question of bot/conversations/cv.py that fills it. In the order they are asked otherwise.
# The level of studies is no field of the matcher: it is asked when the words of the diploma do not name it.
QUESTION_FOR: dict[str, str] = {
    "contracts": "contracts", "part_time": "part_time", "nights": "nights", "weekends": "weekends",
    "diploma": "diploma", "level": "level", "experience": "past_jobs", "skills": "skills",
}  # fmt: skip
OTHERS = ("licence_dates", "carpool", "moving", "languages", "software")
_MOST_OFFERS = 300


def worth_asking(session: Session, candidate: Candidate, now: datetime) -> tuple[str, ...]:
    """Keys of the questions that are still open, the best first. `now` is aware."""
    offers = session.exec(
        select(Offer).where(Offer.office_id == candidate.office_id, Offer.status == "open").limit(_MOST_OFFERS)
    )
    here = setting_of_office(session, candidate.office_id, now)
    best = most_useful_question(person_of(candidate, now), map(offer_of, offers), here)
    first = QUESTION_FOR.get(best.field) if best else None
    order = dict.fromkeys([*([first] if first else []), *QUESTION_FOR.values(), *OTHERS])
    return tuple(key for key in order if _is_open(candidate, key))


def _is_open(candidate: Candidate, key: str) -> bool:
    if key == "licence_dates":
        return bool(undated(candidate.licences or (), candidate.details.get("licence_dates") or {}))
    if key == "level":
        return candidate.details.get("level") is None and level(candidate.diploma) is None
    told = {
        "contracts": candidate.contracts, "part_time": candidate.part_time, "nights": candidate.nights,
        "weekends": candidate.weekends, "diploma": candidate.diploma or None, "past_jobs": candidate.past_jobs or None,
        "skills": candidate.skills,
    }  # fmt: skip
    return told.get(key, candidate.details.get(key)) is None
