"""Tells pictures from other bytes by how they begin, whatever anybody says they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

# WebP's own mark stands behind four bytes of length.
_TYPES: Final = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"RIFF": "image/webp",
}
_HEAD: Final = 12


def picture_type(path: Path) -> str | None:
    """Return the media type of a picture, None for anything but JPEG, PNG and WebP."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    kind = next((kind for mark, kind in _TYPES.items() if head.startswith(mark)), None)
    return None if kind == "image/webp" and head[8:] != b"WEBP" else kind
