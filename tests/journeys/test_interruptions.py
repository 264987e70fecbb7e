"""A tablet that dies in the middle of a walk, and one that is handed to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.auditor import Auditor

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.driver import Driver
    from tests.support.tablet import RunningTablet

pytestmark = pytest.mark.browser

NOTE = "Four of four gauges in date, seen on the wall and in the drawer."


def test_a_restart_in_mid_visit_loses_nothing_and_lands_on_the_same_question(
    new_tablet: Callable[..., RunningTablet], window: Callable[..., Driver]
) -> None:
    tablet = new_tablet("Tablet 1")
    walker = Auditor(window(tablet.url))
    walker.sign_in("Tomasz Nowak", "2222")
    walker.start_walk("purchasing", "dock-1")
    walker.tap("section-goods-in")
    question = walker.questions("section-goods-in")[2]
    walker.answer(question, "conforms")
    walker.write(f"note-{question}", NOTE)

    tablet.kill()
    tablet.start_again()
    back = Auditor(window(tablet.url))
    back.driver.tid(f"note-{question}").wait_for(state="attached")
    back.has_answered(1, 23)
    back.sees_top_of(f"question-{question}")
    assert back.written(f"note-{question}") == NOTE


def test_somebody_else_takes_over_in_two_taps_and_sees_only_their_own_drafts(
    new_tablet: Callable[..., RunningTablet], window: Callable[..., Driver]
) -> None:
    tablet = new_tablet("Tablet 1")
    driver = window(tablet.url)
    tomasz = Auditor(driver)
    tomasz.sign_in("Tomasz Nowak", "2222")
    tomasz.start_walk("close-out", "dock-1")
    tomasz.answer(tomasz.questions()[0], "conforms")

    with driver.at_most(2 + len("4444")):
        driver.tap("who")
        driver.sees("Who takes over?")
        tomasz.sign_in("Lars Eriksson", "4444")
    driver.tap("nav-walks")
    driver.sees("Your walks appear here")
    assert driver.page.get_by_text("Close-out visit").count() == 0
