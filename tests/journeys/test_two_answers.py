"""Two auditors on one visit, each with a tablet: apart they answer differently, one is picked and sealed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from checklists.files.catalog import shipped
from sync_server.record.people import person_id
from tests.journeys.conftest import ARTEFACTS, LANDSCAPE, PORTRAIT
from tests.support.auditor import Auditor
from tests.support.server import start_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.support.driver import Driver
    from tests.support.server import RunningServer
    from tests.support.tablet import RunningTablet

pytestmark = pytest.mark.browser

QUESTION = next(one for one in shipped() if one.id == "close-out").questions[0].id
PICTURES = ARTEFACTS / "two-answers"

# By itself a tablet tries again after a minute at the latest.
ARRIVES_SECONDS = 180

HIS = "Three of three people could say what today's target is."
HERS = "The board shows yesterday's figures."


def test_two_answers_are_both_shown_and_one_is_picked_before_the_seal(
    server: RunningServer,
    new_tablet: Callable[..., RunningTablet],
    window: Callable[..., Driver],
    office: Page,
) -> None:
    first, second = new_tablet("Tablet 1"), new_tablet("Tablet 2")
    tomasz, siobhan = Auditor(window(first.url, PORTRAIT)), Auditor(window(second.url, LANDSCAPE))
    tomasz.sign_in("Tomasz Nowak", "2222")
    tomasz.start_walk("close-out", "dock-1")
    tomasz.driver.tap("walk-together")
    tomasz.tap(f"ask-along-{person_id('siobhan-byrne')}")
    tomasz.driver.sees("Walking with you")
    tomasz.driver.picture(PICTURES / "01-together.png")
    tomasz.driver.tap("back")
    tomasz.driver.sees("with Siobhán Byrne")

    siobhan.sign_in("Siobhán Byrne", "3333")
    _sync(siobhan)
    siobhan.driver.sees("with Tomasz Nowak")
    siobhan.driver.tap(siobhan.page.locator('[flt-semantics-identifier^="visit-"]').first)
    siobhan.reach(f"note-{QUESTION}")
    server.stop()
    siobhan.answer(QUESTION, "not_applicable")
    siobhan.write(f"note-{QUESTION}", HERS)
    siobhan.driver.picture(PICTURES / "02-hers.png")
    tomasz.answer(QUESTION, "conforms")
    tomasz.write(f"note-{QUESTION}", HIS)

    again = start_server(server.folder, port=server.port, sample=False)
    try:
        _the_office_shows_both(office)
        _pick(tomasz)
        tomasz.sign("Giulia Romano")
        tomasz.complete()
        tomasz.driver.sees("In the central record")
        _the_office_shows_one(office)
    finally:
        again.stop()


def _sync(walker: Auditor) -> None:
    """Exchange at once, as somebody does who does not want to wait for the next time by itself."""
    walker.driver.tap("nav-tablet")
    walker.driver.tap("sync-sentence-step")
    walker.driver.tap("nav-today")


def _pick(walker: Auditor) -> None:
    driver = walker.driver
    driver.tap("back")
    _sync(walker)
    driver.sees("2 things have two answers")
    driver.picture(PICTURES / "04-today.png")
    driver.tap(walker.page.locator('[flt-semantics-identifier^="two-"]').first)
    driver.sees(HERS)
    driver.picture(PICTURES / "05-two-answers.png")
    walker.tap(_identifier(walker, f"answer-{QUESTION}-judgement-1"))
    driver.sees("Picked. The other one is in the history.")
    walker.tap(_identifier(walker, f"answer-{QUESTION}-note-both"))
    driver.sees("Nothing has two answers any more.")
    driver.picture(PICTURES / "06-settled.png")
    driver.tap("two-done")
    driver.sees("Close the walk")


def _identifier(walker: Auditor, end: str) -> str:
    found = walker.page.locator(f'[flt-semantics-identifier$="{end}"]').first
    found.wait_for(state="attached")
    return found.get_attribute("flt-semantics-identifier") or ""


def _the_office_shows_both(office: Page) -> None:
    office.get_by_role("link", name="Visits").first.click()
    office.get_by_role("link", name="Close-out visit").first.click()
    _arrives(office, HIS, HERS)
    both = office.get_by_label("Two answers")
    for words in (HIS, HERS, "Tomasz Nowak", "Siobhán Byrne", "Conforms", "N/A"):
        expect(both).to_contain_text(words)
    office.screenshot(path=PICTURES / "03-office.png", full_page=True)


def _arrives(office: Page, *words: str) -> None:
    """Look at the page again until the tablets have sent these words."""
    deadline = time.monotonic() + ARRIVES_SECONDS
    while not all(one in office.locator("main").inner_text() for one in words):
        assert time.monotonic() < deadline, f"not there yet: {words}"
        office.wait_for_timeout(500)
        office.reload()


def _the_office_shows_one(office: Page) -> None:
    office.reload()
    main = office.locator("main")
    expect(main).to_contain_text("Nothing has changed since")
    expect(main).to_contain_text(HIS)
    expect(main).to_contain_text(HERS)
    expect(office.get_by_label("Two answers")).to_have_count(0)
