"""A checksum of each page of the database file, kept beside it: SQLite has none of its own.

Pages reach the file only when the write-ahead log is carried over into it (see carrying.py). Before that
happens the sums of the pages about to be written are added here and synced, so that at any moment each page
has a sum that is allowed: the one before, or the new one.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from array import array
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from mobile.durable import sync_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MAGIC: Final = b"floorwalk page sums 1\n"
_LENGTH: Final = struct.Struct("<II")
_TRAILER: Final = struct.Struct("<qqI")


@dataclass(slots=True)
class PageSums:
    """What is known of the database file.

    Attributes:
        page_size: in bytes.
        pages: CRC-32 of each page, the first one first.
        coming: page number → CRC-32 it has once the log is carried over.
        copies: what is precious and small, to have it twice: see carrying.py.
        written_at: the file's time of change, in nanoseconds, when the log had been carried over; 0 if that
            was
            not noted. Whoever else writes to the file, or puts another in its place, leaves another time.
        size: the file's size then.
    """

    page_size: int
    pages: array[int]
    coming: dict[int, int] = field(default_factory=dict)
    copies: dict[str, Any] = field(default_factory=dict)  # Any: what JSON holds
    written_at: int = 0
    size: int = 0


def beside(database: Path) -> Path:
    """Return where the sums of a database are."""
    return database.with_name(f"{database.name}-sums")


def measure(data: bytes | bytearray, page_size: int) -> array[int]:
    """Return the CRC-32 of each page."""
    whole = memoryview(data)
    return array("I", (zlib.crc32(whole[at : at + page_size]) for at in range(0, len(data), page_size)))


def load(database: Path) -> PageSums | None:
    """Return the sums of a database, None if there are none or they are damaged themselves."""
    try:
        data = beside(database).read_bytes()
    except OSError:
        return None
    body, trailer = data[: -_TRAILER.size], data[-_TRAILER.size :]
    if not body.startswith(_MAGIC) or zlib.crc32(body[:-4]) != int.from_bytes(body[-4:], "little"):
        return None
    head, count = _LENGTH.unpack_from(body, len(_MAGIC))
    at = len(_MAGIC) + _LENGTH.size
    told = json.loads(body[at : at + head])
    pages = array("I")
    pages.frombytes(body[at + head : at + head + count * pages.itemsize])
    coming = {int(page): crc for page, crc in told["coming"].items()}
    written_at, size, crc = _TRAILER.unpack(trailer)
    if zlib.crc32(trailer[:16]) != crc:
        written_at = size = 0
    return PageSums(told["page_size"], pages, coming, told["copies"], written_at, size)


def save(database: Path, sums: PageSums) -> None:
    """Write the sums in place of those before, synced; when the file was written is noted by `mark` alone.

    Raises:
        OSError: the disk is full or can't be written; those before stay.
    """
    told = {"page_size": sums.page_size, "coming": sums.coming, "copies": sums.copies}
    head = json.dumps(told).encode()
    body = _MAGIC + _LENGTH.pack(len(head), len(sums.pages)) + head + sums.pages.tobytes()
    body += zlib.crc32(body).to_bytes(4, "little")
    _replace(beside(database), body + _trailer(0, 0))


def mark(database: Path) -> None:
    """Note that the log has been carried over and the file is as it is now; not synced, it only helps.

    Raises:
        OSError: the disk can't be read or written.
    """
    seen = database.stat()
    with beside(database).open("r+b") as file:
        file.seek(-_TRAILER.size, os.SEEK_END)
        file.write(_trailer(seen.st_mtime_ns, seen.st_size))


def turned_back(page: bytes, crc: int) -> bytes | None:
    """Return a page with its one turned bit put right; None if that is not what is wrong with it."""
    difference = zlib.crc32(page) ^ crc
    bit = _syndromes(len(page)).get(difference)
    if bit is None:
        return None
    mended = bytearray(page)
    mended[bit // 8] ^= 1 << bit % 8
    return bytes(mended)


@cache
def _syndromes(length: int) -> Mapping[int, int]:
    """Return what turning each bit of a page does to its CRC → the bit."""
    # A CRC is linear: what a bit does to it depends on how many bytes follow, and on nothing else.
    table = [zlib.crc32(bytes([n])) ^ zlib.crc32(b"\0") for n in range(256)]
    found = {}
    for bit in range(8):
        effect = table[1 << bit]
        for byte in range(length - 1, -1, -1):
            found[effect] = byte * 8 + bit
            effect = table[effect & 0xFF] ^ (effect >> 8)
    return found


def _trailer(written_at: int, size: int) -> bytes:
    told = struct.pack("<qq", written_at, size)
    return told + zlib.crc32(told).to_bytes(4, "little")


def _replace(file: Path, data: bytes) -> None:
    part = file.with_name(f"{file.name}.part")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    sync_folder(file.parent)
