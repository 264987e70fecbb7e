"""Moments as people say them, by this tablet's clock: "today 10:42", "Tue 3 Mar", "Wed 31 Dec 2025"."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from mobile.text.moments import clock, day, when

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
