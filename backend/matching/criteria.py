"""What speaks for a person, one small function per criterion. To add one: write it, and add its line to CRITERIA.

A criterion answers with a `Mark`: the share of its points (0 to 1), the sentence that the adviser reads, what to ask
the person, and the change that would raise it. A share of None leaves it out of the ceiling: unknown, or not concerned.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from backend.matching.certificates import is_held, label
from backend.matching.diplomas import is_enough
from backend.matching.filters import CONTRACT_WORDS, LICENCE_PREFIXES, PATIENCE_DAYS, required, said_date
from backend.matching.reach import MODE_WORDS, Fit, Reach, Trip, reach
from backend.matching.setting import Setting
from backend.matching.skills import knows
from backend.matching.trades import Closeness, Link
from backend.matching.values import Experience, Mode, Offer, Person


@dataclass(frozen=True, slots=True)
class Mark:
    """`share` 0 to 1, or None when it counts for nothing. `ask`: fields of the person. `change`: French, or ""."""

    share: float | None
    sentence: str = ""
    ask: tuple[str, ...] = ()
    change: str = ""


NOT_CONCERNED = Mark(None)

ASKS: Mapping[str, str] = {
    "wants": "le métier cherché", "commune": "la commune", "modes": "le moyen de transport",
    "max_minutes": "le temps de trajet accepté", "bus": "les horaires de bus", "licences": "les permis et certificats",
    "skills": "les compétences", "experience": "l'expérience", "years": "la durée de l'expérience",
    "diploma": "le diplôme", "contracts": "les contrats acceptés", "nights": "le travail de nuit",
    "weekends": "le travail le week-end", "part_time": "temps plein ou temps partiel",
    "available_from": "la date de disponibilité",
}  # fmt: skip
"""Field of the person → what to ask, as the adviser reads it after "À demander :"."""

OCCUPATION_SHARES: Mapping[Closeness, float] = {
    Closeness.TITLE: 1.0, Closeness.CODE: 0.9, Closeness.PARENT: 0.8, Closeness.NEAR: 0.55, Closeness.MOVE: 0.45,
    Closeness.FAMILY: 0.3, Closeness.SHARED_SKILLS: 0.2, Closeness.SECTOR: 0.1, Closeness.OTHER: 0.0,
}  # fmt: skip
_OCCUPATION_WORDS: Mapping[Closeness, str] = {
    Closeness.TITLE: "Cherche le même métier", Closeness.CODE: "Cherche ce métier",
    Closeness.PARENT: "Cherche ce métier",
    Closeness.NEAR: "Cherche un métier proche", Closeness.MOVE: "Cherche un métier proche",
    Closeness.FAMILY: "Cherche un métier de la même famille",
    Closeness.SHARED_SKILLS: "Cherche un métier qui demande en partie les mêmes gestes",
    Closeness.SECTOR: "Cherche un autre métier du même secteur",
    Closeness.OTHER: "Cherche un autre métier",
}  # fmt: skip
EXPERIENCE_SHARES: Mapping[Closeness, float] = {
    Closeness.TITLE: 1.0, Closeness.CODE: 1.0, Closeness.PARENT: 1.0, Closeness.NEAR: 0.5, Closeness.MOVE: 0.4,
    Closeness.FAMILY: 0.25, Closeness.SHARED_SKILLS: 0.2, Closeness.SECTOR: 0.1, Closeness.OTHER: 0.0,
}  # fmt: skip
_MOST_FROM_ELSEWHERE = 1.2
"""Times the worth of a trade: all that years in a near trade can give, 0.6 of the points, in the family 0.3."""
MONTHS_UNSAID = 12
"""Experience told without its length, or asked for without one: a year."""
WELCOME = 0.7
"""What someone without experience gets where beginners are accepted."""
FULL_TIME_FOR_PART_TIME = 0.4
AT_THE_LIMIT = 0.5
"""What a way as long as the person's own limit still gets: they accepted it."""
LATEST = 0.1
"""What a free date PATIENCE_DAYS ahead gets."""


