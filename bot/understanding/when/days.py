"""From what is said of a day to the day itself. What is not said lies ahead: the next 15th, Monday or May."""

import datetime as dt

from bot.understanding.when.feasts import feast_day
from bot.understanding.when.moment import SECONDS, floor, shifted
from bot.understanding.when.values import Clock, Days, Feast, Hours, Length, Month, Number, Part, Span, Unit, Weekday

_GRAINS = {"weekend": "day", "semester": "month", "decade": "year", "century": "year"}
_SEASONS = {
    "printemps": ((3, 20), (6, 21)),
    "ete": ((6, 21), (9, 24)),
    "automne": ((9, 23), (12, 21)),
    "hiver": ((12, 21), (3, 21)),
}
_SHORTER_THAN_A_DAY = ("second", "minute", "hour")


def days(start: dt.datetime, unit: str = "day", count: int = 1, free: str | None = None) -> Days:
    """`count` units of the calendar from `start`, the midnight that begins the first one."""
    if unit == "weekend":
        start = (
            start + dt.timedelta(days=(5 - start.weekday()) % 7)
            if start.weekday() != 6
            else start - dt.timedelta(days=1)
        )
        return Days(start, start + dt.timedelta(days=2), "day", free)
    return Days(start, shifted(start, unit, count), _GRAINS.get(unit, unit), free)


def today(now: dt.datetime, count: int = 0) -> Days:
    return days(floor(now, "day") + dt.timedelta(days=count))


def year_of(number: Number) -> int:
    """« 74" is 1974 and "27 » 2027: two digits are read around today's generations."""
    value = int(number.value)
    return value if value >= 100 else value + (2000 if value < 50 else 1900)


def on_date(now: dt.datetime, day: Number, month: int, year: Number | None = None) -> Days:
    if year is not None:
        return days(dt.datetime(year_of(year), month, int(day.value)))
    for ahead in range(9):  # the 29th of February may be eight years away
        try:
            start = dt.datetime(now.year + ahead, month, int(day.value))
        except ValueError:
            continue
        if start >= floor(now, "day"):
            return days(start, free="year")
    raise ValueError(day)


def in_month(now: dt.datetime, month: Month, year: Number | None = None) -> Days:
    start = dt.datetime(year_of(year) if year else now.year, month.number, 1)
    if year is None and start < floor(now, "month"):
        start = start.replace(year=start.year + 1)
    return days(start, "month", free=None if year else "year")


def day_of_month(now: dt.datetime, day: Number, first: dt.datetime | None = None) -> Days:
    """The next such day of a month, today included, or that day of the month that begins at `first`."""
    start = first or floor(now, "month")
    if first is not None:
        return days(start.replace(day=int(day.value)))
    for _ in range(3):
        if int(day.value) <= (shifted(start, "month") - dt.timedelta(days=1)).day:
            found = start.replace(day=int(day.value))
            if found >= floor(now, "day"):
                return days(found, free="month")
        start = shifted(start, "month")
    raise ValueError(day)


def on_weekday(now: dt.datetime, weekday: Weekday) -> Days:
    """The next such day; said on that very day, it is a week later."""
    ahead = (weekday.index - now.weekday() - 1) % 7 + 1
    return days(floor(now, "day") + dt.timedelta(days=ahead), free="week")


def weekday_on_day(now: dt.datetime, weekday: Weekday, day: Number) -> Days:
    """« jeudi 15 »: the next 15th that is a Thursday, within a year; else the next 15th: weekdays get mistaken."""
    start = day_of_month(now, day).start
    for ahead in range(12):
        month = shifted(floor(start, "month"), "month", ahead)
        if int(day.value) <= (shifted(month, "month") - dt.timedelta(days=1)).day:
            found = month.replace(day=int(day.value))
            if found.weekday() == weekday.index:
                return days(found)
    return days(start)


_RECENT_DAYS = 92


def weekday_in(now: dt.datetime, weekday: Weekday, period: Days) -> Days | None:
    """That weekday of a week; or the day itself when a date follows its weekday.

    When only another year fits, it is that of some weeks ago ("le samedi 8 juin" said on the 12th), else the next one.
    """
    if period.grain == "week":
        return days(period.start + dt.timedelta(days=weekday.index))
    if period.grain != "day":
        return None
    if period.free == "year" and period.start.weekday() != weekday.index:
        recent = now - period.moved(-1).start <= dt.timedelta(days=_RECENT_DAYS)
        fitting = (period.moved(years) for years in ((-1, 1) if recent else (1,)))
        return next((found for found in fitting if found.start.weekday() == weekday.index), period)
    return period


