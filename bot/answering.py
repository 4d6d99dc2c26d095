"""Words to a question, and words when nothing was asked: the answer, other facts said in passing, changes."""

import re
from dataclasses import replace

from backend.values import Json
from bot.asides import is_polite
from bot.effects import AdviserNeeded
from bot.flow import Outcome, Question, Turn
from bot.heard import Heard
from bot.misunderstood import misunderstood
from bot.options import Option
from bot.outcomes import MOST_SETTLED, after, left, settled
from bot.phrases import said_wishes
from bot.reading import Passing, Shown, read_answer
from bot.state import Talk
from bot.turns import Book, answered, ask_which, echoes, go_on, joined, learn
from bot.understanding.anew import says_anew
from bot.understanding.answers import Misunderstood, OneOf
from bot.understanding.leaving import leaves

CHANGED = "changed"


def take_answer(book: Book, talk: Talk, question: Question, said: Heard) -> Turn:
    """What a message to a question leads to: kept, carried out, asked about, or not understood."""
    passing = book.in_passing(said.text, talk)
    changed = _changes(book, talk, passing, question.key)
    changed = {key: value for key, value in changed.items() if says_anew(key, said.text)}
    if question.whole:
        if talk.facts.confirmed and (told := _told_of_oneself(changed, said.text)):
            return _ask_to_change(book, talk, told)
        passing, changed = Passing(), {}
    fresh = {key: value for key, value in passing.kept.items() if key == question.key or key not in talk.answers}
    others = [other for other in book.questions() if other.key not in talk.answers]
    if talk.facts.agreed and not talk.facts.confirmed:  # the file is still being filled: the last word is the right one
        fresh |= changed
    reading = read_answer(question, said.pieces, talk, Passing(fresh, passing.words), others)
    answer = reading.answer
    known_already = talk.facts.confirmed and question.key in talk.answers  # asked again: "modifier commune"
    if isinstance(answer, OneOf | Misunderstood) and (question.fleeting or known_already) and leaves(said.text):
        return left(book, talk)
    if isinstance(answer, OneOf):
        options = tuple(Option(kept, question.echo(kept, talk.now)) for kept in map(question.keep, answer.options))
        beside = dict(reading.beside)
        lead = joined((echoes(book, talk, beside), "Vous voulez dire :"))
        turn = ask_which(learn(talk, beside), question, options, lead, talk.state.tries)
        return replace(turn, effects=answered(talk, beside))
    if isinstance(answer, Misunderstood):
        if changed and talk.facts.confirmed:
            return _ask_to_change(book, talk, changed)
        return misunderstood(book, talk, question, said.text, reading)
    beside = dict(reading.beside)
    value = answer.value if isinstance(answer, Shown) else question.keep(answer.value)
    if question.then is None:
        return _kept(book, talk, question, {question.key: value} | beside)
    return after(book, learn(talk, beside), question.then(value, talk), answered(talk, beside))


def _changes(book: Book, talk: Talk, passing: Passing, asked: str) -> dict[str, Json]:
    """What the message says of facts that are known, and says otherwise."""
    known = {key: value for key, value in passing.kept.items() if key in talk.answers and key != asked}
    merged = {key: book.merged(key, talk.answers[key], value) for key, value in known.items()}
    return {key: value for key, value in merged.items() if value is not None}


# What changes in a life, and how one says it: "ma voiture est en panne", "j'ai eu mon permis".
_CHANGES = frozenset({"modes", "licences", "commune", "reach", "start"})
_OF_ONESELF = re.compile(r"(?i)\b(?:j|je|jai|jhabite|ma|mon|mes)\b")


def _told_of_oneself(changed: dict[str, Json], text: str) -> dict[str, Json]:
    """The changes of a sentence about oneself, said to a question whose answers are free words."""
    return {key: value for key, value in changed.items() if key in _CHANGES} if _OF_ONESELF.search(text) else {}


def _ask_to_change(book: Book, talk: Talk, changed: dict[str, Json]) -> Turn:
    return after(book, talk, Outcome(pending=changed, ask=CHANGED))


def _kept(book: Book, talk: Talk, question: Question, learnt: dict[str, Json]) -> Turn:
    """Facts of the file: kept once there is an agreement, and read back in a few words."""
    kept = settled(learn(talk, learnt), question)
    return go_on(book, kept, (), answered(talk, learnt), echo=echoes(book, talk, learnt))


def unasked(book: Book, talk: Talk, text: str) -> Turn:
    """A first message, or one that comes when all is settled."""
    passing = book.in_passing(text, talk)
    fresh = {key: value for key, value in passing.kept.items() if key not in talk.answers}
    if not talk.facts.agreed:
        return go_on(book, learn(talk, fresh), ())
    if talk.facts.confirmed and (changed := _changes(book, talk, passing, "")):
        return _ask_to_change(book, talk, changed)
    if fresh:
        noted = echoes(book, talk, fresh) or said_wishes(fresh.get("wishes"))
        return go_on(book, learn(talk, fresh), (noted,), answered(talk, fresh))
    turn = go_on(book, talk, ())
    if turn.state.asking or is_polite(text):
        return turn if turn.state.asking else replace(turn, text="Avec plaisir. À bientôt.")
    needed = AdviserNeeded("message", f"Message à lire : « {text[:300]} »")
    count = sum(key == PASSED_ON for key in talk.state.told)
    state = replace(turn.state, told=(*talk.state.told, PASSED_ON)[-MOST_SETTLED:])
    return replace(turn, state=state, effects=(needed,), text=TRANSMITTED[min(count, len(TRANSMITTED) - 1)])


# Said one after the other to who writes several times: the same line again would sound deaf.
PASSED_ON = "passed on"
TRANSMITTED = (
    "Je transmets à un conseiller. MENU pour choisir vous-même.",
    "C'est transmis aussi. CONSEILLER pour être rappelé.",
    "Bien reçu, votre conseiller le lira.",
)
