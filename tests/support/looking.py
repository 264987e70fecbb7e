"""Looking at a screen as its user does: a picture of all of it, and what a finger could not tap on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Final

from PIL import Image

from mobile.sizes import TARGET
from tests.support.auditor import Auditor
from tests.support.semantics import troubles

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.driver import Driver

# The client draws some frames after its semantics tree has changed, more on a busy machine.
_DRAWN_MS: Final = 350
_LOOK_AGAIN: Final = 12
_LOOK_AGAIN_MS: Final = 250
# What the page is before the client has drawn on it.
_NOT_DRAWN: Final = (248, 249, 255)
# Half a pixel on either side is rounding.
_ROUNDING: Final = 1.0

Box = tuple[float, float, float, float]


@dataclass
class Looking:
    """Somebody who looks at every screen.

    Attributes:
        driver: the window.
        pictures: the folder for the pictures.
        least: the smallest side of what is tapped, in logical pixels.
        wrong: what was found on the screens, a line each.
    """

    driver: Driver
    pictures: Path
    least: int = TARGET
    wrong: list[str] = field(default_factory=list)
    _number: int = 0

    @property
    def walker(self) -> Auditor:
        """The same person with hands."""
        return Auditor(self.driver)

    def at(self, name: str, wait_for: str = "", *, pages: int = 1) -> None:
        """Look at a screen once something is on it, and at further pages of it by turning the wheel."""
        if wait_for:
            self.driver.tid(wait_for).wait_for(state="attached")
        self._number += 1
        for page in range(1, pages + 1):
            if page > 1:
                self._turn()
            self.driver.page.wait_for_timeout(_DRAWN_MS)
            suffix = f"-{page}" if pages > 1 else ""
            file = self.pictures / f"{self._number:02}-{name}{suffix}.png"
            self._picture(file)
            self.wrong += [f"{file.stem}: {line}" for line in self._wrong()]

    def _picture(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(_LOOK_AGAIN):
            self.driver.page.screenshot(path=file)
            with Image.open(file) as picture:
                if picture.convert("RGB").getpixel((2, 2)) != _NOT_DRAWN:
                    return
            self.driver.page.wait_for_timeout(_LOOK_AGAIN_MS)

    def _turn(self) -> None:
        size = self.driver.page.viewport_size
        assert size is not None
        self.driver.page.mouse.move(size["width"] * 0.5, size["height"] * 0.6)
        self.driver.page.mouse.wheel(0, size["height"] * 0.6)

    def _wrong(self) -> list[str]:
        found: list[str] = []
        for _ in range(_LOOK_AGAIN):
            found = [*troubles(self.driver.page, self.least), *_in_the_way(self.driver)]
            if not found:
                break
            # A screen that is still being drawn is looked at again.
            self.driver.page.wait_for_timeout(_LOOK_AGAIN_MS)
        return found


def _in_the_way(driver: Driver) -> list[str]:
    """Return what lies over something else that is tapped, and what is cut off at the window's right edge."""
    read = driver.page.evaluate(_TAPPED)
    right = read["width"]
    tapped = [(one["name"], (one["x"], one["y"], one["w"], one["h"])) for one in read["tapped"]]
    cut = [
        f"is not cut off: not {name}"
        for name, (x, _, w, _) in tapped
        if x + w > right + _ROUNDING or x < -_ROUNDING
    ]
    over = [
        f"lies over nothing: not {one} over {other}"
        for (one, first), (other, second) in combinations(tapped, 2)
        if _overlap(first, second) and not (_inside(first, second) or _inside(second, first))
    ]
    return cut + over


def _overlap(one: Box, other: Box) -> bool:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > _ROUNDING and down > _ROUNDING


def _inside(one: Box, other: Box) -> bool:
    """Say whether one lies wholly in the other, as what removes a photo does in the photo."""
    return (
        one[0] >= other[0] - _ROUNDING
        and one[1] >= other[1] - _ROUNDING
        and one[0] + one[2] <= other[0] + other[2] + _ROUNDING
        and one[1] + one[3] <= other[1] + other[3] + _ROUNDING
    )


# What is in a list that scrolls is seen as far as the list is; sideways it may go on past its edge.
_TAPPED: Final = """
() => {
    const tapped = [];
    const LOW = 240;
    const visit = (node, seen, sideways) => {
        if (node.nodeType !== Node.ELEMENT_NODE) return;
        const box = node.getBoundingClientRect();
        const left = Math.max(box.left, seen.left), top = Math.max(box.top, seen.top);
        const right = Math.min(box.right, seen.right), bottom = Math.min(box.bottom, seen.bottom);
        if (node.hasAttribute("flt-tappable") && bottom > top && right > left && !sideways) {
            const name = node.getAttribute("flt-semantics-identifier") || node.getAttribute("aria-label")
                || node.textContent;
            const inner = node.closest("[flt-semantics-identifier]");
            const within = inner ? inner.getAttribute("flt-semantics-identifier") : "";
            tapped.push({name: within || name, x: left, y: top, w: box.right - left, h: bottom - top});
        }
        // What scrolls has no bar of the browser's; sideways only low lists do.
        const list = node.style.scrollbarWidth === "none", down = list && box.height > LOW;
        const across = list && !down;
        const part = down || across ? {left: seen.left, top, right: Infinity, bottom} : seen;
        for (const child of node.children) visit(child, part, sideways || (across && !down));
    };
    const all = {left: -Infinity, top: 0, right: Infinity, bottom: innerHeight};
    visit(document.querySelector("flt-semantics-host"), all, false);
    return {width: innerWidth, tapped};
}
"""
