"""In: recorded before understood. A provider's id is accepted once, and each row is handled once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, and_, bindparam, exists, select
from sqlmodel import Session

from backend.database import insert_once, run, table_of
from backend.messaging.tables import InboundMessage, Line
from backend.values import Inbound

# A row that fails this often is set aside, and an adviser is called.
MAX_ATTEMPTS = 3


class UnknownLine(LookupError):
    """A message came for an address that belongs to no office."""


# Statements of every turn are built once; the values of a turn are given when they are run.
_LINE = table_of(Line).c
_OFFICE_OF = select(_LINE.office_id).where(_LINE.channel == bindparam("channel"), _LINE.address == bindparam("address"))


def office_of(session: Session, channel: str, address: str) -> int:
    """The office whose line this is. An only office takes every message. Raises UnknownLine."""
    office_id: int | None = run(session, _OFFICE_OF, {"channel": channel, "address": address}).scalar()
    if office_id is not None:
        return office_id
    offices: set[int] = set(session.execute(select(_LINE.office_id).where(_LINE.channel == channel)).scalars())
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


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits, as a turn takes it. `received_at` is in UTC; an attachment has the fields of Attachment."""

    id: int
    office_id: int
    channel: str
    sender: str
    recipient: str
    text: str
    attachments: list[dict[str, Any]]
    received_at: datetime
    attempts: int


# One turn takes this many messages at most.
LONGEST_TURN = 10


def next_turns(session: Session, quiet_since: datetime, most: int) -> list[list[Waiting]]:
    """Up to `most` turns, of as many talks, those that wait longest first: locked until the transaction ends.

    A turn is the oldest messages of one talk that wait, in order, when none followed them after `quiet_since`: people
    send an answer in several messages, and a telephone cuts a long one. A message that has failed before is a turn
    alone, so that it does not keep the others back.
    """
    found = run(session, _OLDEST_QUIET, {"moment": quiet_since, "most": most}).all()
    return [_with_those_behind(session, row) for row in found]


def _with_those_behind(session: Session, row: Row[Any]) -> list[Waiting]:
    first = _message(row)
    if first.attempts or not row.more:
        return [first]
    same = ("id", "office_id", "channel", "sender", "recipient")
    return [first, *map(_message, run(session, _FOLLOWING, {name: getattr(first, name) for name in same}))]


def _message(row: Row[Any]) -> Waiting:
    columns: Sequence[Any] = row[: len(_ALL)]
    return Waiting(*columns)


_ROWS = table_of(InboundMessage)
_ALL = [_ROWS.c[field.name] for field in fields(Waiting)]


def _waits(rows: FromClause) -> ColumnElement[bool]:
    return rows.c.handled_at.is_(None) & rows.c.set_aside_at.is_(None)


def _same_talk(rows: FromClause) -> ColumnElement[bool]:
    return and_(*(rows.c[name] == _ROWS.c[name] for name in ("office_id", "channel", "sender")))


def _overtaken() -> ColumnElement[bool]:
    earlier = _ROWS.alias()
    return exists().where(_same_talk(earlier), earlier.c.id < _ROWS.c.id, _waits(earlier))


def _followed_after(moment: ColumnElement[datetime]) -> ColumnElement[bool]:
    later = _ROWS.alias()
    return exists().where(_same_talk(later), _waits(later), later.c.received_at > moment)


def _more_behind() -> ColumnElement[bool]:
    behind = _ROWS.alias()
    return exists().where(_same_talk(behind), behind.c.id > _ROWS.c.id, behind.c.handled_at.is_(None))


_OLDEST_QUIET = (
    select(*_ALL, _more_behind().label("more"))
    .where(_waits(_ROWS), ~_overtaken())
    .where(~_followed_after(bindparam("moment", type_=_ROWS.c.received_at.type)))
    .order_by(_ROWS.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=_ROWS)
)
_FOLLOWING = (
    select(*_ALL)
    .where(*(_ROWS.c[name] == bindparam(name) for name in ("office_id", "channel", "sender", "recipient")))
    .where(_ROWS.c.id > bindparam("id"), _waits(_ROWS), _ROWS.c.attempts == 0)
    .order_by(_ROWS.c.id)
    .limit(LONGEST_TURN - 1)
    .with_for_update()
)
_MARK_HANDLED = (
    _ROWS.update().where(_ROWS.c.id.in_(bindparam("rows", expanding=True))).values(handled_at=bindparam("now"))
)


def mark_handled(session: Session, messages: Iterable[Waiting], now: datetime) -> None:
    run(session, _MARK_HANDLED, {"rows": [message.id for message in messages], "now": now})


def mark_failed(session: Session, message_id: int, error: str, now: datetime) -> bool:
    """Count a failure of handling; whether the message is set aside by it."""
    message = session.get_one(InboundMessage, message_id)
    message.attempts += 1
    message.error = error[:2000]
    if message.attempts >= MAX_ATTEMPTS:
        message.set_aside_at = now
    session.add(message)
    return message.set_aside_at is not None
