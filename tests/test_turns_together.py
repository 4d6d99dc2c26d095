"""Turns that wait at the same time are one transaction; nobody is told less, or later, for the others' sake."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.agenda.tables import AgendaSession, Booking
from backend.database import reading, transaction
from backend.messaging import inbox
from backend.messaging.tables import Conversation, InboundMessage, OptOut, OutboundMessage
from backend.network.tables import Office
from backend.people.profile import new_candidate
from backend.people.tables import Candidate
from backend.reference import occupations
from backend.values import Inbound
from bot import taking
from bot.dispatch import MOST_TOGETHER, Dispatch
from bot.options import Option
from bot.state import State
from tests.agenda_fixtures import a_workshop, somebody
from tests.databases import OFFICE_LINES, TUESDAY_10H, FixedClock
from tests.test_turn_cost import statements


def number(who: int) -> str:
    return f"+336399800{who:02d}"


@pytest.fixture
def dispatch(engine: Engine, office: Office, clock: FixedClock) -> Dispatch:
    return Dispatch(engine, clock, occupations.default)


def write(engine: Engine, who: int, text: str, channel: str = "sms") -> None:
    with transaction(engine) as session:
        provider_id = str(len(session.exec(select(InboundMessage.id)).all()))
        inbox.accept(session, Inbound(channel, provider_id, number(who), OFFICE_LINES[channel], text, TUESDAY_10H))


def replies(engine: Engine) -> dict[str, str]:
    """The last reply to each address."""
    with reading(engine) as session:
        return {
            row.recipient: row.text for row in session.exec(select(OutboundMessage).order_by(col(OutboundMessage.id)))
        }


def all_say(engine: Engine, dispatch: Dispatch, people: int, *texts: str) -> None:
    for text in texts:
        for who in range(people):
            write(engine, who, text)
        dispatch.handle_waiting()


def test_ten_people_at_once_are_answered_each_with_their_own_question(engine: Engine, dispatch: Dispatch) -> None:
    all_say(engine, dispatch, 10, "bonjour", "oui")
    names = ["Anne", "Paul", "Inès", "Karim", "Rosa", "Marcel", "Fatou", "Thierry", "Léa", "Jocelyne"]
    for who, name in enumerate(names):
        write(engine, who, f"{name} Petit")
    assert dispatch.handle_waiting() == 10
    assert [replies(engine)[number(who)].split(".")[0] for who in range(10)] == [f"Merci {name}" for name in names]


def test_ten_turns_together_take_fewer_statements_than_three_alone(engine: Engine, dispatch: Dispatch) -> None:
    all_say(engine, dispatch, 11, "bonjour", "oui", "Anne Petit", "domerat")
    counts = []
    for people in (range(1), range(1, 11)):
        for who in people:
            write(engine, who, "cariste")
        with statements(engine) as seen:
            dispatch.handle_waiting()
        counts.append(len(seen))
    alone, together = counts
    assert together < 3 * alone


def test_more_than_fit_in_one_transaction_are_all_handled(engine: Engine, dispatch: Dispatch) -> None:
    for who in range(MOST_TOGETHER + 5):
        write(engine, who, "bonjour")
    assert dispatch.handle_waiting() == MOST_TOGETHER + 5
    assert len(replies(engine)) == MOST_TOGETHER + 5


def test_one_that_cannot_be_handled_keeps_nobody_else_back(
    engine: Engine, dispatch: Dispatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = taking.step

    def stumbling(book: Any, state: Any, said: Any, *more: Any) -> Any:
        if said.text == "boum":
            raise ZeroDivisionError
        return step(book, state, said, *more)

    monkeypatch.setattr(taking, "step", stumbling)
    for who, text in enumerate(["bonjour", "boum", "bonjour"]):
        write(engine, who, text)
    dispatch.handle_waiting()
    with reading(engine) as session:
        rows = session.exec(select(InboundMessage).order_by(col(InboundMessage.id))).all()
        assert [(row.attempts, row.set_aside_at is not None) for row in rows] == [(0, False), (3, True), (0, False)]
    assert replies(engine).keys() == {number(0), number(2)}


def test_the_last_seat_goes_to_one_of_two_who_answer_at_once(
    engine: Engine, dispatch: Dispatch, office: Office
) -> None:
    with transaction(engine) as session:
        event = a_workshop(session, office, TUESDAY_10H + timedelta(days=7), seats=1)
        for who in (0, 1):
            _talks_about_seats(session, somebody(session, office, number=who), office, who, event)
    for who in (0, 1):
        write(engine, who, "1")
    dispatch.handle_waiting()
    with reading(engine) as session:
        assert len(session.exec(select(Booking).where(Booking.status == "booked")).all()) == 1
    said = replies(engine)
    assert said[number(0)].startswith("C'est noté")
    assert said[number(1)].startswith("Cette date vient d'etre prise")


def _talks_about_seats(session: Session, person: Candidate, office: Office, who: int, event: AgendaSession) -> None:
    state = State(asking="workshop", offered=(Option(event.id, "mardi 1er"),), asked_at=TUESDAY_10H.isoformat())
    _talk(session, person, office, who, "sms", state)


def _talk(session: Session, person: Candidate, office: Office, who: int, channel: str, state: State) -> None:
    session.add(
        Conversation(office_id=office.id or 0, channel=channel, address=number(who), line=OFFICE_LINES[channel],
                     candidate_id=person.id, state=state.as_json(), updated_at=TUESDAY_10H)
    )  # fmt: skip


def test_of_two_talks_of_one_person_the_second_sees_what_the_first_changed(
    engine: Engine, dispatch: Dispatch, office: Office
) -> None:
    with transaction(engine) as session:
        person = new_candidate(session, office.id or 0, TUESDAY_10H)
        for channel in ("sms", "telegram"):
            _talk(session, person, office, 0, channel, State())
    write(engine, 0, "bonjour")
    dispatch.handle_waiting()
    write(engine, 0, "oui")
    write(engine, 0, "bonjour", "telegram")
    assert dispatch.handle_waiting() == 2
    with reading(engine) as session:
        told = session.exec(select(OutboundMessage.text).where(OutboundMessage.channel == "telegram")).one()
    assert told == "Votre prénom, votre nom et votre commune ?"


def test_a_stop_among_others_is_theirs_alone(engine: Engine, dispatch: Dispatch) -> None:
    all_say(engine, dispatch, 3, "bonjour", "oui")
    for who, text in enumerate(["Anne Petit", "STOP", "Paul Grand"]):
        write(engine, who, text)
    dispatch.handle_waiting()
    with reading(engine) as session:
        assert session.exec(select(OptOut.address)).all() == [number(1)]
    assert replies(engine)[number(2)].startswith("Merci Paul")
