"""One transaction for each request of the console; a page that only looks never waits, and blocks nobody."""

from sqlalchemy import Engine
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session
from starlette.middleware.base import RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp
from starlette_admin.contrib.sqla.middleware import DBSessionMiddleware

from admin.rules import Rules
from backend.ports import Clock

_SAFE = ("GET", "HEAD", "OPTIONS")


class OneTransaction(DBSessionMiddleware):
    """Puts `session`, `now` and `rules` on the request. Commits a success, rolls back an error (status 400 and above).

    On SQLite a transaction that writes takes its turn at once (BEGIN IMMEDIATE); one that looks does not.
    """

    def __init__(self, app: ASGIApp, engine: Engine, clock: Clock, rules: Rules) -> None:
        super().__init__(app, session_provider=engine)
        self._clock = clock
        self._rules = rules
        self._writing: sessionmaker[AnySession] = sessionmaker(engine, class_=Session, expire_on_commit=False)
        self._looking: sessionmaker[AnySession] = sessionmaker(
            engine.execution_options(reading=True), class_=Session, expire_on_commit=False, autoflush=False
        )

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        request.state.now, request.state.rules = self._clock.now(), self._rules
        return await self._dispatch_sync(request, call_next, self._looking if only_looks(request) else self._writing)


def only_looks(request: Request) -> bool:
    """Exports are posted, but they only read; a long one must not hold the assistant up."""
    return request.method in _SAFE or request.query_params.get("name") == "export"
