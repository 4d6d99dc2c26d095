"""The pure core of a conversation: step(flows, state, text, facts, now) → the state after, the effects, the reply.

A message is, in this order: a word of command; silence after STOP or while an adviser holds the talk; an answer to what
is being asked (by its digit, or by its words); other facts said in passing. The next question follows from the answers.
Nothing here reads a clock, a database or a network: a whole dialogue is a test of milliseconds.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from backend.values import Choice, Json, StopScope
from bot.commands import AFTER_STOP, ALWAYS, COMMANDS, TOLD_ALONE
from bot.effects import AdviserNeeded, Agreed, Answered, CameBack, Effect, ProfileConfirmed
from bot.flow import Facts, Flow, Option, Outcome, Question, State, Talk, Turn, numbered
from bot.understanding.answers import Answer, Misunderstood, OneOf, Understood
from bot.understanding.choices import understand_choice
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.stop_words import GlobalWord, global_word

AGREEMENT = "agreement"
OFFER = "offer"
MAX_TRIES = 3
NOT_UNDERSTOOD = "Je n'ai pas bien compris."


@dataclass(frozen=True)
class Book:
    """The conversations, with how to find a question and what may be learnt in passing."""

    flows: tuple[Flow, ...]
    # Reads every fact of the file that a free sentence holds: question's key → what is kept.
    in_passing: Callable[[str, Talk], dict[str, Json]]

    def questions(self) -> Iterator[Question]:
        for flow in self.flows:
            yield from flow.questions

    def named(self, key: str) -> Question | None:
        every = (question for flow in self.flows for question in (*flow.questions, *flow.alone))
        return next((question for question in every if question.key == key), None)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line that was shown with its digit: its value is already as it is kept."""

    value: Json


def step(book: Book, state: State, text: str, facts: Facts, now: datetime) -> Turn:
    """One message from a person. Pure: the same arguments give the same turn."""
    talk = _turned_to_call(book, _turned_to_offer(Talk(state, facts, now)), text)
    question = book.named(talk.state.asking) if talk.state.asking else None
    word = global_word(text)
    if word and not (question and word in question.own_words):
        return _command(book, talk, question, word)
    if facts.stopped == StopScope.EVERYTHING or facts.taken_over:
        return Turn(talk.state)
    if facts.agreed and (outcome := next((heard for flow in book.flows if (heard := flow.hears(text, talk))), None)):
        return _after(book, talk, outcome, reask=question)
    if question is None:
        return _unasked(book, talk, text)
    return _answer(book, talk, question, text)


def _turned_to_offer(talk: Talk) -> Talk:
    """An offer that came after the last question is what the person now answers."""
    asked = datetime.fromisoformat(talk.state.asked_at) if talk.state.asked_at else None
    fresh = [
        offer
        for offer in talk.facts.offers
        if offer.suggestion_id != talk.state.about and (asked is None or offer.asked_at >= asked)
    ]
    if not fresh or not talk.facts.agreed:
        return talk
    return talk.learnt(asking=OFFER, about=fresh[-1].suggestion_id, offered=(), tries=0)


def _turned_to_call(book: Book, talk: Talk, text: str) -> Talk:
    """A reminder or a freed seat told since the last question: its own answers go to it, anything else to the talk."""
    asked = [datetime.fromisoformat(talk.state.asked_at)] if talk.state.asked_at else []
    last = max((*asked, *(offer.asked_at for offer in talk.facts.offers)), default=None)
    fresh = [call for call in talk.facts.calls if last is None or call.asked_at >= last]
    question = book.named(fresh[-1].question) if fresh and talk.facts.agreed else None
    if question is None:
        return talk
    turned = talk.learnt(asking=question.key, about=fresh[-1].about, offered=fresh[-1].options, tries=0)
    return talk if isinstance(_read(turned, question, text), Misunderstood) else turned


# --- words of command -------------------------------------------------------------------------------------------------


def _command(book: Book, talk: Talk, question: Question | None, word: GlobalWord) -> Turn:
    if talk.facts.taken_over and word not in ALWAYS:
        return Turn(talk.state)
    if talk.facts.stopped == StopScope.EVERYTHING and word not in AFTER_STOP | ALWAYS:
        return Turn(talk.state)
    outcome = COMMANDS[word](talk)
    if outcome.skip:
        return _skip(book, talk, question, outcome.say)
    if not talk.facts.agreed and outcome.ask:
        outcome = replace(outcome, ask=None)
    stopped = talk.facts.stopped == StopScope.EVERYTHING and word is not GlobalWord.RESUME
    alone = question is None and word in TOLD_ALONE
    quiet = outcome.quiet or stopped or alone
    return _after(book, talk, replace(outcome, quiet=quiet), reask=question)


def _skip(book: Book, talk: Talk, question: Question | None, say: str) -> Turn:
    if question is None:
        return _next(book, talk, (), ())
    if not question.can_skip:
        return _ask(book, talk, question, ("Cette question est nécessaire.",))
    return _next(book, _passed(talk, question), (say,), ())


def _passed(talk: Talk, question: Question) -> Talk:
    return talk.learnt(skipped=(*talk.state.skipped, question.key), asking=None, offered=(), tries=0)


