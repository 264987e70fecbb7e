"""Drawing marks into a photo: a new photo of the same size, with the one it was drawn on left as it is."""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont

from mobile.photos.marks import HALO, INKS, Words, letters, line_height, lines, stroke
from mobile.photos.prepare import QUALITY, PreparedPhoto, encode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mobile.photos.marks import Mark, Pixel

# Marks are drawn this many times as large and shrunk, which smooths their edges.
_FINER: Final = 2
_FONT: Final = "assets/fonts/AtkinsonHyperlegibleNext-SemiBold.ttf"
# Every colour a mark may have, by its number on the sheet the marks are drawn on; 0 is nothing.
_COLOURS: Final = tuple(sorted({colour for pair in INKS.values() for colour in pair}))


def annotate(jpeg: bytes, marks: Iterable[Mark]) -> PreparedPhoto:
    """Return the photo with marks drawn into it. Takes some tenths of a second: call it in a thread.

    Args:
        jpeg: a photo as it is kept: upright, at most 2048 pixels long.
        marks: in the order they were drawn; later ones lie over earlier ones.
    """
    picture = _read(jpeg)
    sheet = Image.new("L", (picture.width * _FINER, picture.height * _FINER), 0)
    pen = ImageDraw.Draw(sheet)
    # Each number stands for a colour, so that nothing in between may come about at an edge.
    pen.fontmode = "1"
    for mark in marks:
        _draw(pen, mark, sheet.size)
    for number, colour in enumerate(_COLOURS, start=1):
        mask = sheet.point([255 if value == number else 0 for value in range(256)])
        if mask.getbbox():
            picture.paste(colour, mask=mask.reduce(_FINER))
    return kept(picture)


def kept(picture: Image.Image) -> PreparedPhoto:
    """Return a picture as a photo to keep: nothing but the picture, named by its bytes."""
    jpeg = encode(picture, QUALITY)
    return PreparedPhoto(jpeg, hashlib.sha256(jpeg).hexdigest(), *picture.size)


def _read(jpeg: bytes) -> Image.Image:
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as photo:
        return photo.convert("RGB")


def _draw(pen: ImageDraw.ImageDraw, mark: Mark, size: tuple[int, int]) -> None:
    ink, halo = (_COLOURS.index(colour) + 1 for colour in INKS[mark.ink])
    thick = stroke(*size)
    if isinstance(mark, Words):
        _write(pen, mark, size, (ink, halo))
        return
    runs = lines(mark, *size)
    for colour, width in ((halo, thick * (1 + HALO)), (ink, thick)):
        for run in runs:
            _line(pen, run, colour, width)


def _line(pen: ImageDraw.ImageDraw, run: list[Pixel], colour: int, width: float) -> None:
    if len(run) > 1:
        pen.line(run, fill=colour, width=round(width))
    # Round ends and bends; Pillow's own leave gaps.
    radius = width / 2
    for x, y in run:
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _write(pen: ImageDraw.ImageDraw, mark: Words, size: tuple[int, int], colours: tuple[int, int]) -> None:
    (x, y), high, broken = letters(mark, *size)
    ink, halo = colours
    font = _font(round(high))
    for number, line in enumerate(broken):
        at = (x, y + number * line_height(high))
        around = max(1, round(stroke(*size) * HALO / 2))
        pen.text(at, line, fill=ink, font=font, stroke_width=around, stroke_fill=halo)


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont:
    data = files("mobile").joinpath(_FONT).read_bytes()
    return ImageFont.truetype(io.BytesIO(data), max(1, size))
