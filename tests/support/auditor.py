"""A person at a tablet: what they tap, in the order they would."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.support.driver import PATIENCE_MS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.driver import Driver

# A line drawn by finger, as shares of the pad.
_SCRIBBLE = [(0.1, 0.6), (0.2, 0.2), (0.3, 0.7), (0.4, 0.3), (0.55, 0.6), (0.7, 0.3), (0.9, 0.5)]

# Somewhere over the scrolling part of any screen, in either orientation.
_SCROLLING = (0.62, 0.6)


class Auditor:
    """Does on a tablet what an auditor does on a walk."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.page = driver.page

    def sign_in(self, name: str, pin: str) -> None:
        """Choose a name and enter the PIN; Today or the walk left off follows."""
        self.driver.sees(name)
        self.driver.tap(self.page.get_by_text(name).first)
        self.driver.tid("pin-1").wait_for()
        for digit in pin:
            self.driver.tap(f"pin-{digit}")
        self.driver.tid("who").wait_for()

    def start_walk(self, checklist: str, area: str) -> None:
        """Start a walk from Today."""
        self.tap("start-walk")
        self.choose_walk(checklist, area)
        self.driver.tap("start-go")
        self.driver.tid("close-walk").wait_for()

    def choose_walk(self, checklist: str, area: str) -> None:
        """Choose what to look at and where."""
        self.tap(f"checklist-{checklist}")
        # The other checklists go away then, and the places move up.
        self.driver.tid("other-checklist").wait_for()
        self.tap(f"area-{area}")

    def answer(self, question: str, state: str) -> None:
        """Tap one of the four answers."""
        self.tap(f"answer-{question}-{state}")

    def has_answered(self, done: int, total: int) -> None:
        """Wait until the progress says so."""
        words = f"{done} of {total}"
        self.page.locator(f'[flt-semantics-identifier="progress"][aria-label*="{words}"]').last.wait_for(
            state="attached"
        )

    def write(self, field: str, text: str) -> None:
        """Type into a field that saves itself, and wait until it says so."""
        self.reach(field)
        saved = self.driver.tid(f"{field}-saved")
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while True:
            self.driver.enter(field, text)
            try:
                saved.wait_for(state="attached", timeout=_SAVED_MS)
            except PlaywrightTimeout:
                # The client shows letters that it never handed on: typed again, as a person would.
                assert time.monotonic() < deadline, f"{field} is not saved"
            else:
                return

    def take_photo(self, identifier: str) -> None:
        """Open the camera, take one photo, be done."""
        self.tap(identifier)
        self.driver.button("Take a photo").wait_for(state="attached")
        self.driver.tap("camera-shutter")
        self.driver.sees("1 photo")
        self.driver.tap("camera-done")
        self.driver.tid("camera-done").wait_for(state="detached")

    def choose_photo(self, identifier: str, file: Path) -> None:
        """Take a picture that is already on the tablet."""
        self.tap(identifier)
        self.driver.tid("camera-files").wait_for()
        self.driver.upload("camera-files", file)
        self.driver.sees("1 photo")
        self.driver.tap("camera-done")
        self.driver.tid("camera-done").wait_for(state="detached")

    def sign(self, auditee: str) -> None:
        """Both sign at the closing meeting."""
        self.reach("auditee-name")
        self.driver.enter("auditee-name", auditee)
        for who in ("auditor", "auditee"):
            self.reach(f"sign-{who}")
            self.driver.tid(f"sign-{who}").scroll_into_view_if_needed()
            self.driver.drag(f"sign-{who}", _SCRIBBLE)
        self.page.get_by_text("Both signatures").wait_for(state="detached")

    def complete(self) -> None:
        """Complete the walk; the sealed visit follows."""
        self.driver.tap("complete")
        self.driver.tap("confirm-yes")
        self.driver.tid("seal").wait_for()

    def questions(self, section: str = "") -> list[str]:
        """Return the ids of the questions on the screen's section, in order, once the section shows."""
        if section:
            self.page.locator(f'[flt-semantics-identifier="{section}"][aria-selected="true"]').or_(
                self.page.locator(f'[flt-semantics-identifier="{section}"][aria-current="true"]')
            ).first.wait_for(state="attached")
        cards = self.page.locator('[flt-semantics-identifier^="question-"]')
        cards.first.wait_for(state="attached")
        names = [card.get_attribute("flt-semantics-identifier") or "" for card in cards.all()]
        return [name.removeprefix("question-") for name in names]

    def written(self, field: str) -> str:
        """Return what stands in a text field; the browser has it once the field has the focus."""
        box = self.driver.field(field)
        box.focus()
        self.page.wait_for_function("box => box.value !== ''", arg=box.element_handle())
        return box.input_value()

    def sees_top_of(self, identifier: str) -> None:
        """Wait until something is on the screen, at least its top."""
        self.page.wait_for_function(_TOP_IN_VIEW, arg=identifier)

    def tap(self, identifier: str) -> None:
        """Scroll to something if need be, and tap it."""
        self.reach(identifier)
        self.driver.tap(identifier)

    def reach(self, identifier: str) -> None:
        """Scroll until something is fully on the screen."""
        size = self.page.viewport_size
        assert size is not None
        at = (size["width"] * _SCROLLING[0], size["height"] * _SCROLLING[1])
        self.driver.scroll_to(identifier, at, step=300)
        self._bring_into_view(identifier, at, size["height"])

    def _bring_into_view(self, identifier: str, at: tuple[float, float], height: int) -> None:
        self.page.mouse.move(*at)
        wanted = self.driver.tid(identifier)
        for _ in range(_NUDGES):
            box = wanted.bounding_box()
            if box is None or (box["y"] > _TOP and box["y"] + box["height"] < height - _FOOT):
                return
            if not self.driver.turn_wheel(120 if box["y"] > _TOP else -120, wanted):
                return


_TOP_IN_VIEW = """
    name => [...document.querySelectorAll(`[flt-semantics-identifier="${name}"]`)].some(node => {
        const top = node.getBoundingClientRect().top;
        return 0 <= top && top < window.innerHeight;
    })
"""

# Saved half a second after the last letter; more than that on a busy machine.
_SAVED_MS: Final = 20_000

# The header above and the bar below what scrolls.
_TOP, _FOOT = 90, 96
_NUDGES = 40
