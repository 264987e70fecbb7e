"""A signature's strokes as the path of an SVG picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def svg_path(strokes: Iterable[Sequence[tuple[int, int]]]) -> str:
    """Return the `d` of an SVG path that draws the strokes in the pad's own units."""
    return " ".join(_stroke(stroke) for stroke in strokes if stroke)


def _stroke(points: Sequence[tuple[int, int]]) -> str:
    (x, y), rest = points[0], points[1:]
    # A touch without a movement is a dot: a line of no length with round ends.
    return f"M{x} {y}" + ("".join(f"L{x} {y}" for x, y in rest) or "h0")
