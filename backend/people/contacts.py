"""How to reach a candidate: the address they last wrote from, else one that the office wrote down."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from backend.messaging.tables import Conversation, Line
from backend.people.tables import Candidate, Contact


class NoContact(LookupError):
    """No address of this candidate can take messages."""


@dataclass(frozen=True, slots=True)
class Reachable:
    """An address of a candidate on a channel, and the office's line to write from."""

    channel: str
    address: str
    line: str


def best_contact(session: Session, candidate: Candidate) -> Reachable:
    """The address to write to. Raises NoContact."""
    contacts = session.exec(
        select(Contact).where(Contact.candidate_id == candidate.id, Contact.active).order_by(col(Contact.id))
    ).all()
    last = session.exec(
        select(Conversation)
        .where(Conversation.candidate_id == candidate.id)
        .order_by(col(Conversation.updated_at).desc())
    ).first()
    if last and any((c.channel, c.address) == (last.channel, last.address) for c in contacts):
        return Reachable(last.channel, last.address, last.line)
    for contact in contacts:
        if line := _line(session, candidate.office_id, contact.channel):
            return Reachable(contact.channel, contact.address, line)
    raise NoContact(f"candidate {candidate.id} has no address")


def _line(session: Session, office_id: int, channel: str) -> str | None:
    return session.exec(select(Line.address).where(Line.office_id == office_id, Line.channel == channel)).first()


def add_contact(session: Session, candidate: Candidate, channel: str, address: str) -> None:
    """This address is that candidate's; once."""
    known = select(Contact).where(
        Contact.candidate_id == candidate.id, Contact.channel == channel, Contact.address == address
    )
    if session.exec(known).first() is None:
        assert candidate.id is not None
        session.add(Contact(office_id=candidate.office_id, candidate_id=candidate.id, channel=channel, address=address))
        session.flush()
