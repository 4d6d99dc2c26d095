"""The pure core of a conversation: step(flows, state, text, facts, now) → the state after, the effects, the reply.

A message is, in this order: a word of command; silence after STOP or while an adviser holds the talk; a document or a
pressed button; on a shared telephone, who is writing; an answer to what is being asked (by its digit, or by its words);
other facts said in passing. The next question follows from the answers.
Nothing here reads a clock, a database or a network: a whole dialogue is a test of milliseconds.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from backend.values import Attachment, Json, StopScope
from bot.asides import aside
from bot.attachments import BUTTON, answer_to
from bot.calls import asked_for, turned_to_call
from bot.commands import AFTER_STOP, ALWAYS, COMMANDS, TOLD_ALONE
from bot.effects import AdviserNeeded, Agreed, Answered, CameBack, Effect, ProfileConfirmed, SpokeAs
from bot.flow import Facts, Option, Outcome, Question, State, Talk, Turn
from bot.phrases import profile, said_wishes
from bot.reading import Passing, Reading, Shown, read_answer
from bot.turns import OFFER, Book, answered, ask, ask_which, echoes, go_on, joined, learn, number_button
from bot.understanding.answers import Misunderstood, OneOf, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.stop_words import GlobalWord, global_word

__all__ = ["Book", "Heard", "heard", "nudge", "open_question", "resume", "step"]

WHO, CHANGED = "who", "changed"
MAX_TRIES = 3
# A no to "vous voulez dire" is heard: the list is not shown again.
REFUSALS = frozenset({"none"})
NOT_UNDERSTOOD, STILL_NOT = "Je n'ai pas bien compris.", "Je n'ai toujours pas compris."
# A greeting, an emoji: the question is asked again, twice, without a word of reproach.
POLITE, MOST_POLITE = "polite", 2
# After this long, the person is told where the talk was.
LONG_SILENCE = timedelta(hours=20)
# On a shared telephone, the same person is taken to write for that long after each message.
SAME_PERSON = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a turn brings: one or several messages, what came with them, the outbox row of a pressed button.

    `late`: it was written before the question that is asked now.
    """

    pieces: tuple[str, ...] = ("",)
    attached: tuple[Attachment, ...] = ()
    pressed: int | None = None
    late: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.pieces)


def heard(pieces: Sequence[str], attached: Sequence[Attachment] = (), late: bool = False) -> Heard:
    """A turn's messages as the engine takes them; a button is not a thing that is attached."""
    pressed = next((int(one.reference) for one in attached if one.kind == BUTTON and one.reference.isdigit()), None)
    return Heard(tuple(pieces), tuple(one for one in attached if one.kind != BUTTON), pressed, late)


def step(book: Book, state: State, said: str | Heard, facts: Facts, now: datetime) -> Turn:
    """One turn of a person. Pure: the same arguments give the same turn."""
    said = Heard((said,)) if isinstance(said, str) else said
    before = Talk(replace(state, nudges=0), facts, now)
    talk = turned_to_call(book, _turned_to_offer(before, said.pressed), said.text, said.pressed)
    turn = _step(book, talk, said)
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


def _step(book: Book, talk: Talk, said: Heard) -> Turn:
    question = book.named(talk.state.asking)
    word = global_word(said.text)
    if word and not (question and word in question.own_words):
        return _command(book, talk, question, word)
    if talk.facts.stopped == StopScope.EVERYTHING or talk.facts.taken_over:
        return Turn(talk.state)
    if said.attached:
        return _after(book, talk, answer_to(talk, said.attached[0]), reask=question)
    if _must_say_who(talk) and talk.state.asking != WHO:
        return _ask_who(book, talk, said.text)
    if outcome := asked_for(book, talk, said.text) or book.command(said.text, talk):
        return _after(book, talk, outcome, reask=question)
    if question is None:
        if said.pressed is not None or said.text.strip().isdigit():
            return replace(go_on(book, talk, ()), text="Ce choix n'est plus ouvert. MENU pour choisir.")
        return _unasked(book, talk, said.text)
    if _too_late(talk, said):
        return ask(talk, question, ("Ce choix était pour une autre question.",), tries=talk.state.tries)
    return _answer(book, talk, question, said)


