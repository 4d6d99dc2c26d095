"""The console in a real browser: no serious fault for who cannot see or use a mouse, and a review by keys alone."""

import re
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from admin.pages import PAGES
from admin.views import VIEWS
from admin.views.office_view import ReadOnlyView
from backend.database import reading
from backend.placement.tables import Suggestion
from tests.console_fixtures import PASSWORD, World, world_in
from tests.databases import Databases

pytestmark = pytest.mark.browser
LISTS = [view.key or "" for view in VIEWS]
FORMS = [view.key or "" for view in VIEWS if not issubclass(view, ReadOnlyView)]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def world(sqlite_databases: Databases) -> Iterator[World]:
    with world_in(sqlite_databases) as made:
        yield made


@pytest.fixture(scope="module")
def address(world: World) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(world.app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/console"
    server.should_exit = True
    thread.join()


def signed_in(chromium: Chromium, address: str, email: str, **context: object) -> Page:
    page = chromium.new_context(locale="fr-FR", **context).new_page()  # type: ignore[arg-type]
    page.goto(f"{address}/login")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/console/$"))
    return page


@pytest.fixture(scope="module")
def page(chromium: Chromium, address: str, world: World) -> Page:
    return signed_in(chromium, address, world.here.email, viewport=WIDE)


def serious_faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in ("serious", "critical")
    ]


def test_the_sign_in_page_has_no_serious_fault(chromium: Chromium, address: str) -> None:
    page = chromium.new_page(locale="fr-FR")
    page.goto(f"{address}/login")
    assert serious_faults(page) == []


@pytest.mark.parametrize("path", [one.path for one in PAGES])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_page_of_ours_has_no_serious_fault(page: Page, address: str, path: str, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(f"{address}{path}")
    assert serious_faults(page) == []


def test_a_conversation_has_no_serious_fault(page: Page, address: str, world: World) -> None:
    page.goto(f"{address}/conversations/{world.here.talk}")
    assert serious_faults(page) == []


@pytest.mark.parametrize("key", LISTS)
def test_a_list_has_no_serious_fault(page: Page, address: str, key: str) -> None:
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(f"{address}/{key}/list")
    assert serious_faults(page) == []


@pytest.mark.parametrize("key", LISTS)
def test_a_record_has_no_serious_fault(page: Page, address: str, world: World, key: str) -> None:
    page.goto(f"{address}/{key}/detail?pk={world.here.rows[key]}")
    assert serious_faults(page) == []


@pytest.mark.parametrize("key", FORMS)
def test_a_form_has_no_serious_fault(page: Page, address: str, world: World, key: str) -> None:
    page.goto(f"{address}/{key}/edit?pk={world.here.rows[key]}")
    assert serious_faults(page) == []


def test_a_form_with_mistakes_has_no_serious_fault(page: Page, address: str) -> None:
    page.goto(f"{address}/offres/create")
    page.get_by_label("Intitulé").fill("Poste")
    page.get_by_label("Commune").fill("Nulle-Part-sur-Rien")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Commune inconnue")).to_be_visible()
    assert serious_faults(page) == []


@pytest.mark.parametrize("button", ["Filtres", "Colonnes", "Exporter"])
def test_what_a_list_opens_has_no_serious_fault(page: Page, address: str, button: str) -> None:
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(f"{address}/candidats/list")
    page.locator(".card-actions").get_by_text(button, exact=True).click()
    page.wait_for_timeout(400)  # the panel slides in
    assert serious_faults(page) == []


# By keys alone


def state_of(world: World, suggestion_id: int) -> str:
    with reading(world.engine) as session:
        return session.exec(select(Suggestion.state).where(Suggestion.id == suggestion_id)).one()


def waiting(world: World, office: int) -> int:
    with reading(world.engine) as session:
        rows = select(Suggestion).where(Suggestion.office_id == office, Suggestion.state == "proposed")
        return len(session.exec(rows.where(col(Suggestion.wait_until).is_(None))).all())


def test_a_review_is_done_with_one_or_two_keys_a_card(chromium: Chromium, address: str, world: World) -> None:
    page = signed_in(chromium, address, world.there.email)
    first, second, third = world.there.proposed
    page.goto(f"{address}/review")
    title = page.locator("#review-who")
    page.keyboard.press("n")
    expect(title).to_have_text("Bruno de Bourges")
    page.keyboard.press("a")
    expect(title).to_have_text("Chantal de Bourges")
    page.keyboard.press("r")
    page.keyboard.press("2")
    expect(title).to_have_text("Amélie de Bourges")
    page.keyboard.press("p")
    expect(page.get_by_text("Tout est relu.")).to_be_visible()
    assert [state_of(world, one) for one in (first, second, third)] == ["proposed", "approved", "rejected"]
    assert waiting(world, world.there.office) == 0


def test_a_review_works_without_scripts(chromium: Chromium, address: str, world: World) -> None:
    page = signed_in(chromium, address, world.here.email, java_script_enabled=False)
    page.goto(f"{address}/review")
    page.get_by_text("Refuser").click()
    page.get_by_role("button", name="Le CV n'est pas prêt").click()
    expect(page.get_by_text("Écartée : le cv n'est pas prêt.")).to_be_visible()
    assert state_of(world, world.here.proposed[0]) == "rejected"


def test_the_keyboard_reaches_the_content_past_the_menu(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
