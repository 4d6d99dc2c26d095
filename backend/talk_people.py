"""What the office and the clock do to people, in a transcript: a second file on the telephone, silence, invitations."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session, col, select

from backend.messaging.consent import record_consent
from backend.messaging.tables import Conversation, Line
from backend.people.contacts import add_contact, deactivate
from backend.people.invitations import import_contacts
from backend.people.profile import new_candidate
from backend.people.start_links import make_link
from backend.people.tables import Candidate, Document
from backend.reference import occupations
from backend.values import Audience
from bot.documents import tell_what_was_read
from bot.silence import ask_for_the_cv, be_honest_when_late, forget_the_erased, invite_contacts, nudge_the_silent


def _share(session: Session, argument: str, now: datetime) -> None:
    """Someone else's confirmed file has the same telephone: "share Paul"."""
    talk = session.exec(select(Conversation).order_by(col(Conversation.id))).one()
    other = new_candidate(session, talk.office_id, now)
    other.first_name, other.last_name, other.status = argument or "Paul", "Martin", "active"
    add_contact(session, other, talk.channel, talk.address)
    record_consent(session, other.id or 0, Audience.OFFICE, True, now, adviser_id=1)


def _known(session: Session, argument: str, now: datetime) -> None:
    """Someone whose confirmed file has a telephone number: "known Léa;+33639980188"."""
    line = session.exec(select(Line)).one()
    first_name, _, number = argument.partition(";")
    known = new_candidate(session, line.office_id, now)
    known.first_name, known.last_name, known.commune_code, known.status = first_name, "Roux", "03101", "active"
    add_contact(session, known, "sms", number)
    record_consent(session, known.id or 0, Audience.OFFICE, True, now, adviser_id=1)


def _link(session: Session, argument: str, now: datetime) -> None:
    """An adviser gives the last file a deep link with that token."""
    last = session.exec(select(Candidate).order_by(col(Candidate.id).desc())).first()
    assert last is not None, "nobody is known"
    make_link(session, last, 1, now).token = argument


def _invite(session: Session, argument: str, now: datetime) -> None:
    """A list with one contact, and what the clock does with it: "invite Léa;06 39 98 01 99"."""
    line = session.exec(select(Line)).one()
    first_name, _, phone = (argument or "Léa;06 39 98 01 99").partition(";")
    import_contacts(session, line.office_id, f"Prénom;Téléphone\n{first_name};{phone}\n".encode(), now)
    invite_contacts(session, now)


def _block(session: Session, argument: str, now: datetime) -> None:
    talk = session.exec(select(Conversation)).one()
    deactivate(session, talk.channel, talk.address)


def _read_cv(session: Session, argument: str, now: datetime) -> None:
    """The last document was fetched, and says this (lines parted by "/"): "read-cv 2018-2023 cariste / Permis B"."""
    row = session.exec(select(Document).order_by(col(Document.id).desc())).first()
    assert row is not None, "no document came"
    row.status, row.text = "stored", argument.replace(" / ", "\n")
    session.add(row)
    tell_what_was_read(session, occupations.default(), now)


def _tell_read(session: Session, now: datetime) -> int:
    return tell_what_was_read(session, occupations.default(), now)


def _clock(job: Callable[[Session, datetime], object]) -> Callable[[Session, str, datetime], None]:
    def run(session: Session, argument: str, now: datetime) -> None:
        job(session, now)

    return run


PEOPLE_ACTS: dict[str, Callable[[Session, str, datetime], None]] = {
    "share": _share,
    "invite": _invite,
    "known": _known,
    "link": _link,
    "block": _block,
    "read-cv": _read_cv,
    "read-again": _clock(_tell_read),
    "nudge": _clock(nudge_the_silent),
    "ask-for-cv": _clock(ask_for_the_cv),
    "late": _clock(be_honest_when_late),
    "forget": _clock(forget_the_erased),
    "invite-more": _clock(invite_contacts),
}