def occupation(offer: Offer, person: Person, setting: Setting) -> Mark:
    """Same title, same code, near codes, same family, else shared skills."""
    if not person.wants:
        return Mark(None, ask=("wants",))
    if not (offer.code or offer.titles):
        return NOT_CONCERNED
    link = setting.trades.closest(person.wants, offer.code, offer.titles)
    wanted = setting.trades.label(link.trade.said if link.trade and link.closeness else person.wants[0])
    name = setting.trades.label(offer.title or offer.code)
    change = "" if link.closeness >= Closeness.PARENT else f"Si la recherche s'ouvre à : {name}."
    return Mark(OCCUPATION_SHARES[link.closeness], f"{_OCCUPATION_WORDS[link.closeness]} : {wanted}.", change=change)


def experience(offer: Offer, person: Person, setting: Setting) -> Mark:
    """Time in the trade against what is asked; more than that counts for nothing more (it would count age)."""
    if person.experience is None:
        return Mark(None, ask=("experience",))
    best, months = _months(offer, person, setting)
    asked = offer.experience_months or MONTHS_UNSAID
    share = min(1.0, sum(useful(closeness, months.get(closeness, 0), asked) for closeness in reversed(Closeness)))
    asks = ("years",) if any(past.years is None for past in person.experience) else ()
    sentence = _experience_sentence(best, months, setting)
    if offer.experience_months == 0:
        return Mark(WELCOME + (1 - WELCOME) * share, f"{sentence} Débutant accepté.", asks)
    demanded = f" Demandé : {_duration(asked)}." if offer.experience_months else ""
    return Mark(share, f"{sentence}{demanded}", asks)


def useful(closeness: Closeness, months: int, asked: int) -> float:
    """The share that time in a trade gives: in a near one half of it, and never as much as in the trade itself."""
    worth = EXPERIENCE_SHARES[closeness]
    return min(_MOST_FROM_ELSEWHERE * worth if worth < 1 else 1.0, worth * months / asked)


def months_of(past: Experience) -> int:
    """Whole months, at most fifty years."""
    return MONTHS_UNSAID if past.years is None else round(12 * min(50.0, max(0.0, past.years)))


def _months(offer: Offer, person: Person, setting: Setting) -> tuple[Link | None, dict[Closeness, int]]:
    """The closest trade practised, and the months by closeness."""
    months: dict[Closeness, int] = {}
    best = None
    for past in person.experience or ():
        link = setting.trades.link(past.work, offer.code, offer.titles)
        months[link.closeness] = months.get(link.closeness, 0) + months_of(past)
        if link.closeness and (best is None or link.closeness > best.closeness):
            best = link
    return best, months


def _experience_sentence(best: Link | None, months: dict[Closeness, int], setting: Setting) -> str:
    if best is None or best.trade is None or not months[best.closeness]:
        return "Pas d'expérience dans ce métier."
    return f"Expérience : {_duration(months[best.closeness])} ({setting.trades.label(best.trade.said)})."


def _duration(months: float) -> str:
    whole = round(months)
    if whole < 12:
        return f"{max(1, whole)} mois"
    years = whole // 12
    return f"{years} an{'s' if years > 1 else ''}"


def skills(offer: Offer, person: Person, setting: Setting) -> Mark:
    """What the offer requires or wishes, licences included: required counts twice, wished once."""
    items = list(_asked(offer, person))
    told = [(name, weight, held) for name, weight, held, _ in items if held is not None]
    asks = tuple(dict.fromkeys(field for _, _, held, field in items if held is None))
    if not told:
        return Mark(None, ask=asks)
    has, all_told = asked_and_held(offer, person)
    share = has / all_told
    lacking = [name for name, _, held in told if not held]
    change = f"Avec {lacking[0]}." if lacking else ""
    return Mark(share, _skills_sentence([name for name, _, held in told if held], lacking), asks, change)