# --- answers ----------------------------------------------------------------------------------------------------------


def _answer(book: Book, talk: Talk, question: Question, text: str) -> Turn:
    answer = _read(talk, question, text)
    said = _in_passing(book, talk, question, text)
    if isinstance(answer, OneOf) and said and question.then is None:  # they answered another question, surely
        answer = Misunderstood("another question")
    if isinstance(answer, OneOf):
        options = tuple(Option(kept, question.echo(kept, talk.now)) for kept in map(question.keep, answer.options))
        return _offer_options(talk, question, options, "Vous voulez dire :")
    if isinstance(answer, Misunderstood):
        return _misunderstood(book, talk, question, text, answer, said)
    value = answer.value if isinstance(answer, Shown) else question.keep(answer.value)
    if question.then is None:
        return _kept(book, talk, question, {question.key: value} | said)
    return _after(book, _learn(talk, said), question.then(value, talk), _answered(talk, said))


def _read(talk: Talk, question: Question, text: str) -> Answer[object] | Shown:
    """The digit of a line that was shown with the question, else the question's own words."""
    if talk.state.offered:
        chosen = understand_choice(text, len(talk.state.offered))
        if isinstance(chosen, Understood) and len(chosen.value) == 1:
            return Shown(talk.state.offered[chosen.value[0] - 1].value)
    return question.parse(text, talk)


def _kept(book: Book, talk: Talk, question: Question, learnt: dict[str, Json]) -> Turn:
    """Facts of the file: kept once there is an agreement, and read back in a few words."""
    after = _learn(talk, learnt)
    return _next(book, after, (), _answered(talk, learnt), echo=_echoes(book, talk, learnt))


def _learn(talk: Talk, learnt: dict[str, Json]) -> Talk:
    if not learnt:
        return talk
    skipped = tuple(key for key in talk.state.skipped if key not in learnt)
    if not talk.facts.agreed:
        return talk.learnt(heard={**talk.state.heard, **learnt})
    return talk.learnt(answers={**talk.state.answers, **learnt}, skipped=skipped)


def _answered(talk: Talk, learnt: dict[str, Json]) -> tuple[Effect, ...]:
    return tuple(Answered(key, value) for key, value in learnt.items()) if talk.facts.agreed else ()


def _in_passing(book: Book, talk: Talk, question: Question, text: str) -> dict[str, Json]:
    """Other facts in the same message; never the one that was asked, never one that is already known."""
    found = book.in_passing(text, talk)
    return {key: value for key, value in found.items() if key != question.key and key not in talk.answers}


def _echoes(book: Book, talk: Talk, learnt: dict[str, Json]) -> str:
    questions = ((book.named(key), value) for key, value in learnt.items())
    words = [question.echo(value, talk.now) for question, value in questions if question]
    said = ", ".join(word for word in words if word)
    return f"{said[:1].upper()}{said[1:]}, d'accord." if said else ""


# --- what comes after -------------------------------------------------------------------------------------------------


def _after(
    book: Book, talk: Talk, outcome: Outcome, effects: tuple[Effect, ...] = (), reask: Question | None = None
) -> Turn:
    """Carry out what an answer or a command leads to."""
    effects = (*effects, *outcome.effects)
    if outcome.reset:
        return Turn(State(asked_at=talk.now.isoformat()), effects, outcome.say)
    talk, effects = _agreed(talk, effects)
    talk, effects = _changed(talk, outcome, effects)
    says: tuple[str, ...] = (outcome.say,)
    if outcome.quiet:
        return Turn(talk.state, effects, outcome.say)
    if outcome.ask and (question := book.named(outcome.ask)):
        about = outcome.about if outcome.about is not None else talk.state.about
        return _ask(book, talk.learnt(about=about), question, says, effects)
    if reask and not outcome.forget:
        return _ask(book, talk, reask, says, effects)
    if any(isinstance(effect, Agreed) for effect in effects) and talk.state.answers:
        says = (
            *says,
            "J'ai noté : " + _echoes(book, talk, dict(talk.state.answers)).replace(", d'accord", "").rstrip(".") + ".",
        )
    return _next(book, talk.learnt(asking=None, offered=(), tries=0), says, effects)


def _agreed(talk: Talk, effects: tuple[Effect, ...]) -> tuple[Talk, tuple[Effect, ...]]:
    """With the agreement, what the first message said becomes part of the file."""
    if not any(isinstance(effect, Agreed) for effect in effects):
        return talk, effects
    heard = {key: value for key, value in talk.state.heard.items() if key not in talk.facts.known}
    with_file = replace(talk, facts=replace(talk.facts, agreed=True))
    return _learn(with_file, heard).learnt(heard={}), (*effects, *(Answered(k, v) for k, v in heard.items()))


