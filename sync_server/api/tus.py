"""The headers of tus 1.0, the open protocol for uploads that resume (https://tus.io/protocols/resumable-upload)."""

import base64
import binascii

from fastapi import Request

from checklists.protocol import refusals
from checklists.protocol.limits import PHOTO_BYTES
from sync_server.errors import Refused

VERSION = "1.0.0"
PART_TYPE = "application/offset+octet-stream"

# On every answer; an offset is only ever true now.
ALWAYS = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}
OFFERS = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation",
    "Tus-Max-Size": str(PHOTO_BYTES),
}

# The longest number a header may hold; a photo's length has eight digits.
_DIGITS = 18


def read_number(request: Request, header: str) -> int:
    """Return a header's whole number.

    Raises:
        Refused: it is missing or no such number.
    """
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise Refused(refusals.MESSAGE_NOT_READ, f"{header} is not a whole number.")
    return int(text)


def read_metadata(request: Request, key: str) -> str:
    """Return one value of `Upload-Metadata: key base64,key base64,…`.

    Raises:
        Refused: it is missing or not in this form.
    """
    pairs = (pair.split() for pair in request.headers.get("upload-metadata", "").split(","))
    found = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}  # noqa: PLR2004 - a pair
    try:
        return base64.b64decode(found[key], validate=True).decode()
    except (KeyError, binascii.Error, UnicodeDecodeError):
        raise Refused(refusals.MESSAGE_NOT_READ, f"Upload-Metadata has no readable {key}.") from None
