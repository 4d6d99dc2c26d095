"""Signing in: an address, a password, a signed cookie; the account must still be there and active at each request."""

from collections import deque
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.auth import AdminUser, AuthProvider
from starlette_admin.exceptions import LoginFailed

from admin.current import SignedIn, in_thread, now_of, session_of
from backend.database import reading, transaction
from backend.network.advisers import sign_in
from backend.network.tables import Adviser, Office

UNKNOWN = "Adresse e-mail ou mot de passe inconnus."
TOO_MANY = "Trop d'essais. Attendez un quart d'heure, puis réessayez."


class Attempts:
    """Failures of the last quarter of an hour, in memory: by e-mail and by the address they come from."""

    MOST, WITHIN, REMEMBERED = 5, timedelta(minutes=15), 10_000

    def __init__(self) -> None:
        self._failures: dict[tuple[str, str], deque[datetime]] = {}

    def too_many(self, who: tuple[str, str], now: datetime) -> bool:
        recent = self._failures.get(who, deque())
        while recent and recent[0] <= now - self.WITHIN:
            recent.popleft()
        return len(recent) >= self.MOST

    def note(self, who: tuple[str, str], now: datetime) -> None:
        while len(self._failures) >= self.REMEMBERED:
            self._failures.pop(next(iter(self._failures)))
        self._failures.setdefault(who, deque()).append(now)

    def forget(self, who: tuple[str, str]) -> None:
        self._failures.pop(who, None)


class AdviserLogin(AuthProvider):
    """The console's accounts are the advisers. A changed password ends the sessions opened with the old one."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        self._attempts = Attempts()

    async def login(self, username: str, password: str, remember_me: bool, request: Request) -> Response | None:
        now = now_of(request)
        who = (username.strip().lower(), request.client.host if request.client else "")
        if self._attempts.too_many(who, now):
            raise LoginFailed(TOO_MANY)
        found = await in_thread(self._check, username, password, now)
        if found is None:
            self._attempts.note(who, now)
            raise LoginFailed(UNKNOWN)
        self._attempts.forget(who)
        request.session.clear()
        request.session.update(found)
        return None

    def _check(self, email: str, password: str, now: datetime) -> dict[str, int | str] | None:
        """What the cookie will hold. Hashing is slow on purpose, so it is done without the write lock."""
        with reading(self._engine) as session:
            adviser = sign_in(session, email, password, now)
            if adviser is None or adviser.id is None:
                return None
            found: dict[str, int | str] = {"adviser": adviser.id, "mark": mark_of(adviser)}
        with transaction(self._engine) as session:
            session.get_one(Adviser, found["adviser"]).last_login_at = now
        return found

    async def logout(self, request: Request) -> Response | None:
        request.session.clear()
        return None

    async def authenticate(self, request: Request) -> AdminUser | None:
        adviser_id = request.session.get("adviser")
        if not isinstance(adviser_id, int) or "/static/" in request.url.path:
            return None
        return await in_thread(find_signed_in, session_of(request), adviser_id, request.session.get("mark"))


def find_signed_in(session: Session, adviser_id: int, mark: object) -> SignedIn | None:
    accounts = select(Adviser, Office).join(Office, col(Office.id) == col(Adviser.office_id))
    found = session.exec(accounts.where(Adviser.id == adviser_id, Adviser.active)).first()
    if found is None or mark_of(found[0]) != mark:
        return None
    adviser, office = found
    return SignedIn(
        username=adviser.name, adviser_id=adviser_id, office_id=adviser.office_id, office_name=office.name,
        commune_code=office.commune_code,
    )  # fmt: skip


def mark_of(adviser: Adviser) -> str:
    """Changes with the password, and says nothing of it."""
    return sha256(adviser.password_hash.encode()).hexdigest()[:16]
