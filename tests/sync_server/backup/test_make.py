"""Making backups: what is in them, what counts, what is left of others, and what is said."""

from __future__ import annotations

import errno
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from checklists.ids import is_sha256
from sync_server.backup import make, photos
from sync_server.backup.errors import NotDoneError
from sync_server.backup.make import make_backup
from sync_server.backup.manifest import read_manifest
from sync_server.backup.verify import check_backups
from sync_server.objects.errors import StoreAwayError
from sync_server.record.backups import backed_up_to, last_backup, photos_backed_up, photos_of_record
from sync_server.record.chains import Source
from sync_server.record.database import reading, writing
from tests.support.kept_plant import rows_in

if TYPE_CHECKING:
    from pathlib import Path

    from sync_server.backup.places import BackupFolder
    from tests.support.kept_plant import KeptPlant


def photo_files(to: BackupFolder) -> dict[str, int]:
    return {one.name: one.stat().st_mtime_ns for one in to.path.glob("photos/*/*")}


def test_backup_holds_everything_and_verifies(kept: KeptPlant, to: BackupFolder) -> None:
    made = make_backup(kept.live, to)
    assert list(check_backups(to.path)) == []
    with reading(kept.live.engine) as connection:
        assert sorted(photo_files(to)) == sorted(photos_of_record(connection))
    assert made.backup.photos == made.new_photos == 6
    assert made.backup.ops == len(rows_in(kept.live)["op"])
    assert made.lost == ()


def test_live_record_is_told_what_is_backed_up(kept: KeptPlant, to: BackupFolder) -> None:
    source = Source(kept.plant.device, kept.plant.pen.incarnation)
    kept.walk()
    made = make_backup(kept.live, to)
    late, _ = kept.photo(100)
    with reading(kept.live.engine) as connection:
        assert last_backup(connection) == made.backup
        n = backed_up_to(connection, source)
        names = sorted(photos_of_record(connection))
        assert photos_backed_up(connection, [*names, late]) == names
    kept.walk()
    with reading(kept.live.engine) as connection:
        assert backed_up_to(connection, source) == n > 0


def test_photos_that_are_there_are_not_copied_again(kept: KeptPlant, to: BackupFolder) -> None:
    make_backup(kept.live, to)
    before = photo_files(to)
    kept.walk(photos=1)
    assert make_backup(kept.live, to).new_photos == 2
    assert before.items() <= photo_files(to).items()


def test_photo_that_has_changed_in_the_backup_is_mended_from_the_server(
    kept: KeptPlant, to: BackupFolder
) -> None:
    make_backup(kept.live, to)
    file = next(to.path.glob("photos/*/*"))
    file.write_bytes(b"\xff" + file.read_bytes()[1:-1])
    assert [one for one in check_backups(to.path) if file.name in one]
    assert make_backup(kept.live, to).new_photos == 1
    assert list(check_backups(to.path)) == []


def test_photo_lost_on_the_server_is_taken_from_an_earlier_backup(kept: KeptPlant, to: BackupFolder) -> None:
    make_backup(kept.live, to)
    shutil.rmtree(kept.folder / "photos")
    made = make_backup(kept.live, to)
    assert (made.lost, made.new_photos) == ((), 0)
    assert list(check_backups(to.path)) == []


def test_photo_lost_everywhere_is_said_and_the_rest_is_backed_up(kept: KeptPlant, to: BackupFolder) -> None:
    lost = next((kept.folder / "photos").glob("*/*"))
    lost.write_bytes(b"other bytes")
    made = make_backup(kept.live, to)
    assert made.lost == (lost.name,)
    assert read_manifest(made.path).lost == [lost.name]
    (said,) = check_backups(to.path)
    assert said.endswith(", was already missing or damaged on the server when this backup was made.")
    with reading(kept.live.engine) as connection:
        assert photos_backed_up(connection, [lost.name]) == []


