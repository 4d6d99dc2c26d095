"""Out: written before sent, and only what may leave. On SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.database import transaction
from backend.messaging import outbox
from backend.messaging.consent import has_consent, record_consent
from backend.messaging.outbox import Draft, NoConsent, Stopped, WeeklyCapReached
from backend.messaging.stop import resume, stop, stopped
from backend.messaging.tables import OutboundMessage
from backend.network.tables import Office
from backend.people.tables import Candidate
from backend.values import Audience, Choice, Purpose, StopScope
from tests.databases import OFFICE_LINES, TUESDAY_10H

ANNE, PAUL = "+33639980012", "+33639980034"
NOW = TUESDAY_10H
SUNDAY = NOW + timedelta(days=5)
STARTED_BY_THE_OFFICE = [p for p in Purpose if p not in (Purpose.REPLY, Purpose.STOP_CONFIRMED)]


@pytest.fixture
def anne(engine: Engine, office: Office) -> int:
    """A candidate who agreed; her id."""
    with transaction(engine) as session:
        candidate = Candidate(office_id=office.id or 0, first_name="Anne", created_at=NOW, last_contact_at=NOW)
        session.add(candidate)
        session.flush()
        assert candidate.id is not None
        record_consent(session, candidate.id, Audience.OFFICE, True, NOW)
        return candidate.id


def draft(candidate: int | None = None, purpose: Purpose = Purpose.REPLY, **more: object) -> Draft:
    values = {
        "office_id": 1, "channel": "sms", "sender": OFFICE_LINES["sms"], "recipient": ANNE, "text": "Bonjour",
        "purpose": purpose, "candidate_id": candidate, **more,
    }  # fmt: skip
    return Draft(**values)  # type: ignore[arg-type]


def write(engine: Engine, message: Draft, now: datetime = NOW) -> OutboundMessage:
    with transaction(engine) as session:
        return outbox.enqueue(session, message, now)


def claim(engine: Engine, now: datetime = NOW, limit: int = 8) -> list[str]:
    with transaction(engine) as session:
        return [row.text for row in outbox.claim_due(session, ["sms"], now, limit)]


def status(engine: Engine, row: OutboundMessage) -> str:
    with transaction(engine) as session:
        return session.get_one(OutboundMessage, row.id).status


def say_stop(engine: Engine, scope: StopScope, recipient: str = ANNE) -> None:
    with transaction(engine) as session:
        stop(session, 1, "sms", recipient, scope, NOW)


# Written.


def test_a_message_is_written_whole(engine: Engine, anne: int) -> None:
    row = write(engine, draft(anne, choices=(Choice("1", "Oui"),), text="On commence ?"))
    assert (row.status, row.not_before, row.parts) == ("queued", NOW, 1)
    sent = outbox.as_outgoing(row)
    assert (sent.id, sent.recipient, sent.text, sent.choices) == (row.id, ANNE, "On commence ?", (Choice("1", "Oui"),))


def test_an_sms_is_folded_and_counted_before_it_is_written(engine: Engine, anne: int) -> None:
    row = write(engine, draft(anne, text="Ça vous intéresse… « oui » ? " + "ê" * 150))
    assert (row.text, row.parts) == ('Ça vous intéresse... "oui" ? ' + "e" * 150, 2)


def test_another_channel_keeps_every_letter(engine: Engine, anne: int) -> None:
    row = write(engine, draft(anne, text="Forêt… « oui » 😀", channel="telegram"))
    assert (row.text, row.parts) == ("Forêt… « oui » 😀", 1)


def test_the_same_key_is_the_same_message(engine: Engine, anne: int) -> None:
    rows = [write(engine, draft(anne, dedupe_key="reminder-12")) for _ in range(2)]
    assert rows[0].id == rows[1].id


def test_a_key_written_by_twenty_at_once_is_one_message(engine: Engine, anne: int) -> None:
    together = Barrier(20)

    def write_it(_: int) -> int | None:
        together.wait()
        return write(engine, draft(anne, dedupe_key="offer-1")).id

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(write_it, range(20)))) == 1


# What may leave.


@pytest.mark.parametrize("purpose", STARTED_BY_THE_OFFICE)
def test_nothing_that_the_office_starts_leaves_after_stop(engine: Engine, anne: int, purpose: Purpose) -> None:
    say_stop(engine, StopScope.EVERYTHING)
    with pytest.raises(Stopped):
        write(engine, draft(anne, purpose))


@pytest.mark.parametrize("purpose", [Purpose.REPLY, Purpose.STOP_CONFIRMED])
def test_the_answer_to_a_stop_leaves(engine: Engine, anne: int, purpose: Purpose) -> None:
    say_stop(engine, StopScope.EVERYTHING)
    assert write(engine, draft(anne, purpose)).status == "queued"


def test_a_stop_of_offers_stops_offers(engine: Engine, anne: int) -> None:
    say_stop(engine, StopScope.OFFERS)
    with pytest.raises(Stopped):
        write(engine, draft(anne, Purpose.OFFER))
    assert write(engine, draft(anne, Purpose.REMINDER)).status == "queued"


def test_a_stop_is_that_of_one_address(engine: Engine, anne: int) -> None:
    say_stop(engine, StopScope.EVERYTHING, PAUL)
    assert write(engine, draft(anne, Purpose.OFFER)).status == "queued"


def test_only_coming_back_lifts_a_stop(engine: Engine, office: Office) -> None:
    say_stop(engine, StopScope.OFFERS)
    say_stop(engine, StopScope.EVERYTHING)
    with transaction(engine) as session:
        assert stopped(session, office.id or 0, "sms", ANNE) == StopScope.EVERYTHING
        resume(session, office.id or 0, "sms", ANNE, NOW)
        assert stopped(session, office.id or 0, "sms", ANNE) is None


@pytest.mark.parametrize("purpose", [p for p in STARTED_BY_THE_OFFICE if p != Purpose.INVITATION])
def test_without_consent_the_office_starts_nothing(engine: Engine, anne: int, purpose: Purpose) -> None:
    with transaction(engine) as session:
        record_consent(session, anne, Audience.OFFICE, False, NOW)
    with pytest.raises(NoConsent):
        write(engine, draft(anne, purpose))


def test_an_unknown_person_has_not_consented(engine: Engine, office: Office) -> None:
    with pytest.raises(NoConsent):
        write(engine, draft(None, Purpose.NUDGE))
    assert write(engine, draft(None, Purpose.INVITATION)).status == "queued"


def test_the_last_word_on_consent_counts(engine: Engine, anne: int) -> None:
    with transaction(engine) as session:
        said = []
        for given in (False, True, False):
            record_consent(session, anne, Audience.NETWORK, given, NOW)
            said.append(has_consent(session, anne, Audience.NETWORK))
        assert said == [False, True, False]


def test_a_person_gets_three_offers_a_week(engine: Engine, anne: int) -> None:
    for day in range(3):
        write(engine, draft(anne, Purpose.OFFER), NOW + timedelta(days=day))
    with pytest.raises(WeeklyCapReached):
        write(engine, draft(anne, Purpose.OFFER), NOW + timedelta(days=6, hours=23))
    assert write(engine, draft(anne, Purpose.OFFER), NOW + timedelta(days=7)).status == "queued"


def test_an_offer_on_sunday_waits_for_monday(engine: Engine, anne: int) -> None:
    row = write(engine, draft(anne, Purpose.OFFER), SUNDAY)
    assert row.not_before == (SUNDAY + timedelta(days=1)).replace(hour=8, minute=30)


def test_a_reply_on_sunday_leaves_on_sunday(engine: Engine, anne: int) -> None:
    assert write(engine, draft(anne), SUNDAY).not_before == SUNDAY


def test_a_message_for_later_keeps_its_moment(engine: Engine, anne: int) -> None:
    later = NOW + timedelta(days=1)
    assert write(engine, draft(anne, Purpose.REMINDER, not_before=later)).not_before == later


def test_what_a_transaction_rolls_back_was_never_written(engine: Engine, anne: int) -> None:
    with pytest.raises(ZeroDivisionError), transaction(engine) as session:
        outbox.enqueue(session, draft(anne), NOW)
        raise ZeroDivisionError
    assert claim(engine) == []


# Claimed.


def test_messages_to_one_person_leave_one_after_the_other(engine: Engine, anne: int) -> None:
    rows = [write(engine, draft(anne, text=text)) for text in ("un", "deux")]
    assert (claim(engine), claim(engine)) == (["un"], [])
    with transaction(engine) as session:
        outbox.mark_sent(session, rows[0].id or 0, "SM1", NOW)
    assert claim(engine) == ["deux"]


def test_messages_to_several_people_leave_together_oldest_first(engine: Engine, anne: int) -> None:
    for text, recipient in [("un", ANNE), ("deux", PAUL), ("trois", ANNE)]:
        write(engine, draft(anne, text=text, recipient=recipient))
    assert claim(engine) == ["un", "deux"]


def test_a_message_that_is_not_due_yet_holds_nobody_back(engine: Engine, anne: int) -> None:
    write(engine, draft(anne, Purpose.REMINDER, text="demain", not_before=NOW + timedelta(days=1)))
    write(engine, draft(anne, text="maintenant"))
    assert claim(engine) == ["maintenant"]


def test_a_message_of_a_channel_that_is_off_waits(engine: Engine, anne: int) -> None:
    row = write(engine, draft(anne, channel="telegram"))
    assert (claim(engine), status(engine, row)) == ([], "queued")


def test_no_more_than_the_limit_is_claimed(engine: Engine, anne: int) -> None:
    for n in range(5):
        write(engine, draft(anne, text=f"{n}", recipient=f"+3363998010{n}"))
    assert [claim(engine, limit=2) for _ in range(4)] == [["0", "1"], ["2", "3"], ["4"], []]


@pytest.mark.parametrize("purpose", STARTED_BY_THE_OFFICE)
def test_a_stop_said_before_it_leaves_cancels_a_message(engine: Engine, anne: int, purpose: Purpose) -> None:
    row = write(engine, draft(anne, purpose))
    say_stop(engine, StopScope.EVERYTHING)
    assert (claim(engine), status(engine, row)) == ([], "cancelled")


def test_a_stop_of_offers_said_before_it_leaves_cancels_the_offer_only(engine: Engine, anne: int) -> None:
    write(engine, draft(anne, Purpose.OFFER, text="offre"))
    write(engine, draft(anne, Purpose.REMINDER, text="rappel", recipient=PAUL))
    for recipient in (ANNE, PAUL):
        say_stop(engine, StopScope.OFFERS, recipient)
    assert claim(engine) == ["rappel"]


def test_what_is_cancelled_is_everything_but_the_answers(engine: Engine, anne: int) -> None:
    for purpose in Purpose:
        write(engine, draft(anne, purpose, text=purpose))
    with transaction(engine) as session:
        assert outbox.cancel_queued(session, "sms", ANNE) == len(STARTED_BY_THE_OFFICE)
        left = session.exec(select(OutboundMessage.text).where(OutboundMessage.status == "queued"))
        assert sorted(left) == ["reply", "stop_confirmed"]


def test_a_message_that_comes_late_keeps_its_hours(engine: Engine, anne: int) -> None:
    row = write(engine, draft(anne, Purpose.OFFER, text="offre"))
    write(engine, draft(anne, text="réponse", recipient=PAUL))
    at_night = NOW.replace(hour=22)
    assert (claim(engine, at_night), status(engine, row)) == (["réponse"], "queued")
    assert claim(engine, NOW + timedelta(days=1)) == ["offre"]


def test_eight_processes_claim_sixty_messages_once_each(engine: Engine, anne: int) -> None:
    for n in range(60):
        write(engine, draft(anne, text=f"{n}", recipient=f"+336399801{n:02}"))

    def work(_: int) -> list[str]:
        mine: list[str] = []
        while taken := claim(engine, limit=3):
            mine += taken
        return mine

    with ThreadPoolExecutor(8) as pool:
        claimed = [text for mine in pool.map(work, range(8)) for text in mine]
    assert sorted(claimed, key=int) == [f"{n}" for n in range(60)]


# What the provider says of it later.


@pytest.fixture
def sent(engine: Engine, anne: int) -> OutboundMessage:
    row = write(engine, draft(anne))
    claim(engine)
    with transaction(engine) as session:
        outbox.mark_sent(session, row.id or 0, "SM1", NOW)
    return row


def hear(engine: Engine, *statuses: str, provider_id: str = "SM1", row_id: int | None = None) -> None:
    for said in statuses:
        with transaction(engine) as session:
            outbox.note_status(session, "sms", provider_id, said, "", row_id)


ORDERS = [
    (["queued", "sending", "sent", "delivered"], "delivered"),
    (["delivered", "sent", "sending", "queued"], "delivered"),
    (["sent", "undelivered", "sent", "delivered"], "undelivered"),
    (["failed", "delivered"], "failed"),
    (["delivered", "failed"], "delivered"),
    (["queued"], "sent"),
    (["delivered"] * 3, "delivered"),
    (["nonsense"], "sent"),
]


@pytest.mark.parametrize(("said", "expected"), ORDERS, ids=["-".join(said) for said, _ in ORDERS])
def test_a_status_only_moves_forward(engine: Engine, sent: OutboundMessage, said: list[str], expected: str) -> None:
    hear(engine, *said)
    assert status(engine, sent) == expected


def test_the_status_of_an_unknown_message_changes_nothing(engine: Engine, sent: OutboundMessage) -> None:
    hear(engine, "failed", provider_id="SM2")
    hear(engine, "failed", provider_id="SM2", row_id=sent.id)
    hear(engine, "failed", provider_id="SM2", row_id=999)
    assert status(engine, sent) == "sent"


def test_a_status_that_comes_before_its_id_is_written_down_finds_its_row(engine: Engine, anne: int) -> None:
    row = write(engine, draft(anne))
    claim(engine)
    hear(engine, "delivered", provider_id="SM9", row_id=row.id)
    with transaction(engine) as session:
        outbox.mark_sent(session, row.id or 0, "SM9", NOW)
        there = session.get_one(OutboundMessage, row.id)
        assert (there.status, there.provider_id, there.sent_at) == ("delivered", "SM9", NOW)


def test_the_status_of_another_channel_is_not_this_messages(engine: Engine, sent: OutboundMessage) -> None:
    with transaction(engine) as session:
        outbox.note_status(session, "telegram", "SM1", "failed", "", sent.id)
    assert status(engine, sent) == "sent"


def test_offers_are_counted_by_person(engine: Engine, anne: int) -> None:
    write(engine, draft(anne, Purpose.OFFER))
    with Session(engine) as session:
        counted = [outbox.offers_this_week(session, who, NOW) for who in (anne, anne + 1)]
    assert counted == [1, 0]
