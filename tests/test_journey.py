"""The whole path through HTTP only, on both databases: from a texted "bonjour" to a candidature in the console."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
import pytest
from sqlmodel import func, select

from backend.database import reading
from backend.main import Service
from backend.messaging.sms_text import count_parts, outside_gsm
from backend.messaging.tables import Consent, InboundMessage
from tests.databases import FixedClock
from tests.service import PUBLIC_URL, AtTheConsole, Texter, running, settings_for
from tests.stand_ins.twilio import Twilio

pytestmark = pytest.mark.slow


@dataclass
class Journey:
    service: Service
    clock: FixedClock
    twilio: Twilio
    person: Texter
    http: httpx.Client
    url: str


@pytest.fixture
def journey(database_url: str) -> Iterator[Journey]:
    twilio, clock = Twilio(), FixedClock()
    with (
        twilio.serving() as api,
        running(settings_for(database_url, twilio, api), clock) as (service, url),
        httpx.Client(base_url=url, timeout=30) as http,
    ):
        yield Journey(service, clock, twilio, Texter(twilio, http), http, url)


def add_workshops(console: AtTheConsole, first: datetime) -> None:
    for days, hour in ((7, 14), (9, 9), (14, 14)):
        at = (first + timedelta(days=days)).replace(hour=hour, minute=0)
        page = console.fill_in(
            "/console/ateliers/create",
            {
                "kind": "workshop", "title": "Atelier CV", "place": "Mission Emploi", "seats": "3", "minimum": "2",
                "starts_at": f"{at:%Y-%m-%d %H:%M}", "ends_at": f"{at + timedelta(hours=2):%Y-%m-%d %H:%M}",
                "address": "67 ter boulevard de Courtais", "status": "open",
            },
        )  # fmt: skip
        assert page.status_code == 200, page.text[:2000]


def add_offer(console: AtTheConsole) -> None:
    page = console.fill_in(
        "/console/offres/create",
        {
            "title": "Cariste", "rome_code": "N1101", "commune_code": "Domérat", "place": "Domérat", "contract": "CDI",
            "weekly_hours": "35", "posts": "1", "status": "open", "description": "Chargement et rangement.",
        },
    )  # fmt: skip
    assert page.status_code == 200, page.text[:2000]


INTAKE = (
    ("oui", "nom"),
    ("moi cest kevin durand", "commune"),
    ("domerat", "travail"),
    ("jcherche cariste", "années"),
    ("une dizaine d'années", "permis"),
    ("permis b et caces 3", "Comment allez-vous"),
    ("en voiture", "Jusqu'où"),
    ("30 min", "commencer quand"),
    ("de suite", "Je résume"),
)


def test_from_bonjour_to_a_candidature(journey: Journey) -> None:
    console = AtTheConsole(journey.url)
    add_workshops(console, journey.clock.now())
    person = journey.person

    welcome = person.text("bonjour")
    assert "assistant automatique de la mission Emploi" in welcome and "STOP" in welcome
    for said, asked in INTAKE:
        assert asked in person.text(said)
    dates = person.text("oui")
    assert "1) " in dates and "3) " in dates
    assert "C'est noté" in person.text("2") and "Durand" in console.get("/console/inscriptions/list")

    add_offer(console)
    number = console.first_suggestion()
    card = console.get("/console/review")
    assert "Kevin" in card and "Cherche le même métier" in card and "une offre pour vous" in card
    console.post(f"/console/review/{number}/approve", {})
    journey.clock.advance(minutes=10)  # until then it can be taken back

    offer = person.next_text()
    assert offer.startswith("Kevin, une offre pour vous : cariste") and "OUI, NON, ou PLUS" in offer
    assert "Chargement" in person.text("plus")
    assert "C'est noté" in person.text("oui")
    assert "Durand" in console.get("/console/candidatures/list")

    for body in journey.twilio.texts_to(person.number):
        assert outside_gsm(body) == [] and count_parts(body) <= 2, body


def test_consent_is_a_row_with_its_message(journey: Journey) -> None:
    journey.person.text("bonjour")
    journey.person.text("oui")
    with reading(journey.service.engine) as session:
        consent = session.exec(select(Consent)).one()
        message = session.get_one(InboundMessage, consent.message_id)
    assert (consent.audience, consent.given, message.text) == ("office", True, "oui")


@pytest.mark.parametrize("signature", ["", "bm90IHRoZSBvbmU=", "of another text"])
def test_a_post_that_twilio_did_not_sign_leaves_no_row(journey: Journey, signature: str) -> None:
    form = journey.person.form("bonjour")
    if signature == "of another text":
        signature = journey.twilio.sign(PUBLIC_URL + "/sms/inbound", form | {"Body": "autre chose"})
    answer = journey.http.post("/sms/inbound", data=form, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 403
    with reading(journey.service.engine) as session:
        assert session.exec(select(func.count()).select_from(InboundMessage)).one() == 0


def test_the_same_post_twice_is_one_message_and_one_answer(journey: Journey) -> None:
    form = journey.person.form("bonjour", sid="SM" + "7" * 32)
    for _ in range(2):
        assert journey.twilio.post(journey.http, PUBLIC_URL, "/sms/inbound", form).status_code == 200
    journey.person.next_text()
    assert "prénom" in journey.person.text("oui")  # nothing else was said in between
    with reading(journey.service.engine) as session:
        assert session.exec(select(func.count()).select_from(InboundMessage)).one() == 2


@pytest.mark.parametrize("step", range(len(INTAKE)))
def test_stop_help_and_menu_work_at_every_step(journey: Journey, step: int) -> None:
    journey.person.text("bonjour")
    for said, _ in INTAKE[:step]:
        journey.person.text(said)
    assert "MENU" in journey.person.text("AIDE")
    assert ("1) ma fiche" in journey.person.text("MENU")) == (step > 0)
    assert "vous ne recevrez plus" in journey.person.text("STOP")
    journey.twilio.post(journey.http, PUBLIC_URL, "/sms/inbound", journey.person.form("encore là ?"))
    assert "on reprend" in journey.person.text("REPRENDRE")


def test_a_provider_that_refuses_is_tried_again(journey: Journey) -> None:
    journey.twilio.refuse(20500, http_status=500)
    journey.twilio.post(journey.http, PUBLIC_URL, "/sms/inbound", journey.person.form("bonjour"))
    for _ in range(8):
        if journey.twilio.texts_to(journey.person.number):
            break
        journey.clock.advance(minutes=1)
        threading.Event().wait(0.5)
    assert "assistant automatique" in journey.person.next_text()
