"""How people say the day, the week, the month, the year: each line turns words into whole days."""

import datetime as dt

from bot.understanding.when import days as d
from bot.understanding.when.grammar import Rule, rule
from bot.understanding.when.moment import floor, shifted
from bot.understanding.when.values import Days, Feast, Length, Month, Number, Part, Span, Unit, Weekday
from bot.understanding.when.rules_clocks import _length


def _away(now: dt.datetime, sign: int, *quantity: object) -> Days | Span:
    count, unit, rest = quantity
    assert isinstance(count, Number) and isinstance(unit, Unit)
    return d.away(now, _length(now, count, unit, rest if isinstance(rest, str | Number) else None), sign)


def _within(now: dt.datetime, count: Number, unit: Unit, rest: str | Number | None) -> Span:
    """ "d'ici 2 semaines", "sous 15 jours": from now to the start of that day."""
    there = d.away(now, _length(now, count, unit, rest))
    return Span(now, there.start, "second", sign="B")


def _since_length(now: dt.datetime, *quantity: object) -> Span | None:
    """ "depuis 5 ans" tells a career, not a date."""
    if isinstance(quantity[1], Unit) and quantity[1].name == "year":
        return None
    return Span(_away(now, -1, *quantity).start, None, "day", sign="B")


def _weekday_away(now: dt.datetime, weekday: Weekday, sign: int, *quantity: object) -> Days | None:
    """ "lundi dans 15 jours": the Monday of that week."""
    there = _away(now, sign, *quantity)
    week = d.days(floor(there.start, "week"), "week") if there.start else None
    return d.weekday_in(weekday, week) if week else None


DISTANCES: tuple[Rule, ...] = (
    rule("d'ici 2 semaines", "dici @the @qty", _within),
    rule("dans les 15 jours", "dans les|un @qty", _within),
    rule("sous 8 jours", "sous @qty", _within),
    rule("lundi dans 2 semaines", "WD dans @qty", lambda now, wd, *q: _weekday_away(now, wd, 1, *q)),
    rule("lundi il y a 2 semaines", "WD d? ilya @qty", lambda now, wd, *q: _weekday_away(now, wd, -1, *q)),
    rule("dans un quart d'heure", "dans|dici L", lambda now, length: d.away(now, length)),
    rule("il y a un quart d'heure", "ilya L", lambda now, length: d.away(now, length, -1)),
    rule("dans 3 jours", "dans vers? @qty ~prochain|suivant", lambda now, *q: _away(now, 1, *q)),
    rule("il y a deux ans", "ilya vers? @qty", lambda now, *q: _away(now, -1, *q)),
    rule("depuis 3 jours", "depuis vers? @qty ~prochain|suivant|dernier", _since_length),
    rule("deux jours plus tard", "@qty plus tard", lambda now, *q: _away(now, 1, *q)),
    rule("deux jours après", "@qty apres $", lambda now, *q: _away(now, 1, *q)),
    rule("deux jours plus tôt", "@qty plus|en tot|arriere", lambda now, *q: _away(now, -1, *q)),
    rule("deux jours avant", "@qty avant $", lambda now, *q: _away(now, -1, *q)),
    rule("deux jours auparavant", "@qty auparavant", lambda now, *q: _away(now, -1, *q)),
    rule(
        "à partir d'aujourd'hui, 2 semaines",
        "@qty apartir|apres d|de? aujourdhui|immediat|demain",
        lambda now, *q: _away(now, 1, *q),
    ),
    rule("3 prochaines semaines", "N prochain U|H", lambda now, n, u: d.periods(now, n, u, True)),
    rule("3 semaines suivantes", "N U|H suivant|prochain", lambda now, n, u: d.periods(now, n, u, True)),
    rule("prochains 3 jours", "<WD prochain N U", lambda now, n, u: d.periods(now, n, u, True)),
    rule("2 derniers mois", "N dernier|passe|precedent U|H", lambda now, n, u: d.periods(now, n, u, False)),
    rule("2 années passées", "N U|H passe|dernier|precedent|ecoule ~de", lambda now, n, u: d.periods(now, n, u, False)),
    rule("derniers 3 jours", "dernier|passe N U|H", lambda now, n, u: d.periods(now, n, u, False)),
)

