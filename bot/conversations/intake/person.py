"""Who somebody is and where they live."""

from datetime import datetime

from backend.reference import communes
from backend.values import Json
from bot.conversations.intake.common import both, in_intake, short
from bot.flow import Question
from bot.options import Option
from bot.phrases import (
    said_label,
    shortened,
)
from bot.state import Talk
from bot.understanding.answers import Answer
from bot.understanding.names import PersonName, understand_name
from bot.understanding.where import understand_where


def parse_name(text: str, talk: Talk) -> Answer[PersonName]:
    return understand_name(text)


def keep_name(name: PersonName) -> Json:
    return {"first": name.first[:80], "last": name.last[:80]}


def echo_name(kept: Json, now: datetime) -> str:
    return f"merci {shortened(str(kept['first']), 20)}" if isinstance(kept, dict) else ""


def parse_commune(text: str, talk: Talk) -> Answer[communes.Commune]:
    return understand_where(text, talk.facts.near)


def keep_commune(commune: communes.Commune) -> Json:
    return {"code": commune.code, "label": commune.name}


def nearby_communes(talk: Talk) -> tuple[Option, ...]:
    """The town of the office, for someone who answers by digits; the rest in words."""
    town = communes.by_code(talk.facts.near)
    return (Option(keep_commune(town), town.name),) if town else ()


NAME = Question(
    "name",
    both("commune", "Votre prénom, votre nom et votre commune ?", "Votre prénom et votre nom ?"),
    parse_name,
    keep_name,
    echo_name,
    "Par exemple : Marie Dupont, Domérat.",
    when=in_intake,
    why="C'est pour mettre votre nom sur votre fiche.",
)


COMMUNE = Question(
    "commune",
    lambda talk: "Vous habitez quelle commune ?",
    parse_commune,
    keep_commune,
    short(said_label),
    "Par exemple : Domérat, ou 03410.",
    menu=nearby_communes,
    when=in_intake,
    why="C'est pour chercher des offres près de chez vous.",
)
