"""How people say how long, and the numbers of the trade that are neither hours nor dates."""

import datetime as dt

from bot.understanding.when.grammar import Rule, rule
from bot.understanding.when.moment import SECONDS
from bot.understanding.when.values import Length, Number, Unit, Value

BLOCKED = Number(0, "#")
_SHIFTS = {(24, 7), (5, 7), (6, 7), (7, 7), (1, 2), (2, 8), (3, 8), (4, 8), (5, 8)}


def _blocked(_now: dt.datetime, *_taken: object) -> Value:
    return BLOCKED


def _round_the_clock(_now: dt.datetime, first: Number, _h: Unit, last: Number, _unit: Unit | None) -> Value | None:
    return BLOCKED if first.value == last.value == 24 else None


def _shift(_now: dt.datetime, first: Number, last: Number) -> Value | None:
    return BLOCKED if (first.value, last.value) in _SHIFTS else None


def _vague(_now: dt.datetime, first: Number, last: Number, _unit: Unit) -> Value | None:
    return BLOCKED if first.digits.isalpha() and last.digits.isalpha() else None


_WORK = "cdi|cdd|contrat|partiel|temps|plein|permis|caces|taille|pointure"
_STREET = "rue|avenue|av|bd|boulevard|place|impasse|chemin|route|allee|quai|square|cours|esplanade|cite"
_COUNTED = "euro|euros|km|kms|kilometre|kilometres|metres|m|kg|personnes|enfants|fois|pieces"
_CAREER = "experience|experiences|xp|anciennete|metier|pratique|service"
NO_DATES: tuple[Rule, ...] = (
    rule("2x8, 3x8", "N x N", _blocked),
    rule("35h par semaine", "N U|H par U|H|_", _blocked),
    rule("24h hebdo", "N U|H hebdo|hebdomadaire|hebdomadaires", _blocked),
    rule("24 h / semaine", "N U|H / U", _blocked),
    rule("20 h semaine", "N H WEEK ~prochain|suivant|dernier", _blocked),
    rule("cdi 20h, mi-temps 24 h", f"{_WORK} de? N|Y U|H?", _blocked),
    rule("7j/7", "N U /|sur N U?", _blocked),
    rule("24h/24", "N H /|sur N H?", _round_the_clock),
    rule("24/7, 7/7, 3/8", "<le N / N ~/", _shift),
    rule("je m'appelle avril", "appelle|prenom|prenomme MO|WD", _blocked),
    rule("rue du 8 mai 1945", f"{_STREET} du|de N|O de? MO Y?", _blocked),
    rule("le 14 rue de la gare", f"N|BIG|O bis|ter|quater? ,? {_STREET}", _blocked),
    rule("15 km, 10 euros", f"N|Y|BIG|A {_COUNTED}", _blocked),
    rule("5 ans d'expérience", f"N|A|LR U de|d|dans {_CAREER}", _blocked),
    rule("âgé de 8 mois", "age|agee|ages|agees de N U", _blocked),
    rule("jour après jour", "U apres U", _blocked),
    rule("un jour sur deux", "A U sur N", _blocked),
    rule("tous les lundis, chaque semaine", "tous|toutes|chaque les|le? N? WD|U|H|P|O|MO", _blocked),
    rule("les lundis et jeudis", "les WD|WA", _blocked),
    rule("deux trois minutes", "N N U|H", _vague),
)


