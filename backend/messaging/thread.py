"""What was said with one address, both ways, as a telephone shows it."""

from sqlmodel import Session, col, select

from backend.messaging.sms_text import count_parts, fold_for_sms
from backend.messaging.tables import InboundMessage, OutboundMessage
from backend.values import Json

SHOWN = 200


def read_thread(session: Session, channel: str, address: str) -> list[dict[str, Json]]:
    """The last messages, oldest first: {"id", "from": "office" | "person", "text", "at": ISO 8601, "parts"}."""
    said = select(InboundMessage).where(InboundMessage.channel == channel, InboundMessage.sender == address)
    told = select(OutboundMessage).where(
        OutboundMessage.channel == channel, OutboundMessage.recipient == address,
        col(OutboundMessage.status).in_(("sent", "delivered")),
    )  # fmt: skip
    texts: list[dict[str, Json]] = [
        _line("p", row.id, "person", row.text, row.received_at.isoformat())
        for row in session.exec(said.order_by(col(InboundMessage.id).desc()).limit(SHOWN))
    ]
    texts += [
        _line("o", row.id, "office", row.text, (row.sent_at or row.created_at).isoformat())
        for row in session.exec(told.order_by(col(OutboundMessage.id).desc()).limit(SHOWN))
    ]
    return sorted(texts, key=lambda line: (str(line["at"]), str(line["from"]) == "office"))[-SHOWN:]


def _line(prefix: str, row_id: int | None, who: str, text: str, at: str) -> dict[str, Json]:
    return {"id": f"{prefix}{row_id}", "from": who, "text": text, "at": at, "parts": count_parts(fold_for_sms(text))}
