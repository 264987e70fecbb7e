"""A leader's ten minutes: what to ask about, five prompts, thanks, a promise; the team reads it after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklists.files.catalog import shipped
from tests.journeys.conftest import ARTEFACTS, LANDSCAPE, PORTRAIT
from tests.support.auditor import Auditor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.support.driver import Driver
    from tests.support.tablet import RunningTablet

pytestmark = pytest.mark.browser

PHONE = (412, 915)
PICTURES = ARTEFACTS / "gemba"

PROMPTS = [one.id for one in next(one for one in shipped() if one.id == "gemba-walk").questions]
GOOD = "Dana built a rack for the empty boxes; nobody trips over them any more."
PROMISE = "Ask maintenance for a lamp over the test bench"
KEPT = "It hangs there since this morning."

# Starting it, five prompts, one mark, thanks, a promise and the signature; words are not counted.
MOST_TAPS = 20

_LINE = [(0.1, 0.6), (0.3, 0.3), (0.5, 0.7), (0.9, 0.4)]


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT, PHONE], ids=["landscape", "portrait", "phone"])
def test_a_gemba_walk_is_short_and_what_is_promised_is_followed_up_in_public(
    new_tablet: Callable[..., RunningTablet],
    window: Callable[..., Driver],
    office: Page,
    size: tuple[int, int],
) -> None:
    pictures = PICTURES / f"{size[0]}x{size[1]}"
    tablet = new_tablet("Tablet at Dock 2")
    leader = Auditor(window(tablet.url, size))
    leader.sign_in("Lars Eriksson", "4444")
    with leader.driver.at_most(MOST_TAPS):
        _walk(leader, pictures)
    leader.driver.tap("done-today")
    _keep_the_promise(leader)
    _the_office_sees_it(office)


def _walk(leader: Auditor, pictures: Path) -> None:
    driver = leader.driver
    driver.tap("start-walk")
    leader.choose_walk("gemba-walk", "dock-1")
    driver.tap("start-go")
    driver.sees("Ask about these")
    driver.picture(pictures / "1-here.png")
    driver.tap("next-step")
    leader.write(f"note-{PROMPTS[0]}", GOOD)
    driver.tap(f"mark-{PROMPTS[0]}-worth_sharing")
    driver.sees("Say more")
    driver.picture(pictures / "2-prompt.png")
    for number in range(3, 8):
        driver.tap("next-step")
        driver.sees(f"Step {number} of 9")
    driver.tap("thank-team")
    driver.enter("thank-words", "For the rack")
    driver.tap("thank-go")
    driver.sees("Thank you, ")
    driver.picture(pictures / "3-thanks.png")
    driver.tap("next-step")
    driver.enter("promise-words", PROMISE)
    driver.tap("promise-day-two_weeks")
    driver.tap("promise-go")
    driver.sees("until ")
    driver.picture(pictures / "4-promise.png")
    driver.tap("next-step")
    leader.reach("sign-auditor")
    driver.tid("sign-auditor").scroll_into_view_if_needed()
    driver.drag("sign-auditor", _LINE)
    driver.picture(pictures / "5-close.png")
    driver.tap("complete")
    driver.tid("seal").wait_for()
    for words in (GOOD, "For the rack", PROMISE):
        driver.sees(words)
    driver.picture(pictures / "6-done.png")


def _keep_the_promise(leader: Auditor) -> None:
    driver = leader.driver
    driver.sees("Your promises")
    driver.tap(leader.page.locator('[flt-semantics-identifier^="action-"]').first)
    driver.enter("done-note", KEPT)
    driver.tap("done")
    driver.tid("not-done").wait_for()


def _the_office_sees_it(office: Page) -> None:
    office.get_by_role("link", name="Actions").first.click()
    kept = office.get_by_text(KEPT)
    # The tablet sends it by itself, in its own time.
    for _ in range(90):
        if kept.count():
            break
        office.wait_for_timeout(1_000)
        office.reload()
    kept.first.wait_for()
    text = office.locator("main").inner_text()
    for words in (PROMISE, "Lars Eriksson", "Done"):
        assert words in text
    office.get_by_role("link", name="Wins").first.click()
    assert "For the rack" in office.locator("main").inner_text()
