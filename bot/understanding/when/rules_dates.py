"""How people say a day by its number, its month or its weekday."""

import datetime as dt

from bot.understanding.when import days as d
from bot.understanding.when.grammar import Rule, rule
from bot.understanding.when.moment import floor, shifted
from bot.understanding.when.rules_clocks import clock
from bot.understanding.when.rules_lengths import BLOCKED
from bot.understanding.when.values import Clock, Days, Length, Month, Number, Part, Span, Unit, Weekday


def _month_number(number: Number) -> int:
    if not 1 <= number.value <= 12 or not number.digits.isdigit():
        raise ValueError(number)
    return int(number.value)


def _in_digits(*numbers: Number) -> bool:
    return all(number.digits.isdigit() for number in numbers)


def _numeric(now: dt.datetime, day: Number, month: Number, year: Number | None = None) -> Days | None:
    """15/12, 15/12/26: said in digits, the year with two or four of them."""
    if not _in_digits(day, month) or (year and (not _in_digits(year) or len(year.digits) not in (2, 4))):
        return None
    return d.on_date(now, day, _month_number(month), year)


def _two_digits_each(now: dt.datetime, day: Number, month: Number) -> Days | None:
    """15.12, but not 3.5: a decimal number."""
    return _numeric(now, day, month) if len(day.digits) == len(month.digits) == 2 else None


def _two_digit_clock(now: dt.datetime, hour: Number, minute: Number) -> Clock | None:
    return clock(now, hour, minute) if len(hour.digits) == len(minute.digits) == 2 else None


def _two_digit_month(now: dt.datetime, day: Number, month: Number) -> Days | None:
    """« 3.12 » sent alone, but not « 1.2 »."""
    return _numeric(now, day, month) if len(month.digits) == 2 else None


def _long_day(now: dt.datetime, day: Number, month: Number) -> Days | None:
    """« 17 2 », but not « 1 2 »: choices from a list."""
    return _numeric(now, day, month) if len(day.digits) == 2 else None


def _no_hours(now: dt.datetime, day: Number, month: Number) -> Days | None:
    """« 04-12 », « 14-12 »; « 10-12 » may be from ten to noon."""
    if len(day.digits) != 2 or len(month.digits) != 2:
        return None
    return _numeric(now, day, month) if day.digits.startswith("0") or day.value > month.value else None


def _september(now: dt.datetime, word: Number, year: Number) -> Days | None:
    return d.in_month(now, Month(9), year) if word.digits == "sept" else None


NUMERIC: tuple[Rule, ...] = (
    rule("2013-03-01", "Y -|/|. N|O -|/|. N|O", lambda now, y, m, n: d.on_date(now, n, _month_number(m), y)),
    rule("15/02/2013", "N|O /|-|. N /|-|. Y|N", _numeric),
    rule("sept. 2016", "N .? Y", _september),
    rule("11/2016", "N /|-|. Y", lambda now, m, y: d.in_month(now, Month(_month_number(m)), y)),
    rule("2016-11", "Y /|-|. N ~/|-", lambda now, y, m: d.in_month(now, Month(_month_number(m)), y)),
    rule(
        "lundi 7-6",
        "WD ,? N - N ~MO|/|-",
        lambda now, wd, n, m: d.weekday_in(now, wd, d.on_date(now, n, _month_number(m))),
    ),
    rule("15/12", "N|O / N ~/|H", _numeric),
    rule("04-12", "^ N - N $", _no_hours),
    rule("le 04-12", "le N - N ~MO|-|/|H|U|:", _numeric),
    rule("15.12", "N . N ~.|U|H", _two_digits_each),
    rule("14.30", "^ N . N $", _two_digit_clock),
    rule("3.12", "^ N . N $", _two_digit_month),
    rule("à 14.30", "a|vers N . N ~.|U|H|euro", _two_digit_clock),
    rule("le 3.12", "le N . N ~.|U|H", _numeric),
    rule("le 17 02 2013", "le N N Y|N $", _numeric),
    rule("17 02 2013", "^ N N Y|N $", _numeric),
    rule("le 17 02", "le N N $", _numeric),
    rule("17 02", "^ N N $", _long_day),
)


def _day_to_day(now: dt.datetime, first: Number, last: Number, month: Month, year: Number | None = None) -> Days | None:
    """« 13 au 15 juillet »; « 28 au 3 mars » begins in the month before."""
    end = d.on_date(now, last, month.number, year)
    begins_in = floor(end.start, "month")
    if first.value > last.value:
        begins_in = shifted(begins_in, "month", -1)
    return Days(begins_in.replace(day=int(first.value)), end.end, "day", end.free)


def _number_to_number(now: dt.datetime, first: Number, last: Number) -> Days | None:
    """« du 13 au 18 »: the first one is ahead, the last one follows it."""
    start = d.day_of_month(now, first)
    end = d.day_of_month(start.start, last)
    return Days(start.start, end.end, "day", "month") if first != last else None


def _till_number(_now: dt.datetime, first: Days, last: Number) -> Days | None:
    if first.grain != "day":
        return None
    return Days(first.start, d.day_of_month(first.start, last).end, "day", first.free)


