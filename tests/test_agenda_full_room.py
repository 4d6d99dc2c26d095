"""Five hundred people answer at the same time for fifty seats, through the signed webhook, on PostgreSQL."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from sqlmodel import col, func, select

from backend.agenda.tables import AgendaSession, Booking
from backend.database import reading, transaction
from backend.messaging.consent import record_consent
from backend.messaging.tables import Conversation, OutboundMessage
from backend.network.tables import Office
from backend.people.tables import Candidate, Contact
from bot.dispatch import Dispatch
from bot.options import Option
from bot.state import State
from tests.databases import FixedClock, PostgresqlDatabases
from tests.service import OFFICE_NUMBER, PUBLIC_URL, running, settings_for, wait_for
from tests.stand_ins.twilio import Twilio

PEOPLE, SEATS = 500, 50


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_five_hundred_answers_for_fifty_seats(postgresql_databases: PostgresqlDatabases) -> None:
    twilio, clock = Twilio(), FixedClock()
    with (
        postgresql_databases.fresh() as database,
        twilio.serving() as api,
        running(settings_for(database, twilio, api), clock) as (service, url),
        httpx.Client(base_url=url, timeout=60) as http,
    ):
        with transaction(service.engine) as session:
            office = session.exec(select(Office)).one()
            now = clock.now()
            at = now + timedelta(days=7)
            event = AgendaSession(office_id=office.id or 0, kind="workshop", starts_at=at,
                                  ends_at=at + timedelta(hours=2), seats=SEATS, address=office.address)  # fmt: skip
            session.add(event)
            session.flush()
            shown = (Option(event.id, "mardi 1er décembre à 10h"),)
            state = State(asking="workshop", offered=shown, asked_at=now.isoformat()).as_json()
            for n in range(PEOPLE):
                number = f"+336399{80000 + n:05d}"
                person = Candidate(office_id=office.id or 0, first_name="Léa", last_name=f"Nom{n}", status="active",
                                   created_at=now, last_contact_at=now)  # fmt: skip
                session.add(person)
                session.flush()
                session.add(
                    Contact(office_id=office.id or 0, candidate_id=person.id or 0, channel="sms", address=number)
                )
                record_consent(session, person.id or 0, "office", True, now)
                session.add(Conversation(office_id=office.id or 0, channel="sms", address=number, line=OFFICE_NUMBER,
                                         candidate_id=person.id, state=state, updated_at=now))  # fmt: skip

        def answer(n: int) -> int:
            form = twilio.inbound(f"+336399{80000 + n:05d}", OFFICE_NUMBER, "1")
            return twilio.post(http, PUBLIC_URL, "/sms/inbound", form).status_code

        # Two more dispatchers than the service's own: three answers are handled at the same moment.
        others = [Dispatch(service.engine, clock, lambda: service.dispatch._nomenclature()) for _ in range(2)]
        stop = threading.Event()

        def handle(one: Dispatch) -> None:
            while not stop.is_set():
                one.handle_waiting()
                stop.wait(0.05)

        threads = [threading.Thread(target=handle, args=(one,)) for one in others]
        for thread in threads:
            thread.start()
        with ThreadPoolExecutor(20) as pool:
            assert set(pool.map(answer, range(PEOPLE))) == {200}

        def replies() -> int:
            with reading(service.engine) as session:
                return session.exec(select(func.count()).select_from(OutboundMessage)).one()

        wait_for(lambda: replies() >= PEOPLE, patience_s=150)
        stop.set()
        for thread in threads:
            thread.join()
        with reading(service.engine) as session:
            have = select(Booking.seat, Contact.address).join(
                Contact, col(Contact.candidate_id) == col(Booking.candidate_id)
            )
            seats = dict(session.exec(have.where(Booking.status == "booked")).all())
            assert sorted(seats) == list(range(1, SEATS + 1))
            texts = list(session.exec(select(OutboundMessage.recipient, OutboundMessage.text)))
        assert len(texts) == len({who for who, _ in texts}) == PEOPLE
        said = Counter(
            "booked" if "C'est noté" in text else "line" if "liste d'attente" in text else text for _, text in texts
        )
        assert said == {"booked": SEATS, "line": PEOPLE - SEATS}
        assert {who for who, text in texts if "C'est noté" in text} == set(seats.values())
