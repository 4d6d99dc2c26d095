"""A headless Chromium for the tests marked `browser`; they are skipped, with the reason, where there is none."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tools.ensure_chromium import installed

# In a container the sandbox and the shared memory are not there.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


@pytest.fixture(scope="module")  # not longer: while Playwright runs, no async test can in this thread
def chromium() -> Iterator[Browser]:
    if (path := installed()) is None:
        pytest.skip("no Chromium on this machine: `make test` installs one where it may")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new page of a new visitor. Anything the page logs as an error fails the test."""
    context = chromium.new_context(locale="fr-FR", viewport={"width": 1100, "height": 800})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert errors == []
