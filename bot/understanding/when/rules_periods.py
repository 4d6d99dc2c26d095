"""How people say today and tomorrow, a distance from now, a week, a month, a year or a part of one."""

import datetime as dt

from bot.understanding.when import days as d
from bot.understanding.when.grammar import Rule, rule
from bot.understanding.when.moment import floor, shifted
from bot.understanding.when.rules_lengths import length
from bot.understanding.when.values import Days, Number, Span, Unit, Value, Weekday


def _away(now: dt.datetime, sign: int, quantity: tuple[Value | str | None, ...]) -> Days | Span:
    count, unit, rest = quantity
    return d.away(now, length(now, count, unit, rest), sign)


def _ahead(now: dt.datetime, *quantity: Value | str | None) -> Days | Span:
    return _away(now, 1, quantity)


def _ago(now: dt.datetime, *quantity: Value | str | None) -> Days | Span:
    return _away(now, -1, quantity)


def _within(now: dt.datetime, *quantity: Value | str | None) -> Span | None:
    """« d'ici 2 semaines », « sous 15 jours »: from now to the start of that day. « d'ici 14h » is a clock."""
    count, unit, _rest = quantity
    if isinstance(count, Number) and isinstance(unit, Unit) and unit.name == "hour" and 7 <= count.value < 24:
        return None
    return Span(now, _away(now, 1, quantity).start, "second", sign="B")


def _since(now: dt.datetime, *quantity: Value | str | None) -> Span | None:
    """« depuis 5 ans » tells a career, « depuis 20h » an hour."""
    count, unit, _rest = quantity
    if not isinstance(unit, Unit) or not isinstance(count, Number) or unit.name == "year":
        return None
    if unit.name == "hour" and count.value >= 7:
        return None
    return Span(_away(now, -1, quantity).start, None, "day", sign="B")


def _weekday_away(now: dt.datetime, weekday: Weekday, there: Days | Span) -> Days | None:
    """« lundi dans 15 jours »: the Monday of that week."""
    return d.weekday_in(now, weekday, d.days(floor(there.start, "week"), "week")) if there.start else None


def _not_before(now: dt.datetime, *quantity: Value | str | None) -> Span | None:
    there = _ahead(now, *quantity)
    return Span(there.start, None, "day", sign="B") if isinstance(there, Days) else None


def _tomorrow(now: dt.datetime) -> dt.datetime:
    return now + dt.timedelta(days=1)


def _around_now(now: dt.datetime, hours: int) -> Span:
    """The next hour, or the last one."""
    other = now + dt.timedelta(hours=hours)
    return Span(min(now, other), max(now, other), "second", sign="B")


def _tomorrow_by_ear(now: dt.datetime, two: Number, _unit: Unit) -> Days | None:
    """« 2min matin »: two minutes stand before no part of the day."""
    return d.today(now, 1) if two.digits == "2" else None


