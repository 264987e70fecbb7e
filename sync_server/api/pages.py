"""Pages of the shared stream as they travel: written and compressed once, kept for a while, sent to many.

A full page never changes, and every tablet with the same scope gets the same one.
"""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

from pydantic_core import to_json

from checklists.journal.canonical import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklists.protocol.messages import Cursor, Scope, Stream
    from sync_server.record.feed import FeedEntry, FeedPage

# Some forty full pages: what a shift's tablets ask for at the same time.
_KEPT_BYTES: Final = 64_000_000

# Level 3 takes a third of the time of zlib's usual one for a tenth more bytes; 31 asks for a gzip header.
_LEVEL: Final = 3
_GZIP: Final = 31


@dataclass(frozen=True, slots=True)
class Packed:
    """A page, gzipped, and whether another one follows."""

    data: bytes
    more: bool

    def plain(self) -> bytes:
        """Return the page as JSON, for those who can't unpack it."""
        return zlib.decompress(self.data, _GZIP)


class Pages:
    """The pages that were asked for last; safe to use from several threads."""

    def __init__(self, most: int = _KEPT_BYTES) -> None:
        """Begin with none; `most` is how many bytes of them are kept."""
        self._most = most
        self._size = 0
        self._kept: OrderedDict[tuple[str, ...], Packed] = OrderedDict()
        self._lock = threading.Lock()
        self._turns: WeakValueDictionary[tuple[str, ...], threading.Lock] = WeakValueDictionary()

    @contextmanager
    def turn(self, scope: Scope, cursor: Cursor) -> Iterator[None]:
        """Let one thread at a time see to the page that follows a cursor.

        Many tablets ask for the same one at the same moment; it is packed by the first of them alone.
        """
        with self._lock:
            turn = self._turns.setdefault(_key(scope, cursor, None), threading.Lock())
        with turn:
            yield

    def get(self, scope: Scope, cursor: Cursor, head: Cursor | None = None) -> Packed | None:
        """Return a page that is kept, None for another one.

        Args:
            scope: what it holds.
            cursor: what it follows.
            head: where the feed ends, None for a full page, which stays the same wherever that is.
        """
        with self._lock:
            found = self._kept.get(_key(scope, cursor, head))
            if found:
                self._kept.move_to_end(_key(scope, cursor, head))
            return found

    def put(self, scope: Scope, cursor: Cursor, page: FeedPage) -> Packed:
        """Keep a page, and return it as it travels."""
        packed = pack("shared", page)
        key = _key(scope, cursor, None if page.more else page.cursor)
        with self._lock:
            if key not in self._kept:
                self._size += len(packed.data)
            self._kept[key] = packed
            while self._size > self._most:
                _, oldest = self._kept.popitem(last=False)
                self._size -= len(oldest.data)
        return packed


def pack(stream: Stream, page: FeedPage) -> Packed:
    """Return a page as it travels."""
    writer = zlib.compressobj(_LEVEL, wbits=_GZIP)
    data = b"".join(writer.compress(part) for part in written(stream, page)) + writer.flush()
    return Packed(data, page.more)


def written(stream: Stream, page: FeedPage) -> Iterator[bytes]:
    """Give a page as JSON, as `Page`, in parts."""
    yield b'{"stream":"%s","entries":[' % stream.encode()
    for place, entry in enumerate(page.entries):
        yield (b"," if place else b"") + _entry(entry)
    more = b"true" if page.more else b"false"
    yield b'],"cursor":%s,"more":%s}' % (page.cursor.model_dump_json().encode(), more)


def _entry(entry: FeedEntry) -> bytes:
    clock = b',"clock_ms":%d' % entry.clock_ms if entry.clock_ms else b""
    return b'{"seq":%d,"hash":"%s","countersign":"%s","body":%s%s}' % (
        entry.seq,
        entry.hash.encode(),
        entry.countersign.encode(),
        to_json(as_text(entry.body)),
        clock,
    )


def _key(scope: Scope, cursor: Cursor, head: Cursor | None) -> tuple[str, ...]:
    areas = ("all",) if scope.areas is None else ("some", *sorted(set(scope.areas)))
    end = head.hash if head else ""
    return (scope.since or "", str(cursor.seq), cursor.hash, end, *areas)
