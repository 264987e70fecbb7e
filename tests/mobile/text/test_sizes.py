"""Sizes as people read them."""

import pytest

from mobile.text.sizes import size


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 MB"),
        (1, "0.1 MB"),
        (612_000, "0.6 MB"),
        (9_940_000, "9.9 MB"),
        (12_345_678, "12 MB"),
        (820_000_000, "820 MB"),
        (1_000_000_000, "1.0 GB"),
        (123_456_789_012, "123.5 GB"),
    ],
)
def test_size_is_said_in_megabytes_or_gigabytes(number: int, words: str) -> None:
    assert size(number) == words
