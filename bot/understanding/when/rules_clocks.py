"""How people say the hour, the part of the day, how long, and what is no date at all."""

import datetime as dt

from bot.understanding.when import words as w
from bot.understanding.when.grammar import Rule, rule
from bot.understanding.when.moment import SECONDS
from bot.understanding.when.values import Clock, Days, Hours, Length, Number, Part, Span, Unit, Value
from bot.understanding.when import days as d

_BLOCKED = Number(0, "#")
_SHIFTS = {(24, 7), (5, 7), (6, 7), (1, 2), (7, 7), (3, 8), (2, 8), (5, 8), (4, 8)}


def _blocked(_now: dt.datetime, *_taken: object) -> Value:
    return _BLOCKED


# Numbers of the trade that would read as clocks or dates.
NO_DATES: tuple[Rule, ...] = (
    rule("2x8, 3x8", "N x N", _blocked),
    rule("35h par semaine, 1200 euros par mois", "N U|H par U|H|_", _blocked),
    rule("24h hebdo", "N U|H hebdo|hebdomadaire|hebdomadaires", _blocked),
    rule("24 h / semaine", "N U|H / U", _blocked),
    rule(
        "cdi 20h, mi temps 24 h",
        "cdi|cdd|contrat|partiel|temps|plein|permis|caces|taille|pointure de? N|Y U|H?",
        _blocked,
    ),
    rule("7j/7", "N U /|sur N U?", _blocked),
    rule("24h/24", "N H /|sur N H?", lambda now, n, h, m, u: _BLOCKED if n.value == m.value == 24 else None),
    rule("24/7, 7/7, 3/8", "<le N / N ~/", lambda now, n, m: _BLOCKED if (n.value, m.value) in _SHIFTS else None),
    rule(
        "le 14 rue de la gare",
        "N|BIG|O bis|ter|quater? ,? rue|avenue|av|bd|boulevard|place|impasse|chemin|route|allee|quai",
        _blocked,
    ),
    rule(
        "15 km, 10 euros, 3 personnes",
        "N|Y|BIG|A euro|euros|km|kms|kilometres|kilometre|metres|m|kg|personnes|enfants|fois|pieces",
        _blocked,
    ),
    rule(
        "j'ai 45 ans, 5 ans d'expérience",
        "N|A|LR U de|d|dans experience|experiences|xp|anciennete|metier|pratique|service",
        _blocked,
    ),
    rule("âgé de 8 mois", "age|agee|ages|agees de N U", _blocked),
    rule("un jour sur deux", "A U sur N", _blocked),
    rule("tous les lundis, chaque semaine", "tous|toutes|chaque les|le? N? WD|U|H|P|O|MO", _blocked),
    rule("les lundis et jeudis", "les WD|WA", _blocked),
    rule(
        "deux trois minutes",
        "N N U|H",
        lambda now, a, b, u: _BLOCKED if a.digits.isalpha() and b.digits.isalpha() else None,
    ),
)


