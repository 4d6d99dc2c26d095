"""The talk with one address as it was read on both sides, in order."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from backend.messaging.tables import InboundMessage, OutboundMessage
from backend.values import Json

ARRIVED = ("sent", "delivered")


def read_thread(
    session: Session, channel: str, address: str, *, statuses: Sequence[str] = ARRIVED, limit: int = 200
) -> list[dict[str, Json]]:
    """The last `limit` messages with this address, oldest first.

    Each is {"id", "from": "office" or "person", "text", "at": ISO 8601 in UTC, "parts", "status"}. `statuses` says
    which of the office's own are wanted; a message that has not left is placed at the moment it was written.
    """
    said = select(InboundMessage).where(InboundMessage.channel == channel, InboundMessage.sender == address)
    answered = select(OutboundMessage).where(
        OutboundMessage.channel == channel, OutboundMessage.recipient == address,
        col(OutboundMessage.status).in_(statuses),
    )  # fmt: skip
    received = session.exec(said.order_by(col(InboundMessage.id).desc()).limit(limit))
    sent = session.exec(answered.order_by(col(OutboundMessage.id).desc()).limit(limit))
    moments = [(m.received_at, 0, m.id or 0, _said(m)) for m in received]
    moments += [(m.sent_at or m.created_at, 1, m.id or 0, _answered(m)) for m in sent]
    return [message for *_, message in sorted(moments, key=lambda moment: moment[:3])][-limit:]


def _said(message: InboundMessage) -> dict[str, Json]:
    at = message.received_at.isoformat()
    return {
        "id": f"in-{message.id}",
        "from": "person",
        "text": message.text,
        "at": at,
        "parts": 1,
        "status": "received",
    }


def _answered(message: OutboundMessage) -> dict[str, Json]:
    at = (message.sent_at or message.created_at).isoformat()
    return {
        "id": f"out-{message.id}", "from": "office", "text": message.text, "at": at,
        "parts": message.parts, "status": message.status,
    }  # fmt: skip
