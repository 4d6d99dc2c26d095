"""In: recorded before understood. A provider's id is accepted once, and each row is handled once."""

from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, exists
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from backend.database import insert_once, run, table_of
from backend.messaging.tables import InboundMessage, Line
from backend.values import Inbound

# A row that fails this often is set aside, and an adviser is called.
MAX_ATTEMPTS = 3


class UnknownLine(LookupError):
    """A message came for an address that belongs to no office."""


# Statements of every turn are built once; the values of a turn are given when they are run.
_LINE = table_of(Line).c
_OFFICE_OF = select_columns(_LINE.office_id).where(
    _LINE.channel == bindparam("channel"), _LINE.address == bindparam("address")
)


def office_of(session: Session, channel: str, address: str) -> int:
    """The office whose line this is. An only office takes every message. Raises UnknownLine."""
    office_id: int | None = run(session, _OFFICE_OF, {"channel": channel, "address": address}).scalar()
    if office_id is not None:
        return office_id
    offices = set(session.exec(select(Line.office_id).where(Line.channel == channel)))
    if len(offices) == 1:
        return offices.pop()
    raise UnknownLine(f"no office has the {channel} line {address}")


def accept(session: Session, message: Inbound) -> int | None:
    """Record a message; its row's id, or None when the provider repeats itself. Raises UnknownLine."""
    row = {
        "office_id": office_of(session, message.channel, message.recipient),
        "channel": message.channel,
        "provider_id": message.provider_id,
        "sender": message.sender,
        "recipient": message.recipient,
        "text": _storable(message.text),
        "attachments": [
            {"kind": a.kind, "reference": a.reference, "name": a.name, "size": a.size} for a in message.attachments
        ],
        "received_at": message.received_at,
        "attempts": 0,
        "error": "",
    }
    return insert_once(session, InboundMessage, row, "channel", "provider_id")


def _storable(text: str) -> str:
    """Without what a database refuses: NUL (PostgreSQL), and half of an emoji that a phone cut in two (both)."""
    return text.replace("\x00", "").encode(errors="ignore").decode()


def next_waiting(session: Session) -> InboundMessage | None:
    """The oldest message that waits, locked until the transaction ends; older ones of its talk come first."""
    return session.exec(_OLDEST).first()


def _oldest_waiting() -> SelectOfScalar[InboundMessage]:
    earlier = aliased(InboundMessage)
    waits = (col(InboundMessage.handled_at).is_(None), col(InboundMessage.set_aside_at).is_(None))
    overtakes = exists().where(
        col(earlier.office_id) == col(InboundMessage.office_id),
        col(earlier.channel) == col(InboundMessage.channel),
        col(earlier.sender) == col(InboundMessage.sender),
        col(earlier.id) < col(InboundMessage.id),
        col(earlier.handled_at).is_(None),
        col(earlier.set_aside_at).is_(None),
    )
    return select(InboundMessage).where(*waits, ~overtakes).order_by(col(InboundMessage.id)).limit(1)


def _quiet_since(moment: object) -> ColumnElement[bool]:
    """Whether nothing more has come in the same talk after that moment."""
    later = aliased(InboundMessage)
    return ~exists().where(
        col(later.office_id) == col(InboundMessage.office_id),
        col(later.channel) == col(InboundMessage.channel),
        col(later.sender) == col(InboundMessage.sender),
        col(later.handled_at).is_(None),
        col(later.set_aside_at).is_(None),
        col(later.received_at) > moment,
    )


# One turn takes this many messages at most.
LONGEST_TURN = 10

_behind = aliased(InboundMessage)
_MORE_BEHIND = exists().where(
    col(_behind.office_id) == col(InboundMessage.office_id),
    col(_behind.channel) == col(InboundMessage.channel),
    col(_behind.sender) == col(InboundMessage.sender),
    col(_behind.id) > col(InboundMessage.id),
    col(_behind.handled_at).is_(None),
)
_OLDEST = _oldest_waiting().with_for_update(skip_locked=True)
_OLDEST_QUIET = (
    _oldest_waiting()
    .where(_quiet_since(bindparam("moment")))
    .add_columns(_MORE_BEHIND)
    .with_for_update(skip_locked=True, of=InboundMessage)
)
_FOLLOWING = (
    select(InboundMessage)
    .where(
        InboundMessage.office_id == bindparam("office_id"), InboundMessage.channel == bindparam("channel"),
        InboundMessage.sender == bindparam("sender"), InboundMessage.recipient == bindparam("recipient"),
        col(InboundMessage.id) > bindparam("id"), col(InboundMessage.handled_at).is_(None),
        col(InboundMessage.set_aside_at).is_(None), InboundMessage.attempts == 0,
    )
    .order_by(col(InboundMessage.id))
    .limit(LONGEST_TURN - 1)
    .with_for_update()
)  # fmt: skip


def next_turn(session: Session, quiet_since: datetime) -> list[InboundMessage]:
    """The oldest messages of one talk that wait and were followed by none after `quiet_since`: locked, in order.

    People send an answer in several messages, and a telephone cuts a long one. A message that has failed before is
    taken alone, so that it does not keep the others back.
    """
    found = session.execute(_OLDEST_QUIET, {"moment": quiet_since}).first()
    if found is None:
        return []
    first, more = found
    if first.attempts or not more:
        return [first]
    same = ("id", "office_id", "channel", "sender", "recipient")
    return [first, *session.exec(_FOLLOWING, params={name: getattr(first, name) for name in same})]


_ROWS = table_of(InboundMessage)
_MARK_HANDLED = _ROWS.update().where(_ROWS.c.id == bindparam("row")).values(handled_at=bindparam("now"))


def mark_handled(session: Session, message: InboundMessage, now: datetime) -> None:
    run(session, _MARK_HANDLED, {"row": message.id, "now": now})


def mark_failed(session: Session, message_id: int, error: str, now: datetime) -> bool:
    """Count a failure of handling; whether the message is set aside by it."""
    message = session.get_one(InboundMessage, message_id)
    message.attempts += 1
    message.error = error[:2000]
    if message.attempts >= MAX_ATTEMPTS:
        message.set_aside_at = now
    session.add(message)
    return message.set_aside_at is not None