DAYS: tuple[Rule, ...] = (
    rule("aujourd'hui", "aujourdhui", lambda now: d.today(now)),
    rule("dans la journée", "dans la journee", lambda now: d.today(now)),
    rule("avant-hier", "avanthier", lambda now: d.today(now, -2)),
    rule("hier", "hier", lambda now: d.today(now, -1)),
    rule("après-demain", "apresdemain|surlendemain", lambda now: d.today(now, 2)),
    rule("apré dem1", "apres demain", lambda now: d.today(now, 2)),
    rule("demain", "demain", lambda now: d.today(now, 1)),
    rule(
        "jour suivant", "U suivant|prochain", lambda now, u: d.today(now, 1) if u.name == "day" else d.period(now, u, 1)
    ),
    rule("ce jour précédent", "U dernier|passe|precedent", lambda now, u: d.period(now, u, -1)),
    rule(
        "heure prochaine",
        "H suivant|prochain",
        lambda now, u: Span(now, now + dt.timedelta(hours=1), "second", sign="B"),
    ),
    rule(
        "heure dernière",
        "H dernier|passe|precedent",
        lambda now, u: Span(now - dt.timedelta(hours=1), now, "second", sign="B"),
    ),
    rule("de suite, dès que possible", "immediat", lambda now: Span(now, None, "second", sign="B")),
    rule("2013-03-01", "Y -|/|. N|O -|/|. N|O", lambda now, y, m, n: d.on_date(now, n, int(m.value), y)),
    rule("15/02/2013", "N|O /|-|. N /|-|. Y|N", lambda now, n, m, y: _numeric(now, n, m, y)),
    rule("11/2016", "N /|-|. Y", lambda now, m, y: d.in_month(now, Month(_month_number(m)), y)),
    rule("2016-11", "Y /|-|. N ~/|-", lambda now, y, m: d.in_month(now, Month(_month_number(m)), y)),
    rule(
        "lundi 7-6", "WD ,? N - N ~MO|/|-", lambda now, wd, n, m: d.weekday_in(wd, d.on_date(now, n, _month_number(m)))
    ),
    rule("15/12", "N|O / N ~/", lambda now, n, m: d.on_date(now, n, _month_number(m))),
    rule(
        "15.12",
        "N . N ~.|U|H",
        lambda now, n, m: d.on_date(now, n, _month_number(m)) if len(n.digits) == len(m.digits) == 2 else None,
    ),
    rule("le 15.12", "le N . N ~.|U|H", lambda now, n, m: d.on_date(now, n, _month_number(m))),
    rule("le 17 02 2013", "le N N Y|N $", lambda now, n, m, y: _numeric(now, n, m, y)),
    rule("17 02 2013", "^ N N Y|N $", lambda now, n, m, y: _numeric(now, n, m, y)),
    rule("le 17 02", "le N N $", lambda now, n, m: _spaced(now, n, m)),
    rule("17 02", "^ N N $", lambda now, n, m: _spaced(now, n, m) if len(n.digits) == 2 else None),
)


def _month_number(number: Number) -> int:
    if not 1 <= number.value <= 12:
        raise ValueError(number)
    return int(number.value)


def _numeric(now: dt.datetime, day: Number, month: Number, year: Number) -> Days | None:
    if not (day.digits.isdigit() and month.digits.isdigit() and year.digits.isdigit() and len(year.digits) in (2, 4)):
        return None
    return d.on_date(now, day, _month_number(month), year)


def _spaced(now: dt.datetime, day: Number, month: Number) -> Days | None:
    return d.on_date(now, day, _month_number(month)) if day.digits.isdigit() and month.digits.isdigit() else None


def _from_day_to_day(
    now: dt.datetime, first: Number, last: Number, month: Month, year: Number | None = None
) -> Days | None:
    """ "13 au 15 juillet"; "28 au 3 mars" begins in the month before."""
    end = d.on_date(now, last, month.number, year)
    start = end.start.replace(day=int(first.value)) if first.value <= last.value else None
    if start is None:
        before = shifted(floor(end.start, "month"), "month", -1)
        start = before.replace(day=int(first.value))
    return Days(start, end.end, "day", end.free)


def _from_number_to_number(now: dt.datetime, first: Number, last: Number) -> Days | None:
    """ "du 13 au 18": the first one is ahead, the last one follows it."""
    start = d.day_of_month(now, first)
    end = d.day_of_month(start.start, last)
    return Days(start.start, end.end, "day", "month") if first != last else None


