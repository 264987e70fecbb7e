"""The draft history of a visit: the ops that were folded into its seal, packed to travel beside it.

Packed it is zlib of the JSON array of their bodies, each body a text; on the wire that is base64.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING

from pydantic import ConfigDict, TypeAdapter

from checklists.errors import ChecklistsError
from checklists.journal.canonical import canonical, digest
from checklists.journal.op import DraftMark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import JsonValue

# A third of the time that Python's own takes.
_BASE64 = TypeAdapter(bytes, config=ConfigDict(val_json_bytes="base64"))

# Three days of typing into every answer of a long visit.
HISTORY_BYTES_LIMIT = 8_000_000
HISTORY_OPS_LIMIT = 20_000

# It travels in one push with its seal.
PACKED_BYTES_LIMIT = 450_000


class HistoryNotRead(ChecklistsError):  # noqa: N818 - it says what was found, not that code erred
    """A draft history is damaged, or larger than any visit's."""

    def __init__(self) -> None:
        super().__init__("The history of this draft can't be read. The visit itself is whole.")


def pack(bodies: Sequence[str]) -> bytes | None:
    """Return the packed history, None where there is more than fits one: then the ops stay ops."""
    values: list[JsonValue] = [*bodies]
    written = canonical(values)
    if len(bodies) > HISTORY_OPS_LIMIT or len(written) > HISTORY_BYTES_LIMIT:
        return None
    packed = zlib.compress(written)
    return packed if len(packed) <= PACKED_BYTES_LIMIT else None


def unpack(packed: bytes) -> list[str]:
    """Return the bodies of the ops in a packed history, as they were written.

    Raises:
        HistoryNotRead: it is damaged, or would unpack to more than any visit has.
    """
    reader = zlib.decompressobj()
    try:
        # One byte more than may be there: a bomb is noticed without being unpacked.
        written = reader.decompress(packed, HISTORY_BYTES_LIMIT + 1)
        bodies = json.loads(written.decode("utf-8", "surrogatepass")) if reader.eof else None
    except (zlib.error, ValueError, RecursionError) as error:
        raise HistoryNotRead from error
    fits = len(written) <= HISTORY_BYTES_LIMIT
    if not fits or not isinstance(bodies, list) or len(bodies) > HISTORY_OPS_LIMIT:
        raise HistoryNotRead
    if not all(isinstance(one, str) for one in bodies):
        raise HistoryNotRead
    return bodies


def mark(packed: bytes, ops: int) -> DraftMark:
    """Return what a seal says of its packed history of so many ops."""
    return DraftMark(sha256=digest(packed), ops=ops)


def to_wire(packed: bytes) -> str:
    """Return a packed history as the text that travels."""
    return base64.b64encode(packed).decode("ascii")


def from_wire(text: str, expected: DraftMark) -> bytes:
    """Return the packed history that travelled with a seal.

    Raises:
        HistoryNotRead: it is not the one the seal names.
    """
    try:
        # It may use either alphabet: whether it is the right one, its hash says.
        packed = _BASE64.validate_json(f'"{text}"')
    except ValueError as error:
        raise HistoryNotRead from error
    if len(packed) > PACKED_BYTES_LIMIT or digest(packed) != expected.sha256:
        raise HistoryNotRead
    return packed