def _length(_now: dt.datetime, count: Number, unit: Unit, rest: str | Number | None) -> Length:
    """ "deux heures et demie", "1 h 30", "trois mois et demi"."""
    size = SECONDS[unit.name]
    if rest in ("demi", "quart"):
        return Length(count.value, unit.name, size // (2 if rest == "demi" else 4))
    if isinstance(rest, Number) and unit.name == "hour":
        return Length(count.value, unit.name, int(rest.value) * 60)
    return Length(count.value, unit.name)


def _sized(now: dt.datetime, count: Number, unit: Unit, rest: str | Number | None) -> Length | None:
    """A duration that needs no "pendant": days, weeks and months. "2 heures" is a clock, "5 ans" an age or a career."""
    return _length(now, count, unit, rest) if unit.name in ("day", "week", "month", "weekend") else None


def _two_lengths(_now: dt.datetime, first: Number, unit: Unit, more: Number, smaller: Unit) -> Length | None:
    """ "un an et 3 mois"; "un jour un an" is no duration."""
    if SECONDS[unit.name] <= SECONDS[smaller.name]:
        return None
    return Length(first.value, unit.name, int(more.value * SECONDS[smaller.name]))


def _clock(_now: dt.datetime, hour: Number, minute: Number | None = None, second: Number | None = None) -> Clock | None:
    h, m, s = int(hour.value), int(minute.value) if minute else 0, int(second.value) if second else 0
    if h > 24 or m > 59 or s > 59 or hour.value != h or (h == 24 and m):
        return None
    grain = "second" if second else "minute" if minute else "hour"
    return Clock(h, m, s, grain, sure=h >= 12 or h == 0 or hour.digits.startswith("0"))


PAST_THE_HOUR: tuple[Rule, ...] = (
    rule("15h passé de 15 minutes", "N|A H passe de N U", lambda now, h, u, m, x: _clock(now, h, m)),
)

LENGTHS: tuple[Rule, ...] = (
    rule("un quart d'heure", "A quart d|de H", lambda now, a, h: Length(15, "minute")),
    rule("trois quarts d'heure", "troisquart|N quart? d|de H", lambda now, n, h: Length(45, "minute")),
    rule("une demi-heure", "A? demi -? H", lambda now, a, h: Length(30, "minute")),
    rule("une demi-journée", "A? demi -? journee", lambda now, a: Length(12, "hour")),
    rule(
        "toute la journée",
        "tout|toute|toutes la|le|l journee|U",
        lambda now, u: Length(1, u.name if isinstance(u, Unit) else "day"),
    ),
    rule("un an et 3 mois", "N|A U et? N|A U", _two_lengths),
    rule(
        "1/4 d'heure",
        "N / N d|de H",
        lambda now, n, m, h: Length(60 * n.value / m.value, "minute") if m.value else None,
    ),
    rule("une quinzaine", "A LR ~O|U|H|de|d", lambda now, a, n: Length(15, "day") if n.value == 15 else None),
)

TOLD_LENGTHS: tuple[Rule, ...] = (
    rule(
        "pendant 2 h",
        "pendant|durant|dure|durent|dura|durera|durer|duree|preavis @the de? d? @qty",
        _length,
    ),
    rule(
        "pour 3 jours",
        "pour|sur @the @qty",
        lambda now, n, u, r: None if 7 <= n.value < 24 and u.name == "hour" else _length(now, n, u, r),
    ),
    rule(
        "moins de 2 heures",
        "moins|plus de|d @qty",
        lambda now, n, u, r: None if u.name == "year" else _length(now, n, u, r),
    ),
    rule("2h de temps", "@qty de temps|suite|pause|travail|cours", _length),
)
BARE_LENGTHS: tuple[Rule, ...] = (
    rule("15 jours", "<N <O <BIG @qty ~prochain|suivant|dernier|passe|precedent|plus|apres|avant", _sized),
    rule(
        "20 minutes",
        "^ <N @qty $",
        lambda now, n, u, r: _length(now, n, u, r) if u.name in ("minute", "second") else None,
    ),
)


def _noon(_now: dt.datetime, name: str, minutes: int) -> Clock:
    hour = 12 if name == "midi" else 24
    total = hour * 60 + minutes
    return Clock(total // 60, total % 60, 0, "minute" if minutes else "hour", sure=True)


def _to(clock: Clock | None, minutes: int) -> Clock | None:
    """A clock some minutes later (earlier when negative): "8h moins le quart"."""
    if clock is None:
        return None
    total = (clock.hour * 60 + clock.minute + minutes) % 1500
    return Clock(total // 60, total % 60, 0, "minute", clock.sure)


def _afternoon(clock: Clock | None) -> Clock | None:
    return (
        Clock(clock.hour % 12 + 12, clock.minute, clock.second, clock.grain, True)
        if clock and clock.hour <= 12
        else clock
    )


def _morning(clock: Clock | None) -> Clock | None:
    return (
        Clock(clock.hour % 12, clock.minute, clock.second, clock.grain, True) if clock and clock.hour <= 12 else clock
    )


def _part_clock(_now: dt.datetime, clock: Clock | None, part: Part) -> Clock | None:
    return part.fit(clock) if clock else None


CLOCKS: tuple[Rule, ...] = (
    rule("14:30:15", "N : N : N", _clock),
    rule("14:30", "N : N", lambda now, h, m: _clock(now, h, m) if len(m.digits) == 2 else None),
    rule("8h moins le quart", "N|A H moins le? quart", lambda now, h, u: _to(_clock(now, h), -15)),
    rule("8h moins dix", "N|A H moins N U?", lambda now, h, u, m, x: _to(_clock(now, h), -int(m.value))),
    rule("9h et quart", "N|A H et quart", lambda now, h, u: _to(_clock(now, h), 15)),
    rule("dix heures et demie", "N|A H et? demi", lambda now, h, u: _to(_clock(now, h), 30)),
    rule("onze heures trois quarts", "N|A H et? troisquart", lambda now, h, u: _to(_clock(now, h), 45)),
    rule("onze heures trois quarts", "N|A H N quart", lambda now, h, u, n: _to(_clock(now, h), 45)),
    rule(
        "9h30, quinze heures et quinze minutes",
        "N|A H et? N U",
        lambda now, h, u, m, x: _clock(now, h, m) if x.name == "minute" else None,
    ),
    rule(
        "9h30, quinze heures trente",
        "N|A H N ~MO|H|U|/|x|:",
        lambda now, h, u, m: _clock(now, h, m) if len(m.digits) > 1 else None,
    ),
    rule("14h", "N H", lambda now, h, u: _clock(now, h)),
    rule("à une heure", "a|vers|des|avant|apres A H", lambda now, h, u: Clock(1)),
    rule("8 pm", "T pm", lambda now, t: _afternoon(t)),
    rule("8 am", "T am", lambda now, t: _morning(t)),
    rule("5pm", "N pm", lambda now, h: _afternoon(_clock(now, h))),
    rule("5am", "N am", lambda now, h: _morning(_clock(now, h))),
    *(
        line
        for noon in ("midi", "minuit")
        for line in (
            rule(f"{noon} moins le quart", f"{noon} moins le? quart", lambda now, n=noon: _noon(now, n, -15)),
            rule(f"{noon} moins cinq", f"{noon} moins N", lambda now, m, n=noon: _noon(now, n, -int(m.value))),
            rule(f"{noon} et quart", f"{noon} et quart", lambda now, n=noon: _noon(now, n, 15)),
            rule(f"{noon} et demi", f"{noon} et? demi", lambda now, n=noon: _noon(now, n, 30)),
            rule(f"{noon} trente", f"{noon} N ~U|H|MO|WD", lambda now, m, n=noon: _noon(now, n, int(m.value))),
            rule(noon, noon, lambda now, n=noon: _noon(now, n, 0)),
        )
    ),
    rule("vers 10h", "vers|environ T", lambda now, t: t),
    rule("à 10h environ", "T vers|environ|pile|precises|max|maximum", lambda now, t: t),
)

PARTS: tuple[Rule, ...] = (
    *(
        rule(f"{which} de {name}", f"{said} @of {'journee' if name == 'journee' else 'P'}", meaning)
        for which, said in (("debut", "debut"), ("milieu", "milieu|mi"), ("fin", "fin"))
        for name, meaning in (
            ("journee", lambda now, which=which: w.EDGES[which, "journee"]),
            ("matinée", lambda now, p, which=which: _edge_of(which, p)),
        )
    ),
    rule("très tôt le matin", "tres? tot @in P", lambda now, p: w.EDGES["debut", "matin"] if p.first < 12 else p),
    rule("le matin très tôt", "P tres? tot", lambda now, p: w.EDGES["debut", "matin"] if p.first < 12 else p),
    rule("après le déjeuner", "apres le|l? P", lambda now, p: Part(13, 17) if p == w.PARTS["dejeuner"] else None),
    rule("avant le déjeuner", "avant le|l? P", lambda now, p: Part(10, 12) if p == w.PARTS["dejeuner"] else None),
    rule("à l'heure du déjeuner", "pendant|heure|moment @of P", lambda now, p: p if p == w.PARTS["dejeuner"] else None),
    rule(
        "à l'heure du déjeuner",
        "a|au l? H|moment|temps @of P",
        lambda now, h, p: p if p == w.PARTS["dejeuner"] else None,
    ),
    rule("après le travail", "apres le travail|boulot|taf", lambda now: Part(17, 21)),
    rule("8h du soir", "T @of P", lambda now, t, p: _part_clock(now, t, p)),
    rule("6h dans la soirée", "T dans|en|pendant la|l|le? P", lambda now, t, p: _part_clock(now, t, p)),
    rule("5 du matin", "<le N du|de P", lambda now, h, p: _part_clock(now, _clock(now, h), p)),
)


def _edge_of(which: str, part: Part) -> Part | None:
    names = {8: "matin", 12: "apresmidi", 18: "soir"}
    return w.EDGES.get((which, names.get(part.first, "")))


def _hours(_now: dt.datetime, first: Clock | None, last: Clock | None) -> Hours | None:
    """ "11h30 à 1h30" ends in the afternoon; "22h à 6h" on the next day."""
    if first is None or last is None:
        return None
    if (
        (last.hour, last.minute) <= (first.hour, first.minute)
        and last.later() != last
        and last.later().hour > first.hour
    ):
        last = last.later()
    return Hours(first, last)


def _in_part(now: dt.datetime, hours: Hours, part: Part) -> Hours | None:
    """ "de 2 à 4 de l'après-midi": both clocks are read in the part of the day."""
    return _hours(now, part.fit(hours.first), part.fit(hours.last)) if hours.first and hours.last else None


_UNTIL = "a|-|jusque|et|/|au"
HOURS: tuple[Rule, ...] = (
    rule("entre 9h et 11h", "entre T et|a|- T", _hours),
    rule("entre 14 et 16h", "entre|de N et|a|-|jusque T", lambda now, a, b: _hours(now, _like(now, a, b), b)),
    rule("entre midi et 2", "entre|de T et|a|-|jusque N ~MO", lambda now, a, b: _hours(now, a, _clock(now, b))),
    rule("de 9h à 12h", "de? T a|-|jusque|/|jusque T", _hours),
    rule("8-12h", "<le <du <WD <MO N -|a T", lambda now, a, b: _hours(now, _like(now, a, b), b)),
    rule(
        "5 à 7 du matin",
        "<le de|entre? N a|et|- N @of P",
        lambda now, a, b, p: _in_part(now, Hours(_clock(now, a), _clock(now, b)), p),
    ),
    rule("de 5 à 7", "<le de N a|jusque N ~MO|/|U", lambda now, a, b: _hours(now, _clock(now, a), _clock(now, b))),
    rule("de 5 à 7 du soir", "R @of P", _in_part),
)


def _like(now: dt.datetime, hour: Number, other: Clock) -> Clock | None:
    """ "5 à 6pm": the first hour is in the same half of the day when that makes sense."""
    clock = _clock(now, hour)
    if clock is None or other.hour < 12 or clock.hour + 12 >= other.hour or clock.hour >= 7:
        return clock
    return clock.later()


def _on_day(now: dt.datetime, day: Days, hours: Hours) -> Span | None:
    if day.grain != "day" or hours.first is None or hours.last is None:
        return None
    start, end = hours.first.on(day.start), hours.last.on(day.start)
    grain = "minute" if "minute" in (hours.first.grain, hours.last.grain) else "hour"
    return Span(start, end if end > start else end + dt.timedelta(days=1), grain, sign="B")


def hours_on(now: dt.datetime, day: Days, hours: Hours) -> Span | None:
    """The hours on that day; past midnight they end on the next one."""
    return _on_day(now, day, hours)


def hours_today(now: dt.datetime, hours: Hours) -> Span | None:
    """On the day that runs, or on the next one when they are over."""
    span = _on_day(now, d.today(now), hours)
    return span if span is None or span.end is None or span.end > now else _on_day(now, d.today(now, 1), hours)
