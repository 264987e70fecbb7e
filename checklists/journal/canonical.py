"""One byte form for one JSON value, so that both sides hash the same thing."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import JsonValue

# Made once: `json.dumps` makes one for each value.
_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


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


def as_text(body: bytes) -> str:
    """Return canonical bytes as the text that travels."""
    return body.decode("utf-8", "surrogatepass")


def as_bytes(body: str) -> bytes:
    """Return the bytes of a text that travelled: what is stored and hashed."""
    return body.encode("utf-8", "surrogatepass")
