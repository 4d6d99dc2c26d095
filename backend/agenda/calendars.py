"""Calendars where people already look: a private address for an adviser, a room, or the Apec consultant (RFC 5545).

The token is in the address; only its fingerprint is kept, so that whoever reads the database reads no calendar. Names
are a first name and an initial: calendars are copied to telephones and to other companies' servers.
"""

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from sqlmodel import Session, col, select

from backend.agenda.apec import TOPICS
from backend.agenda.attendance import booked
from backend.agenda.slots import period_of
from backend.agenda.tables import AgendaSession, Booking, CalendarAddress
from backend.people.tables import Candidate

SCOPES = ("adviser", "room", "apec")
BEHIND = timedelta(days=60)
TITLES = {"workshop": "Atelier CV", "apec": "Permanence Apec", "meeting": "Rendez-vous conseiller"}


def open_address(
    session: Session, office_id: int, scope: str, now: datetime, adviser_id: int | None = None, place: str = ""
) -> str:
    """A new address; the token is given this once. The one that was there for the same calendar is revoked."""
    if scope not in SCOPES:
        raise ValueError(f"{scope!r} is not one of {SCOPES}")
    for row in addresses(session, office_id):
        if (row.scope, row.adviser_id, row.place) == (scope, adviser_id, place):
            revoke(session, row, now)
    token = secrets.token_urlsafe(32)
    row = CalendarAddress(
        office_id=office_id, scope=scope, adviser_id=adviser_id, place=place, fingerprint=_fingerprint(token),
        created_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return token


def addresses(session: Session, office_id: int) -> list[CalendarAddress]:
    """Those that are read, oldest first."""
    mine = select(CalendarAddress).where(
        CalendarAddress.office_id == office_id, col(CalendarAddress.revoked_at).is_(None)
    )
    return list(session.exec(mine.order_by(col(CalendarAddress.id))))


def revoke(session: Session, row: CalendarAddress, now: datetime) -> None:
    """Whoever has the address reads nothing more."""
    row.revoked_at = now
    session.add(row)
    session.flush()


def read_calendar(session: Session, token: str, zone: ZoneInfo, now: datetime) -> bytes | None:
    """The calendar behind that token, as a file; None when there is none, or it was revoked."""
    found = select(CalendarAddress).where(
        CalendarAddress.fingerprint == _fingerprint(token), col(CalendarAddress.revoked_at).is_(None)
    )
    row = session.exec(found).first()
    if row is None:
        return None
    events = select(AgendaSession).where(
        AgendaSession.office_id == row.office_id, AgendaSession.starts_at > now - BEHIND, *_belongs(row)
    )
    return as_calendar(session, list(session.exec(events.order_by(col(AgendaSession.starts_at)))), zone, now)


def _fingerprint(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _belongs(row: CalendarAddress) -> list[bool]:
    if row.scope == "adviser":
        return [AgendaSession.adviser_id == row.adviser_id]
    if row.scope == "room":
        return [AgendaSession.place == row.place]
    return [AgendaSession.kind == "apec"]


def as_calendar(session: Session, events: list[AgendaSession], zone: ZoneInfo, now: datetime) -> bytes:
    """An .ics with its time zone: one event for a workshop, one for each booked slot of a permanence."""
    calendar = Calendar()
    calendar.add("prodid", "-//mission-emploi//agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Mission Emploi")
    calendar.add("x-wr-timezone", zone.key)
    for event in events:
        people = booked(session, event)
        if event.slot_minutes and people and event.status != "cancelled":
            for booking in people:
                calendar.add_component(_slot(session, event, booking, zone, now))
        else:
            calendar.add_component(_whole(session, event, people, zone, now))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(event: AgendaSession, uid: str, title: str, seat: int | None, zone: ZoneInfo, now: datetime) -> Event:
    begins, ends = period_of(event, seat)
    item = Event()
    item.add("uid", f"{uid}@mission-emploi")
    item.add("dtstamp", now.astimezone(UTC))
    item.add("dtstart", begins.astimezone(zone))
    item.add("dtend", ends.astimezone(zone))
    item.add("summary", title)
    item.add("location", ", ".join(part for part in (event.place, event.address) if part))
    item.add("sequence", event.revision)
    item.add("status", "CANCELLED" if event.status == "cancelled" else "CONFIRMED")
    return item


def _whole(session: Session, event: AgendaSession, people: list[Booking], zone: ZoneInfo, now: datetime) -> Event:
    title = event.title or TITLES.get(event.kind, "Rendez-vous")
    if not event.slot_minutes:
        title = f"{title} ({len(people)} sur {event.seats})"
    item = _event(event, f"session-{event.id}", title, None, zone, now)
    item.add("description", ", ".join(_short(session, one) for one in people) or "Personne n'est inscrit.")
    return item


def _slot(session: Session, event: AgendaSession, booking: Booking, zone: ZoneInfo, now: datetime) -> Event:
    title = f"{TITLES.get(event.kind, 'Rendez-vous')} : {_short(session, booking)}"
    item = _event(event, f"booking-{booking.id}", title, booking.seat, zone, now)
    item.add("description", f"Sujet : {TOPICS.get(booking.topic, 'non précisé')}")
    return item


def _short(session: Session, booking: Booking) -> str:
    person = session.get_one(Candidate, booking.candidate_id)
    initial = f" {person.last_name[:1]}." if person.last_name else ""
    return f"{person.first_name}{initial}".strip() or f"candidat n° {person.id}"
