"""From the outbox to a channel: once each, in order, tried again when it may help. On SQLite and on PostgreSQL."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from backend.database import transaction
from backend.messaging import outbox
from backend.messaging.consent import record_consent
from backend.messaging.delivery import RETRY_MINUTES, Delivery, note_report
from backend.messaging.outbox import Draft
from backend.messaging.stop import stop, stopped
from backend.messaging.tables import OutboundMessage, Task
from backend.network.tables import Office
from backend.people.tables import Candidate
from backend.ports import DeliveryError
from backend.values import Outgoing, Purpose, StopScope
from bot.handlers.sms import SmsChannel
from tests.databases import OFFICE_LINES, TUESDAY_10H, FixedClock
from tests.stand_ins.twilio import Twilio

ANNE, PAUL = "+33639980012", "+33639980034"
RECLAIM_AFTER = timedelta(seconds=60)


class Killed(BaseException):
    """The process dies here: nothing after it runs."""


class HandMadeChannel:
    """Keeps what it sends. Each of `troubles` is raised once, before the message leaves, or after if `after`."""

    name = "sms"

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.troubles: list[BaseException] = []
        self.after = False
        self.can_tell = True
        self.asked = 0
        self.at_once = 0
        self.most_at_once = 0

    async def send(self, message: Outgoing) -> str:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        if self.troubles and not self.after:
            raise self.troubles.pop(0)
        self.sent.append((message.recipient, message.text))
        if self.troubles:
            raise self.troubles.pop(0)
        return f"SM{len(self.sent)}"

    async def find_sent(self, message: Outgoing, since: datetime) -> Sequence[str] | None:
        self.asked += 1
        found = [f"SM{n}" for n, sent in enumerate(self.sent, 1) if sent == (message.recipient, message.text)]
        return found if self.can_tell else None

    def texts(self) -> list[str]:
        return [text for _, text in self.sent]


@pytest.fixture
def channel() -> HandMadeChannel:
    return HandMadeChannel()


@pytest.fixture
def delivery(engine: Engine, office: Office, channel: HandMadeChannel, clock: FixedClock) -> Delivery:
    return start(engine, channel, clock)


def start(engine: Engine, channel: HandMadeChannel, clock: FixedClock) -> Delivery:
    return Delivery(engine, {"sms": channel}, clock, RECLAIM_AFTER)


def write(engine: Engine, text: str = "Bonjour", recipient: str = ANNE, purpose: Purpose = Purpose.REPLY) -> int:
    draft = Draft(1, "sms", OFFICE_LINES["sms"], recipient, text, purpose)
    with transaction(engine) as session:
        return outbox.enqueue(session, draft, TUESDAY_10H).id or 0


def write_offer(engine: Engine, text: str = "Une offre") -> int:
    with transaction(engine) as session:
        anne = Candidate(office_id=1, first_name="Anne", created_at=TUESDAY_10H, last_contact_at=TUESDAY_10H)
        session.add(anne)
        session.flush()
        record_consent(session, anne.id or 0, "office", True, TUESDAY_10H)
        draft = Draft(1, "sms", OFFICE_LINES["sms"], ANNE, text, Purpose.OFFER, candidate_id=anne.id)
        return outbox.enqueue(session, draft, TUESDAY_10H).id or 0


def row(engine: Engine, message_id: int) -> OutboundMessage:
    with transaction(engine) as session:
        return session.get_one(OutboundMessage, message_id)


def tasks(engine: Engine) -> list[str]:
    with transaction(engine) as session:
        return list(session.exec(select(Task.note)))


async def deliver_all(delivery: Delivery) -> None:
    await delivery.reclaim()
    while await delivery.deliver_due():
        pass


# The ordinary day.


async def test_a_message_is_sent_once_and_written_down(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    message_id = write(engine)
    for _ in range(3):
        await deliver_all(delivery)
    sent = row(engine, message_id)
    assert channel.sent == [(ANNE, "Bonjour")]
    assert (sent.status, sent.provider_id, sent.sent_at, sent.attempts) == ("sent", "SM1", clock.now(), 1)


async def test_messages_to_one_person_arrive_in_order(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel
) -> None:
    for n in range(5):
        write(engine, f"{n}")
    await deliver_all(delivery)
    assert channel.texts() == ["0", "1", "2", "3", "4"]
    assert channel.most_at_once == 1


async def test_messages_to_several_people_leave_together(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel
) -> None:
    for n in range(8):
        write(engine, f"{n}", f"+3363998020{n}")
    await deliver_all(delivery)
    assert (sorted(channel.texts()), channel.most_at_once) == ([f"{n}" for n in range(8)], 8)


async def test_the_loop_sends_at_once_when_it_is_woken(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel
) -> None:
    running = asyncio.create_task(delivery.run(every_s=60))
    await asyncio.sleep(0.1)
    write(engine)
    delivery.wake()
    async with asyncio.timeout(5):
        while not channel.sent:
            await asyncio.sleep(0.01)
    running.cancel()
    assert channel.texts() == ["Bonjour"]


async def test_the_loop_outlives_a_failure_of_ours(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel
) -> None:
    channel.troubles = [ValueError("a bug")]
    write(engine, "un", ANNE)
    running = asyncio.create_task(delivery.run(every_s=0.01))
    await asyncio.sleep(0.1)
    write(engine, "deux", PAUL)
    async with asyncio.timeout(5):
        while not channel.sent:
            await asyncio.sleep(0.01)
    running.cancel()
    assert channel.texts() == ["deux"]


async def test_a_provider_that_does_not_answer_holds_up_nobody_elses_messages(
    engine: Engine, office: Office, channel: HandMadeChannel, clock: FixedClock
) -> None:
    class Silent(HandMadeChannel):
        async def send(self, message: Outgoing) -> str:
            await asyncio.Event().wait()
            raise AssertionError

    delivery = Delivery(engine, {"telegram": Silent(), "sms": channel}, clock, RECLAIM_AFTER)
    with transaction(engine) as session:
        draft = Draft(office.id or 0, "telegram", OFFICE_LINES["telegram"], "41", "Bonjour", Purpose.REPLY)
        outbox.enqueue(session, draft, clock.now())
    running = asyncio.create_task(delivery.run(every_s=0.01))
    for n in range(3):
        write(engine, f"{n}")
    async with asyncio.timeout(5):
        while len(channel.sent) < 3:
            await asyncio.sleep(0.01)
    running.cancel()
    assert channel.texts() == ["0", "1", "2"]


async def test_two_loops_on_one_database_send_each_message_once(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    for n in range(30):
        write(engine, f"{n}", f"+336399802{n:02}")
    await asyncio.gather(deliver_all(delivery), deliver_all(start(engine, channel, clock)))
    assert sorted(channel.texts(), key=int) == [f"{n}" for n in range(30)]


# Stop.


async def test_a_stop_between_writing_and_sending_cancels(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    offer, reply = write_offer(engine), write(engine, "C'est noté")
    with transaction(engine) as session:
        stop(session, 1, "sms", ANNE, StopScope.EVERYTHING, clock.now())
    await deliver_all(delivery)
    assert (row(engine, offer).status, row(engine, reply).status) == ("cancelled", "sent")
    assert channel.texts() == ["C'est noté"]


async def test_a_person_who_told_the_provider_to_stop_has_stopped(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel
) -> None:
    channel.troubles = [DeliveryError("STOP", permanent=True, code="21610", stopped=True)]
    message_id = write_offer(engine)
    await deliver_all(delivery)
    with transaction(engine) as session:
        assert stopped(session, 1, "sms", ANNE) == StopScope.EVERYTHING
    assert (row(engine, message_id).status, tasks(engine)) == ("failed", [])


# Failures.


async def test_a_failure_that_may_pass_is_tried_again_less_and_less_often(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    channel.troubles = [DeliveryError("en panne", permanent=False) for _ in range(10)]
    message_id = write(engine)
    waits = []
    await deliver_all(delivery)
    while (failed := row(engine, message_id)).status == "queued":
        waits.append((failed.not_before - clock.now()) / timedelta(minutes=1))
        clock.set(failed.not_before.astimezone(clock.now().tzinfo))
        await deliver_all(delivery)
    assert tuple(waits) == RETRY_MINUTES
    assert (failed.status, channel.sent, len(tasks(engine))) == ("failed", [], 1)


async def test_a_retry_that_works_leaves_one_message(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    channel.troubles = [DeliveryError("en panne", permanent=False)]
    message_id = write(engine)
    await deliver_all(delivery)
    clock.advance(minutes=1)
    await deliver_all(delivery)
    assert (channel.texts(), row(engine, message_id).status, row(engine, message_id).error) == (["Bonjour"], "sent", "")


async def test_the_provider_says_how_long_to_wait(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    channel.troubles = [DeliveryError("trop vite", permanent=False, retry_after=17)]
    message_id = write(engine)
    await deliver_all(delivery)
    assert row(engine, message_id).not_before == clock.now() + timedelta(seconds=17)


async def test_a_permanent_failure_is_told_to_an_adviser_and_not_tried_again(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    channel.troubles = [DeliveryError("ligne fixe", permanent=True, code="21614")]
    message_id = write(engine)
    await deliver_all(delivery)
    clock.advance(days=3)
    await deliver_all(delivery)
    assert (row(engine, message_id).status, channel.sent) == ("failed", [])
    assert tasks(engine) == ["Le message n'a pas pu partir (21614 ligne fixe) : Bonjour"]


async def test_a_message_that_waits_for_a_retry_does_not_hold_back_the_next(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel
) -> None:
    channel.troubles = [DeliveryError("en panne", permanent=False)]
    write(engine, "un")
    await deliver_all(delivery)
    write(engine, "deux")
    await deliver_all(delivery)
    assert channel.texts() == ["deux"]


async def test_a_retry_of_an_offer_waits_for_the_morning(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    channel.troubles = [DeliveryError("en panne", permanent=False, retry_after=12 * 3600)]
    message_id = write_offer(engine)
    await deliver_all(delivery)
    clock.set(TUESDAY_10H.replace(hour=22))
    await deliver_all(delivery)
    assert channel.sent == []
    clock.set(row(engine, message_id).not_before.astimezone(TUESDAY_10H.tzinfo))
    await deliver_all(delivery)
    assert (channel.texts(), clock.now()) == (["Une offre"], TUESDAY_10H.replace(day=25, hour=8, minute=30))


# Killed while sending.


async def hang(engine: Engine, delivery: Delivery, channel: HandMadeChannel, *, after: bool) -> int:
    """A message whose process died while sending it: before the provider had it, or after. Its row's id."""
    channel.troubles, channel.after = [Killed()], after
    message_id = write(engine)
    with pytest.raises(Killed):
        await delivery.deliver_due()
    return message_id


