"""When a certificate was obtained: "2022", "mai 2022", "le 3 en 2019 et le 5 en 2022", "il y a 3 ans".

A date is "2022" or "2022-05": nobody remembers the day, and it changes nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.reference.licence_words import Mention, mentions
from backend.reference.licences import with_included
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.texted import read

OLDEST = 1960
# In full or cut short: "janvier", "janv.", "sept". Its number follows from how it begins.
MONTH = (
    r"(?:janv?(?:ier)?|f[eé]vr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t|sept?(?:embre)?|oct(?:obre)?"
    r"|nov(?:embre)?|d[eé]c(?:embre)?)\.?"
)
_BEGINNINGS = ("jan", "fev", "mar", "avr", "mai", "juin", "juil", "aou", "sep", "oct", "nov", "dec")
_NO_IDEA = re.compile(r"\b(?:sais (?:pas|plus)|souviens? (?:pas|plus)|rappelle (?:pas|plus)|aucune idee|oublie)\b")
_BARE_NUMBER = re.compile(r"(?:(?:le|la|cat|categorie|caces) )*(\d[ab]?)\b")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of the text, and where it stands in it."""

    when: str
    start: int
    end: int


def _year(found: re.Match[str], now: datetime) -> str:
    return found["year"]


def _short_year(found: re.Match[str], now: datetime) -> str:
    return f"{now.year // 100}{found['year']}" if int(found["year"]) <= now.year % 100 else f"19{found['year']}"


def month_number(word: str) -> int:
    """1 to 12 of a word that MONTH matches, without accents."""
    return next(number for number, begins in enumerate(_BEGINNINGS, 1) if word.startswith(begins))


def _month_word(found: re.Match[str], now: datetime) -> str:
    return f"{found['year']}-{month_number(found['word']):02d}"


def _month_digits(found: re.Match[str], now: datetime) -> str:
    return f"{found['year']}-{int(found['month']):02d}"


def _years_ago(found: re.Match[str], now: datetime) -> str:
    return str(now.year - int(found["count"]))


def _months_ago(found: re.Match[str], now: datetime) -> str:
    months = now.year * 12 + now.month - 1 - int(found["count"])
    return f"{months // 12}-{months % 12 + 1:02d}"


def _last_year(found: re.Match[str], now: datetime) -> str:
    return str(now.year - 1)


def _this_year(found: re.Match[str], now: datetime) -> str:
    return str(now.year)


_YEAR = r"(?P<year>(?:19[6-9]|20\d)\d)"
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], datetime], str]], ...] = tuple(
    (re.compile(rf"(?<![\w.]){pattern}(?!\w)"), rule)
    for pattern, rule in (
        (rf"(?P<word>{MONTH}) {_YEAR}", _month_word),
        (rf"(?:\d\d? ?[/.-] ?)?(?P<month>0?[1-9]|1[0-2]) ?[/.-] ?{_YEAR}", _month_digits),
        (_YEAR, _year),
        (r"(?:il )?y a (?:environ |presque |a peu pres )?(?P<count>\d\d?) (?:ans?|annees?)", _years_ago),
        (r"(?:il )?y a (?:environ |presque |a peu pres )?(?P<count>\d\d?) mois?", _months_ago),
        (r"(?:il )?y a (?:un|une) (?:an|annees?)", _last_year),
        (r"(?:l ?)?(?:an|annees?) (?:dernier|derniere|passe|passee)", _last_year),
        (r"cette annees?", _this_year),
        (r"en (?P<year>\d\d)", _short_year),
    )
)


def dates_in(plain: str, now: datetime) -> list[Dated]:
    """Every past date of the text, in order; `plain` is folded."""
    found: list[Dated] = []
    for pattern, rule in _RULES:
        for match in pattern.finditer(plain):
            if not any(match.start() < other.end and other.start < match.end() for other in found):
                found.append(Dated(rule(match, now), *match.span()))
    latest = f"{now:%Y-%m}"
    return sorted(
        (one for one in found if int(one.when[:4]) >= OLDEST and one.when <= latest[: len(one.when)]),
        key=lambda one: one.start,
    )


def understand_obtained(text: str, asked: Sequence[str], now: datetime) -> Answer[Mapping[str, str]]:
    """Code → date, among the certificates asked about; {} for "je ne sais plus". One date alone is that of them all."""
    plain = read(text).plain
    if _NO_IDEA.search(plain):
        return Understood({}, text.strip())
    dates = dates_in(plain, now)
    if not dates:
        return not_an_answer(text) or Misunderstood("no date")
    return Understood(_of_each(plain, dates, asked), text.strip())


def _of_each(plain: str, dates: Sequence[Dated], asked: Sequence[str]) -> dict[str, str]:
    """Each date with the certificates named before it, or after it when the text begins with a date."""
    blank = plain
    for one in dates:
        blank = blank[: one.start] + "/" * (one.end - one.start) + blank[one.end :]
    named = [(code, at) for code in asked if (at := _named_at(code, asked, blank)) is not None]
    if len(dates) == 1 or not named:
        return dict.fromkeys([code for code, _ in named] or asked, dates[-1].when)
    dates_first = dates[0].start < min(at for _, at in named)
    return {code: when for code, at in named if (when := _nearest(at, dates, dates_first))}


def _nearest(at: int, dates: Sequence[Dated], dates_first: bool) -> str:
    before = [one.when for one in dates if one.end <= at]
    after = [one.when for one in dates if one.start >= at]
    return (before[-1:] or [""])[0] if dates_first else (after[:1] or [""])[0]


def _named_at(code: str, asked: Sequence[str], plain: str) -> int | None:
    """Where the text names this certificate: in full, or by its category alone ("le 3 en 2019")."""
    for mention in mentions(plain):
        if _is(mention, code):
            return mention.start
    short = code.rpartition("-")[2].casefold() if code.count("-") == 2 else ""
    alone = [found.start(1) for found in _BARE_NUMBER.finditer(plain) if found[1] == short]
    return alone[0] if alone else None


def _is(mention: Mention, code: str) -> bool:
    return mention.code == code or code in with_included([mention.code]) or (mention.code in with_included([code]))