def length(_now: dt.datetime, count: Value | str | None, unit: Value | str | None, rest: object) -> Length:
    """A quantity as the @qty of the patterns gives it: « deux heures et demie », « 1 h 30 », « trois mois »."""
    if not isinstance(count, Number) or not isinstance(unit, Unit):
        raise ValueError(count)
    if rest in ("demi", "quart"):
        return Length(count.value, unit.name, SECONDS[unit.name] // (2 if rest == "demi" else 4))
    if isinstance(rest, Number) and unit.name == "hour":
        return Length(count.value, unit.name, int(rest.value) * 60)
    return Length(count.value, unit.name)


def _for(now: dt.datetime, count: Number, unit: Unit, rest: object) -> Length | None:
    """« pour 3 h » is a duration, « pour 14 h » an hour."""
    return None if unit.name == "hour" and 7 <= count.value < 24 else length(now, count, unit, rest)


def _less_than(now: dt.datetime, count: Number, unit: Unit, rest: object) -> Length | None:
    """« moins de 2 heures »; « moins de 30 ans » is an age."""
    return None if unit.name == "year" else length(now, count, unit, rest)


def _of_days(now: dt.datetime, count: Number, unit: Unit, rest: object) -> Length | None:
    """Said alone, days, weeks and months last; « 2 heures » is a clock, « 5 ans » an age or a career."""
    return length(now, count, unit, rest) if unit.name in ("day", "week", "month", "weekend") else None


def _of_minutes(now: dt.datetime, count: Number, unit: Unit, rest: object) -> Length | None:
    return length(now, count, unit, rest) if unit.name in ("minute", "second") else None


def _of_whole_days(_now: dt.datetime, hours: Number, _unit: Unit) -> Length | None:
    """« 48h », « 72 heures »; « 35h » is a contract."""
    return Length(hours.value, "hour") if hours.value > 24 and hours.value % 24 == 0 else None


def _two_lengths(_now: dt.datetime, first: Number, unit: Unit, more: Number, smaller: Unit) -> Length | None:
    if SECONDS[unit.name] <= SECONDS[smaller.name]:
        return None
    return Length(first.value, unit.name, int(more.value * SECONDS[smaller.name]))


def _whole(_now: dt.datetime, unit: Unit | str) -> Length:
    return Length(1, unit.name if isinstance(unit, Unit) else "day")


def _fraction(_now: dt.datetime, over: Number, under: Number, _hour: Unit) -> Length | None:
    """« 1/4 d'heure », « 1/2 h »; « 14/16h » is from one to the other."""
    return Length(60 * over.value / under.value, "minute") if over.value < under.value <= 4 else None


def _of_a_fortnight(days: Number) -> Length | None:
    """« une huitaine », « une quinzaine »; a dozen counts anything."""
    return Length(days.value, "day") if days.value in (8, 15) else None


LENGTHS: tuple[Rule, ...] = (
    rule("un quart d'heure", "A quart d|de H", lambda now, *_: Length(15, "minute")),
    rule("trois quarts d'heure", "troisquart d|de H", lambda now, *_: Length(45, "minute")),
    rule("1/4 d'heure", "N / N d|de? H", _fraction),
    rule("une demi-heure", "A? demi -? H", lambda now, *_: Length(30, "minute")),
    rule("une demi-journée", "A? demi -? journee", lambda now, *_: Length(12, "hour")),
    rule("toute la journée", "tout|toute|toutes la|le|l journee|U ~prochain|suivant|dernier|passe", _whole),
    rule("une journée", "A|N journee", lambda now, count: Length(count.value, "day")),
    rule("un an et 3 mois", "N|A U et? N|A U", _two_lengths),
    rule("une heure et demie", "^ A H et? demi $", lambda now, *_: Length(1, "hour", 30 * 60)),
    rule("une heure et quart", "^ A H et? quart $", lambda now, *_: Length(1, "hour", 15 * 60)),
    rule("une quinzaine", "A LR ~O|U|H|de|d", lambda now, _a, n: _of_a_fortnight(n)),
)
_STAYING = (
    "reste|resterai|restera|parti|partie|pars|part|absent|absente|faut|prend|prendra|besoin|attends|attendez|attendre"
)
_LASTING = "pendant|durant|dure|durent|durer|dura|durera|duree|preavis"
TOLD_LENGTHS: tuple[Rule, ...] = (
    rule("pendant 4 h et 20 min", f"{_LASTING}|pour N|A U|H et? N|A U", _two_lengths),
    rule("pendant 2 h", f"{_LASTING} @the de? d? @qty", length),
    rule("pour 3 jours", "pour|sur @the @qty", _for),
    rule("moins de 2 heures", "moins|plus de|d @qty", _less_than),
    rule("je reste 2 h", f"{_STAYING} @the @qty", _for),
    rule("2h de temps", "@qty de temps|suite|pause|travail|cours", length),
)
BARE_LENGTHS: tuple[Rule, ...] = (
    rule("15 jours", "<N <O <BIG @qty ~prochain|suivant|dernier|passe|precedent|plus|apres|avant", _of_days),
    rule("une heure", "^ A H $", lambda now, *_: Length(1, "hour")),
    rule("48h", "^ N H $", _of_whole_days),
    rule("20 minutes", "^ <N @qty $", _of_minutes),
)