def fortnight(now: dt.datetime, weekday: Weekday, count: Number) -> Days | None:
    """« lundi en huit": a week after the next Monday (today counts); "en quinze »: two weeks."""
    weeks = {8: 1, 15: 2}.get(int(count.value))
    if weeks is None:
        return None
    return days(floor(now, "day") + dt.timedelta(days=(weekday.index - now.weekday()) % 7 + 7 * weeks))


def feast(now: dt.datetime, name: Feast, year: Number | None = None) -> Days:
    if year is not None:
        return days(feast_day(name.name, year_of(year)))
    this_year = feast_day(name.name, now.year)
    start = this_year if this_year >= floor(now, "day") else feast_day(name.name, now.year + 1)
    return days(start, free="year")


def season(now: dt.datetime, name: str, year: Number | None = None) -> Days:
    """Astronomical seasons of an ordinary year; the running one, or the next."""
    (month, day), (last_month, last_day) = _SEASONS[name]
    for first_year in (year_of(year),) if year else (now.year - 1, now.year, now.year + 1):
        start, end = (
            dt.datetime(first_year, month, day),
            dt.datetime(first_year + (last_month < month), last_month, last_day),
        )
        if year or end > now:
            return Days(start, end, "day", "year")
    raise ValueError(name)


def period(now: dt.datetime, unit: Unit, count: int = 0) -> Days | Span | None:
    """This week (0), next month (1), last year (-1)."""
    if unit.name in _SHORTER_THAN_A_DAY:
        start = shifted(now, unit.name, min(count, 0))
        return Span(start, shifted(start, unit.name), unit.name, sign="B") if count else None
    return days(shifted(floor(now, unit.name), unit.name, count), unit.name)


def periods(now: dt.datetime, count: Number, unit: Unit, forward: bool) -> Days | Span:
    """« 3 prochaines semaines »: whole units of the calendar, without the one that runs."""
    start, size = floor(now, unit.name), int(count.value)
    first = shifted(start, unit.name, 1 if forward else -size)
    if unit.name in _SHORTER_THAN_A_DAY:
        return Span(first, shifted(first, unit.name, size), unit.name, sign="B")
    return Days(first, shifted(first, unit.name, size), _GRAINS.get(unit.name, unit.name))


def away(origin: dt.datetime, length: Length, sign: int = 1) -> Days | Span:
    """« dans 3 jours", "il y a 2 h »: as exact as its unit, a day at most."""
    there = shifted(origin, length.unit, sign * length.count) + dt.timedelta(seconds=sign * length.extra)
    if length.unit not in _SHORTER_THAN_A_DAY:
        return days(floor(there, "day"))
    grain = "second" if length.unit == "second" else "minute"
    return Span(there, shifted(there, grain), grain)


def nth(rank: int, unit: Unit, of: Days) -> Days | None:
    """The rank-th whole unit inside a period; -1 is the last one. A week begins on its Monday inside the period."""
    if of.grain not in SECONDS or not SECONDS["day"] <= SECONDS[unit.name] < SECONDS[of.grain]:
        return None
    found = (
        shifted(_first_whole(unit.name, of.start), unit.name, rank - 1) if rank > 0 else _last_whole(unit.name, of.end)
    )
    return days(found, unit.name) if of.start <= found < of.end else None


def _first_whole(unit: str, start: dt.datetime) -> dt.datetime:
    if unit == "weekend":
        return start + dt.timedelta(days=(5 - start.weekday()) % 7)
    return start if floor(start, unit) == start else shifted(floor(start, unit), unit)


def _last_whole(unit: str, end: dt.datetime) -> dt.datetime:
    if unit == "weekend":
        return floor(end, "week") - dt.timedelta(days=2)
    return shifted(floor(end, unit), unit, -1)


