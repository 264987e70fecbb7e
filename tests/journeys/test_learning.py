"""A novice practises on a sample area, and a mentor comments on the first real draft; on a phone's width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mobile.app import app
from mobile.practice import room_of
from mobile.store import comments, mentoring, practised, visits
from tests.journeys.conftest import ARTEFACTS
from tests.support.app_driver import ANA, BEN, LINE_4, begun
from tests.support.auditor import Auditor
from tests.support.driver import Driver, served
from tests.support.driver import tablet as a_window
from tests.support.lived_in import signed_in
from tests.support.short_audit import QUESTIONS, an_audit_tablet

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from mobile.bootstrap import Tablet

pytestmark = pytest.mark.browser

PHONE = (412, 915)
PICTURES = ARTEFACTS / "learning"
Q = QUESTIONS[0]
SAID = "The label names the batch and the day"


def test_novice_practises_and_is_read_by_a_mentor(browser: Browser, tmp_path: Path) -> None:
    here = an_audit_tablet(tmp_path)
    signed_in(here, BEN)
    with served(app(here)) as url, a_window(browser, width=PHONE[0], height=PHONE[1]) as context:
        _practises(Auditor(Driver(context.new_page()).open(url)), here)
        # Another window knows nothing of this one, as after a restart.
        _is_where_it_was_left(Auditor(Driver(context.new_page()).open(url)), url)
        assert visits.drafts(here.store, BEN.id) == []
        _is_read(Auditor(Driver(context.new_page())), here, url)
    here.close()


def _practises(walker: Auditor, here: Tablet) -> None:
    driver = walker.driver
    _seen(walker, "today", "practice-offer")
    walker.tap("practise")
    _seen(walker, "practice", "practice-mark")
    walker.tap("checklist-short-audit")
    _seen(walker, "one-question", "next-question")
    walker.tap("coach-skip")
    walker.tap(f"photo-{Q}")
    driver.button("Take a photo").wait_for(state="attached")
    _seen(walker, "camera", "practice-mark")
    driver.tap("camera-shutter")
    driver.sees("1 photo")
    driver.tap("camera-done")
    driver.tid("camera-done").wait_for(state="detached")
    walker.answer(Q, "worth_sharing")
    walker.write("finding-statement", SAID)
    _seen(walker, "finding", "practice-mark")
    walker.tap("finding-done")
    driver.tap("next-question")
    room = room_of(here, BEN)
    (visit,) = practised.kept(room.store, BEN.id)
    assert len(visits.answer(room.store, visit.id, Q).photos) == 1


def _is_where_it_was_left(walker: Auditor, url: str) -> None:
    driver = walker.driver
    driver.tid("practice-mark").wait_for()
    driver.tid("previous-question").wait_for()
    _seen(walker, "after-a-restart")
    driver.tap("leave-practice")
    driver.tid("practice-mark").wait_for(state="detached")
    driver.tap("nav-wins")
    driver.tid("nav-wins").wait_for()
    assert driver.page.get_by_text(SAID).count() == 0
    driver.open(f"{url}/practice")
    _seen(walker, "kept", "practice-mark")
    walker.tap(_first(walker, "throw-"))
    driver.sees("The practice visit is thrown away.")


def _is_read(walker: Auditor, here: Tablet, url: str) -> None:
    driver = walker.driver
    visit = begun(here, "short-audit", LINE_4, ANA)
    visits.note(here.store, ANA.id, visit.id, Q, "Two of five people could say what is due today.")
    mentoring.ask(here.store, ANA.id, visit.id, BEN.id)
    driver.open(f"{url}/visit/{visit.id}/mentor")
    _seen(walker, "draft-of-another", "reading-along")
    walker.tap(f"add-comment-{Q}")
    driver.enter(f"comment-{Q}-text", "How many did you ask in all?")
    walker.tap(f"comment-{Q}-save")
    _seen(walker, "commented", f"add-comment-{Q}")
    (said,) = comments.to_auditor(here.store, visit.id)
    driver.tap("who")
    walker.tap(f"person-{ANA.id}")
    for digit in "1234":
        driver.tap(f"pin-{digit}")
    driver.tid("who").wait_for()
    driver.open(f"{url}/visit/{visit.id}")
    _seen(walker, "comments-waiting", "comments-waiting")
    walker.tap("comments-waiting-step")
    walker.reach(f"take-in-{said.id}")
    _seen(walker, "beside-the-question", f"comment-{said.id}")
    driver.open(f"{url}/visit/{visit.id}/together")
    walker.reach("ask-a-mentor")
    _seen(walker, "asking-a-mentor")


def _first(walker: Auditor, prefix: str) -> str:
    found = walker.page.locator(f'[flt-semantics-identifier^="{prefix}"]').first
    found.wait_for(state="attached")
    return found.get_attribute("flt-semantics-identifier") or ""


def _seen(walker: Auditor, name: str, wait_for: str = "who") -> None:
    """Keep a picture once something is on the screen."""
    walker.driver.tid(wait_for).wait_for(state="attached")
    PICTURES.mkdir(parents=True, exist_ok=True)
    walker.page.screenshot(path=PICTURES / f"{name}.png")