def asked_and_held(offer: Offer, person: Person) -> tuple[float, float]:
    """Weight of what the person holds, and of what they told of; each field of the person adds its own part."""
    told = [(weight, held) for _, weight, held, _ in _asked(offer, person) if held is not None]
    return sum(weight for weight, held in told if held), sum(weight for weight, _ in told)


def _asked(offer: Offer, person: Person) -> Iterator[tuple[str, float, bool | None, str]]:
    """Each thing asked: its French, its weight, whether it is held (None: unknown), and the field that tells."""
    firm = {need.code for need in required(offer)}
    for code in dict.fromkeys([*firm, *(n.code for n in offer.needs if n.code.startswith(LICENCE_PREFIXES))]):
        held = None if person.licences is None else is_held(code, person.licences)
        yield label(code), 2.0 if code in firm else 1.0, held, "licences"
    if any(need.code == "vehicule" for need in offer.needs):
        yield label("vehicule"), 1.0, _has_vehicle(person), "modes"
    for skill in offer.skills:
        known = None if person.skills is None else knows(person.skills, skill.label)
        yield f"« {skill.label} »", 2.0 if skill.must else 1.0, known, "skills"
    if offer.diploma:
        known = None if person.diploma is None else is_enough(person.diploma, offer.diploma)
        yield f"le diplôme : {offer.diploma}", 1.0, known, "diploma"


def _has_vehicle(person: Person) -> bool | None:
    return bool({Mode.CAR, Mode.MOPED} & set(person.modes)) if person.modes else None


def _skills_sentence(held: list[str], lacking: list[str]) -> str:
    has = f"A {_several(held)}." if held else ""
    lacks = f"Il manque {_several(lacking)}." if lacking else ""
    return f"{has} {lacks}".strip()


def _several(names: list[str]) -> str:
    shown = names[:3]
    more = f" et {len(names) - 3} de plus" if len(names) > 3 else ""
    return ", ".join(shown) + more


def reach_mark(offer: Offer, person: Person, setting: Setting) -> Mark:
    """Door to door against the person's own limit, and against nothing else."""
    found = reach(offer, person)
    if found.fit is not Fit.WITHIN or found.trip is None:
        beyond = Mark(0.0, beyond_sentence(found), change=_wider(found))
        return beyond if found.fit is Fit.BEYOND else Mark(None, ask=found.ask)
    return Mark(1.0 - (1.0 - AT_THE_LIMIT) * _part_of_limit(found), _within_sentence(found, found.trip), found.ask)


def _part_of_limit(found: Reach) -> float:
    trip = found.trip
    parts = [trip.minutes / found.limit_minutes] if trip and found.limit_minutes else []
    parts += [trip.km / found.limit_km] if trip and found.limit_km else []
    return min(1.0, max(parts, default=1.0))


def _within_sentence(found: Reach, trip: Trip) -> str:
    if found.limit_minutes is None:
        return f"À {trip.km} km par la route, sa limite est {found.limit_km:g}."
    return f"À {_minutes(trip.minutes)} {MODE_WORDS[trip.mode]}, sa limite est {found.limit_minutes:g}."


def beyond_sentence(found: Reach) -> str:
    """Why the post is out of reach, in French; "" when it is not."""
    trip = found.trip
    if trip is None or found.fit is not Fit.BEYOND:
        return ""
    if found.limit_km is not None and trip.km > found.limit_km:
        return f"À {trip.km} km par la route, au-delà de sa limite de {found.limit_km:g}."
    if found.limit_minutes is None or trip.minutes <= found.limit_minutes:
        return "Pas de bus aux heures du poste."
    by = MODE_WORDS[trip.mode] if trip.sure else "au mieux"
    return f"À {_minutes(trip.minutes)} {by}, au-delà de sa limite de {found.limit_minutes:g}."


