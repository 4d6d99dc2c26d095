"""Erasing a person for good: their file is emptied, their messages, consents, documents and addresses are gone.

The row itself stays without a word about anybody, because seats and offers refer to it and figures count it.
"""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from backend.messaging.tables import Consent, Conversation, InboundMessage, OutboundMessage, Task
from backend.people.statistics import StatisticsAnswer
from backend.people.tables import Candidate, Contact, Document, FirstInvitation, StartLink

ERASED = "erased"
_LEFT_BLANK = ("id", "office_id", "created_at", "last_contact_at")


def erase(session: Session, candidate: Candidate, now: datetime) -> None:
    """Forget everything about this person. What is to be done with the talk itself: see forget_talk."""
    mine = candidate.id
    answered = select(OutboundMessage.reply_to).where(OutboundMessage.candidate_id == mine)
    talks = session.exec(select(Conversation).where(Conversation.candidate_id == mine)).all()
    session.execute(
        update(InboundMessage)
        .where(col(InboundMessage.id).in_(answered))
        .values(text="", sender=ERASED, attachments=[])
    )
    for talk in talks:
        _forget_messages(session, talk, mine)
    session.execute(
        update(OutboundMessage)
        .where(col(OutboundMessage.candidate_id) == mine)
        .values(text="", recipient=ERASED, candidate_id=None, choices=[])
    )
    session.execute(update(Task).where(col(Task.candidate_id) == mine).values(note="", candidate_id=None))
    for table in (Consent, Contact, Document, FirstInvitation, StartLink, StatisticsAnswer):
        session.execute(delete(table).where(col(table.candidate_id) == mine))
    blank(candidate)
    session.add(candidate)
    session.flush()


def blank(candidate: Candidate) -> None:
    """Nothing of the file stays but its number."""
    empty = Candidate(
        office_id=candidate.office_id, created_at=candidate.created_at, last_contact_at=candidate.created_at
    )
    for name in Candidate.model_fields:
        if name not in _LEFT_BLANK:
            setattr(candidate, name, getattr(empty, name))
    candidate.status = ERASED


def _forget_messages(session: Session, talk: Conversation, candidate_id: int | None) -> None:
    """Every message of that talk; on a shared telephone, only those that were answered to this person."""
    shared = select(Contact).where(
        Contact.channel == talk.channel, Contact.address == talk.address, Contact.candidate_id != candidate_id
    )
    if session.exec(shared).first() is not None:
        return
    session.execute(
        update(InboundMessage)
        .where(col(InboundMessage.channel) == talk.channel, col(InboundMessage.sender) == talk.address)
        .values(text="", sender=ERASED, attachments=[])
    )
    session.execute(
        update(OutboundMessage)
        .where(col(OutboundMessage.channel) == talk.channel, col(OutboundMessage.recipient) == talk.address)
        .values(text="", recipient=ERASED, candidate_id=None, choices=[])
    )


def forget_talk(session: Session, talk: Conversation, message_id: int) -> None:
    """Nothing of what was said stays; the address stays only while its last answer is on its way."""
    message = session.get_one(InboundMessage, message_id)
    message.text, message.attachments = "", []
    talk.candidate_id, talk.state = None, {}
    session.add_all([talk, message])
    session.flush()


_LEFT = ("sent", "delivered", "failed", "undelivered", "cancelled")
LAST_ANSWER = "erased:"


def sweep_erased(session: Session, now: datetime) -> int:
    """The last answer to someone who was erased has left: the address goes too. How many."""
    gone = session.exec(
        select(OutboundMessage).where(
            col(OutboundMessage.dedupe_key).startswith(LAST_ANSWER),
            OutboundMessage.recipient != ERASED,
            col(OutboundMessage.status).in_(_LEFT),
        )
    ).all()
    for answer in gone:
        _forget_address(session, answer)
    return len(gone)


def _forget_address(session: Session, answer: OutboundMessage) -> None:
    talk = session.exec(
        select(Conversation).where(
            Conversation.office_id == answer.office_id, Conversation.channel == answer.channel,
            Conversation.address == answer.recipient, col(Conversation.candidate_id).is_(None),
        )
    ).first()  # fmt: skip
    if talk is not None and not talk.state.get("asking"):  # else they have come back since
        session.execute(update(Task).where(col(Task.conversation_id) == talk.id).values(conversation_id=None, note=""))
        session.delete(talk)
    if answer.reply_to and (message := session.get(InboundMessage, answer.reply_to)):
        message.sender = ERASED
        session.add(message)
    answer.recipient, answer.text = ERASED, ""
    session.add(answer)
    session.flush()
