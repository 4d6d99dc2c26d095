"""The talks that messages belong to: found or begun, tied to whoever writes; and where each stands after its turn."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

from sqlalchemy import bindparam, tuple_
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from backend.database import run, table_of
from backend.messaging.inbox import Waiting
from backend.messaging.tables import Conversation
from backend.people.contacts import heard_from, sharing
from backend.people.same_person import tie
from backend.people.start_links import leads_to, opened
from backend.people.tables import Candidate
from bot.facts import Standing
from bot.messages import token_in
from bot.state import State

# An office, a channel, an address on it.
Address: TypeAlias = tuple[int, str, str]
# A talk that a message belongs to, locked, and its file: a session forgets the rows that nobody holds.
Known: TypeAlias = tuple[Conversation, Candidate | None]


class Followed(NamedTuple):
    """Whether the talk changed hands, and the messages whose link leads nowhere."""

    tied: bool
    dead: Collection[int]


_ROWS, _FILES = table_of(Conversation), table_of(Candidate)
_KNOWN = (
    select(Conversation, Candidate)
    .outerjoin(Candidate, col(Candidate.id) == col(Conversation.candidate_id))
    .where(tuple_(_ROWS.c.office_id, _ROWS.c.channel, _ROWS.c.address).in_(bindparam("addresses", expanding=True)))
    .with_for_update(of=Conversation)
)


def talks_of(session: Session, messages: Sequence[Waiting], now: datetime) -> list[Known]:
    """The talk of each message, begun where there was none. The messages are of as many talks."""
    rows = session.exec(_KNOWN, params={"addresses": [_address(message) for message in messages]})
    known: dict[Address, Known] = {(talk.office_id, talk.channel, talk.address): (talk, file) for talk, file in rows}
    for message in messages:
        if _address(message) not in known:
            known[_address(message)] = (_begun(session, message, now), None)
    return [known[_address(message)] for message in messages]


def _address(message: Waiting) -> Address:
    return message.office_id, message.channel, message.sender


def _begun(session: Session, message: Waiting, now: datetime) -> Conversation:
    talk = Conversation(
        office_id=message.office_id, channel=message.channel, address=message.sender, line=message.recipient,
        updated_at=now,
    )  # fmt: skip
    session.add(talk)
    return talk


def whose(session: Session, talk: Conversation, message: Waiting, standing: Standing, now: datetime) -> bool:
    """Tie the talk to the file it belongs to, which can be reached there again. Whether anything moved.

    A first message from a number that one file has is that file's talk.
    """
    tied = _tied_by_address(session, talk, standing)
    if standing.unreached:
        heard_from(session, talk.channel, talk.address)
    return tied or standing.unreached


def follow_links(session: Session, talk: Conversation, messages: Sequence[Waiting], now: datetime) -> Followed:
    """The deep links among the messages: the talk is that of the file they lead to."""
    tied, dead = False, set[int]()
    for message in messages:
        if not (token := token_in(message)) or leads_to(session, token, talk.candidate_id):
            continue
        if invited := opened(session, talk.office_id, token, now):
            talk.state = {}  # what was said before is in the file that was begun
            tie(session, talk, invited, now)
            tied = True
        else:
            dead.add(message.id)
    return Followed(tied, dead)


def _tied_by_address(session: Session, talk: Conversation, standing: Standing) -> bool:
    if talk.candidate_id is not None or standing.sharers != 1:
        return False
    [known] = sharing(session, talk.office_id, talk.channel, talk.address)
    talk.candidate_id = known.id
    session.add(talk)
    return True


_CONTACT = (
    _FILES.update().where(_FILES.c.id.in_(bindparam("files", expanding=True))).values(last_contact_at=bindparam("now"))
)


def note_contact(session: Session, talks: Sequence[Conversation], now: datetime) -> None:
    """When these people last wrote, unless an answer was written down with it."""
    files = (session.get(Candidate, talk.candidate_id) for talk in talks if talk.candidate_id)
    if silent := [file.id for file in files if file is not None and file.last_contact_at != now]:
        run(session, _CONTACT, {"files": silent, "now": now})


_KEEP = (
    _ROWS.update()
    .where(_ROWS.c.id == bindparam("row"), _ROWS.c.version == bindparam("before"))
    .values(
        state=bindparam("after"), line=bindparam("recipient"), updated_at=bindparam("now"), version=_ROWS.c.version + 1
    )
)


def keep(session: Session, stands: Sequence[tuple[Conversation, State, Waiting]], now: datetime) -> None:
    """Where each talk stands after a message, written once at the end of the turn. Raises StaleDataError."""
    session.flush()
    rows = [
        {"after": state.as_json(), "recipient": last.recipient, "now": now, "row": talk.id, "before": talk.version}
        for talk, state, last in stands
    ]
    if run(session, _KEEP, rows).rowcount != len(rows):
        raise StaleDataError("a conversation moved meanwhile")
