"""Reads the whole feed as many tablets do, at next to no cost of its own: it is the server that is measured.

Every tablet gets the same pages. Each is unpacked and counted once; when the same bytes come again, as they
must, comparing them is enough to know what follows. What it costs a tablet to take pages in is measured apart
(`new_tablet`).
"""

from __future__ import annotations

import json
import threading
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.journal.chain import START
from checklists.protocol import routes

if TYPE_CHECKING:
    from tests.benchmarks.load import Line
    from tests.benchmarks.plant import Tablet

_GZIP = 31


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that came: its bytes, the visits in it, and what asks for the next one; empty for none."""

    data: bytes
    visits: int
    next: bytes


class Readers:
    """What some tablets that read the same feed know of it."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[bytes, _Page] = {}
        self._turn = threading.Lock()

    @property
    def pages(self) -> int:
        """How many different pages have come."""
        return len(self._known)

    def read(self, line: Line, tablet: Tablet) -> int:
        """Read the shared stream from its beginning, and return how many visits came."""
        headers = {**tablet.headers, "Accept-Encoding": "gzip"}
        asked, found = _asking({"seq": 0, "hash": START}), 0
        while asked:
            page = self._page(asked, line.send("POST", routes.PULL, asked, headers))
            found, asked = found + page.visits, page.next
        return found

    def _page(self, asked: bytes, data: bytes) -> _Page:
        known = self._known.get(asked)
        if known is not None and known.data == data:
            return known
        with self._turn:
            known = self._known.get(asked)
            if known is None or known.data != data:
                known = self._known[asked] = _read(data)
        return known


def _read(data: bytes) -> _Page:
    page = json.loads(zlib.decompress(data, _GZIP))
    return _Page(data, len(page["entries"]), _asking(page["cursor"]) if page["more"] else b"")


def _asking(cursor: dict[str, object]) -> bytes:
    return json.dumps({"cursor": cursor, "stream": "shared"}).encode()
