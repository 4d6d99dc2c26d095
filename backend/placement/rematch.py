"""Every open offer of an office over its whole pool, at night or after an import: spread over posts and people.

The fast pool finds the best of each offer; who is proposed what is then decided over all the offers together. Only the
pairs that are kept get their sentences.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from backend.matching import pool as matching
from backend.matching import values
from backend.matching.rank import judge
from backend.matching.setting import Setting
from backend.matching.spreading import PER_POST, Limits, Proposal, limits, spread
from backend.matching.values import Result
from backend.offers import given_files
from backend.offers.tables import Offer
from backend.placement.lifecycle import OPEN
from backend.placement.pool import offer_of
from backend.placement.suggest import is_worth, load_pool, new_suggestion
from backend.placement.tables import Suggestion
from backend.placement.weights import setting_of_office

AHEAD = 4
"""Candidates looked at for each proposal an offer may make: the others may be taken by another offer."""


@dataclass(frozen=True)
class _Office:
    """What a run reads once: open offers by id, willing people by id, and who was ever suggested for each offer."""

    offers: dict[str, Offer]
    people: dict[str, values.Person]
    known: dict[str, set[str]]
    bounds: Limits
    setting: Setting

    def room(self, offer: str) -> int:
        return self.bounds.room(offer)


def suggest_open_offers(session: Session, office_id: int, now: datetime) -> Iterator[tuple[int, int, int]]:
    """Yields (offers done, offers, new suggestions) while it works; what is new comes with the last one."""
    here = _read(session, office_id, now)
    pool = matching.Pool(here.setting, here.people.values())
    proposals: list[Proposal] = []
    for done, key in enumerate(here.offers, 1):
        proposals += _candidates(here, pool, key)
        if done < len(here.offers):
            yield done, len(here.offers), 0
    made = _propose(session, here, spread(proposals, here.bounds), now)
    yield len(here.offers), len(here.offers), made


def rematch(session: Session, office_id: int, now: datetime) -> int:
    """The same without looking on: how many new suggestions wait for an adviser."""
    return sum(made for _, _, made in suggest_open_offers(session, office_id, now))


def match_imports(session: Session, now: datetime) -> int:
    """After files of offers came in at the console: how many new suggestions wait for an adviser."""
    waiting = given_files.unmatched(session)
    for row in waiting:
        row.matched_at = now
        session.add(row)
    return sum(rematch(session, office_id, now) for office_id in sorted({row.office_id for row in waiting}))


def _read(session: Session, office_id: int, now: datetime) -> _Office:
    opened = select(Offer).where(Offer.office_id == office_id, Offer.status == "open").order_by(col(Offer.id))
    offers = {str(offer.id): offer for offer in session.exec(opened)}
    loaded = load_pool(session, office_id, now)
    people = {person.id: person for person in loaded.willing() if not person.paused}
    known, live = _known(session, office_id)
    bounds = limits(
        {key: max(1, offer.posts) for key, offer in offers.items()},
        {person.id: person.weeks_waiting for person in people.values()},
        loaded.given,
        live,
    )
    return _Office(offers, people, known, bounds, setting_of_office(session, office_id, now))


def _known(session: Session, office_id: int) -> tuple[dict[str, set[str]], Counter[str]]:
    """For each open offer: who was ever suggested for it, and how many of those are still under way."""
    rows = (
        select(Suggestion.offer_id, Suggestion.candidate_id, Suggestion.state)
        .join(Offer, col(Suggestion.offer_id) == col(Offer.id))
        .where(Suggestion.office_id == office_id, Offer.status == "open")
    )
    known: dict[str, set[str]] = defaultdict(set)
    live: Counter[str] = Counter()
    for offer, candidate, state in session.exec(rows):
        known[str(offer)].add(str(candidate))
        live[str(offer)] += state in OPEN
    return known, live


def _candidates(here: _Office, pool: matching.Pool, key: str) -> Iterator[Proposal]:
    """The best people that this offer may still be proposed to, more of them than it has room for."""
    room = here.room(key)
    if room <= 0 or not here.people:
        return
    known = here.known.get(key, set())
    for standing in pool.top(offer_of(here.offers[key]), max(PER_POST, room) * AHEAD + len(known)):
        points = {name: gained for name, gained, _ in standing.parts}
        if standing.person not in known and is_worth(standing.score, points):
            yield Proposal(key, standing.person, standing.score)


def _propose(session: Session, here: _Office, chosen: list[Proposal], now: datetime) -> int:
    made = 0
    for proposal in chosen:
        offer, person = here.offers[proposal.offer], here.people[proposal.person]
        verdict = judge(offer_of(offer), person, here.setting)
        if isinstance(verdict, Result):
            session.add(new_suggestion(offer, person, verdict, here.setting.weights, now))
            made += 1
    session.flush()
    return made