def _turned_to_offer(talk: Talk, pressed: int | None) -> Talk:
    """An offer whose button was pressed, or that came after the last question, is what the person now answers."""
    asked = datetime.fromisoformat(talk.state.asked_at) if talk.state.asked_at else None
    if pressed is not None:
        fresh = [offer for offer in talk.facts.offers if offer.message_id == pressed]
    else:
        fresh = [
            offer
            for offer in talk.facts.offers
            if offer.suggestion_id != talk.state.about and (asked is None or offer.asked_at >= asked)
        ]
    if not fresh or not talk.facts.agreed:
        return talk
    return talk.learnt(asking=OFFER, about=fresh[-1].suggestion_id, offered=(), tries=0, shown_in=pressed)


def _too_late(talk: Talk, said: Heard) -> bool:
    """A button of an older message, or a digit sent before this question was asked."""
    if said.pressed is not None:
        return said.pressed != talk.state.shown_in
    return said.late and said.text.strip().isdigit()


def _with_context(book: Book, before: Talk, said: Heard, turn: Turn) -> Turn:
    """After a long silence, one line says where the talk was; an answer that was understood needs none."""
    asking = before.state.asking
    if not asking or not turn.text or turn.state.asking != asking or global_word(said.text) or not _was_silent(before):
        return turn
    where = book.about(asking)
    return replace(turn, text=joined((f"Content de vous relire. On en était à {where}." if where else "", turn.text)))


def _was_silent(talk: Talk) -> bool:
    asked_at = talk.state.asked_at
    return bool(asked_at) and talk.now - datetime.fromisoformat(asked_at) >= LONG_SILENCE


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
    again = None if word is GlobalWord.ADVISER and question and question.key in CHOICES_OF_WAY else question
    return _after(book, talk, replace(outcome, quiet=quiet), reask=again)


ABOUT_OFFERS = frozenset({"offer", "offer_again"})
# Questions that only lead somewhere: a call answers them too.
CHOICES_OF_WAY = frozenset({"rdv", "menu"})


def _skip(book: Book, talk: Talk, question: Question | None, say: str) -> Turn:
    if question is None:
        return go_on(book, talk, ())
    if not question.can_skip:
        return ask(talk, question, ("Cette question est nécessaire.",))
    return go_on(book, _passed(talk, question), (say,))


def _passed(talk: Talk, question: Question) -> Talk:
    return _settled(talk, question).learnt(
        skipped=(*talk.state.skipped, question.key), asking=None, offered=(), tries=0
    )


MOST_SETTLED = 12


def _settled(talk: Talk, question: Question) -> Talk:
    others = [key for key in talk.state.settled if key != question.key]
    return talk.learnt(settled=(*others, question.key)[-MOST_SETTLED:])


# --- answers ----------------------------------------------------------------------------------------------------------


def _answer(book: Book, talk: Talk, question: Question, said: Heard) -> Turn:
    passing = book.in_passing(said.text, talk)
    changed = _changes(book, talk, passing, question.key)
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
    if isinstance(answer, OneOf):
        options = tuple(Option(kept, question.echo(kept, talk.now)) for kept in map(question.keep, answer.options))
        beside = dict(reading.beside)
        lead = joined((echoes(book, talk, beside), "Vous voulez dire :"))
        turn = ask_which(learn(talk, beside), question, options, lead, talk.state.tries)
        return replace(turn, effects=answered(talk, beside))
    if isinstance(answer, Misunderstood):
        if changed and talk.facts.confirmed:
            return _ask_to_change(book, talk, changed)
        return _misunderstood(book, talk, question, said.text, reading)
    beside = dict(reading.beside)
    value = answer.value if isinstance(answer, Shown) else question.keep(answer.value)
    if question.then is None:
        return _kept(book, talk, question, {question.key: value} | beside)
    return _after(book, learn(talk, beside), question.then(value, talk), answered(talk, beside))


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
    return _after(book, talk, Outcome(pending=changed, ask=CHANGED))


