"""From the last answer to the report: a look back, the closing meeting, both sign, the pulse, one file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from checklists.files.catalog import shipped
from tests.journeys.conftest import ARTEFACTS, LANDSCAPE, PORTRAIT
from tests.support.auditor import Auditor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.support.driver import Driver
    from tests.support.tablet import RunningTablet

pytestmark = pytest.mark.browser

PHONE = (412, 915)
SIZES = (("phone", PHONE), ("portrait", PORTRAIT), ("landscape", LANDSCAPE))
PICTURES = ARTEFACTS / "closing"

SECTION = next(one for one in shipped() if one.id == "five-s").sections[0]
GOOD, BAD, THIRD = (one.id for one in SECTION.questions[:3])

SHARED = "Every tool has its outline on the board; what is missing is seen from the door."
SEEN = "The label of rack 3 hangs loose <b>and</b> cannot be read from the aisle."


def test_closing_meeting_leads_to_a_report_that_can_be_kept_as_one_file(
    new_tablet: Callable[..., RunningTablet],
    window: Callable[..., Driver],
    browser: Browser,
    tmp_path: Path,
) -> None:
    tablet = new_tablet("Tablet at Dock 2")
    walker = Auditor(window(tablet.url))
    walker.sign_in("Tomasz Nowak", "2222")
    walker.start_walk("five-s", "dock-1")
    _walk(walker)
    visit = _close(walker)
    _look_back(walker)
    _agree(walker)
    _at_all_sizes(walker, "meeting")
    walker.sign("Marta Lindqvist")
    walker.driver.tap("complete")
    walker.driver.tap("confirm-yes")
    _pulse(walker)
    file = _report(walker, tmp_path)
    _reads_alone(browser, file)
    _at_all_sizes(walker, "report")
    _in_german_and_dark(window(f"{tablet.url}/tablet", PHONE), f"{tablet.url}/visit/{visit}/report")


def _walk(walker: Auditor) -> None:
    walker.answer(GOOD, "worth_sharing")
    walker.write("finding-statement", SHARED)
    walker.take_photo("finding-photos-add")
    walker.driver.tap("finding-done")
    walker.answer(BAD, "needs_attention")
    walker.write("finding-statement", SEEN)
    walker.take_photo("finding-photos-add")
    walker.tap("fix-begin")
    walker.write("finding-correction", "Fastened with new clips while we stood there.")
    walker.take_photo("corrected-photos-add")
    walker.reach("fix-take-back")
    walker.driver.picture(PICTURES / "01-fixed-on-the-spot.png")
    walker.driver.tap("finding-done")
    walker.answer(THIRD, "conforms")


def _close(walker: Auditor) -> str:
    walker.driver.tap("close-walk")
    walker.driver.tid("meeting").or_(walker.driver.tid("look-back")).first.wait_for()
    walker.driver.picture(PICTURES / "02-close.png")
    found = re.search(r"/visit/([0-9a-f]{32})/close", walker.page.url)
    assert found, walker.page.url
    return found.group(1)


def _look_back(walker: Auditor) -> None:
    walker.tap("look-back")
    walker.driver.tid("mirror-private").wait_for()
    walker.driver.sees("You found 1 good practice.")
    walker.driver.picture(PICTURES / "03-look-back.png")
    walker.driver.tap("back")


def _agree(walker: Auditor) -> None:
    walker.tap("meeting")
    walker.driver.sees("Thank you for your time.")
    walker.driver.picture(PICTURES / "04-meeting.png")
    agree = walker.page.locator('[flt-semantics-identifier^="agree-"]').first
    walker.page.mouse.move(640, 400)
    for _ in range(20):
        if agree.count():
            break
        walker.page.mouse.wheel(0, 200)
        walker.page.wait_for_timeout(100)
    walker.tap(agree.get_attribute("flt-semantics-identifier") or "")
    walker.reach("agree-what")
    walker.driver.enter("agree-what", "Clips that hold on cold racks, at every rack of the dock")
    walker.driver.tap(walker.page.locator('[flt-semantics-identifier^="agree-owner-"]').first)
    walker.reach("agree-save")
    walker.driver.tap(walker.page.locator('[flt-semantics-identifier^="agree-due-"]').nth(1))
    walker.driver.picture(PICTURES / "05-agreeing.png")
    walker.tap("agree-save")
    walker.driver.sees("Clips that hold on cold racks")


def _pulse(walker: Auditor) -> None:
    walker.driver.tid("pulse-yes").wait_for()
    walker.driver.picture(PICTURES / "06-pulse.png")
    walker.driver.tap("pulse-yes")
    walker.driver.sees("Did you feel safe")
    walker.driver.tap("pulse-partly")
    walker.driver.sees("Thank you.")
    walker.driver.picture(PICTURES / "07-pulse-thanks.png")
    walker.driver.tap("pulse-done")


def _report(walker: Auditor, folder: Path) -> Path:
    walker.driver.sees("Clips that hold on cold racks")
    walker.tap("report-part-0")
    walker.reach("report-part-1")
    walker.driver.picture(PICTURES / "08-report-answers.png")
    with walker.page.expect_download() as download:
        walker.driver.tap("report-save")
    file = folder / "report.html"
    download.value.save_as(file)
    assert download.value.suggested_filename.endswith(".html")
    return file


def _reads_alone(browser: Browser, file: Path) -> None:
    """Open the file where there is no network, and look at it as it is printed too."""
    context = browser.new_context(viewport={"width": 900, "height": 1200}, offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("h3").all_text_contents() == [SHARED, SEEN]
    assert page.locator("b").count() == 0
    assert page.evaluate("[...document.images].every(one => one.naturalWidth > 0)")
    assert page.locator("img").count() == 3
    assert not page.locator("ol").first.is_visible()
    page.screenshot(path=PICTURES / "09-file.png", full_page=True)
    page.locator("label").first.click()
    assert page.locator("ol").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator("ol").last.is_visible()
    page.screenshot(path=PICTURES / "10-file-printed.png", full_page=True)
    context.close()


def _at_all_sizes(walker: Auditor, name: str) -> None:
    walker.page.mouse.wheel(0, -6000)
    for size_name, (width, height) in SIZES:
        walker.page.set_viewport_size({"width": width, "height": height})
        # The browser draws the photos a moment after the words.
        walker.page.wait_for_timeout(2000)
        walker.driver.picture(PICTURES / f"11-{name}-{size_name}.png")
    walker.driver.sees(SHARED)


def _in_german_and_dark(driver: Driver, report: str) -> None:
    walker = Auditor(driver)
    walker.tap("language-de")
    driver.sees("Dieses Tablet")
    driver.page.emulate_media(color_scheme="dark")
    driver.open(report)
    driver.sees("Gleich vor Ort behoben")
    driver.page.wait_for_timeout(1500)
    driver.picture(PICTURES / "12-report-german-dark.png")
