"""The talks that messages belong to: found or begun, tied to whoever writes; and where each stands after its turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, tuple_
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from backend.database import run, table_of
from backend.messaging.inbox import Waiting
from backend.messaging.tables import Conversation
from backend.people.contacts import add_contact, heard_from, sharing, unreached
from backend.people.same_person import tie
from backend.people.start_links import opened
from backend.people.tables import Candidate
from bot.flow import State


@dataclass(frozen=True, slots=True)
class Known:
    """A talk, locked. Its file is held with it: a session forgets the rows that nobody holds.

    `gone`: nothing was known of that address, or it had been given up.
    """

    talk: Conversation
    candidate: Candidate | None = None
    gone: bool = True


_ROWS, _FILES = table_of(Conversation), table_of(Candidate)
_KNOWN = (
    select(Conversation, Candidate, unreached(_ROWS.c.channel, _ROWS.c.address))
    .outerjoin(Candidate, col(Candidate.id) == col(Conversation.candidate_id))
    .where(tuple_(_ROWS.c.office_id, _ROWS.c.channel, _ROWS.c.address).in_(bindparam("addresses", expanding=True)))
    .with_for_update(of=Conversation)
)


def talks_of(session: Session, messages: Sequence[Waiting], now: datetime) -> list[Known]:
    """The talk of each message, begun where there was none. The messages are of as many talks."""
    rows = session.exec(_KNOWN, params={"addresses": [_address(message) for message in messages]})
    known = {(talk.office_id, talk.channel, talk.address): Known(talk, file, gone) for talk, file, gone in rows}
    for message in messages:
        if _address(message) not in known:
            known[_address(message)] = Known(_begun(session, message, now))
    session.flush()
    for message in messages:
        one = known[_address(message)]
        tie_invited(session, one.talk, message, now)
        if one.gone:
            heard_from(session, one.talk.channel, one.talk.address)
    return [known[_address(message)] for message in messages]


def _address(message: Waiting) -> tuple[int, str, str]:
    return message.office_id, message.channel, message.sender


def _begun(session: Session, message: Waiting, now: datetime) -> Conversation:
    talk = Conversation(
        office_id=message.office_id, channel=message.channel, address=message.sender, line=message.recipient,
        updated_at=now,
    )  # fmt: skip
    session.add(talk)
    return talk


def tie_invited(session: Session, talk: Conversation, message: Waiting, now: datetime) -> None:
    """A first message from a number that one file has, or by a deep link, is that file's talk."""
    command, _, token = message.text.partition(" ")
    invited = opened(session, talk.office_id, token.strip(), now) if command == "/start" and token else None
    if invited is not None:
        if invited.id != talk.candidate_id:  # what was said before is in the file that was begun
            talk.state = {}
            tie(session, talk, invited, now)
        return
    if talk.candidate_id is not None:
        return
    known = sharing(session, talk.office_id, talk.channel, talk.address)
    if len(known) == 1:
        talk.candidate_id = known[0].id
        add_contact(session, known[0], talk.channel, talk.address)
        session.add(talk)


_KEEP = (
    _ROWS.update()
    .where(_ROWS.c.id == bindparam("row"), _ROWS.c.version == bindparam("before"))
    .values(
        state=bindparam("after"), line=bindparam("recipient"), updated_at=bindparam("now"), version=_ROWS.c.version + 1
    )
)


_CONTACT = (
    _FILES.update().where(_FILES.c.id.in_(bindparam("files", expanding=True))).values(last_contact_at=bindparam("now"))
)


def note_contact(session: Session, talks: Sequence[Conversation], now: datetime) -> None:
    """When these people last wrote, unless an answer was written down with it."""
    files = (session.get(Candidate, talk.candidate_id) for talk in talks if talk.candidate_id)
    if silent := [file.id for file in files if file is not None and file.last_contact_at != now]:
        run(session, _CONTACT, {"files": silent, "now": now})


def keep(session: Session, stands: Sequence[tuple[Conversation, State, Waiting]], now: datetime) -> None:
    """Where each talk stands after a message, written once at the end of the turn. Raises StaleDataError."""
    session.flush()
    rows = [
        {"after": state.as_json(), "recipient": last.recipient, "now": now, "row": talk.id, "before": talk.version}
        for talk, state, last in stands
    ]
    if run(session, _KEEP, rows).rowcount != len(rows):
        raise StaleDataError("a conversation moved meanwhile")
