"""The words a conversation is written in: questions, what an answer leads to, and what one turn gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from backend.values import Choice, Json
from bot.effects import Effect
from bot.options import Option
from bot.state import State, Talk
from bot.understanding.answers import Answer
from bot.understanding.stop_words import GlobalWord


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer or a word of command leads to, beyond being kept.

    `forget` lists answers to ask again; `ask` is the question to go to, `about` the row it concerns. `skip` passes the
    question. `settled_too` are other offers answered by the same words. `quiet` says no question after the words.
    `reset` forgets the whole talk. `pending` is a change that waits for its yes; `cv_all` asks for the whole CV at
    once. `again`: the effects change who is talking, or what is known of them; the turn goes on once they are done.
    `right`: what the law gives to everybody, even after STOP.
    """

    say: str = ""
    effects: tuple[Effect, ...] = ()
    learn: Mapping[str, Json] = field(default_factory=dict)
    forget: tuple[str, ...] = ()
    ask: str | None = None
    about: int | None = None
    settled_offer: int | None = None
    settled_too: tuple[int, ...] = ()
    skip: bool = False
    quiet: bool = False
    reset: bool = False
    pending: Mapping[str, Json] = field(default_factory=dict)
    cv_all: bool | None = None
    again: bool = False
    right: bool = False


Parse: TypeAlias = Callable[[str, Talk], Answer[Any]]


def _nothing(_: Json, now: datetime) -> str:
    return ""


def _always(_: Talk) -> bool:
    return True


def _no_options(_: Talk) -> tuple[Option, ...]:
    return ()


def _as_is(value: Any) -> Json:
    return value  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Everything it needs is here; a conversation is a list of these.

    `ask`: the words, one idea. `parse`: text → value. `keep`: value → what is stored. `echo`: what is stored → the two
    or three words read back before the next question. `example`: after a first misunderstanding. `options`: numbered
    answers shown with the question; `menu`: those shown only after a second misunderstanding. `when`: whether it
    applies. `then`: for a question that does something instead of being kept as a fact. `why`: an answer to "pourquoi".
    `own_words`: words of command that are answers here ("plus tard" to a date). `reads_back`: it repeats the file, so
    that no echo is said before it. `buttons`: short answers that a channel may show as buttons. `elsewhere`: its parser
    is strict enough to recognise the answer when it comes to another question. `loose`: its parser finds something in
    nearly anything, so that what other questions understood is taken out first. `whole`: its answer may be made of the
    words of others ("caisse, mise en rayon" to what one can do), so that nothing is taken out of it. `asks_number`:
    the channel's button for one's own number is shown with it. `takes_facts`: it
    acts, and yet it is one of the questions of the file. `words`: those of its answers that a slip of the finger may
    spoil, folded. `fleeting`: the person opened it by a word of command; it is neither reminded of nor kept over a
    silence or a STOP, and a no leaves it.
    """

    key: str
    ask: Callable[[Talk], str]
    parse: Parse
    keep: Callable[[Any], Json] = _as_is
    echo: Callable[[Json, datetime], str] = _nothing
    example: str = ""
    options: Callable[[Talk], tuple[Option, ...]] = _no_options
    menu: Callable[[Talk], tuple[Option, ...]] = _no_options
    when: Callable[[Talk], bool] = _always
    then: Callable[[Json, Talk], Outcome] | None = None
    why: str = ""
    own_words: frozenset[GlobalWord] = frozenset()
    reads_back: bool = False
    can_skip: bool = True
    buttons: tuple[str, ...] = ()
    elsewhere: bool = False
    loose: bool = False
    whole: bool = False
    asks_number: bool = False
    takes_facts: bool = False
    words: tuple[str, ...] = ()
    fleeting: bool = False

    @property
    def of_the_file(self) -> bool:
        """Whether other facts may be said instead of its answer, and are then taken."""
        return self.then is None or self.takes_facts


def _hears_nothing(text: str, talk: Talk) -> Outcome | None:
    return None


@dataclass(frozen=True, slots=True)
class Flow:
    """A conversation: its questions in order. `alone` questions are reached by name only (a menu, a reason).

    `hears`: what it is asked for in so many words at any moment ("mes rdv"), whatever was being asked.
    """

    name: str
    title: str
    questions: tuple[Question, ...]
    alone: tuple[Question, ...] = ()
    about: str = ""
    hears: Callable[[str, Talk], Outcome | None] = _hears_nothing


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message leads to: the state after it, what the office must do, what the person reads ("" = silence).

    `again`: words to be read in a second step, once the effects are done ("" to go on with the next question).
    """

    state: State
    effects: tuple[Effect, ...] = ()
    text: str = ""
    choices: tuple[Choice, ...] = ()
    again: str | None = None
