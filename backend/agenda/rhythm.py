"""How often a session comes again, as an office says it: "le premier mardi de chaque mois" ⇄ a rule of RFC 5545."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from backend.reference.calendar_names import WEEKDAYS

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTH = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", -1: "dernier"}
WEEKS, OTHER_WEEKS = "weeks", "other_weeks"
OFTEN: dict[str, str] = {
    WEEKS: "chaque semaine", OTHER_WEEKS: "une semaine sur deux",
    **{f"month{nth}": f"le {words} … de chaque mois" for nth, words in NTH.items()},
}  # fmt: skip
"""What a form offers: code → words."""
_RULE = re.compile(
    r"FREQ=(?P<freq>WEEKLY|MONTHLY)(?:;INTERVAL=(?P<interval>[12]))?;BYDAY=(?P<days>[+\-\dA-Z,]+)"
    r"|FREQ=(?P<freq2>DAILY)"
)
_DAY = re.compile(r"(?P<nth>[+-]?\d)?(?P<day>MO|TU|WE|TH|FR|SA|SU)")


class NoRhythm(ValueError):
    """It never comes. The text says what is missing, in French."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`often` is a key of OFTEN; `days` count from Monday = 0."""

    often: str
    days: tuple[int, ...]


def read_rhythm(often: str, days: Sequence[str]) -> Rhythm:
    """What a form was filled in with. Raises NoRhythm."""
    if often not in OFTEN:
        raise NoRhythm("Choisissez le rythme.")
    numbers = tuple(sorted({int(day) for day in days if day in {"0", "1", "2", "3", "4", "5", "6"}}))
    if not numbers:
        raise NoRhythm("Choisissez au moins un jour.")
    return Rhythm(often, numbers)


def rule_of(rhythm: Rhythm) -> str:
    """ "FREQ=MONTHLY;BYDAY=1TU" """
    nth = int(rhythm.often.removeprefix("month")) if rhythm.often.startswith("month") else None
    days = [weekday(day, nth) for day in rhythm.days]
    interval = 2 if rhythm.often == OTHER_WEEKS else 1
    written = str(rrule(WEEKLY if nth is None else MONTHLY, byweekday=days, interval=interval))
    return written.rsplit("RRULE:", 1)[1].replace("=+", "=").replace(",+", ",")


def say_rule(rule: str) -> str:
    """ "chaque mardi et jeudi", "le premier mardi de chaque mois"; the rule itself when it is a rarer one."""
    found = _RULE.fullmatch(rule)
    if found is None:
        return rule
    if found["freq2"]:
        return "chaque jour"
    days = [_DAY.fullmatch(day) for day in found["days"].split(",")]
    read = [(int(day["nth"] or 0), WEEKDAYS[_CODES.index(day["day"])]) for day in days if day]
    if len(read) < len(days) or any(nth not in (0, *NTH) for nth, _ in read):
        return rule
    if found["freq"] == "WEEKLY" and not any(nth for nth, _ in read):
        every = _joined([day for _, day in read])
        return f"{every}, une semaine sur deux" if found["interval"] == "2" else f"chaque {every}"
    if found["freq"] == "MONTHLY" and all(nth for nth, _ in read) and found["interval"] != "2":
        return f"{_joined([f'le {NTH[nth]} {day}' for nth, day in read])} de chaque mois"
    return rule


def _joined(words: list[str]) -> str:
    return " et ".join(filter(None, (", ".join(words[:-1]), words[-1])))
