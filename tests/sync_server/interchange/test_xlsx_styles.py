"""What a format shows decides whether a number is a day, a time or a share of a hundred."""

from __future__ import annotations

import pytest

from sync_server.interchange.xlsx_styles import Shown, Styles, shown_by


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", Shown.NUMBER),
        ("0.00", Shown.NUMBER),
        ('0.0 "days"', Shown.NUMBER),
        ("[Red]0;[Blue]-0", Shown.NUMBER),
        ("#,##0.00\\ \\d", Shown.NUMBER),
        ("dd.mm.yyyy", Shown.DATE),
        ("[$-407]d. mmmm yyyy", Shown.DATE),
        ("mmm", Shown.DATE),
        ("yyyy-mm-dd hh:mm", Shown.DATE),
        ("h:mm AM/PM", Shown.TIME),
        ("[h]:mm", Shown.TIME),
        ("0.0%", Shown.SHARE),
        ('0"%"', Shown.NUMBER),
    ],
)
def test_format_is_told_by_its_code(code: str, shown: Shown) -> None:
    assert shown_by(code) is shown


def styles(*, from_1904: bool = False) -> Styles:
    found = Styles(from_1904=from_1904)
    found.start("cellStyleXfs", {})
    found.start("xf", {"numFmtId": "9"})
    found.end("cellStyleXfs")
    found.start("numFmt", {"numFmtId": "164", "formatCode": "dd.mm.yyyy"})
    found.start("cellXfs", {})
    for number in ("0", "164", "20", "10", "x"):
        found.start("xf", {"numFmtId": number})
    found.end("cellXfs")
    return found


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (46081, "1", "2026-02-28"),
        (1, "1", "1900-01-01"),
        (61, "1", "1900-03-01"),
        (46081.5, "1", "2026-02-28 12:00"),
        (0.5, "2", "12:00"),
        (0.50001, "2", "12:00:01"),
        (0.1, "3", "10 %"),
        (-1, "1", -1),
        (1e300, "1", int(1e300)),
        (3.0, "0", 3),
        (3.5, "4", 3.5),
        (3.5, "99", 3.5),
        (3.5, "", 3.5),
    ],
)
def test_number_is_read_as_it_is_shown(number: float, style: str, shown: object) -> None:
    assert styles().value(number, style) == shown


def test_days_of_an_old_macintosh_are_counted_from_1904() -> None:
    assert styles(from_1904=True).value(44619, "1") == "2026-02-28"
