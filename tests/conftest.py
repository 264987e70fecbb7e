"""What all tests share: the browser and where it comes from, and a place for async scenarios."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Where it sits on machines whose PATH does not name it.
CHROMIUM_PLACES = (
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
NO_CHROMIUM = (
    "This test needs a Chromium and none was found: install one (on Debian `apt-get install chromium`) "
    "or name it in FLOORWALK_CHROMIUM."
)

# Examples are timed on machines with other work to do; and CI has the same ones every time.
settings.register_profile("floorwalk", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("floorwalk")


def chromium() -> str | None:
    """Return the path of a Chromium: the one the environment names, else the first in the usual places."""
    named = os.environ.get("FLOORWALK_CHROMIUM")
    candidates = (named,) if named else (*CHROMIUM_NAMES, *CHROMIUM_PLACES)
    return next((path for path in map(shutil.which, candidates) if path), None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Pass over a test that needs a browser where there is none; under CI that is an error."""
    if item.get_closest_marker("browser") and chromium() is None:
        if os.environ.get("CI"):
            pytest.fail(NO_CHROMIUM, pytrace=False)
        pytest.skip(NO_CHROMIUM)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the browser tests of a file, with a camera that is made up.

    It ends with the file: as long as Playwright runs, no other test can run an event loop in this thread.
    """
    # Only here: most runs of a few tests need neither Playwright nor Flet.
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tests.support.driver import CHROMIUM_FLAGS  # noqa: PLC0415

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        yield running
        running.close()


@pytest.fixture
def run_async() -> Callable[..., object]:
    """Run an async scenario in a thread of its own: Playwright leaves a running loop in this one."""
    from tests.support.headless import run  # noqa: PLC0415 - it imports Flet

    return run
