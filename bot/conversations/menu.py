"""MENU: what a person can ask for at any moment."""

from backend.values import Json
from bot.effects import AdviserNeeded
from bot.flow import Flow, Option, Outcome, Question, Talk, numbered
from bot.phrases import say_slot
from bot.understanding.answers import Answer, Misunderstood, Understood

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
    return Misunderstood("not in the menu")


def open_line(value: Json, talk: Talk) -> Outcome:
    match value:
        case "file":
            return Outcome(f"Votre fiche : {_file(talk)}.")
        case "bookings":
            return Outcome(_bookings(talk))
        case "offers":
            return Outcome(_offers(talk))
        case _:
            who = talk.first_name or "Cette personne"
            called = AdviserNeeded("call_back", f"{who} demande à être rappelé.")
            return Outcome("C'est noté. Un conseiller vous appelle dès que possible.", (called,))


def _file(talk: Talk) -> str:
    lines = (value for key, value in talk.answers.items() if key in ("commune", "work"))
    labels = [str(value["label"])[:60] for value in lines if isinstance(value, dict)]
    return ", ".join([talk.first_name, *labels] if talk.first_name else labels) or "rien pour le moment"


def _bookings(talk: Talk) -> str:
    if not talk.facts.bookings:
        return "Vous n'avez pas de rendez-vous."
    seat = talk.facts.bookings[0]
    return f"Votre rendez-vous : {say_slot(seat.starts_at, talk.now)}, {seat.place or talk.facts.address}."


def _offers(talk: Talk) -> str:
    if not talk.facts.offers:
        return "Pas d'offre en attente. On vous écrit dès qu'il y en a une."
    return "Offres en attente : " + ", ".join(offer.title[:70] for offer in talk.facts.offers[:2]) + "."


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
        ),
    ),
)
