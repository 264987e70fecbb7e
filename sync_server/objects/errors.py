"""What this package says when it can't take, find or show a photo; nothing here knows of HTTP.

ObjectsError
├── UploadRefusedError     a part of a photo is not taken, with its entry in the catalogue
├── PhotoMissingError      the store has no photo of this name
├── OtherBytesError        a file is not the photo it is said to be
├── StoreAwayError         the store can't be reached or doesn't do what it is asked; later it may
└── PictureNotShownError   the bytes are kept, but no picture can be made of them
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checklists.protocol.refusals import Refusal


class ObjectsError(Exception):
    """Anything this package refuses on purpose; its text is a sentence a person can act on."""


class UploadRefusedError(ObjectsError):
    """A part of a photo is not taken.

    Attributes:
        refusal: the catalogue's entry.
        offset: bytes the server has of this upload, None where that is beside the point.
        detail: what exactly, for somebody who looks into it.
    """

    def __init__(self, refusal: Refusal, offset: int | None = None, detail: str = "") -> None:
        super().__init__(refusal, offset, detail)
        self.refusal = refusal
        self.offset = offset
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.refusal.sentence} {self.refusal.advice}"


class PhotoMissingError(ObjectsError):
    """The store has no photo of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no photo {name[:12]} in the photo store.")
        self.name = name


class OtherBytesError(ObjectsError):
    """A file is not the photo it is said to be."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The bytes are not those of photo {name[:12]}. Nothing was stored.")
        self.name = name


class StoreAwayError(ObjectsError):
    """The photo store can't be reached, or doesn't do what it is asked.

    Attributes:
        kind: what is in the way, in a word.
        said: what the store said, for somebody who looks into it.
    """

    def __init__(self, where: str, kind: str, said: str = "") -> None:
        super().__init__(f"The photo store at {where} can't be used right now. Photos wait until it can.")
        self.where = where
        self.kind = kind
        self.said = said


class PictureNotShownError(ObjectsError):
    """The photo's bytes are kept, but they can't be shown as a picture; the text says why."""
