"""What is typed shows and is saved, however fast: a hurried auditor, a keyboard beside the tablet."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from mobile.app import app
from mobile.store import memory, people, visits
from tests.support.app_driver import ANA, a_tablet, begun
from tests.support.driver import PATIENCE_MS, Driver, served, tablet

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from mobile.bootstrap import Tablet

pytestmark = pytest.mark.browser

QUESTION = "sort-going-well"
LETTERS = ("Four of five gauges are in date; the fifth lies in the drawer. " * 2)[:120]


@pytest.mark.parametrize("delay", [10, 20], ids=["10 ms a letter", "20 ms a letter"])
def test_every_letter_shows_and_is_saved_however_fast_it_is_typed(
    browser: Browser, tmp_path: Path, delay: int
) -> None:
    here = a_tablet(tmp_path)
    assert people.sign_in(here.store, ANA.id, "1234")
    memory.remember(here.store, f"walking/{ANA.id}/steps", "seen")
    visit = begun(here)
    with served(app(here)) as url, tablet(browser) as context:
        driver = Driver(context.new_page()).open(f"{url}/visit/{visit.id}")
        driver.enter(f"note-{QUESTION}", "Seen. ")
        _is_saved(driver, here, visit.id, "Seen. ")
        typed = "Seen. "
        for _ in range(2):
            driver.page.keyboard.press("End")
            driver.page.keyboard.type(LETTERS, delay=delay)
            typed += LETTERS
            _is_saved(driver, here, visit.id, typed)
            assert driver.field(f"note-{QUESTION}").input_value() == typed
    here.close()


def _is_saved(driver: Driver, here: Tablet, visit_id: str, words: str) -> None:
    """Wait until the database holds what was typed, and the screen says that it is saved."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while (note := visits.answer(here.store, visit_id, QUESTION).note) != words:
        shown = driver.field(f"note-{QUESTION}").input_value()
        assert time.monotonic() < deadline, f"kept {note!r}, shown {shown!r}, typed {words!r}"
        driver.page.wait_for_timeout(50)
    driver.tid(f"note-{QUESTION}-saved").wait_for(state="attached")
