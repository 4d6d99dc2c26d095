"""Deep links that an adviser gives to a person: the chat in which one is opened is theirs. Once, within a month."""

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from backend.messaging.tables import Line
from backend.people.tables import Candidate, StartLink

GOOD_FOR = timedelta(days=30)


def make_link(session: Session, candidate: Candidate, adviser_id: int | None, now: datetime) -> StartLink:
    """A new link; those made before and not used are gone."""
    assert candidate.id is not None
    unused = select(StartLink).where(StartLink.candidate_id == candidate.id, col(StartLink.used_at).is_(None))
    for old in session.exec(unused).all():
        session.delete(old)
    link = StartLink(
        candidate_id=candidate.id, token=secrets.token_urlsafe(16), made_by=adviser_id, made_at=now
    )  # fmt: skip
    session.add(link)
    session.flush()
    return link


def url_of(session: Session, office_id: int, link: StartLink) -> str | None:
    """What the person opens; None when the office has no Telegram line, or its name is not known yet."""
    name = bot_name(session, office_id)
    return f"https://t.me/{name}?start={link.token}" if name else None


def bot_name(session: Session, office_id: int) -> str:
    line = select(Line.name).where(Line.office_id == office_id, Line.channel == "telegram", Line.name != "")
    return session.exec(line).first() or ""


def leads_to(session: Session, token: str, candidate_id: int | None) -> bool:
    """Whether this link is that file's own: opened a second time in the same chat, it changes nothing."""
    mine = select(StartLink.id).where(StartLink.token == token, StartLink.candidate_id == candidate_id)
    used = mine.where(col(StartLink.used_at).is_not(None))
    return candidate_id is not None and session.exec(used).first() is not None


def opened(session: Session, office_id: int, token: str, now: datetime) -> Candidate | None:
    """Whose link this is, used up by that; None for one that is unknown, used, too old, or another office's."""
    link = session.exec(select(StartLink).where(StartLink.token == token)).first()
    if link is None:
        return None
    candidate = session.get_one(Candidate, link.candidate_id)
    if link.used_at is not None or now - link.made_at > GOOD_FOR or candidate.office_id != office_id:
        return None
    link.used_at = now
    session.add(link)
    return candidate
