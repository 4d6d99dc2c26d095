"""Whom one thing alone keeps from an offer: everyone of its trade is looked at, the best once trained come first.

The filters say who misses one thing only; the fast pool then ranks these people as if they had it, and the sentences
are made for those who are shown.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import String, cast, or_
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from backend.matching.filters import holds
from backend.matching.pool import Pool
from backend.matching.rank import judge
from backend.matching.setting import Setting
from backend.matching.values import Gap, Offer, Person
from backend.offers import tables
from backend.people.tables import Candidate
from backend.placement.pool import offer_of, person_of
from backend.placement.suggest import worth_reading
from backend.placement.tables import TrainingCase
from backend.placement.weights import setting_of_office
from backend.reference.occupations import near_codes

SHOWN = 20
# An offer without a trade says nothing of whom to look at: then only so many people, those who wait longest.
MOST_WITHOUT_TRADE = 1_000


@dataclass(frozen=True, slots=True)
class Trainable:
    """A person one training away from an offer. `then`: the score once they have what is missing, 0 to 1."""

    candidate: Candidate
    gap: Gap
    then: float


def gaps_of(session: Session, offer: tables.Offer, now: datetime, count: int = SHOWN) -> list[Trainable]:
    """The `count` best, whoever has a case for this offer already being left out."""
    asked, here = offer_of(offer), setting_of_office(session, offer.office_id, now)
    has_case = set(session.exec(select(TrainingCase.candidate_id).where(TrainingCase.offer_id == offer.id)))
    candidates = {str(one.id): one for one in session.exec(_in_the_trade(offer)) if one.id not in has_case}
    people = {key: person_of(one, now) for key, one in candidates.items()}
    trained = [then for person in people.values() if (then := _once_trained(asked, person, here))]
    found = []
    for standing in Pool(here, trained).top(asked, len(trained)):
        gap = judge(asked, people[standing.person], here)
        if isinstance(gap, Gap) and worth_reading(gap.result):
            found.append(Trainable(candidates[standing.person], gap, standing.score))
        if len(found) == count:
            break
    return found


def _once_trained(offer: Offer, person: Person, here: Setting) -> Person | None:
    """The same person with the one thing that is missing; None when it is not one thing, or cannot be learnt."""
    held = holds(offer, person, here)
    if len(held) != 1 or not held[0].learnable:
        return None
    kind, _, name = held[0].learnable.partition(":")
    if kind == "logiciel":
        return replace(person, skills=(*(person.skills or ()), name))
    return replace(person, licences=(person.licences or frozenset()) | {held[0].learnable})


def _in_the_trade(offer: tables.Offer) -> SelectOfScalar[Candidate]:
    """Active people who want this occupation, a near one or one of its family: for others no short training helps."""
    active = select(Candidate).where(Candidate.office_id == offer.office_id, Candidate.status == "active")
    if not offer.rome_code:
        longest_wait = func.coalesce(Candidate.last_proposed_at, Candidate.created_at)
        return active.order_by(longest_wait, col(Candidate.id)).limit(MOST_WITHOUT_TRADE)
    wanted = cast(col(Candidate.wants), String)
    near = (offer.rome_code[:3], *(code for code in near_codes(offer.rome_code) if code[:3] != offer.rome_code[:3]))
    return active.where(or_(*(wanted.contains(f'"{code}') for code in near)))
