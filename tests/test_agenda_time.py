"""Days, clocks and calendars: recurrences, holidays, changes of the clock, iCal files, the attendance sheet."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from icalendar import Calendar
from pypdf import PdfReader
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.agenda import apec, calendars, invitations, reminders, waiting_list, wording
from backend.agenda.booking import book
from backend.agenda.recurrence import begins, days, plan
from backend.agenda.sheet import attendance_sheet
from backend.agenda.slots import free_seats
from backend.agenda.tables import Absence, AgendaSeries, AgendaSession, Booking, Invitation
from backend.database import connect, transaction
from backend.messaging.sms_text import count_parts, fold_for_sms, outside_gsm
from backend.messaging.tables import OutboundMessage
from tests.agenda_fixtures import NOW, a_workshop, an_office, somebody, told
from tests.databases import PARIS, Databases


@pytest.fixture
def session(sqlite_databases: Databases) -> Iterator[Session]:
    with sqlite_databases.fresh() as address:
        engine: Engine = connect(address)
        with transaction(engine) as session:
            yield session
        engine.dispose()


def series(rule: str, first_on: date, **facts: object) -> AgendaSeries:
    made = {"office_id": 1, "kind": "workshop", "begins": "14:00", "minutes": 120} | facts
    return AgendaSeries(rule=rule, first_on=first_on, **made)


def taking_place(rule: str, first: date, last: date, **facts: object) -> list[str]:
    return [f"{day:%d/%m/%Y}" for _, day in days(series(rule, first, **facts), first, last)]


# rule, from, to, on a holiday → the days it takes place
@pytest.mark.parametrize(
    ("rule", "first", "last", "on_holiday", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=1TU", date(2026, 12, 1), date(2027, 2, 28), "skip",
         ["01/12/2026", "05/01/2027", "02/02/2027"]),
        ("FREQ=MONTHLY;BYDAY=1FR", date(2027, 1, 1), date(2027, 2, 28), "skip", ["05/02/2027"]),
        ("FREQ=MONTHLY;BYDAY=1FR", date(2027, 1, 1), date(2027, 2, 28), "week_later", ["08/01/2027", "05/02/2027"]),
        ("FREQ=WEEKLY;BYDAY=MO", date(2027, 3, 22), date(2027, 4, 5), "skip", ["22/03/2027", "05/04/2027"]),  # Easter
        ("FREQ=WEEKLY;BYDAY=TH", date(2027, 5, 4), date(2027, 5, 14), "skip", ["13/05/2027"]),  # Ascension
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", date(2027, 1, 1), date(2032, 12, 31), "skip",
         ["29/02/2028", "29/02/2032"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2028, 2, 1), date(2028, 2, 29), "skip", ["29/02/2028"]),
    ],
)  # fmt: skip
def test_a_series_takes_place_on(rule: str, first: date, last: date, on_holiday: str, expected: list[str]) -> None:
    assert taking_place(rule, first, last, on_holiday=on_holiday) == expected


@pytest.mark.parametrize(
    ("day", "utc"),
    [(date(2027, 3, 27), 13), (date(2027, 3, 28), 12), (date(2026, 10, 24), 12), (date(2026, 10, 25), 13)],
)
def test_two_o_clock_is_two_o_clock_on_either_side_of_a_change_of_the_clock(day: date, utc: int) -> None:
    at = begins(series("FREQ=DAILY", day), day, PARIS)
    assert (at.hour, at.utctimetuple().tm_hour) == (14, utc)


@pytest.mark.parametrize("day", [date(2027, 3, 29), date(2026, 10, 26)])
def test_two_days_before_is_at_the_same_hour_over_a_change_of_the_clock(day: date) -> None:
    at = datetime(day.year, day.month, day.day, 14, tzinfo=PARIS)
    due = reminders.due_at(at, reminders.REMINDERS[0])
    assert (due.date(), due.hour) == (day - timedelta(days=2), 14)


def test_a_series_is_planned_once_wherever_its_sessions_went(session: Session) -> None:
    office = an_office(session)
    monthly = series("FREQ=MONTHLY;BYDAY=1TU", date(2026, 12, 1), office_id=office.id)
    session.add(monthly)
    session.flush()
    assert plan(session, monthly, NOW) == 4
    first = session.exec(select(AgendaSession).where(AgendaSession.planned_on == date(2026, 12, 1))).one()
    first.starts_at, first.ends_at = first.starts_at + timedelta(days=1), first.ends_at + timedelta(days=1)
    session.flush()
    assert plan(session, monthly, NOW) == 0


def test_an_absence_leaves_its_day_out_and_its_slots(session: Session) -> None:
    office = an_office(session)
    tuesday = datetime(2026, 12, 1, tzinfo=PARIS)
    session.add(Absence(office_id=office.id or 0, starts_at=tuesday, ends_at=tuesday + timedelta(days=1)))
    apec = a_workshop(session, office, tuesday.replace(day=3, hour=9), 3, kind="apec", slot_minutes=60)
    away = tuesday.replace(day=3, hour=10)
    session.add(Absence(office_id=office.id or 0, starts_at=away, ends_at=away + timedelta(minutes=30)))
    monthly = series("FREQ=MONTHLY;BYDAY=1TU", date(2026, 12, 1), office_id=office.id)
    session.add(monthly)
    session.flush()
    assert plan(session, monthly, NOW) == 3
    assert free_seats(session, apec, NOW) == [1, 3]


# --- holds and reminders ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("freed", "until"),
    [
        (datetime(2026, 11, 24, 10, 0), datetime(2026, 11, 24, 14, 0)),
        (datetime(2026, 11, 24, 18, 0), datetime(2026, 11, 25, 11, 0)),  # an hour and a half, then the next morning
        (datetime(2026, 11, 24, 23, 0), datetime(2026, 11, 25, 12, 30)),
        (datetime(2026, 11, 28, 19, 0), datetime(2026, 11, 30, 12, 0)),  # over a Sunday
        (datetime(2026, 12, 24, 17, 0), datetime(2026, 12, 26, 10, 0)),  # over Christmas
    ],
)
def test_a_seat_is_held_four_hours_of_the_day(freed: datetime, until: datetime) -> None:
    assert waiting_list.held_until(freed.replace(tzinfo=PARIS)) == until.replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("clock", "reminded"),
    [
        (datetime(2026, 12, 1, 13, 50), 0), (datetime(2026, 12, 1, 14, 5), 1), (datetime(2026, 12, 3, 11, 55), 1),
        (datetime(2026, 12, 3, 12, 5), 2), (datetime(2026, 12, 3, 13, 50), 1),
    ],
)  # fmt: skip
def test_reminders_leave_two_days_and_two_hours_before(session: Session, clock: datetime, reminded: int) -> None:
    office = an_office(session)
    person = somebody(session, office)
    event = a_workshop(session, office, datetime(2026, 12, 3, 14, tzinfo=PARIS))
    book(session, event.id or 0, person.id or 0, NOW)
    for at in (datetime(2026, 12, 1, 14, 2), clock):
        if at <= clock:
            reminders.remind(session, at.replace(tzinfo=PARIS))
            reminders.remind(session, at.replace(tzinfo=PARIS))
    assert len(told(session, person)) == reminded


# --- invitations ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("free", "rate", "waiting", "more"), [(3, 0.5, 0, 6), (3, 0.5, 4, 2), (0, 0.5, 0, 0), (1, 0.4, 0, 2), (2, 1, 2, 0)]
)
def test_invitations_are_paced_to_seats(free: int, rate: float, waiting: int, more: int) -> None:
    assert invitations.room_for(free, rate, waiting) == more


def test_nobody_is_invited_twice_nor_without_a_seat(session: Session) -> None:
    office = an_office(session)
    for n in range(10):
        somebody(session, office, number=n)
    assert invitations.invite(session, office.id or 0, office.name, NOW) == 0
    a_workshop(session, office, NOW + timedelta(days=7), seats=2)
    assert invitations.invite(session, office.id or 0, office.name, NOW) == 5  # 2 seats, 40 % of yes
    assert invitations.invite(session, office.id or 0, office.name, NOW) == 0
    assert len({one.candidate_id for one in session.exec(select(Invitation))}) == 5


# --- calendars and paper ----------------------------------------------------------------------------------------------


def test_a_private_calendar_opens_with_the_right_hour_in_winter_and_summer(session: Session) -> None:
    office = an_office(session)
    person = somebody(session, office)
    for at in (datetime(2026, 12, 1, 14, tzinfo=PARIS), datetime(2027, 6, 1, 14, tzinfo=PARIS)):
        book(session, a_workshop(session, office, at).id or 0, person.id or 0, NOW)
    token = calendars.open_address(session, office.id or 0, "room", NOW, place="Salle 1")
    file = calendars.read_calendar(session, token, PARIS, NOW)
    read = Calendar.from_ical(file or b"")
    starts = [event["dtstart"].dt.astimezone(PARIS) for event in read.walk("VEVENT")]
    assert [(at.hour, at.utctimetuple().tm_hour) for at in starts] == [(14, 13), (14, 12)]
    assert [str(zone["tzid"]) for zone in read.walk("VTIMEZONE")] == ["Europe/Paris"]
    assert "Léa E." in str(next(iter(read.walk("VEVENT")))["description"])


def test_a_permanence_is_one_event_for_each_booked_slot(session: Session) -> None:
    office = an_office(session)
    apec = a_workshop(session, office, datetime(2026, 12, 3, 9, tzinfo=PARIS), 3, kind="apec", slot_minutes=60)
    for n, seat in enumerate((1, 3)):
        book(session, apec.id or 0, somebody(session, office, number=n).id or 0, NOW, seat=seat, topic="cv")
    token = calendars.open_address(session, office.id or 0, "apec", NOW)
    read = Calendar.from_ical(calendars.read_calendar(session, token, PARIS, NOW) or b"")
    assert [event["dtstart"].dt.hour for event in read.walk("VEVENT")] == [9, 11]


def test_a_revoked_or_replaced_address_shows_nothing(session: Session) -> None:
    office = an_office(session)
    first = calendars.open_address(session, office.id or 0, "apec", NOW)
    second = calendars.open_address(session, office.id or 0, "apec", NOW)
    assert calendars.read_calendar(session, first, PARIS, NOW) is None
    calendars.revoke(session, calendars.addresses(session, office.id or 0)[0], NOW)
    assert calendars.read_calendar(session, second, PARIS, NOW) is None


def test_the_attendance_sheet_has_each_name_and_room_to_sign(session: Session) -> None:
    office = an_office(session)
    event = a_workshop(session, office, datetime(2026, 12, 1, 14, tzinfo=PARIS))
    for n in range(3):
        book(session, event.id or 0, somebody(session, office, number=n, last_name=f"Nom{n}").id or 0, NOW)
    text = PdfReader(BytesIO(attendance_sheet(session, event, office.name, PARIS))).pages[0].extract_text()
    assert all(f"Nom{n}" in text for n in range(3)) and "Signature" in text and "mardi 1er décembre 2026" in text


# --- words ------------------------------------------------------------------------------------------------------------

AT = datetime(2026, 9, 23, 10, 30, tzinfo=PARIS)
MOMENT = "mercredi 23 septembre à 10h30"
FIRST = "Marie-Bernadette Alphonsine"


TOPICS_SAID = ", ".join(f"{number}) {label}" for number, label in enumerate(apec.TOPICS.values(), 1))


def longest_event(kind: str) -> AgendaSession:
    address = "1247 boulevard de la République et des Droits de l'Homme, Saint-Amand-Montrond"
    return AgendaSession(office_id=1, kind=kind, starts_at=AT, ends_at=AT + timedelta(hours=2), address=address)


@pytest.mark.parametrize("kind", ["workshop", "apec", "meeting"])
def test_every_message_of_the_agenda_fits_in_two_parts(kind: str) -> None:
    event, booking = longest_event(kind), Booking(session_id=1, candidate_id=1, booked_at=AT)
    lines = ", ".join(f"{n}) {MOMENT}" for n in (1, 2, 3))
    for text in (
        wording.reminder(FIRST, event, booking, AT - timedelta(days=2)),
        wording.seat_freed(FIRST, event, 1, AT - timedelta(days=2), AT - timedelta(days=3)),
        wording.moved(FIRST, event, MOMENT, MOMENT, event.address),
        wording.line_moved(FIRST, event, MOMENT, MOMENT),
        wording.moved_onto_another(FIRST, event, MOMENT, MOMENT),
        wording.cancelled(FIRST, event, MOMENT),
        wording.line_closed(FIRST, event, MOMENT),
        wording.missed(FIRST, event, MOMENT),
        wording.invitation(FIRST, "mission Emploi de Saint-Amand-Montrond", lines),
        wording.apec_invitation(FIRST, "Saint-Amand-Montrond", "mercredi 23 septembre", TOPICS_SAID),
    ):
        sent = fold_for_sms(text)
        assert outside_gsm(sent) == [] and count_parts(sent) <= 2, (len(sent), text)


def test_each_message_has_one_row(session: Session) -> None:
    office = an_office(session)
    event = a_workshop(session, office, NOW + timedelta(days=6), seats=1)
    has, waits = somebody(session, office), somebody(session, office, number=1)
    seat = book(session, event.id or 0, has.id or 0, NOW)
    waiting_list.join(session, event.id or 0, waits.id or 0, NOW)
    for _ in range(2):
        waiting_list.give_up(session, seat, NOW)
    assert len(session.exec(select(OutboundMessage)).all()) == 1
