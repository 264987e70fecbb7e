"""One byte form for one JSON value, so that both sides hash the same thing."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from pydantic_core import PydanticSerializationError, to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue

# Made once: `json.dumps` makes one for each value.
_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)

# Written alike by whoever writes JSON.
_ALIKE = frozenset({str, int, bool, type(None)})


def canonical(value: JsonValue) -> bytes:
    """Return the canonical JSON bytes of a value: sorted keys, no spaces, UTF-8.

    A lone surrogate is written as its own three bytes, so that even a text nobody can store has a
    hash and can be kept until its author has seen it.

    Raises:
        ValueError: the value holds a number that JSON does not know (NaN, infinity).
    """
    try:
        text = _WRITER.encode(value)
    except ValueError:
        raise ValueError("This holds a number that JSON can't write, such as NaN.") from None
    return text.encode("utf-8", "surrogatepass")


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of(value: JsonValue) -> str:
    """Return the SHA-256 of a value's canonical form in hexadecimal."""
    return digest(canonical(value))


def digest_of_fields(record: str, fields: Mapping[str, list[JsonValue]]) -> str:
    """Return `digest_of({"record": record, "fields": fields})`, several times quicker for most records."""
    in_order = {name: fields[name] for name in sorted(fields)}
    others = [value for values in fields.values() for value in values if type(value) not in _ALIKE]
    document: JsonValue = {"fields": {**in_order}, "record": record}
    try:
        written = to_json(document)
        # Members in another order, and numbers with a point, are not written as `canonical` does.
        is_canonical = not others or to_json(others) == canonical(others)
    except PydanticSerializationError:
        # It holds half a character.
        is_canonical = False
    return digest(written) if is_canonical else digest_of(document)


def as_text(body: bytes) -> str:
    """Return canonical bytes as the text that travels."""
    return body.decode("utf-8", "surrogatepass")


def as_bytes(body: str) -> bytes:
    """Return the bytes of a text that travelled: what is stored and hashed."""
    return body.encode("utf-8", "surrogatepass")
