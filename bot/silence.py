"""What the assistant starts by itself: a question again after a silence, one question a day, honest words when late.

Each is a job on one session; outbox keeps the hours and who may be written to.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from sqlmodel import Session, col, select

from backend.agenda.booking import coming
from backend.agenda.slots import free_seats
from backend.messaging import outbox
from backend.messaging.tables import Conversation, Task
from backend.messaging.waiting import ANSWERED_BY_A_HUMAN, unanswered_since
from backend.network.tables import Office
from backend.people.erasure import sweep_erased
from backend.people.invitations import send_invitations
from backend.people.tables import Candidate
from backend.placement.cv_questions import worth_asking
from backend.reference import occupations
from backend.values import Purpose
from bot.book import BOOK
from bot.engine import nudge, open_question
from bot.facts import read_facts
from bot.state import State
from bot.unasked import say_unasked

# How long after the question each nudge comes; after the last one the talk is parked until the person writes.
AFTER = (timedelta(hours=24), timedelta(hours=72))
PARKED = timedelta(days=7)
# What the office starts and reminds of by itself has its own rules: those of placement and of the agenda.
NOT_OURS = ("offer", "offer_again", "declined_for", "call", "reminder", "freed_seat")
OFFICE_LATE = timedelta(hours=24)
LATE = "late_answer"


def nudge_the_silent(session: Session, now: datetime) -> int:
    """Ask again what was left without an answer, after a day and after three. How many messages."""
    quiet = select(Conversation).where(
        col(Conversation.candidate_id).is_not(None), col(Conversation.taken_by).is_(None),
        col(Conversation.updated_at) <= now - AFTER[0], col(Conversation.updated_at) > now - PARKED,
    )  # fmt: skip
    return sum(_nudge(session, talk, now) for talk in session.exec(quiet).all())


def _nudge(session: Session, talk: Conversation, now: datetime) -> int:
    state = State.from_json(talk.state)
    if not state.asking or not state.asked_at or state.asking in NOT_OURS or state.nudges >= len(AFTER):
        return 0
    if now - datetime.fromisoformat(state.asked_at) < AFTER[state.nudges]:
        return 0
    turn = nudge(BOOK, state, read_facts(session, talk, state, _nomenclature(), now), now)
    return (
        say_unasked(session, talk, turn, Purpose.NUDGE, f"nudge:{talk.id}:{state.asked_at}:{state.nudges}", now)
        if turn
        else 0
    )


def ask_for_the_cv(session: Session, now: datetime) -> int:
    """One question a day to whoever has none to answer: the one that opens most offers to them."""
    rested = (
        select(Conversation, Candidate)
        .join(Candidate, col(Candidate.id) == col(Conversation.candidate_id))
        .where(Candidate.status == "active", col(Conversation.taken_by).is_(None))
        .where(col(Conversation.updated_at) <= now - timedelta(hours=16))
        .where(col(Candidate.paused_until).is_(None) | (col(Candidate.paused_until) <= now.date()))
    )
    return sum(_ask_for_cv(session, talk, candidate, now) for talk, candidate in session.exec(rested).all())


def _ask_for_cv(session: Session, talk: Conversation, candidate: Candidate, now: datetime) -> int:
    state, today = State.from_json(talk.state), now.date().isoformat()
    if state.asking or state.cv_day == today:
        return 0
    open_ones = [key for key in worth_asking(session, candidate, now) if key not in state.skipped]
    if not open_ones:
        return 0
    facts = read_facts(session, talk, state, _nomenclature(), now)
    turn = open_question(BOOK, state, open_ones[0], facts, now, hello_of(candidate.first_name))
    return say_unasked(session, talk, turn, Purpose.NEWS, f"cv:{talk.id}:{today}", now) if turn else 0


def hello_of(first_name: str) -> str:
    return f"Bonjour {first_name[:20] or 'à vous'}, une question pour votre CV."


# --- the office is late -----------------------------------------------------------------------------------------------


def be_honest_when_late(session: Session, now: datetime) -> int:
    """Someone waits for a human for a day: they are told once, and an adviser has a task. How many people."""
    return sum(_tell_late(session, talk, since, now) for talk, since in _kept_waiting(session, now))


def _kept_waiting(session: Session, now: datetime) -> Iterator[tuple[Conversation, datetime]]:
    """Talks with a task that is still open, or taken over and not answered, for longer than OFFICE_LATE."""
    open_tasks = (
        select(Conversation, Task.created_at)
        .join(Task, col(Task.conversation_id) == col(Conversation.id))
        .where(col(Task.done_at).is_(None), col(Task.kind).in_(ANSWERED_BY_A_HUMAN))
        .where(col(Task.created_at) <= now - OFFICE_LATE)
    )
    yield from session.exec(open_tasks).all()
    for talk in session.exec(select(Conversation).where(col(Conversation.taken_by).is_not(None))).all():
        since = unanswered_since(session, talk)
        if since and since <= now - OFFICE_LATE:
            yield talk, since


def _tell_late(session: Session, talk: Conversation, since: datetime, now: datetime) -> int:
    told = select(Task).where(Task.conversation_id == talk.id, Task.kind == LATE, col(Task.created_at) >= since)
    if session.exec(told).first() is not None:
        return 0
    office = session.get_one(Office, talk.office_id)
    session.add(
        Task(
            office_id=talk.office_id, candidate_id=talk.candidate_id, conversation_id=talk.id, kind=LATE,
            note=f"Attend une réponse depuis le {since.astimezone(now.tzinfo):%d/%m à %Hh%M}.", created_at=now,
        )
    )  # fmt: skip
    draft = outbox.Draft(
        office_id=talk.office_id, channel=talk.channel, sender=talk.line, recipient=talk.address,
        text=late_words(office.phone), purpose=Purpose.NEWS, candidate_id=talk.candidate_id,
        dedupe_key=f"late:{talk.id}:{since.isoformat()}",
    )  # fmt: skip
    try:
        outbox.enqueue(session, draft, now)
    except outbox.NotSent:
        return 0
    return 1


def late_words(phone: str) -> str:
    call = f" Vous pouvez aussi appeler le {phone}." if phone else ""
    return f"Votre conseiller n'a pas encore pu vous répondre. Votre demande est bien notée, on le lui rappelle.{call}"


# --- people who are invited -------------------------------------------------------------------------------------------


def invite_contacts(session: Session, now: datetime) -> int:
    """The office's list of contacts, as many as the coming workshops have seats."""
    return sum(_invite(session, office, now) for office in session.exec(select(Office)).all())


def _invite(session: Session, office: Office, now: datetime) -> int:
    assert office.id is not None
    seats = sum(len(free_seats(session, one, now)) for one in coming(session, office.id, "workshop", now))
    return send_invitations(session, office.id, office.name, seats, now)


def forget_the_erased(session: Session, now: datetime) -> int:
    return sweep_erased(session, now)


@cache
def _nomenclature() -> occupations.Nomenclature:
    return occupations.default()
