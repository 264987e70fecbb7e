"""Drive the tablet's app in a real Chromium through Flutter's semantics tree, and take pictures of it."""

# mypy: disable-error-code="import-untyped"
# Flet's web server carries no types.

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Self

import flet as ft
import flet_web.fastapi as flet_web_app
import uvicorn
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from mobile.sizes import TARGET
from tests.support import semantics

# The last two stand in for a camera and for the person who allows its use.
CHROMIUM_FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)

# A machine that is busy with other things may take this long over what takes a second by itself.
PATIENCE_MS: Final = 90_000

# How long a screen or the wheel may take to show before something else is tried.
_TURN_MS: Final = 400

ASSETS: Final = Path(__file__).resolve().parents[2] / "mobile" / "assets"


class Driver:
    """One page of the app in a browser: find by identifier, tap by coordinate, look at the picture."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # What is tapped has at least this side in a picture; more for hands with gloves on.
        self.least_target = TARGET
        # What a finger has done: taps and lines drawn, and fields that were written into.
        self.taps = 0
        self.fields = 0

    def open(self, url: str, *, timeout: float = PATIENCE_MS) -> Self:
        """Load the app and switch the semantics tree on; `timeout` is in milliseconds."""
        self.page.goto(url, wait_until="commit")
        switch = self.page.locator("flt-semantics-placeholder")
        switch.wait_for(state="attached", timeout=timeout)
        # One pixel, off the screen: only a dispatched event can hit it.
        switch.dispatch_event("click")
        self.page.locator("flt-semantics-host flt-semantics").first.wait_for(
            state="attached", timeout=timeout
        )
        return self

    def tid(self, identifier: str) -> Locator:
        """What carries this `ft.Semantics(identifier=…)`; the last one, where a screen lies over another."""
        return self.page.locator(f'[flt-semantics-identifier="{identifier}"]').last

    def button(self, name: str, scope: Locator | None = None) -> Locator:
        """A button by its words."""
        return (scope or self.page).get_by_role("button", name=name, exact=True)

    def text(self, words: str | re.Pattern[str]) -> Locator:
        """Words on the screen, or in the name that a group of controls is read out by."""
        found = self.page.get_by_text(words)
        if isinstance(words, str):
            found = found.or_(self.page.locator(f"[aria-label*={json.dumps(words, ensure_ascii=False)}]"))
        return found.first

    def field(self, identifier: str) -> Locator:
        """The input inside an identified text field."""
        return self.tid(identifier).locator("input, textarea").first

    def tap(self, where: Locator | str) -> None:
        """Tap in the middle, by coordinate: Flet keeps an empty node on top, so a plain click never lands.

        As a person does, once it stands still and can be tapped: what was tapped before may still be on its
        way through the app, and a button that waits for it takes no tap.
        """
        spot = self._locate(where)
        self._ready(spot)
        spot.click(force=True)
        self.taps += 1

    @contextmanager
    def at_most(self, taps: int) -> Iterator[None]:
        """Fail if what happens meanwhile takes more taps; words are typed without any."""
        before = self.taps
        yield
        assert self.taps - before <= taps, f"{self.taps - before} taps, and {taps} are enough"

    def activate(self, where: Locator | str) -> None:
        """Tap as a screen reader does; for what is wider than it is drawn."""
        spot = self._locate(where)
        spot.wait_for(state="attached")
        spot.dispatch_event("click")

    def enter(self, where: Locator | str, text: str) -> None:
        """Replace a field's text. Focus comes first, and what a busy client did not take is typed again.

        The client takes over the browser's field some frames after it has the focus, and empties it then.
        """
        field = self.field(where) if isinstance(where, str) else where
        field.wait_for(state="attached")
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while True:
            field.focus()
            expect(field).to_be_focused()
            field.fill(text)
            if _stays(field, text):
                self.fields += 1
                return
            assert time.monotonic() < deadline, f"{where} does not take a text"

    def drag(self, where: Locator | str, points: list[tuple[float, float]]) -> None:
        """Draw with one finger; `points` are shares of the width and height, 0 to 1."""
        spot = self._locate(where)
        self._ready(spot)
        box = spot.bounding_box()
        assert box is not None
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
        self.page.mouse.move(*places[0])
        self.page.mouse.down()
        for place in places[1:]:
            self.page.mouse.move(*place, steps=6)
        self.page.mouse.up()
        self.taps += 1

    def upload(self, where: Locator | str, *files: Path | FilePayload) -> None:
        """Tap something that opens the file chooser, and choose."""
        with self.page.expect_file_chooser() as chooser:
            self.tap(where)
        chooser.value.set_files(list(files))  # type: ignore[arg-type]  # a list of one kind or the other

    def scroll_to(
        self, identifier: str, at: tuple[float, float], *, step: int = 500, turns: int = 60
    ) -> Locator:
        """Turn the wheel at a place until the control is there: what is off screen is not in the tree.

        It is looked for first, so that the screen one is leaving is not scrolled. Down; then up and down
        again, as the screen it is on may not have been drawn until then.
        """
        with suppress(PlaywrightTimeout):
            self.tid(identifier).wait_for(state="attached", timeout=_TURN_MS)
        self.page.mouse.move(*at)
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while time.monotonic() < deadline:
            for _ in range(turns):
                if self.tid(identifier).count():
                    return self.tid(identifier)
                self.page.mouse.wheel(0, step)
                self.page.wait_for_timeout(60)
            step = -step
        raise AssertionError(f"{identifier} not found by scrolling")

    def turn_wheel(self, down: int, watched: Locator) -> bool:
        """Turn the wheel where the mouse is; say whether what is watched moved, which may take a moment."""
        before = watched.bounding_box()
        self.page.mouse.wheel(0, down)
        deadline = time.monotonic() + _TURN_MS / 1000
        while time.monotonic() < deadline:
            self.page.wait_for_timeout(40)
            after = watched.bounding_box()
            if after is None or before is None or after["y"] != before["y"]:
                return True
        return False

    def sees(self, words: str | re.Pattern[str], *, timeout: float = PATIENCE_MS) -> None:
        """Wait until these words are on the screen."""
        self.text(words).wait_for(state="attached", timeout=timeout)

    def marked(self, identifier: str) -> None:
        """Wait until a choice or an answer is marked as the one."""
        chosen = '[aria-selected="true"], [aria-current="true"]'
        self.tid(identifier).and_(self.page.locator(chosen)).wait_for(state="attached")

    def picture(self, file: Path, *, deviates: Mapping[str, str] | None = None) -> Path:
        """Write a picture of the screen, after two quiet frames; returns the file.

        What a screen reader and a finger meet on it is checked beside. `deviates` holds part of a line that
        the check would say, and why it is right on this screen.
        """
        semantics.check(self.page, self.least_target, deviates)
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=file)
        return file

    def _ready(self, spot: Locator) -> None:
        """Wait until something is drawn, stays where it is for two frames and takes taps."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        spot.wait_for(state="visible", timeout=PATIENCE_MS)
        while not _stands_still(spot):
            assert time.monotonic() < deadline, f"{spot} moves or takes no taps"

    def _locate(self, where: Locator | str) -> Locator:
        return self.tid(where) if isinstance(where, str) else where


