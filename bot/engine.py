"""The pure core of a conversation: step(flows, state, text, facts, now) → the state after, the effects, the reply.

A message is, in this order: a word of command; silence after STOP or while an adviser holds the talk; a document or a
pressed button; on a shared telephone, who is writing; an answer to what is being asked (by its digit, or by its words);
other facts said in passing. The next question follows from the answers.
Nothing here reads a clock, a database or a network: a whole dialogue is a test of milliseconds.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.answering import take_answer
from bot.attachments import EDITED, answer_to
from bot.calls import asked_for, latest_call, turned_to_call, turned_to_offer
from bot.changes import CHANGED
from bot.commands import AFTER_STOP, ALWAYS, COMMANDS, TOLD_ALONE
from bot.flow import Question, Turn
from bot.heard import Heard
from bot.outcomes import ABOUT_OFFERS, after, is_stopped, left, passed
from bot.resting import unasked
from bot.situation import Facts
from bot.state import State, Talk
from bot.turns import Book, ask, closed, go_on, joined, was_silent
from bot.understanding.stop_words import GlobalWord, global_word

WHO, ERASE = "who", "erase"
# A longer number is no choice in a list.
LONGEST_DIGIT = 2
NO_LONGER_OPEN = "Ce choix n'est plus ouvert."
# On a shared telephone, the same person is taken to write for that long after each message.
SAME_PERSON = timedelta(hours=4)


def step(book: Book, state: State, said: str | Heard, facts: Facts, now: datetime) -> Turn:
    """One turn of a person. Pure: the same arguments give the same turn."""
    said = Heard((said,)) if isinstance(said, str) else said
    before = _woken(book, Talk(replace(state, nudges=0), facts, now))
    talk = turned_to_call(book, turned_to_offer(book, before, said.text, said.pressed), said.text, said.pressed)
    turn = _taken_up(book, before, talk, _step(book, talk, said))
    if len(facts.people) > 1 and turn.state.spoke_at:
        turn = replace(turn, state=replace(turn.state, spoke_at=now.isoformat()))
    return _with_context(book, talk, said, turn)


def resume(book: Book, state: State, facts: Facts, now: datetime) -> Turn:
    """The next question, without a word from the person."""
    talk = Talk(state, facts, now)
    return _ask_who(book, talk, "") if facts.agreed and _must_say_who(talk) else go_on(book, talk, ())


def open_question(book: Book, state: State, key: str, facts: Facts, now: datetime, hello: str) -> Turn | None:
    """One question of the CV that the office starts; None for an unknown key."""
    question = book.named(key)
    talk = Talk(replace(state, cv_day=now.date().isoformat(), nudges=0), facts, now)
    return ask(talk, question, (hello,)) if question else None


def _taken_up(book: Book, before: Talk, talk: Talk, turn: Turn) -> Turn:
    """What was being asked before an offer or a reminder came in between is asked again once that is answered."""
    question = book.named(before.state.asking)
    between = talk.state.asking != before.state.asking and turn.state.asking is None and turn.again is None
    if question is None or question.fleeting or question.key in ABOUT_OFFERS:
        return turn
    if not between or not turn.text or talk.facts.stopped:
        return turn
    left = replace(turn.state, about=before.state.about, pending=before.state.pending)
    again = ask(replace(talk, state=left), question, (turn.text,), turn.effects)
    return replace(again, state=replace(again.state, offered=again.state.offered or before.state.offered))


def _woken(book: Book, talk: Talk) -> Talk:
    """After a long silence, what a word of command had opened is closed again: an old yes erases nothing."""
    question = book.named(talk.state.asking)
    return closed(talk) if question and question.fleeting and was_silent(talk) else talk


def _step(book: Book, talk: Talk, said: Heard) -> Turn:
    question = book.named(talk.state.asking)
    word = GlobalWord.RESUME if said.began and is_stopped(talk) else global_word(said.text)
    if word and not (question and word in question.own_words):
        return _command(book, talk, question, word)
    if talk.facts.taken_over or (is_stopped(talk) and not _is_a_right(book, talk, question, said.text)):
        return Turn(talk.state)
    if said.attached and not _says_again(talk, said):
        return after(book, talk, answer_to(talk, said.attached[0]), reask=question)
    if _must_say_who(talk) and talk.state.asking != WHO:
        return _ask_who(book, talk, said.text)
    if outcome := asked_for(book, talk, said.text) or book.command(said.text, talk):
        return after(book, talk, outcome, reask=question)
    if question is None:
        if said.pressed is not None or _is_a_digit(said.text):
            return _no_longer_open(book, talk)
        return unasked(book, talk, said.text)
    if _too_late(talk, said):
        return ask(talk, question, ("Ce choix était pour une autre question.",), tries=talk.state.tries)
    return take_answer(book, talk, question, said)


def _says_again(talk: Talk, said: Heard) -> bool:
    """An answer that was not understood, mended in its place instead of sent again; a digit may be of any list."""
    return said.attached[0].kind == EDITED and talk.state.tries > 0 and not said.text.strip().isdigit()


def _is_a_right(book: Book, talk: Talk, question: Question | None, text: str) -> bool:
    """ "effacer", "mes données" and the yes that follows, whoever has to say first who they are."""
    if question is not None and question.key == ERASE:
        return True
    outcome = book.command(talk.state.unread if question is not None and question.key == WHO else text, talk)
    return outcome is not None and outcome.right


def _is_a_digit(text: str) -> bool:
    return text.strip().isdigit() and len(text.strip()) <= LONGEST_DIGIT


def _no_longer_open(book: Book, talk: Talk) -> Turn:
    """A digit for a list that is gone is answered with what is open: the last call of the office, the next question."""
    call = latest_call(talk)
    question = book.named(call.question) if call else None
    if call and question:
        return ask(talk.learnt(about=call.about), question, (NO_LONGER_OPEN,))
    turn = go_on(book, talk, ())
    return replace(turn, text=joined((NO_LONGER_OPEN, turn.text if turn.state.asking else "MENU pour choisir.")))


def _too_late(talk: Talk, said: Heard) -> bool:
    """A button of an older message, or a digit sent before this question was asked."""
    if said.pressed is not None:
        return said.pressed != talk.state.shown_in
    return said.late and _is_a_digit(said.text)


def _with_context(book: Book, before: Talk, said: Heard, turn: Turn) -> Turn:
    """After a long silence, one line says where the talk was; an answer that was understood needs none."""
    asking = before.state.asking
    if not asking or not turn.text or turn.state.asking != asking or global_word(said.text) or not was_silent(before):
        return turn
    where = book.about(asking)
    return replace(turn, text=joined((f"Content de vous relire. On en était à {where}." if where else "", turn.text)))


# --- a shared telephone -----------------------------------------------------------------------------------------------


def _must_say_who(talk: Talk) -> bool:
    if len(talk.facts.people) < 2:
        return False
    spoke = talk.state.spoke_at
    return not spoke or talk.now - datetime.fromisoformat(spoke) > SAME_PERSON


def _ask_who(book: Book, talk: Talk, text: str) -> Turn:
    question = book.named(WHO)
    assert question is not None
    return ask(talk.learnt(unread=text, spoke_at=""), question)


# --- words of command -------------------------------------------------------------------------------------------------


def _command(book: Book, talk: Talk, question: Question | None, word: GlobalWord) -> Turn:
    if talk.facts.taken_over and word not in ALWAYS:
        return Turn(talk.state)
    if is_stopped(talk) and word not in AFTER_STOP | ALWAYS:
        return Turn(talk.state)
    if question is not None and word is GlobalWord.BACK and (question.fleeting or question.key == CHANGED):
        return left(book, talk)
    over = question is not None and (
        (word is GlobalWord.STOP and question.fleeting)
        or (word is GlobalWord.STOP_OFFERS and question.key in ABOUT_OFFERS)
    )
    if over:
        talk, question = closed(talk), None
    outcome = COMMANDS[word](talk)
    if outcome.skip:
        return _skip(book, talk, question, outcome.say)
    if not talk.facts.agreed and outcome.ask:
        outcome = replace(outcome, ask=None)
    quiet = outcome.quiet or (question is None and word in TOLD_ALONE)
    again = None if word is GlobalWord.ADVISER and question and question.key in CHOICES_OF_WAY else question
    return after(book, talk, replace(outcome, quiet=quiet), reask=again)


# Questions that only lead somewhere: a call answers them too.
CHOICES_OF_WAY = frozenset({"rdv", "menu"})


def _skip(book: Book, talk: Talk, question: Question | None, say: str) -> Turn:
    if question is None:
        return go_on(book, talk, ())
    if not question.can_skip:
        return ask(talk, question, ("Cette question est nécessaire.",))
    return go_on(book, passed(talk, question), (say,))


# --- silence ----------------------------------------------------------------------------------------------------------

NUDGES = (
    "Vous étiez en train de répondre, on continue quand vous voulez.",
    "Votre réponse nous manque encore. Je ne vous relance plus, mais je reste là.",
)


def nudge(book: Book, state: State, facts: Facts, now: datetime) -> Turn | None:
    """The same question once more after a silence; None when there is nothing to ask, or it was said often enough."""
    talk = Talk(state, facts, now)
    question = book.named(state.asking)
    if question is None or question.fleeting or state.nudges >= len(NUDGES) or facts.stopped or facts.taken_over:
        return None
    name = f"Bonjour {talk.first_name[:20]}." if talk.first_name else "Bonjour."
    turn = ask(talk, question, (name, NUDGES[state.nudges]), tries=state.tries)
    offered = state.offered if not turn.state.offered else turn.state.offered
    return replace(turn, state=replace(turn.state, nudges=state.nudges + 1, offered=offered, asked_at=state.asked_at))
