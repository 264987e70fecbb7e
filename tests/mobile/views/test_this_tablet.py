"""This tablet: what is on its way, what has arrived, what needs somebody, and how it looks."""

from datetime import timedelta
from pathlib import Path

import flet as ft
import httpx
import pytest

from checklists.protocol import refusals
from checklists.records.values import PhotoRef
from checklists.records.visit import Judgement
from mobile import theme
from mobile.store import memory, outbox, photos, refused, visits
from tests.support.app_driver import ANA, BEN, DOCK_2, Watch, Window, a_tablet, begun, nobody, show

REF = PhotoRef(bytes=1000, width=400, height=300, taken_at="2026-03-03T12:00:00.000Z")


def test_each_waiting_record_says_what_where_and_how_much(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet, "five-s", DOCK_2)
    visits.judge(tablet.store, ANA.id, visit.id, "sort-going-well", Judgement.CONFORMS)
    visits.add_photo(tablet.store, ANA.id, visit.id, "sort-going-well", "e" * 64, REF)

    async def scenario(window: Window) -> None:
        assert window.words(f"waiting-{visit.id}") == (
            "5S walk | Dock 2 · 3 changes · 1 photo · on this tablet, sent at the next sync"
        )

    show(tablet, scenario, route="/tablet")


def test_photo_that_is_held_back_says_why(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)
    visits.add_photo(tablet.store, ANA.id, visit.id, "sort-going-well", "e" * 64, REF)
    photos.mark_trouble(tablet.store, "e" * 64, "The server has no space for photos right now.")

    async def scenario(window: Window) -> None:
        assert "The server has no space for photos right now." in window.words(f"waiting-{visit.id}")

    show(tablet, scenario, route="/tablet")


def test_what_has_arrived_moves_to_the_central_record_while_one_looks(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet, "five-s", DOCK_2)

    async def scenario(window: Window) -> None:
        assert window.has(f"waiting-{visit.id}")
        last = outbox.batch(tablet.store, 0)[-1].link
        outbox.confirm(tablet.store, last.n, last.hash, tablet.store.moment())
        tablet.sync.nudge()
        await window.until(lambda: not window.has(f"waiting-{visit.id}"))
        words = window.words()
        assert "Everything you recorded is in the central record." in words
        assert "5S walk | Dock 2 · received today 12:00" in words

    show(tablet, scenario, route="/tablet")


def test_change_the_server_did_not_take_says_why_and_what_to_do(tmp_path: Path) -> None:
    watch = Watch()
    tablet = a_tablet(tmp_path, watch=watch)
    visit = begun(tablet, "five-s", DOCK_2)
    visits.note(tablet.store, ANA.id, visit.id, "sort-going-well", "Shadow board is new")
    watch.moment += timedelta(days=1)

    async def scenario(window: Window) -> None:
        op_id = await window.refuse_last(visit.id, refusals.SEALED)
        words = window.words(f"set-aside-{op_id}")
        assert refusals.SEALED.sentence in words
        assert refusals.SEALED.advice in words
        assert f"FW-{refusals.SEALED.number}" in words
        assert "5S walk · Dock 2 · Ana Kowalczyk · yesterday 12:00" in words
        assert "“Shadow board is new”" in words
        await window.tap(f"open-{op_id}")
        assert window.route == f"/visit/{visit.id}"

    show(tablet, scenario, route="/tablet")


