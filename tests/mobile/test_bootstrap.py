"""The tablet opens its data in order, and keeps a reserve for a full disk."""

from pathlib import Path

import pytest

from mobile.bootstrap import open_tablet
from mobile.config import read_config
from mobile.errors import StoreDamaged
from mobile.photos.space import BALLAST_BYTES


def test_an_open_tablet_has_a_reserve_that_a_full_disk_gives_up(tmp_path: Path) -> None:
    tablet = open_tablet(read_config({"FLOORWALK_TABLET_DATA": str(tmp_path)}))
    try:
        reserve = tmp_path / "ballast"
        assert reserve.stat().st_size == BALLAST_BYTES
        assert tablet.store.make_room()
        assert not reserve.exists()
        assert not tablet.store.make_room()
    finally:
        tablet.close()


def test_a_damaged_database_is_left_where_it_is(tmp_path: Path) -> None:
    database = tmp_path / "floorwalk.db"
    database.write_bytes(b"not a database at all" * 400)
    with pytest.raises(StoreDamaged):
        open_tablet(read_config({"FLOORWALK_TABLET_DATA": str(tmp_path)}))
    assert database.read_bytes().startswith(b"not a database")