def _days_of_month(now: dt.datetime, first: Number, last: Number, of: Days) -> Days | None:
    if of.grain != "month":
        return None
    return Days(d.day_of_month(now, first, of.start).start, d.day_of_month(now, last, of.start).end, "day", of.free)


def _short_year(now: dt.datetime, day: Number, month: Month, year: Number) -> Days | None:
    return d.on_date(now, day, month.number, year) if _in_digits(year) and len(year.digits) == 2 else None


def _date(now: dt.datetime, day: Number, month: Month, year: Number | None = None) -> Days:
    return d.on_date(now, day, month.number, year)


def _long_ago(now: dt.datetime, day: Number, month: Month, year: Number) -> Days | None:
    return d.on_date(now, day, month.number, year) if len(year.digits) == 4 and 1000 <= year.value < 1900 else None


def _month_of_year(_now: dt.datetime, month: Month, of: Days) -> Days | None:
    return d.days(of.start.replace(month=month.number), "month") if of.grain == "year" else None


def _this_month(now: dt.datetime, month: Month) -> Days:
    return d.days(dt.datetime(now.year, month.number, 1), "month")


def _last_month(now: dt.datetime, month: Month) -> Days:
    year = now.year if month.number < now.month else now.year - 1
    return d.days(dt.datetime(year, month.number, 1), "month")


MONTHS: tuple[Rule, ...] = (
    rule(
        "du samedi 13 au dimanche 15 juillet 2013",
        "WD? ,? N|O au|-|jusque|a le? WD? N|O de? MO ,? Y?",
        lambda now, _w, a, _x, b, m, y: _day_to_day(now, a, b, m, y),
    ),
    rule(
        "entre le 13 et le 15 juillet",
        "entre le? WD? N|O et|au|a le? WD? N|O de? MO Y?",
        lambda now, _w, a, _x, b, m, y: _day_to_day(now, a, b, m, y),
    ),
    rule("novembre 19 au 20", "MO N|O au|-|a N|O", lambda now, m, a, b: _day_to_day(now, a, b, m)),
    rule("le 31 octobre 74", "N|O de? MO ,? N $", _short_year),
    rule("le 15 février 2013", "N|O de? MO ,|de|.|/? Y", _date),
    rule("le 14 juillet 1789", "N|O de? MO BIG", _long_ago),
    rule("3eme jour d'octobre", "N|O DAY d|de|du le? MO Y?", lambda now, n, _u, m, y: _date(now, n, m, y)),
    rule("le 15 février", "N|O de? MO .?", _date),
    rule("l'année prochaine en mars", "D ,? en MO", lambda now, of, m: _month_of_year(now, m, of)),
    rule("le 30 février", "N|O MO", lambda now, *_: BLOCKED),
    rule("février 15, 2013", "MO .? N|O ,? Y", lambda now, m, n, y: _date(now, n, m, y)),
    rule("février 15", "MO .? N|O ~H|U|-", lambda now, m, n: _date(now, n, m)),
    rule("ce mois de mars", "@this MONTH? de|d? MO", lambda now, _u, m: _this_month(now, m)),
    rule("au mois de mars 2015", "MONTH @of MO ,|de|.|/? Y?", lambda now, _u, m, y: d.in_month(now, m, y)),
    rule("mars de l'année prochaine", "MO @of D", _month_of_year),
    rule("mars 2015", "MO ,|de|.|/? @of Y", d.in_month),
    rule("mars prochain", "MO prochain|suivant", d.in_month),
    rule("prochain mars", "prochain MO", d.in_month),
    rule("mars dernier", "MO dernier|passe", _last_month),
    rule("dernier mars", "dernier MO", _last_month),
    rule("mars", "MO", d.in_month),
)


def _week_day(now: dt.datetime, weekday: Weekday, count: int) -> Days:
    return d.days(shifted(floor(now, "week"), "week", count) + dt.timedelta(days=weekday.index))


def _last_weekday(now: dt.datetime, weekday: Weekday) -> Days:
    return d.today(now, -((now.weekday() - weekday.index - 1) % 7 + 1))


def _evening_of(now: dt.datetime, weekday: Weekday, part: Part, of: Days) -> Span | None:
    day = d.weekday_in(now, weekday, of)
    return d.part_on(day, part) if day is not None else None


def _day_of(now: dt.datetime, day: Number, of: Days) -> Days | None:
    return d.day_of_month(now, day, of.start) if of.grain == "month" else None


def _of_week(now: dt.datetime, of: Days, weekday: Weekday) -> Days | None:
    return d.weekday_in(now, weekday, of) if of.grain == "week" else None


def _same_day(_now: dt.datetime, day: Days, weekday: Weekday) -> Days | None:
    return day if day.grain == "day" and day.start.weekday() == weekday.index else None


def _at(day: Days, said: Clock | None) -> Span | None:
    return d.clock_on(day, said) if said else None


