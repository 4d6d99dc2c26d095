"""An agenda to write in: an office, people who can be told, sessions. Invented people."""

import itertools
from datetime import datetime, timedelta

from sqlmodel import Session, select

from backend.agenda.tables import AgendaSession
from backend.messaging.consent import record_consent
from backend.messaging.tables import Line, OutboundMessage
from backend.network.tables import Office
from backend.people.tables import Candidate, Contact
from tests.databases import TUESDAY_10H

NOW = TUESDAY_10H
_numbers = itertools.count(1)
NAMES = ("Léa", "Karim", "Jocelyne", "Marcel", "Inès", "Rosa", "Thierry", "Fatou")


def an_office(session: Session) -> Office:
    number = next(_numbers)
    office = Office(
        code=f"office-{number}", name="mission Emploi de Montluçon", town="Montluçon", commune_code="03185",
        address="67 ter boulevard de Courtais",
    )  # fmt: skip
    session.add(office)
    session.flush()
    session.add(Line(office_id=office.id or 0, channel="sms", address=f"+3393998{number:04d}"))
    return office


def somebody(session: Session, office: Office, now: datetime = NOW, number: int = 0, **facts: object) -> Candidate:
    """A person with a telephone who agreed to be written to."""
    first = NAMES[number % len(NAMES)]
    person = Candidate(
        office_id=office.id or 0, first_name=first, last_name="Exemple", status="active", created_at=now,
        last_contact_at=now,
    )  # fmt: skip
    for name, value in facts.items():
        setattr(person, name, value)
    session.add(person)
    session.flush()
    address = f"+336399{80000 + next(_numbers) % 9999:05d}"
    session.add(Contact(office_id=office.id or 0, candidate_id=person.id or 0, channel="sms", address=address))
    record_consent(session, person.id or 0, "office", True, now)
    session.flush()
    return person


def a_workshop(session: Session, office: Office, at: datetime, hours: float = 2, **facts: object) -> AgendaSession:
    event = AgendaSession(
        office_id=office.id or 0, kind="workshop", starts_at=at, ends_at=at + timedelta(hours=hours),
        address=office.address, place="Salle 1",
    )  # fmt: skip
    for name, value in facts.items():
        setattr(event, name, value)
    session.add(event)
    session.flush()
    return event


def told(session: Session, person: Candidate) -> list[str]:
    """What was written to that person, oldest first."""
    rows = select(OutboundMessage).where(OutboundMessage.candidate_id == person.id)
    return [row.text for row in session.exec(rows.order_by(OutboundMessage.id))]  # type: ignore[arg-type]
