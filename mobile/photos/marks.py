"""What somebody drew on a photo, as strokes: drawn alike on the screen and in the file.

A place is a share of the picture's width and height, 0 to 1 from the top left, so that a mark fits every
size of the same picture.
"""

from __future__ import annotations

import math
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

# Far more than anybody draws on one photo; a file written by hand must not keep a tablet busy for minutes.
MOST_MARKS: Final = 200
MOST_POINTS: Final = 2_000
# What still reads as a label and not as a note.
LONGEST_WORDS: Final = 80

# Shares of the picture's longer side: a line as by a felt pen, and words one reads on a phone.
_STROKE: Final = 1 / 150
_WORDS: Final = 1 / 24
# The halo around a line, so that it shows on any ground, as a share of the line.
HALO: Final = 0.75
# Of an arrow's barbs: their length in strokes, the most of the arrow they may be, and their angle.
_BARB: Final = 7.0
_BARB_MOST: Final = 0.45
_BARB_ANGLE: Final = math.radians(28)
# Our typeface's letters are some half as wide as high, capitals more.
_LETTER: Final = 0.58
_LINE: Final = 1.25

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Place = tuple[Share, Share]
Pixel = tuple[float, float]


class Ink(StrEnum):
    """The colours there are: few, each easily told from the others."""

    RED = "red"
    YELLOW = "yellow"
    BLUE = "blue"
    WHITE = "white"


INKS: Final[dict[Ink, tuple[str, str]]] = {
    Ink.RED: ("#D81E2C", "#FFFFFF"),
    Ink.YELLOW: ("#FFD60A", "#101516"),
    Ink.BLUE: ("#0B5FD0", "#FFFFFF"),
    Ink.WHITE: ("#FFFFFF", "#101516"),
}
"""Ink → its colour and that of its halo."""


class _Mark(BaseModel):
    model_config = ConfigDict(frozen=True)

    ink: Ink = Ink.RED


class Pen(_Mark):
    """A line drawn by hand."""

    form: Literal["pen"] = "pen"
    points: Annotated[tuple[Place, ...], Field(min_length=1, max_length=MOST_POINTS)]


class Arrow(_Mark):
    """An arrow from its tail to what it points at."""

    form: Literal["arrow"] = "arrow"
    tail: Place
    head: Place


class Box(_Mark):
    """A frame between two opposite corners."""

    form: Literal["box"] = "box"
    corner: Place
    opposite: Place


class Words(_Mark):
    """A few words that begin at a place."""

    form: Literal["words"] = "words"
    at: Place
    words: Annotated[str, Field(min_length=1, max_length=LONGEST_WORDS)]


Mark: TypeAlias = Annotated[Pen | Arrow | Box | Words, Field(discriminator="form")]
Marks = tuple[Mark, ...]

_MARKS: Final[TypeAdapter[Marks]] = TypeAdapter(Annotated[Marks, Field(max_length=MOST_MARKS)])


def written(marks: Marks) -> str:
    """Return marks as text, to be kept until they are saved."""
    return _MARKS.dump_json(marks).decode()


def read(text: str) -> Marks:
    """Return the marks of a text; none where it is not what `written` gives, as from another version."""
    try:
        return _MARKS.validate_json(text)
    except ValidationError:
        return ()


def stroke(width: float, height: float) -> float:
    """Return how thick a line is on a picture of this size, in pixels."""
    return max(width, height) * _STROKE


def lines(mark: Mark, width: float, height: float) -> list[list[Pixel]]:
    """Return the lines of a mark on a picture of this size, each a run of pixels; none for words."""
    scale = (width, height)
    match mark:
        case Pen():
            return [[_at(point, scale) for point in mark.points]]
        case Arrow():
            return _arrow(_at(mark.tail, scale), _at(mark.head, scale), stroke(width, height))
        case Box():
            (left, top), (right, bottom) = _at(mark.corner, scale), _at(mark.opposite, scale)
            return [[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]]
        case Words():
            return []


def letters(mark: Words, width: float, height: float) -> tuple[Pixel, float, list[str]]:
    """Return where words begin, how high they are, in pixels, and their lines; all within the picture."""
    size = max(width, height) * _WORDS
    x, y = _at(mark.at, (width, height))
    widest = max(1, int(width * 0.96 / (size * _LETTER)))
    broken = _broken(mark.words, widest)
    # What would leave the picture at its right or lower edge is moved back into it.
    longest = max(map(len, broken)) * size * _LETTER
    x = max(0.0, min(x, width - longest))
    y = max(0.0, min(y, height - len(broken) * size * _LINE))
    return (x, y), size, broken


def line_height(size: float) -> float:
    """Return how far below each other lines of words of this size begin, in pixels."""
    return size * _LINE


def length(points: list[Pixel]) -> float:
    """Return how long a run of pixels is."""
    return sum(math.dist(one, other) for one, other in pairwise(points))


def _at(place: Place, scale: tuple[float, float]) -> Pixel:
    return place[0] * scale[0], place[1] * scale[1]


def _arrow(tail: Pixel, head: Pixel, thick: float) -> list[list[Pixel]]:
    whole = math.dist(tail, head)
    if not whole:
        return [[head]]
    barb = min(_BARB * thick, _BARB_MOST * whole)
    back = math.atan2(tail[1] - head[1], tail[0] - head[0])
    ends = [
        (head[0] + barb * math.cos(back + turn), head[1] + barb * math.sin(back + turn))
        for turn in (_BARB_ANGLE, -_BARB_ANGLE)
    ]
    return [[tail, head], [ends[0], head, ends[1]]]


def _broken(words: str, widest: int) -> list[str]:
    """Break words into lines of at most so many letters; a longer word is broken too."""
    broken = [""]
    for word in words.split():
        rest = word
        while rest:
            room = widest - len(broken[-1]) - bool(broken[-1])
            if len(rest) <= room:
                broken[-1] = f"{broken[-1]} {rest}".strip()
                break
            if not broken[-1]:
                broken[-1], rest = rest[:widest], rest[widest:]
            if rest:
                broken.append("")
    return [line for line in broken if line] or [""]
