"""Moments as people say them, by this tablet's clock: "today 10:42", "Tue 3 Mar", "Wed 31 Dec 2025"."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from mobile.text.moments import clock, day, how_far, told, when

# A Tuesday.
NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the tablet into the zone a test names, else into Greenwich."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", getattr(request, "param", "UTC"))
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("that", "words"),
    [
        (date(2026, 3, 3), "today"),
        (date(2026, 3, 4), "tomorrow"),
        (date(2026, 3, 2), "yesterday"),
        (date(2026, 3, 5), "Thu 5 Mar"),
        (date(2026, 3, 1), "Sun 1 Mar"),
        (date(2026, 12, 31), "Thu 31 Dec"),
        (date(2025, 12, 31), "Wed 31 Dec 2025"),
        (date(2027, 1, 1), "Fri 1 Jan 2027"),
    ],
)
def test_day_is_said_as_it_is_seen_from_now(that: date, words: str) -> None:
    assert day(that, NOW) == words


def test_new_years_eve_is_yesterday_on_new_years_day() -> None:
    assert day(date(2025, 12, 31), datetime(2026, 1, 1, 8, 0, tzinfo=UTC)) == "yesterday"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-03-03T10:42:03.123Z", "today 10:42"),
        ("2026-03-02T23:59:59.999Z", "yesterday 23:59"),
        ("2025-03-03T08:05:00.000Z", "Mon 3 Mar 2025 08:05"),
    ],
)
def test_moment_has_its_day_and_time(moment: str, words: str) -> None:
    assert when(moment, NOW) == words


@pytest.mark.parametrize("zone", ["Asia/Tokyo"], indirect=True)
def test_moment_is_told_by_this_tablets_clock() -> None:
    assert clock("2026-03-03T10:42:03.123Z") == "19:42"
    assert when("2026-03-03T16:00:00.000Z", NOW) == "tomorrow 01:00"
    assert day(date(2026, 3, 3), datetime(2026, 3, 3, 16, 0, tzinfo=UTC)) == "yesterday"


@pytest.mark.parametrize("zone", ["America/Los_Angeles"], indirect=True)
def test_day_is_the_tablets_and_not_greenwichs() -> None:
    late = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
    assert day(date(2026, 3, 3), late) == "today"


def test_moment_by_a_clock_that_was_right_is_said_as_it_is() -> None:
    assert told("2026-03-03T10:42:00.000Z", NOW, 0) == "today 10:42"


@pytest.mark.parametrize(
    ("clock_ms", "words"),
    [
        (3_600_000, "≈ today 11:42, corrected"),
        (-86_400_000, "≈ yesterday 10:42, corrected"),
        (400 * 86_400_000, "≈ Wed 7 Apr 2027 10:42, corrected"),
    ],
)
def test_moment_by_a_clock_that_was_off_is_put_right_and_marked(clock_ms: int, words: str) -> None:
    assert told("2026-03-03T10:42:00.000Z", NOW, clock_ms) == words


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (120_000, "2 minutes"),
        (-59 * 60_000, "59 minutes"),
        (119 * 60_000, "119 minutes"),
        (120 * 60_000, "2 hours"),
        (-47 * 3_600_000, "47 hours"),
        (48 * 3_600_000, "2 days"),
        (400 * 86_400_000, "400 days"),
    ],
)
def test_difference_of_two_clocks_is_said_in_a_unit_that_fits(milliseconds: int, words: str) -> None:
    assert how_far(milliseconds) == words