_AFTER_SHORT = "N|O|T|P|R|D|prochain|dernier|suivant"
WEEKDAYS: tuple[Rule, ...] = (
    rule("sam 14h", f"WA .? ={_AFTER_SHORT} ~quart|LR", lambda now, wd: Weekday(wd.index)),
    rule("sam à 14h", "WA .? a|vers|entre|de =T|R", lambda now, wd: Weekday(wd.index)),
    rule("lun.", "^ WA .? $", lambda now, wd: Weekday(wd.index)),
    rule("mer, 22 janv", "WA|WD .|, =D|N", lambda now, wd: Weekday(wd.index)),
    rule("lundi en huit", "WD en N ~H|U", d.fortnight),
    rule("mercredi soir la semaine prochaine", "WD @in P ,? @of @the D", _evening_of),
    rule("mardi soir prochain", "WD @in P prochain", lambda now, wd, p: d.part_on(d.on_weekday(now, wd), p)),
    rule("jeudi de la semaine prochaine", "WD ,? dans? @of @the D", lambda now, wd, of: d.weekday_in(now, wd, of)),
    rule("semaine prochaine mardi", "D ,|-? le? WD", _of_week),
    rule("le 25 mai (mardi)", "D (|,? le? WD ,?", _same_day),
    rule("du 4 au 22 du mois prochain", "N|O au|-|a|jusque|et N|O @of D", _days_of_month),
    rule(
        "du 13 au dimanche 18",
        "du|de WD? N|O au|jusque|a WD? N|O ~H|U|MO|/",
        lambda now, _w, a, _x, b: _number_to_number(now, a, b),
    ),
    rule("le 3 du mois prochain", "N|O @of D", _day_of),
    rule("lundi 14.30", "WD N . N ~.|euro", lambda now, wd, h, m: _at(d.on_weekday(now, wd), clock(now, h, m))),
    rule("lundi 18", "WD ,? le? N|O ~H|:|/|U|x|euro", d.weekday_on_day),
    rule("lundi prochain", "WD prochain", d.on_weekday),
    rule("prochain lundi", "prochain WD", d.on_weekday),
    rule("lundi suivant", "WD suivant", lambda now, wd: _week_day(now, wd, 1)),
    rule("lundi dernier", "WD dernier|passe|precedent", _last_weekday),
    rule("dernier lundi", "dernier WD", _last_weekday),
    rule("lundi en cours", "WD actuel", lambda now, wd: _week_day(now, wd, 0)),
    rule("lundi", "WD", d.on_weekday),
)


def _day_alone(now: dt.datetime, day: Number) -> Days | None:
    """« le 3 », « le 1er »; « le deuxième » chooses in a list."""
    return d.day_of_month(now, day) if day.sign == "N" or day.value == 1 else None


def _day_of_running_month(now: dt.datetime, day: Number, _unit: Unit) -> Days | None:
    return d.day_of_month(now, day) if day.sign == "O" or _in_digits(day) else None


def _last_such(now: dt.datetime, day: Days) -> Days | None:
    """« le 3 mai dernier »: the one that is past."""
    if day.grain != "day" or not day.free:
        return None
    while day.start >= floor(now, "day"):
        day = day.moved(-1)
    return day


def _neighbour(_now: dt.datetime, day: Days, count: int) -> Days | None:
    return d.today(day.start, count) if day.grain == "day" else None


NUMBERED: tuple[Rule, ...] = (
    rule("entre le 13 et le 18", "entre le N|O et le N|O ~H|U|_", _number_to_number),
    rule("13 au 18", "<N N|O au N|O ~H|U|/|BIG|N", _number_to_number),
    rule("lundi 7 au 11", "D au|jusque|- N|O ~H|U|/|:|N", _till_number),
    rule("le premier du mois", "le|au O du|de MONTH", _day_of_running_month),
    rule("le 15 du mois", "N du|de MONTH ~N", _day_of_running_month),
    rule("le mois dernier le 20", "D ,? le N|O ~U|H", lambda now, of, n: _day_of(now, n, of)),
    rule("aux alentours du 10", "alentours|environs|autour du N|O ~U|H", _day_alone),
    rule("le 3", "<dans <sur <chez le N|O ~U|H|BIG|N|Y|O|:|x|/|-|euro|, ~#", _day_alone),
    rule("le 3,", "<dans <sur <chez le N|O =,|-", _day_alone),
    rule("le 3 mai dernier", "D dernier|passe", _last_such),
    rule("le lendemain du 13 février", "lendemain @of D", lambda now, day: _neighbour(now, day, 1)),
    rule("la veille du 13 février", "veille @of D", lambda now, day: _neighbour(now, day, -1)),
    rule("le lendemain", "lendemain", lambda now: d.today(now, 1)),
    rule("la veille", "veille", lambda now: d.today(now, -1)),
    rule(
        "2 jours après noël", "@qty apres @the D", lambda now, n, u, _r, day: d.away(day.start, Length(n.value, u.name))
    ),
    rule(
        "2 jours avant noël",
        "@qty avant @the D",
        lambda now, n, u, _r, day: d.away(day.start, Length(n.value, u.name), -1),
    ),
)
