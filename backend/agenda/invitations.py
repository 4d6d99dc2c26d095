"""Invitations to the CV workshop, paced to its seats: nobody is written to without a seat to offer.

Of those invited, some say yes. With n free seats and a rate r of yes, at most n / r invitations are open at a time;
with no free seat, none leaves. The rate is measured on the office's own invitations, from a first guess of 40 %.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from backend.agenda import wording
from backend.agenda.booking import coming
from backend.agenda.slots import free_seats
from backend.agenda.tables import AgendaSession, Booking, Invitation
from backend.messaging.consent import has_consent
from backend.people.tables import Candidate
from backend.people.writing import write_to
from backend.values import Audience, Choice, Json, Purpose

OPEN_FOR = timedelta(days=3)
AGAIN_AFTER = timedelta(days=30)
SHOWN = 3
# Sessions so near that people could not arrange themselves are left to who asks.
NOTICE = timedelta(days=2)
FIRST_GUESS, GUESS_WEIGHT = 0.4, 10
MEASURED = 200
# The kind of a no that answered no invitation.
DECLINED = "declined"
# How the key of the message begins (see calls.py).
KEYS = {"workshop": "invitation", "apec": "apec-invitation"}


def rate_of_yes(session: Session, office_id: int, now: datetime, kind: str = "workshop") -> float:
    """Of the last invitations that are answered or over, how many said yes; a guess where there are few."""
    over = select(Invitation.answer).where(
        Invitation.office_id == office_id, Invitation.kind == kind,
        (col(Invitation.answer) != "") | (col(Invitation.at) < now - OPEN_FOR),
    )  # fmt: skip
    answers = session.exec(over.order_by(col(Invitation.id).desc()).limit(MEASURED)).all()
    yes = sum(answer == "yes" for answer in answers)
    return (yes + FIRST_GUESS * GUESS_WEIGHT) / (len(answers) + GUESS_WEIGHT)


def still_open(session: Session, office_id: int, now: datetime, kind: str = "workshop") -> int:
    """Invitations that may still be answered yes."""
    waiting = select(func.count()).select_from(Invitation).where(
        Invitation.office_id == office_id, Invitation.kind == kind, Invitation.answer == "",
        col(Invitation.at) > now - OPEN_FOR,
    )  # fmt: skip
    return session.exec(waiting).one()


def room_for(free: int, rate: float, waiting: int) -> int:
    """How many more people may be invited. `rate` is above 0."""
    return max(0, int(free / max(rate, 0.05)) - waiting) if free else 0


def to_invite(session: Session, office_id: int, now: datetime, limit: int) -> list[Candidate]:
    """Active people whose CV needs work, never booked nor invited lately; who has waited longest first."""
    busy = select(Booking.candidate_id).where(
        col(Booking.status).in_(("booked", "held", "waiting")) | (col(Booking.booked_at) > now - AGAIN_AFTER)
    )
    lately = select(Invitation.candidate_id).where(col(Invitation.at) > now - AGAIN_AFTER)
    people = select(Candidate).where(
        Candidate.office_id == office_id, Candidate.status == "active",
        col(Candidate.cv_state).in_(("to_rework", "none")),
        col(Candidate.id).not_in(busy), col(Candidate.id).not_in(lately),
    )  # fmt: skip
    found = session.exec(people.order_by(col(Candidate.created_at), col(Candidate.id)).limit(limit * 3))
    return [one for one in found if has_consent(session, one.id or 0, Audience.OFFICE)][:limit]


def invite(session: Session, office_id: int, office: str, now: datetime) -> int:
    """Invite as many people as the seats allow. How many were. `office` is its name, as people read it."""
    events, most = room(session, office_id, "workshop", now)
    if not most:
        return 0
    labels = [wording.say_moment(one.starts_at.astimezone(now.tzinfo)) for one in events[:SHOWN]]
    lines: list[Json] = [{"value": one.id, "label": label} for one, label in zip(events, labels, strict=False)]
    said = ", ".join(f"{number}) {label}" for number, label in enumerate(labels, 1))

    def words(candidate: Candidate) -> str:
        return wording.invitation(candidate.first_name, office, said)

    return sum(send(session, one, "workshop", lines, words, now) for one in to_invite(session, office_id, now, most))


def room(session: Session, office_id: int, kind: str, now: datetime) -> tuple[list[AgendaSession], int]:
    """Sessions with a free seat, soonest first, and how many more people may be told of them."""
    events = [one for one in coming(session, office_id, kind, now) if one.starts_at > now + NOTICE]
    seats = {one.id: len(free_seats(session, one, now)) for one in events}
    rate, waiting = rate_of_yes(session, office_id, now, kind), still_open(session, office_id, now, kind)
    return [one for one in events if seats[one.id]], room_for(sum(seats.values()), rate, waiting)


def send(
    session: Session, candidate: Candidate, kind: str, lines: list[Json], words: Callable[[Candidate], str],
    now: datetime,
) -> int:  # fmt: skip
    """Tell one person; 0 when no message can reach them. `lines`: [{"value", "label"}] by the digits of the text."""
    assert candidate.id is not None
    row = Invitation(office_id=candidate.office_id, candidate_id=candidate.id, kind=kind, lines=lines, at=now)
    session.add(row)
    session.flush()
    key = f"{KEYS[kind]}:{row.id}"
    choices = tuple(
        Choice(str(number), str(line["label"])) for number, line in enumerate(lines, 1) if isinstance(line, dict)
    )
    if write_to(session, candidate, words(candidate), Purpose.INVITATION, key, now, choices) is None:
        session.delete(row)
        return 0
    return 1


def answered(session: Session, invitation_id: int, candidate_id: int, answer: str, now: datetime) -> None:
    """The person said yes or no; a second answer changes the first."""
    row = session.get(Invitation, invitation_id)
    if row and row.candidate_id == candidate_id:
        row.answer, row.answered_at = answer, now
        session.add(row)


def declined(session: Session, candidate: Candidate, now: datetime) -> None:
    """They said no by themselves: no invitation for as long as after one that was sent. It counts in no rate."""
    assert candidate.id is not None
    row = Invitation(
        office_id=candidate.office_id, candidate_id=candidate.id, kind=DECLINED, lines=[], at=now, answer="no",
        answered_at=now,
    )  # fmt: skip
    session.add(row)
