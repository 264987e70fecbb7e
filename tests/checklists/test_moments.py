from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.moments import corrected, month_of, read_moment, write_moment

moments = st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis takes naive bounds and adds the zone


@given(moments)
def test_moment_reads_back_to_the_millisecond(moment: datetime) -> None:
    again = read_moment(write_moment(moment))
    assert again == moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert again.tzinfo is UTC


@given(moments, moments)
def test_moments_sort_as_texts(one: datetime, other: datetime) -> None:
    if write_moment(one) < write_moment(other):
        assert one < other


def test_moment_is_written_in_utc_with_milliseconds() -> None:
    here = timezone(timedelta(hours=1))
    assert write_moment(datetime(2026, 3, 3, 11, 42, tzinfo=here)) == "2026-03-03T10:42:00.000Z"


@pytest.mark.parametrize(
    ("clock_ms", "told", "month"),
    [
        (0, "2026-03-31T23:59:30.250Z", "2026-03"),
        (60_000, "2026-04-01T00:00:30.250Z", "2026-04"),
        (-9 * 86_400_000, "2026-03-22T23:59:30.250Z", "2026-03"),
        (10**15, "2026-03-31T23:59:30.250Z", "2026-03"),
        (-(10**15), "2026-03-31T23:59:30.250Z", "2026-03"),
    ],
)
def test_moment_by_a_wrong_clock_is_told_by_the_servers(clock_ms: int, told: str, month: str) -> None:
    assert corrected("2026-03-31T23:59:30.250Z", clock_ms) == told
    assert month_of("2026-03-31T23:59:30.250Z", clock_ms) == month


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-03-03",
        "2026-03-03T10:42:00",
        "2026-03-03T10:42:00Z",
        "2026-03-03T10:42:00.000+00:00",
        "2026-03-03\x0010:42:00.000Z",
        "2026-03-03T10:42:00.000Z\n",
        "2026-02-30T10:42:00.000Z",
        "0000-01-01T00:00:00.000Z",
        "0001-01-01T00:00:00+14:00",
        "\u0662026-03-03T10:42:00.000Z",
    ],
)
def test_text_of_another_form_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_moment(text)


def test_moment_is_put_right_by_what_its_clock_was_off() -> None:
    assert corrected("2026-03-03T23:30:00.000Z", 3_600_000) == "2026-03-04T00:30:00.000Z"
    assert corrected("2026-03-03T00:30:00.000Z", -3_600_000) == "2026-03-02T23:30:00.000Z"
    assert corrected("2026-03-03T00:30:00.000Z", 0) == "2026-03-03T00:30:00.000Z"


def test_moment_no_calendar_can_hold_stays_as_it_is() -> None:
    assert corrected("9999-12-31T23:59:59.999Z", 1_000) == "9999-12-31T23:59:59.999Z"
