"""The headers of tus 1.0, the open protocol for uploads that resume (https://tus.io/protocols/resumable-upload)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from email.utils import formatdate
from typing import TYPE_CHECKING, Final

from checklists.protocol import refusals
from checklists.protocol.limits import PHOTO_BYTES
from sync_server.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.types import Scope

VERSION: Final = "1.0.0"
PART_TYPE: Final = "application/offset+octet-stream"

# Of what a part may be checked with; the first is the one every client knows.
_HASHES: Final = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}

# On every answer; an offset is only ever true now.
ALWAYS: Final = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}
OFFERS: Final = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,creation-with-upload,checksum,expiration,termination",
    "Tus-Max-Size": str(PHOTO_BYTES),
    "Tus-Checksum-Algorithm": ",".join(_HASHES),
}

# A hash, a file's name and type: far below this.
METADATA_BYTES: Final = 4_096

# The longest number a header may hold; a photo's length has eight digits.
_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for.

    Attributes:
        method: as HTTP names it. Where something on the way knows only GET and POST, a header says it.
        name: of the upload it is about, as in its address; empty where it is about uploads as such.
        headers: by their names in small letters.
    """

    method: str
    name: str
    headers: Mapping[str, str]


def read_asked(scope: Scope, name: str) -> Asked:
    """Return what a request asks for."""
    headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
    method: str = headers.get("x-http-method-override") or scope["method"]
    return Asked(method.strip().upper(), name, headers)


def read_number(asked: Asked, header: str) -> int:
    """Return a header's whole number.

    Raises:
        Refused: it is missing or no such number.
    """
    text = asked.headers.get(header.lower(), "")
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise Refused(refusals.MESSAGE_NOT_READ, f"{header} is not a whole number.")
    return int(text)


def read_metadata(asked: Asked, key: str) -> str:
    """Return one value of `Upload-Metadata: key base64,key base64,…`.

    Raises:
        Refused: it is missing, not in this form, or longer than anybody needs.
    """
    text = asked.headers.get("upload-metadata", "")
    if len(text) > METADATA_BYTES:
        raise Refused(refusals.TOO_LARGE, f"Upload-Metadata has over {METADATA_BYTES:,} bytes.")
    pairs = (pair.split() for pair in text.split(","))
    found = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}  # noqa: PLR2004 - a pair
    try:
        return _unpacked(found[key]).decode()
    except (KeyError, binascii.Error, UnicodeDecodeError):
        raise Refused(refusals.MESSAGE_NOT_READ, f"Upload-Metadata has no readable {key}.") from None


class Checksum:
    """What a part's bytes must add up to: `Upload-Checksum: sha1 base64`."""

    def __init__(self, algorithm: str, expected: bytes) -> None:
        self._hash = _HASHES[algorithm](usedforsecurity=False)
        self._expected = expected

    def add(self, pieces: Sequence[bytes]) -> None:
        """Count bytes that came."""
        for piece in pieces:
            self._hash.update(piece)

    @property
    def fits(self) -> bool:
        """Whether all that came is what was sent."""
        return self._hash.digest() == self._expected


def read_checksum(asked: Asked) -> Checksum | None:
    """Return what a part is to be checked with; None if its sender leaves that to the photo's own hash.

    Raises:
        Refused: it can't be read, or is of a kind the server does not offer.
    """
    text = asked.headers.get("upload-checksum")
    if text is None:
        return None
    algorithm, _, digest = text.strip().partition(" ")
    try:
        return Checksum(algorithm, _unpacked(digest.strip()))
    except (KeyError, binascii.Error):
        offered = " or ".join(_HASHES)
        raise Refused(refusals.MESSAGE_NOT_READ, f"Upload-Checksum is not {offered} in base64.") from None


@dataclass(frozen=True, slots=True)
class Body:
    """What a request says of the bytes it brings.

    Attributes:
        length: of them; None where only their end will tell.
        is_part: whether they are a part of a photo.
    """

    length: int | None
    is_part: bool


def read_body_headers(asked: Asked) -> Body:
    """Return what a request says of its body."""
    kind = asked.headers.get("content-type", "").strip().lower()
    if "transfer-encoding" in asked.headers:
        return Body(None, kind == PART_TYPE)
    text = asked.headers.get("content-length", "0")
    # The web server has looked at it: anything else does not come this far.
    return Body(int(text) if text.isdecimal() else None, kind == PART_TYPE)


def date(seconds: float) -> str:
    """Return a moment as HTTP writes it."""
    return formatdate(seconds, usegmt=True)


def _unpacked(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
