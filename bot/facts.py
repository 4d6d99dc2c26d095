"""What the office knows, read for one turn and frozen. The engine sees nothing else of the database."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.messaging.consent import has_consent
from backend.messaging.stop import stopped
from backend.messaging.tables import Conversation
from backend.network.tables import Office
from backend.people.contacts import contacts_of, sharing
from backend.people.documents import asked_about
from backend.people.profile import known_answers
from backend.people.tables import Candidate
from backend.placement.cv_questions import worth_asking
from backend.placement.held import say_held
from backend.placement.typography import say_phones
from backend.reference.folding import fold
from backend.reference.occupations import Nomenclature
from backend.values import Audience
from bot.agenda_facts import agenda_facts
from bot.flow import Facts, ReadCv, Sharer
from bot.placement_facts import declined_offers, placement_calls, placement_offers

# Channels that carry files, and those that know nobody's telephone number.
TAKES_FILES = ASKS_NUMBER = frozenset({"telegram"})


def read_facts(
    session: Session, talk: Conversation, nomenclature: Nomenclature, now: datetime, said: str = ""
) -> Facts:
    """The facts of one conversation. `now` is in the office's time zone. What takes long is read only if `said`."""
    office = session.get_one(Office, talk.office_id)
    candidate = session.get(Candidate, talk.candidate_id) if talk.candidate_id else None
    zone = now.tzinfo
    assert zone is not None
    return Facts(
        office=office.name,
        town=office.town,
        near=office.commune_code,
        nomenclature=nomenclature,
        phone=say_phones(office.phone),
        address=office.address,
        agreed=bool(candidate and has_consent(session, talk.candidate_id or 0, Audience.OFFICE)),
        known=known_answers(candidate) if candidate else {},
        confirmed=bool(candidate and candidate.status != "intake"),
        offers=placement_offers(session, candidate.id, zone) if candidate and candidate.id else (),
        refused=declined_offers(session, candidate, now) if candidate and _a_reason_is_asked(talk) else (),
        **_agenda_and_calls(session, talk.office_id, candidate, now),
        stopped=stopped(session, talk.office_id, talk.channel, talk.address),
        taken_over=talk.taken_by is not None,
        candidate_id=talk.candidate_id,
        people=_sharers(session, talk),
        paused_until=candidate.paused_until if candidate and candidate.paused_until else None,
        worth_asking=worth_asking(session, candidate, now) if candidate and talk.state.get("cv_all") else (),
        read_cv=_read_cv(session, candidate) if talk.channel in TAKES_FILES else None,
        takes_files=talk.channel in TAKES_FILES,
        asks_number=talk.channel in ASKS_NUMBER and not (candidate and _has_number(session, candidate)),
        held=say_held(session, candidate, office.name, now) if candidate and "donnees" in fold(said) else "",
    )


def _a_reason_is_asked(talk: Conversation) -> bool:
    return talk.state.get("asking") == "declined_for"


def _agenda_and_calls(session: Session, office_id: int, candidate: Candidate | None, now: datetime) -> dict[str, Any]:
    """The agenda's facts, and every message of the office that waits for an answer, by the time it was sent."""
    facts = agenda_facts(session, office_id, candidate, now)
    ours = placement_calls(session, candidate.id) if candidate and candidate.id else ()
    return facts | {"calls": tuple(sorted((*facts["calls"], *ours), key=lambda call: call.asked_at))}


def _read_cv(session: Session, candidate: Candidate | None) -> ReadCv | None:
    row = asked_about(session, candidate.id) if candidate and candidate.id else None
    return ReadCv(row.id or 0, row.found) if row else None


def _has_number(session: Session, candidate: Candidate) -> bool:
    return any(contact.channel == "sms" for contact in contacts_of(session, candidate))


def _sharers(session: Session, talk: Conversation) -> tuple[Sharer, ...]:
    """The people whose file has this address, when there are several."""
    people = sharing(session, talk.office_id, talk.channel, talk.address)
    return tuple(Sharer(one.id or 0, one.first_name) for one in people) if len(people) > 1 else ()
