"""Drawing with a finger: each tool's mark, slips left out, undo and redo, words where they were put."""

import pytest

from mobile.components.sketch import Sketch, Tool
from mobile.photos.marks import MOST_MARKS, MOST_POINTS, Arrow, Box, Ink, Pen, Words


def drawn(sketch: Sketch, *places: tuple[float, float]) -> bool:
    sketch.touch(*places[0])
    for place in places[1:]:
        sketch.move(*place)
    return sketch.lift()


def test_arrow_and_box_go_from_where_the_finger_came_down_to_where_it_left() -> None:
    sketch = Sketch()
    assert drawn(sketch, (0.1, 0.1), (0.4, 0.9), (0.5, 0.5))
    sketch.tool, sketch.ink = Tool.BOX, Ink.BLUE
    assert drawn(sketch, (0.8, 0.8), (0.6, 0.2))
    assert sketch.marks == (
        Arrow(tail=(0.1, 0.1), head=(0.5, 0.5)),
        Box(ink=Ink.BLUE, corner=(0.8, 0.8), opposite=(0.6, 0.2)),
    )


def test_pen_keeps_the_way_and_a_tap_is_a_dot() -> None:
    sketch = Sketch(tool=Tool.PEN)
    assert drawn(sketch, (0.1, 0.1), (0.1001, 0.1), (0.2, 0.2), (0.3, 0.1))
    assert drawn(sketch, (0.5, 0.5))
    assert sketch.marks == (Pen(points=((0.1, 0.1), (0.2, 0.2), (0.3, 0.1))), Pen(points=((0.5, 0.5),)))


def test_what_leaves_the_picture_is_drawn_along_its_edge() -> None:
    sketch = Sketch()
    drawn(sketch, (-0.2, 0.5), (1.7, 2.0))
    assert sketch.marks == (Arrow(tail=(0, 0.5), head=(1, 1)),)


@pytest.mark.parametrize("tool", [Tool.ARROW, Tool.BOX, Tool.WORDS, Tool.MOVE])
def test_tap_is_no_mark(tool: Tool) -> None:
    sketch = Sketch(tool=tool)
    assert not drawn(sketch, (0.5, 0.5), (0.505, 0.5))
    assert sketch.shown == ()


def test_mark_under_the_finger_is_seen_before_it_ends() -> None:
    sketch = Sketch()
    sketch.touch(0, 0)
    sketch.move(1, 1)
    assert sketch.shown == (Arrow(tail=(0, 0), head=(1, 1)),)
    assert sketch.marks == ()


def test_undo_takes_back_and_redo_brings_back_until_something_new_is_drawn() -> None:
    sketch = Sketch()
    for number in range(1, 4):
        drawn(sketch, (0, 0), (number / 4, 1))
    all_three = sketch.marks
    sketch.undo()
    sketch.undo()
    assert sketch.marks == all_three[:1]
    sketch.redo()
    assert sketch.marks == all_three[:2]
    drawn(sketch, (0, 0), (1, 0))
    sketch.redo()
    assert len(sketch.marks) == 3
    assert sketch.marks[:2] == all_three[:2]


def test_nothing_to_undo_or_redo_changes_nothing() -> None:
    sketch = Sketch()
    sketch.undo()
    sketch.redo()
    assert sketch.marks == ()


def test_words_are_put_on_one_line_and_no_words_are_no_mark() -> None:
    sketch = Sketch()
    assert not sketch.write(0.5, 0.5, "  \n ")
    assert sketch.write(0.5, 0.5, "  Faded\n label " + "x" * 200)
    (mark,) = sketch.marks
    assert isinstance(mark, Words)
    assert mark.words.startswith("Faded label x")
    assert len(mark.words) == 80


def test_drawing_without_end_is_kept_within_bounds() -> None:
    sketch = Sketch(tool=Tool.PEN)
    drawn(sketch, *[((number % 100) / 100, (number % 7) / 7) for number in range(3 * MOST_POINTS)])
    (mark,) = sketch.marks
    assert isinstance(mark, Pen)
    assert len(mark.points) == MOST_POINTS
    for _ in range(MOST_MARKS + 5):
        drawn(sketch, (0.5, 0.5))
    assert len(sketch.marks) == MOST_MARKS
