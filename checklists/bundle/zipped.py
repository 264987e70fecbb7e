"""A bundle's ZIP: written in one form only, so that each byte of it can be checked, and read within bounds.

Nothing in it is compressed: then the same content gives the same file everywhere. The layout is that of
PKWARE's APPNOTE 6.3, without its extensions.
"""

from __future__ import annotations

import os
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

from checklists.errors import ChecklistsError
from checklists.protocol.limits import PHOTO_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

README: Final = "README.txt"
MANIFEST: Final = "manifest.json"
VISIT: Final = "visit.json"
CHECKLIST: Final = "checklist.json"
_PHOTO: Final = re.compile(r"photos/([0-9a-f]{64})\.(jpg|png|webp|bin)")

# Ten photos for each of two hundred questions.
FILES_LIMIT: Final = 2_010
# A long visit is some hundred KB; this holds one of a hundred longest texts.
TEXT_BYTES: Final = 64_000_000
# What a 32-bit ZIP holds, with some room.
BUNDLE_BYTES: Final = 4_000_000_000
# The list at a ZIP's end takes some 120 bytes for each file.
_LIST_BYTES: Final = 1_000_000

_FIRST_DAY: Final = 0x21  # 1 January 1980, the earliest a ZIP can say
_VERSION: Final = 20
_FILE_MODE: Final = 0o100644 << 16
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_LISTED: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_COMMENT_BYTES: Final = 65_535


class BundleNotReadError(ChecklistsError):
    """A file can't be read as a bundle; the text is a sentence."""


def zip_bytes(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield the bytes of the ZIP that holds these files, in their order."""
    listed: list[bytes] = []
    place = 0
    for name, data in files:
        encoded, crc = name.encode("ascii"), zlib.crc32(data)
        sizes = (0, _FIRST_DAY, crc, len(data), len(data), len(encoded), 0)
        local = _LOCAL.pack(b"PK\x03\x04", _VERSION, 0, 0, *sizes) + encoded
        listed.append(
            _LISTED.pack(b"PK\x01\x02", 3 << 8 | _VERSION, _VERSION, 0, 0, *sizes, 0, 0, 0, _FILE_MODE, place)
            + encoded
        )
        yield local
        yield data
        place += len(local) + len(data)
    yield from listed
    size = sum(map(len, listed))
    yield _END.pack(b"PK\x05\x06", 0, 0, len(listed), len(listed), size, place, 0)


def photo_file(sha256: str, extension: str) -> str:
    """Return the name a photo has in a bundle."""
    return f"photos/{sha256}.{extension}"


def photo_in(name: str) -> str | None:
    """Return the photo that a file of a bundle is named after, None for any other file."""
    found = _PHOTO.fullmatch(name)
    return found[1] if found else None


class Opened:
    """A bundle that is being read, one file at a time."""

    def __init__(self, file: BinaryIO) -> None:
        """Look at what is in a file.

        Args:
            file: at any place; it has to stay open.

        Raises:
            BundleNotReadError: it is no bundle, or holds what no bundle holds.
        """
        self._file = file
        self._size = file.seek(0, os.SEEK_END)
        self._check_end()
        try:
            self._zip = zipfile.ZipFile(file)
        except _ZIP_TROUBLE as error:
            raise BundleNotReadError(_NO_ZIP) from error
        self._listed = {one.filename: one for one in self._zip.infolist()}
        self._check_names()

    @property
    def names(self) -> list[str]:
        """The names of its files, in their order."""
        return list(self._listed)

    def read(self, name: str) -> bytes:
        """Return a file's bytes.

        Raises:
            BundleNotReadError: it is damaged, or larger than such a file can be.
        """
        limit = PHOTO_BYTES if photo_in(name) else TEXT_BYTES
        try:
            with self._zip.open(self._listed[name]) as file:
                data = file.read(limit + 1)
        except _ZIP_TROUBLE as error:
            raise BundleNotReadError(f"{name} in it is damaged: it can't be read.") from error
        if len(data) > limit:
            raise BundleNotReadError(f"{name} in it has more than {limit:,} bytes, which no bundle has.")
        return data

    def is_as_written(self) -> bool:
        """Say whether every byte is where this program puts it, also those between and behind the files.

        Raises:
            BundleNotReadError: a file in it can't be read.
        """
        place = 0
        for part in zip_bytes((name, self.read(name)) for name in self.names):
            self._file.seek(place)
            if self._file.read(len(part)) != part:
                return False
            place += len(part)
        return place == self._size

    def _check_end(self) -> None:
        if self._size > BUNDLE_BYTES:
            raise BundleNotReadError(f"It has more than {BUNDLE_BYTES:,} bytes, which no bundle has.")
        start = max(0, self._size - _END.size - _COMMENT_BYTES)
        self._file.seek(start)
        tail = self._file.read(_END.size + _COMMENT_BYTES)
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) - at < _END.size:
            raise BundleNotReadError(_NO_ZIP)
        _, _, _, _, count, size, _, _ = _END.unpack_from(tail, at)
        if count > FILES_LIMIT or size > _LIST_BYTES:
            raise BundleNotReadError(f"It says that it holds {count:,} files; no bundle has so many.")

    def _check_names(self) -> None:
        found = self._zip.infolist()
        if len(found) > FILES_LIMIT:
            raise BundleNotReadError(f"It holds {len(found):,} files; no bundle has so many.")
        if len(self._listed) != len(found):
            raise BundleNotReadError("It holds two files of one name, which no bundle does.")
        for one in found:
            if one.filename not in {README, MANIFEST, VISIT, CHECKLIST} and not photo_in(one.filename):
                shown = one.filename[:60].encode("ascii", "backslashreplace").decode()
                raise BundleNotReadError(f"It holds a file “{shown}”, which does not belong in a bundle.")
            if one.flag_bits & 1:
                raise BundleNotReadError(f"{one.filename} in it is locked with a password.")


_NO_ZIP: Final = "It is no exported visit, or only a part of one: it can't be read as a ZIP file."

# What a damaged ZIP may lead to inside the library that reads it.
_ZIP_TROUBLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    OverflowError,
)
