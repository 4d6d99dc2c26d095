"""Stop is final for what the office starts; only the person comes back."""

from datetime import datetime

from sqlalchemy import ColumnElement, Exists, bindparam, exists
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from backend.database import run, table_of
from backend.messaging.tables import OptOut
from backend.values import StopScope


def _standing(session: Session, office_id: int, channel: str, address: str) -> list[OptOut]:
    rows = select(OptOut).where(
        OptOut.office_id == office_id,
        OptOut.channel == channel,
        OptOut.address == address,
        col(OptOut.lifted_at).is_(None),
    )
    return list(session.exec(rows))


_ROWS = table_of(OptOut).c


def _stands(
    office_id: ColumnElement[int], channel: ColumnElement[str], address: ColumnElement[str]
) -> tuple[ColumnElement[bool], ...]:
    return (
        _ROWS.office_id == office_id, _ROWS.channel == channel, _ROWS.address == address, _ROWS.lifted_at.is_(None)
    )  # fmt: skip


def any_stop(office_id: ColumnElement[int], channel: ColumnElement[str], address: ColumnElement[str]) -> Exists:
    """Whether that address asked that office to stop anything, as a part of a statement."""
    return exists().where(*_stands(office_id, channel, address))


_SCOPES = select_columns(_ROWS.scope).where(
    *_stands(bindparam("office_id"), bindparam("channel"), bindparam("address"))
)


def stopped(session: Session, office_id: int, channel: str, address: str) -> StopScope | None:
    """What this address asked us to stop: everything, offers, or nothing (None)."""
    where = {"office_id": office_id, "channel": channel, "address": address}
    scopes = set(run(session, _SCOPES, where).scalars())
    if StopScope.EVERYTHING in scopes:
        return StopScope.EVERYTHING
    return StopScope.OFFERS if scopes else None


def stop(
    session: Session, office_id: int, channel: str, address: str, scope: StopScope, now: datetime,
    message_id: int | None = None,
) -> None:  # fmt: skip
    """Write the stop down, once for each scope."""
    if any(row.scope == scope for row in _standing(session, office_id, channel, address)):
        return
    session.add(
        OptOut(office_id=office_id, channel=channel, address=address, scope=scope, at=now, message_id=message_id)
    )
    session.flush()


def resume(session: Session, office_id: int, channel: str, address: str, now: datetime) -> None:
    """The person came back: every standing stop is lifted."""
    for row in _standing(session, office_id, channel, address):
        row.lifted_at = now
        session.add(row)
    session.flush()
