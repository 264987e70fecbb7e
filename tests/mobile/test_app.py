"""The app as a whole: any address, a restart, the sync's news, windows that go and come back."""

import gc
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import flet as ft
import pytest

from mobile import theme
from mobile.app import cannot_open
from mobile.errors import StoreBusy, StoreDamaged, StoreTooNew
from mobile.state.session import Session
from mobile.store import findings
from tests.support.app_driver import ANA, BEN, LUCJA, Watch, Window, a_tablet, begun, show
from tests.support.headless import Headless, run

WIN = {"kind": "good_practice", "statement": "A clean aisle", "area": "dock-2"}


def test_address_that_does_not_exist_leads_to_today(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert "There is nothing at this address." in window.words()
        await window.tap("first-step")
        assert window.shows("start-walk")

    show(a_tablet(tmp_path), scenario, route="/nowhere/at/all")


@pytest.mark.parametrize("error", [StoreTooNew(), StoreDamaged("/data/floorwalk.db")])
def test_data_that_can_not_be_opened_is_told_with_what_is_safe(error: StoreTooNew | StoreDamaged) -> None:
    async def scenario() -> None:
        async with Headless(cannot_open(error.sentence)) as h:
            assert "Floorwalk can't open its data" in h.texts()
            assert error.sentence in h.texts()

    run(scenario)


def test_restart_keeps_who_is_signed_in_the_look_and_every_answer(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def before(window: Window) -> None:
        await window.tap("answer-sort-going-well-conforms")
        await window.go("/tablet")
        await window.tap("look-dark")

    async def after(window: Window) -> None:
        assert window.page.theme_mode is ft.ThemeMode.DARK
        assert window.words("who").endswith(ANA.name)
        assert window.chosen("answer-sort-going-well-conforms")

    show(tablet, before, route=f"/visit/{visit.id}")
    show(a_tablet(tmp_path), after, person=None)


def test_address_given_at_the_start_is_kept_and_not_resumed_over(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def walk(window: Window) -> None:
        await window.tap("answer-sort-going-well-conforms")

    async def look(window: Window) -> None:
        assert window.route == "/wins"

    show(tablet, walk, route=f"/visit/{visit.id}")
    show(a_tablet(tmp_path), look, person=None, route="/wins")


def test_new_window_is_as_wide_as_its_page(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert ANA.name not in window.texts("who")
        await window.resize(theme.WIDE, 1280)
        assert ANA.name in window.texts("who")

    show(a_tablet(tmp_path), scenario, width=theme.WIDE - 1)


def test_trouble_in_the_syncs_news_does_not_stop_the_screen_and_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = a_tablet(tmp_path)

    def busy(_: Session) -> None:
        raise StoreBusy

    async def scenario(window: Window) -> None:
        findings.raise_finding(tablet.store, BEN.id, values=WIN)
        with monkeypatch.context() as patch:
            patch.setattr(Session, "news_came", busy)
            await window.news()
        assert "A clean aisle" not in window.words()
        await window.news()
        assert "A clean aisle" in window.words()

    show(tablet, scenario)


def test_mistake_in_following_the_sync_is_logged_and_the_next_status_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Session) -> None:
        raise ValueError("secret detail")

    async def scenario(window: Window) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Session, "news_came", broken)
            await window.news()
        await window.tap("nav-wins")
        assert "secret" not in " ".join(window.texts())
        await window.news()

    with caplog.at_level(logging.ERROR):
        show(a_tablet(tmp_path), scenario)
    assert "secret detail" in caplog.text


def test_window_that_is_closed_no_longer_follows_the_sync(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario() -> None:
        for _ in range(3):
            async with Window(tablet, keep_open=True):
                assert len(tablet.sync._subscribers) == 1
        assert tablet.sync._subscribers == {}

    run(scenario)
    tablet.close()
    gc.collect()
    assert not any(isinstance(one, Session) for one in gc.get_objects())


def test_window_without_a_client_misses_nothing_and_shows_it_when_the_client_is_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        connection = window.connection
        await window.session.disconnect(3600)
        findings.raise_finding(tablet.store, BEN.id, values=WIN)
        tablet.sync._look_again(lambda facts: replace(facts, news=facts.news + 1))
        await window.session.connect(connection)
        await window.settle()
        assert "A clean aisle" in window.words()
        assert "On this tablet" in window.words("sync")

    with caplog.at_level(logging.WARNING):
        show(tablet, scenario)
    assert caplog.records == []


def test_tablet_that_wakes_up_reads_again_and_tells_the_sync(tmp_path: Path) -> None:
    watch = Watch()
    tablet = a_tablet(tmp_path, watch=watch)

    async def scenario(window: Window) -> None:
        assert "Good afternoon" in window.words()
        watch.moment += timedelta(hours=20)
        findings.raise_finding(tablet.store, LUCJA.id, values=WIN)
        tablet.sync._wake.clear()
        await window.fire(window.page, "app_lifecycle_state_change", {"state": "resume"})
        assert "Good morning" in window.words()
        assert "A clean aisle" in window.words()
        assert tablet.sync._wake.is_set()

    show(tablet, scenario)


def test_two_windows_on_one_tablet_keep_their_people_and_see_each_others_work(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario() -> None:
        async with Window(tablet, keep_open=True) as hers, Window(tablet, keep_open=True) as his:
            await hers.sign_in(ANA)
            await his.sign_in(BEN)
            visit = begun(tablet)
            await hers.go("/walks")
            await hers.wake()
            await his.wake()
            assert hers.shows(f"visit-{visit.id}")
            assert hers.words("who").endswith(ANA.name)
            assert not his.shows(f"visit-{visit.id}")
            assert his.words("who").endswith(BEN.name)

    run(scenario)
    tablet.close()


def test_answer_given_in_another_window_shows_when_this_one_is_looked_at(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        other = Window(tablet, route=f"/visit/{visit.id}", keep_open=True)
        async with other:
            await other.tap("answer-sort-going-well-conforms")
            await other.enter("note-sort-going-well", "From the other window")
        await window.wake()
        assert window.chosen("answer-sort-going-well-conforms")
        assert window.field("note-sort-going-well") == "From the other window"

    show(tablet, scenario, route=f"/visit/{visit.id}")
