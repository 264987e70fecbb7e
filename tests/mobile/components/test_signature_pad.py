"""What the finger draws is kept as whole numbers on a pad of 1000 by 400, whatever the screen."""

import flet as ft
import flet.canvas as cv
from hypothesis import given
from hypothesis import strategies as st

from mobile.components.signature_pad import SignaturePad, SignatureView
from mobile.components.strokes import MOST_POINTS, PAD_HEIGHT, PAD_WIDTH, Drawing, Strokes, bends
from tests.support.headless import Headless, run
from tests.support.showing import showing


def at(x: float, y: float) -> dict[str, object]:
    return {"l": {"x": x, "y": y}, "g": {"x": x, "y": y}, "k": "touch", "v": {"x": 0, "y": 0}}


async def draw(h: Headless, *points: tuple[float, float], way: str = "horizontal") -> None:
    surface = h.one(ft.GestureDetector)
    await h.fire(surface, "horizontal_drag_down", at(*points[0]))
    for point in points[1:]:
        await h.fire(h.one(ft.GestureDetector), f"{way}_drag_update", at(*point))
    await h.fire(h.one(ft.GestureDetector), f"{way}_drag_end", at(*points[-1]))


def test_drawn_strokes_are_scaled_handed_out_and_cleared() -> None:
    seen: list[Strokes] = []

    async def change(strokes: Strokes) -> None:
        seen.append(strokes)

    async def scenario() -> None:
        async with Headless(showing(lambda: SignaturePad("sign", (), change, width=500))) as h:
            assert "Sign here" in h.texts("sign")
            await draw(h, (10, 20), (100, 100), (250, 150))
            await draw(h, (400, 20), (400, 190), way="vertical")
            assert len(h.one(cv.Canvas).shapes) == 2
            assert "Sign here" not in h.texts("sign")
            await h.tap("sign-clear")
            assert h.one(cv.Canvas).shapes == []

    run(scenario)
    first = ((20, 40), (200, 200), (500, 300))
    assert seen == [(first,), (first, ((800, 40), (800, 380))), ()]


def test_pad_follows_its_place_when_that_changes_size() -> None:
    seen: list[Strokes] = []

    async def scenario() -> None:
        async with Headless(showing(lambda: SignaturePad("sign", (), seen.append))) as h:
            await h.fire(h.one(cv.Canvas), "resize", {"w": 1000, "h": 400})
            await draw(h, (500, 200), (900, 200))

    run(scenario)
    assert seen[-1] == (((500, 200), (900, 200)),)


def test_tap_without_a_drag_makes_a_dot() -> None:
    seen: list[Strokes] = []

    async def scenario() -> None:
        async with Headless(showing(lambda: SignaturePad("sign", (), seen.append, width=1000))) as h:
            await h.fire(h.one(ft.GestureDetector), "horizontal_drag_down", at(300, 100))
            await h.fire(h.one(ft.GestureDetector), "tap_up", at(300, 100))

    run(scenario)
    assert seen == [(((300, 100),),)]


def test_pad_opens_with_what_was_drawn_before_as_the_record_holds_it() -> None:
    record = [[[0, 0], [100, 100]], [[5, 5]]]

    def build() -> list[ft.Control]:
        return [SignaturePad("sign", record, print), SignatureView(record, width=200)]

    async def scenario() -> None:
        async with Headless(showing(build)) as h:
            assert [len(canvas.shapes) for canvas in h.all(cv.Canvas)] == [2, 2]

    run(scenario)


places = st.tuples(st.floats(-200, 2000), st.floats(-200, 900))


@given(lines=st.lists(st.lists(places, min_size=1, max_size=40), max_size=10), width=st.floats(50, 2000))
def test_any_drawing_stays_on_the_pad_in_whole_numbers(
    lines: list[list[tuple[float, float]]], width: float
) -> None:
    drawing = Drawing()
    for line in lines:
        drawing.touch(*line[0], width)
        for place in line[1:]:
            drawing.move(*place, width)
        drawing.lift()
    assert len(drawing.strokes) == len(lines)
    for stroke in drawing.strokes:
        for x, y in stroke:
            assert isinstance(x, int)
            assert isinstance(y, int)
            assert 0 <= x <= PAD_WIDTH
            assert 0 <= y <= PAD_HEIGHT


def test_drawing_without_end_stops_growing() -> None:
    drawing = Drawing()
    grew = True
    while grew:
        drawing.touch(0, 0, 1000)
        for step in range(1000):
            drawing.move(step % 2 * 500, step % 400, 1000)
        grew = drawing.lift()
    assert sum(map(len, drawing.strokes)) <= MOST_POINTS


def test_lifting_without_a_touch_changes_nothing() -> None:
    drawing = Drawing([[[1, 2]]])
    assert not drawing.lift()
    assert drawing.strokes == (((1, 2),),)
    drawing.clear()
    assert drawing.empty


def test_line_bends_at_each_point_and_passes_the_middles() -> None:
    assert bends(((0, 0), (10, 0), (10, 10))) == [((0, 0), (5, 0)), ((10, 0), (10, 5))]
