"""Every screen, looked at by its three users: at each size, gloved, in the dark, in German, in large type.

By hand, as it takes minutes and its pictures want eyes: `uv run pytest tests/journeys/every_screen.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from mobile.app import app
from mobile.sizes import TARGET, TARGET_GLOVE
from mobile.state.display import Display, keep_display
from mobile.store import memory
from mobile.theme import Look
from tests.journeys.conftest import ARTEFACTS, LANDSCAPE, PORTRAIT
from tests.mobile.photos.pictures import corners, saved
from tests.support.app_driver import ANA, BEN, LINE_4, LUCJA, a_tablet
from tests.support.driver import Driver, served
from tests.support.driver import tablet as a_window
from tests.support.lived_in import GEMBA, LivedIn, lived_in, signed_in
from tests.support.looking import Looking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from mobile.bootstrap import Tablet

pytestmark = pytest.mark.browser

PHONE = (412, 915)
SIZES = {"landscape": LANDSCAPE, "portrait": PORTRAIT, "phone": PHONE}

# Twice the size a browser begins with; the app follows it as it follows a tablet's own setting.
TWICE = "() => { document.documentElement.style.fontSize = '32px'; }"

_LINE = [(0.1, 0.6), (0.3, 0.3), (0.5, 0.7), (0.9, 0.4)]


@dataclass(frozen=True)
class Mode:
    """How somebody has set up the tablet; with `device` it is the device that draws type twice as large."""

    display: Display
    language: str = "de"
    device: bool = False


GLOVES_IN_THE_DARK = Mode(Display(Look.DARK, gloves=True), "en")
LARGE_AND_GERMAN = Mode(Display(Look.LIGHT, text=200))
LARGE_BY_DEVICE = Mode(Display(Look.LIGHT), device=True)
GERMAN_IN_SUNLIGHT = Mode(Display(Look.SUNLIGHT))

# Part of what is said about a screen, and why it is so on this one.
AS_IT_IS = {
    "not node (no identifier) ''": "the PIN's keys are also heard from a keyboard, by what lies around them",
    "guide-ask": "a checklist's own opening question may be one of the three general ones",
    "with the name 'Photo'": "a photo before and one after stand in one finding",
    "with the name 'Foto'": "the same",
}

# Each user meets each mode, and so does each size.
RUNS = [
    ("auditor", "landscape", GLOVES_IN_THE_DARK),
    ("auditor", "portrait", LARGE_AND_GERMAN),
    ("auditor", "phone", GERMAN_IN_SUNLIGHT),
    ("novice", "landscape", LARGE_AND_GERMAN),
    ("novice", "portrait", GERMAN_IN_SUNLIGHT),
    ("novice", "phone", GLOVES_IN_THE_DARK),
    ("leader", "landscape", GERMAN_IN_SUNLIGHT),
    ("leader", "portrait", GLOVES_IN_THE_DARK),
    ("leader", "phone", LARGE_BY_DEVICE),
]


@pytest.mark.parametrize(("user", "size", "mode"), RUNS, ids=[f"{user}-{size}" for user, size, _ in RUNS])
def test_every_screen_can_be_read_and_tapped(
    browser: Browser, tmp_path: Path, user: str, size: str, mode: Mode
) -> None:
    wrong = look_at_every_screen(browser, tmp_path, user, size, mode, ARTEFACTS / "every-screen")
    left = [line for line in wrong if not any(part in line for part in AS_IT_IS)]
    assert not left, "\n".join(left)


def look_at_every_screen(
    browser: Browser, folder: Path, user: str, size: str, mode: Mode, pictures: Path
) -> list[str]:
    """Walk one user's journey; return what was wrong on its screens."""
    walk, person, fill = USERS[user]
    filled = fill(folder)
    here = filled.tablet if isinstance(filled, LivedIn) else filled
    keep_display(here.store, person, mode.display)
    for key in ("language", f"language/{person.id}"):
        memory.remember(here.store, key, mode.language)
    signed_in(here, person)
    width, height = SIZES[size]
    least = TARGET_GLOVE if mode.display.gloves else TARGET
    with served(app(here)) as url, a_window(browser, width=width, height=height) as context:
        page = context.new_page()
        look = Looking(Driver(page), pictures / f"{user}-{size}", least)

        def open_at(route: str) -> None:
            look.driver.open(url + route)
            if mode.device:
                page.evaluate(TWICE)

        walk(look, filled, open_at)
    here.close()
    return look.wrong