def test_only_so_many_are_kept_and_photos_no_backup_names_go(kept: KeptPlant, to: BackupFolder) -> None:
    stray = to.photo("f" * 64)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"of a backup that is gone")
    names = [make_backup(kept.live, to, keep=2).path.name for _ in range(4)]
    assert [one.name for one in to.backups()] == names[-2:]
    assert not stray.exists()
    assert list(check_backups(to.path)) == []


def test_photos_stay_while_a_kept_backup_can_not_say_which_it_has(kept: KeptPlant, to: BackupFolder) -> None:
    first = make_backup(kept.live, to).path
    (first / "manifest.json").write_text("{}")
    before = photo_files(to)
    make_backup(kept.live, to, keep=2)
    assert photo_files(to) == before


def test_key_is_for_the_server_alone(kept: KeptPlant, to: BackupFolder) -> None:
    path = make_backup(kept.live, to).path
    assert (path / "server.key").read_bytes() == (kept.folder / "server.key").read_bytes()
    assert {oct((path / name).stat().st_mode & 0o777) for name in ("server.key", "record.db")} == {"0o600"}


def test_record_that_is_damaged_makes_no_backup_that_counts(kept: KeptPlant, to: BackupFolder) -> None:
    make_backup(kept.live, to)
    before = to.backups()
    with writing(kept.live.engine) as connection:
        connection.exec_driver_sql("update feed set countersign = '0' where seq = 3")
    with pytest.raises(NotDoneError, match=r"does not count(.|\n)*- At place 3 of the feed"):
        make_backup(kept.live, to)
    assert to.backups() == before
    assert not list(to.path.glob(".half-*"))


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("step", ["copy_to_file", "write_into_place", "bring_photos", "write_manifest"])
def test_full_disk_is_said_and_leaves_the_earlier_backups(
    kept: KeptPlant, to: BackupFolder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    make_backup(kept.live, to)
    before = {one: one.read_bytes() for one in to.path.rglob("*") if one.is_file()}
    monkeypatch.setattr(make, step, full)
    with pytest.raises(NotDoneError, match=r"not enough room.*so are the backups made before"):
        make_backup(kept.live, to)
    assert {one: one.read_bytes() for one in to.path.rglob("*") if one.is_file()} == before


def test_photos_that_can_not_be_reached_are_not_taken_for_lost(
    kept: KeptPlant, to: BackupFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> bool:
        raise StoreAwayError("s3://photos", "not reached")

    monkeypatch.setattr(kept.live.store, "has", away)
    with pytest.raises(NotDoneError, match=r"can't be used right now.*Try again later"):
        make_backup(kept.live, to)
    assert to.backups() == []


def test_what_an_interrupted_one_left_is_cleaned_and_never_counted(kept: KeptPlant, to: BackupFolder) -> None:
    half = to.path / ".half-2026-03-03T22-00-00-000Z"
    half.mkdir()
    (half / "record.db").write_bytes(b"half")
    part = to.photo("e" * 64).with_name(".new-abc")
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")
    assert to.backups() == []
    make_backup(kept.live, to)
    assert not half.exists()
    assert not part.exists()


def test_two_at_once_are_not_made(kept: KeptPlant, to: BackupFolder) -> None:
    with to.locked(), pytest.raises(NotDoneError, match="Another backup is being made"):
        make_backup(kept.live, to)


def test_clock_that_was_put_back_does_not_make_the_newest_the_oldest(
    kept: KeptPlant, to: BackupFolder
) -> None:
    future = to.path / "2999-01-01T00-00-00-000Z"
    make_backup(kept.live, to).path.rename(future)
    later = make_backup(kept.live, to).path
    assert later.name == "2999-01-01T00-00-00-001Z"


def test_bytes_are_read_back_from_the_backup_before_they_count(
    kept: KeptPlant, to: BackupFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written_otherwise(data: bytes, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data[:-1] if is_sha256(target.name) else data)

    monkeypatch.setattr(photos, "write_into_place", written_otherwise)
    assert len(make_backup(kept.live, to).lost) == 6
