"""The demonstration telephone: what its page asks for, and the page itself in a browser."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Page, expect
from sqlalchemy import Engine
from sqlmodel import select

from backend.database import reading, transaction
from backend.messaging import inbox, outbox
from backend.messaging.outbox import Draft
from backend.messaging.tables import InboundMessage
from backend.messaging.thread import read_thread
from backend.network.tables import Office
from backend.ports import Clock
from backend.values import Inbound, Json, Purpose
from bot.handlers.phone import phone_routes
from tests.databases import OFFICE_LINES, FixedClock
from tests.stand_ins.server import serving

ANNE, PAUL = "+33639980012", "+33639980034"
LINE = OFFICE_LINES["phone"]
MESSAGES = "/telephone/messages"


@dataclass
class Telephone:
    """The service behind the page: the inbox, the outbox, and an office that answers by hand."""

    engine: Engine
    clock: Clock
    url: str = ""

    def accept(self, message: Inbound) -> None:
        with transaction(self.engine) as session:
            inbox.accept(session, message)

    def thread(self, number: str) -> list[dict[str, Json]]:
        with reading(self.engine) as session:
            return read_thread(session, "phone", number)

    def answer(self, text: str, to: str = ANNE, *, sent: bool = True) -> None:
        draft = Draft(1, "phone", LINE, to, text, Purpose.REPLY)
        with transaction(self.engine) as session:
            row = outbox.enqueue(session, draft, self.clock.now())
            if sent:
                outbox.mark_sent(session, row.id or 0, f"phone-{row.id}", self.clock.now())

    def received(self) -> list[InboundMessage]:
        with reading(self.engine) as session:
            return list(session.exec(select(InboundMessage)))

    def read(self, number: str = ANNE) -> list[tuple[str, str, int]]:
        answer = httpx.get(self.url + MESSAGES, params={"number": number})
        return [(m["from"], m["text"], m["parts"]) for m in answer.json()["messages"]]

    def write(self, **typed: str) -> httpx.Response:
        return httpx.post(self.url + MESSAGES, json={"number": ANNE, "text": "bonjour", **typed})


@pytest.fixture
def telephone(engine: Engine, office: Office, clock: FixedClock) -> Iterator[Telephone]:
    telephone = Telephone(engine, clock)
    app = FastAPI()
    app.include_router(phone_routes(telephone.accept, telephone.thread, clock, LINE))
    with serving(app) as telephone.url:
        yield telephone


# What the page asks for.


def test_what_is_typed_is_recorded_as_a_message_of_that_number(telephone: Telephone, clock: FixedClock) -> None:
    assert telephone.write(text="jcherche du ménage 😀").status_code == 202
    row = telephone.received()[0]
    assert (row.channel, row.sender, row.recipient, row.text) == ("phone", ANNE, LINE, "jcherche du ménage 😀")
    assert row.received_at == clock.now()


def test_the_same_message_posted_twice_is_one(telephone: Telephone) -> None:
    for _ in range(2):
        telephone.write(id="abc-123")
    assert len(telephone.received()) == 1


def test_two_messages_with_the_same_words_are_two(telephone: Telephone) -> None:
    for _ in range(2):
        telephone.write()
    assert len(telephone.received()) == 2


WRONG = [
    {"number": "+33612345678"},  # someone's own
    {"number": "0639980012"},
    {"number": ""},
    {"number": ANNE + "\n"},
    {"text": ""},
    {"text": "a" * 1601},
    {"id": "../" * 3},
    {"id": "a" * 61},
]


@pytest.mark.parametrize("wrong", WRONG, ids=[repr(wrong)[:40] for wrong in WRONG])
def test_what_is_not_a_message_from_an_invented_number_is_refused(telephone: Telephone, wrong: dict[str, str]) -> None:
    assert (telephone.write(**wrong).status_code, telephone.received()) == (422, [])


def test_the_thread_holds_both_sides_in_order_with_the_sms_parts(telephone: Telephone, clock: FixedClock) -> None:
    telephone.write(text="bonjour")
    clock.advance(seconds=1)
    telephone.answer("Ça va ? " + "é" * 160)
    clock.advance(seconds=1)
    telephone.write(text="oui")
    assert telephone.read() == [
        ("person", "bonjour", 1),
        ("office", "Ça va ? " + "é" * 160, 2),
        ("person", "oui", 1),
    ]


def test_a_message_is_shown_once_it_is_sent(telephone: Telephone) -> None:
    telephone.answer("Pas encore", sent=False)
    assert telephone.read() == []


def test_a_number_reads_its_own_thread_only(telephone: Telephone) -> None:
    telephone.write(text="bonjour")
    telephone.answer("Pour Paul", PAUL)
    assert telephone.read(PAUL) == [("office", "Pour Paul", 1)]


def test_a_thread_that_has_not_changed_is_not_sent_again(telephone: Telephone) -> None:
    first = httpx.get(telephone.url + MESSAGES, params={"number": ANNE})
    again = {"params": {"number": ANNE}, "headers": {"If-None-Match": first.headers["ETag"]}}
    assert httpx.get(telephone.url + MESSAGES, **again).status_code == 304  # type: ignore[arg-type]
    telephone.write()
    assert httpx.get(telephone.url + MESSAGES, **again).status_code == 200  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["", "/phone.css", "/phone.js"])
def test_the_page_asks_nothing_of_another_site(telephone: Telephone, path: str) -> None:
    answer = httpx.get(f"{telephone.url}/telephone{path}")
    assert (answer.status_code, "http://" in answer.text, "https://" in answer.text) == (200, False, False)
    assert "default-src 'self'" in answer.headers["content-security-policy"]


# The page in a browser.


@pytest.fixture
def screen(telephone: Telephone, page: Page) -> Page:
    page.goto(telephone.url + "/telephone")
    return page


def type_text(screen: Page, text: str) -> None:
    screen.get_by_label("Votre message").fill(text)
    screen.keyboard.press("Enter")


@pytest.mark.browser
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestPage:
    def test_a_talk_is_typed_and_read_with_the_keyboard_alone(self, telephone: Telephone, screen: Page) -> None:
        screen.keyboard.type("bonjour")  # the cursor is there already
        screen.keyboard.press("Enter")
        log = screen.get_by_role("log", name="Messages")
        expect(log).to_contain_text("Vous : bonjour")
        telephone.answer("Bonjour, on commence ?")
        expect(log).to_contain_text("mission Emploi : Bonjour, on commence ?")
        expect(log).to_contain_text("1 SMS")

    def test_what_is_written_is_shown_as_text(self, telephone: Telephone, screen: Page) -> None:
        type_text(screen, "<b>gras</b>")
        telephone.answer("<img src=x onerror=alert(1)>")
        expect(screen.get_by_role("log")).to_contain_text("<b>gras</b>")
        expect(screen.get_by_role("log")).to_contain_text("<img src=x onerror=alert(1)>")

    def test_a_new_number_is_another_person_and_is_kept(self, screen: Page) -> None:
        type_text(screen, "bonjour")
        expect(screen.get_by_role("log")).to_contain_text("bonjour")
        screen.get_by_role("button", name="Nouveau numéro").click()
        expect(screen.get_by_role("log")).to_contain_text("Aucun message.")
        number = screen.get_by_label("Ce téléphone a le numéro")
        chosen = number.input_value()
        screen.reload()
        assert (number.input_value(), chosen.startswith("+3363998")) == (chosen, True)

    def test_a_number_chosen_again_shows_its_talk(self, screen: Page) -> None:
        type_text(screen, "bonjour")
        expect(screen.get_by_role("log")).to_contain_text("bonjour")
        number = screen.get_by_label("Ce téléphone a le numéro")
        number.select_option(PAUL)
        expect(screen.get_by_role("log")).to_contain_text("Aucun message.")
        number.select_option(ANNE)
        expect(screen.get_by_role("log")).to_contain_text("bonjour")

    def test_an_empty_message_does_not_leave(self, telephone: Telephone, screen: Page) -> None:
        type_text(screen, "   ")
        type_text(screen, "oui")
        expect(screen.get_by_role("log")).to_contain_text("oui")
        assert [row.text for row in telephone.received()] == ["oui"]

    @pytest.mark.parametrize("width", [1100, 360])
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_nothing_stands_in_the_way_of_a_screen_reader(
        self, telephone: Telephone, screen: Page, width: int, scheme: str
    ) -> None:
        screen.set_viewport_size({"width": width, "height": 700})
        screen.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        type_text(screen, "bonjour")
        telephone.answer("Bonjour, on commence ? OUI ou NON.")
        expect(screen.get_by_role("log")).to_contain_text("on commence")
        found = Axe().run(screen)
        assert found.violations_count == 0, found.generate_report()
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
