"""Wins: what is worth sharing, from every tablet, with its photo once that is here."""

import hashlib
from datetime import timedelta
from pathlib import Path

import flet as ft

from checklists.records.values import PhotoRef
from mobile.photos.prepare import prepare
from mobile.store import findings
from mobile.store.database import Store
from tests.mobile.photos.pictures import corners, saved
from tests.support.app_driver import ANA, BEN, Watch, Window, a_tablet, show

SEEN = {"kind": "good_practice", "statement": "One sample of every label", "area": "dock-2"}
REF = PhotoRef(bytes=1000, width=400, height=300, taken_at="2026-03-03T12:00:00.000Z")


def a_win(store: Store, person: str = BEN.id, **said: str) -> str:
    return findings.raise_finding(store, person, values={**SEEN, **said}).id


def test_win_says_what_where_who_and_when_newest_first(tmp_path: Path) -> None:
    watch = Watch()
    tablet = a_tablet(tmp_path, watch=watch)
    first = a_win(tablet.store)
    watch.moment += timedelta(hours=1)
    second = a_win(tablet.store, ANA.id, statement="A clean aisle")

    async def scenario(window: Window) -> None:
        assert window.words(f"win-{first}") == "One sample of every label | Dock 2 · Ben Okafor, today 12:00"
        assert window.words().index("A clean aisle") < window.words().index("One sample")
        assert window.has(f"win-{second}")

    show(tablet, scenario, route="/wins")


def test_win_of_somebody_unknown_in_an_unknown_place_is_shown(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    win = a_win(tablet.store, "f" * 32, area="nowhere")

    async def scenario(window: Window) -> None:
        assert window.words(f"win-{win}") == "One sample of every label | Somebody, today 12:00"

    show(tablet, scenario, route="/wins")


def test_photo_that_is_not_here_yet_is_announced_and_appears_when_it_comes(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    win = a_win(tablet.store)
    picture = saved(corners(400, 300))
    sha = hashlib.sha256(prepare(picture).jpeg).hexdigest()
    findings.add_photo(tablet.store, BEN.id, win, sha, REF)

    async def scenario(window: Window) -> None:
        assert "The photo follows when the other tablet is online." in window.words(f"win-{win}")
        tablet.vault.put_thumbnail(sha, picture)
        await window.news()
        assert "The photo follows" not in window.words(f"win-{win}")
        assert window.inside(f"win-{win}", ft.Image).src

    show(tablet, scenario, route="/wins")


def test_win_that_arrives_while_the_list_is_shown_appears(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        assert "Be the first: what works well where you stand?" in window.words()
        win = a_win(tablet.store)
        await window.news()
        assert window.has(f"win-{win}")

    show(tablet, scenario, route="/wins")


def test_finding_that_needs_attention_and_one_taken_back_are_no_wins(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    a_win(tablet.store, ANA.id, kind="problem")
    findings.withdraw(tablet.store, ANA.id, a_win(tablet.store, ANA.id))

    async def scenario(window: Window) -> None:
        await window.tap("first-step")
        assert window.route == "/start"

    show(tablet, scenario, route="/wins")


def test_win_of_another_opens_to_be_read(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    win = a_win(tablet.store, evidence="Twelve of twelve shelves")

    async def scenario(window: Window) -> None:
        await window.tap(f"win-{win}")
        assert window.route == f"/finding/{win}"
        assert "Twelve of twelve shelves" in window.words()
        assert "Dock 2 · Ben Okafor, today 12:00" in window.words()
        assert not window.shows("finding-statement")
        await window.tap("back")
        assert window.route == "/wins"

    show(tablet, scenario, route="/wins")


def test_win_of_ones_own_opens_to_go_on_with(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    win = a_win(tablet.store, ANA.id)

    async def scenario(window: Window) -> None:
        await window.tap(f"win-{win}")
        assert window.field("finding-statement") == "One sample of every label"

    show(tablet, scenario, route="/wins")
