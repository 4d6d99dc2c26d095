"""Which rows of a pool a filter holds back: the filters of the plain ranking, asked once for each distinct value."""

from collections.abc import Hashable

import numpy as np

from backend.matching.certificates import is_regulated_diploma, opens_trade, reserved_trade
from backend.matching.columns import Column
from backend.matching.filters import (
    FILTERS,
    Filter,
    already_answered,
    contract_refused,
    diploma_missing,
    last_day,
    licence_missing,
    paused,
    software_missing,
    too_late,
)
from backend.matching.pool_asking import Asking
from backend.matching.pool_trades import UNSAID
from backend.matching.trades import Closeness


def held(asking: Asking, rows: Column) -> Column:
    """Rows that a filter holds back, learnable or not: they are not in the top."""
    offer, get = asking.offer, asking.columns
    back: Column = get["answers"].take(rows) >> 6 > 0
    if last := last_day(offer, asking.setting):
        back |= get["available"].take(rows) > last.toordinal()
    back |= _already_answered(asking, rows)
    if offer.contract:
        back |= _filtered(asking, rows, "contracts", contract_refused, offer.contract)
    if asking.firm:
        back |= _filtered(asking, rows, "licences", licence_missing, asking.firm)
    if any(skill.must for skill in offer.skills):
        back |= _filtered(asking, rows, "skills", software_missing, offer.skills)
    if reserved_trade(offer.code, offer.titles):
        back |= _without_diploma(asking, rows)
    for each in _ROW_BY_ROW:
        back |= np.array([any(each(offer, asking.person(row), asking.setting)) for row in rows], dtype=bool)
    return back


def _filtered(asking: Asking, rows: Column, name: str, each: Filter, asked: Hashable) -> Column:
    """Rows that one filter holds back for their value in one column. `asked`: all that it reads of the offer."""
    known = asking.known_by[name]
    reasons = asking.answers.of(
        (each, asked), asking.columns[name].take(rows), lambda n: any(each(asking.offer, known(n), asking.setting))
    )
    return reasons > 0


def _already_answered(asking: Asking, rows: Column) -> Column:
    """Of all histories, those that name this offer are looked at."""
    known = asking.known_by["history"]
    naming = [
        n
        for n in asking.shared.histories_with(asking.offer.id)
        if any(already_answered(asking.offer, known(n), asking.setting))
    ]
    return np.isin(asking.columns["history"].take(rows), naming) if naming else np.zeros(len(rows), dtype=bool)


def _without_diploma(asking: Asking, rows: Column) -> Column:
    """As `filters.diploma_missing`: another diploma than those of the trade, neither told among the licences nor proven
    by time in it."""
    code, get, shared = asking.offer.code, asking.columns, asking.shared
    other = asking.answers.of(
        ("another diploma", code),
        get["diploma"].take(rows),
        lambda n: is_regulated_diploma(code, shared.diplomas.values[n] or "") is False,
    )
    opened = asking.answers.of(
        ("a licence that opens", code),
        get["licences"].take(rows),
        lambda n: opens_trade(code, shared.licences.values[n]),
    )
    level, _ = asking.works(rows)
    practised = ((level >= Closeness.CODE) & (level != UNSAID)).any(axis=0)
    without: Column = (other > 0) & (opened == 0) & ~practised
    return without


_IN_COLUMNS = {
    paused, already_answered, contract_refused, licence_missing, diploma_missing, too_late, software_missing,
}  # fmt: skip
_ROW_BY_ROW = [each for each in FILTERS if each not in _IN_COLUMNS]
"""Filters added since: asked for each row, slower and just as right."""
