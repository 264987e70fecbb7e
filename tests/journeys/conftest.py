"""What the journeys share: a running server, tablets beside it, and windows to look at them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.support.driver import PATIENCE_MS, Driver
from tests.support.server import RunningServer, start_server
from tests.support.tablet import RunningTablet, start_tablet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

ARTEFACTS = Path(__file__).parent / "artefacts"

LANDSCAPE = (1280, 800)
PORTRAIT = (800, 1280)

# Also where a page of the office is asked whether something is there yet.
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """A server process with the sample plant."""
    running = start_server(tmp_path / "server")
    yield running
    running.stop()


@pytest.fixture
def new_tablet(tmp_path: Path, server: RunningServer) -> Iterator[Callable[..., RunningTablet]]:
    """Start tablets, which enrol by themselves unless told otherwise; each is ended after the test."""
    started: list[RunningTablet] = []

    def new(name: str, *, enrolled: bool = True) -> RunningTablet:
        enrol = f"{server.url} {server.code()}" if enrolled else ""
        tablet = start_tablet(tmp_path / name, enrol=enrol, name=name)
        started.append(tablet)
        return tablet

    yield new
    for tablet in started:
        tablet.stop()


@pytest.fixture
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Driver]]:
    """Open a window on a tablet; what a test that did not pass saw last is kept as a picture."""
    contexts: list[BrowserContext] = []

    def open_window(url: str, size: tuple[int, int] = LANDSCAPE) -> Driver:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, permissions=["camera"], color_scheme="light"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        return Driver(page).open(url)

    yield open_window
    for number, context in enumerate(contexts, start=1):
        if request.session.testsfailed:
            name = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower())
            context.pages[0].screenshot(path=ARTEFACTS / "last-seen" / f"{name}-{number}.png")
        context.close()


@pytest.fixture
def office(browser: Browser, server: RunningServer) -> Iterator[Page]:
    """The central record's pages, signed in as the quality manager."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, color_scheme="light")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(server.url)
    page.get_by_label("Name").select_option(label="Ana Horvat")
    page.get_by_label("Password").fill("floorwalk")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Visits").first.wait_for()
    yield page
    context.close()
