"""Words to a question: the answer, other facts said in passing, changes."""

from dataclasses import replace

from backend.values import Json
from bot.asides import asked_about_us, is_a_question
from bot.changes import CHANGED, ask_to_change, changes, told_beside, told_of_oneself
from bot.flow import Outcome, Question, Turn
from bot.heard import Heard
from bot.misunderstood import misunderstood
from bot.options import Option
from bot.outcomes import after, left, settled
from bot.reading import Passing, Shown, read_answer
from bot.state import Talk
from bot.turns import ROOM, Book, answered, ask_which, echoes, go_on, joined, learn
from bot.understanding.answers import Misunderstood, OneOf
from bot.understanding.leaving import leaves


def take_answer(book: Book, talk: Talk, question: Question, said: Heard) -> Turn:
    """What a message to a question leads to: kept, carried out, asked about, or not understood."""
    passing = book.in_passing(said.text, talk)
    changed = changes(book, talk, passing, question.key, said.text)
    if question.whole:
        if talk.facts.confirmed and (told := told_of_oneself(changed, said.text)):
            return ask_to_change(book, talk, told)
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
    beside = dict(reading.beside)
    if isinstance(answer, OneOf):
        options = tuple(Option(kept, question.echo(kept, talk.now)) for kept in map(question.keep, answer.options))
        lead = joined((echoes(book, talk, beside), "Vous voulez dire :"))
        turn = ask_which(learn(talk, beside), question, options, lead, talk.state.tries)
        return replace(turn, effects=answered(talk, beside))
    if isinstance(answer, Misunderstood):
        if changed and talk.facts.confirmed:
            return ask_to_change(book, talk, changed)
        return misunderstood(book, talk, question, said.text, reading)
    value = answer.value if isinstance(answer, Shown) else question.keep(answer.value)
    if question.then is None:
        return _with_aside(talk, said, _kept(book, talk, question, {question.key: value} | beside))
    outcome = _with_change(question.then(value, talk), told_beside(changed, said.text, talk))
    return _with_aside(talk, said, after(book, learn(talk, beside), outcome, answered(talk, beside)))


def _with_change(outcome: Outcome, told: dict[str, Json]) -> Outcome:
    """What an answer leads to, and then the change that was told with it."""
    busy = outcome.ask or outcome.quiet or outcome.again or outcome.reset
    return replace(outcome, pending=told, ask=CHANGED) if told and not busy else outcome


def _with_aside(talk: Talk, said: Heard, turn: Turn) -> Turn:
    """A question about us, sent in the same turn as the answer, is answered too where there is room."""
    asked = (asked_about_us(piece, talk) for piece in said.pieces if len(said.pieces) > 1 and is_a_question(piece))
    first = next((one for one in asked if one), None)
    text = joined((first.say, turn.text)) if first else turn.text
    return replace(turn, text=text) if turn.text and len(text) <= ROOM else turn


def _kept(book: Book, talk: Talk, question: Question, learnt: dict[str, Json]) -> Turn:
    """Facts of the file: kept once there is an agreement, and read back in a few words."""
    kept = settled(learn(talk, learnt), question)
    return go_on(book, kept, (), answered(talk, learnt), echo=echoes(book, talk, learnt))
