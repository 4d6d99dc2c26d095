"""How to reach a candidate: the address they last wrote from, else one that the office wrote down."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Exists, Select, bindparam, exists, func, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from backend.database import insert_once, run, table_of
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
        if line := line_of(session, candidate.office_id, contact.channel):
            return Reachable(contact.channel, contact.address, line)
    raise NoContact(f"candidate {candidate.id} has no address")


def line_of(session: Session, office_id: int, channel: str) -> str | None:
    return session.exec(select(Line.address).where(Line.office_id == office_id, Line.channel == channel)).first()


def add_contact(session: Session, candidate: Candidate, channel: str, address: str) -> None:
    """This address is that candidate's; once."""
    theirs = {"candidate_id": candidate.id, "channel": channel, "address": address}
    row = {"office_id": candidate.office_id, "active": True, **theirs}
    if insert_once(session, Contact, row, *theirs) is None:  # they write from it again
        session.exec(select(Contact).filter_by(**theirs)).one().active = True


def sharing(session: Session, office_id: int, channel: str, address: str) -> list[Candidate]:
    """Everyone whose file has this address, in the order in which the files were made."""
    theirs = (
        select(Candidate)
        .join(Contact, col(Contact.candidate_id) == col(Candidate.id))
        .where(Contact.office_id == office_id, Contact.channel == channel, Contact.address == address, Contact.active)
    )
    return list(session.exec(theirs.order_by(col(Candidate.id))))


def contacts_of(session: Session, candidate: Candidate) -> list[Contact]:
    """Every address of that file that takes messages."""
    theirs = select(Contact).where(Contact.candidate_id == candidate.id, Contact.active)
    return list(session.exec(theirs.order_by(col(Contact.id))))


def names_sharing(session: Session, office_id: int, channel: str, address: str) -> list[tuple[int, str]]:
    """The number and the first name of each of them."""
    where = {"office_id": office_id, "channel": channel, "address": address}
    return [(row.id, row.first_name) for row in run(session, _NAMES, where)]


_FILES, _CONTACTS = table_of(Candidate), table_of(Contact)


def unreached(channel: ColumnElement[str], address: ColumnElement[str]) -> Exists:
    """Whether a file that has that address takes no more messages there, as a part of a statement."""
    row = _CONTACTS.c
    return exists().where(row.channel == channel, row.address == address, row.active.is_(False))


def _have_it(
    office_id: ColumnElement[int], channel: ColumnElement[str], address: ColumnElement[str]
) -> tuple[ColumnElement[bool], ...]:
    row = _CONTACTS.c
    return row.office_id == office_id, row.channel == channel, row.address == address, row.active


def sharers(office_id: ColumnElement[int], channel: ColumnElement[str], address: ColumnElement[str]) -> Select[Any]:
    """How many files have that address, as a part of a statement."""
    return select_columns(func.count()).select_from(_CONTACTS).where(*_have_it(office_id, channel, address))


_NAMES = (
    select_columns(_FILES.c.id, _FILES.c.first_name)
    .join(_CONTACTS, _CONTACTS.c.candidate_id == _FILES.c.id)
    .where(*_have_it(bindparam("office_id"), bindparam("channel"), bindparam("address")))
    .order_by(_FILES.c.id)
)


def deactivate(session: Session, channel: str, address: str) -> int:
    """This address takes no more messages (landline, blocked…). How many files had it."""
    found = session.exec(select(Contact).where(Contact.channel == channel, Contact.address == address)).all()
    for contact in found:
        contact.active = False
        session.add(contact)
    return len(found)


def heard_from(session: Session, channel: str, address: str) -> None:
    """Whoever writes from an address can be reached there again (they had blocked us)."""
    theirs = (col(Contact.channel) == channel, col(Contact.address) == address)
    session.execute(update(Contact).where(*theirs).values(active=True))


def of_number(session: Session, office_id: int, number: str) -> list[Candidate]:
    """Every file that a telephone number belongs to, whatever the channel, in the order in which they were made."""
    mine = select(Contact.candidate_id).where(Contact.office_id == office_id, Contact.address == number)
    theirs = select(Candidate).where(col(Candidate.id).in_(mine)).order_by(col(Candidate.id))
    return list(session.exec(theirs))
