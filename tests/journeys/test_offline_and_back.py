"""The network goes and comes back; the walk does not notice, and everything arrives by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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

    again = start_server(server.folder, port=server.port, sample=False)
    try:
        walker.driver.sees("Everything from this tablet is in the central record.", timeout=LONGEST_WAIT_MS)
        walker.driver.picture(ARTEFACTS / "offline" / "02-received.png")
        neighbour = Auditor(window(other.url))
        neighbour.sign_in("Lars Eriksson", "4444")
        neighbour.driver.tap("nav-wins")
        neighbour.driver.sees(SHARED)
    finally:
        again.stop()
