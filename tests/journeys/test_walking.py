"""A walk in any order: found by words, one question at a time, after the battery fell out, with gloves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklists.files.catalog import shipped
from mobile.sizes import TARGET_GLOVE
from tests.journeys.conftest import ARTEFACTS, LANDSCAPE, PORTRAIT
from tests.support.auditor import Auditor

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.driver import Driver
    from tests.support.tablet import RunningTablet

pytestmark = pytest.mark.browser

PHONE = (412, 915)
PICTURES = ARTEFACTS / "walking"

SECTIONS = next(one for one in shipped() if one.id == "five-s").sections
QUESTIONS = [question for section in SECTIONS for question in section.questions]
FIRST, SECOND = QUESTIONS[0].id, QUESTIONS[1].id
# In the section before the last, so that there are questions on both sides.
FAR = SECTIONS[-2].questions[1]
AFTER_FAR = SECTIONS[-2].questions[2].id

# Twice the size a browser begins with; the app follows it as it follows a tablet's own setting.
TWICE = "() => { document.documentElement.style.fontSize = '32px'; }"


def test_a_walk_in_any_order_is_where_it_was_left_in_every_view(
    new_tablet: Callable[..., RunningTablet], window: Callable[..., Driver]
) -> None:
    tablet = new_tablet("Tablet at Dock 2")
    walker = Auditor(window(tablet.url))
    walker.sign_in("Tomasz Nowak", "2222")
    walker.start_walk("five-s", "dock-1")
    _first_steps(walker)
    _find_by_words(walker)
    _one_at_a_time(walker)
    tablet.kill()
    tablet.start_again()
    walker = Auditor(window(tablet.url))
    _is_at(walker, AFTER_FAR)
    assert walker.written(f"note-{AFTER_FAR}") == "Half of it seen"
    _gloves_and_sunlight(walker)
    _other_sizes(tablet, window)


def _first_steps(walker: Auditor) -> None:
    driver = walker.driver
    driver.tid("coach-offer").wait_for()
    driver.picture(PICTURES / "01-first-walk.png")
    driver.tap("coach-show")
    for number in range(1, 6):
        driver.sees(f"Step {number} of 5")
        driver.picture(PICTURES / f"02-step-{number}.png")
        driver.tap("coach-next")
    driver.tid("coach").wait_for(state="detached")


def _find_by_words(walker: Auditor) -> None:
    driver = walker.driver
    walker.answer(FIRST, "conforms")
    walker.has_answered(1, len(QUESTIONS))
    walker.tap(f"come-back-{SECOND}")
    driver.tid("wanted-come-back").wait_for()
    driver.picture(PICTURES / "03-list.png")
    for wanted in ("come-back", "unanswered"):
        with driver.at_most(1):
            driver.tap(f"wanted-{wanted}")
            driver.tid(f"find-{SECOND}").wait_for()
        driver.tap("find-close")
        driver.tid(f"find-{SECOND}").wait_for(state="detached")
    driver.tid(f"question-{FIRST}").wait_for()
    walker.page.keyboard.press("/")
    driver.enter("find-words", FAR.text[:30])
    driver.sees("1 question")
    driver.picture(PICTURES / "04-find.png")
    driver.tap(f"find-{FAR.id}")
    walker.sees_top_of(f"question-{FAR.id}")


def _one_at_a_time(walker: Auditor) -> None:
    driver = walker.driver
    driver.tap("view-one")
    _is_at(walker, FAR.id)
    driver.picture(PICTURES / "05-one-question.png")
    walker.tap("term-objective-evidence")
    driver.tid("term-means").wait_for()
    # The tree is ahead of the picture on a busy machine.
    walker.page.wait_for_timeout(1000)
    driver.picture(PICTURES / "06-a-word-explained.png")
    _swipe(walker, to="left")
    _is_at(walker, AFTER_FAR)
    _swipe(walker, to="right")
    _is_at(walker, FAR.id)
    driver.tap("next-question")
    _is_at(walker, AFTER_FAR)
    walker.write(f"note-{AFTER_FAR}", "Half of it seen")


def _swipe(walker: Auditor, *, to: str) -> None:
    box = walker.driver.tid("swipe").bounding_box()
    assert box is not None
    shares = (0.8, 0.2) if to == "left" else (0.2, 0.8)
    # Beside the fields, where a finger would draw across the page.
    height = box["y"] + 12
    begin, end = (box["x"] + share * box["width"] for share in shares)
    walker.page.mouse.move(begin, height)
    walker.page.mouse.down()
    walker.page.mouse.move(end, height, steps=6)
    walker.page.mouse.up()


def _is_at(walker: Auditor, question_id: str) -> None:
    number = 1 + [one.id for one in QUESTIONS].index(question_id)
    walker.driver.sees(f"Question {number} of {len(QUESTIONS)}")
    walker.driver.tid(f"question-{question_id}").wait_for()
    assert walker.questions() == [question_id]


def _gloves_and_sunlight(walker: Auditor) -> None:
    driver = walker.driver
    driver.tap("nav-tablet")
    bare = _height(walker, "hands-gloved")
    walker.tap("hands-gloved")
    walker.tap("look-sunlight")
    driver.least_target = TARGET_GLOVE
    driver.picture(PICTURES / "07-look-and-size.png")
    assert _height(walker, "hands-gloved") >= max(60, bare + 8)
    driver.tap("nav-today")
    driver.tap(driver.page.locator('[flt-semantics-identifier^="visit-"]').first)
    _is_at(walker, AFTER_FAR)
    driver.picture(PICTURES / "08-gloves-in-sunlight.png")
    for name in (
        "next-question",
        "previous-question",
        f"come-back-{AFTER_FAR}",
        f"answer-{AFTER_FAR}-conforms",
    ):
        assert _height(walker, name) >= 60, name


def _height(walker: Auditor, identifier: str) -> float:
    walker.reach(identifier)
    box = walker.driver.tid(identifier).bounding_box()
    assert box is not None
    return box["height"]


def _other_sizes(tablet: RunningTablet, window: Callable[..., Driver]) -> None:
    for name, size in (("phone", PHONE), ("portrait", PORTRAIT), ("landscape", LANDSCAPE)):
        walker = Auditor(window(tablet.url, size))
        walker.driver.least_target = TARGET_GLOVE
        _is_at(walker, AFTER_FAR)
        walker.driver.picture(PICTURES / f"09-gloves-{name}.png")
        walker.driver.tap("view-list")
        walker.driver.tid("view-one").wait_for()
        walker.driver.picture(PICTURES / f"10-list-{name}.png")
        walker.page.evaluate(TWICE)
        walker.page.wait_for_timeout(1500)
        walker.driver.picture(PICTURES / f"11-twice-the-text-{name}.png")
        walker.driver.tap("view-one")
        _is_at(walker, AFTER_FAR)
        walker.driver.picture(PICTURES / f"12-twice-the-text-one-{name}.png")
