"""Marks fit every size of a picture, and what is kept of them comes back as it was."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.photos.marks import Arrow, Box, Ink, Mark, Pen, Words, letters, line_height, lines, read, written

SHARES = st.floats(0, 1)
PLACES = st.tuples(SHARES, SHARES)
INKS = st.sampled_from(Ink)
LABELS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), min_size=1, max_size=80)
MARKS = st.one_of(
    st.builds(Pen, ink=INKS, points=st.lists(PLACES, min_size=1, max_size=8).map(tuple)),
    st.builds(Arrow, ink=INKS, tail=PLACES, head=PLACES),
    st.builds(Box, ink=INKS, corner=PLACES, opposite=PLACES),
    st.builds(Words, ink=INKS, at=PLACES, words=LABELS),
)
SIDES = st.integers(40, 3000)


@given(st.lists(MARKS, max_size=6).map(tuple))
def test_what_is_kept_comes_back_as_it_was(marks: tuple[Mark, ...]) -> None:
    assert read(written(marks)) == marks


@pytest.mark.parametrize(
    "text", ["", "{}", '[{"form":"circle"}]', '[{"form":"box","corner":[0,2]}]', "[" * 9]
)
def test_what_another_version_wrote_is_no_marks(text: str) -> None:
    assert read(text) == ()


@given(MARKS, SIDES, SIDES, st.integers(2, 4))
def test_larger_picture_has_the_same_lines_larger(mark: Mark, width: int, height: int, times: int) -> None:
    small = [point for line in lines(mark, width, height) for point in line]
    large = [point for line in lines(mark, width * times, height * times) for point in line]
    assert len(small) == len(large)
    for (x, y), (wide, high) in zip(small, large, strict=True):
        assert math.isclose(x * times, wide, abs_tol=1e-6)
        assert math.isclose(y * times, high, abs_tol=1e-6)


@given(PLACES, PLACES, SIDES, SIDES)
def test_arrow_points_at_its_head(
    tail: tuple[float, float], head: tuple[float, float], width: int, height: int
) -> None:
    runs = lines(Arrow(tail=tail, head=head), width, height)
    assert runs[0][-1] == (head[0] * width, head[1] * height)
    for barb in runs[1:]:
        one, point, other = barb
        assert point == runs[0][-1]
        whole = math.dist(runs[0][0], point)
        # Both barbs are behind the head, and shorter than the arrow.
        for end in (one, other):
            assert math.dist(end, runs[0][0]) < whole + 1e-9
            assert math.dist(end, point) < whole


@given(st.text("abcdefgh ij", min_size=1, max_size=80), PLACES, SIDES, SIDES)
def test_words_lose_no_letter_and_begin_within_the_picture(
    words: str, at: tuple[float, float], width: int, height: int
) -> None:
    (x, y), size, broken = letters(Words(at=at, words=words), width, height)
    assert "".join(broken).replace(" ", "") == words.replace(" ", "")
    assert 0 <= x <= width
    assert 0 <= y <= height
    if len(broken) * line_height(size) <= height:
        assert y + len(broken) * line_height(size) <= height + 1e-6