def _days_of_month(now: dt.datetime, first: Number, last: Number, of: Days) -> Days | None:
    if of.grain != "month":
        return None
    return Days(d.day_of_month(now, first, of.start).start, d.day_of_month(now, last, of.start).end, "day", of.free)


def _year_if_two_digits(year: Number) -> Number:
    if year.sign == "N" and (len(year.digits) != 2 or not year.digits.isdigit()):
        raise ValueError(year)
    return year


MONTHS: tuple[Rule, ...] = (
    rule(
        "du samedi 13 au dimanche 15 juillet 2013",
        "WD? ,? N|O au|-|jusque|a le? WD? N|O de? MO ,? Y?",
        lambda now, w1, a, w2, b, m, y: _from_day_to_day(now, a, b, m, y),
    ),
    rule(
        "entre le 13 et le 15 juillet",
        "entre le? WD? N|O et|au|a le? WD? N|O de? MO Y?",
        lambda now, w1, a, w2, b, m, y: _from_day_to_day(now, a, b, m, y),
    ),
    rule("novembre 19 au 20", "MO N|O au|-|a N|O", lambda now, m, a, b: _from_day_to_day(now, a, b, m)),
    rule(
        "le 31 octobre 74",
        "N|O de? MO ,? N $",
        lambda now, n, m, y: d.on_date(now, n, m.number, _year_if_two_digits(y)),
    ),
    rule("le 15 février 2013", "N|O de? MO ,|de|.? Y", lambda now, n, m, y: d.on_date(now, n, m.number, y)),
    rule(
        "3eme jour d'octobre",
        "N|O U d|de|du le? mois? de? MO Y?",
        lambda now, n, u, m, y: d.on_date(now, n, m.number, y) if u.name == "day" else None,
    ),
    rule("le 15 février", "N|O de? MO .?", lambda now, n, m: d.on_date(now, n, m.number)),
    rule("février 15, 2013", "MO .? N|O ,? Y", lambda now, m, n, y: d.on_date(now, n, m.number, y)),
    rule("février 15", "MO .? N|O ~H|U|-", lambda now, m, n: d.on_date(now, n, m.number)),
    rule(
        "au mois de mars 2015",
        "U @of MO ,|de|.? Y?",
        lambda now, u, m, y: d.in_month(now, m, y) if u.name == "month" else None,
    ),
    rule("ce mois de mars", "@this MO", lambda now, m: d.days(dt.datetime(now.year, m.number, 1), "month")),
    rule(
        "mars de l'année prochaine",
        "MO @of D",
        lambda now, m, of: d.days(of.start.replace(month=m.number), "month") if of.grain == "year" else None,
    ),
    rule("mars 2015", "MO ,|de|.? @of Y", lambda now, m, y: d.in_month(now, m, y)),
    rule("mars prochain", "MO prochain|suivant", lambda now, m: d.in_month(now, m)),
    rule("prochain mars", "prochain MO", lambda now, m: d.in_month(now, m)),
    rule("mars dernier", "MO dernier|passe", lambda now, m: _last_month(now, m)),
    rule("dernier mars", "dernier MO", lambda now, m: _last_month(now, m)),
    rule("mars", "MO", lambda now, m: d.in_month(now, m)),
)


def _last_month(now: dt.datetime, month: Month) -> Days:
    year = now.year if month.number < now.month else now.year - 1
    return d.days(dt.datetime(year, month.number, 1), "month")


def _feast(now: dt.datetime, name: Feast, year: Number | None = None) -> Days:
    return d.feast(now, name, year)


def _relative_feast(now: dt.datetime, name: Feast, of: Days) -> Days | None:
    return d.feast(now, name, Number(of.start.year, "Y", "0000")) if of.grain == "year" else None


def _season(now: dt.datetime, name: str, count: int = 0, year: Number | None = None) -> Days:
    found = d.season(now, name, year)
    if count > 0 and found.start <= now or count < 0:
        found = found.moved(count)
    return found


def _christmas_holidays(now: dt.datetime) -> Days:
    """Two weeks from the Saturday before Christmas (the same in the three school zones), ends on a Monday morning."""
    for year in (now.year - 1, now.year, now.year + 1):
        monday = dt.datetime(year + 1, 1, 2) + dt.timedelta(days=(-dt.date(year + 1, 1, 2).weekday()) % 7)
        if monday > now:
            return Days(monday - dt.timedelta(days=16), monday, "day", "year")
    raise ValueError(now)


