"""Fixtures that every room's tests share, and the order in which files are run."""

import os
from collections import Counter

import pytest
from hypothesis import settings

pytest_plugins = ["tests.databases", "tests.browser"]

# The same examples at each run: what fails was changed. `HYPOTHESIS_PROFILE=explore` draws new ones.
settings.register_profile("same", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a slow test first, then those of many tests: no worker is left alone with one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("browser")}
    size = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path not in slow, -size[item.path]))
