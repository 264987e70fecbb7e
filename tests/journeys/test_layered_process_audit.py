"""A layered process audit: a few questions drawn by lot, done in minutes, at as few taps as they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklists.form.walked import walked
from mobile.app import app
from mobile.store import memory, people
from tests.journeys.conftest import ARTEFACTS
from tests.support.app_driver import ANA, LINE_4, a_tablet, begun
from tests.support.auditor import Auditor
from tests.support.driver import Driver, served, tablet
from tests.support.first_layer import (
    ASKED,
    ASKED_ALWAYS,
    CHECKLIST,
    DRAWN_FROM,
    MINUTES,
    SUBSET,
    walk_the_first_layer,
)

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from mobile.bootstrap import Tablet

pytestmark = pytest.mark.browser

# Four to start it, three to close it, two signatures; beside these one for each question.
MOST_TAPS = 4 + ASKED + 3 + 2


def test_the_first_layer_is_walked_to_its_seal_in_few_taps_with_questions_drawn_by_lot(
    browser: Browser, tmp_path: Path
) -> None:
    here = a_tablet(tmp_path)
    assert people.sign_in(here.store, ANA.id, "1234")
    memory.remember(here.store, f"walking/{ANA.id}/steps", "seen")
    with served(app(here)) as url, tablet(browser) as context:
        driver = Driver(context.new_page()).open(url)
        with driver.at_most(MOST_TAPS):
            asked = walk_the_first_layer(Auditor(driver), LINE_4.id)
        driver.picture(ARTEFACTS / "layers" / "sealed.png")
    drawn = DRAWN_FROM.intersection(asked)
    assert len(drawn) == SUBSET.ask < len(DRAWN_FROM)
    assert set(asked) == drawn.union(ASKED_ALWAYS)
    assert MINUTES < 5
    assert _drawn_next_time(here, drawn) != drawn
    here.close()


def _drawn_next_time(here: Tablet, drawn: frozenset[str]) -> frozenset[str]:
    """Return what the next walks draw, up to the first that draws something else."""
    for _ in range(40):
        visit = begun(here, CHECKLIST.id)
        other = DRAWN_FROM.intersection(one.key for one in walked(CHECKLIST, visit, visit.id).questions)
        if other != drawn:
            return other
    return drawn
