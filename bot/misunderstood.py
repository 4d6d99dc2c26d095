"""What was not understood: put right, beside the question, or asked again; the third time a human is told."""

from dataclasses import replace

from backend.values import Json
from bot.asides import aside, is_polite
from bot.commands import ASKED_AGAIN
from bot.effects import AdviserNeeded, Effect
from bot.flow import Question, Turn
from bot.outcomes import passed
from bot.phrases import said_wishes
from bot.reading import PUT_RIGHT, Reading
from bot.state import Talk
from bot.turns import Book, answered, ask, ask_which, echoes, go_on, joined, learn, was_silent
from bot.understanding.answers import Misunderstood, Understood

MAX_TRIES = 3
# A no to "vous voulez dire" is heard: the list is not shown again.
REFUSALS = frozenset({"none"})
NOT_UNDERSTOOD, STILL_NOT = "Je n'ai pas bien compris.", "Je n'ai toujours pas compris."
# A greeting, an emoji: the question is asked again, twice, without a word of reproach.
POLITE, MOST_POLITE = "polite", 2


def misunderstood(book: Book, talk: Talk, question: Question, text: str, reading: Reading) -> Turn:
    """First: again with an example. Second: numbered. Third: an adviser is told and the question is passed."""
    said, answer = dict(reading.beside), reading.answer
    if said and question.of_the_file:  # they answered another question: take it
        noted = echoes(book, talk, said) or said_wishes(said.get("wishes"))
        return _ask_again(learn(talk, said), question, noted, answered(talk, said))
    if right := _put_right(book, talk, question, text):
        return _ask_again(learn(talk, right), question, echoes(book, talk, right), answered(talk, right))
    talk = learn(talk, said)
    assert isinstance(answer, Misunderstood)
    if beside := aside(question, text, answer.hint, talk):
        return ask(talk.learnt(told=(*talk.state.told, beside.key)), question, (beside.say,), tries=talk.state.tries)
    if was_silent(talk) or (is_polite(text) and talk.state.told.count(POLITE) < MOST_POLITE):
        return ask(talk.learnt(told=(*talk.state.told, POLITE)), question, tries=talk.state.tries)
    tries = talk.state.tries + 1
    if tries >= MAX_TRIES:
        return _gave_up(book, talk, question, text)
    if tries == 1 and answer.hint not in REFUSALS and talk.state.offered and not question.options(talk):
        return _ask_again(talk.learnt(tries=tries), question, NOT_UNDERSTOOD, ())
    menu = question.menu(talk) if tries == MAX_TRIES - 1 else ()
    if menu:
        return ask_which(talk, question, menu, NOT_UNDERSTOOD, tries)
    said_already = question.example.removeprefix("Répondez ") in question.ask(talk)
    example = "" if said_already else question.example
    return ask(talk, question, (NOT_UNDERSTOOD if tries == 1 else STILL_NOT, example), tries=tries)


def _put_right(book: Book, talk: Talk, question: Question, text: str) -> dict[str, Json]:
    """ "enfin 6 ans", "pardon montluçon": what was said just before, said otherwise while the file is being filled.

    Once it is confirmed, only the last answer of the CV is put right so; the rest of the file asks for a yes.
    """
    rest = PUT_RIGHT.sub("", text)
    if rest == text or not question.of_the_file or not talk.facts.agreed:
        return {}
    known = [one for one in book.questions() if one.key in talk.answers and one.key != question.key]
    last = talk.state.settled[-1:]
    two_words = len(rest.split()) == 2
    said_last = [one for one in known if one.key in last and (one.key != "name" or two_words)]
    if talk.facts.confirmed:
        known, said_last = [], [one for one in said_last if one.key not in ASKED_AGAIN]
    for one in [one for one in known if one.elsewhere] + said_last:
        answer = one.parse(rest, talk)
        if isinstance(answer, Understood) and (kept := one.keep(answer.value)) != talk.answers[one.key]:
            return {one.key: kept}
    return {}


def _ask_again(talk: Talk, question: Question, says: str, effects: tuple[Effect, ...]) -> Turn:
    """The question as it stood: with its list of readings, when one was shown."""
    if talk.state.offered and not question.options(talk):
        turn = ask_which(talk, question, talk.state.offered, joined((says, "Et :")), talk.state.tries)
        return replace(turn, effects=effects)
    return ask(talk, question, (says,), effects)


def _gave_up(book: Book, talk: Talk, question: Question, text: str) -> Turn:
    asked = question.ask(talk)
    needed = AdviserNeeded(
        "not_understood", f"Pas compris trois fois à « {asked} ». Dernière réponse : « {text[:200]} »"
    )
    says = ("Un conseiller vous appellera pour cela.",)
    if question.can_skip:
        return go_on(book, passed(talk, question), says, (needed,))
    return Turn(replace(talk.state, tries=0, asked_at=talk.now.isoformat()), (needed,), says[0])
