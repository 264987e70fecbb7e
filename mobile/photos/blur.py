"""Blurring parts of a photo for good: of a face or a badge only a few averages are left, and no way back.

Each rectangle is cut into a few large blocks; each block becomes its average, and then the blocks run into
each other. What is drawn depends on those averages alone, so that nothing finer can be worked out of it.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageFilter, ImageStat

from mobile.photos.annotate import kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mobile.photos.prepare import PreparedPhoto

# Along the longer side of a rectangle. Six by six averages tell a shirt from a wall, and no face or number.
MOST_BLOCKS: Final = 6
# Smaller than this, a block would leave what is around it recognisable.
_LEAST_BLOCK: Final = 16


@dataclass(frozen=True)
class Rectangle:
    """A part of a picture, in shares of its width and height, 0 to 1 from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def between(cls, one: tuple[float, float], other: tuple[float, float]) -> Rectangle:
        """Return the rectangle between two opposite corners, whichever they are."""
        (left, right), (top, bottom) = (sorted(pair) for pair in zip(one, other, strict=True))
        return cls(left, top, right, bottom)

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return left, top, right and bottom on a picture of this size; every pixel touched is within."""
        left, right = (min(max(share, 0.0), 1.0) * width for share in (self.left, self.right))
        top, bottom = (min(max(share, 0.0), 1.0) * height for share in (self.top, self.bottom))
        return math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)


def blur(jpeg: bytes, rectangles: Iterable[Rectangle]) -> PreparedPhoto:
    """Return the photo with rectangles blurred. Takes some tenths of a second: call it in a thread."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as photo:
        picture = photo.convert("RGB")
    for one in rectangles:
        box = one.pixels(*picture.size)
        if box[0] < box[2] and box[1] < box[3]:
            picture.paste(_smeared(picture.crop(box)), box[:2])
    return kept(picture)


def blocks(width: int, height: int) -> tuple[int, int]:
    """Return into how many blocks a rectangle of so many pixels is cut, across and down."""
    side = max(max(width, height) / MOST_BLOCKS, _LEAST_BLOCK)
    return max(1, round(width / side)), max(1, round(height / side))


def edges(length: int, count: int) -> list[tuple[int, int]]:
    """Return where so many blocks begin and end along a side of so many pixels; none is empty or overlaps."""
    return [(length * one // count, length * (one + 1) // count) for one in range(count)]


def _smeared(part: Image.Image) -> Image.Image:
    across, down = blocks(*part.size)
    coarse = Image.new("RGB", part.size)
    for left, right in edges(part.width, across):
        for top, bottom in edges(part.height, down):
            box = (left, top, right, bottom)
            red, green, blue = (int(mean) for mean in ImageStat.Stat(part.crop(box)).mean)
            coarse.paste((red, green, blue), box)
    return coarse.filter(ImageFilter.GaussianBlur(max(part.width / across, part.height / down) / 3))
