"""Rows read from the pages of a database file by themselves, past whatever is damaged.

SQLite gives up at the first damaged page on its way; here every row is found that lies on a page that is
whole, and of a page that is not, the rows that can be proved by themselves. The format is described in
"Database File Format", part of SQLite's documentation, under "B-tree Pages".
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Value = None | int | float | str | bytes

FILE_HEADER_BYTES: Final = 100

_INTERIOR_INDEX, _INTERIOR_TABLE, _LEAF_INDEX, _LEAF_TABLE = 0x02, 0x05, 0x0A, 0x0D
_LEAF_HEADER, _INTERIOR_HEADER = 8, 12
_VARINT_BYTES: Final = 9
_SEVEN_BITS, _MORE = 0x7F, 0x80

# How many bytes a number takes, by its serial type.
_NUMBERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_FLOAT, _ZERO, _ONE, _BLOBS = 7, 8, 9, 12


class NotARow(Exception):  # noqa: N818 - named by what was found
    """Bytes that are no row, or not all of it is there."""


@dataclass(slots=True)
class Pages:
    """A database file, page by page.

    Attributes:
        page_size: in bytes.
        content: page number → its bytes; None for a damaged one.
        damaged: page number → the bytes of a damaged page, where there are any.
        visited: the pages that were read as part of a table.
        missing: damaged pages that were met on the way.
    """

    page_size: int
    content: Mapping[int, bytes | None]
    damaged: Mapping[int, bytes]
    visited: set[int] = field(default_factory=set)
    missing: set[int] = field(default_factory=set)

    @property
    def usable(self) -> int:
        """How many bytes of a page hold rows."""
        first = self.content.get(1) or self.damaged.get(1) or bytes(FILE_HEADER_BYTES)
        # The app never reserves any; a number that says otherwise is damaged.
        return self.page_size - (first[20] if first[20] == 0 else 0)

    def rows(self, root: int) -> Iterator[list[Value]]:
        """Yield the rows of a table: for one with row ids that number first, then its columns."""
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if number in self.visited:
                continue
            self.visited.add(number)
            page = self.content.get(number)
            if page is None:
                self.missing.add(number)
                continue
            yield from self._rows_of(page, number)
            waiting += reversed(_children(page, _start(number)))

    def proven(self, numbers: list[int]) -> Iterator[list[Value]]:
        """Yield what looks like a row of a table on these pages; whoever asks has to prove it."""
        for number in numbers:
            page = self.content.get(number) or self.damaged.get(number)
            if page is None or len(page) != self.page_size:
                continue
            for start in {_start(number), 0}:
                yield from self._rows_of(page, number, start=start, kind=_LEAF_TABLE)

    def _rows_of(
        self, page: bytes, number: int, *, start: int | None = None, kind: int | None = None
    ) -> Iterator[list[Value]]:
        start = _start(number) if start is None else start
        kind = page[start] if kind is None else kind
        if kind == _INTERIOR_TABLE:
            return
        for at in _cells(page, start, kind):
            try:
                yield self._row(page, at, kind)
            except (NotARow, struct.error, IndexError, UnicodeDecodeError):
                self.missing.add(number)

    def _row(self, page: bytes, at: int, kind: int) -> list[Value]:
        at += 4 if kind == _INTERIOR_INDEX else 0
        length, at = _varint(page, at)
        row_id: list[Value] = []
        if kind == _LEAF_TABLE:
            number, at = _varint(page, at)
            row_id = [number - (1 << 64) if number >= 1 << 63 else number]
        return row_id + _values(self._payload(page, at, length, table=kind == _LEAF_TABLE))

    def _payload(self, page: bytes, at: int, length: int, *, table: bool) -> bytes:
        usable = self.usable
        most = usable - 35 if table else (usable - 12) * 64 // 255 - 23
        if length <= most:
            return _slice(page, at, length)
        least = (usable - 12) * 32 // 255 - 23
        here = least + (length - least) % (usable - 4)
        here = here if here <= most else least
        parts = [_slice(page, at, here)]
        following, left = int.from_bytes(_slice(page, at + here, 4), "big"), length - here
        seen: set[int] = set()
        while left:
            rest = self.content.get(following)
            if rest is None or following in seen:
                raise NotARow
            seen.add(following)
            self.visited.add(following)
            parts.append(rest[4 : 4 + min(left, usable - 4)])
            left -= len(parts[-1])
            following = int.from_bytes(rest[:4], "big")
        return b"".join(parts)


def _start(number: int) -> int:
    return FILE_HEADER_BYTES if number == 1 else 0


def _cells(page: bytes, start: int, kind: int) -> list[int]:
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    first = start + (_INTERIOR_HEADER if kind in {_INTERIOR_INDEX, _INTERIOR_TABLE} else _LEAF_HEADER)
    count = min(count, (len(page) - first) // 2)
    return list(struct.unpack_from(f">{count}H", page, first))


def _children(page: bytes, start: int) -> list[int]:
    kind = page[start]
    if kind not in {_INTERIOR_INDEX, _INTERIOR_TABLE}:
        return []
    found = [int.from_bytes(page[at : at + 4], "big") for at in _cells(page, start, kind)]
    return [*found, int.from_bytes(page[start + 8 : start + 12], "big")]


def _values(payload: bytes) -> list[Value]:
    head, at = _varint(payload, 0)
    kinds = []
    while at < head:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    found: list[Value] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        found.append(value)
    if at != len(payload):
        raise NotARow
    return found


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind in _NUMBERS:
        size = _NUMBERS[kind]
        return int.from_bytes(_slice(payload, at, size), "big", signed=True), at + size
    if kind == _FLOAT:
        return struct.unpack(">d", _slice(payload, at, 8))[0], at + 8
    if kind in {_ZERO, _ONE}:
        return kind - _ZERO, at
    if kind >= _BLOBS:
        size = (kind - _BLOBS) // 2
        raw = _slice(payload, at, size)
        return (raw.decode() if kind % 2 else raw), at + size
    if kind:
        raise NotARow
    return None, at


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for n in range(_VARINT_BYTES):
        byte = data[at + n]
        if n == _VARINT_BYTES - 1:
            return value << 8 | byte, at + _VARINT_BYTES
        value = value << 7 | byte & _SEVEN_BITS
        if byte < _MORE:
            return value, at + n + 1
    raise NotARow


def _slice(data: bytes, at: int, length: int) -> bytes:
    if length < 0 or at + length > len(data):
        raise NotARow
    return data[at : at + length]
