"""A server backs up every night by itself, once, also where it is switched off at night."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from checklists.moments import write_moment
from sync_server.backup import nightly
from sync_server.backup.nightly import is_due, nightly_backups
from sync_server.backup.verify import check_backups
from sync_server.config import config_for
from sync_server.errors import CannotGoOn
from sync_server.record.backups import last_backup
from sync_server.record.database import reading

if TYPE_CHECKING:
    from pathlib import Path

    from sync_server.backup.places import BackupFolder
    from tests.support.kept_plant import KeptPlant

HERE = timezone(timedelta(hours=5))
NIGHT = datetime(2026, 3, 3, 2, 30, tzinfo=HERE)
DAY = datetime(2026, 3, 3, 15, 0, tzinfo=HERE)


@pytest.mark.parametrize(
    ("now", "hours", "due"),
    [
        (NIGHT, 24, True),
        (NIGHT, 1, False),
        (NIGHT + timedelta(hours=2), 2, False),
        (DAY, 13, False),
        (DAY, 35, False),
        (DAY, 37, True),
        (NIGHT, -5, True),
    ],
)
def test_it_is_time_once_a_night_or_when_a_night_was_missed(now: datetime, hours: float, due: bool) -> None:  # noqa: FBT001 - the answer
    assert is_due(write_moment(now - timedelta(hours=hours)), now) is due


def test_first_one_is_made_at_once() -> None:
    assert is_due(None, DAY)


def test_running_server_makes_one_that_verifies_and_only_one(
    kept: KeptPlant, to: BackupFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly, "_LOOK_SECONDS", 0.05)
    for name in ("FLOORWALK_PHOTOS", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    looked = threading.Event()
    asked: list[str | None] = []
    look = nightly._last

    def count(config: object) -> str | None:
        asked.append(look(config))  # type: ignore[arg-type]
        if len(asked) > 2:
            looked.set()
        return asked[-1]

    monkeypatch.setattr(nightly, "_last", count)
    with nightly_backups(config_for(kept.folder), to.path, 3):
        assert looked.wait(120)
    with reading(kept.live.engine) as connection:
        made = last_backup(connection)
    assert made is not None
    assert [one.name for one in to.backups()] == [made.name]
    assert list(check_backups(to.path)) == []
    assert asked[0] is None
    assert asked[1:] == [made.verified_at] * len(asked[1:])


def test_without_a_folder_nothing_is_backed_up_and_one_that_is_not_there_is_said(tmp_path: Path) -> None:
    with nightly_backups(config_for(tmp_path / "data"), None, None):
        assert not [one for one in threading.enumerate() if one.name == "backup"]
    assert not (tmp_path / "data").exists()
    nowhere = nightly_backups(config_for(tmp_path / "data"), tmp_path / "none", None)
    with pytest.raises(CannotGoOn, match="There is no folder"):
        nowhere.__enter__()
