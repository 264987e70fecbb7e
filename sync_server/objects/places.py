"""What a place that keeps photos must do, whether it is a folder or a bucket, and what its keys look like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedIOBase
    from pathlib import Path


class Place(Protocol):
    """Keeps bytes under keys such as `photos/ab/ab…`; what it has said to keep stays through a power cut.

    Each method raises `StoreAwayError` where the place can't be reached, `OSError` where its disk is full.
    """

    @property
    def where(self) -> str:
        """The place, as people write it."""

    def path(self, key: str) -> Path | None:
        """Return the file that holds a key, or would hold it; None where keys are not files."""

    def has(self, key: str) -> bool:
        """Say whether a key is here. Quick: what another server has stored just now may be missing."""

    def size(self, key: str) -> int | None:
        """Return how many bytes a key holds, asked of the place itself; None if it is not here."""

    def open(self, key: str) -> BufferedIOBase:
        """Open a key for reading; raises `FileNotFoundError` if it is not here."""

    def put(self, data: bytes, key: str) -> None:
        """Keep bytes under a key; others see all of them or none."""

    def take(self, file: Path, key: str) -> None:
        """Keep a finished file, whose bytes are durable already, under a key; the file is gone then."""

    def sizes(self, folder: str) -> Iterator[tuple[str, int]]:
        """Yield every key below a folder such as `photos`, with its bytes."""


def photo_key(sha256: str) -> str:
    """Return the key of a photo. A folder of a million files is slow to look at, so it has 256 of them."""
    return f"photos/{sha256[:2]}/{sha256}"


def thumbnail_key(sha256: str) -> str:
    """Return the key of a photo's thumbnail."""
    return f"thumbnails/{sha256[:2]}/{sha256}.jpg"
