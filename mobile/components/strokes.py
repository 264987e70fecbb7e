"""The strokes of a signature while it is drawn, apart from any screen.

A pad is 1000 wide and 400 high whatever the screen; a stroke is a run of whole-number points on it.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

PAD_WIDTH: Final = 1000
PAD_HEIGHT: Final = 400

Point = tuple[int, int]
Stroke = tuple[Point, ...]
Strokes = tuple[Stroke, ...]
# What may come in: the record's lists as well as our tuples.
AnyStrokes = Sequence[Sequence[Sequence[int]]]

# Points nearer than this add bytes and nothing to see.
NEAR: Final = 4
# Some ten full signatures: no record grows without end because somebody keeps drawing.
MOST_POINTS: Final = 5_000


def frozen(strokes: AnyStrokes) -> Strokes:
    """The same strokes as tuples."""
    return tuple(tuple((int(x), int(y)) for x, y in stroke) for stroke in strokes)


class Drawing:
    """Finished strokes, and the one under the finger."""

    def __init__(self, strokes: AnyStrokes = ()) -> None:
        self.strokes = frozen(strokes)
        self.line: list[Point] = []

    @property
    def empty(self) -> bool:
        """Whether there is nothing to see."""
        return not self.strokes and not self.line

    def touch(self, x: float, y: float, width: float) -> None:
        """Begin a stroke, at a place in pixels on a pad `width` pixels wide."""
        self.line = []
        self.move(x, y, width)

    def move(self, x: float, y: float, width: float) -> None:
        """Go on with it; what leaves the pad is drawn along its edge."""
        scale = PAD_WIDTH / width
        point = (min(max(round(x * scale), 0), PAD_WIDTH), min(max(round(y * scale), 0), PAD_HEIGHT))
        if not self.line or _apart(self.line[-1], point) >= NEAR:
            self.line.append(point)

    def lift(self) -> bool:
        """End it; says whether there is a new stroke."""
        stroke, self.line = tuple(self.line), []
        if not stroke or sum(map(len, self.strokes)) + len(stroke) > MOST_POINTS:
            return False
        self.strokes = (*self.strokes, stroke)
        return True

    def clear(self) -> None:
        """Empty the pad."""
        self.strokes, self.line = (), []


def bends(stroke: Sequence[Point]) -> list[tuple[Point, tuple[float, float]]]:
    """A smooth way along a stroke: each point bends it, and it passes the middle between neighbours."""
    return [(here, ((here[0] + on[0]) / 2, (here[1] + on[1]) / 2)) for here, on in pairwise(stroke)]


def _apart(one: Point, other: Point) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])
