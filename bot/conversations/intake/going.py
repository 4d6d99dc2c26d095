"""Licences, ways of getting to work, and how far."""

from backend.values import Json
from bot.conversations.intake.common import both, in_intake, short
from bot.flow import Question
from bot.options import Option
from bot.phrases import (
    said_licences,
    said_modes,
    said_reach,
)
from bot.state import Talk
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.as_far_as import as_far_as
from bot.understanding.licences import Licences, understand_licences
from bot.understanding.mobility import Modes, understand_modes
from bot.understanding.reach import Reach, understand_reach


def licence_options(_: Talk) -> tuple[Option, ...]:
    lines: tuple[tuple[list[Json], str], ...] = (
        (["permis-B"], "permis B"), (["permis-B", "caces"], "permis B et CACES"), (["caces"], "CACES seul"),
        ([], "aucun"),
    )  # fmt: skip
    return tuple(Option(codes, label) for codes, label in lines)


def keep_licences(licences: Licences) -> Json:
    return list(licences.held)


def mode_options(_: Talk) -> tuple[Option, ...]:
    lines = (
        ("car", "voiture"), ("moped", "scooter"), ("bicycle", "vélo"), ("walk", "à pied"), ("bus", "bus"),
        ("driven", "on m'emmène"),
    )  # fmt: skip
    return tuple(Option([code], label) for code, label in lines)


def parse_modes(text: str, talk: Talk) -> Answer[Modes]:
    answer = understand_modes(text)
    if isinstance(answer, Understood) and not answer.value.modes:
        return Misunderstood("only what they lack")
    return answer


def parse_reach(text: str, talk: Talk) -> Answer[Reach]:
    """Minutes or kilometres; to the question itself, a place says how far it is from their own commune."""
    answer = understand_reach(text)
    home = talk.answers.get("commune")
    if isinstance(answer, Misunderstood) and talk.state.asking == "reach" and isinstance(home, dict):
        return as_far_as(text, str(home.get("code", ""))) or answer
    return answer


def reach_options(_: Talk) -> tuple[Option, ...]:
    return tuple(Option({"minutes": count}, f"{count} minutes") for count in (15, 30, 45, 60))


def keep_reach(reach: Reach) -> Json:
    if reach.anywhere:
        return {"anywhere": True}
    if reach.minutes is not None:
        return {"minutes": reach.minutes}
    return {"km": reach.km, "as_far_as": reach.as_far_as} if reach.as_far_as else {"km": reach.km}


# Words of the answers, folded: a letter wrong in one of them is put right (see bot/reading.py).
LICENCES_WORDS = ("permis", "aucun", "aucune", "caces", "voiture", "remorque")
LICENCES = Question(
    "licences",
    lambda talk: "Quels permis avez-vous ? Permis B, CACES... ou AUCUN.",
    lambda text, talk: understand_licences(text),
    keep_licences,
    short(said_licences),
    "Par exemple : permis B et CACES 3, ou AUCUN.",
    menu=licence_options,
    when=in_intake,
    why="Certains postes demandent un permis.",
    elsewhere=True,
    words=LICENCES_WORDS,
)


# Words of the answers, folded: a letter wrong in one of them is put right (see bot/reading.py).
MODES_WORDS = ("voiture", "scooter", "velo", "pied", "train", "covoiturage", "emmene", "bus")
MODES = Question(
    "modes",
    both(
        "reach",
        "Comment allez-vous au travail (voiture, vélo, à pied, bus...) et combien de minutes au plus ?",
        "Comment allez-vous au travail ? Voiture, scooter, vélo, à pied, bus, ou on vous emmène.",
    ),
    parse_modes,
    lambda modes: list(modes.modes),
    short(said_modes),
    "Par exemple : en voiture, 20 minutes.",
    menu=mode_options,
    when=in_intake,
    why="C'est pour ne pas vous proposer un poste où vous ne pouvez pas aller.",
    elsewhere=True,
    words=MODES_WORDS,
)


# Words of the answers, folded: a letter wrong in one of them is put right (see bot/reading.py).
REACH_WORDS = ("minutes", "heure", "demi", "partout", "kilometres")
REACH = Question(
    "reach",
    lambda talk: "Jusqu'où pouvez-vous aller ? En minutes ou en km.",
    parse_reach,
    keep_reach,
    short(said_reach),
    "Par exemple : 20 minutes, ou 15 km.",
    menu=reach_options,
    when=in_intake,
    why="C'est vous qui fixez la limite. Vous pourrez la changer.",
    elsewhere=True,
    words=REACH_WORDS,
)
