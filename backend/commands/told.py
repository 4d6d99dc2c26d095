"""How a command speaks: what it did on standard output, what is wrong on standard error, and exit status 2."""

from typing import NoReturn

from rich.console import Console
from sqlmodel import Session, select

from backend.network.tables import Office

out, err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)


def tell(message: str) -> None:
    out.print(message, markup=False)


def warn(message: str) -> None:
    err.print(f"mission-emploi: {message}", markup=False)


def fail(message: str) -> NoReturn:
    """Say what is wrong, and end."""
    warn(message)
    raise SystemExit(2)


def office_id(session: Session, code: str) -> int:
    """The id of the office with that code, or of the only one. Ends with a word when there is none, or a choice."""
    offices = session.exec(select(Office)).all()
    chosen = [one for one in offices if one.code == code] if code else offices
    if len(chosen) == 1 and chosen[0].id is not None:
        return chosen[0].id
    if not offices:
        fail("there is no office yet: mission-emploi office add CODE NAME --commune INSEE (or: mission-emploi demo)")
    fail(f"choose an office with --office: {', '.join(one.code for one in offices)}")
