"""How people date things by feasts, seasons and school holidays."""

import datetime as dt

from bot.understanding.when import days as d
from bot.understanding.when.grammar import Rule, rule
from bot.understanding.when.moment import floor
from bot.understanding.when.values import Days, Feast, Month, Number, Unit

_SEASONS = ("printemps", "automne", "hiver", "ete")


def _feast_of_year(now: dt.datetime, name: Feast, of: Days) -> Days | None:
    return d.feast(now, name, Number(of.start.year, "Y", "spelt")) if of.grain == "year" else None


def _last_feast(now: dt.datetime, name: Feast) -> Days:
    return d.feast(now, name, Number(d.feast(now, name).start.year - 1, "Y", "spelt"))


def _season(now: dt.datetime, name: str, count: int = 0, year: Number | None = None) -> Days:
    found = d.season(now, name, year)
    return found.moved(count) if count < 0 or (count > 0 and found.start <= now) else found


def _monday_after_new_year(year: int) -> dt.datetime:
    second = dt.datetime(year, 1, 2)
    return second + dt.timedelta(days=-second.weekday() % 7)


def _christmas_holidays(now: dt.datetime, feast: Days) -> Days | None:
    """Sixteen days before the first Monday of January, the same in the three school zones."""
    if (feast.start.month, feast.start.day) != (12, 25):
        return None
    back = _monday_after_new_year(feast.start.year + 1)
    return Days(back - dt.timedelta(days=16), back, "day", "year")


def _summer_holidays(now: dt.datetime, _unit: Unit | None = None) -> Days:
    year = now.year + (now >= dt.datetime(now.year, 9, 1))
    return Days(dt.datetime(year, 7, 1), dt.datetime(year, 9, 1), "day", "year")


def _year_end_feasts(now: dt.datetime, *_units: Unit | None) -> Days:
    return Days(dt.datetime(now.year, 12, 24), dt.datetime(now.year + 1, 1, 2), "day", "year")


def _back_to_school(now: dt.datetime, month: Month | None = None) -> Days:
    """The first school week of September, or of January when that is said: until its Friday."""
    for year in (now.year, now.year + 1):
        first = _monday_after_new_year(year) if month and month.number == 1 else dt.datetime(year, 9, 1)
        if first >= floor(now, "day"):
            return Days(first, first + dt.timedelta(days=(4 - first.weekday()) % 7 + 1), "day", "year")
    raise ValueError(now)


FEASTS: tuple[Rule, ...] = (
    rule("la veille de pâques", "veille @of F Y?", lambda now, f, y: d.today(d.feast(now, f, y).start, -1)),
    rule("noël 2015", "F de|en? ,? Y", d.feast),
    rule("pâques de l'année prochaine", "F @of D", _feast_of_year),
    rule("le dernier noël", "dernier F", _last_feast),
    rule("noël dernier", "F dernier|passe", _last_feast),
    rule("prochain noël", "prochain F", d.feast),
    rule("noël prochain", "F prochain", d.feast),
    rule("le jour de pâques", "jour|journee|fete|DAY @of F", lambda now, *taken: d.feast(now, taken[-1])),
    rule("noël", "F", d.feast),
    rule("vacances de noël", "vacances @of D", _christmas_holidays),
    rule("vacances d'été", "vacances @of ete", _summer_holidays),
    rule("les grandes vacances", "grandes vacances", _summer_holidays),
    rule("rentrée de janvier", "rentree @of MO", _back_to_school),
    rule("la rentrée", "rentree ~le", _back_to_school),
    rule("a la rentré", "a|pour|apres|jusque|apartir la|de rentre|rentrer", _back_to_school),
    rule("pendant les fêtes", "les fetes de? fin? d|de? YEAR?", _year_end_feasts),
    *(
        line
        for name in _SEASONS
        for line in (
            rule(f"l'{name} prochain", f"l|cet|le {name} prochain|suivant", lambda now, n=name: _season(now, n, 1)),
            rule(f"l'{name} dernier", f"l|cet|le {name} dernier|passe", lambda now, n=name: _season(now, n, -1)),
            rule(f"{name} 2014", f"{name} de? Y", lambda now, y, n=name: _season(now, n, 0, y)),
            rule(f"cet {name}", f"cet|ce|en|l|au|d|tout|le l? {name}", lambda now, n=name: _season(now, n)),
            rule(name, f"^ {name} $", lambda now, n=name: _season(now, n)),
        )
    ),
)
