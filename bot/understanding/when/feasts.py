"""The feasts people date things by, from their year. Fixed days, days counted from Easter, and Sundays of a month."""

import datetime as dt
from collections.abc import Callable

from dateutil.easter import easter
from dateutil.relativedelta import FR, SU, TH, relativedelta

_FIXED = {
    "nouvel an": (1, 1), "epiphanie": (1, 6), "chandeleur": (2, 2), "saint valentin": (2, 14), "saint patrick": (3, 17),
    "poisson d avril": (4, 1), "fete du travail": (5, 1), "8 mai": (5, 8), "fete de la musique": (6, 21),
    "saint jean": (6, 24), "independance": (7, 4), "fete nationale": (7, 14), "assomption": (8, 15),
    "halloween": (10, 31), "toussaint": (11, 1), "jour des morts": (11, 2), "armistice": (11, 11),
    "saint nicolas": (12, 6), "reveillon de noel": (12, 24), "noel": (12, 25), "saint sylvestre": (12, 31),
}  # fmt: skip
_FROM_EASTER = {
    "mardi gras": -47, "cendres": -46, "rameaux": -7, "jeudi saint": -3, "vendredi saint": -2, "paques": 0,
    "lundi de paques": 1, "ascension": 39, "pentecote": 49, "lundi de pentecote": 50,
}  # fmt: skip


def _mothers_day(year: int) -> dt.date:
    """The last Sunday of May, or the first of June when that one is Pentecost (décret of 1950)."""
    sunday = dt.date(year, 5, 31) + relativedelta(weekday=SU(-1))
    return sunday + dt.timedelta(weeks=1) if sunday == easter(year) + dt.timedelta(days=49) else sunday


_MOVING: dict[str, Callable[[int], dt.date]] = {
    "fete des meres": _mothers_day,
    "fete des peres": lambda year: dt.date(year, 6, 1) + relativedelta(weekday=SU(3)),
    "thanksgiving": lambda year: dt.date(year, 11, 1) + relativedelta(weekday=TH(4)),
    "black friday": lambda year: dt.date(year, 11, 1) + relativedelta(weekday=TH(4)) + relativedelta(weekday=FR(1)),
}


def feast_day(name: str, year: int) -> dt.datetime:
    """Midnight at the start of that feast. KeyError when it is not listed; ValueError outside years 1583–4099."""
    if name in _FIXED:
        return dt.datetime(year, *_FIXED[name])
    day = easter(year) + dt.timedelta(days=_FROM_EASTER[name]) if name in _FROM_EASTER else _MOVING[name](year)
    return dt.datetime(day.year, day.month, day.day)
