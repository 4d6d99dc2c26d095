"""What the office knows, read for one turn. The engine sees nothing else of the database.

What every turn looks at is read before it. The agenda is read when a question first looks at it, in the same
transaction: most turns of an intake never do.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from backend.database import run, table_of
from backend.messaging import outbox
from backend.messaging.consent import last_word
from backend.messaging.stop import any_stop, stopped
from backend.messaging.tables import Conversation
from backend.network.tables import Office
from backend.people.contacts import contacts_of, names_sharing, sharers, unreached
from backend.people.documents import asked_about, waits_for_yes
from backend.people.profile import known_answers
from backend.people.tables import Candidate
from backend.placement.cv_questions import worth_asking
from backend.placement.held import say_held
from backend.placement.typography import say_phones
from backend.reference.occupations import Nomenclature
from backend.values import Audience
from bot.agenda_facts import agenda_calls, agenda_of
from bot.placement_facts import placement_calls, placement_offers, refused_offers
from bot.situation import Call, Facts, ReadCv, Sharer
from bot.state import State

# Channels that carry files, and those that know nobody's telephone number.
TAKES_FILES = ASKS_NUMBER = frozenset({"telegram"})

# What every turn must know of a talk.
_OFFICES, _TALKS = table_of(Office), table_of(Conversation)
_ITS = (_TALKS.c.office_id, _TALKS.c.channel, _TALKS.c.address)
_STANDING = (
    select(
        _TALKS.c.id,
        *(_OFFICES.c[name] for name in ("name", "town", "commune_code", "phone", "address")),
        last_word(_TALKS.c.candidate_id, Audience.OFFICE).scalar_subquery().label("given"),
        outbox.began(_TALKS.c.candidate_id).label("began"),
        any_stop(*_ITS).label("stops"),
        sharers(*_ITS).scalar_subquery().label("sharers"),
        unreached(*_ITS[1:]).label("unreached"),
        waits_for_yes(_TALKS.c.candidate_id).label("cv_waits"),
    )
    .join(_OFFICES, _OFFICES.c.id == _TALKS.c.office_id)
    .where(_TALKS.c.id.in_(bindparam("talks", expanding=True)))
)
Standing: TypeAlias = Row[Any]


def standing_of(session: Session, talks: Sequence[Conversation]) -> dict[int, Standing]:
    """What every turn must know of each of these talks, in one look; by the talk's id."""
    session.flush()  # a talk that begins has no id before
    return {row.id: row for row in run(session, _STANDING, {"talks": [talk.id for talk in talks]})}


def read_facts(
    session: Session, talk: Conversation, state: State, nomenclature: Nomenclature, now: datetime,
    standing: Standing | None = None,
) -> Facts:  # fmt: skip
    """The facts of one conversation. `now` is in the office's time zone. What takes long is read when it is looked at.

    `standing` is what `standing_of` gave, when nothing moved since.
    """
    candidate = session.get(Candidate, talk.candidate_id) if talk.candidate_id else None
    zone = now.tzinfo
    assert zone is not None
    standing = standing or standing_of(session, [talk])[talk.id or 0]
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
        refused=cache(lambda: refused_offers(session, candidate, now) if candidate else ()),
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
        held=cache(lambda: say_held(session, candidate, standing.name, now) if candidate else ""),
    )


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
