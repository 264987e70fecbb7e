"""Looking at the database file before it is opened: what has turned is put right, what can't be is named.

Nothing here reads through SQLite, which would carry a damaged log over into the file as far as it can read
it.
"""

from __future__ import annotations

import contextlib
import logging
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from mobile.store import sums, wal
from mobile.store.carrying import differing, log_of
from mobile.store.pages import Pages

if TYPE_CHECKING:
    from pathlib import Path

    from mobile.store.sums import PageSums
    from mobile.store.wal import Log

log = logging.getLogger(__name__)

_USUAL_PAGE_SIZE: Final = 4096
_SQLITE: Final = b"SQLite format 3\0"


@dataclass(slots=True)
class Found:
    """What a look at a database file has shown.

    Attributes:
        bits: how many turned bits were put right; nothing is missing because of them.
        beyond: whether something is damaged beyond that, so that the file has to be built anew.
        cut_short: whether the very last change was broken off, or is damaged; nobody can tell which.
        vouched: whether every page is known to be as it was written.
        pages: the file with its log, to read rows from.
        versions: of a damaged log, every version of every page: where one is lost, an older one may hold an
            op.
        copies: what the sums hold twice: the schema and a few rows.
    """

    bits: int = 0
    beyond: bool = False
    cut_short: bool = False
    vouched: bool = False
    pages: Pages = field(default_factory=lambda: Pages(_USUAL_PAGE_SIZE, {}, {}))
    versions: list[bytes] = field(default_factory=list)
    copies: dict[str, Any] = field(default_factory=dict)  # Any: what JSON holds


def look(database: Path, *, to_rebuild: bool = False) -> Found:
    """Look at a database file and its log, and put right in place what has turned by one bit.

    Args:
        database: the file.
        to_rebuild: whether its pages are wanted, as they are where it is damaged beyond that.

    Raises:
        OSError: a file can't be read or written.
    """
    found = Found()
    known = sums.load(database)
    found.copies = known.copies if known else {}
    if not database.exists():
        # Without sums it was never there.
        found.beyond = known is not None
        return found
    data = bytearray(database.read_bytes())
    page_size = known.page_size if known else _page_size(data)
    written = _read_log(database, data, page_size, found)
    bad = _compare(database, data, known, found) if known else []
    newest = written.newest()
    # What the log holds is read from there.
    found.beyond = found.beyond or any(newest.get(page) is None for page in bad)
    found.beyond = found.beyond or bool(data and not data.startswith(_SQLITE) and not newest.get(1))
    if found.beyond or to_rebuild:
        _lay_out(found, data, written, bad)
    return found


def _read_log(database: Path, data: bytearray, page_size: int, found: Found) -> Log:
    try:
        written = wal.read(log_of(database).read_bytes(), page_size)
    except FileNotFoundError:
        return wal.Log(bytearray())
    if (written.unreadable or written.begins_otherwise) and written.is_carried_over(data):
        # The power went as the log was begun anew; SQLite passes over one whose beginning does not add up.
        return wal.Log(bytearray())
    if written.turned:
        _write(log_of(database), {at: bytes([byte]) for at, byte in written.turned.items()})
        # The last commit may have been under way when the power went: that is no damage.
        found.bits += sum(at < written.last_commit_at for at in written.turned)
    found.beyond = found.beyond or written.damaged
    found.cut_short = written.cut_short
    return written


def _compare(database: Path, data: bytearray, known: PageSums, found: Found) -> list[int]:
    """Put right what has turned in the file; return the pages that are damaged beyond that."""
    size = known.page_size
    bad, mended = [], {}
    for page in differing(sums.measure(data, size), known):
        at = (page - 1) * size
        for crc in _allowed(known, page):
            right = sums.turned_back(bytes(data[at : at + size]), crc) if at + size <= len(data) else None
            if right is not None:
                mended[at] = right
                break
        else:
            bad.append(page)
    if bad and known.written_at and known.written_at != _written_at(database):
        # Another file, or another program wrote to it: these sums say nothing about it.
        log.warning("%s was changed by something else", database)
        return []
    for at, right in mended.items():
        data[at : at + size] = right
    if mended:
        _keep_time(database, mended)
        found.bits += len(mended)
    found.vouched = not bad
    return bad


def _lay_out(found: Found, data: bytearray, written: Log, bad: list[int]) -> None:
    size = written.page_size or (found.pages.page_size if not data else _page_size(data) or _USUAL_PAGE_SIZE)
    content: dict[int, bytes | None] = {
        at // size + 1: bytes(data[at : at + size]) for at in range(0, len(data), size)
    }
    damaged = {page: content[page] or b"" for page in bad if page in content}
    content.update(dict.fromkeys(bad))
    content.update(written.newest())
    found.versions = list(written.versions()) if written.damaged else []
    found.pages = Pages(size, content, damaged)


def _allowed(known: PageSums, page: int) -> list[int]:
    before = known.pages[page - 1] if page <= len(known.pages) else None
    return [crc for crc in (known.coming.get(page), before) if crc is not None]


def _page_size(data: bytes | bytearray) -> int:
    size = int.from_bytes(data[16:18], "big")
    size = 65_536 if size == 1 else size
    return size if size >= 512 and size & (size - 1) == 0 else _USUAL_PAGE_SIZE  # noqa: PLR2004 - SQLite's least


def _written_at(database: Path) -> int:
    return database.stat().st_mtime_ns


def _keep_time(database: Path, pieces: dict[int, bytes]) -> None:
    """Write to the file and leave its time as it was: what is written is what had been there."""
    times = database.stat()
    _write(database, pieces)
    os.utime(database, ns=(times.st_atime_ns, times.st_mtime_ns))


def _write(file: Path, pieces: dict[int, bytes]) -> None:
    with file.open("r+b") as out:
        for at, piece in pieces.items():
            out.seek(at)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())


def suspect(database: Path) -> Path:
    """Return the file whose presence asks for the database to be built anew at the next start."""
    return database.with_name(f"{database.name}-suspect")


def suspected(database: Path) -> None:
    """Note, while the app is running, that SQLite met something it could not read."""
    with contextlib.suppress(OSError):
        suspect(database).touch()
