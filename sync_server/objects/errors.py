"""What this package says when it can't take or show a photo; nothing here knows of HTTP.

ObjectsError
├── UploadRefusedError     a part of a photo is not taken, with its entry in the catalogue
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


class PictureNotShownError(ObjectsError):
    """The photo's bytes are kept, but they can't be shown as a picture; the text says why."""