def _changed(talk: Talk, outcome: Outcome, effects: tuple[Effect, ...]) -> tuple[Talk, tuple[Effect, ...]]:
    answers = {key: value for key, value in talk.state.answers.items() if key not in outcome.forget}
    known = {key: value for key, value in talk.facts.known.items() if key not in outcome.forget}
    offers = tuple(one for one in talk.facts.offers if one.suggestion_id != outcome.settled_offer)
    after = replace(talk, facts=replace(talk.facts, offers=offers, known=known)).learnt(
        answers={**answers, **outcome.learn}
    )
    if any(isinstance(effect, CameBack) for effect in effects):
        after = replace(after, facts=replace(after.facts, stopped=None))
    if any(isinstance(effect, ProfileConfirmed) for effect in effects):
        after = replace(after, facts=replace(after.facts, confirmed=True))
    return after, effects


def _next(book: Book, talk: Talk, says: tuple[str, ...], effects: tuple[Effect, ...], echo: str = "") -> Turn:
    """Ask the first question that applies and has no answer; when there is none, the talk rests."""
    for question in book.questions():
        answered = question.then is None and question.key in talk.answers
        if not answered and question.key not in talk.state.skipped and question.when(talk):
            about = talk.facts.offers[-1].suggestion_id if question.key == OFFER else talk.state.about
            before = says if question.reads_back else (*says, echo)
            return _ask(book, talk.learnt(asking=None, about=about), question, before, effects)
    state = replace(talk.state, asking=None, about=None, offered=(), tries=0, asked_at=talk.now.isoformat())
    says = (*says, echo)
    return Turn(state, effects, _joined((*says, "" if any(says) else REST)))


REST = "Votre fiche est à jour. MENU pour choisir, CONSEILLER pour être rappelé."


def _ask(
    book: Book,
    talk: Talk,
    question: Question,
    says: Sequence[str] = (),
    effects: tuple[Effect, ...] = (),
    tries: int = 0,
) -> Turn:
    options = question.options(talk)
    state = replace(talk.state, asking=question.key, offered=options, tries=tries, asked_at=talk.now.isoformat())
    text = _joined((*says, question.ask(replace(talk, state=replace(state, asking=talk.state.asking)))))
    return Turn(state, effects, text, _choices(options))


def _offer_options(talk: Talk, question: Question, options: tuple[Option, ...], lead: str) -> Turn:
    state = replace(talk.state, asking=question.key, offered=options, asked_at=talk.now.isoformat())
    return Turn(state, (), _joined((lead, numbered(options) + ".", "Quel numéro ?")), _choices(options))


def _choices(options: tuple[Option, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(str(number), option.label) for number, option in enumerate(options, 1))


def _joined(says: Sequence[str]) -> str:
    return " ".join(say for say in says if say)


# --- misunderstandings ------------------------------------------------------------------------------------------------


def _misunderstood(
    book: Book, talk: Talk, question: Question, text: str, answer: Misunderstood, said: dict[str, Json]
) -> Turn:
    """First: again with an example. Second: numbered. Third: an adviser is told and the question is passed."""
    if said and question.then is None:  # they answered another question: take it, and ask again
        return _ask(book, _learn(talk, said), question, (_echoes(book, talk, said),), _answered(talk, said))
    talk = _learn(talk, said)
    if answer.hint == "question" and question.why:
        return _ask(book, talk, question, (question.why,), tries=talk.state.tries)
    tries = talk.state.tries + 1
    if tries >= MAX_TRIES:
        return _gave_up(book, talk, question, text)
    menu = question.menu(talk) if tries == MAX_TRIES - 1 else ()
    if menu:
        turn = _offer_options(talk, question, menu, NOT_UNDERSTOOD)
        return replace(turn, state=replace(turn.state, tries=tries))
    return _ask(book, talk, question, (NOT_UNDERSTOOD, question.example), tries=tries)


def _gave_up(book: Book, talk: Talk, question: Question, text: str) -> Turn:
    asked = question.ask(talk)
    needed = AdviserNeeded(
        "not_understood", f"Pas compris trois fois à « {asked} ». Dernière réponse : « {text[:200]} »"
    )
    says = ("Un conseiller vous appellera pour cela.",)
    if question.can_skip:
        return _next(book, _passed(talk, question), says, (needed,))
    return Turn(replace(talk.state, tries=0, asked_at=talk.now.isoformat()), (needed,), says[0])


# --- nothing was asked ------------------------------------------------------------------------------------------------


def _unasked(book: Book, talk: Talk, text: str) -> Turn:
    """A first message, or one that comes when all is settled."""
    heard = {k: v for k, v in book.in_passing(text, talk).items() if k not in talk.answers}
    if not talk.facts.agreed:
        return _next(book, _learn(talk, heard), (), ())
    if heard:
        return _next(book, _learn(talk, heard), (_echoes(book, talk, heard),), _answered(talk, heard))
    turn = _next(book, talk, (), ())
    if turn.state.asking or _is_polite(text):
        return turn if turn.state.asking else replace(turn, text="Avec plaisir. À bientôt.")
    needed = AdviserNeeded("message", f"Message à lire : « {text[:300]} »")
    return replace(turn, effects=(needed,), text="Je transmets à un conseiller. MENU pour choisir vous-même.")


def _is_polite(text: str) -> bool:
    refused = not_an_answer(text)
    return refused is not None and refused.hint in ("greeting", "filler", "no words", "empty")
