"""Tells pictures from other bytes by how they begin, whatever anybody says they are."""

from __future__ import annotations

from typing import Final

# WebP's own mark stands behind four bytes of length.
_TYPES: Final = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"RIFF": "image/webp",
}

# Bytes that are enough to tell.
HEAD_BYTES: Final = 12


def picture_type(head: bytes) -> str | None:
    """Return the media type of a picture from its first bytes, None for anything but JPEG, PNG and WebP.

    Args:
        head: at least the first `HEAD_BYTES` bytes, or all there are.
    """
    kind = next((kind for mark, kind in _TYPES.items() if head.startswith(mark)), None)
    return None if kind == "image/webp" and head[8:HEAD_BYTES] != b"WEBP" else kind
