"""Opens an .xlsx file, which is a ZIP of XML files, and refuses what is none, too large or not what it seems.

Every part is read in pieces against limits, so that a small file that grows when it is unpacked fills
no memory.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Protocol

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]  # it has no types
from defusedxml.ElementTree import DefusedXMLParser, ParseError  # type: ignore[import-untyped]  # nor here

from sync_server.interchange.problems import InterchangeError, only

if TYPE_CHECKING:
    from collections.abc import Callable

_MB = 1024 * 1024
# The fullest checklist there can be, in several languages, has half of it.
LARGEST_SPREADSHEET = 10 * _MB
# What its parts have together, unpacked.
LARGEST_UNPACKED = 150 * _MB
_MOST_PARTS = 1_000
_PIECE = 64 * 1024

# What unpacking raises for bytes that were changed on the way, and the parser for an encoding nobody knows.
_UNREADABLE = (
    *(LookupError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
)

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AGAIN = "open it in your spreadsheet program and save it as an Excel workbook (.xlsx)"


class Target(Protocol):
    """What is told of the elements of a part, one after the other."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Some text inside the element that began last."""


class Package:
    """The parts of an .xlsx file."""

    def __init__(self, data: bytes, file: str) -> None:
        """Open it. Raises InterchangeError with what it is instead, and what to do."""
        self._file = file
        refuse_if_too_large(data, file)
        if data.startswith(_OLE):
            raise _old(data, file)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _UNREADABLE:
            raise only(
                file, "there is no Excel workbook inside, whatever its name says", _SAVE_AGAIN
            ) from None
        self._refuse_what_does_not_belong()

    def has(self, name: str) -> bool:
        """Say whether there is such a part."""
        return name in self._zip.NameToInfo

    def read(self, name: str, target: Callable[[], Target] | Target) -> None:
        """Tell a target of the elements of a part. Raises InterchangeError where it can't be read."""
        parser = DefusedXMLParser(target=target, forbid_dtd=True)
        try:
            with self._zip.open(name) as part:
                while piece := part.read(_PIECE):
                    parser.feed(piece)
            parser.close()
        except InterchangeError:
            raise
        except (ParseError, DefusedXmlException, *_UNREADABLE) as error:
            raise self._damaged(name) from error

    def _damaged(self, name: str) -> InterchangeError:
        return only(self._file, f"the part {name[:60]} can't be read", _SAVE_AGAIN)

    def _refuse_what_does_not_belong(self) -> None:
        parts = self._zip.infolist()
        names = [part.filename for part in parts]
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > _MOST_PARTS or unpacked > LARGEST_UNPACKED:
            size = f"{unpacked / _MB:,.0f} MB"
            reason = f"there are {len(parts):,} parts of {size} together, more than a checklist has"
            raise only(self._file, reason, "keep to the sheets of the checklist, without pictures")
        if "xl/workbook.xml" not in names:
            raise only(self._file, "there is no Excel workbook inside, whatever its name says", _SAVE_AGAIN)
        if any(part.flag_bits & 1 for part in parts):
            raise only(self._file, "it is locked with a password", "save it without the password")
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise only(
                self._file, "it holds macros, which are never run here", "save it as .xlsx, without macros"
            )
        if any(name.startswith("xl/externalLinks/") for name in names):
            remedy = "replace what comes from other files by its values (copy, then paste values only)"
            raise only(self._file, "it takes values from other files", remedy)


def refuse_if_too_large(data: bytes, file: str) -> None:
    """Raise InterchangeError where a file has more than `LARGEST_SPREADSHEET` bytes."""
    if len(data) > LARGEST_SPREADSHEET:
        most = LARGEST_SPREADSHEET // _MB
        reason = f"there are more than {most} MB, and {most} MB is the most"
        raise only(file, reason, "keep to the sheets of the checklist, without pictures")


def _old(data: bytes, file: str) -> InterchangeError:
    if _ENCRYPTED in data:
        return only(file, "it is locked with a password", "save it without the password")
    return only(file, "it is in the old format of Excel (.xls)", _SAVE_AGAIN)
