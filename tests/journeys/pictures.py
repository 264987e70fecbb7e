"""Take the README's pictures from the running product: `uv run python -m tests.journeys.pictures`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw
from playwright.sync_api import sync_playwright

from checklists.files.catalog import shipped
from tests.conftest import chromium
from tests.support.auditor import Auditor
from tests.support.driver import CHROMIUM_FLAGS, Driver
from tests.support.server import RunningServer, start_server
from tests.support.tablet import RunningTablet, start_tablet

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PICTURES = Path(__file__).resolve().parents[2] / ".github" / "pictures"

SHARED = "Every shelf edge has a sample of what belongs there. Nobody has to ask, and a gap is seen at once."


def main() -> None:
    """Start everything, walk a little, and keep a picture for each kind of user."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        server = start_server(Path(folder) / "server", history=True)
        tablet = start_tablet(Path(folder) / "tablet", enrol=f"{server.url} {server.code()}", name="Tablet 1")
        try:
            _auditor(browser, tablet, Path(folder))
            _novice(browser, tablet)
            _leader(browser, tablet)
            _quality_manager(browser, server)
        finally:
            tablet.stop()
            server.stop()
            browser.close()


def _auditor(browser: Browser, tablet: RunningTablet, folder: Path) -> None:
    walker = _at(browser, tablet, (1280, 800))
    walker.sign_in("Tomasz Nowak", "2222")
    walker.start_walk("purchasing", "dock-1")
    walker.tap("section-goods-in")
    questions = walker.questions("section-goods-in")
    walker.answer(questions[0], "conforms")
    walker.write(f"note-{questions[0]}", "Three receipts from this week, all signed and dated.")
    walker.answer(questions[1], "worth_sharing")
    walker.write("finding-statement", SHARED)
    walker.choose_photo("finding-photos-add", _shelf(folder / "shelf.jpg"))
    walker.driver.tap("finding-done")
    walker.driver.tid(f"answer-{questions[0]}-conforms").wait_for(state="attached")
    walker.page.mouse.wheel(0, -4000)
    walker.page.wait_for_timeout(500)
    walker.driver.picture(PICTURES / "auditor.png")


def _novice(browser: Browser, tablet: RunningTablet) -> None:
    walker = _at(browser, tablet, (800, 1000))
    question = _first_question("five-s")
    walker.driver.tap("who")
    walker.sign_in("Zsófia Kovács", "9999")
    walker.start_walk("five-s", "line-1")
    walker.tap(f"look-for-{question}")
    walker.page.wait_for_timeout(500)
    walker.driver.picture(PICTURES / "rotating-auditor.png")


def _leader(browser: Browser, tablet: RunningTablet) -> None:
    walker = _at(browser, tablet, (1280, 800))
    walker.driver.tap("who")
    walker.sign_in("Lars Eriksson", "4444")
    walker.driver.tap("nav-wins")
    walker.driver.sees(SHARED)
    # The browser draws the photos a moment after the words.
    walker.page.wait_for_timeout(4000)
    walker.driver.picture(PICTURES / "leader.png")


def _quality_manager(browser: Browser, server: RunningServer) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(server.url)
    page.get_by_label("Name").select_option(label="Ana Horvat")
    page.get_by_label("Password").fill("floorwalk")
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{server.url}/visits?status=completed")
    page.locator("main tbody a, main li a").first.click()
    page.screenshot(path=PICTURES / "quality-manager.png")


def _at(browser: Browser, tablet: RunningTablet, size: tuple[int, int]) -> Auditor:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme="light")
    page = context.new_page()
    page.set_default_timeout(60_000)
    return Auditor(Driver(page).open(tablet.url))


def _first_question(checklist: str) -> str:
    return next(one for one in shipped() if one.id == checklist).questions[0].id


def _shelf(file: Path) -> Path:
    """Draw a shelf with a labelled box for everything, but for one gap."""
    picture = Image.new("RGB", (1600, 1000), "#d9d2c6")
    draw = ImageDraw.Draw(picture)
    colours = ("#3d6e8f", "#b5793b", "#557f4e", "#8d4f5a", "#6a6494")
    for row in range(3):
        top = 60 + row * 310
        draw.rectangle((0, top + 230, 1600, top + 262), fill="#7b6a55")
        for place in range(5):
            left = 70 + place * 305
            draw.rectangle((left + 60, top + 236, left + 180, top + 258), fill="#f7f3ea")
            if (row, place) == (1, 3):
                draw.rectangle((left, top + 40, left + 240, top + 230), outline="#b9b0a2", width=6)
                continue
            colour = colours[(row + place) % len(colours)]
            draw.rounded_rectangle((left, top + 40, left + 240, top + 230), 16, fill=colour)
            draw.rounded_rectangle((left + 50, top + 100, left + 190, top + 160), 8, fill="#f7f3ea")
            draw.line((left + 68, top + 122, left + 172, top + 122), fill="#555", width=6)
            draw.line((left + 68, top + 140, left + 140, top + 140), fill="#555", width=6)
    picture.save(file, quality=90)
    return file


if __name__ == "__main__":
    main()
