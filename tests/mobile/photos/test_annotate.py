"""Marks are drawn where they were put, in their colour, and nowhere else in the photo."""

import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from mobile.photos.annotate import annotate
from mobile.photos.marks import HALO, INKS, Arrow, Box, Ink, Mark, Pen, Words, lines, stroke
from mobile.photos.prepare import prepare
from tests.mobile.photos.pictures import opened, saved

# As large as photos are kept: a thinner line has little colour left after JPEG.
WIDTH, HEIGHT = 1920, 1280
GREY = prepare(saved(Image.new("RGB", (WIDTH, HEIGHT), (128, 128, 128)))).jpeg
# What JPEG may do to a flat colour, and to one beside an edge.
FLAT, EDGE = 6, 60

PLACES = st.tuples(st.floats(0, 1), st.floats(0, 1))
MARKS = st.one_of(
    st.builds(Pen, ink=st.sampled_from(Ink), points=st.lists(PLACES, min_size=1, max_size=5).map(tuple)),
    st.builds(Arrow, ink=st.sampled_from(Ink), tail=PLACES, head=PLACES),
    st.builds(Box, ink=st.sampled_from(Ink), corner=PLACES, opposite=PLACES),
)


def off(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def distance(point: tuple[float, float], run: list[tuple[float, float]]) -> float:
    """Return how far a point is from a line of several pieces."""
    best = min(math.dist(point, one) for one in run)
    for (ax, ay), (bx, by) in pairwise(run):
        length = math.dist((ax, ay), (bx, by))
        if length:
            along = ((point[0] - ax) * (bx - ax) + (point[1] - ay) * (by - ay)) / length**2
            along = min(max(along, 0), 1)
            best = min(best, math.dist(point, (ax + along * (bx - ax), ay + along * (by - ay))))
    return best


@settings(max_examples=25)
@given(MARKS)
def test_mark_is_in_its_colour_where_it_was_put_and_nowhere_else(mark: Mark) -> None:
    picture = opened(annotate(GREY, [mark]).jpeg)
    runs = lines(mark, WIDTH, HEIGHT)
    ink = ImageColor.getrgb(INKS[mark.ink][0])
    for x, y in (point for run in runs for point in run):
        spot = (min(int(x), WIDTH - 1), min(int(y), HEIGHT - 1))
        assert off(picture.getpixel(spot), ink) <= EDGE
    # JPEG works on squares of sixteen pixels; beyond the one a mark touches nothing has changed.
    reach = stroke(WIDTH, HEIGHT) * (1 + HALO) / 2 + 24
    for x in range(8, WIDTH, 80):
        for y in range(8, HEIGHT, 80):
            if all(distance((x, y), run) > reach for run in runs):
                assert off(picture.getpixel((x, y)), (128, 128, 128)) <= FLAT


def test_photo_keeps_its_size_and_carries_nothing_along() -> None:
    drawn = annotate(GREY, [Words(at=(0.1, 0.1), words="Faded"), Box(corner=(0, 0), opposite=(1, 1))])
    assert (drawn.width, drawn.height) == (WIDTH, HEIGHT)
    picture = opened(drawn.jpeg)
    assert picture.size == (WIDTH, HEIGHT)
    assert not picture.getexif()
    assert drawn.sha256 != prepare(GREY).sha256


def test_words_are_seen_on_light_and_on_dark() -> None:
    for ground in ("black", "white"):
        plain = prepare(saved(Image.new("RGB", (WIDTH, HEIGHT), ground))).jpeg
        for ink in Ink:
            drawn = opened(annotate(plain, [Words(ink=ink, at=(0.1, 0.4), words="Łódź 50 %")]).jpeg)
            lights = drawn.convert("L").getextrema()
            assert lights[1] - lights[0] > 120


def test_later_mark_lies_over_an_earlier_one() -> None:
    line = (0.1, 0.5), (0.9, 0.5)
    pens = [Pen(ink=Ink.RED, points=line), Pen(ink=Ink.BLUE, points=line)]
    middle = opened(annotate(GREY, pens).jpeg).getpixel((WIDTH // 2, HEIGHT // 2))
    assert off(middle, ImageColor.getrgb(INKS[Ink.BLUE][0])) <= EDGE


def test_no_marks_change_nothing_to_see() -> None:
    assert off(opened(annotate(GREY, []).jpeg).getpixel((9, 9)), (128, 128, 128)) <= FLAT
