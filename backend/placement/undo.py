"""Undo for a few minutes: nothing leaves before, so that a decision taken back never happened for anybody else."""

from datetime import datetime

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from backend.messaging import outbox
from backend.placement.lifecycle import Action, MoveRefused, Role, State, move
from backend.placement.tables import Suggestion


def undo(session: Session, suggestion_id: int, adviser_id: int, now: datetime) -> None:
    """Take back an approval or a refusal: the card waits again, at its place. Raises MoveRefused."""
    suggestion = session.get_one(Suggestion, suggestion_id, with_for_update=True)
    approved, message_id = suggestion.state == State.APPROVED, suggestion.message_id
    move(session, suggestion, Action.UNDO, Role.ADVISER, f"adviser:{adviser_id}", now)
    if approved and message_id is not None and not outbox.take_back(session, message_id):
        raise MoveRefused("Le message est déjà parti.")
    suggestion.decided_at = suggestion.decided_by = suggestion.undo_until = suggestion.message_id = None
    suggestion.reason = ""
    session.flush()


def can_be_undone(session: Session, office_id: int, adviser_id: int, now: datetime) -> list[Suggestion]:
    """What this adviser decided and can still take back, the latest first."""
    mine = select(Suggestion).where(
        Suggestion.office_id == office_id, Suggestion.decided_by == adviser_id, col(Suggestion.undo_until) > now,
        col(Suggestion.state).in_((State.APPROVED, State.REJECTED)),
    )  # fmt: skip
    whole = (joinedload(Suggestion.offer), joinedload(Suggestion.candidate))  # type: ignore[arg-type]
    return list(session.exec(mine.options(*whole).order_by(col(Suggestion.decided_at).desc())))
