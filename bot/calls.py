"""What the office said last and what is asked in so many words go before the question of the talk. Pure."""

from datetime import datetime

from bot.flow import Outcome, Question
from bot.reading import Passing, read_answer
from bot.situation import Call, OpenOffer
from bot.state import Talk
from bot.turns import OFFER, Book
from bot.understanding.answers import Misunderstood


def turned_to_offer(book: Book, talk: Talk, text: str, pressed: int | None) -> Talk:
    """An offer whose button was pressed, or that came after the last question, is what the person now answers.

    An answer to the question that stood before it, and none to the offer, stays with that question; so does everything
    when they want no more offers.
    """
    fresh = _fresh_offers(talk, pressed)
    question = book.named(OFFER)
    if not fresh or question is None or not talk.facts.agreed:
        return talk
    turned = talk.learnt(asking=OFFER, about=fresh[-1].suggestion_id, offered=(), tries=0, shown_in=pressed)
    if pressed is not None or _understood(question, text, turned):
        return turned
    before = book.named(talk.state.asking)
    return talk if talk.facts.stopped or (before and _understood(before, text, talk)) else turned


def _fresh_offers(talk: Talk, pressed: int | None) -> list[OpenOffer]:
    if pressed is not None:
        return [offer for offer in talk.facts.offers if offer.message_id == pressed]
    asked = datetime.fromisoformat(talk.state.asked_at) if talk.state.asked_at else None
    return [
        offer
        for offer in talk.facts.offers
        if offer.suggestion_id != talk.state.about and (asked is None or offer.asked_at >= asked)
    ]


def _understood(question: Question, text: str, talk: Talk) -> bool:
    return not isinstance(read_answer(question, (text,), talk, Passing(), ()).answer, Misunderstood)


def turned_to_call(book: Book, talk: Talk, text: str, pressed: int | None = None) -> Talk:
    """A reminder or a freed seat told since the last question: its own answers go to it, anything else to the talk."""
    call = _pressed(talk, pressed) if pressed is not None else latest_call(talk)
    question = book.named(call.question) if call and talk.facts.agreed else None
    if call is None or question is None or (talk.state.about == call.about and talk.state.asking == call.question):
        return talk
    turned = talk.learnt(asking=question.key, about=call.about, offered=call.options, tries=0, shown_in=pressed)
    return turned if _understood(question, text, turned) else talk


def _pressed(talk: Talk, pressed: int) -> Call | None:
    return next((call for call in talk.facts.calls if call.message_id == pressed), None)


def latest_call(talk: Talk) -> Call | None:
    """The last one, when neither a question nor an offer came after it."""
    asked = [datetime.fromisoformat(talk.state.asked_at)] if talk.state.asked_at else []
    last = max((*asked, *(offer.asked_at for offer in talk.facts.offers)), default=None)
    fresh = [call for call in talk.facts.calls if last is None or call.asked_at >= last]
    return fresh[-1] if fresh else None


def asked_for(book: Book, talk: Talk, text: str) -> Outcome | None:
    """What a conversation is asked for in so many words, once there is an agreement."""
    if not talk.facts.agreed:
        return None
    return next((outcome for flow in book.flows if (outcome := flow.hears(text, talk))), None)