def _back_to_school(now: dt.datetime, month: Month | None = None) -> Days:
    """ "la rentrée": the first school week of September, or of January."""
    for year in (now.year, now.year + 1):
        first = dt.datetime(year, 9, 1)
        if month is not None and month.number == 1:
            first = dt.datetime(year, 1, 2) + dt.timedelta(days=(-dt.date(year, 1, 2).weekday()) % 7)
        if first >= floor(now, "day"):
            return Days(
                first, first + dt.timedelta(days=5 - first.weekday() if first.weekday() < 5 else 7), "day", "year"
            )
    raise ValueError(now)


FEASTS: tuple[Rule, ...] = (
    rule("la veille de noël", "veille @of F Y?", lambda now, f, y: d.today(d.feast(now, f, y).start, -1)),
    rule("noël 2015", "F de|en? ,? Y", _feast),
    rule("pâques de l'année prochaine", "F @of D", _relative_feast),
    rule("le dernier noël", "dernier F", lambda now, f: d.feast(now, f).moved(-1)),
    rule("noël dernier", "F dernier|passe", lambda now, f: d.feast(now, f).moved(-1)),
    rule("prochain noël", "prochain F", _feast),
    rule("noël prochain", "F prochain", _feast),
    rule("le jour de noël", "jour|journee|fete|U @of F", lambda now, *f: d.feast(now, f[-1])),
    rule("noël", "F", _feast),
    rule(
        "vacances de noël",
        "vacances @of D",
        lambda now, day: _christmas_holidays(now) if (day.start.month, day.start.day) == (12, 25) else None,
    ),
    rule("rentrée de janvier", "rentree @of MO", _back_to_school),
    rule("rentrée", "rentree", _back_to_school),
    rule(
        "pendant les fêtes",
        "les fetes de? fin? d? U?",
        lambda now, u: Days(dt.datetime(now.year, 12, 24), dt.datetime(now.year + 1, 1, 2), "day", "year"),
    ),
    *(
        line
        for name in ("printemps", "automne", "hiver", "ete")
        for line in (
            rule(f"l'{name} prochain", f"l|cet|le {name} prochain|suivant", lambda now, n=name: _season(now, n, 1)),
            rule(f"l'{name} dernier", f"l|cet|le {name} dernier|passe", lambda now, n=name: _season(now, n, -1)),
            rule(f"{name} 2014", f"{name} de? Y", lambda now, y, n=name: _season(now, n, 0, y)),
            rule(f"cet {name}", f"cet|ce|en|l|au|d|tout|le l? {name}", lambda now, n=name: _season(now, n)),
        )
    ),
)


def _ordinal_rank(rank: Number | None) -> int:
    return int(rank.value) if rank is not None else -1


def _nth_part_of_month(of: Days, rank: int, size: int) -> Days | None:
    """ "la deuxième quinzaine d'avril": from the 15th to the end of the month."""
    if of.grain != "month" or size != 15 or rank not in (1, 2):
        return None
    middle = of.start.replace(day=15)
    return Days(of.start, middle, "day", of.free) if rank == 1 else Days(middle, of.end, "day", of.free)


def _nth_quarter(now: dt.datetime, rank: Number | None, year: Number | None) -> Days | None:
    if rank is not None and not 1 <= rank.value <= 4:
        return None
    start = dt.datetime(d.year_of(year) if year else now.year, 1, 1)
    return d.days(shifted(start, "month", 3 * (int(rank.value) - 1 if rank else 3)), "quarter")


def _week_of(day: Days) -> Days | None:
    """ "la semaine du 6": the week that holds it, or the next one when the 6th is a Saturday or a Sunday."""
    if day.grain not in ("day", "month"):
        return None
    nearest = day.start + dt.timedelta(days=2) if day.start.weekday() >= 5 else day.start
    return d.days(floor(nearest, "week"), "week", free=day.free)


def _rest_of(now: dt.datetime, unit: Unit) -> Span | None:
    whole = d.period(now, unit, 0)
    return Span(floor(now, "day"), whole.end, "day", sign="B") if isinstance(whole, Days) else None


def _before_end(now: dt.datetime, of: Days | Unit, start: dt.datetime | None = None) -> Span | None:
    whole = d.period(now, of, 0) if isinstance(of, Unit) else of
    return Span(start, whole.end, whole.grain, sign="B") if whole else None


def _year(year: Number) -> Days:
    return d.days(dt.datetime(int(year.value), 1, 1), "year")


