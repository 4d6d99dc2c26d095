"""Putting days, clocks and parts of day together, then from when and until when."""

import datetime as dt

from bot.understanding.when import days as d
from bot.understanding.when.grammar import Rule, rule
from bot.understanding.when.moment import floor, shifted
from bot.understanding.when.rules_clocks import clock, numbers
from bot.understanding.when.rules_lengths import BLOCKED
from bot.understanding.when.values import Clock, Days, Hours, Number, Part, Span, Value


def _between(now: dt.datetime, first: Span, last: Span) -> Span | None:
    if first.start is None or last.start is None or last.start <= first.start:
        return None
    return Span(first.start, last.end if last.part else last.start, "minute", sign="B")


def _until_clock(now: dt.datetime, day: Days, last: Clock) -> Span | None:
    return Span(day.start, last.on(day.start), last.grain, sign="B") if day.grain == "day" else None


def _in_part(now: dt.datetime, span: Span, hours: Hours) -> Span | None:
    if span.start is None or span.part is None:
        return None
    fitted = Hours(span.part.fit(hours.first), span.part.fit(hours.last))
    return d.hours_on(d.days(floor(span.start, "day")), fitted)


def _numbers_in_part(now: dt.datetime, span: Span, first: Number, last: Number) -> Span | None:
    hours = numbers(now, first, last)
    return _in_part(now, span, hours) if hours else None


def _clock_to_clock(now: dt.datetime, first: Clock, day: Days, last: Clock, other: Days) -> Span | None:
    start, end = d.clock_on(day, first), d.clock_on(other, last)
    return _between(now, start, end) if start and end else None


_AVAILABLE = "dispo|disponible|libre|possible|absent|absente|dehors|venir"
JOINS: tuple[Rule, ...] = (
    rule("cette nuit", "@this P", lambda now, p: d.part_on(d.today(now), p)),
    rule("du 10 juin au 1er juillet", "du|de|d|depuis|entre le? D @to D", lambda now, a, b: d.joined(a, b)),
    rule("10 juin au 1er juillet", "D au|a|-|jusque le? D", lambda now, a, b: d.joined(a, b)),
    rule("lundi matin", "D @in P", lambda now, day, p: d.part_on(day, p)),
    rule("matinée du 15 mars", "P @on D", lambda now, p, day: d.part_on(day, p)),
    rule("matin du 15", "P du N|O ~H", lambda now, p, n: d.part_on(d.day_of_month(now, n), p)),
    rule("jeudi dans la journée", "D dans|pendant la journee", lambda now, day: day),
    rule(
        "dispo le matin",
        f"{_AVAILABLE} ,? que? @in P ~dernier|passe|precedent|prochain|suivant|du|de",
        lambda now, p: d.next_part(now, p),
    ),
    rule("dans la matinée", "dans|en la|le|l? P", lambda now, p: d.next_part(now, p)),
    rule("matin", "^ @in P $", lambda now, p: d.next_part(now, p)),
    rule("la prochaine soirée", "prochain|suivant P", lambda now, p: d.part_on(d.today(now, 1), p)),
    rule("la dernière nuit", "dernier|passe P", lambda now, p: d.part_on(d.today(now, -1), p)),
    rule("la nuit dernière", "P dernier|passe|precedent", lambda now, p: d.part_on(d.today(now, -1), p)),
    rule("10h demain à 15h lundi", "de? T @on D a|au|jusque|- T @on D", _clock_to_clock),
    rule("9h demain à 11h", "de? T @on D a|jusque|- T ~D|X", lambda now, a, day, b: d.hours_on(day, Hours(a, b))),
    rule("jeudi de 9h à 11h", "D @at @on R", lambda now, day, r: d.hours_on(day, r)),
    rule("9h-11h jeudi", "R @on D", lambda now, r, day: d.hours_on(day, r)),
    rule("demain matin 9h-11h", "X ,? R", _in_part),
    rule("demain matin 9-11", "X ,? de? N -|a|et N ~U|H|MO", _numbers_in_part),
    rule("9h-11h demain matin", "R X", lambda now, r, x: _in_part(now, x, r)),
    rule("demain jusqu'à 16h", "D jusque|avant T", _until_clock),
    rule("jeudi pas avant 9h", "D ,? pas avant de? T", lambda now, day, t: _open(d.clock_on(day, t))),
    rule("jeudi après 9h30", "D apres|apartir|des|depuis de? T", lambda now, day, t: _open(d.clock_on(day, t))),
    rule("jeudi matin après 9h30", "X apres|apartir|des de? T", lambda now, x, t: _open(d.clock_in(x, t))),
    rule("lundi 14h", "D @at T", lambda now, day, t: d.clock_on(day, t)),
    rule("14h lundi", "T @on D", lambda now, t, day: d.clock_on(day, t)),
    rule(
        "jeudi je peux venir à 10h", "D ,? _ venir|possible|libre|dispo? @at T", lambda now, day, t: d.clock_on(day, t)
    ),
    rule(
        "jeudi je suis libre de 9h à 11h",
        "D ,? _ venir|possible|libre|dispo? @at R",
        lambda now, day, r: d.hours_on(day, r),
    ),
    rule("ce soir 18h", "X @at T", lambda now, x, t: d.clock_in(x, t)),
    rule("8 heures ce soir", "T @on X", lambda now, t, x: d.clock_in(x, t)),
    rule("à 10, ce soir", "a|vers N ,? X", lambda now, n, x: _bare_clock(now, n, x)),
    rule("ce soir à 7", "X a N ~_|U|N|H|MO|BIG", lambda now, x, n: _bare_clock(now, n, x)),
    rule("lundi à 10", "D a N ~_|U|N|H|MO|BIG", lambda now, day, n: _bare_clock(now, n, day)),
    rule("de lundi 9h à mardi 12h", "X a|au|-|jusque|et X", _between),
)


