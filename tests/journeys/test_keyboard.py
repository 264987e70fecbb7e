"""At a desk: a walk is started, answered and gone on with by keyboard alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from checklists.files.catalog import shipped
from checklists.records.visit import Judgement
from mobile.app import app
from mobile.store import memory, visits
from tests.support.app_driver import ANA, LINE_4, a_tablet
from tests.support.driver import PATIENCE_MS, Driver, served, tablet
from tests.support.lived_in import signed_in
from tests.support.semantics import tab_order

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from mobile.bootstrap import Tablet

pytestmark = pytest.mark.browser

QUESTIONS = [one.id for one in next(one for one in shipped() if one.id == "five-s").questions]

# Past everything on the way to what one wants, on the longest screen of the path.
MOST_TABS = 60


def test_walk_is_started_and_answered_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    here = a_tablet(tmp_path)
    memory.remember(here.store, f"walking/{ANA.id}/steps", "seen")
    signed_in(here, ANA)
    with served(app(here)) as url, tablet(browser) as context:
        driver = Driver(context.new_page()).open(url)
        driver.tid("start-walk").wait_for()
        _press_on(driver, "start-walk", "Enter")
        driver.tid("checklist-five-s").wait_for()
        _press_on(driver, "checklist-five-s", "Space")
        driver.tid("other-checklist").wait_for()
        _press_on(driver, f"area-{LINE_4.id}", "Space")
        _press_on(driver, "start-go", "Enter")
        driver.tid("close-walk").wait_for()
        _press_on(driver, "view-one", "Enter")
        driver.tid(f"question-{QUESTIONS[0]}").wait_for()
        _answers_with_digits(driver, here)
    here.close()


def _answers_with_digits(driver: Driver, here: Tablet) -> None:
    (visit,) = visits.drafts(here.store, ANA.id)
    driver.page.keyboard.press("1")
    _is_judged(driver, here, visit.id, QUESTIONS[0], Judgement.CONFORMS)
    driver.page.keyboard.press("ArrowRight")
    driver.tid(f"question-{QUESTIONS[1]}").wait_for()
    driver.page.keyboard.press("4")
    _is_judged(driver, here, visit.id, QUESTIONS[1], Judgement.NOT_APPLICABLE)
    _press_on(driver, f"reason-{QUESTIONS[1]}", "")
    driver.page.keyboard.type("1 shift only", delay=20)
    _until(driver, lambda: visits.answer(here.store, visit.id, QUESTIONS[1]).reason == "1 shift only")
    # A digit in a text is a letter.
    assert visits.answer(here.store, visit.id, QUESTIONS[1]).judgement is Judgement.NOT_APPLICABLE


def _press_on(driver: Driver, identifier: str, key: str) -> None:
    """Go to something by Tab, and press a key on it."""
    for _ in range(MOST_TABS):
        if tab_order(driver.page, 1) == [identifier]:
            if key:
                driver.page.keyboard.press(key)
            return
    raise AssertionError(f"{identifier} is not reached by Tab")


def _is_judged(driver: Driver, here: Tablet, visit_id: str, question: str, judgement: Judgement) -> None:
    _until(driver, lambda: visits.answer(here.store, visit_id, question).judgement is judgement)


def _until(driver: Driver, holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not holds():
        assert time.monotonic() < deadline, "the tablet does not keep it"
        driver.page.wait_for_timeout(50)
