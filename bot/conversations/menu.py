"""MENU: four lines, each told or opened."""

from backend.values import Json
from bot.commands import call_back
from bot.flow import Flow, Outcome, Question
from bot.options import Option, numbered
from bot.own_file import say_bookings, say_file, say_offers
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.not_an_answer import not_an_answer

LINES: dict[str, tuple[str, tuple[str, ...]]] = {
    "file": ("ma fiche", ("fiche", "infos", "profil")),
    "bookings": ("mes rendez-vous", ("rdv", "rendez", "atelier")),
    "offers": ("mes offres", ("offre",)),
    "adviser": ("un conseiller m'appelle", ("conseil", "appel")),
}


def options(_: Talk) -> tuple[Option, ...]:
    return tuple(Option(key, line) for key, (line, _) in LINES.items())


def parse(text: str, talk: Talk) -> Answer[str]:
    folded = text.casefold()
    for key, (_, words) in LINES.items():
        if any(word in folded for word in words):
            return Understood(key, text)
    return not_an_answer(text) or Misunderstood("not in the menu")


def open_line(value: Json, talk: Talk) -> Outcome:
    match value:
        case "file":
            return Outcome(f"{say_file(talk)} Pour changer : modifier commune, modifier travail...")
        case "bookings":
            return Outcome(say_bookings(talk))
        case "offers":
            return Outcome(say_offers(talk))
        case _:
            return Outcome("C'est noté. Un conseiller vous appelle dès que possible.", (call_back(talk),))


MENU = Flow(
    "menu",
    "Menu",
    (),
    alone=(
        Question(
            "menu",
            lambda talk: f"Que voulez-vous ? {numbered(options(talk))}.",
            parse,
            options=options,
            then=open_line,
            example="Répondez par un numéro.",
            fleeting=True,
        ),
    ),
    about="le menu",
)
