"""What an offer asks, as plain lists by number: what the rivals of `matching_rivals.py` look things up in.

Made from the project's own functions before the clock runs: the rivals are timed on the ranking alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from backend.matching.columns import NO_TRADE, answer_of
from backend.matching.criteria import OCCUPATION_SHARES, asked_and_held, contract, hours, useful
from backend.matching.filters import contract_refused, licence_missing, software_missing
from backend.matching.pool import Pool
from backend.matching.pool_trades import UNSAID
from backend.matching.trades import Closeness
from backend.matching.values import Offer, Person

NOTHING = -1.0
"""Stands for "no data" in the lists: databases walk through arrays that hold nulls."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Share, worth or flag by number: of a trade, of a set of licences, of skills, of contracts, of packed answers."""

    occupation: list[float]
    most: list[float]
    worth: list[float]
    licences_held: list[float]
    licences_told: list[float]
    skills_held: list[float]
    skills_told: list[float]
    contract: list[float]
    hours: list[float]
    no_licence: list[float]
    no_contract: list[float]
    no_software: list[float]


def tables_of(pool: Pool, offer: Offer) -> Tables:
    """The tables of one offer. `contract` is by contracts x 64 + answers."""
    shared, here = pool._shared, pool.setting
    levels = pool._trades.levels(offer)[: len(shared.trades)]
    known = [Closeness(level) if level != UNSAID else None for level in levels.tolist()]
    answers = [_told(packed) for packed in range(64)]
    accepted = shared.contracts.values
    licences = [Person("", licences=value) for value in shared.licences.values]
    skills = [Person("", skills=value) for value in shared.skills.values]
    contracts = [Person("", contracts=value) for value in accepted]
    times = [Person("", contracts=value, part_time=told.part_time) for value in accepted for told in answers]
    return Tables(
        occupation=[OCCUPATION_SHARES[each] if each is not None else NOTHING for each in known],
        most=[useful(each, 1_000_000, 1) if each else 0.0 for each in known],
        worth=[useful(each, 1_000_000, 1_000_000) if each else 0.0 for each in known],
        licences_held=[float(asked_and_held(offer, each)[0]) for each in licences],
        licences_told=[float(asked_and_held(offer, each)[1]) for each in licences],
        skills_held=[float(asked_and_held(offer, each)[0]) for each in skills],
        skills_told=[float(asked_and_held(offer, each)[1]) for each in skills],
        contract=_numbers(contract(offer, each, here).share for each in times),
        hours=_numbers(hours(offer, each, here).share for each in answers),
        no_licence=_flags(lambda each: any(licence_missing(offer, each, here)), licences),
        no_contract=_flags(lambda each: any(contract_refused(offer, each, here)), contracts),
        no_software=_flags(lambda each: any(software_missing(offer, each, here)), skills),
    )


def months_asked(offer: Offer) -> int:
    return offer.experience_months or 12


def slots(pool: Pool, name: str) -> list[np.ndarray]:
    """The slots of a column of trades that anyone uses, NO_TRADE being -1."""
    column = np.where(pool._columns[name] == NO_TRADE, -1, pool._columns[name].astype(np.int32))
    return [line for line in column.T if (line >= 0).any()]


def _numbers(shares: Iterable[float | None]) -> list[float]:
    return [NOTHING if share is None else float(share) for share in shares]


def _flags(held: Callable[[Person], bool], people: list[Person]) -> list[float]:
    return [float(held(each)) for each in people]


def _told(packed: int) -> Person:
    """The person of one packed answer; a pair of bits that stands for nothing is as good as unknown."""
    known = [packed >> 2 * place & 3 for place in range(3)]
    nights, weekends, part_time = (answer_of(one, 0) if one < 3 else None for one in known)
    return Person("", nights=nights, weekends=weekends, part_time=part_time)
