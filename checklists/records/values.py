"""The values that several kinds of record share: photos, signatures, strokes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from checklists.ids import Sha256
from checklists.moments import Moment
from checklists.text import Line

E = TypeVar("E", bound=StrEnum)

# The pad a signature is drawn on, in its own units whatever the screen.
PAD_WIDTH = 1000
PAD_HEIGHT = 400

# A slow, long signature on a fast screen has some 1,500 points.
POINTS_LIMIT = 5_000

X = Annotated[int, Field(strict=True, ge=0, le=PAD_WIDTH)]
Y = Annotated[int, Field(strict=True, ge=0, le=PAD_HEIGHT)]
Stroke = Annotated[list[tuple[X, Y]], Field(min_length=1, max_length=POINTS_LIMIT)]
"""One movement of the finger without lifting it: points on the pad."""


# Of a photo: what is written only where it says something.
_LEFT_OUT = frozenset({"drawn_on", "blurred"})


class PhotoRef(BaseModel):
    """What a record says of a photo; the photo's name, its SHA-256, is in the field's path.

    Attributes:
        bytes: size of the JPEG.
        width: pixels.
        height: pixels.
        taken_at: when it was added on the tablet.
        drawn_on: the photo that this one is a copy of, with marks drawn into it; left out where it is none.
        blurred: whether parts of it were made unrecognisable for good; left out where none were.
    """

    model_config = ConfigDict(frozen=True)

    bytes: Annotated[int, Field(strict=True, ge=1, le=30_000_000)]
    width: Annotated[int, Field(strict=True, ge=1, le=20_000)]
    height: Annotated[int, Field(strict=True, ge=1, le=20_000)]
    taken_at: Moment
    drawn_on: Sha256 | None = None
    blurred: Annotated[bool, Field(strict=True)] = False

    @model_serializer(mode="wrap")
    def _as_said(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:  # Any: what JSON holds
        """Leave out what was not said, so that a plain photo is written as it always was."""
        said: dict[str, Any] = write(self)
        return {name: value for name, value in said.items() if name not in _LEFT_OUT or value}


class Signature(BaseModel):
    """A name and how it was drawn by finger.

    Attributes:
        name: who signed, as they are called.
        signed_at: when.
        strokes: on a pad of `PAD_WIDTH` by `PAD_HEIGHT` units, origin at the top left.
    """

    model_config = ConfigDict(frozen=True)

    name: Annotated[Line, Field(min_length=1)]
    signed_at: Moment
    strokes: Annotated[list[Stroke], Field(min_length=1, max_length=200)]


def known_word(text: str, words: type[E], otherwise: E) -> E:
    """Return the word a field holds; for one that a newer version wrote, the most careful one we have."""
    try:
        return words(text)
    except ValueError:
        return otherwise
