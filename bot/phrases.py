"""Small pieces of French that several conversations say. Each has a size, so that a message stays in its parts."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time

from backend.reference.folding import fold
from backend.values import Json
from bot.understanding.licences import Licences
from bot.understanding.mobility import Modes
from bot.understanding.reach import Reach
from bot.understanding.wording import say_clock, say_day, say_licences, say_modes, say_reach, say_years

NOW = "dès maintenant"
AT_A_GLANCE = 24
_OTHER_GENDER = re.compile(r"(?<=\w)/[\w-]+")


def shortened(text: str, size: int) -> str:
    """At most `size` characters, cut between words."""
    if len(text) <= size:
        return text
    return _HANGING.sub("", text[: size - 3].rsplit(" ", 1)[0]).rstrip(",") + "..."


_HANGING = re.compile(r"(?: (?:ou|et|en|à|de|du|la|le|les))+$")


def shortened_list(text: str, size: int) -> str:
    """The same for "permis B, permis C, CACES 3": cut between its items."""
    cut = shortened(text, size)
    return cut if cut == text or ", " not in cut else cut[:-3].rsplit(", ", 1)[0] + "..."


def say_slot(at: datetime, now: datetime) -> str:
    """ "mardi 8 décembre à 14h" """
    return f"{say_day(at, now)} à {say_clock(at)}"


def say_slots(moments: Sequence[datetime], now: datetime) -> list[str]:
    """The same, with the month only where it is not this month's: "mardi 8 à 14h"."""
    return [_in_this_month(at) if _same_month(at, now) else say_slot(at, now) for at in moments]


def _same_month(at: datetime, now: datetime) -> bool:
    return (at.year, at.month) == (now.year, now.month)


def _in_this_month(at: datetime) -> str:
    day = say_day(at, at).split(" ")
    return f"{day[0]} {day[1]} à {say_clock(at)}"


def say_start(day: date, now: datetime) -> str:
    """ "dès maintenant", "à partir du lundi 7 décembre" """
    if day <= now.date():
        return NOW
    return f"à partir du {say_day(datetime.combine(day, time()), now.replace(tzinfo=None))}"


# --- the facts of the file as they are kept (see bot/conversations/intake) -----------------------------------------


def said_label(kept: Json) -> str:
    """A label with both genders loses its second one where it is too long to be read at a glance."""
    label = str(kept["label"]) if isinstance(kept, dict) else ""
    return label if len(label) <= AT_A_GLANCE else _OTHER_GENDER.sub("", label)


def said_work(kept: Json) -> str:
    """ "vendeuse, hôtesse de caisse": the first trade looked for, and the others."""
    others = kept.get("others") if isinstance(kept, dict) else None
    return ", ".join([said_label(kept), *map(said_label, others if isinstance(others, list) else ())])


def said_years(kept: Json) -> str:
    return say_years(float(kept)) if isinstance(kept, int | float) else ""


def said_licences(kept: Json) -> str:
    return say_licences(Licences(held=tuple(str(code) for code in kept))) if isinstance(kept, list) else ""


def said_dated_licences(codes: Sequence[str], dates: Mapping[str, str]) -> str:
    """ "permis B, CACES 3 et 5 (2022)": those of one date together."""
    by_date: dict[str, list[Json]] = {}
    for code in codes:
        by_date.setdefault(dates.get(code, ""), []).append(code)
    return ", ".join(
        said_licences(those) + (f" ({_month_of(when)})" if when else "") for when, those in sorted(by_date.items())
    )


def _month_of(when: str) -> str:
    """ "2022-05" → "05/2022" """
    return "/".join(reversed(when.split("-")))


_FLAGS: tuple[tuple[str, str, str], ...] = (
    ("nights", "la nuit, c'est possible", "pas la nuit"),
    ("weekends", "le week-end, c'est possible", "pas le week-end"),
    ("part_time", "temps partiel", "temps plein"),
)  # fmt: skip


