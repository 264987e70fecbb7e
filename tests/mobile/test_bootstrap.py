"""Opening a tablet: everything below its folder, and enrolled by itself where it was told how."""

import logging
from pathlib import Path

import pytest

from mobile import bootstrap
from mobile.bootstrap import Tablet, open_tablet
from mobile.config import Config, Enrolment
from mobile.errors import StoreBusy, StoreFull, StoreTooNew
from mobile.locations import Locations
from mobile.photos.space import BALLAST_BYTES
from mobile.photos.vault import Vault
from mobile.state.photos import take_in
from mobile.store import memory, photo_uses
from mobile.store.care import open_with_care, put_right
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.sync.schedule import Sync
from tests.mobile.photos.pictures import corners, saved
from tests.support.app_driver import NOON, a_tablet, begun
from tests.support.headless import run

HOW = Enrolment("http://127.0.0.1:9", "ABCD-EFGH")


def config(folder: Path, enrol: Enrolment | None = None) -> Config:
    return Config(data=folder, host="127.0.0.1", port=0, name="Tablet", enrol=enrol)


def test_new_tablet_opens_empty_and_works_by_itself(tmp_path: Path) -> None:
    tablet = open_tablet(config(tmp_path))
    assert not this_tablet(tablet.store).enrolled
    assert tablet.sync._thread is not None
    tablet.close()
    assert not tablet.sync._thread.is_alive()


def test_second_start_finds_what_the_first_one_left(tmp_path: Path) -> None:
    first = a_tablet(tmp_path)
    visit = begun(first)
    first.close()
    tablet = open_tablet(config(tmp_path, HOW))
    assert this_tablet(tablet.store).name == "Tablet at Dock 2"
    assert tablet.store.row("select count(*) as n from op where record = ?", (visit.id,))["n"] == 1
    tablet.close()


def test_enrolment_by_itself_that_does_not_work_leaves_the_first_screen_to_ask(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        tablet = open_tablet(config(tmp_path, HOW))
    assert not this_tablet(tablet.store).enrolled
    assert "not enrolled by itself" in caplog.text
    assert HOW.code not in caplog.text
    tablet.close()


def test_tablet_that_is_enrolled_already_is_not_enrolled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Sync, "enrol", lambda _, url, *__: asked.append(url))
    a_tablet(tmp_path / "enrolled").close()
    open_tablet(config(tmp_path / "enrolled", HOW)).close()
    open_tablet(config(tmp_path / "new", HOW)).close()
    assert asked == [HOW.server_url]


def test_data_that_can_not_be_read_is_kept_aside_and_told(tmp_path: Path) -> None:
    file = Locations(tmp_path).make().database
    file.write_bytes(b"this is no database" * 100)
    tablet = open_tablet(config(tmp_path))
    told = put_right(tablet.store)
    assert told is not None
    assert (Path(told.folder) / file.name).read_bytes() == b"this is no database" * 100
    tablet.close()


def test_full_disk_at_the_start_is_worth_the_reserve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_tablet(config(tmp_path)).close()
    full = [StoreFull()]

    def open_once(path: Path) -> Store:
        if full:
            raise full.pop()
        return open_with_care(path)

    monkeypatch.setattr(bootstrap, "open_with_care", open_once)
    tablet = open_tablet(config(tmp_path))
    assert not full
    tablet.close()


def test_data_of_a_newer_version_is_left_as_it_was_and_told(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    tablet.store.execute(
        "insert into _sqlite_migrations(migration_set, name, applied_at) "
        "select migration_set, 'from_the_future', '' from _sqlite_migrations limit 1"
    )
    tablet.close()
    with pytest.raises(StoreTooNew):
        open_tablet(config(tmp_path))


def test_an_open_tablet_has_a_reserve_that_a_full_disk_gives_up(tmp_path: Path) -> None:
    tablet = open_tablet(config(tmp_path))
    reserve = next(one for one in tmp_path.iterdir() if one.stat().st_size == BALLAST_BYTES)
    pages = tablet.store.row("pragma page_count")
    tablet.store.execute(f"pragma max_page_count = {pages['page_count']}")
    with pytest.raises(StoreFull, match="reserve was given up"):
        memory.remember(tablet.store, "long", "x" * 100_000)
    assert not reserve.exists()
    assert not tablet.store.make_room()
    tablet.close()
    open_tablet(config(tmp_path)).close()
    assert reserve.exists()


def taken(tablet: Tablet, width: int = 400) -> str:
    """Return a photo whose bytes are here and that no record names."""
    sha, _ = run(lambda: take_in(tablet.vault, saved(corners(width, 300)), NOON))
    return sha


def test_originals_a_flat_battery_left_over_are_deleted_at_the_next_start(tmp_path: Path) -> None:
    before = a_tablet(tmp_path)
    blurred, other = taken(before, 400), taken(before, 500)
    photo_uses.mark_to_destroy(before.store, blurred)
    before.close()
    tablet = open_tablet(config(tmp_path))
    assert not tablet.vault.has(blurred)
    assert tablet.vault.has(other)
    assert photo_uses.to_destroy(tablet.store) == []
    tablet.close()


def test_original_that_is_named_after_all_is_kept_at_the_next_start(tmp_path: Path) -> None:
    before = a_tablet(tmp_path)
    sha = taken(before)
    photo_uses.mark_to_destroy(before.store, sha)
    memory.remember(before.store, "raising/somebody", f'{{"photos": {{"{sha}": {{}}}}}}')
    before.close()
    tablet = open_tablet(config(tmp_path))
    assert tablet.vault.has(sha)
    assert photo_uses.to_destroy(tablet.store) == []
    tablet.close()


@pytest.mark.parametrize("trouble", [OSError(5, "the disk is away"), StoreBusy()])
def test_original_that_can_not_be_deleted_yet_keeps_nobody_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    before = a_tablet(tmp_path)
    sha = taken(before)
    photo_uses.mark_to_destroy(before.store, sha)
    before.close()

    def off(*_: object) -> None:
        raise trouble

    with monkeypatch.context() as patch:
        patch.setattr(Vault, "destroy", off)
        open_tablet(config(tmp_path)).close()
    tablet = open_tablet(config(tmp_path))
    assert not tablet.vault.has(sha)
    tablet.close()
