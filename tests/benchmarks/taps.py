"""What each task costs on the tablet, in taps and seconds: `uv run python -m tests.benchmarks.taps`.

A real tablet with the sample plant's kind of data, shown by a headless Chromium without a graphics card, and
a scripted hand that taps what a person would, in the same order. It prints a Markdown table.

The seconds run from the first tap until the outcome is on the screen. They are the share of the app and of
the browser: the hand knows where everything is, waits only until it can be tapped, reads nothing, thinks
nothing, and types a text at once. What they say is how long the app keeps a person waiting in all. They do
not say how long a person takes. Scrolling is not counted as a tap, nor is a field that is written into;
fields have a column of their own.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from checklists.files.catalog import shipped
from mobile.app import app
from mobile.store import memory, people
from tests.conftest import chromium
from tests.support.app_driver import ANA, BEN, LINE_4, LUCJA, a_tablet
from tests.support.auditor import Auditor
from tests.support.driver import CHROMIUM_FLAGS, Driver, served, tablet
from tests.support.first_layer import MINUTES, walk_the_first_layer

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS: Final = 3

_PRODUCTION = [one.id for one in next(one for one in shipped() if one.id == "production").questions]
_PROMPTS = [one.id for one in next(one for one in shipped() if one.id == "gemba-walk").questions]
_LINE = [(0.1, 0.6), (0.3, 0.3), (0.5, 0.7), (0.9, 0.4)]
_PIN = "1234"


@dataclass
class Task:
    """What one task took, round by round."""

    name: str
    taps: list[int] = field(default_factory=list)
    fields: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


class Measured:
    """Keeps what each task takes, in the order in which they were done first."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.tasks: dict[str, Task] = {}

    @contextmanager
    def task(self, name: str) -> Iterator[None]:
        """Measure what happens meanwhile, whose last step waits for the outcome."""
        driver, one = self.driver, self.tasks.setdefault(name, Task(name))
        taps, fields, start = driver.taps, driver.fields, time.perf_counter()
        yield
        one.seconds.append(time.perf_counter() - start)
        one.taps.append(driver.taps - taps)
        one.fields.append(driver.fields - fields)


def main() -> None:
    """Print the table."""
    print("| task | taps | fields | seconds |\n|---|---|---|---|")
    for one in measure(ROUNDS):
        print(f"| {one.name} | {max(one.taps)} | {max(one.fields)} | {median(one.seconds):.1f} |")


def measure(rounds: int) -> list[Task]:
    """Return what the tasks took, after one round of the small ones that does not count."""
    with tempfile.TemporaryDirectory() as folder:
        here = a_tablet(Path(folder))
        assert people.sign_in(here.store, ANA.id, _PIN)
        for one in (ANA, BEN, LUCJA):
            memory.remember(here.store, f"walking/{one.id}/steps", "seen")
        with served(app(here)) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
            with tablet(browser) as context:
                found = _all(Auditor(Driver(context.new_page()).open(url)), rounds)
            browser.close()
        here.close()
    return list(found.tasks.values())


def _all(hand: Auditor, rounds: int) -> Measured:
    done = Measured(hand.driver)
    hand.start_walk("production", LINE_4.id)
    for number in range(rounds + 1):
        if number == 1:
            # The first round is for the browser to have drawn each screen once.
            done.tasks.clear()
        _on_a_question(hand, done, _PRODUCTION[number])
        _seen(hand, done, number)
        _switch(hand, done)
    hand.driver.tap("nav-today")
    with done.task(f"layered process audit, first layer, from Today to sealed (a walk of {MINUTES} min)"):
        walk_the_first_layer(hand, LINE_4.id)
    hand.driver.tap("nav-today")
    hand.driver.tap("who")
    hand.sign_in(LUCJA.name, _PIN)
    with done.task("gemba walk, from Today to done"):
        _gemba(hand)
    return done


def _on_a_question(hand: Auditor, done: Measured, question: str) -> None:
    driver = hand.driver
    hand.reach(f"answer-{question}-conforms")
    with done.task("answer a question"):
        driver.tap(f"answer-{question}-conforms")
        driver.marked(f"answer-{question}-conforms")
    with done.task("photo of an answer"):
        hand.take_photo(f"photo-{question}")
    with done.task("good practice"):
        hand.answer(question, "worth_sharing")
        driver.enter("finding-statement", "Every tool has its outline on the board.")
        driver.tap("finding-done")
        driver.marked(f"answer-{question}-worth_sharing")
    with done.task("nonconformity with photo and clause"):
        hand.answer(question, "needs_attention")
        driver.tap("kind-minor")
        driver.enter("finding-statement", "Two of five orders name an old drawing.")
        driver.enter("finding-evidence", "Orders 4711 and 4720 beside the register.")
        hand.take_photo("finding-photos-add")
        # The question's own clause stands there already.
        driver.tap("finding-done")
        driver.marked(f"answer-{question}-needs_attention")
    with done.task("find what is not answered"):
        driver.tap("wanted-unanswered")
        driver.tid("found").wait_for()
    driver.tap("find-close")
    driver.tid(f"question-{question}").wait_for()


def _seen(hand: Auditor, done: Measured, number: int) -> None:
    driver = hand.driver
    words = f"Labels on shelf {number} can't be read"
    with done.task("*I saw something*, with a photo"):
        driver.tap("saw-something")
        driver.button("Take a photo").wait_for(state="attached")
        driver.tap("camera-shutter")
        driver.tid("camera-shutter").wait_for(state="detached")
        driver.enter("something-words", words)
        driver.tap("something-kind-problem")
        driver.tap("something-save")
        driver.tid("close-walk").wait_for()


def _switch(hand: Auditor, done: Measured) -> None:
    for name in (BEN.name, ANA.name):
        with done.task("another person takes over, with a PIN of four digits"):
            hand.driver.tap("who")
            hand.sign_in(name, _PIN)
    hand.driver.tid("close-walk").wait_for()


def _gemba(hand: Auditor) -> None:
    driver = hand.driver
    driver.tap("start-walk")
    hand.choose_walk("gemba-walk", LINE_4.id)
    driver.tap("start-go")
    driver.tap("next-step")
    driver.enter(f"note-{_PROMPTS[0]}", "Dana built a rack for the empty boxes.")
    driver.tap(f"mark-{_PROMPTS[0]}-worth_sharing")
    for step in range(3, 8):
        driver.tap("next-step")
        driver.sees(f"Step {step} of 9")
    driver.tap("thank-team")
    driver.enter("thank-words", "For the rack")
    driver.tap("thank-go")
    driver.sees("Thank you, ")
    driver.tap("next-step")
    driver.enter("promise-words", "Ask maintenance for a lamp over the test bench")
    driver.tap("promise-day-two_weeks")
    driver.tap("promise-go")
    driver.sees("until ")
    driver.tap("next-step")
    hand.reach("sign-auditor")
    driver.drag("sign-auditor", _LINE)
    driver.tap("complete")
    driver.tid("seal").wait_for()


if __name__ == "__main__":
    main()
