"""How people say the hour, the part of the day, and from which hour to which."""

import datetime as dt

from bot.understanding.when import words as w
from bot.understanding.when.grammar import Rule, rule
from bot.understanding.when.values import Clock, Hours, Number, Part, Unit


def clock(_now: dt.datetime, hour: Number, minute: Number | None = None, second: Number | None = None) -> Clock | None:
    """The clock that numbers say, or None when no clock shows them."""
    h, m, s = int(hour.value), int(minute.value) if minute else 0, int(second.value) if second else 0
    if h > 24 or m > 59 or s > 59 or hour.value != h or (h == 24 and m):
        return None
    grain = "second" if second else "minute" if minute else "hour"
    return Clock(h, m, s, grain, sure=h >= 12 or h == 0 or hour.digits.startswith("0"))


def _shifted(from_hour: Clock | None, minutes: int) -> Clock | None:
    """« 8h moins le quart »: fifteen minutes earlier."""
    if from_hour is None:
        return None
    total = (from_hour.hour * 60 + from_hour.minute + minutes) % 1500
    return Clock(total // 60, total % 60, 0, "minute", from_hour.sure)


def _in_half(of_day: int, said: Clock | None) -> Clock | None:
    """am is half 0, pm half 1."""
    if said is None or said.hour > 12:
        return said
    return Clock(said.hour % 12 + 12 * of_day, said.minute, said.second, said.grain, sure=True)


def _two_digits(now: dt.datetime, hour: Number, minute: Number) -> Clock | None:
    return clock(now, hour, minute) if len(minute.digits) > 1 else None


def _with_minutes(now: dt.datetime, hour: Number, _h: Unit, minute: Number, _unit: Unit | None = None) -> Clock | None:
    return clock(now, hour, minute)


def _noon(name: str, hour: int) -> tuple[Rule, ...]:
    """Midi and minuit (24h: the end of the day that runs) with their minutes."""
    whole = Number(hour)
    return (
        rule(f"{name} moins le quart", f"{name} moins le? quart", lambda now: _shifted(clock(now, whole), -15)),
        rule(f"{name} moins cinq", f"{name} moins N", lambda now, m: _shifted(clock(now, whole), -int(m.value))),
        rule(f"{name} et quart", f"{name} et quart", lambda now: _shifted(clock(now, whole), 15)),
        rule(f"{name} et demi", f"{name} et? demi", lambda now: _shifted(clock(now, whole), 30)),
        rule(f"{name} trente", f"{name} N ~U|H|MO|WD", lambda now, m: _shifted(clock(now, whole), int(m.value))),
        rule(name, name, lambda now: clock(now, whole)),
    )


PAST_THE_HOUR: tuple[Rule, ...] = (rule("15h passé de 15 minutes", "N|A H passe de N MINUTE", _with_minutes),)
CLOCKS: tuple[Rule, ...] = (
    rule("14:30:15", "N : N : N", clock),
    rule("14:30", "N : N", _two_digits),
    rule("8h moins le quart", "N|A H moins le? quart", lambda now, h, _u: _shifted(clock(now, h), -15)),
    rule("8h moins dix", "N|A H moins N U?", lambda now, h, _u, m, _x: _shifted(clock(now, h), -int(m.value))),
    rule("9h et quart", "N|A H et quart", lambda now, h, _u: _shifted(clock(now, h), 15)),
    rule("dix heures et demie", "N|A H et? demi", lambda now, h, _u: _shifted(clock(now, h), 30)),
    rule("onze heures trois quarts", "N|A H et? troisquart", lambda now, h, _u: _shifted(clock(now, h), 45)),
    rule("quinze heures et quinze minutes", "N|A H et? N MINUTE", _with_minutes),
    rule("9h30, quinze heures trente", "N|A H N ~MO|H|U|/|x|:", lambda now, h, _u, m: _two_digits(now, h, m)),
    rule("9.30h", "N . N H", lambda now, h, m, _u: _two_digits(now, h, m)),
    rule("14h", "N H", lambda now, h, _u: clock(now, h)),
    rule("à une heure", "a|vers|des|avant|apres A H", lambda now, *_: Clock(1)),
    rule("8 h pm", "T pm", lambda now, t: _in_half(1, t)),
    rule("8 h am", "T am", lambda now, t: _in_half(0, t)),
    rule("5pm", "N pm", lambda now, h: _in_half(1, clock(now, h))),
    rule("5am", "N am", lambda now, h: _in_half(0, clock(now, h))),
    *_noon("midi", 12),
    *_noon("minuit", 24),
    rule("vers 10h", "vers|environ T", lambda now, t: t),
    rule("à 10h environ", "T vers|environ|pile|precises|max|maximum", lambda now, t: t),
)

_LUNCH = w.PARTS["dejeuner"]
_NAMES = {part.first: name for name, part in reversed(w.PARTS.items())}


def _edge(which: str, part: Part) -> Part | None:
    return w.EDGES.get((which, _NAMES.get(part.first, "")))


def _edges(which: str, said: str) -> tuple[Rule, ...]:
    return (
        rule(f"{which} de journée", f"{said} @of journee", lambda now: w.EDGES[which, "journee"]),
        rule(f"{which} de matinée", f"{said} @of P", lambda now, part: _edge(which, part)),
    )


def _early(_now: dt.datetime, part: Part) -> Part:
    return w.EDGES["debut", "matin"] if part.first < 12 else part


def _around_lunch(part: Part, other: Part) -> Part | None:
    return other if part == _LUNCH else None


def _clock_in(_now: dt.datetime, said: Clock | None, part: Part) -> Clock | None:
    return part.fit(said) if said else None


def _number_in(now: dt.datetime, hour: Number, part: Part) -> Clock | None:
    """« 6 après-midi »; « deux matinées » are counted."""
    return _clock_in(now, clock(now, hour), part) if hour.digits.isdigit() else None


PARTS: tuple[Rule, ...] = (
    *_edges("debut", "debut"),
    *_edges("milieu", "milieu|mi"),
    *_edges("fin", "fin"),
    rule("très tôt le matin", "tres? tot @in P", _early),
    rule("le matin très tôt", "P tres? tot", _early),
    rule("après le déjeuner", "apres le|l? P", lambda now, p: _around_lunch(p, Part(13, 17))),
    rule("après manger", "apres le? manger|mange|repas|repa", lambda now: Part(13, 17)),
    rule("avant manger", "avant le|de? manger|repas|repa", lambda now: Part(10, 12)),
    rule("avant le déjeuner", "avant le|l? P", lambda now, p: _around_lunch(p, Part(10, 12))),
    rule("pendant le déjeuner", "pendant @of P", lambda now, p: _around_lunch(p, p)),
    rule("au moment de déjeuner", "a|au l? moment|temps @of P", lambda now, p: _around_lunch(p, p)),
    rule("à l'heure du déjeuner", "a l H @of P", lambda now, _h, p: _around_lunch(p, p)),
    rule("après le travail", "apres le travail|boulot|taf", lambda now: Part(17, 21)),
    rule("8h du soir", "T @of P", _clock_in),
    rule("6h dans la soirée", "T dans|en|pendant la|l|le? P", _clock_in),
    rule("cinq du matin", "<le N du|de l|la? P", lambda now, h, p: _clock_in(now, clock(now, h), p)),
    rule("6 après-midi", "<le <du <WD <WA </ <. N P", _number_in),
)


def _hours(_now: dt.datetime, first: Clock | None, last: Clock | None) -> Hours | None:
    """« 11h30 à 1h30 » ends in the afternoon; « 22h à 6h » on the next day."""
    if first is None or last is None:
        return None
    if (last.hour, last.minute) <= (first.hour, first.minute) < (last.later().hour, last.minute):
        last = last.later()
    return Hours(first, last)


def numbers(now: dt.datetime, first: Number, last: Number) -> Hours | None:
    """« de 5 à 7 », or None when no clock shows them."""
    return _hours(now, clock(now, first), clock(now, last))


def _number_to_clock(now: dt.datetime, first: Number, last: Clock) -> Hours | None:
    """« 14 et 16h »; in « 5 à 6pm » both are in the afternoon."""
    start = clock(now, first)
    if start is not None and last.hour >= 12 and start.hour < 7 and start.hour + 12 < last.hour:
        start = start.later()
    return _hours(now, start, last)


def _ascending(now: dt.datetime, first: Clock, last: Clock) -> Hours | None:
    """« 9h 11h »: from one to the other; « 11h 9h » is a choice."""
    return Hours(first, last) if (first.hour, first.minute) < (last.hour, last.minute) else None


HOURS: tuple[Rule, ...] = (
    rule("entre 9h et 11h", "entre T et|a|- T", _hours),
    rule("entre 14 et 16h", "entre|de N et|a|-|jusque T", _number_to_clock),
    rule("entre midi et 2", "entre|de T et|a|-|jusque N ~MO", lambda now, a, b: _hours(now, a, clock(now, b))),
    rule("de 9h à 12h", "de? T a|-|jusque|/ T", _hours),
    rule("9h 11h", "<T T T ~T|R", _ascending),
    rule("8-12h", "<le <du <WD <WA <MO </ N -|a|/ T", _number_to_clock),
    rule("de 5 à 7", "<le de N a|jusque N ~MO|/|U", numbers),
    rule("5 à 7 aujourd'hui", "<le <du <WD <WA N a|au|- N de? =D", numbers),
)
