"""Two files turn out to be one person's: the one begun on another channel, before anybody knew, goes into the other."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from backend.messaging.tables import Consent, Conversation, OutboundMessage, Task
from backend.people.contacts import add_contact
from backend.people.erasure import blank
from backend.people.profile import known_answers, note_answer
from backend.people.tables import Candidate, Contact, Document, FirstInvitation, StartLink
from backend.reference.folding import fold

_MOVED: tuple[Any, ...] = (Consent, Conversation, OutboundMessage, Task, Document, FirstInvitation, StartLink)


def tie(session: Session, talk: Conversation, found: Candidate, now: datetime) -> None:
    """That talk is this person's, by a proof; what they had begun there under no name is not lost."""
    begun = session.get(Candidate, talk.candidate_id) if talk.candidate_id else None
    talk.candidate_id = found.id
    session.add(talk)
    add_contact(session, found, talk.channel, talk.address)
    if begun is not None and begun.id != found.id:
        _join(session, begun, found, talk, now)
    session.flush()


def _join(session: Session, begun: Candidate, found: Candidate, talk: Conversation, now: datetime) -> None:
    """A file that was only begun moves into the other; of two finished ones an adviser decides."""
    mine = select(Contact).where(Contact.candidate_id == begun.id)
    if begun.status != "intake" and _two_people(begun, found):
        return  # they share the telephone: who is writing is asked before anything private
    if begun.status != "intake":
        for contact in session.exec(mine.where(Contact.channel == talk.channel, Contact.address == talk.address)):
            session.delete(contact)
        note = f"Deux fiches pour la même personne : {found} (n° {found.id}) et {begun} (n° {begun.id})."
        session.add(Task(office_id=found.office_id, candidate_id=found.id, kind="two_files", note=note, created_at=now))
        return
    known = known_answers(found)
    for key, value in known_answers(begun).items():
        if key not in known:
            note_answer(found, key, value)
    for contact in session.exec(mine).all():
        add_contact(session, found, contact.channel, contact.address)
        session.delete(contact)
    for table in _MOVED:
        session.execute(update(table).where(col(table.candidate_id) == begun.id).values(candidate_id=found.id))
    blank(begun)
    session.add_all([found, begun])


def _two_people(one: Candidate, other: Candidate) -> bool:
    """Whether their first names say that they are not the same person."""
    names = {fold(each.first_name).strip() for each in (one, other)}
    return len(names) == 2 and "" not in names
