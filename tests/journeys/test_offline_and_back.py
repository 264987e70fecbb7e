"""The network goes and comes back; the walk does not notice, and everything arrives, also without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklists.records.unnamed import key_of
from tests.journeys.conftest import ARTEFACTS
from tests.support.auditor import Auditor
from tests.support.server import start_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.driver import Driver
    from tests.support.server import RunningServer
    from tests.support.tablet import RunningTablet

pytestmark = pytest.mark.browser

# By itself the tablet tries again after a minute at the latest.
LONGEST_WAIT_MS = 180_000

SEEN = "A pallet fell from the rack, and nobody was there."
SHARED = "The night shift leaves a photo of the tidy cell, so the morning starts from it."


def test_a_walk_made_without_the_server_arrives_when_it_is_back(
    server: RunningServer, new_tablet: Callable[..., RunningTablet], window: Callable[..., Driver]
) -> None:
    tablet, other = new_tablet("Tablet 1"), new_tablet("Tablet 2")
    walker = Auditor(window(tablet.url))
    walker.sign_in("Siobhán Byrne", "3333")
    server.stop()

    walker.start_walk("five-s", "line-1")
    first = walker.questions()[0]
    walker.answer(first, "worth_sharing")
    walker.write("finding-statement", SHARED)
    walker.tap("finding-done")
    walker.tap("close-walk")
    walker.sign("Giulia Romano")
    walker.complete()
    walker.driver.sees("On this tablet, waiting to be sent")
    walker.driver.tap("sync")
    walker.driver.sees("can't be reached")
    walker.driver.picture(ARTEFACTS / "offline" / "01-waiting.png")
    code = raise_without_a_name(walker)

    again = start_server(server.folder, port=server.port, sample=False)
    try:
        walker.driver.sees("Everything from this tablet is in the central record.", timeout=LONGEST_WAIT_MS)
        walker.driver.picture(ARTEFACTS / "offline" / "02-received.png")
        neighbour = Auditor(window(other.url))
        neighbour.sign_in("Lars Eriksson", "4444")
        neighbour.driver.tap("nav-wins")
        neighbour.driver.sees(SHARED)
        read_the_answer(neighbour, code)
    finally:
        again.stop()


def raise_without_a_name(walker: Auditor) -> str:
    """Raise something with a photo and without one's name, and return the code that is shown once."""
    driver = walker.driver
    driver.tap("saw-something")
    driver.button("Take a photo").wait_for(state="attached")
    driver.tap("camera-shutter")
    driver.tid("camera-shutter").wait_for(state="detached")
    driver.enter("something-words", SEEN)
    walker.tap("something-kind-near_miss")
    # Where the walk was is chosen.
    driver.marked("something-area-line-1")
    walker.tap("something-unnamed")
    driver.sees("Neither your name nor this tablet is kept")
    driver.picture(ARTEFACTS / "offline" / "03-without-a-name.png")
    driver.tap("something-save")
    driver.sees("Write this code down")
    driver.picture(ARTEFACTS / "offline" / "04-code.png")
    told = driver.tid("code-once").inner_text() or driver.tid("code-once").get_attribute("aria-label") or ""
    code = "".join(letter for letter in told if letter.isalnum())
    assert key_of(code), told
    driver.tap("code-done")
    driver.tid("code-done").wait_for(state="detached")
    return code


def read_the_answer(neighbour: Auditor, code: str) -> None:
    """Type a code on another tablet, as somebody else."""
    driver = neighbour.driver
    driver.tap("saw-something")
    driver.tap("camera-done")
    neighbour.tap("what-became")
    driver.enter("answer-code", code)
    driver.tap("answer-show")
    driver.sees(SEEN)
    driver.sees("Nobody in the office has said anything about it yet.")
    driver.picture(ARTEFACTS / "offline" / "05-answer.png")
