"""The whole service on a real port of this machine, Twilio's stand-in behind it; and who talks to it by HTTP only."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
import uvicorn

from backend.database import transaction
from backend.main import Service, adopt_lines, build, create_app
from backend.migrate import migrate
from backend.network.advisers import add_adviser
from backend.network.tables import Office
from backend.ports import Clock
from backend.settings import Settings
from tests.console_fixtures import fields_of
from tests.databases import TUESDAY_10H, FixedClock
from tests.stand_ins.server import free_port
from tests.stand_ins.twilio import Twilio

PUBLIC_URL = "http://mission.example"
OFFICE_NUMBER = "+33939980000"
EMAIL, PASSWORD = "sylvie@example.org", "un mot de passe long"
PATIENCE_S = 15


def settings_for(database_url: str, twilio: Twilio, twilio_url: str, **more: object) -> Settings:
    return Settings(
        _env_file=None, database_url=database_url, public_url=PUBLIC_URL, secret_key="k" * 40,
        twilio_account_sid=twilio.account_sid, twilio_auth_token=twilio.auth_token, twilio_from=OFFICE_NUMBER,
        twilio_api_url=twilio_url, **({"quiet_seconds": 0} | more),
    )  # type: ignore[call-arg]  # fmt: skip


def furnish(service: Service) -> None:
    """An office and its adviser, as `mission-emploi office add` and `user add` make them."""
    now = service.clock.now()
    with transaction(service.engine) as session:
        office = Office(
            code="montlucon", name="mission Emploi de Montluçon", town="Montluçon", commune_code="03185",
            address="67 ter boulevard de Courtais", phone="04 65 71 00 01",
        )  # fmt: skip
        session.add(office)
        session.flush()
        add_adviser(session, office, EMAIL, "Sylvie", PASSWORD, now)
    assert adopt_lines(service) == []


@contextmanager
def running(settings: Settings, clock: Clock | None = None) -> Iterator[tuple[Service, str]]:
    """The service of an office and its address, until the end of the `with`."""
    with serving_app(settings, clock or FixedClock(), furnish) as served:
        yield served


@contextmanager
def serving_app(settings: Settings, clock: Clock, prepare: Callable[[Service], None]) -> Iterator[tuple[Service, str]]:
    """The service on a real port, its database migrated and prepared."""
    service = build(settings, clock, reclaim_after=timedelta(seconds=15))
    migrate(service.engine)
    prepare(service)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create_app(service), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_for(lambda: _listens(port))
    try:
        yield service, f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)
        service.engine.dispose()


class FastClock:
    """A clock on which four minutes last a second, the same in every process that is given its start.

    `start` is a value of time.monotonic(), at which it shows the morning of TUESDAY_10H.
    """

    PACE = 240

    def __init__(self, start: float) -> None:
        self._start = start

    def now(self) -> datetime:
        return TUESDAY_10H + timedelta(seconds=(time.monotonic() - self._start) * self.PACE)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(ready: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
    """Look again every few milliseconds until it is so. Raises AssertionError after `patience_s`."""
    until = time.monotonic() + patience_s
    while not ready():
        assert time.monotonic() < until, "it did not come in time"
        threading.Event().wait(0.02)


@dataclass
class Texter:
    """A person with a telephone: their texts come through Twilio's signed webhook, the answers through its REST API."""

    twilio: Twilio
    http: httpx.Client
    number: str = "+33639980101"
    seen: int = 0
    heard: list[str] = field(default_factory=list)

    def text(self, body: str) -> str:
        """Send, and wait for the answer."""
        sent = self.twilio.post(self.http, PUBLIC_URL, "/sms/inbound", self.form(body))
        assert (sent.status_code, sent.text) == (200, '<?xml version="1.0" encoding="UTF-8"?><Response/>')
        return self.next_text()

    def form(self, body: str, sid: str | None = None) -> dict[str, str]:
        return self.twilio.inbound(self.number, OFFICE_NUMBER, body, sid)

    def next_text(self) -> str:
        wait_for(lambda: len(self.twilio.texts_to(self.number)) > self.seen)
        self.seen += 1
        return self.twilio.texts_to(self.number)[self.seen - 1]


class AtTheConsole:
    """An adviser's browser, by plain HTTP: signs in, follows links, and posts forms as they were filled in."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, follow_redirects=True, timeout=30)
        page = self.post("/console/login", {"username": EMAIL, "password": PASSWORD})
        assert page.status_code == 200 and "/login" not in str(page.url), page.text[:500]

    def get(self, path: str) -> str:
        page = self.http.get(path)
        assert page.status_code == 200, (path, page.status_code, page.text[:500])
        return page.text

    def post(self, path: str, fields: dict[str, object]) -> httpx.Response:
        return self.http.post(path, data={"csrftoken": self._token(), **fields})

    def fill_in(self, path: str, fields: dict[str, object]) -> httpx.Response:
        """Open a form, change these fields, and save it."""
        return self.http.post(path, data={**fields_of(self.get(path)), "csrftoken": self._token(), **fields})

    def _token(self) -> str:
        if "starlette_admin_csrftoken" not in self.http.cookies:
            self.http.get("/console/login")
        return self.http.cookies["starlette_admin_csrftoken"].strip('"')

    def first_suggestion(self) -> int:
        """The number of the card that the review page shows."""
        shown = re.search(r"/console/review/(\d+)/approve", self.get("/console/review"))
        assert shown, "nothing waits on the review page"
        return int(shown[1])
