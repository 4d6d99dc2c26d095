"""What other weights would change, shown before they are saved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from backend.matching.rank import rank
from backend.matching.setting import Setting
from backend.matching.values import Offer, Person, Weights

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Moved:
    """One person whose place in the top of an offer changes; places count from 1, None is beyond the top."""

    offer: str
    person: str
    before: int | None
    after: int | None


def what_changes(
    offers: Iterable[Offer], people: Sequence[Person], setting: Setting, weights: Weights, shown: int = SHOWN
) -> list[Moved]:
    """Who would move in the first `shown` places of each offer, offer by offer, by the new place."""
    other = replace(setting, weights=weights)
    return [moved for offer in offers for moved in _moved(offer, people, setting, other, shown)]


def _moved(offer: Offer, people: Sequence[Person], now: Setting, then: Setting, shown: int) -> list[Moved]:
    before, after = _places(offer, people, now, shown), _places(offer, people, then, shown)
    everyone = sorted({*before, *after}, key=lambda person: (after.get(person, shown + 1), person))
    moves = (Moved(offer.id, person, before.get(person), after.get(person)) for person in everyone)
    return [each for each in moves if each.before != each.after]


def _places(offer: Offer, people: Sequence[Person], setting: Setting, shown: int) -> dict[str, int]:
    top = rank(offer, people, setting).top[:shown]
    return {result.person: place for place, result in enumerate(top, 1)}
