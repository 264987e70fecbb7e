"""What the cells of an .xlsx file show where they hold a number: a date, a time, a share of a hundred."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from sync_server.interchange.xlsx_cells import local

if TYPE_CHECKING:
    from sync_server.interchange.sheet import Value

# Formats that every program has built in, by their numbers.
_DATES = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_TIMES = frozenset({*range(18, 22), *range(45, 48)})
_SHARES = frozenset({9, 10})
# What is shown as it is written, or says nothing of the sort: texts, colours, conditions, single characters.
_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_MOST_STYLES = 100_000
_DIGITS = 7
# Of one format, as Excel has it.
_LONGEST = 255
_DAY = 24 * 60 * 60
# The last day of the year 9999.
_LAST_DAY = 2_958_465
# Programs count a 29 February 1900 that never was.
_BEFORE_IT, _FROM_1900, _FROM_1904 = datetime(1899, 12, 31), datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - no zone in a cell
_THAT_DAY = 60


class Shown(Enum):
    """What a number is shown as."""

    NUMBER = auto()
    DATE = auto()
    TIME = auto()
    SHARE = auto()


class Styles:
    """Hears how the cells of a workbook are shown."""

    def __init__(self, *, from_1904: bool) -> None:
        """Know no style yet.

        Args:
            from_1904: whether days are counted from 1904, as old programs for the Macintosh did.
        """
        self._from_1904 = from_1904
        self._codes: dict[str, str] = {}
        self._styles: list[Shown] = []
        self._in_cells = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        match local(tag):
            case "numFmt" if len(self._codes) < _MOST_STYLES:
                self._codes[attributes.get("numFmtId", "")[:_DIGITS]] = attributes.get("formatCode", "")[
                    :_LONGEST
                ]
            case "cellXfs":
                self._in_cells = True
            case "xf" if self._in_cells and len(self._styles) < _MOST_STYLES:
                self._styles.append(self._shown(attributes.get("numFmtId", "0")))

    def end(self, tag: str) -> None:
        """An element ends."""
        if local(tag) == "cellXfs":
            self._in_cells = False

    def data(self, text: str) -> None:
        """Some text."""

    def value(self, number: float, style: str) -> Value:
        """Return what a cell shows: the number, `2026-02-28`, `14:30` or `2.5 %`.

        Args:
            number: what the cell holds.
            style: the number of its style.
        """
        known = style.isascii() and style.isdigit() and len(style) < _DIGITS
        at = int(style) if known else 0
        match self._styles[at] if at < len(self._styles) else Shown.NUMBER:
            case Shown.SHARE:
                return f"{round(number * 100, 10):g} %"
            case Shown.DATE | Shown.TIME as shown if 0 <= number <= _LAST_DAY:
                return self._moment(number, shown)
            case _:
                return int(number) if float(number).is_integer() else number

    def _shown(self, number: str) -> Shown:
        if code := self._codes.get(number):
            return shown_by(code)
        built_in = int(number) if number.isascii() and number.isdigit() and len(number) < _DIGITS else 0
        if built_in in _DATES:
            return Shown.DATE
        return Shown.TIME if built_in in _TIMES else Shown.SHARE if built_in in _SHARES else Shown.NUMBER

    def _moment(self, number: float, shown: Shown) -> str:
        days, seconds = divmod(round(number * _DAY), _DAY)
        first = _FROM_1904 if self._from_1904 else _FROM_1900 if days >= _THAT_DAY else _BEFORE_IT
        moment = first + timedelta(days=days, seconds=seconds)
        time = moment.strftime("%H:%M:%S" if seconds % 60 else "%H:%M")
        if shown is Shown.TIME and days == 0:
            return time
        return f"{moment:%Y-%m-%d} {time}" if seconds else f"{moment:%Y-%m-%d}"


def shown_by(code: str) -> Shown:
    """Return what a format such as `dd.mm.yyyy` or `0.0%` shows."""
    bare = _ASIDE.sub("", code.partition(";")[0]).lower()
    if "general" in bare:
        return Shown.NUMBER
    if "y" in bare or "d" in bare or re.fullmatch(r"[^hs0#]*m[^hs0#]*", bare):
        return Shown.DATE
    if "h" in bare or "s" in bare:
        return Shown.TIME
    return Shown.SHARE if "%" in bare else Shown.NUMBER
