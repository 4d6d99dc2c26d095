"""What the assistant says without having been written to."""

from datetime import datetime

from sqlmodel import Session

from backend.messaging import outbox
from backend.messaging.tables import Conversation
from backend.values import Purpose
from bot.flow import Turn


def say_unasked(
    session: Session, talk: Conversation, turn: Turn, purpose: Purpose, dedupe_key: str, now: datetime
) -> int:
    """Put the turn's words in the outbox and keep its state. How many messages: none when they may not be sent, and
    the talk stays as it was."""
    draft = outbox.Draft(
        office_id=talk.office_id, channel=talk.channel, sender=talk.line, recipient=talk.address, text=turn.text,
        purpose=purpose, candidate_id=talk.candidate_id, choices=turn.choices, dedupe_key=dedupe_key,
    )  # fmt: skip
    try:
        row = outbox.enqueue(session, draft, now)
    except outbox.NotSent:
        return 0
    talk.state = turn.state.as_json() | {"shown_in": row.id}
    session.add(talk)
    session.flush()
    return 1
