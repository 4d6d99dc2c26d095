"""The two questions asked of a text: which moments does it hold, and which one does it answer with."""

import datetime as dt
import re
from dataclasses import dataclass

from bot.understanding.answers import Answer, Misunderstood, OneOf, Understood
from bot.understanding.when import rules_clocks, rules_dates, rules_feasts, rules_lengths, rules_periods, rules_spans
from bot.understanding.when import words as w
from bot.understanding.when.grammar import SHORTHANDS, Item, Rule, Sentence
from bot.understanding.when.moment import SECONDS, Moment
from bot.understanding.when.reading import read
from bot.understanding.when.rules_spans import placed
from bot.understanding.when.spelling import PHRASES
from bot.understanding.when.values import Clock, Days, Hours, Length, Span

RULES: tuple[Rule, ...] = (
    *rules_lengths.LENGTHS,
    *rules_lengths.NO_DATES,
    *rules_clocks.PAST_THE_HOUR,
    *rules_periods.DISTANCES,
    *rules_lengths.TOLD_LENGTHS,
    *rules_clocks.CLOCKS,
    *rules_clocks.PARTS,
    *rules_periods.TODAY,
    *rules_dates.NUMERIC,
    *rules_clocks.HOURS,
    *rules_feasts.FEASTS,
    *rules_dates.MONTHS,
    *rules_periods.PERIODS,
    *rules_dates.WEEKDAYS,
    *rules_dates.NUMBERED,
    *rules_lengths.BARE_LENGTHS,
    *rules_spans.JOINS,
    *rules_spans.BOUNDS,
)
_WORDS = " ".join([*(one.source for one in RULES), *SHORTHANDS.values(), *PHRASES, *PHRASES.values(), *w.FEASTS])
KNOWN = frozenset(re.findall(r"[a-z]+", _WORDS)) | {"mille"}
_GRAINS = {"weekend": "day", "semester": "month", "decade": "year", "century": "year"}


@dataclass(frozen=True, slots=True)
class Found:
    """A moment and the part of the text that says it: `words` stands at text[start:end]."""

    moment: Moment
    start: int
    end: int
    words: str


def find_moments(text: str, now: dt.datetime) -> tuple[Found, ...]:
    """The moments of a text in its order, durations included (see `Moment.seconds`). Reads the first 700 characters."""
    sentence = Sentence(read(text, KNOWN))
    if all(item.sign in "_.,#" for item in sentence.items):
        return ()
    for one in RULES:
        sentence.apply(one, now)
    found = ((item, _moment(item, now)) for item in sentence.items)
    return tuple(Found(moment, item.start, item.end, text[item.start : item.end]) for item, moment in found if moment)


def understand_when(text: str, now: dt.datetime) -> Answer[Moment]:
    """The moment a person answers with; two or three when they give a choice. Local times, without zone, like `now`.

    A moment wins over a duration ("2 semaines à partir de lundi"). Misunderstood("empty") or ("no date").
    """
    if not text.strip():
        return Misunderstood("empty")
    found = find_moments(text, now)
    if not found:
        return Misunderstood("no date")
    placed_ones = [one for one in found if one.moment.seconds is None] or list(found)
    different = list({one.moment: one for one in placed_ones}.values())
    if len(different) == 1:
        return Understood(different[0].moment, different[0].words)
    return OneOf(tuple(one.moment for one in different[:3]), text[different[0].start : different[-1].end])


def _moment(item: Item, now: dt.datetime) -> Moment | None:
    value = item.value
    if isinstance(value, Length):
        seconds = value.count * SECONDS[value.unit] + value.extra
        return Moment(None, None, _GRAINS.get(value.unit, value.unit), seconds)
    there = placed(now, value) if isinstance(value, Clock | Hours | Days | Span) else None
    return Moment(there.start, there.end, there.grain) if there else None
