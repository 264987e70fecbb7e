"""An upload as tablets announce and name it: which photo, how long, and whose."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checklists.ids import is_sha256
from checklists.protocol import refusals
from checklists.protocol.limits import PHOTO_BYTES
from sync_server.objects.errors import UploadRefusedError

_FORM = re.compile(r"([0-9a-f]{64})-([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Upload:
    """One photo on its way from one tablet.

    Two tablets that send the same photo have an upload each: neither learns of the other, and neither can
    spoil what the other sends.

    Attributes:
        sha256: the photo's name.
        length: bytes in all.
        device: the tablet that sends it.
    """

    sha256: str
    length: int
    device: str

    @property
    def name(self) -> str:
        """The upload's name in its address."""
        return f"{self.sha256}-{self.length}"

    @property
    def part(self) -> str:
        """The name of the file its bytes go to."""
        return f"{self.name}-{self.device}"


def announced(sha256: str, length: int, device: str) -> Upload:
    """Return the upload a tablet announces.

    Raises:
        UploadRefusedError: this is no photo's name, or more bytes than a photo may have.
    """
    if not is_sha256(sha256) or length < 1:
        raise UploadRefusedError(refusals.PHOTO_NOT_TAKEN, detail="sha256 or Upload-Length is not as agreed")
    if length > PHOTO_BYTES:
        raise UploadRefusedError(refusals.TOO_LARGE, detail=f"{length} bytes; {PHOTO_BYTES} fit")
    return Upload(sha256, length, device)


def named(name: str, device: str) -> Upload:
    """Return the upload a tablet means by the name in an address.

    Raises:
        UploadRefusedError: no upload can have this name.
    """
    found = _FORM.fullmatch(name)
    if found is None or int(found[2]) > PHOTO_BYTES:
        raise UploadRefusedError(refusals.UPLOAD_UNKNOWN)
    return Upload(found[1], int(found[2]), device)
