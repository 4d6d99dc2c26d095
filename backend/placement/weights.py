"""What counts most for an office: one list of weights, each change kept with its author, shown before it is saved."""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby

from sqlmodel import Session, col, func, select

from backend.matching.criteria import CRITERIA
from backend.matching.setting import Setting
from backend.matching.tuning import Moved, what_changes
from backend.matching.values import Weights
from backend.offers.tables import Offer
from backend.people.tables import Candidate
from backend.placement.lifecycle import State
from backend.placement.pool import offer_of, person_of, setting_for
from backend.placement.tables import Suggestion, WeightList

MOST = 100
"""The highest ceiling a criterion may have."""
OFFERS_SHOWN = 10


class WeightsRefused(ValueError):
    """A list of weights that cannot rank anyone; the message is for the adviser."""


def saved_weights(session: Session, office_id: int) -> WeightList | None:
    """The office's last list; None while it has the default one."""
    lists = select(WeightList).where(WeightList.office_id == office_id)
    return session.exec(lists.order_by(col(WeightList.id).desc()).limit(1)).first()


def weights_of(session: Session, office_id: int) -> Weights:
    """The office's own weights; the default for a criterion that came after they were saved."""
    saved = saved_weights(session, office_id)
    return Weights({**Weights().points, **saved.points}) if saved else Weights()


def setting_of_office(session: Session, office_id: int, now: datetime) -> Setting:
    """The day's setting with the office's weights. `now` is aware."""
    return setting_for(now, weights_of(session, office_id))


def read_weights(typed: Mapping[str, str]) -> Weights:
    """A list typed by an adviser: {criterion: "40"}. Raises WeightsRefused when one is no number from 0 to MOST."""
    points = {each.name: _ceiling(each.title, typed.get(each.name, "")) for each in CRITERIA}
    if not any(points.values()):
        raise WeightsRefused("Donnez des points à un critère au moins.")
    return Weights(points)


def _ceiling(title: str, typed: str) -> float:
    try:
        points = int(typed)
    except ValueError:
        points = -1
    if not 0 <= points <= MOST:
        raise WeightsRefused(f"{title} : un nombre de 0 à {MOST}.")
    return float(points)


def save_weights(session: Session, office_id: int, weights: Weights, adviser_id: int, now: datetime) -> WeightList:
    """From now on these weights rank; what was suggested before keeps the weights it was ranked with."""
    saved = WeightList(office_id=office_id, points=dict(weights.points), saved_at=now, saved_by=adviser_id)
    session.add(saved)
    session.flush()
    return saved


def changes(
    session: Session, office_id: int, weights: Weights, now: datetime
) -> list[tuple[Offer, list[tuple[Moved, Candidate]]]]:
    """Who would move in the top of the offers with most suggestions to review. Nothing is written."""
    offers = {str(offer.id): offer for offer in _under_review(session, office_id)}
    active = session.exec(select(Candidate).where(Candidate.office_id == office_id, Candidate.status == "active"))
    people = {str(one.id): one for one in active}
    here = setting_of_office(session, office_id, now)
    as_values = [person_of(one, now) for one in people.values()]
    moves = what_changes(map(offer_of, offers.values()), as_values, here, weights)
    return [
        (offers[offer], [(move, people[move.person]) for move in theirs])
        for offer, theirs in groupby(moves, key=lambda move: move.offer)
    ]


def _under_review(session: Session, office_id: int) -> list[Offer]:
    waiting = func.count(col(Suggestion.id))
    offers = select(Offer).join(Suggestion, col(Suggestion.offer_id) == col(Offer.id)).where(
        Offer.office_id == office_id, Offer.status == "open", Suggestion.state == State.PROPOSED
    )  # fmt: skip
    return list(
        session.exec(offers.group_by(col(Offer.id)).order_by(waiting.desc(), col(Offer.id)).limit(OFFERS_SHOWN))
    )