def _kept(book: Book, talk: Talk, question: Question, learnt: dict[str, Json]) -> Turn:
    """Facts of the file: kept once there is an agreement, and read back in a few words."""
    after = _settled(learn(talk, learnt), question)
    return go_on(book, after, (), answered(talk, learnt), echo=echoes(book, talk, learnt))


# --- what comes after -------------------------------------------------------------------------------------------------


def _after(
    book: Book, talk: Talk, outcome: Outcome, effects: tuple[Effect, ...] = (), reask: Question | None = None
) -> Turn:
    """Carry out what an answer or a command leads to."""
    effects = (*effects, *outcome.effects)
    if outcome.again:
        return _again(talk, outcome, effects)
    if outcome.reset:
        return Turn(State(asked_at=talk.now.isoformat()), effects, outcome.say)
    talk, effects = _agreed(talk, effects)
    talk = _changed(talk, outcome, effects)
    says: tuple[str, ...] = (outcome.say,)
    if outcome.quiet:
        return Turn(talk.state, effects, outcome.say)
    if outcome.ask and (question := book.named(outcome.ask)):
        about = outcome.about if outcome.about is not None else talk.state.about
        return ask(talk.learnt(about=about), question, says, effects)
    answered_all = reask is not None and reask.key in ABOUT_OFFERS and not talk.facts.offers
    if reask and not outcome.forget and not answered_all:
        return ask(talk, reask, says, effects)
    if any(isinstance(effect, Agreed) for effect in effects) and talk.state.answers:
        noted = profile(talk.state.answers, talk.now)
        says = (*says, f"J'ai noté : {noted[:1].upper()}{noted[1:]}".removesuffix(".") + ".") if noted else says
    turn = go_on(book, talk.learnt(asking=None, offered=(), tries=0, pending={}), says, effects)
    just_agreed = any(isinstance(effect, Agreed) for effect in effects)
    return replace(turn, choices=turn.choices or number_button(talk)) if just_agreed else turn


def _again(talk: Talk, outcome: Outcome, effects: tuple[Effect, ...]) -> Turn:
    """What is known changes with these effects: the rest of the turn is taken once they are done."""
    if outcome.reset:  # another person's talk begins
        return Turn(State(spoke_at=talk.now.isoformat()), effects, outcome.say, again=talk.state.unread)
    cv_all = talk.state.cv_all if outcome.cv_all is None else outcome.cv_all
    answers = {key: value for key, value in talk.state.answers.items() if key not in outcome.forget}
    said_who = any(isinstance(effect, SpokeAs) for effect in effects)
    kept = talk.learnt(
        answers={**answers, **outcome.learn}, asking=None, offered=(), tries=0, unread="", cv_all=cv_all,
        spoke_at=talk.now.isoformat() if said_who else talk.state.spoke_at,
    )  # fmt: skip
    return Turn(kept.state, effects, outcome.say, again=talk.state.unread)


def _agreed(talk: Talk, effects: tuple[Effect, ...]) -> tuple[Talk, tuple[Effect, ...]]:
    """With the agreement, what the first message said becomes part of the file."""
    if not any(isinstance(effect, Agreed) for effect in effects):
        return talk, effects
    said = {key: value for key, value in talk.state.heard.items() if key not in talk.facts.known}
    with_file = replace(talk, facts=replace(talk.facts, agreed=True))
    return learn(with_file, said).learnt(heard={}), (*effects, *(Answered(k, v) for k, v in said.items()))


def _changed(talk: Talk, outcome: Outcome, effects: tuple[Effect, ...]) -> Talk:
    answers = {key: value for key, value in talk.state.answers.items() if key not in outcome.forget}
    known = {key: value for key, value in talk.facts.known.items() if key not in outcome.forget}
    skipped = tuple(key for key in talk.state.skipped if key not in outcome.forget)
    settled_offers = (outcome.settled_offer, *outcome.settled_too)
    offers = tuple(one for one in talk.facts.offers if one.suggestion_id not in settled_offers)
    pending = dict(outcome.pending or talk.state.pending)
    settled = tuple(key for key in talk.state.settled if key not in outcome.forget)
    after = replace(talk, facts=replace(talk.facts, offers=offers, known=known)).learnt(
        answers={**answers, **outcome.learn}, pending=pending, skipped=skipped, settled=settled
    )
    for kind, told in AFTER_EFFECT.items():
        if any(isinstance(effect, kind) for effect in effects):
            after = replace(after, facts=told(after.facts))
    return after


