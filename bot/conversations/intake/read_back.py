"""The profile read back, confirmed or put right."""

import re

from backend.values import Json
from bot.conversations.intake.common import in_intake
from bot.conversations.intake.going import LICENCES, MODES, REACH
from bot.conversations.intake.overheard import heard_in_passing
from bot.conversations.intake.start import START
from bot.conversations.intake.work import YEARS
from bot.effects import Answered, ProfileConfirmed
from bot.flow import Outcome, Question
from bot.options import Option, numbered
from bot.phrases import (
    NAMES,
    named_line,
    profile,
    said_wishes,
    shortened,
)
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.yes_no import YesNo, understand_yes_no, yes_or_no


def ask_confirmation(talk: Talk) -> str:
    if talk.state.asking == "confirm":  # it was read back once
        return "C'est juste ? OUI, ou dites ce qui change."
    return f"Je résume : {profile(talk.answers, talk.now)}. C'est juste ? OUI, ou dites ce qui change."


def parse_confirmation(text: str, talk: Talk) -> Answer[Json]:
    """OUI, NON, the name of a line to change, or what it becomes."""
    changes = heard_in_passing(text, talk) or put_right(text, talk)
    if changes:
        return Understood(changes, text)
    named = named_line(text)
    if named:
        return Understood(named, text)
    said = yes_or_no(text)
    return Understood(said.value.value, said.words) if isinstance(said, Understood) else said


_AFTER_NO = re.compile(
    r"(?i)^\W*(?:non|nn|nan|pardon|erreur|enfin)\b[\s,.:]*(?:pas (?:du |de |la |le )?\w+\b[\s,.:]*)?"
)


# Their parsers are strict enough to recognise an answer that nothing asked for.
STRICT = (YEARS, LICENCES, MODES, REACH, START)


def put_right(text: str, talk: Talk) -> dict[str, Json]:
    """ "4 janvier", "non pas maçon, carreleur": the one line of the file that a short answer says otherwise."""
    rest = _AFTER_NO.sub("", text)
    if rest != text and (changes := heard_in_passing(rest, talk)):
        return changes
    if not any(letter.isalpha() for letter in rest) or (
        isinstance(understand_yes_no(text), Understood) and rest == text
    ):
        return {}
    found = {one.key: one.keep(said.value) for one in STRICT if isinstance(said := one.parse(rest, talk), Understood)}
    return found if len(found) == 1 and found != {key: talk.answers.get(key) for key in found} else {}


def confirmed(value: Json, talk: Talk) -> Outcome:
    if value == YesNo.YES:
        return Outcome(
            f"Merci {shortened(talk.first_name, 20)}, votre fiche est prête.".replace(" ,", ","), (ProfileConfirmed(),)
        )
    if isinstance(value, dict) and value.keys() == {"wishes"}:  # the lines read back do not show these
        noted = said_wishes(value["wishes"])
        return Outcome(noted, (Answered("wishes", value["wishes"]),), learn=value, ask="confirm")
    if isinstance(value, dict):
        return Outcome("C'est changé.", tuple(Answered(k, v) for k, v in value.items()), learn=value)
    if isinstance(value, str) and value in NAMES:
        return Outcome("D'accord.", forget=(value,), ask=value)
    return Outcome(ask="change")


def change_options(_: Talk) -> tuple[Option, ...]:
    return tuple(Option(key, name) for key, name in NAMES.items())


def parse_line(text: str, talk: Talk) -> Answer[Json]:
    if changes := heard_in_passing(text, talk):
        return Understood(changes, text)
    named = named_line(text)
    return Understood(named, text) if named else Misunderstood("no line of the file")


CONFIRM = Question(
    "confirm",
    ask_confirmation,
    parse_confirmation,
    when=in_intake,
    then=confirmed,
    example="Par exemple : commune Domérat.",
    why="C'est pour être sûr que votre fiche est juste.",
    reads_back=True,
    can_skip=False,
    buttons=("OUI", "NON"),
)


CHANGE = Question(
    "change",
    lambda talk: f"Qu'est-ce qui change ? {numbered(change_options(talk))}.",
    parse_line,
    options=change_options,
    then=confirmed,
    example="Répondez par un numéro.",
    fleeting=True,
)
