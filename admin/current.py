"""What a request of the console carries: who is signed in, the transaction it runs in, and its one present moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import ParamSpec, TypeVar

import anyio.to_thread
from sqlmodel import Session
from starlette.requests import Request
from starlette_admin.auth import AdminUser

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class SignedIn(AdminUser):
    """The adviser behind a request. `commune_code` is the office's: homonyms go to the nearest."""

    adviser_id: int = 0
    office_id: int = 0
    office_name: str = ""
    commune_code: str = ""


def signed_in(request: Request) -> SignedIn:
    user = request.state.admin_user
    assert isinstance(user, SignedIn)
    return user


def session_of(request: Request) -> Session:
    session = request.state.session
    assert isinstance(session, Session)
    return session


def now_of(request: Request) -> datetime:
    """Aware, in the office's time zone; the same for the whole request."""
    now = request.state.now
    assert isinstance(now, datetime)
    return now


async def in_thread(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Anything that touches the database waits here, not in the event loop."""
    return await anyio.to_thread.run_sync(partial(function, *args, **kwargs))