def said_wishes(kept: Json) -> str:
    """ "C'est noté : pas la nuit." for what a sentence says of contracts and hours; "" for nothing."""
    wishes = kept if isinstance(kept, dict) else {}
    contracts = wishes.get("contracts")
    said = [str(code) for code in contracts] if isinstance(contracts, list) else []
    said += [yes if wishes[key] else no for key, yes, no in _FLAGS if wishes.get(key) is not None]
    return f"C'est noté : {', '.join(said)}." if said else ""


def said_modes(kept: Json) -> str:
    return say_modes(Modes(modes=tuple(str(code) for code in kept))) if isinstance(kept, list) else ""


def said_reach(kept: Json) -> str:
    """ "jusqu'à Montluçon (10 km)", "20 minutes"."""
    place = kept.get("as_far_as") if isinstance(kept, dict) else None
    return f"jusqu'à {shortened(str(place), 25)} ({said_limit(kept)})" if place else said_limit(kept)


def said_limit(kept: Json) -> str:
    if not isinstance(kept, dict):
        return ""
    minutes, km = kept.get("minutes"), kept.get("km")
    return say_reach(
        Reach(
            minutes=int(minutes) if isinstance(minutes, int | float) else None,
            km=float(km) if isinstance(km, int | float) else None,
            anywhere=bool(kept.get("anywhere")),
        )
    )


def said_start(kept: Json, now: datetime) -> str:
    return say_start(date.fromisoformat(str(kept)), now)


# --- the whole file ---------------------------------------------------------------------------------------------------

# The lines of the file by the words people call them.
NAMES: dict[str, str] = {
    "name": "nom", "commune": "commune", "work": "travail", "years": "expérience", "licences": "permis",
    "modes": "transport", "reach": "distance", "start": "date",
}  # fmt: skip
OTHER_NAMES: dict[str, str] = {
    "prenom": "name", "ville": "commune", "adresse": "commune", "metier": "work", "annees": "years",
    "caces": "licences",
    "voiture": "modes", "trajet": "reach", "minutes": "reach", "km": "reach",
    "disponibilite": "start", "dispo": "start",
}  # fmt: skip


def in_short(kept: Json) -> str:
    return said_licences(kept) if kept else "pas de permis"


# How each line of the file is read back, and in how many characters at most: two SMS parts hold them all.
SAID: dict[str, tuple[Callable[[Json], str], int]] = {
    "commune": (said_label, 30), "work": (said_work, 34), "years": (said_years, 20), "licences": (in_short, 40),
    "modes": (said_modes, 30), "reach": (said_limit, 16),
}  # fmt: skip


def profile(answers: Mapping[str, Json], now: datetime) -> str:
    """The file in one line: "Léa Martin, Domérat, ménage, 10 ans, permis B, à vélo, 20 minutes, dès maintenant"."""
    name = answers.get("name")
    lines = [shortened(f"{name['first']} {name['last']}".strip(), 36)] if isinstance(name, dict) else []
    lines += [shortened(say(answers[key]), size) for key, (say, size) in SAID.items() if answers.get(key) is not None]
    if answers.get("start"):
        lines.append(said_start(answers["start"], now).replace("à partir du", "dès le"))
    return ", ".join(line for line in lines if line)


_BESIDE_A_NAME = frozenset(["ma", "mon", "mes", "la", "le", "les", "l", "de", "du", "ou", "je", "habite", "a", "et"])


def names_only(text: str) -> bool:
    """Whether the text says nothing but names of lines: "ma commune", and not "commune domérat"."""
    names = {fold(name) for name in NAMES.values()} | OTHER_NAMES.keys()
    return all(word in names or word in _BESIDE_A_NAME for word in fold(text).replace("'", " ").split())


def named_line(text: str) -> str | None:
    """The line of the file that a text names: "changer ma commune" → "commune"."""
    words = fold(text).split()
    by_name = {fold(name): key for key, name in NAMES.items()} | OTHER_NAMES
    return next((by_name[word] for word in words if word in by_name), None)