def test_what_has_been_read_goes_and_the_badge_follows(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        op_id = await window.refuse_last(visit.id)
        assert "Needs you: 1 entry" in window.words("sync")
        await window.tap(f"read-{op_id}")
        assert not window.has(f"set-aside-{op_id}")
        assert refused.count(tablet.store) == 0
        assert "Needs you" not in window.words("sync")

    show(tablet, scenario, route="/tablet")


def test_visit_of_somebody_else_is_read_about_and_not_opened(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet, person=BEN)

    async def scenario(window: Window) -> None:
        op_id = await window.refuse_last(visit.id)
        assert "Ben Okafor" in window.words(f"set-aside-{op_id}")
        assert not window.has(f"open-{op_id}")

    show(tablet, scenario, route="/tablet")


def test_send_now_tries_at_once_what_was_to_wait(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)
    visits.add_photo(tablet.store, ANA.id, visit.id, "sort-going-well", "e" * 64, REF)
    photos.mark_trouble(tablet.store, "e" * 64, "The server has no space.")
    assert photos.to_send(tablet.store) == []

    async def scenario(window: Window) -> None:
        await window.tap("sync-sentence-step")
        assert tablet.sync._wake.is_set()
        assert tablet.store.row("select count(*) as n from photo where try_after = ''")["n"] == 1

    show(tablet, scenario, route="/tablet")


def test_server_that_is_off_is_told_without_alarm(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path, answer=nobody)
    begun(tablet)

    async def scenario(window: Window) -> None:
        tablet.sync.sync_now()
        await window.until(lambda: "can't be reached; we'll try again" in window.words("sync-sentence"))
        assert "Your 1 change is on this tablet." in window.words("sync-sentence")

    show(tablet, scenario, route="/tablet")


def test_look_is_put_on_kept_and_marked(tmp_path: Path) -> None:
    async def choose(window: Window) -> None:
        assert window.chosen("look-system")
        await window.tap("look-sunlight")
        assert window.chosen("look-sunlight")
        assert window.page.theme_mode is ft.ThemeMode.LIGHT
        assert memory.recall(window.store, f"look/{ANA.id}") == theme.Look.SUNLIGHT
        await window.tap("look-dark")
        assert window.page.theme_mode is ft.ThemeMode.DARK

    async def later(window: Window) -> None:
        assert window.page.theme_mode is ft.ThemeMode.DARK
        assert window.chosen("look-dark")

    show(a_tablet(tmp_path), choose, route="/tablet")
    show(a_tablet(tmp_path), later, route="/tablet")


def test_look_this_version_does_not_know_is_as_the_device(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    memory.remember(tablet.store, "look", "candlelight")

    async def scenario(window: Window) -> None:
        assert window.chosen("look-system")

    show(tablet, scenario, route="/tablet")


def test_it_says_which_tablet_it_is_and_where_it_is_connected(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        assert "Tablet at Dock 2, enrolled with Sample plant" in window.words()

    show(a_tablet(tmp_path), scenario, route="/tablet")


def test_tablet_whose_access_was_ended_can_be_connected_again(tmp_path: Path) -> None:
    ended = refusals.REVOKED
    told = {"number": ended.number, "sentence": ended.sentence, "advice": ended.advice}
    welcome = {"device": "d" * 32, "token": "t" * 43, "server_name": "Another plant"}
    answers = [httpx.Response(401, json=told), httpx.Response(200, json=welcome)]
    tablet = a_tablet(tmp_path, answer=lambda _: answers.pop(0))
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        tablet.sync.sync_now()
        await window.until(lambda: ended.sentence in window.words("sync-sentence"))
        await window.tap("sync-sentence-step")
        assert window.field("enrol-server") == "http://server.example"
        assert window.field("enrol-name") == "Tablet at Dock 2"
        await window.enter("enrol-code", "ABCD-EFGH")
        await window.tap("enrol-go")
        await window.until(lambda: window.route == "/")
        assert window.shows(f"visit-{visit.id}")

    show(tablet, scenario, route="/tablet")


@pytest.mark.parametrize(
    ("offset", "words"),
    [(3 * 3_600_000, "3 hours behind the server's"), (-2 * 86_400_000, "2 days ahead of the server's")],
)
def test_clock_that_is_off_is_said_with_what_to_do(tmp_path: Path, offset: int, words: str) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        assert not window.has("clock")
        memory.remember(window.store, "clock offset", str(offset))
        await window.go("/")
        await window.go("/tablet")
        assert words in window.words("clock")
        assert "Set the date and time in the tablet's settings" in window.words("clock")

    show(tablet, scenario, route="/tablet")
