"""The server's key: made once, for the server alone, and missed when it is spoilt."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from sync_server.errors import CannotGoOn
from sync_server.keys import open_keys

if TYPE_CHECKING:
    from pathlib import Path


def test_key_is_made_once_and_read_by_nobody_else(tmp_path: Path) -> None:
    keys = open_keys(tmp_path / "data")
    path = tmp_path / "data" / "server.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert open_keys(tmp_path / "data") == keys
    assert len({keys.countersign, keys.sessions, path.read_bytes()}) == 3


def test_servers_have_different_keys(tmp_path: Path) -> None:
    assert open_keys(tmp_path / "a") != open_keys(tmp_path / "b")


def test_key_is_not_written_into_logs(tmp_path: Path) -> None:
    assert "countersign=" not in repr(open_keys(tmp_path))


@pytest.mark.parametrize("spoilt", [b"", b"short"])
def test_spoilt_key_is_not_replaced_in_silence(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "server.key").write_bytes(spoilt)
    with pytest.raises(CannotGoOn, match="Put the file back from a backup"):
        open_keys(tmp_path)
    assert (tmp_path / "server.key").read_bytes() == spoilt
