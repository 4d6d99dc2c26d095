"""From when somebody can work."""

import re
from datetime import date, datetime, timedelta

from backend.reference.folding import fold
from backend.values import Json
from bot.conversations.intake.common import WHY, in_intake
from bot.flow import Question
from bot.options import Option
from bot.phrases import (
    said_start,
)
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, OneOf, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.when import Moment, understand_when
from bot.understanding.yes_no import YesNo, understand_yes_no

A_DAY_S = 24 * 3600


def start_options(talk: Talk) -> tuple[Option, ...]:
    today = talk.now.date()
    lines = ((0, "tout de suite"), (14, "dans 2 semaines"), (30, "dans un mois"))
    return tuple(Option((today + timedelta(days=days)).isoformat(), label) for days, label in lines)


_ANY_TIME = re.compile(
    r"\b(?:quand (?:vous|tu) (?:voulez|veux|voudrez|souhaitez)|quand (?:il faut|c est possible)|n ?importe quand|"
    r"(?:a )?tout moment|peu importe|quand on veut)\b"
)


_HOURS_ONLY = re.compile(r"(?:environ |max |maximum )?\d{1,2} ?(?:h|heures?)(?: ?\d\d)?(?: max\w*)?")


def parse_start(text: str, talk: Talk) -> Answer[date]:
    if _HOURS_ONLY.fullmatch(fold(text).strip()):
        return Misunderstood("a length or an hour, no day")
    if _ANY_TIME.search(fold(text)):
        return Understood(talk.now.date(), text)
    now = talk.now.replace(tzinfo=None)
    answer = understand_when(text, now)
    if isinstance(answer, Understood) and answer.value.seconds is not None and answer.value.seconds < A_DAY_S:
        return Misunderstood("too short to be a date")
    if isinstance(answer, Understood):
        moment = answer.value
        if talk.state.asking != "start" and moment.seconds is None and (moment.end or now) < now:
            return Misunderstood("over")  # "hier" says nothing of when somebody can start
        return Understood(start_day(moment, talk.now), answer.words)
    if isinstance(answer, OneOf):
        return OneOf(tuple(dict.fromkeys(start_day(option, talk.now) for option in answer.options)))
    said = understand_yes_no(text) if talk.state.asking == "start" else answer  # a bare "oui" answers nothing else
    if isinstance(said, Understood) and said.value is YesNo.YES and not not_an_answer(text):
        return Understood(talk.now.date(), text)
    return answer


def start_day(moment: Moment, now: datetime) -> date:
    """The first day someone can start: never in the past; after a duration ("15 jours"), that long from now."""
    if moment.seconds is not None:
        return (now + timedelta(seconds=moment.seconds)).date()
    day = moment.start or moment.end or now
    return max(day.date(), now.date())


def keep_start(day: date) -> Json:
    return day.isoformat()


# Words of the answers, folded: a letter wrong in one of them is put right (see bot/reading.py).
START_WORDS = (
    "suite",
    "demain",
    "immediatement",
    "maintenant",
    "semaine",
    "semaines",
    "prochaine",
    "prochain",
    "jours",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "debut",
    "mois",
)
START = Question(
    "start",
    lambda talk: "Vous pouvez commencer quand ?",
    parse_start,
    keep_start,
    said_start,
    "Par exemple : de suite, ou le 15 janvier.",
    menu=start_options,
    when=in_intake,
    why=WHY,
    elsewhere=True,
    words=START_WORDS,
)