def _auditor(look: Looking, here: LivedIn, open_at: Callable[[str], None]) -> None:
    _what_is_on_the_tablet(look, open_at)
    _typed_questions(look, here, open_at)
    _photos(look)
    _closing(look)
    open_at(f"/visit/{here.both}/two")
    look.at("two-answers", "back", pages=2)
    open_at(f"/visit/{here.both}/together")
    look.at("together", "back", pages=2)
    open_at("/enrol")
    look.at("enrol", "enrol-go")


def _what_is_on_the_tablet(look: Looking, open_at: Callable[[str], None]) -> None:
    driver, walker = look.driver, look.walker
    open_at("/tablet")
    look.at("this-tablet", "sync-sentence", pages=4)
    walker.tap("scope-change")
    driver.tap("scope-areas-some")
    look.at("scope", "scope-keep")
    driver.tap("scope-leave")
    driver.tap("nav-walks")
    look.at("walks", "nav-walks", pages=2)
    driver.tap("nav-wins")
    look.at("wins", "nav-wins", pages=2)
    driver.tap("nav-today")
    look.at("today", "start-walk", pages=3)
    driver.tap("who")
    look.at("people", f"person-{BEN.id}")
    walker.tap(f"person-{BEN.id}")
    look.at("pin", "pin-1")
    driver.tap("back")
    driver.tap("back")
    walker.tap("start-walk")
    look.at("start", "checklist-five-s", pages=2)
    walker.choose_walk("five-s", "hall")
    look.at("start-chosen", "start-go", pages=2)


def _typed_questions(look: Looking, here: LivedIn, open_at: Callable[[str], None]) -> None:
    driver, walker = look.driver, look.walker
    open_at(f"/visit/{here.typed}")
    look.at("typed", "find-question", pages=3)
    walker.tap("value-label-old")
    look.at("suggestion")
    walker.reach("next-section")
    look.at("typed-last")
    walker.tap("find-question")
    look.at("find", "find-words")
    driver.tap("find-close")
    walker.tap("view-one")
    look.at("one-question", "next-question")
    walker.answer("label", "needs_attention")
    walker.write("finding-statement", "The label of rack 3 hangs loose and can't be read from the aisle.")
    look.at("finding", pages=3)


def _photos(look: Looking) -> None:
    driver, walker = look.driver, look.walker
    walker.tap("finding-photos-add")
    driver.tid("camera-files").wait_for()
    driver.upload(
        "camera-files", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": saved(corners(800, 600))}
    )
    look.at("camera", "camera-shutter")
    driver.tap("camera-done")
    driver.tid("camera-done").wait_for(state="detached")
    walker.tap("fix-begin")
    look.at("fixed", "fix-take-back")
    walker.tap(_the_photo(look))
    look.at("photo", "photo-draw")
    driver.tap("photo-draw")
    driver.drag("draw-surface", [(0.2, 0.2), (0.5, 0.5)])
    driver.tap("draw-tool-words")
    look.at("drawing")
    driver.drag("draw-surface", [(0.3, 0.6), (0.3, 0.6)])
    look.at("drawing-words", "draw-words-add")
    driver.tap("draw-back")
    driver.tap("photo-blur")
    look.at("blurring", "blur-save")
    driver.tap("draw-back")
    driver.tap("photo-close")
    driver.tid("photo-close").wait_for(state="detached")
    driver.tap("finding-done")


def _the_photo(look: Looking) -> str:
    shown = look.driver.page.locator('[flt-semantics-identifier^="finding-photos-"]').all()
    names = [one.get_attribute("flt-semantics-identifier") or "" for one in shown]
    return next(one for one in names if not one.endswith(("-add", "-remove")))


