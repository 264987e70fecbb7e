"""Numbers as people type them, whichever sign they put before the decimals."""

import pytest

from mobile.text.numbers import read_number


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12.4", 12.4),
        ("12,4", 12.4),
        (" -0,5 ", -0.5),
        ("1 250", 1250.0),
        ("1\u00a0250,5", 1250.5),
        ("7", 7.0),
        ("1.250,5", None),
        ("", None),
        ("abc", None),
        ("nan", None),
        ("1e999", None),
        (",", None),
    ],
)
def test_typed_number_is_read_with_either_sign_or_not_at_all(typed: str, value: float | None) -> None:
    assert read_number(typed) == value
