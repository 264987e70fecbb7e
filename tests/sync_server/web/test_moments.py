"""Moments read as people say them."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sync_server.web.moments import full_words, greeting, moment_words, paper_words, today_words
from sync_server.web.words import clipped, count_words, size_words

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-03-03T09:42:00.000Z", "today 10:42"),
        ("2026-03-02T22:59:00.000Z", "yesterday 23:59"),
        ("2026-03-02T23:01:00.000Z", "today 00:01"),
        ("2026-02-10T08:05:00.000Z", "Tue 10 Feb 09:05"),
        ("2026-07-10T08:05:00.000Z", "Fri 10 Jul 10:05"),
        ("2024-12-31T23:30:00.000Z", "Wed 1 Jan 2025 00:30"),
        ("9999-12-31T23:59:00.000Z", "9999-12-31T23:59:00.000Z"),
        ("nonsense", "nonsense"),
        ("", ""),
        (None, ""),
    ],
)
def test_moment_is_said_in_the_servers_time_zone(text: str | None, words: str) -> None:
    assert moment_words(text, NOW) == words


def test_paper_and_a_closer_look_give_the_date_in_full() -> None:
    assert paper_words("2026-03-03T09:42:00.000Z") == "3 Mar 2026, 10:42"
    assert full_words("2026-03-03T09:42:07.000Z") == "3 Mar 2026, 10:42:07 CET"
    assert today_words(NOW) == "Tue 3 Mar 2026"


@pytest.mark.parametrize(
    ("hour", "words"),
    [(5, "Good morning"), (12, "Good afternoon"), (20, "Good evening"), (1, "Good evening")],
)
def test_greeting_fits_the_hour(hour: int, words: str) -> None:
    assert greeting(datetime(2026, 3, 3, hour, tzinfo=UTC)) == words


def test_numbers_come_with_their_noun() -> None:
    assert count_words(1, "visit") == "1 visit"
    assert count_words(1200, "visit") == "1,200 visits"
    assert (size_words(1), size_words(612_345), size_words(1_400_000)) == ("1 KB", "612 KB", "1.4 MB")


def test_long_text_is_cut_between_words_and_nothing_for_the_sake_of_little() -> None:
    assert clipped("short", 10) == ("short", 0)
    assert clipped("eleven char", 10) == ("eleven char", 0)
    assert clipped("one two three four", 10) == ("one two", 11)
    assert clipped("x" * 50, 10) == ("x" * 10, 40)
