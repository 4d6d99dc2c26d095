"""Whom the Apec permanence is for, by what they said; and who is told of it, as many as there are free slots."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from backend.agenda.apec import invite_to_apec, is_for
from backend.agenda.booking import book
from backend.agenda.invitations import invite
from backend.agenda.tables import Invitation
from backend.database import connect, transaction
from backend.messaging.tables import OutboundMessage
from backend.network.tables import Office
from backend.people.tables import Candidate
from tests.agenda_fixtures import NOW, a_workshop, an_office, somebody, told
from tests.databases import PARIS, Databases

PERMANENCE = datetime(2026, 12, 3, 9, tzinfo=PARIS)


@pytest.fixture
def session(sqlite_databases: Databases) -> Iterator[Session]:
    with sqlite_databases.fresh() as address:
        engine = connect(address)
        with transaction(engine) as session:
            yield session
        engine.dispose()


# diploma, what else was said, years of experience → whether it is for them
@pytest.mark.parametrize(
    ("diploma", "details", "years", "theirs"),
    [
        ("licence de gestion", {}, 0, True), ("Master droit", {}, None, True), ("bac+3", {}, None, True),
        ("BTS comptabilité", {}, None, False), ("CAP cuisine", {}, 30, False), ("aucun", {}, None, False),
        ("", {}, 40, False),  # experience, and the age it tells, make nobody an executive
        ("formation commerce", {"level": 6}, None, True), ("formation commerce", {"level": 5}, None, False),
        ("BTS comptabilité", {"executive": True}, None, True), ("", {"executive": False}, None, False),
    ],
)  # fmt: skip
def test_the_apec_is_for(diploma: str, details: dict[str, object], years: float | None, theirs: bool) -> None:
    one = Candidate(
        office_id=1, diploma=diploma, details=details, experience_years=years, created_at=NOW, last_contact_at=NOW
    )
    assert is_for(one) is theirs


def a_permanence(session: Session, office: Office, slots: int = 3) -> int:
    event = a_workshop(session, office, PERMANENCE, slots, kind="apec", seats=slots, slot_minutes=60)
    return event.id or 0


def executives(session: Session, office: Office, count: int) -> list[Candidate]:
    return [somebody(session, office, number=n, diploma="master") for n in range(count)]


def test_as_many_are_told_as_there_are_slots_to_offer(session: Session) -> None:
    office = an_office(session)
    people = executives(session, office, 9)
    somebody(session, office, number=9, diploma="BEP")
    assert invite_to_apec(session, office.id or 0, office.town, NOW) == 0  # no permanence
    a_permanence(session, office)
    assert invite_to_apec(session, office.id or 0, office.town, NOW) == 7  # 3 slots, 40 % of yes
    assert invite_to_apec(session, office.id or 0, office.town, NOW) == 0
    assert "le jeudi 3 décembre" in told(session, people[0])[0] and "1) CV, 2) projet" in told(session, people[0])[0]


def test_a_full_permanence_is_not_spoken_of(session: Session) -> None:
    office = an_office(session)
    has, *_ = executives(session, office, 3)
    book(session, a_permanence(session, office, slots=1), has.id or 0, NOW)
    assert invite_to_apec(session, office.id or 0, office.town, NOW) == 0


def test_whoever_was_invited_to_a_workshop_lately_is_left_in_peace(session: Session) -> None:
    office = an_office(session)
    executives(session, office, 1)
    a_permanence(session, office)
    a_workshop(session, office, NOW + timedelta(days=7))
    assert invite(session, office.id or 0, office.name, NOW) == 1
    assert invite_to_apec(session, office.id or 0, office.town, NOW) == 0
    assert invite_to_apec(session, office.id or 0, office.town, NOW + timedelta(days=4)) == 1


def test_answers_about_the_apec_do_not_count_for_the_workshops(session: Session) -> None:
    office = an_office(session)
    [one] = executives(session, office, 1)
    a_permanence(session, office)
    invite_to_apec(session, office.id or 0, office.town, NOW)
    assert [(row.kind, len(row.lines)) for row in session.exec(select(Invitation))] == [("apec", 4)]
    a_workshop(session, office, NOW + timedelta(days=7), seats=1)
    others = [somebody(session, office, number=n) for n in range(4)]
    assert invite(session, office.id or 0, office.name, NOW) == 2  # one seat, 40 % of yes, none open
    rows = session.exec(select(OutboundMessage).where(OutboundMessage.candidate_id != one.id))
    assert {row.candidate_id for row in rows} <= {other.id for other in others}
