"""The employer's private link: no account, one dossier, an end, a way to close it, and a line for each use."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from backend.placement import hired
from backend.placement.lifecycle import Action, MoveRefused, Role, State, move
from backend.placement.tables import Dossier, EmployerLink, LinkVisit, Suggestion

VALID_FOR = timedelta(days=30)


class LinkClosed(LookupError):
    """Unknown, revoked or out of date: whoever holds it is told the same in each case."""


def make_link(session: Session, dossier_id: int, who: str, now: datetime) -> str:
    """A new token for that dossier, told once: only its hash is kept. `who` is "adviser:3" or "clock"."""
    token = secrets.token_urlsafe(32)
    session.add(
        EmployerLink(
            dossier_id=dossier_id, token_hash=_hash(token), made_at=now, made_by=who, expires_at=now + VALID_FOR
        )
    )
    session.flush()
    return token


def revoke(session: Session, dossier_id: int, now: datetime) -> int:
    """Close every link to that dossier; how many were open."""
    links = list(session.exec(select(EmployerLink).where(EmployerLink.dossier_id == dossier_id)))
    open_ones = [link for link in links if link.revoked_at is None and link.expires_at > now]
    for link in open_ones:
        link.revoked_at = now
        session.add(link)
    session.flush()
    return len(open_ones)


def follow(session: Session, token: str, what: str, now: datetime) -> Dossier:
    """The dossier behind a token; its use is logged. `what`: opened, downloaded, answered. Raises LinkClosed."""
    link = session.exec(select(EmployerLink).where(EmployerLink.token_hash == _hash(token))).first()
    if link is None or link.id is None or link.revoked_at is not None or link.expires_at <= now:
        raise LinkClosed
    session.add(LinkVisit(link_id=link.id, at=now, what=what))
    session.flush()
    return session.get_one(Dossier, link.dossier_id)


def visits(session: Session, dossier_id: int) -> list[LinkVisit]:
    """Every use of a dossier's links, the latest first."""
    used = select(LinkVisit).join(EmployerLink, col(EmployerLink.id) == col(LinkVisit.link_id))
    return list(session.exec(used.where(EmployerLink.dossier_id == dossier_id).order_by(col(LinkVisit.id).desc())))


def answer(
    session: Session, dossier: Dossier, suggestion_id: int, said: str, now: datetime, reason: str = "",
    contract: str = "", first_day: date | None = None,
) -> State:  # fmt: skip
    """What the employer says of one candidate: interview, refuse (with a reason) or hire. Raises MoveRefused."""
    if suggestion_id not in dossier.suggestion_ids:
        raise MoveRefused("Cette personne n'est pas dans ce dossier.")
    suggestion = session.get_one(Suggestion, suggestion_id, with_for_update=True)
    who = f"employer:{dossier.offer.employer_id or 0}"
    if said == Action.HIRE:
        return hired.hire(session, suggestion, Role.EMPLOYER, who, contract, first_day, now)
    if said == Action.REFUSE:
        return refuse(session, suggestion, Role.EMPLOYER, who, reason, now)
    if said != Action.INTERVIEW:
        raise MoveRefused("Choisissez une réponse.")
    return move(session, suggestion, Action.INTERVIEW, Role.EMPLOYER, who, now)


def refuse(session: Session, suggestion: Suggestion, role: Role, who: str, reason: str, now: datetime) -> State:
    """The employer says no, with one of REFUSED_FOR; the person is told plainly. Raises MoveRefused."""
    after = move(session, suggestion, Action.REFUSE, role, who, now, reason)
    suggestion.reason = reason
    hired.tell(session, suggestion, "refused", now)
    return after


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
