"""What the office said last and what is asked in so many words go before the question of the talk. Pure."""

from datetime import datetime

from bot.flow import Outcome
from bot.reading import Passing, read_answer
from bot.situation import Call
from bot.state import Talk
from bot.turns import Book
from bot.understanding.answers import Misunderstood


def turned_to_call(book: Book, talk: Talk, text: str, pressed: int | None = None) -> Talk:
    """A reminder or a freed seat told since the last question: its own answers go to it, anything else to the talk."""
    call = _pressed(talk, pressed) if pressed is not None else _latest(talk)
    question = book.named(call.question) if call and talk.facts.agreed else None
    if call is None or question is None or (talk.state.about == call.about and talk.state.asking == call.question):
        return talk
    turned = talk.learnt(asking=question.key, about=call.about, offered=call.options, tries=0, shown_in=pressed)
    answer = read_answer(question, (text,), turned, Passing(), ()).answer
    return talk if isinstance(answer, Misunderstood) else turned


def _pressed(talk: Talk, pressed: int) -> Call | None:
    return next((call for call in talk.facts.calls if call.message_id == pressed), None)


def _latest(talk: Talk) -> Call | None:
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
