"""The main job, from a new tablet to the central record, by taps in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from checklists.files.catalog import shipped
from tests.journeys.conftest import ARTEFACTS, LANDSCAPE, PORTRAIT
from tests.support.auditor import Auditor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.support.driver import Driver
    from tests.support.server import RunningServer
    from tests.support.tablet import RunningTablet

pytestmark = pytest.mark.browser

QUESTIONS = [question.id for one in shipped() if one.id == "close-out" for question in one.questions]

TWO_PHOTOS_SHOWN = """() =>
    [...document.querySelectorAll("main img")].filter(one => one.complete && one.naturalWidth > 0).length >= 2
"""

# Open the camera, take it, be done: in taps.
A_PHOTO = 3

WORTH_SHARING = "Every label has a reference sample beside the scanner, so nobody has to guess."
NEEDS_ATTENTION = "Two of five orders name a drawing revision that is no longer current."


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_a_walk_from_a_new_tablet_lands_sealed_in_the_central_record(
    server: RunningServer,
    new_tablet: Callable[..., RunningTablet],
    window: Callable[..., Driver],
    office: Page,
    tmp_path: Path,
    size: tuple[int, int],
) -> None:
    artefacts = ARTEFACTS / ("landscape" if size == LANDSCAPE else "portrait")
    fresh = new_tablet("Tablet at Dock 2", enrolled=False)
    other = new_tablet("Tablet 2")
    walker = Auditor(window(fresh.url, size))
    _enrol(walker, server, artefacts)
    walker.sign_in("Tomasz Nowak", "2222")
    walker.driver.tid("start-walk").wait_for()
    walker.driver.picture(artefacts / "02-today.png")
    _walk(walker, tmp_path, artefacts)
    _good_practice_is_on_the_other_tablet_before_the_visit_is_completed(other, window, artefacts)
    _close(walker, artefacts)
    walker.driver.sees("In the central record")
    _the_central_record_has_it(office, artefacts)


def _enrol(walker: Auditor, server: RunningServer, artefacts: Path) -> None:
    driver = walker.driver
    driver.tid("enrol-server").wait_for()
    driver.picture(artefacts / "01-enrol.png")
    driver.enter("enrol-server", server.url)
    driver.enter("enrol-code", server.code())
    walker.tap("enrol-go")
    driver.sees("Who is walking?")


def _walk(walker: Auditor, tmp_path: Path, artefacts: Path) -> None:
    driver = walker.driver
    walker.start_walk("close-out", "dock-1")
    walker.tap(f"why-{QUESTIONS[0]}")
    with driver.at_most(1):
        walker.answer(QUESTIONS[0], "conforms")
        walker.has_answered(1, 9)
    walker.write(f"note-{QUESTIONS[0]}", "Three receipts, all signed. Zażółć gęślą jaźń.")
    driver.picture(artefacts / "03-walk.png")
    with driver.at_most(2 + A_PHOTO):
        walker.answer(QUESTIONS[0], "worth_sharing")
        driver.tid("finding-statement").wait_for()
        walker.write("finding-statement", WORTH_SHARING)
        walker.take_photo("finding-photos-add")
        driver.picture(artefacts / "04-good-practice.png")
        walker.tap("finding-done")
    with driver.at_most(3):
        walker.answer(QUESTIONS[1], "needs_attention")
        walker.tap("kind-minor")
        walker.write("finding-statement", NEEDS_ATTENTION)
        walker.write("finding-evidence", "PO 4711, PO 4720 against the drawing register; 3 of 5 were right.")
        driver.picture(artefacts / "05-nonconformity.png")
        walker.tap("finding-done")
    walker.answer(QUESTIONS[2], "not_applicable")
    walker.write(f"reason-{QUESTIONS[2]}", "No night shift here.")
    picture = tmp_path / "gauge.png"
    Image.effect_noise((900, 700), 60).save(picture)
    walker.choose_photo(f"photo-{QUESTIONS[2]}", picture)
    walker.has_answered(3, 9)


def _good_practice_is_on_the_other_tablet_before_the_visit_is_completed(
    other: RunningTablet, window: Callable[..., Driver], artefacts: Path
) -> None:
    leader = Auditor(window(other.url))
    leader.sign_in("Lars Eriksson", "4444")
    leader.driver.tap("nav-wins")
    leader.driver.sees(WORTH_SHARING)
    # Without its photo the card would not begin with one.
    leader.page.get_by_role(
        "button", name=re.compile(rf"^Photo\s+{re.escape(WORTH_SHARING)}")
    ).first.wait_for(state="attached")
    leader.driver.picture(artefacts / "06-wins-on-the-other-tablet.png")


def _close(walker: Auditor, artefacts: Path) -> None:
    driver = walker.driver
    walker.tap("close-walk")
    driver.tid("complete").wait_for()
    driver.picture(artefacts / "07-close.png")
    missing = driver.page.locator('[flt-semantics-identifier^="missing-"]').first
    identifier = (missing.get_attribute("flt-semantics-identifier") or "").removeprefix("missing-")
    driver.tap(missing)
    driver.tid(f"answer-{identifier}-conforms").wait_for()
    walker.answer(identifier, "conforms")
    walker.has_answered(4, 9)
    walker.tap("close-walk")
    walker.sign("Marta Lindqvist")
    driver.picture(artefacts / "08-signed.png")
    walker.complete()
    driver.picture(artefacts / "09-sealed.png")


def _the_central_record_has_it(office: Page, artefacts: Path) -> None:
    office.get_by_role("link", name="Visits").first.click()
    office.get_by_role("link", name="Close-out visit").first.click()
    text = office.locator("main").inner_text()
    for words in (WORTH_SHARING, NEEDS_ATTENTION, "Marta Lindqvist", "Tomasz Nowak", "No night shift here."):
        assert words in text
    assert "Sealed" in text
    assert text.index(WORTH_SHARING) < text.index(NEEDS_ATTENTION)
    office.wait_for_function(TWO_PHOTOS_SHOWN)
    office.screenshot(path=artefacts / "10-central-record.png", full_page=True)
