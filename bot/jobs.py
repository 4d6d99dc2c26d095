"""What the clock does. Each job is one function on one session, run in a transaction of its own; JOBS says when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from backend.agenda.apec import invite_to_apec
from backend.agenda.invitations import invite
from backend.agenda.minimum import ask_about_small
from backend.agenda.recurrence import is_holiday, plan_all
from backend.agenda.reminders import remind
from backend.agenda.waiting_list import lapse
from backend.network.tables import Office
from backend.offers.given_files import forget_left
from backend.placement.hired import ask_whether_it_holds, end_closed_offers
from backend.placement.rematch import match_imports, rematch
from backend.placement.sending import note_sent
from backend.placement.silence import watch_people
from backend.placement.why import forget_inputs
from backend.reference import occupations
from bot.documents import tell_what_was_read
from bot.silence import (
    ask_for_the_cv,
    be_honest_when_late,
    forget_the_erased,
    invite_contacts,
    nudge_the_silent,
)


@dataclass(frozen=True)
class Job:
    """`every_s` seconds, or once a day at `at` (hour, minute) in the office's time zone."""

    name: str
    run: Callable[[Session, datetime], object]
    every_s: int | None = None
    at: tuple[int, int] | None = None


def invite_to_workshops(session: Session, now: datetime) -> int:
    """On working days, each office invites as many people as its seats allow."""
    if now.weekday() > 4 or is_holiday(now.date()):
        return 0
    return sum(invite(session, office.id or 0, office.name, now) for office in session.exec(select(Office)).all())


def invite_to_the_apec(session: Session, now: datetime) -> int:
    """On working days, each office tells as many people as the next permanence has free slots for."""
    if now.weekday() > 4 or is_holiday(now.date()):
        return 0
    return sum(
        invite_to_apec(session, office.id or 0, office.town, now) for office in session.exec(select(Office)).all()
    )


def rematch_every_office(session: Session, now: datetime) -> int:
    """What waits for the advisers in the morning."""
    return sum(rematch(session, office.id or 0, now) for office in session.exec(select(Office)).all())


def tell_what_was_read_now(session: Session, now: datetime) -> int:
    """Those whose adviser has handed back since, and those that a process that died has left."""
    return tell_what_was_read(session, occupations.default(), now)


JOBS: tuple[Job, ...] = (
    Job("offers that have left are sent", note_sent, every_s=3),
    Job("suggestions of filled and closed offers end", end_closed_offers, every_s=60),
    Job("offers without an answer are recalled once, then silent", watch_people, every_s=600),
    Job("people who were hired are asked whether it holds", ask_whether_it_holds, at=(9, 30)),
    Job("reasons of suggestions are forgotten after two years", forget_inputs, at=(4, 0)),
    Job("reminders of bookings", remind, every_s=300),
    Job("held seats that nobody answered go to the next", lapse, every_s=60),
    Job("a question that was left is asked again", nudge_the_silent, every_s=600),
    Job("documents that were read are told", tell_what_was_read_now, every_s=60),
    Job("people whom the office keeps waiting are told", be_honest_when_late, every_s=600),
    Job("contacts of a list are invited, paced to the seats", invite_contacts, every_s=900),
    Job("one question for the CV", ask_for_the_cv, at=(10, 15)),
    Job("the last trace of the erased goes", forget_the_erased, every_s=60),
    Job("offers of an imported file are matched", match_imports, every_s=20),
    Job("files of offers that were left are forgotten", forget_left, at=(4, 10)),
    Job("open offers are matched again, spread over the people", rematch_every_office, at=(3, 0)),
    Job("sessions of the series are planned", plan_all, at=(5, 0)),
    Job("workshops below their minimum are asked about", ask_about_small, at=(8, 30)),
    Job("invitations to workshops, paced to their seats", invite_to_workshops, at=(10, 0)),
    Job("invitations to the Apec permanence, paced to its slots", invite_to_the_apec, at=(10, 30)),
)
