"""Who waits for a human: a task of theirs is open, or an adviser holds the talk and has not answered."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from backend.messaging.tables import Conversation, InboundMessage, OutboundMessage, Task
from backend.values import Purpose

ANSWERED_BY_A_HUMAN = ("call_back", "message", "not_understood")


def waiting_since(session: Session, office_id: int | None = None) -> dict[int, datetime]:
    """Conversation → since when its person waits, whoever has waited longest first; of one office, or of all."""
    mine = Conversation.office_id == office_id if office_id is not None else col(Conversation.id).is_not(None)
    open_tasks = (
        select(Task.conversation_id, func.min(Task.created_at))
        .join(Conversation, col(Task.conversation_id) == col(Conversation.id))
        .where(col(Task.done_at).is_(None), col(Task.kind).in_(ANSWERED_BY_A_HUMAN), mine)
        .group_by(col(Task.conversation_id))
    )
    since = {talk: at for talk, at in session.exec(open_tasks).all() if talk is not None}
    for talk in session.exec(select(Conversation).where(col(Conversation.taken_by).is_not(None), mine)).all():
        if talk.id is not None and (at := unanswered_since(session, talk)):
            since[talk.id] = min(at, since.get(talk.id, at))
    return dict(sorted(since.items(), key=lambda one: one[1]))


def unanswered_since(session: Session, talk: Conversation) -> datetime | None:
    """When the first message came that no adviser has answered since."""
    told = select(OutboundMessage.created_at).where(
        OutboundMessage.channel == talk.channel, OutboundMessage.recipient == talk.address,
        OutboundMessage.purpose == Purpose.ADVISER,
    ).order_by(col(OutboundMessage.id).desc())  # fmt: skip
    last = session.exec(told).first() or talk.taken_at
    said = select(InboundMessage.received_at).where(
        InboundMessage.channel == talk.channel, InboundMessage.sender == talk.address,
        col(InboundMessage.received_at) >= last,
    ).order_by(col(InboundMessage.id))  # fmt: skip
    return session.exec(said).first() if last else None
