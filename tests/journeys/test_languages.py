"""A walk in German on a phone, the language switched in the middle of it, and every language looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklists.files.catalog import shipped
from mobile.app import app
from mobile.store import memory, people, visits
from mobile.text import say
from mobile.text.language import NAMES, Language, speaking
from tests.journeys.conftest import ARTEFACTS, LANDSCAPE
from tests.support.app_driver import ANA, a_plant, a_tablet, begun
from tests.support.auditor import Auditor
from tests.support.driver import Driver, served
from tests.support.driver import tablet as a_window
from tests.support.typed_checklist import every_type

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.support.tablet import RunningTablet

pytestmark = pytest.mark.browser

PHONE = (412, 915)
QUESTIONS = [question.id for one in shipped() if one.id == "close-out" for question in one.questions]
NOTE = "Drei Wareneingänge geprüft, größter Rückstand: Straße 4. Zażółć gęślą jaźń. 请 Жук ✓ 🙂"


def words(language: Language, key: str, **values: object) -> str:
    """Return the words of a key in a language."""
    with speaking(language):
        return say(key, **values)


def speaks(auditor: Auditor, language: Language) -> None:
    """Choose a language on the screen about the tablet."""
    auditor.driver.tap("nav-tablet")
    auditor.tap(f"language-{language}")
    auditor.driver.sees(words(language, "display.title"))


def switch_at_the_sign_in(auditor: Auditor, language: Language) -> None:
    """Choose a language from the menu of the sign-in, and go back to where one was."""
    auditor.driver.tap("who")
    auditor.driver.tap("language")
    auditor.driver.tap(f"language-{language}")
    auditor.driver.sees(words(language, "people.again"))
    auditor.driver.tap("back")


def test_language_is_switched_in_the_middle_of_a_visit_and_nothing_is_lost(
    new_tablet: Callable[..., RunningTablet], window: Callable[..., Driver]
) -> None:
    artefacts = ARTEFACTS / "languages"
    tablet = new_tablet("Tablet am Tor 2")
    walker = Auditor(window(tablet.url, PHONE))
    walker.sign_in("Tomasz Nowak", "2222")
    speaks(walker, Language.GERMAN)
    walker.driver.tap("nav-today")
    walker.start_walk("close-out", "dock-1")
    walker.answer(QUESTIONS[0], "conforms")
    walker.reach(f"note-{QUESTIONS[0]}")
    walker.driver.enter(f"note-{QUESTIONS[0]}", NOTE)
    walker.driver.picture(artefacts / "de-walk.png")
    switch_at_the_sign_in(walker, Language.POLISH)
    walker.driver.sees(words(Language.POLISH, "answer.conforms"))
    walker.reach(f"note-{QUESTIONS[0]}")
    assert walker.written(f"note-{QUESTIONS[0]}") == NOTE
    walker.driver.picture(artefacts / "pl-walk-switched.png")
    # Another window of the same process, with the same person, goes on in the language kept for them.
    other = Auditor(window(tablet.url, LANDSCAPE))
    # It opens at Today and goes on to the walk by itself: a tap in between would be lost.
    other.driver.tid("close-walk").wait_for()
    other.driver.sees(words(Language.POLISH, "nav.tablet"))
    speaks(other, Language.FRENCH)
    walker.driver.sees(words(Language.POLISH, "answer.conforms"))


@pytest.mark.parametrize("language", Language)
def test_every_screen_of_a_walk_is_drawn_in_the_language(
    new_tablet: Callable[..., RunningTablet], window: Callable[..., Driver], language: Language
) -> None:
    artefacts = ARTEFACTS / "languages"
    walker = Auditor(window(new_tablet("Tablet 1").url, PHONE))
    driver = walker.driver
    driver.tid("language").wait_for()
    driver.picture(artefacts / f"{language}-1-sign-in.png")
    walker.sign_in("Tomasz Nowak", "2222")
    speaks(walker, language)
    driver.sees(NAMES[language])
    driver.picture(artefacts / f"{language}-2-this-tablet.png")
    driver.tap("nav-today")
    driver.sees(words(language, "today.start"))
    driver.picture(artefacts / f"{language}-3-today.png")
    driver.tap("start-walk")
    driver.tid("checklist-close-out").wait_for()
    driver.picture(artefacts / f"{language}-4-start.png")
    walker.choose_walk("close-out", "dock-1")
    driver.tap("start-go")
    driver.tid("close-walk").wait_for()
    driver.picture(artefacts / f"{language}-5-walk.png")
    walker.answer(QUESTIONS[0], "needs_attention")
    driver.tid("finding-statement").wait_for()
    driver.picture(artefacts / f"{language}-6-finding.png")
    driver.tap("finding-done")
    walker.tap("close-walk")
    driver.sees(words(language, "close.strengths"))
    driver.picture(artefacts / f"{language}-7-close.png")


def test_choice_keeps_its_answer_and_changes_its_words_with_the_language(
    browser: Browser, tmp_path: Path
) -> None:
    tablet = a_tablet(tmp_path, plant=a_plant(checklists=[*shipped(), every_type()]))
    assert people.sign_in(tablet.store, ANA.id, "1234")
    memory.remember(tablet.store, f"walking/{ANA.id}/steps", "seen")
    visit = begun(tablet, "every-type")
    with served(app(tablet)) as url, a_window(browser) as context:
        walker = Auditor(Driver(context.new_page()).open(f"{url}/visit/{visit.id}"))
        walker.tap("value-label-old")
        walker.driver.sees("Hard to read")
        switch_at_the_sign_in(walker, Language.GERMAN)
        walker.reach("value-label-old")
        walker.driver.sees("Schwer zu lesen")
        walker.driver.sees(words(Language.GERMAN, "typed.attention"))
        walker.driver.picture(ARTEFACTS / "languages" / "de-typed.png")
    assert visits.answer(tablet.store, visit.id, "label").value == "old"
    tablet.close()
