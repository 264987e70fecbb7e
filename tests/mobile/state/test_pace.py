"""The time that is left follows the checklist's estimate first, and who walks it more and more."""

import pytest

from mobile.state.pace import minutes_left


def moments(*seconds: float) -> list[str]:
    return [f"2026-03-03T12:{int(one) // 60:02}:{int(one) % 60:02}.000Z" for one in seconds]


def test_estimate_counts_before_the_first_answers() -> None:
    assert minutes_left(30, 18, 18, []) == 30
    assert minutes_left(30, 18, 7, moments(0)) == 12


def test_slow_walker_has_more_time_left_and_a_quick_one_less() -> None:
    slow, quick = moments(0, 240, 480, 720, 960, 1200, 1440), moments(0, 20, 40, 60, 80, 100, 120)
    assert minutes_left(20, 20, 10, slow) == 25
    assert minutes_left(20, 20, 10, quick) == 7


def test_order_of_the_answers_makes_no_difference() -> None:
    assert minutes_left(20, 20, 10, moments(480, 0, 240)) == minutes_left(20, 20, 10, moments(0, 240, 480))


@pytest.mark.parametrize("gap", [0, 2, 1200], ids=["at once", "caught up", "after a break"])
def test_pause_and_catching_up_say_nothing_of_the_pace(gap: int) -> None:
    assert minutes_left(20, 20, 10, moments(0, gap)) == 10


def test_something_is_left_until_nothing_is() -> None:
    assert minutes_left(1, 20, 1, []) == 1
    assert minutes_left(1, 20, 0, []) == 0
