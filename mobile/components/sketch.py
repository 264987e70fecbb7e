"""What is being drawn on a photo, apart from any screen: the tool in hand, the marks, undo and redo."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from mobile.photos.marks import LONGEST_WORDS, MOST_MARKS, MOST_POINTS, Arrow, Box, Ink, Pen, Words

if TYPE_CHECKING:
    from mobile.photos.marks import Mark, Marks

# Shares of the picture: points nearer than this add nothing to see, and a shorter arrow or box was a slip.
_NEAR: Final = 0.002
_SLIP: Final = 0.015


class Tool(StrEnum):
    """What a finger does on the picture."""

    ARROW = "arrow"
    BOX = "box"
    PEN = "pen"
    WORDS = "words"
    MOVE = "move"


class Sketch:
    """The marks so far, those undone, and the one under the finger. Places are shares, 0 to 1."""

    def __init__(self, marks: Marks = (), tool: Tool = Tool.ARROW) -> None:
        self.marks = marks
        self.undone: Marks = ()
        self.tool = tool
        self.ink = Ink.RED
        self._points: list[tuple[float, float]] = []

    @property
    def shown(self) -> Marks:
        """All there is to see, with the mark that is being drawn."""
        coming = self._mark()
        return (*self.marks, coming) if coming else self.marks

    def touch(self, x: float, y: float) -> None:
        """Begin a mark."""
        self._points = [_within(x, y)]

    def move(self, x: float, y: float) -> None:
        """Go on with it; what leaves the picture is drawn along its edge."""
        point = _within(x, y)
        if not self._points:
            self._points = [point]
        elif self.tool is not Tool.PEN:
            self._points = [self._points[0], point]
        elif math.dist(self._points[-1], point) >= _NEAR and len(self._points) < MOST_POINTS:
            self._points.append(point)

    def lift(self) -> bool:
        """End it; say whether there is a new mark."""
        mark = self._mark()
        self._points = []
        return mark is not None and self._add(mark)

    def write(self, x: float, y: float, words: str) -> bool:
        """Put words at a place; say whether there is a new mark."""
        said = " ".join(words.split())[:LONGEST_WORDS]
        return bool(said) and self._add(Words(ink=self.ink, at=_within(x, y), words=said))

    def undo(self) -> None:
        """Take the last mark back."""
        if self.marks:
            *kept, last = self.marks
            self.marks, self.undone = tuple(kept), (*self.undone, last)

    def redo(self) -> None:
        """Bring back the mark that was taken back last."""
        if self.undone:
            *kept, last = self.undone
            self.undone, self.marks = tuple(kept), (*self.marks, last)

    def _add(self, mark: Mark) -> bool:
        if len(self.marks) >= MOST_MARKS:
            return False
        self.marks, self.undone = (*self.marks, mark), ()
        return True

    def _mark(self) -> Mark | None:
        if not self._points:
            return None
        first, last = self._points[0], self._points[-1]
        if self.tool is Tool.PEN:
            return Pen(ink=self.ink, points=tuple(self._points))
        if math.dist(first, last) < _SLIP:
            return None
        if self.tool is Tool.ARROW:
            return Arrow(ink=self.ink, tail=first, head=last)
        return Box(ink=self.ink, corner=first, opposite=last) if self.tool is Tool.BOX else None


def _within(x: float, y: float) -> tuple[float, float]:
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
