"""What a screen reader and a keyboard find: faults are noticed, and Tab goes as one reads."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import flet as ft
import pytest

from mobile.app import app
from mobile.store import memory, people
from tests.journeys.conftest import PORTRAIT
from tests.support.app_driver import ANA, a_tablet, begun
from tests.support.driver import Driver, served, tablet
from tests.support.semantics import Element, Rule, elements, tab_order, troubles
from tests.support.showing import showing

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PRESSES = 12


def test_every_fault_on_a_screen_is_noticed(browser: Browser) -> None:
    with served(showing(_faulty)) as url, tablet(browser) as context:
        driver = Driver(context.new_page()).open(url)
        driver.tid("end").wait_for()
        found = {line.partition(":")[0] for line in troubles(driver.page)}
    assert found == set(Rule)


def test_tab_goes_as_one_reads_on_today_and_on_a_walk(browser: Browser, tmp_path: Path) -> None:
    here = a_tablet(tmp_path)
    assert people.sign_in(here.store, ANA.id, "1234")
    memory.remember(here.store, f"walking/{ANA.id}/steps", "seen")
    visit = begun(here)
    width, height = PORTRAIT
    with served(app(here)) as url, tablet(browser, width=width, height=height) as context:
        driver = Driver(context.new_page()).open(url)
        driver.tid("start-walk").wait_for()
        _goes_as_one_reads(driver.page)
        driver.tap(f"visit-{visit.id}")
        driver.tid("close-walk").wait_for()
        _goes_as_one_reads(driver.page)
    here.close()


def _goes_as_one_reads(page: Page) -> None:
    places = {one.identifier: one for one in elements(page) if one.taps}
    order = list(dict.fromkeys(name for name in tab_order(page, PRESSES) if name in places))
    assert len(order) > PRESSES // 2, order
    back = [
        (one, following)
        for one, following in pairwise(order)
        if not _comes_after(places[following], places[one])
    ]
    # Once from the end of the screen to its beginning.
    assert len(back) <= 1, back


def _comes_after(one: Element, before: Element) -> bool:
    """Say whether something is below another, or in its row and to the right of it."""
    x, y, _, height = one.place
    left, top, _, tall = before.place
    return y >= top + tall or (y + height > top and x > left)


def _faulty() -> list[ft.Control]:
    return [
        # No heading of the first level, and one that skips a level.
        ft.Semantics(content=ft.Text("Deep down"), header=True, heading_level=4),
        _button("alike", ft.Text("Open")),
        # The same words below the same heading, with the same identifier.
        _button("alike", ft.Text("Open")),
        _button("nameless", ft.Icon(ft.Icons.STAR)),
        _button("twice", ft.Column([ft.Text("Seen"), ft.Text("Seen")])),
        _button("small", ft.Text("Small"), height=20),
        ft.Semantics(content=ft.TextField(), identifier="unlabelled", container=True),
        # A bar that takes taps is read out as a bar.
        ft.Semantics(
            content=ft.Container(
                ft.ProgressBar(value=0.5, semantics_label="Half"),
                height=60,
                width=200,
                ink=True,
                on_click=lambda: None,
            ),
            identifier="end",
            container=True,
        ),
    ]


def _button(identifier: str, content: ft.Control, *, height: int = 60) -> ft.Control:
    return ft.Semantics(
        content=ft.Container(content, height=height, width=200, on_click=lambda: None),
        identifier=identifier,
        container=True,
        button=True,
    )