# Asked twice, two frames apart: a node that was replaced in between is not the one to tap.
_STANDS_STILL: Final = """
    async node => {
        const place = () => JSON.stringify(node.getBoundingClientRect());
        const before = place();
        for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
        const off = '[aria-disabled="true"]';
        return node.isConnected && place() === before && !node.matches(off) && !node.querySelector(off);
    }
"""

# Long enough for two frames of a busy machine; a node that is gone by then is looked for again.
_LOOK_MS: Final = 5_000


# Some frames on, and longer than one that is drawn late.
_STAYS: Final = """
    async (node, text) => {
        for (const _ of [1, 2, 3, 4]) await new Promise(requestAnimationFrame);
        await new Promise(done => setTimeout(done, 150));
        return node.isConnected && node.value === text;
    }
"""


def _stays(field: Locator, text: str) -> bool:
    try:
        return bool(field.evaluate(_STAYS, text, timeout=_LOOK_MS))
    except PlaywrightError:
        return False


def _stands_still(spot: Locator) -> bool:
    try:
        return bool(spot.evaluate(_STANDS_STILL, timeout=_LOOK_MS))
    except PlaywrightError:
        return False


@contextmanager
def served(main: Callable[[ft.Page], object]) -> Iterator[str]:
    """Serve an app's `main` on a free port for as long as the block runs; gives its address."""
    # Taken open, so that nobody else can have the port in between.
    taken = socket.create_server(("127.0.0.1", 0))
    app = flet_web_app.app(main, no_cdn=True, assets_dir=str(ASSETS))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="websockets-sansio"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        taken.close()


@contextmanager
def tablet(browser: Browser, *, width: int = 1280, height: int = 800) -> Iterator[BrowserContext]:
    """A browser context the size of a tablet, with leave to use the camera."""
    context = browser.new_context(viewport={"width": width, "height": height}, permissions=["camera"])
    try:
        yield context
    finally:
        context.close()