def nth_weekday(rank: int, weekday: Weekday, of: Days) -> Days | None:
    first = of.start + dt.timedelta(days=(weekday.index - of.start.weekday()) % 7)
    last = of.end - dt.timedelta(days=1 + (of.end.weekday() - 1 - weekday.index) % 7)
    found = last if rank < 0 else first + dt.timedelta(weeks=rank - 1)
    return days(found) if of.start <= found < of.end else None


def edge(which: str, of: Days, first_days: int = 5) -> Days | None:
    """The first days, the middle or the last days of a week, month or year ("début avril", "fin de semaine")."""
    start, end = of.start, of.end
    if of.grain == "month":
        bounds = {
            "debut": (start, start.replace(day=1 + first_days)),
            "milieu": (start.replace(day=10), start.replace(day=20)),
        }
        first, last = bounds.get(which, (start.replace(day=21), end))
        return Days(first, last, "day", of.free)
    if of.grain == "week":
        offsets = {"debut": (0, 2), "milieu": (2, 4), "fin": (3, 7)}[which]
        return Days(start + dt.timedelta(days=offsets[0]), start + dt.timedelta(days=offsets[1]), "day", of.free)
    if of.grain in ("year", "quarter"):
        months = {("year", "debut"): (0, 2), ("year", "milieu"): (4, 8), ("year", "fin"): (10, 12)}.get(
            (of.grain, which)
        )
        first_month, last_month = months or {"debut": (0, 1), "milieu": (1, 2), "fin": (2, 3)}[which]
        return Days(shifted(start, "month", first_month), shifted(start, "month", last_month), "month", of.free)
    return None


def running_edge(which: str, unit: Unit, now: dt.datetime) -> Days | None:
    """« fin du mois »: of this one, or of the next one when it is already over."""
    for count in (0, 1):
        of = period(now, unit, count)
        found = edge(which, of, first_days=10) if isinstance(of, Days) else None
        if found is not None and found.end > now:
            return found
    return None


def part_on(day: Days, part: Part) -> Span | None:
    if day.grain != "day":
        return None
    start, end = part.on(day.start)
    return Span(start, end, "hour", part)


def clock_on(day: Days, clock: Clock) -> Span | None:
    if day.grain != "day":
        return None
    start = clock.on(day.start) - dt.timedelta(days=clock.hour // 24)  # "lundi à minuit" begins Monday
    return Span(start, shifted(start, clock.grain), clock.grain)


def clock_in(span: Span, clock: Clock) -> Span | None:
    """« demain soir 8h »: the clock read in the part of the day that was said."""
    if span.part is None or span.start is None:
        return None
    start = span.part.fit(clock).on(span.start)
    return Span(start, shifted(start, clock.grain), clock.grain)


def next_clock(now: dt.datetime, clock: Clock) -> Span:
    start = clock.on(now)
    if start < now:
        start += dt.timedelta(days=1)
    return Span(start, shifted(start, clock.grain), clock.grain)


def next_part(now: dt.datetime, part: Part) -> Span:
    start, end = part.on(now)
    if end <= now:
        start, end = start + dt.timedelta(days=1), end + dt.timedelta(days=1)
    return Span(start, end, "hour", part)


def joined(first: Days, last: Days) -> Days | None:
    """From one to the other, both included. The one whose year, month or week was not said is moved to follow."""
    for _ in range(60):
        if last.start >= first.start:
            break
        if last.free is None and first.free is None:
            return None
        first, last = (first, last.moved(1)) if last.free else (first.moved(-1), last)
    for _ in range(60):
        if not first.free or last.free or first.moved(1).start > last.start:
            break
        first = first.moved(1)
    grain = first.grain if first.grain == last.grain else "day"
    return Days(first.start, last.end, grain, last.free if first.free else None) if last.end > first.start else None


def hours_on(day: Days, hours: Hours) -> Span | None:
    """The hours on that day; past midnight they end on the next one."""
    if day.grain != "day":
        return None
    start, end = hours.first.on(day.start), hours.last.on(day.start)
    grain = "minute" if "minute" in (hours.first.grain, hours.last.grain) else "hour"
    return Span(start, end if end > start else end + dt.timedelta(days=1), grain, sign="B")


def next_hours(now: dt.datetime, hours: Hours) -> Span | None:
    """On the day that runs, or on the next one when they are over."""
    span = hours_on(today(now), hours)
    return span if span is None or span.end is None or span.end > now else hours_on(today(now, 1), hours)
