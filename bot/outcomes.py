"""What an answer or a word of command leads to: what is kept, what is known from here on, what is asked next."""

from collections.abc import Callable
from dataclasses import replace

from backend.values import StopScope
from bot.effects import Agreed, Answered, CameBack, Effect, ProfileConfirmed, SpokeAs
from bot.flow import Outcome, Question, Turn
from bot.phrases import profile
from bot.situation import Facts
from bot.state import State, Talk
from bot.turns import OFFER, Book, ask, closed, go_on, learn, number_button

# How many questions RETOUR can go back to.
MOST_SETTLED = 12


def settled(talk: Talk, question: Question) -> Talk:
    """The question was answered or passed: RETOUR goes back to it."""
    others = [key for key in talk.state.settled if key != question.key]
    return talk.learnt(settled=(*others, question.key)[-MOST_SETTLED:])


def passed(talk: Talk, question: Question) -> Talk:
    """The question is not asked again."""
    return settled(talk, question).learnt(skipped=(*talk.state.skipped, question.key), asking=None, offered=(), tries=0)


def left(book: Book, talk: Talk) -> Turn:
    """What was opened is closed without a change."""
    return go_on(book, closed(talk), ("D'accord.",))


def is_stopped(talk: Talk) -> bool:
    return talk.facts.stopped == StopScope.EVERYTHING


# Once no offer is open, these are not asked again.
ABOUT_OFFERS = frozenset({"offer", "offer_again"})


def after(
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
    if is_stopped(talk) and not outcome.ask:
        return Turn((talk if reask else closed(talk)).state, effects, outcome.say)
    if outcome.quiet:
        settled_one = outcome.settled_offer is not None and talk.state.asking in ABOUT_OFFERS
        rests = closed(talk) if settled_one else talk
        return Turn(replace(rests.state, asked_at=talk.now.isoformat()), effects, outcome.say)
    if outcome.ask and (question := book.named(outcome.ask)):
        about = outcome.about if outcome.about is not None else talk.state.about
        return ask(talk.learnt(about=about), question, says, effects)
    open_ones = [offer.suggestion_id for offer in talk.facts.offers]
    is_settled = reask is not None and reask.key in ABOUT_OFFERS and talk.state.about not in open_ones
    answered_one = is_settled or outcome.settled_offer is not None
    if answered_one and open_ones and not talk.facts.stopped and (next_offer := book.named(OFFER)):
        return ask(talk.learnt(about=open_ones[-1]), next_offer, says, effects)
    if reask and not outcome.forget and not is_settled:
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
    over = any(isinstance(effect, ProfileConfirmed) for effect in effects)  # its questions are behind
    settled = () if over else tuple(key for key in talk.state.settled if key not in outcome.forget)
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