def _century(rank: Number) -> Days:
    return d.days(dt.datetime(int(rank.value - 1) * 100, 1, 1), "century")


def _decade(number: Number) -> Days:
    year = d.year_of(number) // 10 * 10
    return d.days(dt.datetime(year, 1, 1), "decade")


PERIODS: tuple[Rule, ...] = (
    rule("reste de la semaine", "reste @of U", _rest_of),
    rule("le prochain week-end", "prochain|suivant U", lambda now, u: d.period(now, u, int(u.name != "weekend"))),
    rule(
        "les années 1990", "les U Y", lambda now, u, y: _decade(y) if u.name == "year" and y.value % 10 == 0 else None
    ),
    rule(
        "les années 80", "U N ~/|MO", lambda now, u, n: _decade(n) if u.name == "year" and n.value % 10 == 0 else None
    ),
    rule("le 20e siècle", "N|O U", lambda now, n, u: _century(n) if u.name == "century" else None),
    rule("T3 2018", "t|q N ,|de|/? Y", lambda now, n, y: _nth_quarter(now, n, y)),
    rule("premier trimestre 2013", "N|O U @of Y", lambda now, n, u, y: d.nth(int(n.value), u, _year(y))),
    rule("dernière semaine de 2013", "dernier U @of Y", lambda now, u, y: d.nth(-1, u, _year(y))),
    rule("premier trimestre de l'année", "O U @of D", lambda now, n, u, of: _nth_in(now, n, u, of)),
    rule("dernier jour d'octobre", "dernier U @of D", lambda now, u, of: d.nth(-1, u, of)),
    rule("premier trimestre", "O U", lambda now, n, u: _nth_quarter(now, n, None) if u.name == "quarter" else None),
    rule(
        "première quinzaine d'avril",
        "O LR @of D",
        lambda now, n, size, of: _nth_part_of_month(of, int(n.value), int(size.value)),
    ),
    rule(
        "seconde quinzaine d'avril",
        "dernier LR @of D",
        lambda now, size, of: _nth_part_of_month(of, 2, int(size.value)),
    ),
    rule("premier mercredi de mars", "O WD @of D", lambda now, n, wd, of: d.nth_weekday(int(n.value), wd, of)),
    rule("dernier lundi de mars", "dernier WD @of D", lambda now, wd, of: d.nth_weekday(-1, wd, of)),
    rule("premier lundi du mois", "O WD @of U", lambda now, n, wd, u: _nth_of_running(now, n, wd, u)),
    rule("dernier lundi du mois", "dernier WD @of U", lambda now, wd, u: _nth_of_running(now, None, wd, u)),
    rule("dernier jour du mois", "dernier U @of U", lambda now, u, of: _last_unit_of_running(now, u, of)),
    rule("d'ici la fin du mois", "dici la? fin @of ce|cet|cette|le|la? D|U", lambda now, of: _before_end(now, of, now)),
    rule("avant la fin du mois", "avant|jusque a? la? fin @of ce|cet|cette|le|la? D|U", _before_end),
    *(
        line
        for which, said in (("debut", "debut"), ("milieu", "milieu|mi"), ("fin", "fin"))
        for line in (
            rule(f"{which} mars", f"{said} -? @of @the D", lambda now, of, which=which: d.edge(which, of)),
            rule(f"{which} 2027", f"{said} -? @of Y", lambda now, y, which=which: d.edge(which, _year(y))),
            rule(
                f"{which} de cette semaine",
                f"{said} -? @of @this U",
                lambda now, u, which=which: _edge_of_this(now, which, u),
            ),
            rule(
                f"{which} du mois", f"{said} -? @of @the U", lambda now, u, which=which: d.running_edge(which, u, now)
            ),
        )
    ),
    rule("en semaine", "en U", lambda now, u: _working_week(now) if u.name == "week" else None),
    rule("la semaine du 6 octobre", "U du|de le? D", lambda now, u, day: _week_of(day) if u.name == "week" else None),
    rule(
        "la semaine du 6",
        "U du N|O ~H",
        lambda now, u, n: _week_of(d.day_of_month(now, n)) if u.name == "week" else None,
    ),
    rule(
        "le week-end du 12",
        "U du N|O ~H",
        lambda now, u, n: _weekend_of(d.day_of_month(now, n)) if u.name == "weekend" else None,
    ),
    rule(
        "le week-end du 12 mars",
        "U du le? D",
        lambda now, u, day: _weekend_of(day) if u.name == "weekend" and day.grain == "day" else None,
    ),
    rule("semaine 12", "U N $", lambda now, u, n: _week_number(now, n) if u.name == "week" else None),
    rule("cette semaine", "@this U ~MO", lambda now, u: d.period(now, u)),
    rule("semaine en cours", "U actuel", lambda now, u: d.period(now, u)),
    rule("dans la semaine", "dans la|le|l U", lambda now, u: d.period(now, u)),
    rule("la dernière semaine", "dernier|passe|precedent U", lambda now, u: d.period(now, u, -1)),
    rule(
        "l'année 2008",
        "l? U Y",
        lambda now, u, y: _year(y) if u.name == "year" else None,
    ),
    rule("en 2015", "en Y", lambda now, y: _year(y)),
    rule("2015", "^ Y $", lambda now, y: _year(y)),
    rule(
        "de 2014 à 2018",
        "de|entre Y a|et|- Y",
        lambda now, a, b: (
            Days(dt.datetime(int(a.value), 1, 1), dt.datetime(int(b.value), 1, 1), "year")
            if b.value > a.value
            else None
        ),
    ),
)