def _closing(look: Looking) -> None:
    driver, walker = look.driver, look.walker
    walker.tap("close-walk")
    look.at("close", "look-back", pages=3)
    walker.tap("set-aside")
    look.at("confirm", "confirm-yes")
    driver.tap("confirm-no")
    walker.tap("look-back")
    look.at("mirror", "mirror-private", pages=2)
    driver.tap("back")
    walker.tap("meeting")
    look.at("meeting", "back", pages=2)
    walker.tap(_first(look, "agree-"))
    look.at("agree", "agree-save", pages=2)
    walker.tap("agree-cancel")
    driver.tap("back")
    driver.tap("back")


def _first(look: Looking, prefix: str) -> str:
    found = look.driver.page.locator(f'[flt-semantics-identifier^="{prefix}"]').first
    found.wait_for(state="attached")
    return found.get_attribute("flt-semantics-identifier") or ""


def _novice(look: Looking, here: Tablet, open_at: Callable[[str], None]) -> None:
    driver, walker = look.driver, look.walker
    open_at("/")
    look.at("today", "start-walk", pages=2)
    driver.tap("nav-walks")
    look.at("walks", "nav-walks")
    driver.tap("nav-wins")
    look.at("wins", "nav-wins")
    driver.tap("nav-today")
    walker.start_walk("five-s", LINE_4.id)
    look.at("first-walk", "coach-offer", pages=2)
    walker.tap("coach-show")
    for number in range(1, 6):
        look.at(f"coach-{number}", "coach-next")
        driver.tap("coach-next")
    walker.tap("walk-help")
    look.at("help", pages=2)
    driver.page.keyboard.press("Escape")
    walker.tap("view-one")
    look.at("one-question", "next-question", pages=3)
    walker.tap("term-objective-evidence")
    look.at("term", "term-means")


def _leader(look: Looking, here: LivedIn, open_at: Callable[[str], None]) -> None:
    driver, walker = look.driver, look.walker
    open_at("/")
    look.at("today", "start-walk", pages=3)
    walker.tap(f"action-{here.promise}")
    look.at("promise", "done-note", pages=2)
    driver.tap("back")
    walker.tap("start-walk")
    walker.choose_walk("gemba-walk", LINE_4.id)
    driver.tap("start-go")
    look.at("gemba-here", "next-step", pages=2)
    driver.tap("next-step")
    walker.write(f"note-{GEMBA[0]}", "Every tool has its place on the wall beside the press.")
    walker.tap(f"mark-{GEMBA[0]}-worth_sharing")
    look.at("gemba-prompt", pages=2)
    for _ in GEMBA:
        driver.tap("next-step")
    look.at("gemba-good", "thank-team", pages=2)
    walker.tap("thank-team")
    look.at("gemba-thanks", "thank-words", pages=2)
    driver.enter("thank-words", "For the rack")
    walker.tap("thank-go")
    driver.tap("next-step")
    look.at("gemba-promises", "promise-words", pages=2)
    driver.tap("next-step")
    look.at("gemba-close", "complete", pages=2)
    walker.reach("sign-auditor")
    driver.tid("sign-auditor").scroll_into_view_if_needed()
    driver.drag("sign-auditor", _LINE)
    driver.tap("complete")
    look.at("gemba-done", "seal", pages=2)
    open_at("/wins")
    look.at("wins", f"win-{here.win}", pages=2)
    walker.tap(f"win-{here.win}")
    look.at("win", pages=2)
    open_at("/something")
    driver.tap("camera-done")
    driver.tid("camera-done").wait_for(state="detached")
    look.at("something", pages=3)
    open_at(f"/visit/{here.sealed}/report")
    look.at("report", "back", pages=3)


USERS = {
    "auditor": (_auditor, ANA, lived_in),
    "novice": (_novice, BEN, a_tablet),
    "leader": (_leader, LUCJA, lived_in),
}
