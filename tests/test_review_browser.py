"""In Chromium: twenty suggestions reviewed by keys alone, the new pages and the employer's looked at by axe."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import uvicorn
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlmodel import select

from admin.employer_site import employer_routes
from backend.database import reading, transaction
from backend.offers.given_files import Given, look, read_given
from backend.placement import guarantee, transmission
from backend.placement.employer_link import make_link
from backend.placement.lifecycle import State
from backend.placement.tables import Suggestion
from backend.placement.training import open_case
from tests.console_fixtures import NOW, World, world_in
from tests.databases import Databases
from tests.placement_fixtures import SENDER, a_candidate, an_offer
from tests.test_console_accessibility import PHONE, WIDE, serious_faults, signed_in

pytestmark = pytest.mark.browser
MANY = 20
# A day's round: mostly yes, some no with a reason, a few later.
KEYS = ("a", "a", "r2", "a", "p", "a", "r1", "a", "n", "a")


@dataclass
class Scene:
    world: World
    address: str
    link: str
    pages: dict[str, str]


@pytest.fixture(scope="module")
def scene(sqlite_databases: Databases) -> Iterator[Scene]:
    with world_in(sqlite_databases) as world:
        world.app.include_router(employer_routes(world.engine, world.clock))
        link, pages = furnish(world)
        server = uvicorn.Server(uvicorn.Config(world.app, port=0, log_level="error"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            thread.join(0.02)
        address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        yield Scene(world, address, link, pages)
        server.should_exit = True
        thread.join()


def furnish(world: World) -> tuple[str, dict[str, str]]:
    """Twenty cards for Bourges; for Montluçon a dossier with its link, and a training case."""
    here, there = world.here, world.there
    with transaction(world.engine) as session:
        for number in range(MANY - len(there.proposed)):
            offer = an_offer(session, office_id=there.office, employer_id=None, title=f"Cariste {number}")
            person = a_candidate(session, f"Alix {number}", office_id=there.office)
            session.add(
                Suggestion(
                    office_id=there.office, offer_id=offer.id or 0, candidate_id=person.id or 0, score=0.7,
                    created_at=NOW,
                )
            )  # fmt: skip
        yes = session.get_one(Suggestion, here.rows["candidatures"])
        for claim in ("met", "can_come"):
            guarantee.vouch(session, yes, claim, "le 20 novembre", here.adviser, NOW)
        dossier = transmission.make_dossier(session, [yes.id or 0], "Bonjour.", sender_of(here.adviser), NOW)
        transmission.hand_over(session, dossier, sender_of(here.adviser), NOW)
        token = make_link(session, dossier.id or 0, "adviser:1", NOW)
        needs = [{"code": "caces-R489-3", "must": True, "words": "CACES 3"}]
        offer = an_offer(session, office_id=here.office, employer_id=None, needs=needs)
        person = a_candidate(session, "Nadia", office_id=here.office, licences=["permis-B"])
        case = open_case(session, offer.id or 0, person.id or 0, here.adviser, NOW)
        case.held_until = (NOW + timedelta(days=5)).date()
        sheet = "Intitulé;Commune\nMaçon;Domérat\n;Huriel\n".encode()
        given = Given(here.office, here.adviser, "offres.csv", sheet)
        looked = look(session, given, read_given(given.name, sheet, "03185"), NOW)
        a_candidate(session, "Omar", office_id=here.office, licences=["permis-B"])
        pages = {
            "follow-up": "/suivi", "candidature": f"/suivi/{yes.id}", "dossiers": "/dossiers",
            "dossier": f"/dossiers/{dossier.id}", "trainings": f"/formations?offre={offer.id}",
            "training": f"/formations/{case.id}", "dossier to make": f"/dossiers/offre/{yes.offer_id}",
            "file of offers": f"/importer/{looked.id}",
        }  # fmt: skip
    return f"/employeur/{token}", pages


def sender_of(adviser: int) -> transmission.Sender:
    return transmission.Sender(adviser, SENDER.adviser, SENDER.office, SENDER.address, SENDER.phone)


def test_twenty_suggestions_are_reviewed_with_two_keys_each_at_most(chromium: Chromium, scene: Scene) -> None:
    page = signed_in(chromium, f"{scene.address}/console", scene.world.there.email, viewport=WIDE)
    page.goto(f"{scene.address}/console/review")
    pressed, seconds = 0, time.monotonic()
    for keys in KEYS * 2:
        title = page.locator("#review-what").inner_text()
        for key in keys:
            page.keyboard.press(key)
            pressed += 1
        page.wait_for_function("was => document.querySelector('#review-what')?.innerText !== was", arg=title)
    seconds = time.monotonic() - seconds
    assert pressed <= 2 * MANY and seconds < 60
    with reading(scene.world.engine) as session:
        mine = select(Suggestion).where(Suggestion.office_id == scene.world.there.office)
        rows = session.exec(mine).all()
    decided = [row for row in rows if row.state in (State.APPROVED, State.REJECTED) or row.wait_until or row.opened_by]
    assert len(decided) == MANY


def test_an_approval_is_taken_back_in_the_browser(chromium: Chromium, scene: Scene) -> None:
    page = signed_in(chromium, f"{scene.address}/console", scene.world.here.email, viewport=WIDE)
    page.goto(f"{scene.address}/console/review")
    page.keyboard.press("a")
    page.get_by_role("button", name="Annuler").first.click()
    expect(page.get_by_text("rien n'est parti")).to_be_visible()


@pytest.mark.parametrize(
    "name", ["follow-up", "candidature", "dossiers", "dossier to make", "dossier", "trainings", "training",
             "file of offers"],
)  # fmt: skip
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_page_of_placement_has_no_serious_fault(adviser: Page, scene: Scene, name: str, size: dict[str, int]) -> None:
    adviser.set_viewport_size(size)  # type: ignore[arg-type]
    adviser.goto(f"{scene.address}/console{scene.pages[name]}")
    assert serious_faults(adviser) == []


@pytest.fixture(scope="module")
def adviser(chromium: Chromium, scene: Scene) -> Page:
    return signed_in(chromium, f"{scene.address}/console", scene.world.here.email, viewport=WIDE)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_employer_s_page_has_no_serious_fault(chromium: Chromium, scene: Scene, size: dict[str, int]) -> None:
    page = chromium.new_page(locale="fr-FR", viewport=size, bypass_csp=True)  # type: ignore[arg-type]
    page.goto(scene.address + scene.link)
    page.get_by_text("Non, pas cette personne").click()
    page.get_by_text("J'embauche").click()
    assert serious_faults(page) == []


def test_the_employer_answers_by_keyboard_alone(chromium: Chromium, scene: Scene) -> None:
    page = chromium.new_page(locale="fr-FR")
    page.goto(scene.address + scene.link)
    page.get_by_role("button", name="Je veux rencontrer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("entretien demandé")).to_be_visible()
    with reading(scene.world.engine) as session:
        assert session.get_one(Suggestion, scene.world.here.rows["candidatures"]).state == State.INTERVIEW
