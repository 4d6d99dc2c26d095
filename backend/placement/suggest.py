"""From a ranking to suggestions that wait for an adviser. Nothing here reaches a person."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from backend.database import run, table_of
from backend.matching.criteria import ASKS
from backend.matching.rank import judge, rank
from backend.matching.spreading import PER_PERSON, PER_POST
from backend.matching.values import Person, Result, Weights
from backend.offers.tables import Offer
from backend.people.tables import Candidate
from backend.placement.lifecycle import OPEN, State
from backend.placement.pool import offer_of, person_of
from backend.placement.tables import Suggestion
from backend.placement.weights import setting_of_office
from backend.placement.why import VERSION, inputs_of

# Below this share of the points, or without any for the occupation, a pair is not worth an adviser's twenty seconds.
MIN_SCORE = 0.5


@dataclass
class Pool:
    """The active candidates of one office as values, and what each was proposed in seven days. Loaded once a run."""

    people: list[Person]
    given: Counter[str]

    def willing(self) -> list[Person]:
        return [person for person in self.people if self.given[person.id] < PER_PERSON]


def load_pool(session: Session, office_id: int, now: datetime) -> Pool:
    active = select(Candidate).where(Candidate.office_id == office_id, Candidate.status == "active")
    recent = select(Suggestion.candidate_id, func.count()).where(
        Suggestion.office_id == office_id,
        Suggestion.created_at > now - timedelta(days=7),
        Suggestion.state != State.REJECTED,
    )
    given = Counter({str(one): count for one, count in session.exec(recent.group_by(col(Suggestion.candidate_id)))})
    return Pool([person_of(candidate, now) for candidate in session.exec(active)], given)


def suggest_for_offer(session: Session, offer_id: int, now: datetime, pool: Pool | None = None) -> int:
    """Rank the office's pool for one open offer; how many new suggestions wait. Nobody is suggested twice."""
    offer = session.get_one(Offer, offer_id)
    if offer.status != "open":
        return 0
    pool = pool or load_pool(session, offer.office_id, now)
    known, live = known_and_live(session, offer_id)
    places = max(0, PER_POST * max(1, offer.posts) - live)
    if not places:
        return 0
    candidates = [person for person in pool.willing() if int(person.id) not in known]
    here = setting_of_office(session, offer.office_id, now)
    ranking = rank(offer_of(offer), candidates, here)
    chosen = [result for result in ranking.top if worth_reading(result)][:places]
    people = {person.id: person for person in candidates}
    for result in chosen:
        session.add(new_suggestion(offer, people[result.person], result, here.weights, now))
        pool.given[result.person] += 1
    session.flush()
    return len(chosen)


# Asked at every answer of an active person, and so built once.
_OPEN_OFFERS = select(Offer).where(Offer.office_id == bindparam("office_id"), Offer.status == "open")
_SUGGESTIONS = table_of(Suggestion).c
_OFFERS_KNOWN = select_columns(_SUGGESTIONS.offer_id).where(_SUGGESTIONS.candidate_id == bindparam("candidate_id"))


def suggest_for_candidate(session: Session, candidate_id: int, now: datetime) -> int:
    """The other way: the best open offers of the office for one person who is new or has changed."""
    candidate = session.get_one(Candidate, candidate_id)
    person = person_of(candidate, now)
    offers = session.exec(_OPEN_OFFERS, params={"office_id": candidate.office_id}).all()
    if person.paused or not offers:
        return 0
    known = set(run(session, _OFFERS_KNOWN, {"candidate_id": candidate_id}).scalars())
    here = setting_of_office(session, candidate.office_id, now)
    judged = [(offer, judge(offer_of(offer), person, here)) for offer in offers if offer.id not in known]
    fitting = [(o, r) for o, r in judged if isinstance(r, Result) and worth_reading(r)]
    places = max(0, PER_PERSON - _waiting(session, candidate_id))
    best = sorted(fitting, key=lambda pair: (-pair[1].score, pair[0].id or 0))[:places]
    session.add_all(new_suggestion(offer, person, result, here.weights, now) for offer, result in best)
    session.flush()
    return len(best)


def worth_reading(result: Result) -> bool:
    return is_worth(result.score, {part.name: part.points for part in result.parts})


def is_worth(score: float, points: Mapping[str, float]) -> bool:
    """Whether a pair deserves an adviser's look. `points` by criterion."""
    return score >= MIN_SCORE and points.get("occupation", 0.0) > 0


def known_and_live(session: Session, offer_id: int) -> tuple[set[int], int]:
    """Who was ever suggested for this offer, and how many of those are still under way."""
    rows = session.exec(select(Suggestion.candidate_id, Suggestion.state).where(Suggestion.offer_id == offer_id)).all()
    return {candidate for candidate, _ in rows}, sum(state in OPEN for _, state in rows)


def _waiting(session: Session, candidate_id: int) -> int:
    waits = select(func.count()).select_from(Suggestion).where(
        Suggestion.candidate_id == candidate_id, Suggestion.state == State.PROPOSED
    )  # fmt: skip
    return session.exec(waits).one()


def new_suggestion(offer: Offer, person: Person, result: Result, weights: Weights, now: datetime) -> Suggestion:
    """What the matcher found, with all that it read: it waits for an adviser."""
    assert offer.id is not None
    return Suggestion(
        office_id=offer.office_id, offer_id=offer.id, candidate_id=int(person.id), score=result.score,
        parts=[asdict(part) for part in result.parts], unknown=[ASKS.get(ask, ask) for ask in result.unknown],
        flip=result.flip, weights=dict(weights), inputs=inputs_of(person, offer_of(offer)),
        version=VERSION, created_at=now,
    )  # fmt: skip
