"""Find a Chromium for the browser tests, or install one where this machine allows it.

Order: a system Chromium; one that Playwright has already; Debian's package (as root); Playwright's own download.
Failing all of them the browser tests skip and say so: this never stops `make test`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright


def installed() -> str | None:
    """The path of a usable Chromium, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    with sync_playwright() as play:
        path = play.chromium.executable_path
    return path if Path(path).exists() else None


def attempt(command: list[str]) -> bool:
    print("  trying:", " ".join(command), flush=True)
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, timeout=600, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired) as error:
        print("  ", error)
        return False


def main() -> None:
    if found := installed():
        print("Chromium:", found)
        return
    print("No Chromium found: installing one for the browser tests.")
    if shutil.which("apt-get") and os.geteuid() == 0:
        attempt(["apt-get", "update", "-qq"])
        attempt(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"])
    if not installed():
        attempt([sys.executable, "-m", "playwright", "install", "chromium"])
    print("Chromium:", installed() or "none; the browser tests will be skipped")


if __name__ == "__main__":
    main()
