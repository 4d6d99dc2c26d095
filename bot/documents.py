"""What was read in a person's document is told to them: a proposal, which enters the file with their yes only.

One message for each document that could be read, or could not; a photo is for the adviser's eyes.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from backend.messaging.tables import Conversation
from backend.people.documents import untold
from backend.people.profile import known_answers
from backend.people.tables import Candidate, Document
from backend.reference.occupations import Nomenclature
from backend.values import Purpose
from bot.book import BOOK
from bot.conversations.cv_document import worth_telling
from bot.engine import resume
from bot.facts import read_facts
from bot.flow import Turn
from bot.situation import Facts
from bot.state import State, Talk
from bot.turns import ask
from bot.unasked import say_unasked
from bot.understanding.cv_text import read_cv

UNREADABLE = "J'ai bien votre CV, mais je n'arrive pas à le lire. Votre conseiller le lira."
REFUSED = "Je n'ai pas pu ouvrir votre fichier. Envoyez votre CV en PDF, en Word ou en photo."
NOTHING_NEW = "J'ai lu votre CV, votre conseiller le lira aussi."
# Said within that time it answers what the person just did; later it is news, and keeps its hours.
AN_ANSWER = timedelta(minutes=30)


def tell_what_was_read(session: Session, nomenclature: Nomenclature, now: datetime) -> int:
    """Tell each person what their document says; whoever is spoken to by an adviser is told afterwards. How many."""
    return sum(_tell(session, document, nomenclature, now) for document in untold(session))


def _tell(session: Session, document: Document, nomenclature: Nomenclature, now: datetime) -> int:
    candidate = session.get_one(Candidate, document.candidate_id)
    talk = _talk_of(session, document)
    if talk is not None and talk.taken_by is not None:
        return 0
    session.add(document)
    document.found = _found(document, candidate, nomenclature, now)
    document.reading = "asked" if document.found and talk else "nothing"
    session.flush()
    return _say(session, document, talk, nomenclature, now) if talk else 0


def _found(document: Document, candidate: Candidate, nomenclature: Nomenclature, now: datetime) -> dict[str, object]:
    read = read_cv(document.text, nomenclature, now.replace(tzinfo=None))
    dates = candidate.details.get("licence_dates") or {}
    return worth_telling(read, known_answers(candidate), dates, candidate.diploma)


def _talk_of(session: Session, document: Document) -> Conversation | None:
    """Where it was sent, as long as that talk is still this person's."""
    mine = select(Conversation).where(
        Conversation.candidate_id == document.candidate_id, Conversation.channel == document.channel
    )
    return session.exec(mine.order_by(col(Conversation.updated_at).desc())).first()


def _say(session: Session, document: Document, talk: Conversation, nomenclature: Nomenclature, now: datetime) -> int:
    state = State.from_json(talk.state)
    facts = read_facts(session, talk, state, nomenclature, now)
    if facts.stopped or not facts.agreed:
        return 0
    skipped = tuple(key for key in state.skipped if key != "cv_read")
    if document.found:
        turn = resume(BOOK, replace(state, asking=None, skipped=skipped, tries=0), facts, now)
    else:
        turn = _asked_again(state, facts, now, _sorry(document))
    purpose = Purpose.REPLY if now - document.received_at <= AN_ANSWER else Purpose.NEWS
    return say_unasked(session, talk, turn, purpose, f"read:{document.id}", now)


def _asked_again(state: State, facts: Facts, now: datetime, says: str) -> Turn:
    """These words, and the question that was being asked."""
    question = BOOK.named(state.asking)
    if question is None:
        return Turn(state, (), says)
    turn = ask(Talk(state, facts, now), question, (says,))
    return replace(turn, state=replace(turn.state, offered=turn.state.offered or state.offered))


def _sorry(document: Document) -> str:
    if document.status == "refused":
        return REFUSED
    return NOTHING_NEW if document.text.strip() else UNREADABLE
