"""The server's secret key, kept in its data folder, and what is derived from it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.journal.canonical import canonical
from sync_server.errors import CannotGoOn
from sync_server.objects.folders import write_into_place

if TYPE_CHECKING:
    from pathlib import Path

KEY_FILE = "server.key"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What the server signs with.

    Attributes:
        countersign: signs entries of the feed, so that the server knows its own again after a restore.
        sessions: signs the cookies of people who work in the office.
        fingerprint: tells this key from others and gives nothing of it away.
    """

    countersign: bytes
    sessions: bytes
    fingerprint: str

    def countersignature(self, op_id: str, body_hash: str) -> str:
        """Return the server's mark on an op it has received: HMAC-SHA-256 in hexadecimal."""
        # JSON of two ids, which is quicker put together by hand: there is one for every entry.
        plain = f"{op_id}{body_hash}".isalnum()
        covered = f'["{op_id}","{body_hash}"]'.encode() if plain else canonical([op_id, body_hash])
        return hmac.digest(self.countersign, covered, hashlib.sha256).hex()

    def is_countersigned(self, op_id: str, body_hash: str, mark: str) -> bool:
        """Say whether a mark is this server's own on an op."""
        return hmac.compare_digest(self.countersignature(op_id, body_hash).encode(), mark.encode())


def open_keys(folder: Path) -> Keys:
    """Return the keys of the server whose data is in a folder; its first start makes them.

    Raises:
        CannotGoOn: the folder can't be used, or the key file in it is not a key.
    """
    path = folder / KEY_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        key = _read_or_make(path)
    except OSError as error:
        raise CannotGoOn(
            f"The server can't keep its data in {folder}: {error.strerror}. Give another folder, or make "
            "this one writable for the server."
        ) from error
    if len(key) != _KEY_BYTES:
        raise CannotGoOn(
            f"{path} is not the key this server made. The record is untouched. "
            "Put the file back from a backup, then start again."
        )
    return _derive(key)


def _read_or_make(path: Path) -> bytes:
    if path.exists():
        return path.read_bytes()
    key = secrets.token_bytes(_KEY_BYTES)
    # Whole or not there: half a key after a power cut would be taken for a spoilt one.
    write_into_place(key, path)
    return key


def _derive(key: bytes) -> Keys:
    countersign, sessions, fingerprint = (
        hmac.new(key, purpose, hashlib.sha256).digest()
        for purpose in (b"countersign", b"sessions", b"fingerprint")
    )
    return Keys(countersign=countersign, sessions=sessions, fingerprint=fingerprint.hex())