# What the rest of the turn must already know of an effect.
AFTER_EFFECT: dict[type[Effect], Callable[[Facts], Facts]] = {
    CameBack: lambda facts: replace(facts, stopped=None),
    ProfileConfirmed: lambda facts: replace(facts, confirmed=True),
}


# --- misunderstandings ------------------------------------------------------------------------------------------------


def _misunderstood(book: Book, talk: Talk, question: Question, text: str, reading: Reading) -> Turn:
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
    if _was_silent(talk) or (_is_polite(text) and talk.state.told.count(POLITE) < MOST_POLITE):
        return ask(talk.learnt(told=(*talk.state.told, POLITE)), question, tries=talk.state.tries)
    tries = talk.state.tries + 1
    if tries >= MAX_TRIES:
        return _gave_up(book, talk, question, text)
    if tries == 1 and answer.hint not in REFUSALS and talk.state.offered and not question.options(talk):
        return _ask_again(talk.learnt(tries=tries), question, NOT_UNDERSTOOD, ())
    menu = question.menu(talk) if tries == MAX_TRIES - 1 else ()
    if menu:
        return ask_which(talk, question, menu, NOT_UNDERSTOOD, tries)
    return ask(talk, question, (NOT_UNDERSTOOD if tries == 1 else STILL_NOT, question.example), tries=tries)


_PUT_RIGHT = re.compile(
    r"(?i)^\W*(?:(?:non|nn|enfin|pardon|erreur|plutôt|plutot|je voulais dire|je me suis tromp\w+)\W+)+"
)


def _put_right(book: Book, talk: Talk, question: Question, text: str) -> dict[str, Json]:
    """ "enfin 6 ans", "pardon montluçon": what was said just before, said otherwise while the file is being filled."""
    rest = _PUT_RIGHT.sub("", text)
    if rest == text or not question.of_the_file or not talk.facts.agreed or talk.facts.confirmed:
        return {}
    known = [one for one in book.questions() if one.key in talk.answers and one.key != question.key]
    last = talk.state.settled[-1:]
    two_words = len(rest.split()) == 2
    said_last = [one for one in known if one.key in last and (one.key != "name" or two_words)]
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
        return go_on(book, _passed(talk, question), says, (needed,))
    return Turn(replace(talk.state, tries=0, asked_at=talk.now.isoformat()), (needed,), says[0])


# --- nothing was asked ------------------------------------------------------------------------------------------------


def _unasked(book: Book, talk: Talk, text: str) -> Turn:
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
    if turn.state.asking or _is_polite(text):
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


def _is_polite(text: str) -> bool:
    refused = not_an_answer(text)
    return refused is not None and refused.hint in ("greeting", "filler", "no words", "empty")


# --- silence ----------------------------------------------------------------------------------------------------------

NUDGES = (
    "Vous étiez en train de répondre, on continue quand vous voulez.",
    "Votre réponse nous manque encore. Je ne vous relance plus, mais je reste là.",
)


def nudge(book: Book, state: State, facts: Facts, now: datetime) -> Turn | None:
    """The same question once more after a silence; None when there is nothing to ask, or it was said often enough."""
    talk = Talk(state, facts, now)
    question = book.named(state.asking)
    if question is None or state.nudges >= len(NUDGES) or facts.stopped or facts.taken_over:
        return None
    name = f"Bonjour {talk.first_name[:20]}." if talk.first_name else "Bonjour."
    turn = ask(talk, question, (name, NUDGES[state.nudges]), tries=state.tries)
    offered = state.offered if not turn.state.offered else turn.state.offered
    return replace(turn, state=replace(turn.state, nudges=state.nudges + 1, offered=offered, asked_at=state.asked_at))
