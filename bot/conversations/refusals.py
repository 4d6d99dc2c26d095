"""After several offers declined for one reason: a question about what was told, never a silent change.

What a yes would write waits in `pending`; anything else that is said is read back and needs its own yes.
"""

from backend.values import Json
from bot.commands import call_back
from bot.effects import AdviserNeeded, Answered
from bot.flow import Flow, Outcome, Question
from bot.options import Option, numbered
from bot.phrases import said_reach
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.reach import understand_reach
from bot.understanding.yes_no import YesNo, understand_yes_no, yes_or_no

# What the person may say of the hours; the first two are lines of the file.
HOURS: dict[str, tuple[str, tuple[str, ...]]] = {
    "nights": ("nuit", ("nuit",)),
    "weekends": ("week-end", ("week", "samedi", "dimanche")),
    "early": ("tôt le matin", ("matin", "tot", "tôt")),
    "late": ("soir", ("soir", "tard")),
    "other": ("autre", ("autre",)),
}
OF_THE_FILE = ("nights", "weekends")
# --- too far ----------------------------------------------------------------------------------------------------------


def ask_nearer(talk: Talk) -> str:
    if reach := talk.state.pending.get("reach"):
        return f"Trop loin encore : on dit {said_reach(reach)} au plus ? OUI ou NON."
    return "Trop loin encore : combien de minutes de trajet au plus ?"


def parse_nearer(text: str, talk: Talk) -> Answer[Json]:
    """Yes, no, or another limit."""
    limit = understand_reach(text)
    if isinstance(limit, Understood) and limit.value.minutes is not None:
        return Understood({"minutes": limit.value.minutes}, text)
    said = understand_yes_no(text)
    if isinstance(said, Understood) and (said.value is YesNo.NO or (said.value is YesNo.YES and talk.state.pending)):
        return Understood(said.value, text)
    return said if isinstance(said, Misunderstood) else Misunderstood("neither a limit nor yes or no")


def note_nearer(value: Json, talk: Talk) -> Outcome:
    if isinstance(value, dict):
        return Outcome(pending={"reach": value}, ask="changed")
    reach = talk.state.pending.get("reach")
    if value != YesNo.YES or reach is None:
        return UNCHANGED
    return Outcome(f"C'est changé : {said_reach(reach)} au plus.", (Answered("reach", reach),), learn={"reach": reach})


UNCHANGED = Outcome("D'accord, je ne change rien.")

# --- the hours, the pay, something else -------------------------------------------------------------------------------


def hours_options(_: Talk) -> tuple[Option, ...]:
    return tuple(Option(key, line) for key, (line, _) in HOURS.items())


def parse_hours(text: str, talk: Talk) -> Answer[str]:
    folded = text.casefold()
    found = [key for key, (_, words) in HOURS.items() if any(word in folded for word in words)]
    return Understood(found[0], text) if len(found) == 1 else Misunderstood("no hours")


def note_hours(value: Json, talk: Talk) -> Outcome:
    """Nights and week-ends are lines of the file, once confirmed; the rest is for the adviser."""
    if value in OF_THE_FILE:
        return Outcome(pending={str(value): False}, ask="changed")
    line = HOURS[str(value)][0] if value in HOURS else str(value)
    return _told(talk, f"refuse plusieurs offres pour les horaires : {line}", "C'est noté, votre conseiller le saura.")


def parse_pay(text: str, talk: Talk) -> Answer[str]:
    said = " ".join(text.split())[:80]
    if any(letter.isdigit() for letter in said):
        return Understood(said, text)
    return not_an_answer(text) or Misunderstood("no amount")


def note_pay(value: Json, talk: Talk) -> Outcome:
    return _told(
        talk, f"refuse plusieurs offres pour le salaire, attend : {value}", "C'est noté, votre conseiller le saura."
    )


def _told(talk: Talk, what: str, say: str) -> Outcome:
    return Outcome(say, (AdviserNeeded("message", f"{talk.first_name or 'Cette personne'} {what}."),))


def parse_call(text: str, talk: Talk) -> Answer[YesNo]:
    return yes_or_no(text)


def note_call(value: Json, talk: Talk) -> Outcome:
    if value == YesNo.YES:
        return Outcome("C'est noté. Un conseiller vous appelle dès que possible.", (call_back(talk),))
    return Outcome("D'accord, je continue à chercher.")


REFUSALS = Flow(
    "refusals",
    "Après plusieurs refus",
    (),
    alone=(
        Question(
            "nearer",
            ask_nearer,
            parse_nearer,
            then=note_nearer,
            example="Répondez OUI, NON, ou un nombre de minutes.",
            why="Vous avez refusé plusieurs offres parce qu'elles étaient trop loin.",
        ),
        Question(
            "which_hours",
            lambda talk: f"Les horaires encore : lesquels refusez-vous ? {numbered(hours_options(talk))}.",
            parse_hours,
            options=hours_options,
            then=note_hours,
            example="Répondez par un numéro.",
        ),
        Question(
            "least_pay",
            lambda talk: "Le salaire encore : à partir de combien par heure ça vous irait ?",
            parse_pay,
            then=note_pay,
            example="Par exemple : 13 euros.",
        ),
        Question(
            "call_about_offers",
            lambda talk: "Ces offres ne vous vont pas : un conseiller vous appelle ? OUI ou NON.",
            parse_call,
            then=note_call,
            example="Répondez OUI ou NON.",
            buttons=("OUI", "NON"),
        ),
    ),
    about="vos offres",
)
