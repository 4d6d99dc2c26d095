"""The log of a suggestion: its moves in their order, each with the name of whoever made it."""

from sqlmodel import Session, col, select

from backend.network.tables import Adviser
from backend.placement.tables import Move, Suggestion


def journal(session: Session, suggestion: Suggestion) -> list[tuple[Move, str]]:
    moves = session.exec(select(Move).where(Move.suggestion_id == suggestion.id).order_by(col(Move.id)))
    return [(one, _who(session, one.who, suggestion)) for one in moves]


def _who(session: Session, who: str, suggestion: Suggestion) -> str:
    """ "adviser:3" → the adviser's name; "candidate:12" → the person's; "clock" → "assistant"."""
    kind, _, number = who.partition(":")
    if kind == "adviser":
        adviser = session.get(Adviser, int(number))
        return adviser.name if adviser else "conseiller"
    if kind == "employer":
        return suggestion.offer.employer.name if suggestion.offer.employer else "employeur"
    return str(suggestion.candidate) if kind == "candidate" else "assistant"
