"""Staff accounts: passwords are kept as argon2 hashes, never as texts."""

from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlmodel import Session, select

from backend.network.tables import Adviser, Office

MIN_PASSWORD = 10
_hasher = PasswordHasher()


class AdviserRefused(ValueError):
    """The account cannot be made as asked; the message says why, in French."""


def add_adviser(session: Session, office: Office, email: str, name: str, password: str, now: datetime) -> Adviser:
    """A new account. Raises AdviserRefused for a known address, or a password under 10 characters."""
    email = email.strip().lower()
    if "@" not in email:
        raise AdviserRefused(f"« {email} » n'est pas une adresse e-mail.")
    if len(password) < MIN_PASSWORD:
        raise AdviserRefused(f"Le mot de passe doit avoir au moins {MIN_PASSWORD} caractères.")
    if session.exec(select(Adviser).where(Adviser.email == email)).first():
        raise AdviserRefused(f"Un compte existe déjà pour {email}.")
    assert office.id is not None
    adviser = Adviser(office_id=office.id, email=email, name=name, password_hash=_hasher.hash(password), created_at=now)
    session.add(adviser)
    session.flush()
    return adviser


def sign_in(session: Session, email: str, password: str, now: datetime) -> Adviser | None:
    """The adviser whose address and password these are, or None. As slow for an unknown address as for a known."""
    adviser = session.exec(select(Adviser).where(Adviser.email == email.strip().lower(), Adviser.active)).first()
    if not _matches(adviser.password_hash if adviser else _hash_of_nobody(), password) or adviser is None:
        return None
    adviser.last_login_at = now
    session.add(adviser)
    return adviser


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash("nobody")
