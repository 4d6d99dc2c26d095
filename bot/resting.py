"""Words when nothing was asked: a first message, news of oneself, a question to us, a thank-you. Pure."""

import re
from dataclasses import replace

from backend.reference.folding import fold
from bot.asides import CALM, asked_about_us, is_a_question, is_polite
from bot.changes import ask_to_change, changes
from bot.effects import AdviserNeeded
from bot.flow import Turn
from bot.outcomes import MOST_SETTLED
from bot.phrases import said_wishes
from bot.state import Talk
from bot.turns import REST, Book, answered, echoes, go_on, learn
from bot.understanding.answers import Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.refusal import takes_back
from bot.understanding.yes_no import YesNo, understand_yes_no

GOODBYE = "Avec plaisir. À bientôt."
NOTHING_ASKED = "Je n'attends pas de réponse en ce moment. MENU pour choisir, CONSEILLER pour être rappelé."
ASK_IT = "Écrivez votre question ici, un conseiller la lira."
_THANKS = re.compile(r"\b(?:merci|mrc|mci|revoir|bientot|plus|journee|soiree|bisous?|nuit)\b")
_AGREES = re.compile(
    r"(?:(?:ok|oki|okay|dac|dacc|d accord|daccord|tres|bien|parfait|super|cool|entendu|c est|note|ca marche|merci|vu|"
    r"genial|top|nickel|recu) ?)+"
)
_HAS_A_QUESTION = re.compile(
    r"(?:(?:bonjour|oui|non|mais|voila|alors) )*(?:j ?ai |une |des |petite |quelques? )+questions?"
    r"(?: a (?:vous )?poser)?"
)


def unasked(book: Book, talk: Talk, text: str) -> Turn:
    """A first message, or one that comes when all is settled."""
    passing = book.in_passing(text, talk)
    fresh = {key: value for key, value in passing.kept.items() if key not in talk.answers}
    if not talk.facts.agreed:
        return go_on(book, learn(talk, fresh), ())
    if talk.facts.confirmed and (changed := changes(book, talk, passing, "", text)):
        return ask_to_change(book, talk, changed)
    if fresh and not is_a_question(text):
        noted = echoes(book, talk, fresh) or said_wishes(fresh.get("wishes"))
        return go_on(book, learn(talk, fresh), (noted,), answered(talk, fresh))
    turn = go_on(book, talk, ())
    if turn.state.asking:
        return turn
    if said := _said_back(talk, text):
        return replace(turn, text=said)
    return _passed_on(turn, talk, text)


def _said_back(talk: Talk, text: str) -> str:
    """What needs nobody: a greeting, thanks, a question about us, a yes to nothing; "" for all the rest."""
    if about_us := asked_about_us(text, talk) if is_a_question(text) else None:
        return about_us.say
    refused = not_an_answer(text)
    if refused is not None and refused.hint == "insult":
        return CALM
    plain = " ".join(re.sub(r"[^a-z0-9]", " ", fold(text)).split())
    if _HAS_A_QUESTION.fullmatch(plain):
        return ASK_IT
    if is_polite(text) or plain in _names_oneself(talk):
        greeting = refused is not None and refused.hint == "greeting" and not _THANKS.search(plain)
        greets = greeting or plain in _names_oneself(talk)
        return f"Bonjour{' ' + talk.first_name[:20] if talk.first_name else ''}. {REST}" if greets else GOODBYE
    if _AGREES.fullmatch(plain):
        return GOODBYE
    said = understand_yes_no(text)
    agreed = isinstance(said, Understood) and said.value is YesNo.YES and len(plain.split()) <= _SHORT
    return NOTHING_ASKED if agreed and not takes_back(text) else ""


def _names_oneself(talk: Talk) -> frozenset[str]:
    """ "c'est léa", from who is known already."""
    name = fold(talk.first_name)
    return frozenset({f"c est {name}", f"c {name}", f"ici {name}", f"bonjour c est {name}"} if name else ())


_SHORT = 3

# Said one after the other to who writes several times: the same line again would sound deaf.
PASSED_ON = "passed on"
TRANSMITTED = (
    "Je transmets à un conseiller. MENU pour choisir vous-même.",
    "C'est transmis aussi. CONSEILLER pour être rappelé.",
    "Bien reçu, votre conseiller le lira.",
)


def _passed_on(turn: Turn, talk: Talk, text: str) -> Turn:
    needed = AdviserNeeded("message", f"Message à lire : « {text[:300]} »")
    count = sum(key == PASSED_ON for key in talk.state.told)
    state = replace(turn.state, told=(*talk.state.told, PASSED_ON)[-MOST_SETTLED:])
    return replace(turn, state=state, effects=(needed,), text=TRANSMITTED[min(count, len(TRANSMITTED) - 1)])