def _bare_clock(now: dt.datetime, hour: Number, place: Days | Span) -> Span | None:
    said = clock(now, hour)
    if said is None:
        return None
    return d.clock_on(place, said) if isinstance(place, Days) else d.clock_in(place, said)


def _open(span: Span | None) -> Span | None:
    return Span(span.start, None, span.grain, sign="B") if span else None


def placed(now: dt.datetime, value: Value) -> Days | Span | None:
    """A value on the calendar: a clock is its next hour, a part of the day the running or next one."""
    if isinstance(value, Days | Span):
        return value
    if isinstance(value, Clock):
        return d.next_clock(now, value)
    if isinstance(value, Part):
        return d.next_part(now, value)
    if isinstance(value, Hours):
        return d.next_hours(now, value)
    if isinstance(value, Number):
        return d.days(dt.datetime(int(value.value), 1, 1), "year") if value.sign == "Y" else d.day_of_month(now, value)
    return None


def _from(now: dt.datetime, value: Value) -> Span | None:
    there = placed(now, value)
    return Span(there.start, None, there.grain, sign="B") if there else None


def _since(now: dt.datetime, value: Value) -> Span | None:
    there = placed(now, value)
    if isinstance(value, Clock) and there and there.start and there.start > now:
        there = d.clock_on(d.today(there.start, -1), value)
    for _ in range(12):
        if isinstance(there, Days) and there.free and there.start > now:
            there = there.moved(-1)
    return Span(there.start, None, there.grain, sign="B") if there else None


def _after(now: dt.datetime, value: Value) -> Span | None:
    """After a day is the next day; after a clock is that clock."""
    there = placed(now, value)
    if there is None:
        return None
    whole = isinstance(there, Days) or there.part is not None
    return Span(there.end if whole else there.start, None, there.grain, sign="B")


def _before(now: dt.datetime, value: Value) -> Span | None:
    there = placed(now, value)
    return Span(None, there.start, there.grain, sign="B") if there else None


def _until(now: dt.datetime, value: Value, start: dt.datetime | None = None) -> Span | None:
    """Until a day, itself included; until a clock."""
    there = placed(now, value)
    if there is None:
        return None
    whole = isinstance(there, Days) or there.part is not None
    return Span(start, there.end if whole else there.start, there.grain, sign="B")


_ANY = "D|X|T|P|N|O|Y"
_FREE = "dispo|disponible|libre|possible|la|bon|ok"


def _refused(now: dt.datetime, value: Value) -> Number:
    """A day that does not suit is no answer."""
    return BLOCKED


BOUNDS: tuple[Rule, ...] = (
    rule("pas avant 10h", f"pas avant @det {_ANY} ~U|H", _from),
    rule("pas dispo avant février", f"pas|plus {_FREE} avant @det {_ANY} ~U|H", _from),
    rule("pas après 10h", f"pas apres @det {_ANY} ~U|H", _until),
    rule(
        "pas lundi",
        "pas|sauf|excepte|hormis|hors|jamais le|la|ce|cette|en|au? D|X|T|P|R|B",
        _refused,
    ),
    rule("pas dispo lundi", f"pas|plus {_FREE} @det D|X|T|P|R|B", _refused),
    rule("mardi pas possible", f"D|X|T|R ,? _? pas|jamais|non =mais|,|.|{_FREE}", _refused),
    rule("lundi je peux pas", "D|X|T|R ,? _? pas|jamais|non $", _refused),
    rule("à partir du 10", f"apartir @det {_ANY} ~U|H", _from),
    rule("dès lundi", "des le|la|l|ce|cette? D|X|T|P", lambda now, v: _whole_part_from(now, v)),
    rule("au plus tôt lundi", f"auplustot @det {_ANY}", _from),
    rule("lundi au plus tôt", "D|X|T auplustot", _from),
    rule("lundi au plus tard", "D|X|T auplustard", _until),
    rule("au plus tard lundi", f"auplustard @det {_ANY}", _until),
    rule("depuis lundi", f"depuis @det {_ANY} ~U|H", _since),
    rule("d'ici vendredi", f"dici @det {_ANY} ~U|H", lambda now, v: _until(now, v, now)),
    rule("jusqu'à vendredi", f"jusque @det {_ANY} ~U|H", _until),
    rule("avant noël", f"avant @det {_ANY} ~U|H", _before),
    rule("après noël", f"apres @det {_ANY} ~U|H", _after),
    rule("au plus tôt", "auplustot", lambda now: Span(now, None, "second", sign="B")),
)


def _whole_part_from(now: dt.datetime, value: Value) -> Value | None:
    """« dès le matin" is still the morning; "dès lundi » goes on."""
    if isinstance(value, Days) and value.end != shifted(value.start, value.grain):
        return None  # "des trois derniers mois"
    return placed(now, value) if isinstance(value, Part) else _from(now, value)
