"""A small grammar of dates: rules are lines of a table, applied one after the other to a sentence of words and values.

A sentence is written as one string of signs, a word or the sign of a value for each item: "le 3 mars à 9h" is first
`le N MO a N H`, then `D a T`, then `X`. A rule is a pattern over that string and a function from the values it takes
to a new value, which replaces them; when the function returns None the words stay as they were. A pattern is a plain
regular expression without nested repetition over a short string, so no text makes it slow.

In a pattern: `le` a word; `N` a value, given to the function; `a|b` one or the other; `x?` may be missing (a missing
value is given as None); `=x` followed by x; `~x` not followed by x; `<x` not preceded by x; `^` and `$` the two ends of
the text; `U` any unit but hours; `@of` a short-hand of SHORTHANDS. A word beside a value (`D|fin`) is given as it is.

Signs: N number, A "un", O "1er", Y year, LR "quinzaine", BIG above 99, WD weekday, WA "sam", MO month, H hours,
F feast, L length, T clock, P part of a day, R hours from–to, D days, X a time on a day, B bounds, # no date, _ others.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.understanding.when.values import Value

Meaning = Callable[..., Value | None]

_UNITS = "SECOND|MINUTE|DAY|WEEK|WEEKEND|MONTH|QUARTER|SEMESTER|YEAR|DECADE|CENTURY"

SHORTHANDS = {
    "@of": "(?:(?:de la|de l|de les|de|du|des|d|la|le|a) )?",
    "@the": "(?:(?:le|la|l|les) )?",
    "@this": "(?:(?:ce|cet|cette|se|st) (?:l )?)",
    "@at": "(?:, )?(?:(?:mais|plutot|est) )?(?:(?:a les|a|vers|pour|-|:) )?",
    "@in": "(?:, )?(?:(?:mais|plutot|plus tard|un peu plus tard) )?(?:(?:tout|toute) )?"
    "(?:(?:en|au|dans la|dans l|dans le|le|l|a l|a la|la|de l|d|du|de la|pendant le|pendant la|pendant l) )?",
    "@on": "(?:, )?(?:(?:mais|ou|pour) )?(?:(?:le|du|de|de la|ce|la|\\() )?",
    "@det": "(?:(?:de|du|des|d|a|au|aux) )?(?:(?:le|la|l|les|ce|cet|cette) )?",
    "@qty": "(?:vers )?(?:A (?=LR ))?(N|A|LR) (?:(?:de|d) )?(" + _UNITS + "|H) "
    "(?:(?:et )?(demi|quart|N) (?!(?:" + _UNITS + "|H|MO) ))?",
    "@to": "(?:(?:au|a|jusque|-|a la|a le|a les|et|aux|et le|jusque le|et la) )(?:(?:le|la) )?",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of saying a moment, named by an example."""

    example: str
    source: str
    pattern: re.Pattern[str]
    meaning: Meaning


def rule(example: str, source: str, meaning: Meaning) -> Rule:
    return Rule(example, source, re.compile("(?<= )" + "".join(_piece(piece) for piece in source.split())), meaning)


def _piece(piece: str) -> str:
    if piece in SHORTHANDS:
        return SHORTHANDS[piece]
    if piece in "^$":
        return "(?<=^ )" if piece == "^" else r"\Z"
    head, words = (piece[0], piece[1:]) if piece[0] in "=~<" else ("", piece)
    optional, words = words.endswith("?"), words.removesuffix("?")
    choices = [word if word.isupper() else re.escape(word) for word in _units_named(words)]
    if head == "<":
        return "".join(f"(?<! {choice} )" for choice in choices)
    group = "|".join(choices)
    if head:
        return f"(?{'=' if head == '=' else '!'}(?:{group}) )"
    group = f"(?:({group}) )" if any(choice.isupper() for choice in choices) else f"(?:(?:{group}) )"
    return group + "?" if optional else group


def _units_named(words: str) -> list[str]:
    return "|".join(_UNITS if word == "U" else word for word in words.split("|")).split("|")


@dataclass(frozen=True, slots=True)
class Item:
    """One word or value of the sentence, and the characters of the text that said it (start, end exclusive)."""

    sign: str
    value: Value | None
    start: int
    end: int


class Sentence:
    """The items of a text with their signs as one string, " le N MO ". Rules replace items in place."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = list(items)
        self.signs = " " + "".join(f"{item.sign} " for item in self.items)

    def apply(self, rule: Rule, now: dt.datetime) -> None:
        """Every reading of one rule, left to right; a value just made may take part in the next one."""
        at = 0
        while (match := rule.pattern.search(self.signs, at)) is not None:
            at = match.start()
            if match.end() == at or not self._replace(match, rule.meaning, now):
                at = self.signs.index(" ", at) + 1
                if at >= len(self.signs):
                    return

    def _replace(self, match: re.Match[str], meaning: Meaning, now: dt.datetime) -> bool:
        value = _meant(meaning, now, [self._taken(match, group) for group in range(1, match.re.groups + 1)])
        if value is None:
            return False
        first, last = self._index(match.start()), self._index(match.end())
        old = " ".join(item.sign for item in self.items[first:last]) + " "
        if value.sign + " " == old and self.items[first].value == value:
            return False
        self.items[first:last] = [Item(value.sign, value, self.items[first].start, self.items[last - 1].end)]
        self.signs = f"{self.signs[: match.start()]}{value.sign} {self.signs[match.end() :]}"
        return True

    def _taken(self, match: re.Match[str], group: int) -> Value | str | None:
        if match[group] is None:
            return None
        return self.items[self._index(match.start(group))].value or match[group]

    def _index(self, at: int) -> int:
        return self.signs.count(" ", 0, at) - 1


def _meant(meaning: Meaning, now: dt.datetime, taken: list[Value | str | None]) -> Value | None:
    """A date that no calendar has ("le 31 février", the year 12000) is not meant."""
    try:
        return meaning(now, *taken)
    except (ValueError, OverflowError):
        return None