DISTANCES: tuple[Rule, ...] = (
    rule("2min aprem", "<dans <N N MINUTE =P", _tomorrow_by_ear),
    rule("d'ici 2 semaines", "dici @the @qty", _within),
    rule("dans les 15 jours", "dans les|un @qty", _within),
    rule("sous 8 jours", "sous @qty", _within),
    rule(
        "sous huitaine",
        "sous|dici LR ~O|U|H|de|d",
        lambda now, n: Span(now, d.today(now, int(n.value)).start, "second", sign="B"),
    ),
    rule("pas avant 15 jours", "pas avant @qty", _not_before),
    rule("lundi dans 2 semaines", "WD dans @qty", lambda now, wd, *q: _weekday_away(now, wd, _ahead(now, *q))),
    rule("lundi il y a 2 semaines", "WD d? ilya @qty", lambda now, wd, *q: _weekday_away(now, wd, _ago(now, *q))),
    rule("dans un quart d'heure", "dans|dici L", lambda now, size: d.away(now, size)),
    rule("il y a un quart d'heure", "ilya L", lambda now, size: d.away(now, size, -1)),
    rule("dans 3 jours à compter d'aujourd'hui", "dans @qty apartir d|de aujourdhui|immediat", _ahead),
    rule("dans 3 jours", "dans vers? @qty ~prochain|suivant", _ahead),
    rule("il y a deux ans", "ilya vers? @qty", _ago),
    rule("depuis 3 jours", "depuis vers? @qty ~prochain|suivant|dernier", _since),
    rule("deux jours plus tard", "@qty plus tard", _ahead),
    rule("deux jours après", "@qty apres $", _ahead),
    rule("deux semaines à partir d'aujourd'hui", "@qty apartir|apres d|de? aujourdhui|immediat", _ahead),
    rule(
        "deux jours à partir de demain", "@qty apartir|apres d|de? demain", lambda now, *q: _ahead(_tomorrow(now), *q)
    ),
    rule("deux jours plus tôt", "@qty plus|en tot|arriere", _ago),
    rule("deux jours avant", "@qty avant $", _ago),
    rule("deux jours auparavant", "@qty auparavant", _ago),
    rule("3 prochaines semaines", "N prochain U|H", lambda now, n, u: d.periods(now, n, u, True)),
    rule("3 semaines suivantes", "N U|H suivant|prochain", lambda now, n, u: d.periods(now, n, u, True)),
    rule("prochains 3 jours", "<WD <U prochain N U|H", lambda now, n, u: d.periods(now, n, u, True)),
    rule("2 derniers mois", "N dernier|passe|precedent U|H", lambda now, n, u: d.periods(now, n, u, False)),
    rule("2 années passées", "N U|H passe|dernier|precedent ~de", lambda now, n, u: d.periods(now, n, u, False)),
    rule("derniers 3 jours", "dernier|passe N U|H", lambda now, n, u: d.periods(now, n, u, False)),
)

TODAY: tuple[Rule, ...] = (
    rule("moi prochain", "moi =prochain|suivant|dernier|passe", lambda now: Unit("month")),
    rule("aujourd'hui", "aujourdhui", lambda now: d.today(now)),
    rule("dans la journée", "<WD <D dans la journee ~de|du", lambda now: d.today(now)),
    rule("avant-hier", "avanthier", lambda now: d.today(now, -2)),
    rule("hier", "hier", lambda now: d.today(now, -1)),
    rule("après-demain", "apresdemain|surlendemain", lambda now: d.today(now, 2)),
    rule("après demain", "apres demain", lambda now: d.today(now, 2)),
    rule("demain", "demain", lambda now: d.today(now, 1)),
    rule("de suite, dès que possible", "immediat", lambda now: Span(now, None, "second", sign="B")),
    rule("jour suivant", "DAY suivant|prochain", lambda now, _u: d.today(now, 1)),
    rule("semaine prochaine", "U suivant|prochain", lambda now, u: d.period(now, u, 1)),
    rule("semaine dernière", "U dernier|passe|precedent", lambda now, u: d.period(now, u, -1)),
    rule("la prochaine heure", "prochain H", lambda now, _h: _around_now(now, 1)),
    rule("la dernière heure", "dernier H", lambda now, _h: _around_now(now, -1)),
    rule("l'heure prochaine", "H suivant|prochain", lambda now, _h: _around_now(now, 1)),
    rule("l'heure dernière", "H dernier|passe|precedent", lambda now, _h: _around_now(now, -1)),
)


def _year(year: Number) -> Days:
    return d.days(dt.datetime(int(year.value), 1, 1), "year")


def _years(_now: dt.datetime, first: Number, last: Number) -> Days | None:
    """« de 2014 à 2018 »: up to the start of the last one."""
    return Days(_year(first).start, _year(last).start, "year") if last.value > first.value else None


def _decade(_now: dt.datetime, _unit: Unit, number: Number) -> Days | None:
    return d.days(dt.datetime(d.year_of(number), 1, 1), "decade") if number.value % 10 == 0 else None


def _century(_now: dt.datetime, rank: Number, _unit: Unit) -> Days:
    return d.days(dt.datetime(int(rank.value - 1) * 100, 1, 1), "century")


def _quarter(now: dt.datetime, rank: Number, year: Number | None) -> Days | None:
    if not 1 <= rank.value <= 4:
        return None
    start = dt.datetime(d.year_of(year) if year else now.year, 1, 1)
    return d.days(shifted(start, "month", 3 * (int(rank.value) - 1)), "quarter")


