"""The log as a file: one turned bit is put right or its frame is named, and a cut is told from damage."""

from __future__ import annotations

import sqlite3
from random import Random
from typing import TYPE_CHECKING

import pytest

from mobile.store import wal

if TYPE_CHECKING:
    from pathlib import Path

FRAME = wal.FRAME_HEADER_BYTES + 4096


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """A log, and what the connections to its database share."""
    path: Path = tmp_path_factory.mktemp("log") / "a.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("create table t(x)")
    random = Random(1)  # noqa: S311 - the same bytes every time
    for _ in range(12):
        connection.execute("begin")
        for _ in range(2):
            connection.execute("insert into t values (?)", (random.randbytes(random.randint(50, 3000)),))
        connection.execute("commit")
    found = path.with_name("a.db-wal").read_bytes(), path.with_name("a.db-shm").read_bytes()
    connection.close()
    return found


@pytest.fixture(scope="module")
def log(files: tuple[bytes, bytes]) -> bytes:
    return files[0]


def test_whole_log_is_read_as_it_was_written(files: tuple[bytes, bytes]) -> None:
    log, shared = files
    read = wal.read(log, 0)
    assert not read.damaged
    assert not read.cut_short
    assert len(read.frames) == (len(log) - wal.HEADER_BYTES) // FRAME
    assert wal.last_frame(shared) == len(read.frames)
    assert wal.committed(log, wal.last_frame(shared)) == read.newest()


def test_frames_sqlite_does_not_go_by_are_not_taken_for_committed(files: tuple[bytes, bytes]) -> None:
    log, shared = files
    commits = [n for n, frame in enumerate(wal.read(log, 0).frames, start=1) if frame.pages_after]
    before = log[: wal.HEADER_BYTES + commits[-2] * FRAME]
    assert wal.committed(log, commits[-2]) == wal.read(before, 0).newest()
    assert wal.committed(log, wal.last_frame(shared)) != wal.committed(log, commits[-2])


@pytest.mark.parametrize("spoilt", [b"", bytes(60), b"a" * 48 + b"b" * 48])
def test_what_connections_share_is_not_guessed(spoilt: bytes) -> None:
    with pytest.raises(ValueError, match="is not there, or being written"):
        wal.last_frame(spoilt)


@pytest.mark.parametrize("seed", range(40))
def test_turned_bit_is_put_right_or_its_frame_is_named(log: bytes, seed: int) -> None:
    random, turned = Random(seed), bytearray(log)  # noqa: S311 - it has to be repeatable
    frame = wal.HEADER_BYTES + random.randrange((len(log) - wal.HEADER_BYTES) // FRAME) * FRAME
    # Each kind of place is met: the log's beginning, a frame's own, its page.
    place = random.choice(
        [random.randrange(32), frame + random.randrange(24), frame + random.randrange(FRAME)]
    )
    turned[place] ^= 1 << random.randrange(8)
    read = wal.read(bytes(turned), 4096)
    assert read.data == log or read.damaged or read.cut_short
    if not read.cut_short:
        whole = wal.read(log, 0).newest()
        assert all(page is None or page == whole[number] for number, page in read.newest().items())


def test_commit_that_was_cut_off_is_left_out_and_said(log: bytes) -> None:
    cut = bytearray(log)
    cut[-300:] = bytes(300)
    read = wal.read(bytes(cut), 4096)
    assert read.cut_short
    assert not read.damaged
    assert wal.read(log, 0).newest().keys() >= read.newest().keys()


def test_damage_before_later_commits_is_damage(log: bytes) -> None:
    torn = bytearray(log)
    torn[wal.HEADER_BYTES + 5 * FRAME + 600 : wal.HEADER_BYTES + 5 * FRAME + 1112] = b"\xaa" * 512
    read = wal.read(bytes(torn), 4096)
    assert read.damaged
    assert [one.whole for one in read.frames].count(False) == 1
    assert len(read.frames) == len(wal.read(log, 0).frames)


def test_log_whose_beginning_is_lost_is_unreadable_but_for_its_frames(log: bytes) -> None:
    read = wal.read(bytes(512) + log[512:], 4096)
    assert read.unreadable
    assert len(read.frames) > 10


@pytest.mark.parametrize("data", [b"", b"short", bytes(32), bytes(10_000)])
def test_empty_log_holds_nothing(data: bytes) -> None:
    read = wal.read(data, 4096)
    assert not read.frames
    assert not read.damaged