def _nth_in(now: dt.datetime, rank: Number, unit: Unit, of: Days) -> Days | None:
    return d.nth(int(rank.value), unit, of)


def _nth_of_running(now: dt.datetime, rank: Number | None, weekday: Weekday, unit: Unit) -> Days | None:
    """ "le premier lundi du mois": of this month, or of the next one when it is over."""
    for count in (0, 1):
        of = d.period(now, unit, count)
        found = d.nth_weekday(_ordinal_rank(rank), weekday, of) if isinstance(of, Days) else None
        if found is not None and found.start >= floor(now, "day"):
            return found
    return None


def _last_unit_of_running(now: dt.datetime, unit: Unit, of: Unit) -> Days | None:
    whole = d.period(now, of, 0)
    return d.nth(-1, unit, whole) if isinstance(whole, Days) else None


def _edge_of_this(now: dt.datetime, which: str, unit: Unit) -> Days | None:
    of = d.period(now, unit, 0)
    return d.edge(which, of) if isinstance(of, Days) else None


def _working_week(now: dt.datetime) -> Days:
    monday = floor(now, "week")
    return Days(monday, monday + dt.timedelta(days=5), "day")


def _weekend_of(day: Days) -> Days:
    return d.days(floor(day.start, "week") + dt.timedelta(days=5), "weekend")


def _week_number(now: dt.datetime, number: Number) -> Days:
    year = now.isocalendar().year
    monday = dt.date.fromisocalendar(year, int(number.value), 1)
    if monday + dt.timedelta(days=7) <= now.date():
        monday = dt.date.fromisocalendar(year + 1, int(number.value), 1)
    return d.days(dt.datetime(monday.year, monday.month, monday.day), "week")


def _next_week_day(now: dt.datetime, weekday: Weekday, count: int) -> Days:
    return d.days(shifted(floor(now, "week"), "week", count) + dt.timedelta(days=weekday.index))


def _last_weekday(now: dt.datetime, weekday: Weekday) -> Days:
    back = (now.weekday() - weekday.index - 1) % 7 + 1
    return d.today(now, -back)


def _evening_of(weekday: Weekday, part: Part, of: Days) -> Span | None:
    day = d.weekday_in(weekday, of)
    return d.part_on(day, part) if day is not None else None


def _day_of(now: dt.datetime, day: Number, of: Days) -> Days | None:
    return d.day_of_month(now, day, of.start) if of.grain == "month" else None