def _half_month(of: Days, rank: float, size: Number) -> Days | None:
    """« la deuxième quinzaine d'avril »: from the 15th to the end of the month."""
    if of.grain != "month" or size.value != 15 or rank not in (1, 2):
        return None
    middle = of.start.replace(day=15)
    return Days(of.start, middle, "day", of.free) if rank == 1 else Days(middle, of.end, "day", of.free)


def _nth_of_running(now: dt.datetime, rank: int, weekday: Weekday, unit: Unit) -> Days | None:
    """« le premier lundi du mois »: of this month, or of the next one when it is over."""
    for count in (0, 1):
        of = d.period(now, unit, count)
        found = d.nth_weekday(rank, weekday, of) if isinstance(of, Days) else None
        if found is not None and found.start >= floor(now, "day"):
            return found
    return None


def _nth_of_this(now: dt.datetime, rank: Number | None, weekday: Weekday, unit: Unit) -> Days | None:
    """« le premier lundi de ce mois »: of this one, though it may be over. Without a rank, the last one."""
    of = d.period(now, unit)
    return d.nth_weekday(int(rank.value) if rank else -1, weekday, of) if isinstance(of, Days) else None


def _last_of_running(now: dt.datetime, unit: Unit, of: Unit) -> Days | None:
    whole = d.period(now, of)
    return d.nth(-1, unit, whole) if isinstance(whole, Days) else None


RANKED: tuple[Rule, ...] = (
    rule("le prochain week-end", "prochain|suivant WEEKEND", lambda now, u: d.period(now, u)),
    rule("la prochaine semaine", "prochain|suivant U", lambda now, u: d.period(now, u, 1)),
    rule("les années 1990", "les YEAR Y", _decade),
    rule("les années 80", "YEAR N ~/|MO", _decade),
    rule("le 20e siècle", "N|O CENTURY", _century),
    rule("T3 2018", "t|q N ,|de|/? Y", _quarter),
    rule("premier trimestre 2013", "N|O U @of Y", lambda now, n, u, y: d.nth(int(n.value), u, _year(y))),
    rule("dernière semaine de 2013", "dernier U @of Y", lambda now, u, y: d.nth(-1, u, _year(y))),
    rule("premier trimestre de l'année prochaine", "O U @of D", lambda now, n, u, of: d.nth(int(n.value), u, of)),
    rule("dernier jour d'octobre", "dernier U @of D", lambda now, u, of: d.nth(-1, u, of)),
    rule("premier trimestre", "O QUARTER", lambda now, n, _u: _quarter(now, n, None)),
    rule("première quinzaine d'avril", "O LR @of D", lambda now, n, size, of: _half_month(of, n.value, size)),
    rule("dernière quinzaine d'avril", "dernier LR @of D", lambda now, size, of: _half_month(of, 2, size)),
    rule("premier mercredi de mars", "O WD @of D", lambda now, n, wd, of: d.nth_weekday(int(n.value), wd, of)),
    rule("dernier lundi de mars", "dernier WD @of D", lambda now, wd, of: d.nth_weekday(-1, wd, of)),
    rule("premier lundi de ce mois", "O WD de? @this U", _nth_of_this),
    rule("dernier lundi de ce mois", "dernier WD de? @this U", lambda now, wd, u: _nth_of_this(now, None, wd, u)),
    rule("premier lundi du mois", "O WD @of U", lambda now, n, wd, u: _nth_of_running(now, int(n.value), wd, u)),
    rule("dernier lundi du mois", "dernier WD @of U", lambda now, wd, u: _nth_of_running(now, -1, wd, u)),
    rule("dernier jour du mois", "dernier U @of U", _last_of_running),
)


def _before_end(now: dt.datetime, of: Days | Unit, start: dt.datetime | None = None) -> Span | None:
    whole = d.period(now, of) if isinstance(of, Unit) else of
    return Span(start, whole.end, whole.grain, sign="B") if whole else None


def _edge_of_this(now: dt.datetime, which: str, unit: Unit) -> Days | None:
    of = d.period(now, unit)
    return d.edge(which, of) if isinstance(of, Days) else None


def _edges(which: str, said: str) -> tuple[Rule, ...]:
    return (
        rule(f"{which} mars", f"{said} -? @of @the D", lambda now, of: d.edge(which, of)),
        rule(f"{which} 2027", f"{said} -? @of @the YEAR? Y", lambda now, _u, y: d.edge(which, _year(y))),
        rule(f"{which} de cette semaine", f"{said} -? @of @this U", lambda now, u: _edge_of_this(now, which, u)),
        rule(f"{which} du mois", f"{said} -? @of @the U", lambda now, u: d.running_edge(which, u, now)),
    )


