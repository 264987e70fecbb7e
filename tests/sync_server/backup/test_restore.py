"""Putting a backup back: everything is there again, and nothing that was there is overwritten unasked."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from sync_server.app import create_app
from sync_server.backup.errors import NotDoneError
from sync_server.backup.make import Live, make_backup
from sync_server.backup.restore import Restored, restore
from sync_server.backup.verify import check_live
from sync_server.config import config_for
from sync_server.errors import CannotGoOn
from sync_server.keys import open_keys
from sync_server.lock import only_server
from sync_server.record.backups import last_backup, photos_backed_up, photos_of_record
from sync_server.record.database import reading
from sync_server.record.serving import show_that_it_serves
from tests.support.kept_plant import live_in, rows_in
from tests.sync_server.web.plant import open_plant

if TYPE_CHECKING:
    from pathlib import Path

    from sync_server.backup.places import BackupFolder
    from tests.support.kept_plant import KeptPlant
    from tests.support.postgresql import PostgreSQL


def restored(given: Path, folder: Path, **how: bool) -> tuple[Restored, Live]:
    done = restore(given, config_for(folder), **how)
    assert done.findings == ()
    return done, live_in(folder)


def without_moments(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """Leave out since when photos are backed up, which a restored record says of all of them."""
    return {**rows, "photo": [row[:-1] for row in rows["photo"]]}


def test_everything_is_there_again_and_the_server_goes_on(
    kept: KeptPlant, to: BackupFolder, tmp_path: Path
) -> None:
    before = rows_in(kept.live)
    make_backup(kept.live, to)
    done, live = restored(to.path, tmp_path / "new")
    assert without_moments(rows_in(live)) == without_moments(before)
    assert (done.photos, done.aside, done.left_out) == (6, None, ())
    key = tmp_path / "new" / "server.key"
    assert key.read_bytes() == (kept.folder / "server.key").read_bytes()
    assert key.stat().st_mode & 0o777 == 0o600
    again = open_plant(tmp_path / "new")
    assert again.push().n == 0
    again.begin_visit()
    assert again.push().refused == []


def test_restored_record_knows_that_it_is_backed_up(
    kept: KeptPlant, to: BackupFolder, tmp_path: Path
) -> None:
    made = make_backup(kept.live, to)
    _, live = restored(to.path, tmp_path / "new")
    with reading(live.engine) as connection:
        found = last_backup(connection)
        names = sorted(photos_of_record(connection))
        assert photos_backed_up(connection, names) == names
    assert found is not None
    assert found.name == made.backup.name


def test_newest_of_a_folder_is_taken_and_an_older_one_where_it_is_named(
    kept: KeptPlant, to: BackupFolder, tmp_path: Path
) -> None:
    first = make_backup(kept.live, to)
    kept.walk()
    second = make_backup(kept.live, to)
    assert restored(to.path, tmp_path / "a")[0].ops == second.backup.ops
    assert restored(first.path, tmp_path / "b")[0].ops == first.backup.ops


def test_record_that_is_there_is_not_overwritten(kept: KeptPlant, to: BackupFolder) -> None:
    make_backup(kept.live, to)
    kept.walk()
    before = rows_in(kept.live)
    with pytest.raises(
        NotDoneError, match=r"There is a record in .*record\.db already\. Nothing was changed"
    ):
        restore(to.path, config_for(kept.folder))
    assert rows_in(kept.live) == before


def test_record_that_gives_way_is_kept_aside_whole(kept: KeptPlant, to: BackupFolder) -> None:
    make_backup(kept.live, to)
    kept.walk()
    before = rows_in(kept.live)
    kept.plant.app.state.engine.dispose()
    done, live = restored(to.path, kept.folder, replace=True)
    assert len(rows_in(live)["op"]) < len(before["op"])
    assert done.aside is not None
    shutil.copy(kept.folder / "server.key", done.aside)
    old = live_in(done.aside)
    assert rows_in(old) == before


def test_place_of_another_server_keeps_its_key_aside(
    kept: KeptPlant, to: BackupFolder, tmp_path: Path
) -> None:
    make_backup(kept.live, to)
    open_keys(tmp_path / "new")
    other = (tmp_path / "new" / "server.key").read_bytes()
    done, _ = restored(to.path, tmp_path / "new")
    assert done.aside is not None
    assert (done.aside / "server.key").read_bytes() == other


def test_record_that_can_not_be_read_counts_as_one_and_can_be_replaced(
    kept: KeptPlant, to: BackupFolder, tmp_path: Path
) -> None:
    make_backup(kept.live, to)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "record.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(NotDoneError, match=r"already\. Nothing was changed"):
        restore(to.path, config_for(tmp_path / "new"))
    done, _ = restored(to.path, tmp_path / "new", replace=True)
    assert done.aside is not None
    assert (done.aside / "record.db").read_bytes().startswith(b"not a database")


def test_running_server_is_not_pulled_away_from_under(
    kept: KeptPlant, to: BackupFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_backup(kept.live, to)
    monkeypatch.setattr("sync_server.lock.PATIENCE_SECONDS", 0)
    with only_server(kept.folder / "record.db"), pytest.raises(CannotGoOn, match="already running"):
        restore(to.path, config_for(kept.folder), replace=True)


def test_backup_that_is_not_whole_is_not_restored_unless_asked(
    kept: KeptPlant, to: BackupFolder, tmp_path: Path
) -> None:
    make_backup(kept.live, to)
    photo = next(to.path.glob("photos/*/*"))
    photo.write_bytes(b"other bytes")
    with pytest.raises(NotDoneError, match=f"not whole, so nothing was restored(.|\n)*{photo.name}"):
        restore(to.path, config_for(tmp_path / "new"))
    assert not (tmp_path / "new").exists()
    done, live = restored(to.path, tmp_path / "new", despite_damage=True)
    assert done.left_out == (photo.name,)
    with reading(live.engine) as connection:
        # So that a tablet which still has it is asked for it.
        assert photos_of_record(connection)[photo.name] is False
        assert photos_backed_up(connection, [photo.name]) == []


def test_folder_without_a_backup_is_said_so(to: BackupFolder, tmp_path: Path) -> None:
    with pytest.raises(NotDoneError, match="There is no backup in"):
        restore(to.path, config_for(tmp_path / "new"))


def test_record_moves_between_sqlite_and_postgresql_and_stays_equal(
    kept: KeptPlant, to: BackupFolder, tmp_path: Path, postgresql: PostgreSQL
) -> None:
    before = rows_in(kept.live)
    make_backup(kept.live, to)
    address = postgresql.new_database()
    there = config_for(tmp_path / "there", database_url=address)
    assert restore(to.path, there).findings == ()
    live = live_in(tmp_path / "there", database_url=address)
    assert without_moments(rows_in(live)) == without_moments(before)
    (tmp_path / "from there").mkdir()
    back = type(to)(tmp_path / "from there")
    make_backup(live, back)
    done, home = restored(back.path, tmp_path / "home")
    assert without_moments(rows_in(home)) == without_moments(before)
    assert done.photos == 6
    live.engine.dispose()


def test_record_in_postgresql_gives_way_only_when_told_and_is_kept_aside(
    kept: KeptPlant, to: BackupFolder, tmp_path: Path, postgresql: PostgreSQL
) -> None:
    make_backup(kept.live, to)
    there = config_for(tmp_path / "there", database_url=postgresql.new_database())
    restore(to.path, there)
    with pytest.raises(NotDoneError, match="There is a record in this database already"):
        restore(to.path, there)
    kept.walk()
    make_backup(kept.live, to)
    live = live_in(tmp_path / "there", database_url=there.database_url)
    before = rows_in(live)
    done = restore(to.path, there, replace=True)
    assert done.findings == ()
    assert len(rows_in(live)["op"]) > len(before["op"])
    assert done.aside is not None
    assert rows_in(live_in(done.aside)) == before
    live.engine.dispose()


def test_server_on_postgresql_is_not_pulled_away_from_under(
    kept: KeptPlant,
    to: BackupFolder,
    tmp_path: Path,
    postgresql: PostgreSQL,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_backup(kept.live, to)
    there = config_for(tmp_path / "there", database_url=postgresql.new_database())
    restore(to.path, there)
    server = create_app(there).state.engine
    show_that_it_serves(server)
    before = rows_in(live_in(there.folder, database_url=there.database_url))
    monkeypatch.setattr("sync_server.record.serving.PATIENCE_SECONDS", 0)
    with pytest.raises(
        CannotGoOn, match=r"server is running on the record at postgresql.*Nothing was changed"
    ):
        restore(to.path, there, replace=True)
    assert rows_in(live_in(there.folder, database_url=there.database_url)) == before
    server.dispose()
    assert restore(to.path, there, replace=True).findings == ()


def test_photos_missing_and_changed_in_a_live_store_are_said(kept: KeptPlant) -> None:
    gone, other = sorted((kept.folder / "photos").glob("*/*"))[:2]
    gone.unlink()
    other.write_bytes(b"other bytes")
    found = list(check_live(kept.live.engine, open_keys(kept.folder), kept.live.store))
    assert len(found) == 2
    for name, trouble in ((gone.name, "was received and is missing."), (other.name, "is damaged: its bytes")):
        (said,) = (one for one in found if name in one)
        assert re.match(f"Photo {name}, of (visit|finding) [0-9a-f]{{32}}, {trouble}", said)