def _wider(found: Reach) -> str:
    if found.trip is None or found.limit_minutes is None or found.trip.minutes <= found.limit_minutes:
        return ""
    return f"Avec {_minutes(round(found.trip.minutes - found.limit_minutes))} de plus."


def _minutes(count: int) -> str:
    return f"{count} minute{'s' if count > 1 else ''}"


def hours(offer: Offer, person: Person, setting: Setting) -> Mark:
    """Nights and week-ends, when the post has them."""
    asked = [
        (name, field, answer)
        for concerned, name, field, answer in (
            (offer.nights, "la nuit", "nights", person.nights),
            (offer.weekends, "le week-end", "weekends", person.weekends),
        )
        if concerned
    ]
    known = [(name, answer) for name, _, answer in asked if answer is not None]
    asks = tuple(field for _, field, answer in asked if answer is None)
    if not known:
        return Mark(None, ask=asks)
    refused = [name for name, answer in known if not answer]
    sentence = " ".join(f"{'Accepte' if answer else 'Ne veut pas'} {name}." for name, answer in known)
    change = f"En acceptant {refused[0]}." if refused else ""
    return Mark(1 - len(refused) / len(known), sentence, asks, change)


def contract(offer: Offer, person: Person, setting: Setting) -> Mark:
    """The contract accepted, and full time or part time as wished."""
    shares: list[float] = []
    sentences: list[str] = []
    asks: list[str] = []
    if offer.contract and not person.contracts:
        asks.append("contracts")
    elif offer.contract:
        shares.append(1.0)
        sentences.append(f"Accepte ce contrat : {CONTRACT_WORDS.get(offer.contract, offer.contract)}.")
    if offer.part_time is not None and person.part_time is None:
        asks.append("part_time")
    elif offer.part_time is not None:
        shares.append(_time_share(offer.part_time, bool(person.part_time)))
        sentences.append("Cherche un temps partiel." if person.part_time else "Cherche un temps plein.")
    if not shares:
        return Mark(None, ask=tuple(asks))
    change = "" if min(shares) == 1.0 else f"En acceptant un temps {'partiel' if offer.part_time else 'plein'}."
    return Mark(sum(shares) / len(shares), " ".join(sentences), tuple(asks), change)


def _time_share(offered_part_time: bool, wanted_part_time: bool) -> float:
    if offered_part_time == wanted_part_time:
        return 1.0
    return 0.0 if offered_part_time else FULL_TIME_FOR_PART_TIME


def start(offer: Offer, person: Person, setting: Setting) -> Mark:
    """Free when the post starts, or how many days later."""
    if person.available_from is None:
        return Mark(None, ask=("available_from",))
    wanted = first_day(offer, setting)
    late = (person.available_from - wanted).days
    if late <= 0:
        return Mark(1.0, "Disponible pour la date de début." if offer.start_from else "Disponible dès maintenant.")
    share = max(LATEST, 1.0 - (1.0 - LATEST) * late / PATIENCE_DAYS)
    return Mark(share, f"Disponible le {said_date(person.available_from)}.", change=_earlier(wanted))


def first_day(offer: Offer, setting: Setting) -> date:
    """The day the post starts; today when the offer does not say, or when that day is past."""
    return max(offer.start_from or setting.today, setting.today)


def _earlier(wanted: date) -> str:
    return f"Avec une disponibilité dès le {said_date(wanted)}."


@dataclass(frozen=True, slots=True)
class Criterion:
    """`name` is the key in the weights and in the JSON lines, `title` what the console shows."""

    name: str
    title: str
    judge: Callable[[Offer, Person, Setting], Mark]


CRITERIA: tuple[Criterion, ...] = (
    Criterion("occupation", "Métier", occupation),
    Criterion("skills", "Compétences et certificats", skills),
    Criterion("experience", "Expérience", experience),
    Criterion("reach", "Trajet", reach_mark),
    Criterion("hours", "Horaires", hours),
    Criterion("contract", "Contrat et temps de travail", contract),
    Criterion("start", "Date de début", start),
)
