"""What was understood, said back in French: short, plain, as it goes into "Je résume : …"."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from backend.reference.calendar_names import MONTHS, WEEKDAYS
from backend.reference.licences import LICENCES
from bot.understanding.contract import Wishes
from bot.understanding.experience import Years
from bot.understanding.licences import Licences
from bot.understanding.mobility import Modes
from bot.understanding.names import PersonName
from bot.understanding.reach import Reach
from bot.understanding.when import Moment

_MODES = {
    "car": "en voiture", "shared_car": "en covoiturage", "moped": "en scooter ou voiturette", "bicycle": "à vélo",
    "walk": "à pied",
    "bus": "en bus ou train", "driven": "quelqu'un vous emmène",
}  # fmt: skip
_LACKED = {
    "car": "sans voiture", "shared_car": "pas de covoiturage", "moped": "sans scooter", "bicycle": "sans vélo",
    "walk": "pas à pied",
    "bus": "pas de bus", "driven": "personne pour vous emmener",
}  # fmt: skip
_CONSTRAINTS = {"no_night_driving": "pas de conduite la nuit", "no_motorway": "pas d'autoroute"}
_CONTRACTS = {"CDI": "CDI", "CDD": "CDD", "MIS": "intérim", "SAI": "saisonnier", "APP": "alternance"}
_TOPICS = {
    "full_time": "temps plein", "part_time": "temps partiel", "weekdays": "du lundi au vendredi",
    "days": "en journée", "mornings": "le matin",
    "afternoons": "l'après-midi",
    "evenings": "le soir", "nights": "la nuit", "saturdays": "le samedi", "sundays": "le dimanche",
    "weekends": "le week-end",
    "wednesdays": "le mercredi", "school_holidays": "les vacances scolaires", "public_holidays": "les jours fériés",
    "shifts": "en équipes", "split_shifts": "avec coupures", "overtime": "heures supplémentaires",
    "travel": "déplacements",
}  # fmt: skip
_OF_REFUSED = {
    "full_time": "pas de temps plein", "part_time": "pas de temps partiel", "shifts": "pas de travail en équipes",
    "split_shifts": "pas de coupures", "overtime": "pas d'heures supplémentaires", "travel": "pas de déplacements",
}  # fmt: skip


def say_name(name: PersonName) -> str:
    """ "Kévin Durand"."""
    return f"{name.first} {name.last}".strip()


def say_licences(licences: Licences) -> str:
    """ "permis B, CACES 3 et 5", "pas de permis", "aucun permis ni CACES"."""
    if not licences.held and not licences.denied:
        return "aucun permis ni CACES"
    return ", ".join([*_held(licences.held), *_denied(licences.denied)])


def _held(codes: Sequence[str]) -> Iterator[str]:
    chariots = _chariots(codes)
    yield from (LICENCES[code].short for code in codes if code in LICENCES and not code.startswith("caces-R489-"))
    if chariots:
        yield f"CACES {_listed(chariots, 'et')}"


def _denied(codes: Sequence[str]) -> Iterator[str]:
    for said in _held(codes):
        yield "pas de permis" if said == "permis B" else f"pas de {said.replace(' et ', ' ni ')}"


def _chariots(codes: Sequence[str]) -> list[str]:
    """The categories of R489, which people list as figures: "1A, 3 et 5"."""
    return [code.removeprefix("caces-R489-") for code in codes if code.startswith("caces-R489-")]


def say_modes(modes: Modes) -> str:
    """ "à vélo ou à pied", "sans voiture", "en voiture, pas de conduite la nuit"."""
    ways = [_listed([_MODES[mode] for mode in modes.modes], "ou")] if modes.modes else []
    lacked = [_LACKED[mode] for mode in modes.without]
    return ", ".join([*ways, *lacked, *(_CONSTRAINTS[code] for code in modes.constraints)])


def say_reach(reach: Reach) -> str:
    """ "20 minutes", "1h30", "15 km", "partout"."""
    if reach.anywhere:
        return "partout"
    minutes = [_minutes(reach.minutes)] if reach.minutes is not None else []
    km = [f"{_number(reach.km)} km"] if reach.km is not None else []
    return " ou ".join([*minutes, *km])


def _minutes(minutes: int) -> str:
    if minutes < 60:
        return f"{minutes} minutes" if minutes > 1 else f"{minutes} minute"
    hours, rest = divmod(minutes, 60)
    if rest:
        return f"{hours}h{rest:02d}"
    return f"{hours} heures" if hours > 1 else "1 heure"


def say_years(years: Years) -> str:
    """ "10 ans", "6 mois", "1 an et demi", "sans expérience"."""
    if years <= 0:
        return "sans expérience"
    months = round(years * 12)
    if months < 12:
        return f"{max(1, months)} mois"
    whole, rest = divmod(months, 12)
    half = " et demi" if rest == 6 and whole < 5 else ""
    return f"{whole} an{'s' if whole > 1 else ''}{half}"


def say_wishes(wishes: Wishes) -> str:
    """ "CDI ou intérim, temps partiel, pas le week-end"."""
    every = set(_CONTRACTS) - {"APP"} <= set(wishes.contracts)
    contracts = ["tout type de contrat"] if every else [_listed([_CONTRACTS[code] for code in wishes.contracts], "ou")]
    hours = [f"{_number(wishes.weekly_hours)}h par semaine"] if wishes.weekly_hours else []
    wanted = [_TOPICS[code] for code in wishes.wanted]
    refused = [f"pas de {_CONTRACTS[code]}" if code != "MIS" else "pas d'intérim" for code in wishes.refused_contracts]
    refused += [_OF_REFUSED.get(code, f"pas {_TOPICS[code]}") for code in wishes.refused]
    return ", ".join(part for part in (*contracts, *wanted, *hours, *refused) if part)


def say_moment(moment: Moment, now: datetime) -> str:
    """ "dès maintenant", "lundi 7 décembre", "mardi 8 décembre à 14h", "à partir du 10 décembre",
    "du 3 au 7 décembre"."""
    if moment.seconds is not None:
        return _duration(moment.seconds)
    if moment.start is None:
        return f"avant {say_day(moment.end, now)}" if moment.end else ""
    if moment.end is None:
        return (
            "dès maintenant" if moment.start <= now else f"à partir du {say_day(moment.start, now).partition(' ')[2]}"
        )
    return _between(moment.start, moment.end, moment.grain, now)


def _between(start: datetime, end: datetime, grain: str, now: datetime) -> str:
    if grain in ("second", "minute", "hour"):
        at = f"{say_day(start, now)} à {say_clock(start)}"
        lasts = end - start > timedelta(hours=1) and start.date() == end.date()
        return f"{say_day(start, now)} de {say_clock(start)} à {say_clock(end)}" if lasts else at
    last = end - timedelta(days=1)
    if last <= start:
        return say_day(start, now)
    if grain in ("month", "quarter") and start.day == 1 and last.month == start.month:
        return f"en {MONTHS[start.month - 1]}"
    month = f" {MONTHS[start.month - 1]}" if start.month != last.month else ""
    return f"du {_ordinal(start.day)}{month} au {_ordinal(last.day)} {MONTHS[last.month - 1]}"


def say_day(day: datetime | None, now: datetime) -> str:
    """ "lundi 7 décembre"; with the year when it is not this one nor the coming months."""
    if day is None:
        return ""
    year = f" {day.year}" if abs((day - now).days) > 300 else ""
    return f"{WEEKDAYS[day.weekday()]} {_ordinal(day.day)} {MONTHS[day.month - 1]}{year}"


def say_clock(when: datetime) -> str:
    """ "14h", "9h30"."""
    return f"{when.hour}h{when.minute:02d}" if when.minute else f"{when.hour}h"


def _duration(seconds: float) -> str:
    for size, one, many in (
        (86_400 * 7, "semaine", "semaines"),
        (86_400, "jour", "jours"),
        (3_600, "heure", "heures"),
        (60, "minute", "minutes"),
    ):
        count = seconds / size
        if count >= 1 and count == int(count):
            return f"{int(count)} {one if count == 1 else many}"
    return f"{max(1, round(seconds / 60))} minutes"


def _ordinal(day: int) -> str:
    return "1er" if day == 1 else str(day)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value).replace(".", ",")


def _listed(parts: list[str], last_link: str) -> str:
    """ "a, b ou c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last_link} {parts[-1]}" if parts else ""