WEEKDAYS: tuple[Rule, ...] = (
    rule("sam 14h", "WA .? =N|O|T|P|R|D|prochain|dernier|suivant|a|, ~quart|LR", lambda now, wd: Weekday(wd.index)),
    rule("lun.", "^ le? WA .? $", lambda now, wd: Weekday(wd.index)),
    rule("mer, 22 janv", "WD .|, =D|N", lambda now, wd: wd),
    rule("lundi en huit", "WD en N ~H|U", lambda now, wd, n: d.fortnight(now, wd, n)),
    rule("mercredi soir la semaine prochaine", "WD @in P ,? @of @the D", lambda now, wd, p, of: _evening_of(wd, p, of)),
    rule("mardi soir prochain", "WD @in P prochain", lambda now, wd, p: d.part_on(d.on_weekday(now, wd), p)),
    rule("jeudi de la semaine prochaine", "WD ,? @of @the D", lambda now, wd, of: d.weekday_in(wd, of)),
    rule(
        "semaine prochaine mardi",
        "D ,? le? WD",
        lambda now, of, wd: d.weekday_in(wd, of) if of.grain == "week" else None,
    ),
    rule(
        "le 22 mai (mardi)",
        "D \\(|,? le? WD ,?",
        lambda now, of, wd: of if of.grain == "day" and of.start.weekday() == wd.index else None,
    ),
    rule("du 4 au 22 du mois prochain", "N|O au|-|a|jusque|et N|O @of D", _days_of_month),
    rule(
        "du 13 au dimanche 18",
        "du|de WD? N|O au|jusque|a WD? N|O ~H|MO|/",
        lambda now, w1, a, w2, b: _from_number_to_number(now, a, b),
    ),
    rule("le 3 du mois prochain", "N|O @of D", _day_of),
    rule("lundi 18", "WD ,? le? N|O ~H|:|/|U|x|euro|P", lambda now, wd, n: d.weekday_on_day(now, wd, n)),
    rule("lundi prochain", "WD prochain", lambda now, wd: d.on_weekday(now, wd)),
    rule("prochain lundi", "prochain WD", lambda now, wd: d.on_weekday(now, wd)),
    rule("lundi suivant", "WD suivant", lambda now, wd: _next_week_day(now, wd, 1)),
    rule("lundi dernier", "WD dernier|passe|precedent", lambda now, wd: _last_weekday(now, wd)),
    rule("dernier lundi", "dernier WD", lambda now, wd: _last_weekday(now, wd)),
    rule("cette semaine, lundi", "WD actuel", lambda now, wd: _next_week_day(now, wd, 0)),
    rule("lundi", "WD", lambda now, wd: d.on_weekday(now, wd)),
)


def _day_alone(now: dt.datetime, day: Number) -> Days | None:
    """ "le 3", "le 1er"; "le deuxième" chooses in a list."""
    return d.day_of_month(now, day) if day.sign == "N" or day.value == 1 else None


NUMBERED: tuple[Rule, ...] = (
    rule("entre le 13 et le 18", "entre le N|O et le N|O ~H|U|_", lambda now, a, b: _from_number_to_number(now, a, b)),
    rule("du 13 au 18", "du N|O au|jusque N|O ~H|U|/", lambda now, a, b: _from_number_to_number(now, a, b)),
    rule("13 au 18", "<N N|O au N|O ~H|U|/|BIG|N", lambda now, a, b: _from_number_to_number(now, a, b)),
    rule("le 12 au 15", "D au|jusque|- N|O ~H|U|/|:|N", lambda now, first, b: _till_number(first, b)),
    rule(
        "le premier du mois", "le|au O du|de U", lambda now, n, u: d.day_of_month(now, n) if u.name == "month" else None
    ),
    rule(
        "le 15 du mois",
        "N du|de U ~N",
        lambda now, n, u: d.day_of_month(now, n) if u.name == "month" and n.digits.isdigit() else None,
    ),
    rule("le 3", "<dans <sur <chez le N|O ~U|H|BIG|N|Y|O|:|x|/|-|euro|, ~# ~P", _day_alone),
    rule("le 3,", "<dans <sur <chez le N|O =,|-", _day_alone),
    rule(
        "le lendemain du 13 février",
        "lendemain @of D",
        lambda now, day: d.today(day.start, 1) if day.grain == "day" else None,
    ),
    rule(
        "la veille du 13 février",
        "veille @of D",
        lambda now, day: d.today(day.start, -1) if day.grain == "day" else None,
    ),
    rule("le lendemain", "lendemain", lambda now: d.today(now, 1)),
    rule("la veille", "veille", lambda now: d.today(now, -1)),
    rule(
        "2 jours après noël", "@qty apres @the D", lambda now, n, u, r, day: d.away(day.start, Length(n.value, u.name))
    ),
    rule(
        "2 jours avant noël",
        "@qty avant @the D",
        lambda now, n, u, r, day: d.away(day.start, Length(n.value, u.name), -1),
    ),
)


def _till_number(first: Days, last: Number) -> Days | None:
    if first.grain != "day":
        return None
    return Days(first.start, d.day_of_month(first.start, last).end, "day", first.free)
