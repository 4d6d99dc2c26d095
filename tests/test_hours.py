"""When the office may start a talk."""

from datetime import datetime

import pytest

from backend.messaging.hours import HOURS, next_allowed
from backend.values import Purpose
from tests.databases import PARIS


def at(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=PARIS)


# purpose, now, the moment at which it may leave
MOMENTS = [
    (Purpose.OFFER, "2026-11-24 10:00", "2026-11-24 10:00"),  # a Tuesday
    (Purpose.OFFER, "2026-11-24 08:29", "2026-11-24 08:30"),
    (Purpose.OFFER, "2026-11-24 08:30", "2026-11-24 08:30"),
    (Purpose.OFFER, "2026-11-24 19:29", "2026-11-24 19:29"),
    (Purpose.OFFER, "2026-11-24 19:30", "2026-11-25 08:30"),
    (Purpose.OFFER, "2026-11-24 23:59", "2026-11-25 08:30"),
    (Purpose.OFFER, "2026-11-28 12:00", "2026-11-28 12:00"),  # Saturdays count
    (Purpose.OFFER, "2026-11-28 19:30", "2026-11-30 08:30"),
    (Purpose.OFFER, "2026-11-29 12:00", "2026-11-30 08:30"),  # a Sunday
    (Purpose.NUDGE, "2026-12-25 10:00", "2026-12-26 08:30"),  # Christmas, then a Saturday
    (Purpose.NEWS, "2027-05-01 10:00", "2027-05-03 08:30"),  # Labour Day, then a Sunday
    (Purpose.INVITATION, "2027-03-29 09:00", "2027-03-30 08:30"),  # Easter Monday
    (Purpose.INVITATION, "2027-05-06 09:00", "2027-05-07 08:30"),  # Ascension
    (Purpose.ADVISER, "2026-12-31 22:00", "2027-01-02 08:30"),  # over the New Year
    (Purpose.REMINDER, "2026-11-29 12:00", "2026-11-29 12:00"),  # a booking is a booking, on Sundays too
    (Purpose.REMINDER, "2026-11-29 07:00", "2026-11-29 08:00"),
    (Purpose.REMINDER, "2026-11-28 20:00", "2026-11-29 08:00"),
    (Purpose.REPLY, "2026-11-29 03:00", "2026-11-29 03:00"),
    (Purpose.STOP_CONFIRMED, "2026-12-25 03:00", "2026-12-25 03:00"),
    (Purpose.OFFER, "2027-03-27 20:00", "2027-03-30 08:30"),  # the clock moves on the Sunday, Monday is Easter's
    (Purpose.OFFER, "2026-10-24 20:00", "2026-10-26 08:30"),  # the clock moves back on the Sunday
]


@pytest.mark.parametrize(("purpose", "now", "expected"), MOMENTS, ids=[f"{p}-{n}" for p, n, _ in MOMENTS])
def test_a_message_leaves_at_the_first_allowed_moment(purpose: Purpose, now: str, expected: str) -> None:
    assert next_allowed(purpose, at(now)) == at(expected)


def test_everything_that_the_office_starts_has_hours() -> None:
    assert set(Purpose) - set(HOURS) == {Purpose.REPLY, Purpose.STOP_CONFIRMED}


@pytest.mark.parametrize("purpose", Purpose)
def test_the_allowed_moment_is_itself_allowed(purpose: Purpose) -> None:
    moment = next_allowed(purpose, at("2026-12-24 23:00"))
    assert next_allowed(purpose, moment) == moment
