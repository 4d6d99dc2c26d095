"""Killed with SIGKILL between any two steps of the path and started again: nothing is lost, nothing is sent twice."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
from sqlmodel import col, func, select

from backend.agenda.tables import AgendaSession
from backend.database import connect, reading, transaction
from backend.main import build
from backend.messaging.tables import InboundMessage, OutboundMessage
from backend.migrate import migrate
from backend.offers.tables import Offer
from tests.databases import FixedClock
from tests.nursery import STEPS
from tests.service import PATIENCE_S, PUBLIC_URL, AtTheConsole, FastClock, Texter, furnish, settings_for, wait_for
from tests.stand_ins.server import free_port
from tests.stand_ins.twilio import Twilio
from tests.test_journey import INTAKE

T = TypeVar("T")
LEAST_KILLS, SEED = 20, 2026
ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def dying_service(database_url: str, twilio: Twilio, api: str, start: float) -> Iterator[tuple[str, list[str]]]:
    """The service that is killed all the time: its address, and a file of how each life ended."""
    port = free_port()
    settings = settings_for(database_url, twilio, api)
    names = (
        "database_url",
        "public_url",
        "secret_key",
        "twilio_account_sid",
        "twilio_auth_token",
        "twilio_from",
        "twilio_api_url",
    )
    environment = {f"MISSION_{name.upper()}": str(getattr(settings, name)) for name in names}
    command = [sys.executable, "-m", "tests.nursery", str(port), str(SEED), str(start)]
    deaths: list[str] = []
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as nursery:
        assert nursery.stdout is not None and nursery.stdout.readline() == "ready\n"
        try:
            yield f"http://127.0.0.1:{port}", deaths
        finally:
            os.killpg(nursery.pid, 9)
            deaths += nursery.stdout.read().splitlines()


def insist(attempt: Callable[[], T]) -> T:
    """Try until the service lives long enough to answer, as Twilio's retries and an adviser's finger do."""
    answer: list[T] = []

    def once() -> bool:
        try:
            answer.append(attempt())
        except (httpx.TransportError, AssertionError):
            return False
        return True

    wait_for(once, patience_s=60)
    return answer[0]


class Stubborn(Texter):
    def text(self, body: str) -> str:
        form = self.form(body)

        def post() -> None:
            assert self.twilio.post(self.http, PUBLIC_URL, "/sms/inbound", form).status_code == 200

        insist(post)
        wait_for(lambda: len(self.twilio.texts_to(self.number)) > self.seen, patience_s=60)
        self.seen += 1
        return self.twilio.texts_to(self.number)[self.seen - 1]


def the_whole_path(person: Texter, url: str) -> list[str]:
    """Every text of the path, in order; at the end, all that the person received."""
    said = ["bonjour", *(text for text, _ in INTAKE), "oui", "2"]
    for text in said:
        person.text(text)
    insist(lambda: approve_first(url))
    wait_for(lambda: len(person.twilio.texts_to(person.number)) > person.seen, patience_s=60)
    person.seen += 1
    for text in ("plus", "oui", "menu", "2", "merci"):
        person.text(text)
    return person.twilio.texts_to(person.number)


def approve_first(url: str) -> None:
    console = AtTheConsole(url)
    if "/approve" in console.get("/console/review"):
        console.post(f"/console/review/{console.first_suggestion()}/approve", {})
    assert "/approve" not in console.get("/console/review")


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_killed_at_any_step_no_message_is_lost_and_none_is_sent_twice(database_url: str) -> None:
    start = time.monotonic()
    twilio = Twilio(now=FastClock(start).now)
    with twilio.serving() as api:
        prepare(database_url, twilio, api)
        with (
            dying_service(database_url, twilio, api, start) as (url, deaths),
            httpx.Client(base_url=url, timeout=PATIENCE_S) as http,
        ):
            texts = the_whole_path(Stubborn(twilio, http), url)
            wait_for(lambda: all_is_sent(database_url), patience_s=60)
    assert len(deaths) >= LEAST_KILLS, Counter(deaths)
    assert set(deaths) == {f"killed {step}" for step in STEPS}, Counter(deaths)
    assert_said_once(texts)
    assert_every_message_was_answered_once(database_url)


def assert_said_once(texts: list[str]) -> None:
    said = ["bonjour", *(text for text, _ in INTAKE), "oui", "2", "an offer", "plus", "oui", "menu", "2", "merci"]
    assert len(texts) == len(said), texts
    for text, (_, asked) in zip(texts[1:], INTAKE, strict=False):
        assert asked in text


def assert_every_message_was_answered_once(database_url: str) -> None:
    engine = connect(database_url)
    with reading(engine) as session:
        waiting = select(func.count()).select_from(InboundMessage).where(col(InboundMessage.handled_at).is_(None))
        assert session.exec(waiting).one() == 0
        answers = session.exec(select(OutboundMessage.reply_to).where(col(OutboundMessage.reply_to).is_not(None))).all()
        assert len(answers) == len(set(answers)) == session.exec(select(func.count()).select_from(InboundMessage)).one()
    engine.dispose()


def prepare(database_url: str, twilio: Twilio, api: str) -> None:
    """The office, its workshops and one offer, before the first life."""
    service = build(settings_for(database_url, twilio, api), FixedClock())
    migrate(service.engine)
    furnish(service)
    now = service.clock.now()
    with transaction(service.engine) as session:
        for days in (7, 9, 14):
            at = now + timedelta(days=days)
            session.add(AgendaSession(office_id=1, kind="workshop", starts_at=at, ends_at=at + timedelta(hours=2)))
        session.add(
            Offer(
                office_id=1, title="Cariste", rome_code="N1101", place="Domérat", commune_code="03101", contract="CDI",
                weekly_hours=35, created_at=now, updated_at=now, description="Chargement et rangement.",
            )
        )  # fmt: skip
    service.engine.dispose()


def all_is_sent(database_url: str) -> bool:
    engine = connect(database_url)
    with reading(engine) as session:
        left = set(session.exec(select(OutboundMessage.status))) - {"sent"}
    engine.dispose()
    return not left
