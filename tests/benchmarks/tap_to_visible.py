"""How long a tap takes to show in a browser: `uv run python -m tests.benchmarks.tap_to_visible`.

The real app, served on this machine to a headless Chromium without a graphics card: from the finger's lift
to the frame that shows the answer marked. Walks of 20 and of 300 questions, each in a single section, take
turns in one run, so that the ratio between them holds on any machine. Beside it: opening the walk from Today,
and from the last letter of a note until it is saved, of which 400 ms are the pause that is waited for.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from checklists.files.catalog import shipped
from mobile.app import app
from mobile.store import memory, people, visits
from tests.conftest import chromium
from tests.support.app_driver import ANA, a_plant, a_tablet, begun
from tests.support.driver import CHROMIUM_FLAGS, Driver, served
from tests.support.tablet_samples import a_checklist

if TYPE_CHECKING:
    from mobile.bootstrap import Tablet

SIZES = (20, 300)
ROUNDS = 6
TAPS_A_ROUND = 10
NOTES_A_ROUND = 2
# A browser whose semantics tree is on drops what is typed now and then; by then it has.
HANDED_ON_SECONDS = 4.0

# Resolved in the page itself, so that the way from the test to the browser and back does not count.
_WATCH = """
    wanted => {
        window.shown = new Promise(done => {
            let lifted = 0;
            window.addEventListener(
                "pointerup", () => { lifted = performance.now(); }, { capture: true, once: true });
            const look = () => {
                const node = document.querySelector(`[flt-semantics-identifier="${wanted}"]`);
                const marked = node && node.matches('[aria-selected="true"], [aria-current="true"]');
                if (lifted && marked) done(performance.now() - lifted);
                else requestAnimationFrame(look);
            };
            look();
        });
    }
"""


@dataclass
class Measured:
    """Milliseconds for each thing that was done, for one size of a walk."""

    taps: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    typed: list[float] = field(default_factory=list)


def main() -> None:
    """Print the medians, the slowest tenth, and the ratios between the two sizes."""
    found = measure(ROUNDS, TAPS_A_ROUND)
    for size, one in found.items():
        print(
            f"{size:3} questions   tap to visible median {median(one.taps):5.0f} ms, "
            f"p90 {quantiles(one.taps, n=10)[8]:5.0f} ms   open {median(one.opened):5.0f} ms   "
            f"note saved {median(one.typed):5.0f} ms   ({len(one.taps)} taps, {len(one.typed)} notes)"
        )
    small, large = (found[size] for size in SIZES)
    print(
        f"ratio of the medians   tap {median(large.taps) / median(small.taps):.2f}   "
        f"open {median(large.opened) / median(small.opened):.2f}   "
        f"note {median(large.typed) / median(small.typed):.2f}"
    )


def measure(rounds: int, taps: int) -> dict[int, Measured]:
    """Return what was measured for each size, after one round that does not count."""
    found = {size: Measured() for size in SIZES}
    with tempfile.TemporaryDirectory() as folder:
        walks = [a_checklist(questions=size).model_copy(update={"id": f"walk-{size}"}) for size in SIZES]
        tablet = a_tablet(Path(folder), plant=a_plant(checklists=[*shipped(), *walks]))
        assert people.sign_in(tablet.store, ANA.id, "1234")
        memory.remember(tablet.store, f"walking/{ANA.id}/steps", "seen")
        ids = {size: begun(tablet, f"walk-{size}").id for size in SIZES}
        with served(app(tablet)) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            driver = Driver(page).open(url)
            for number in range(rounds + 1):
                for size, visit_id in ids.items():
                    _round(driver, tablet, visit_id, found[size] if number else Measured(), taps)
            browser.close()
        tablet.close()
    return found


def _round(driver: Driver, tablet: Tablet, visit_id: str, found: Measured, taps: int) -> None:
    driver.tid(f"visit-{visit_id}").wait_for()
    start = time.perf_counter()
    driver.tap(f"visit-{visit_id}")
    driver.tid("answer-q1-conforms").wait_for()
    found.opened.append((time.perf_counter() - start) * 1000)
    for number in range(taps):
        found.taps.append(
            _tap(driver, "q1" if number % 4 < 2 else "q2", ("conforms", "not_applicable")[number % 2])
        )
    driver.enter("note-q1", "Three of five")
    saved = [_type(driver, tablet, visit_id, number) for number in range(NOTES_A_ROUND)]
    found.typed += [one for one in saved if one is not None]
    driver.tap("back")
    driver.tid("start-walk").wait_for()


def _tap(driver: Driver, question: str, state: str) -> float:
    name = f"answer-{question}-{state}"
    spot = driver.tid(name)
    spot.wait_for()
    box = spot.bounding_box()
    assert box
    driver.page.evaluate(_WATCH, name)
    driver.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    return float(driver.page.evaluate("() => window.shown"))


def _type(driver: Driver, tablet: Tablet, visit_id: str, number: int) -> float | None:
    """Return how long a note takes to be saved, None where the client never handed its letters on."""
    words = f"Four of five gauges are in date, {number}"
    start = time.perf_counter()
    driver.field("note-q1").fill(words)
    while visits.answer(tablet.store, visit_id, "q1").note != words:
        if time.perf_counter() - start > HANDED_ON_SECONDS:
            return None
        driver.page.wait_for_timeout(2)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
