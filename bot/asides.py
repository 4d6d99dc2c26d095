"""What people say beside our question, and what is said back before it is asked again.

A question about us, an insult, another alphabet, a car that broke down before any was known: none of them is an
answer, none is an error of theirs. Pure; each answer is a sentence or two, so that the question still fits behind it.
"""

import re
from dataclasses import dataclass

from bot.flow import Question
from bot.state import Talk
from bot.understanding.answers import Understood
from bot.understanding.mobility import find_modes
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.texted import read
from bot.understanding.yes_no import YesNo, understand_yes_no

ADVISER_CAN_SAY = "Un conseiller peut vous répondre : écrivez CONSEILLER."
CALM = "Pour arrêter : STOP. Pour parler à quelqu'un : CONSEILLER."
ONLY_FRENCH = "Je lis seulement le français."
PASS = "Ce n'est pas grave : dites PASSER."
NO_CAR = "Sans voiture, d'accord."

# What people ask about us, over plain spelling; the first that matches answers.
_ASKED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        ("pay", r"\b(?:bien |mal |combien (?:c est |ca )?)pay|\b(?:salaires?|smic|combien (?:ca|on) gagne)\b"),
        ("free", r"\b(?:payant|gratuit|coute|combien ca|faut payer|arnaque)\b"),
        (
            "private",
            r"\b(?:qui (?:voit|lit|regarde|a acces)|mes (?:infos?|informations?|donnees)|confidentiel\w*|rgpd)\b",
        ),
        ("robot", r"\b(?:robot|automatique|humain|vraie personne|une machine|bot|ia)\b"),
        ("long", r"\b(?:combien de temps|combien de questions|c est long|encore long|encore beaucoup)\b"),
        ("place", r"\b(?:vous etes ou|ou (?:etes vous|c est|est ce|se trouve)|quelle adresse|c est ou)\b"),
        ("offers", r"\b(?:(?:vous (?:avez|proposez)|il y a|y a)\b.*\b(?:boulots?|offres?|travail|postes?|emplois?))\b"),
        ("who", r"\b(?:vous etes qui|qui (?:etes|es) (?:vous|tu)|(?:t|tu) es qui|c est qui|de la part de qui)\b"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aside:
    """`key` is remembered while the same question stands, so that a line is not said over and over."""

    key: str
    say: str


def asked_about_us(text: str, talk: Talk) -> Aside | None:
    """The answer to a question about who writes, the price, the data, the place… or None."""
    plain = read(text).plain
    key = next((key for key, pattern in _ASKED if pattern.search(plain)), None)
    return Aside(key, _answers(talk)[key]) if key else None


def _answers(talk: Talk) -> dict[str, str]:
    office = talk.facts.office or "mission Emploi"
    where = f" au {talk.facts.address}" if talk.facts.address else ""
    phone = f", {talk.facts.phone}" if talk.facts.phone else ""
    return {
        "pay": "Cela dépend de l'offre : votre conseiller vous le dira.",
        "free": "C'est gratuit, et cela ne vous engage à rien.",
        "private": "Vos conseillers lisent votre fiche. Rien ne part à un employeur sans votre oui.",
        "robot": "Oui, je suis un assistant automatique. Un conseiller relit tout.",
        "long": "Quelques minutes. Vous pouvez vous arrêter et reprendre quand vous voulez.",
        "place": f"La {office} est{where}{phone}.",
        "offers": "Dès qu'une offre vous va, on vous écrit."
        if talk.facts.confirmed
        else "Quand votre fiche est prête, on cherche les offres qui vous vont.",
        "who": f"Je suis l'assistant automatique de la {office} : on vous aide à trouver du travail.",
    }


def aside(question: Question, text: str, hint: str, talk: Talk) -> Aside | None:
    """What is said back to words that are no answer, and have not had it yet; None when there is nothing to say."""
    return next((one for one in _possible(question, text, hint, talk) if one.key not in talk.state.told), None)


def _possible(question: Question, text: str, hint: str, talk: Talk) -> list[Aside]:
    if _lacks_a_car(text):
        return [Aside("no car", NO_CAR)]
    if _another_alphabet(text):
        return [Aside("alphabet", ONLY_FRENCH)]
    said = understand_yes_no(text)
    if question.can_skip and question.of_the_file and isinstance(said, Understood) and said.value is YesNo.UNSURE:
        return [Aside("pass", PASS)]
    if hint == "insult":
        return [Aside("calm", CALM)]
    if question.why and (hint == "question" or text.rstrip().endswith("?")):
        about_us = asked_about_us(text, talk) if is_a_question(text) else None
        why = [Aside("why", question.why), Aside("adviser", ADVISER_CAN_SAY)]
        return [about_us, *why] if about_us else why
    return []


def is_a_question(text: str) -> bool:
    """Whether something is asked of us."""
    refused = not_an_answer(text)
    return text.rstrip().endswith("?") or (refused is not None and refused.hint == "question")


def _lacks_a_car(text: str) -> bool:
    """ "ma voiture est en panne": heard, whatever is being asked; how they get to work is asked in its turn."""
    found = find_modes(text)
    named = bool(_CAR.search(read(text).plain))
    return bool(named and found and not found.value.modes and "car" in found.value.without)


_CAR = re.compile(r"\b(?:voitures?|voitur|auto|vehicules?|bagnole|caisse)\b")


def _another_alphabet(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and not any(letter.isascii() or "\u00c0" <= letter <= "\u024f" for letter in letters)


def is_polite(text: str) -> bool:
    """A greeting, an emoji, nothing at all: no word that wants an answer."""
    refused = not_an_answer(text)
    return refused is not None and refused.hint in ("greeting", "filler", "no words", "empty")
