"""What is asked next, and how it is worded: the pieces that every turn ends with. Pure, as the engine is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from backend.values import ASK_CONTACT, Choice, Json
from bot.effects import Answered, Effect
from bot.flow import Flow, Outcome, Question, Turn
from bot.options import Option, numbered
from bot.reading import Passing
from bot.state import Talk

OFFER = "offer"
# After this long, the person is told where the talk was.
LONG_SILENCE = timedelta(hours=20)
REST = "Votre fiche est à jour. MENU pour choisir, CONSEILLER pour être rappelé."


@dataclass(frozen=True)
class Book:
    """The conversations, with how to find a question and what may be learnt in passing."""

    flows: tuple[Flow, ...]
    # Reads every fact of the file that a free sentence holds.
    in_passing: Callable[[str, Talk], Passing]
    # A fact that is known and said again: what the file becomes, or None when nothing changes.
    merged: Callable[[str, Json, Json], Json]
    # Words of command about one's own file: what they lead to, or None.
    command: Callable[[str, Talk], Outcome | None]

    def questions(self) -> Iterator[Question]:
        for flow in self.flows:
            yield from flow.questions

    def named(self, key: str | None) -> Question | None:
        every = (question for flow in self.flows for question in (*flow.questions, *flow.alone))
        return next((question for question in every if question.key == key), None)

    def about(self, key: str | None) -> str:
        """What the flow of that question is about, in words that follow "on en était à"."""
        flows = (flow for flow in self.flows if any(q.key == key for q in (*flow.questions, *flow.alone)))
        return next((flow.about for flow in flows), "")


def next_question(book: Book, talk: Talk) -> Question | None:
    """The first question that applies and has no answer."""
    for question in book.questions():
        answered = question.then is None and question.key in talk.answers
        if not answered and question.key not in talk.state.skipped and question.when(talk):
            return question
    return None


def go_on(book: Book, talk: Talk, says: tuple[str, ...], effects: tuple[Effect, ...] = (), echo: str = "") -> Turn:
    """Ask what comes next; when there is nothing, the talk rests."""
    if question := next_question(book, talk):
        about = talk.facts.offers[-1].suggestion_id if question.key == OFFER else talk.state.about
        before = says if question.reads_back else (*says, echo)
        return ask(talk.learnt(asking=None, about=about), question, before, effects)
    rested = talk.learnt(asking=None, about=None, offered=(), tries=0, shown_in=None, cv_all=False)
    says = (*says, echo)
    return Turn(
        replace(rested.state, asked_at=talk.now.isoformat()), effects, joined((*says, "" if any(says) else REST))
    )


def closed(talk: Talk) -> Talk:
    """Nothing is asked any more, and nothing waits for a yes."""
    return talk.learnt(asking=None, about=None, offered=(), tries=0, shown_in=None, pending={})


def ask(
    talk: Talk, question: Question, says: Sequence[str] = (), effects: tuple[Effect, ...] = (), tries: int = 0
) -> Turn:
    options = question.options(talk)
    state = replace(
        talk.state, asking=question.key, offered=options, tries=tries, asked_at=talk.now.isoformat(), shown_in=None,
        told=told_of(talk, question),
    )  # fmt: skip
    words = question.ask(replace(talk, state=replace(state, asking=talk.state.asking)))
    text = _asked_again(says, words, question) if talk.state.asking == question.key else joined((*says, words))
    shown = choices(options) or _buttons(question) or (number_button(talk) if question.asks_number else ())
    return Turn(state, effects, text, shown)


def told_of(talk: Talk, question: Question) -> tuple[str, ...]:
    """What was said beside this question; nothing when another one is asked."""
    return talk.state.told if talk.state.asking == question.key else ()


def ask_which(talk: Talk, question: Question, options: tuple[Option, ...], lead: str, tries: int) -> Turn:
    state = replace(
        talk.state, asking=question.key, offered=options, asked_at=talk.now.isoformat(), shown_in=None, tries=tries,
        told=told_of(talk, question),
    )  # fmt: skip
    return Turn(state, (), joined((lead, numbered(options).removesuffix(".") + ".", "Quel numéro ?")), choices(options))


def choices(options: tuple[Option, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(str(number), option.label) for number, option in enumerate(options, 1))


def _buttons(question: Question) -> tuple[Choice, ...]:
    return tuple(Choice(word, word.capitalize()) for word in question.buttons)


# Characters of two SMS parts.
ROOM = 306
STILL_OPEN = "Ma question reste ouverte."


def _asked_again(says: Sequence[str], words: str, question: Question) -> str:
    """A question that was read already leaves room for what is said before it: whole, then by its example, then not."""
    if not any(says):
        return words
    every = ((*says, words), (*says, STILL_OPEN, question.example), (*says, STILL_OPEN))
    return next((text for one in every if len(text := joined(one)) <= ROOM), joined(says))


def was_silent(talk: Talk) -> bool:
    """Whether the question has waited for so long that it must be recalled."""
    asked_at = talk.state.asked_at
    return bool(asked_at) and talk.now - datetime.fromisoformat(asked_at) >= LONG_SILENCE


def number_button(talk: Talk) -> tuple[Choice, ...]:
    """The channel's button that gives one's own number, where nobody knows it."""
    return (Choice(ASK_CONTACT, "Partager mon numéro"),) if talk.facts.asks_number else ()


def joined(says: Sequence[str]) -> str:
    return " ".join(say for say in says if say)


def read_back(book: Book, talk: Talk, learnt: dict[str, Json]) -> str:
    """ "domérat, ménage, 10 ans": what each question says of its answer."""
    questions = ((book.named(key), value) for key, value in learnt.items())
    words = [question.echo(value, talk.now) for question, value in questions if question]
    return ", ".join(word for word in words if word)


def echoes(book: Book, talk: Talk, learnt: dict[str, Json]) -> str:
    said = read_back(book, talk, learnt)
    if learnt.keys() == {"name"} and said:
        return f"{said[:1].upper()}{said[1:]}."
    return f"{said[:1].upper()}{said[1:]}, d'accord." if said else ""


def learn(talk: Talk, learnt: dict[str, Json]) -> Talk:
    """Facts of the file are kept once there is an agreement; before, they are only remembered."""
    if not learnt:
        return talk
    skipped = tuple(key for key in talk.state.skipped if key not in learnt)
    if not talk.facts.agreed:
        return talk.learnt(heard={**talk.state.heard, **learnt})
    return talk.learnt(answers={**talk.state.answers, **learnt}, skipped=skipped)


def answered(talk: Talk, learnt: dict[str, Json]) -> tuple[Effect, ...]:
    return tuple(Answered(key, value) for key, value in learnt.items()) if talk.facts.agreed else ()
