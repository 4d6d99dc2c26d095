"""The whole path in a headless Chromium: the telephone in one page, the adviser's console in another.

`SCREENSHOTS=docs/screenshots pytest tests/test_journey_browser.py` keeps what it looked like.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.database import transaction
from backend.demo import load_demo
from backend.main import Service
from backend.settings import Settings
from tests.databases import FixedClock
from tests.service import serving_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """The demonstration office as `make start` serves it: its address, and an adviser's e-mail and password."""
    settings = Settings(
        _env_file=None, demo=True, quiet_seconds=0, undo_minutes=0,
        database_url=f"sqlite:///{tmp_path_factory.mktemp('demonstration')}/mission.db",
    )  # type: ignore[call-arg]  # fmt: skip
    accounts: list[tuple[str, str]] = []

    def furnish(service: Service) -> None:
        with transaction(service.engine) as session:
            report = load_demo(session, service.clock.now())
        assert report is not None
        accounts.extend((account.email, account.password) for account in report.accounts)

    with serving_app(settings, FixedClock(), furnish) as (_, url):
        yield url, *accounts[0]


def keep(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=False)


class Telephone:
    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        page.goto(f"{url}/telephone")
        page.get_by_role("button", name="Nouveau numéro").click()
        self.log = page.get_by_role("log")

    def say(self, text: str, answer: str) -> None:
        self.page.get_by_label("Votre message").fill(text)
        self.page.get_by_role("button", name="Envoyer").click()
        self.hears(answer)

    def hears(self, answer: str) -> None:
        expect(self.log).to_contain_text(re.compile(answer), timeout=15_000)


TALK = (
    ("bonjour", "assistant automatique"),
    ("oui", "prénom"),
    ("moi cest sandrine tessier", "Merci Sandrine.*quelle commune"),
    ("domerat", "Domérat, d'accord"),
    ("jcherche ajusteur monteur", "expérience|années"),
    ("15 ans", "Quels permis"),
    ("permis b", "Comment allez-vous"),
    ("en voiture", "Jusqu'où"),
    ("40 min", "commencer quand"),
    ("de suite", "Je résume"),
    ("oui", "Atelier CV"),
    ("2", "C'est noté : atelier"),
)


def test_from_the_telephone_to_the_console_and_back(
    chromium: Browser, page: Page, demonstration: tuple[str, str, str]
) -> None:
    url, email, password = demonstration
    telephone = Telephone(page, url)
    for said, answer in TALK:
        telephone.say(said, answer)
    keep(page, "telephone")

    desk = chromium.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900}).new_page()
    sign_in(desk, url, email, password)
    keep(desk, "today")
    add_an_offer(desk, url)
    approve(desk, url, "Sandrine Tessier")

    telephone.hears("Sandrine, une offre pour vous : ajusteur")
    telephone.say("oui", "C'est noté, Sandrine")
    desk.goto(f"{url}/console/candidatures/list")
    expect(desk.get_by_role("main")).to_contain_text("Sandrine Tessier")
    keep(desk, "candidatures")
    desk.goto(f"{url}/console/candidats/list")
    keep(desk, "candidats")
    desk.context.close()


def sign_in(desk: Page, url: str, email: str, password: str) -> None:
    desk.goto(f"{url}/console")
    desk.locator("input[name=username]").fill(email)
    desk.locator("input[name=password]").fill(password)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("main")).to_contain_text("relire")


def add_an_offer(desk: Page, url: str) -> None:
    desk.goto(f"{url}/console/offres/create")
    for name, value in (
        ("title", "Ajusteur monteur"), ("rome_code", "H2901"), ("commune_code", "Montluçon"),
    ):  # fmt: skip
        desk.locator(f"[name={name}]").fill(value)
    desk.locator("[name=description]").fill("Ajustage et montage de pièces mécaniques, en journée.")
    keep(desk, "offer_form")
    desk.locator("main button[type=submit]").last.click()
    desk.wait_for_url(re.compile("offres/(list|detail)"))


def approve(desk: Page, url: str, who: str) -> None:
    """Turn the cards with "n" until that person's, and approve with "a"."""
    desk.goto(f"{url}/console/review")
    for _ in range(80):
        if who in desk.locator("#review-who").inner_text() and "justeur" in desk.locator("#review-what").inner_text():
            keep(desk, "review")
            desk.keyboard.press("a")
            expect(desk.locator("body")).to_contain_text("Approuvée")
            return
        card = desk.url
        desk.keyboard.press("n")
        desk.wait_for_url(lambda now, before=card: now != before)
    pytest.fail(f"no card for {who}")
