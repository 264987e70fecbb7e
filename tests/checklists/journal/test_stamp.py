"""Stamps go up under any clock, and sort as texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.journal.stamp import FIRST, LAST, next_stamp, read_stamp

clocks = st.integers(-(10**13), 10**15)
"""Milliseconds of a clock that may be wrong by centuries either way."""


@given(st.lists(clocks, min_size=1, max_size=30))
def test_stamps_go_up_whatever_the_clock_says(times: list[int]) -> None:
    last = FIRST
    for now in times:
        following = next_stamp(last, min(now, 10**15 - 2))
        assert following > last
        read_stamp(following)
        last = following


@given(clocks, st.integers(0, 10**15 - 2), st.integers(0, 999_999))
def test_stamp_is_after_what_came_from_elsewhere(now: int, ms: int, count: int) -> None:
    seen = f"{ms:015d}:{count:06d}"
    assert next_stamp(FIRST, min(now, 10**15 - 2), seen) > seen


def test_clock_that_moves_on_starts_the_count_again() -> None:
    assert next_stamp("000000000000005:000007", 6) == "000000000000006:000000"


def test_clock_that_stands_still_or_goes_back_counts_on() -> None:
    assert next_stamp("000000000000005:000007", 5) == "000000000000005:000008"
    assert next_stamp("000000000000005:000007", 2) == "000000000000005:000008"


def test_full_count_borrows_a_millisecond() -> None:
    assert next_stamp("000000000000005:999999", 5) == "000000000000006:000000"


def test_last_stamp_is_given_again_rather_than_one_that_nothing_reads() -> None:
    assert next_stamp(LAST, 5) == LAST
    assert next_stamp(FIRST, 10**17) == LAST
    assert next_stamp(FIRST, 5, LAST) == LAST


@given(st.lists(st.tuples(st.integers(0, 10**15 - 1), st.integers(0, 999_999)), max_size=10))
def test_stamps_sort_as_texts(pairs: list[tuple[int, int]]) -> None:
    stamps = [f"{ms:015d}:{count:06d}" for ms, count in pairs]
    assert [read_stamp(one) for one in sorted(stamps)] == sorted(pairs)


# The third has digits of another script, which a pattern of \d would take and which sort elsewhere.
@pytest.mark.parametrize("text", ["", "5:7", "\u0660" * 15 + ":000000", "000000000000005:000007\n"])
def test_text_that_is_no_stamp_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a stamp"):
        read_stamp(text)
