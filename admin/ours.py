"""A row of the adviser's own office, and what is done to it: another office's is as good as none."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette_admin.flash import flash

from admin.current import in_thread, session_of, signed_in
from backend.placement.lifecycle import MoveRefused

# Beyond this PostgreSQL cannot look for a row's number.
_LARGEST = 2**31 - 1


class OfAnOffice(Protocol):
    office_id: int


Row = TypeVar("Row", bound=OfAnOffice)


def ours(session: Session, table: type[Row], number: int, office_id: int) -> Row:
    """The row of that number. Raises HTTPException(404) when there is none in that office."""
    row = session.get(table, number) if number <= _LARGEST else None
    if row is None or row.office_id != office_id:
        raise HTTPException(404)
    return row


async def act_on(request: Request, table: type[Row], number: int, do: Callable[[Session, Row], str]) -> None:
    """Do it to that row, and say at the top of the next page what came of it. A refused move changes nothing."""
    said, category = await in_thread(_act_on, session_of(request), table, number, signed_in(request).office_id, do)
    flash(request, said, category)


def _act_on(
    session: Session, table: type[Row], number: int, office_id: int, do: Callable[[Session, Row], str]
) -> tuple[str, str]:
    row = ours(session, table, number, office_id)
    try:
        with session.begin_nested():
            return do(session, row), "success"
    except MoveRefused as refusal:
        session.refresh(row)
        return str(refusal), "error"