async def test_a_message_that_the_provider_had_is_written_down_and_not_sent_again(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    message_id = await hang(engine, delivery, channel, after=True)
    clock.advance(seconds=60)
    for _ in range(3):
        await deliver_all(start(engine, channel, clock))
    assert (channel.texts(), row(engine, message_id).status, channel.asked) == (["Bonjour"], "sent", 1)
    assert row(engine, message_id).provider_id == "SM1"


async def test_a_message_that_the_provider_never_had_is_sent(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    message_id = await hang(engine, delivery, channel, after=False)
    clock.advance(seconds=60)
    for _ in range(3):
        await deliver_all(start(engine, channel, clock))
    assert (channel.texts(), row(engine, message_id).status, channel.asked) == (["Bonjour"], "sent", 1)


async def test_a_provider_that_cannot_tell_gets_the_message_again(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    channel.can_tell = False
    await hang(engine, delivery, channel, after=False)
    clock.advance(seconds=60)
    await deliver_all(delivery)
    assert channel.texts() == ["Bonjour"]


async def test_nothing_is_reclaimed_before_its_time(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    await hang(engine, delivery, channel, after=False)
    clock.advance(seconds=59)
    await deliver_all(delivery)
    assert (channel.asked, channel.sent) == (0, [])


async def test_two_processes_that_find_the_same_hanging_message_settle_it_once(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    await hang(engine, delivery, channel, after=False)
    clock.advance(seconds=60)
    await asyncio.gather(*(deliver_all(start(engine, channel, clock)) for _ in range(4)))
    await deliver_all(delivery)
    assert channel.texts() == ["Bonjour"]


async def test_the_same_words_sent_before_are_not_taken_for_the_hanging_message(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    write(engine)
    await deliver_all(delivery)
    message_id = await hang(engine, delivery, channel, after=False)
    clock.advance(seconds=60)
    await deliver_all(delivery)
    assert (channel.texts(), row(engine, message_id).provider_id) == (["Bonjour", "Bonjour"], "SM2")


async def test_a_report_heard_meanwhile_settles_the_hanging_message(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    message_id = await hang(engine, delivery, channel, after=True)
    with transaction(engine) as session:
        note_report(session, "sms", "SM1", "queued", None, message_id, clock.now())
    clock.advance(seconds=60)
    await deliver_all(delivery)
    assert (channel.texts(), row(engine, message_id).status) == (["Bonjour"], "sent")


async def test_an_answer_that_was_lost_is_settled_by_asking(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    channel.troubles, channel.after = [DeliveryError("réponse perdue", permanent=False, maybe_sent=True)], True
    message_id = write(engine)
    await deliver_all(delivery)
    assert row(engine, message_id).status == "sending"
    clock.advance(seconds=60)
    await deliver_all(delivery)
    assert (channel.texts(), row(engine, message_id).status) == (["Bonjour"], "sent")


async def test_twilio_is_asked_about_a_message_whose_answer_was_lost(
    engine: Engine, office: Office, clock: FixedClock
) -> None:
    twilio = Twilio(now=clock.now)
    with twilio.serving() as url:
        sms = SmsChannel(twilio.account_sid, twilio.auth_token, "https://mission.example.fr", url)
        delivery = Delivery(engine, {"sms": sms}, clock, RECLAIM_AFTER)
        twilio.lose_connection()
        message_id = write(engine)
        for _ in range(3):
            await deliver_all(delivery)
            clock.advance(seconds=60)
    assert (twilio.texts_to(ANNE), row(engine, message_id).status) == (["Bonjour"], "sent")
    assert row(engine, message_id).provider_id == twilio.messages[0].sid


async def test_a_message_that_hangs_again_and_again_is_told_to_an_adviser(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    channel.troubles = [DeliveryError("réponse perdue", permanent=False, maybe_sent=True) for _ in range(20)]
    message_id = write(engine)
    for _ in range(40):
        await deliver_all(delivery)
        clock.advance(hours=2)
    assert (row(engine, message_id).status, channel.sent, len(tasks(engine))) == ("failed", [], 1)


async def test_while_a_message_hangs_the_next_to_this_person_waits(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    await hang(engine, delivery, channel, after=False)
    write(engine, "La suite")
    await deliver_all(delivery)
    assert channel.sent == []
    clock.advance(seconds=60)
    await deliver_all(delivery)
    assert channel.texts() == ["Bonjour", "La suite"]


# What the provider says later.


def report(
    engine: Engine, clock: FixedClock, status: str, error: DeliveryError | None = None, sid: str = "SM1"
) -> None:
    with transaction(engine) as session:
        note_report(session, "sms", sid, status, error, None, clock.now())


TELEPHONE_OFF = DeliveryError("téléphone éteint", permanent=False, code="30003", retry_after=12 * 3600)


async def test_a_telephone_that_is_off_is_tried_twice_more_by_day(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    message_id = write(engine)
    hours = []
    for n in (1, 2, 3):
        await deliver_all(delivery)
        hours.append(clock.now().strftime("%a %H:%M"))
        report(engine, clock, "undelivered", TELEPHONE_OFF, f"SM{n}")
        clock.set(row(engine, message_id).not_before.astimezone(clock.now().tzinfo))
    assert hours == ["Tue 10:00", "Wed 08:30", "Thu 08:30"]
    assert (row(engine, message_id).status, len(tasks(engine))) == ("undelivered", 1)


async def test_a_message_filtered_by_the_operator_is_told_to_an_adviser(
    engine: Engine, delivery: Delivery, clock: FixedClock
) -> None:
    message_id = write(engine)
    await deliver_all(delivery)
    report(engine, clock, "undelivered", DeliveryError("filtré", permanent=True, code="30007"))
    assert (row(engine, message_id).status, len(tasks(engine))) == ("undelivered", 1)


async def test_a_report_heard_twice_is_one_report(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    message_id = write(engine)
    await deliver_all(delivery)
    for _ in range(3):
        report(engine, clock, "undelivered", TELEPHONE_OFF)
    clock.advance(days=1)
    await deliver_all(delivery)
    assert (row(engine, message_id).attempts, channel.texts()) == (2, ["Bonjour", "Bonjour"])


async def test_the_echo_of_a_first_try_does_not_fail_the_second(
    engine: Engine, delivery: Delivery, clock: FixedClock
) -> None:
    message_id = write(engine)
    await deliver_all(delivery)
    report(engine, clock, "undelivered", TELEPHONE_OFF)
    with transaction(engine) as session:
        note_report(session, "sms", "SM1", "undelivered", TELEPHONE_OFF, message_id, clock.now())
    assert row(engine, message_id).status == "queued"


async def test_good_news_of_a_try_that_was_given_up_stops_the_next(
    engine: Engine, delivery: Delivery, channel: HandMadeChannel, clock: FixedClock
) -> None:
    channel.troubles = [DeliveryError("en panne", permanent=False)]
    message_id = write(engine)
    await deliver_all(delivery)
    with transaction(engine) as session:
        note_report(session, "sms", "SM7", "delivered", None, message_id, clock.now())
    clock.advance(minutes=5)
    await deliver_all(delivery)
    assert (row(engine, message_id).status, channel.sent) == ("delivered", [])
