"""What the office knows, read for one turn. The engine sees nothing else of the database.

What every turn looks at is read before it. The agenda is read when a question first looks at it, in the same
transaction: most turns of an intake never do.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from backend.database import run, table_of
from backend.messaging import outbox
from backend.messaging.consent import LAST_WORD
from backend.messaging.stop import ANY_STOP, stopped
from backend.messaging.tables import Conversation
from backend.network.tables import Office
from backend.people.contacts import SHARERS, contacts_of, names_sharing
from backend.people.documents import WAITS_FOR_YES, asked_about
from backend.people.profile import known_answers
from backend.people.tables import Candidate
from backend.placement.cv_questions import worth_asking
from backend.placement.held import say_held
from backend.placement.typography import say_phones
from backend.reference.folding import fold
from backend.reference.occupations import Nomenclature
from backend.values import Audience
from bot.agenda_facts import agenda_calls, agenda_of
from bot.flow import Call, Facts, ReadCv, Sharer, State
from bot.placement_facts import declined_offers, placement_calls, placement_offers

# Channels that carry files, and those that know nobody's telephone number.
TAKES_FILES = ASKS_NUMBER = frozenset({"telegram"})

# What every turn must know, in one look.
_OFFICES = table_of(Office).c
_STANDING = select(
    *(_OFFICES[name] for name in ("name", "town", "commune_code", "phone", "address")),
    LAST_WORD.scalar_subquery().label("given"),
    outbox.BEGAN.label("began"),
    ANY_STOP.label("stops"),
    SHARERS.scalar_subquery().label("sharers"),
    WAITS_FOR_YES.label("cv_waits"),
).where(_OFFICES.id == bindparam("office_id"))


def read_facts(
    session: Session, talk: Conversation, state: State, nomenclature: Nomenclature, now: datetime, said: str = ""
) -> Facts:
    """The facts of one conversation. `now` is in the office's time zone. What takes long is read only if `said`."""
    candidate = session.get(Candidate, talk.candidate_id) if talk.candidate_id else None
    zone = now.tzinfo
    assert zone is not None
    standing = run(session, _STANDING, _about(talk)).one()
    # Nobody answers an offer or a call before the office has written to them by itself.
    called = candidate.id if candidate and standing.began else None
    return Facts(
        office=standing.name,
        town=standing.town,
        near=standing.commune_code,
        nomenclature=nomenclature,
        phone=say_phones(standing.phone),
        address=standing.address,
        agreed=bool(candidate and standing.given),
        known=known_answers(candidate) if candidate else {},
        confirmed=bool(candidate and candidate.status != "intake"),
        offers=placement_offers(session, called, zone) if called else (),
        refused=declined_offers(session, candidate, now) if candidate and state.asking == "declined_for" else (),
        calls=tuple(sorted(_calls(session, called, now), key=lambda call: call.asked_at)) if called else (),
        agenda=cache(lambda: agenda_of(session, talk.office_id, candidate, now)),
        stopped=stopped(session, talk.office_id, talk.channel, talk.address) if standing.stops else None,
        taken_over=talk.taken_by is not None,
        candidate_id=talk.candidate_id,
        people=_sharers(session, talk) if standing.sharers > 1 else (),
        paused_until=candidate.paused_until if candidate and candidate.paused_until else None,
        worth_asking=worth_asking(session, candidate, now) if candidate and state.cv_all else (),
        read_cv=_read_cv(session, candidate)
        if candidate and standing.cv_waits and talk.channel in TAKES_FILES
        else None,
        takes_files=talk.channel in TAKES_FILES,
        asks_number=talk.channel in ASKS_NUMBER and not (candidate and _has_number(session, candidate)),
        held=say_held(session, candidate, standing.name, now) if candidate and "donnees" in fold(said) else "",
    )


def _about(talk: Conversation) -> dict[str, Any]:
    return {
        "candidate_id": talk.candidate_id, "audience": Audience.OFFICE, "office_id": talk.office_id,
        "channel": talk.channel, "address": talk.address,
    }  # fmt: skip


def _calls(session: Session, candidate_id: int, now: datetime) -> Iterator[Call]:
    """Every message of the office that waits for an answer."""
    yield from agenda_calls(session, candidate_id, now)
    yield from placement_calls(session, candidate_id)


def _read_cv(session: Session, candidate: Candidate) -> ReadCv | None:
    row = asked_about(session, candidate.id or 0)
    return ReadCv(row.id or 0, row.found) if row else None


def _has_number(session: Session, candidate: Candidate) -> bool:
    return any(contact.channel == "sms" for contact in contacts_of(session, candidate))


def _sharers(session: Session, talk: Conversation) -> tuple[Sharer, ...]:
    """The people whose file has this address."""
    return tuple(Sharer(*one) for one in names_sharing(session, talk.office_id, talk.channel, talk.address))
