"""A bucket of an S3-compatible store as the place that keeps photos."""

from __future__ import annotations

import hashlib
import io
import re
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import S3Store

from sync_server.objects.errors import StoreAwayError
from sync_server.objects.known_keys import KnownKeys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedIOBase
    from pathlib import Path

log = structlog.get_logger()

# One photo of 30 MB on a slow line; a tablet waits as long.
_ANSWER_WITHIN: Final = "60s"
_CONNECT_WITHIN: Final = "5s"
# A passing hiccup is not worth an answer to a tablet; anything longer is.
_RETRIES: Final[Any] = {"max_retries": 2, "retry_timeout": timedelta(seconds=10)}

# After trouble nothing is asked of the store for a while, so that requests don't queue up for the same news.
_REST_SECONDS: Final = 5.0

_CODE: Final = re.compile(r"<Code>(\w+)</Code>")
_STATUS: Final = re.compile(r"status code: (\d{3})")
_MD5: Final = re.compile(r'"?([0-9a-f]{32})"?')


class Bucket:
    """A bucket, or a folder in one; see `Place` for what the methods promise.

    Endpoint, region and credentials come from the environment, under the names that all S3 programs read.
    """

    def __init__(self, bucket: str, prefix: str, *, plain_http: bool = False) -> None:
        """Name a bucket; nothing is asked of it yet.

        Args:
            bucket: its name.
            prefix: what all keys begin with, without a slash at either end; may be empty.
            plain_http: whether a connection without encryption is allowed.
        """
        self._where = f"s3://{bucket}/{prefix}".rstrip("/")
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            # The store compares the bytes that came with the hash that came with them.
            config={"checksum_algorithm": "SHA256"},
            client_options={
                "allow_http": plain_http,
                "timeout": _ANSWER_WITHIN,
                "connect_timeout": _CONNECT_WITHIN,
            },
            retry_config=_RETRIES,
        )
        self._known = KnownKeys(lambda: (key for key, _ in self.sizes("photos")))
        self._rests_until = 0.0
        self._guard = threading.Lock()

    @property
    def where(self) -> str:
        """The bucket as people write it: `s3://bucket/prefix`."""
        return self._where

    def path(self, key: str) -> None:
        """Return None: nothing here is a file."""

    def has(self, key: str) -> bool:
        """Say whether a key is here, as far as this server knows."""
        return self._known.has(key, lambda: self.size(key) is not None)

    def size(self, key: str) -> int | None:
        """Ask the store how many bytes a key holds; None if it is not here."""
        try:
            with self._asking():
                found = obstore.head(self._store, key)["size"]
        except FileNotFoundError:
            self._known.discard(key)
            return None
        self._known.add(key)
        return found

    def open(self, key: str) -> BufferedIOBase:
        """Fetch a key; it is whole in memory, as no photo is large."""
        try:
            with self._asking():
                return io.BytesIO(obstore.get(self._store, key).bytes().to_bytes())
        except FileNotFoundError:
            self._known.discard(key)
            raise

    def put(self, data: bytes, key: str) -> None:
        """Store bytes and make sure that they are there as they are here."""
        with self._asking(writing=True):
            mark = obstore.put(self._store, key, data, use_multipart=False)["e_tag"]
            if not _is_mark_of(data, mark) and not self._reads_back(data, key):
                raise StoreAwayError(self.where, "other bytes", f"{key} reads back as something else.")
        self._known.add(key)

    def take(self, file: Path, key: str) -> None:
        """Store a finished file; it is deleted once its bytes are there."""
        self.put(file.read_bytes(), key)
        file.unlink()

    def sizes(self, folder: str) -> Iterator[tuple[str, int]]:
        """Yield every key below a folder with its bytes."""
        pages = iter(obstore.list(self._store, folder))
        while True:
            with self._asking():
                page = next(pages, None)
            if page is None:
                return
            yield from ((one["path"], one["size"]) for one in page)

    def _reads_back(self, data: bytes, key: str) -> bool:
        # Stores that encrypt with keys of their own give marks that are no hash of the bytes.
        return obstore.get(self._store, key).bytes().to_bytes() == data

    @contextmanager
    def _asking(self, *, writing: bool = False) -> Iterator[None]:
        """Name the trouble of whatever is asked of the store, and let it rest after.

        A key that is not there is a `FileNotFoundError`, unless something was to be written under it.
        """
        with self._guard:
            if time.monotonic() < self._rests_until:
                raise StoreAwayError(self.where, "resting", "It could not be used a moment ago.")
        try:
            yield
        except (BaseError, OSError) as error:
            if isinstance(error, FileNotFoundError) and not writing:
                raise
            trouble = named(self.where, str(error))
            with self._guard:
                self._rests_until = time.monotonic() + _REST_SECONDS
            log.warning("photo store trouble", where=self.where, kind=trouble.kind, said=trouble.said)
            raise trouble from error


def named(where: str, said: str) -> StoreAwayError:
    """Return the error for what a store, or the way to it, has said."""
    code, status = _CODE.search(said), _STATUS.search(said)
    short = code[1] if code else said.partition("\n")[0][:300]
    if code and code[1] == "NoSuchBucket":
        return StoreAwayError(where, "no bucket", short)
    if "169.254." in said:
        return StoreAwayError(where, "no credentials", "There is no AWS_ACCESS_KEY_ID.")
    if status and status[1] in {"401", "403"}:
        return StoreAwayError(where, "not let in", short)
    return StoreAwayError(where, "refused" if status else "not reached", short)


def _is_mark_of(data: bytes, mark: str | None) -> bool:
    """Say whether an entity tag is the hash of the bytes, as it is in most stores."""
    found = _MD5.fullmatch(mark or "")
    return bool(found) and found[1] == hashlib.md5(data, usedforsecurity=False).hexdigest()  # type: ignore[index]  # mypy forgets it