def _week_of(_now: dt.datetime, _unit: Unit, day: Days) -> Days | None:
    """« la semaine du 6 »: the week that holds it, or the next one when the 6th is a Saturday or a Sunday."""
    if day.grain not in ("day", "month"):
        return None
    nearest = day.start + dt.timedelta(days=2) if day.start.weekday() >= 5 else day.start
    return d.days(floor(nearest, "week"), "week", free=day.free)


def _weekend_of(_now: dt.datetime, unit: Unit, day: Days) -> Days | None:
    return d.days(floor(day.start, "week"), unit.name) if day.grain == "day" else None


def _week_number(now: dt.datetime, _unit: Unit, number: Number) -> Days:
    monday = dt.datetime.fromisocalendar(now.isocalendar().year, int(number.value), 1)
    if monday + dt.timedelta(days=7) <= now:
        monday = dt.datetime.fromisocalendar(now.isocalendar().year + 1, int(number.value), 1)
    return d.days(monday, "week")


def _working_week(now: dt.datetime, _unit: Unit) -> Days:
    monday = floor(now, "week")
    return Days(monday, monday + dt.timedelta(days=5), "day")


def _after_period(now: dt.datetime, unit: Unit) -> Span | None:
    whole = d.period(now, unit)
    return Span(whole.end, None, "day", sign="B") if isinstance(whole, Days) else None


def _before_period(now: dt.datetime, unit: Unit) -> Span | None:
    whole = d.period(now, unit)
    return Span(None, floor(whole.start, "day"), "day", sign="B") if isinstance(whole, Days) else None


def _rest_of(now: dt.datetime, unit: Unit) -> Span | None:
    whole = d.period(now, unit)
    return Span(floor(now, "day"), whole.end, "day", sign="B") if isinstance(whole, Days) else None


_THE = "ce|cet|cette|le|la?"
PERIODS: tuple[Rule, ...] = (
    rule("reste de la semaine", "reste @of U", _rest_of),
    rule("reste de la journée", "reste @of journee", lambda now: Span(now, d.today(now).end, "minute", sign="B")),
    rule("reste de l'après-midi", "reste @of P", lambda now, p: Span(now, p.on(now)[1], "minute", sign="B")),
    rule("dans le courant du mois", "courant|actuel @of @the U", d.period),
    *RANKED,
    rule("d'ici la fin du mois", f"dici la? fin @of {_THE} D|U", lambda now, of: _before_end(now, of, now)),
    rule("avant la fin du mois", f"avant|jusque a? la? fin @of {_THE} D|U", _before_end),
    *_edges("debut", "debut"),
    *_edges("milieu", "milieu|mi"),
    *_edges("fin", "fin"),
    rule("après le week-end", "apres le? WEEKEND", lambda now, u: _after_period(now, u)),
    rule("avant le week-end", "avant le? WEEKEND", lambda now, u: _before_period(now, u)),
    rule("en semaine", "en WEEK", _working_week),
    rule("la semaine du 6 octobre", "WEEK du|de le? D", _week_of),
    rule("la semaine du 6", "WEEK du N|O ~H", lambda now, u, n: _week_of(now, u, d.day_of_month(now, n))),
    rule("le week-end du 12", "WEEKEND du N|O ~H", lambda now, u, n: _weekend_of(now, u, d.day_of_month(now, n))),
    rule("le week-end du 12 mars", "WEEKEND du le? D", _weekend_of),
    rule("semaine 12", "WEEK N $", _week_number),
    rule("cette semaine", "@this U ~MO", d.period),
    rule("semaine en cours", "U actuel", d.period),
    rule("dans la semaine", "dans|pendant|durant la|le|l U", d.period),
    rule("la dernière semaine", "dernier|passe|precedent U", lambda now, u: d.period(now, u, -1)),
    rule("l'année 2008", "YEAR Y", lambda now, _u, y: _year(y)),
    rule("en 2015", "en Y", lambda now, y: _year(y)),
    rule("2015", "^ Y $", lambda now, y: _year(y)),
    rule("de 2014 à 2018", "de|entre Y a|et|- Y", _years),
)
