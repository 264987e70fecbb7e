"""Numbers as each language writes them: "1,250.5", "1.250,5", "1 250,5"."""

from __future__ import annotations

import math
from typing import Final

from mobile.text.language import Language, spoken

# What stands between thousands, and before the decimals. The space is one that no line breaks at.
_SIGNS: Final[dict[Language, tuple[str, str]]] = {
    Language.ENGLISH: (",", "."),
    Language.GERMAN: (".", ","),
    Language.SPANISH: (".", ","),
    Language.FRENCH: ("\N{NO-BREAK SPACE}", ","),
    Language.POLISH: ("\N{NO-BREAK SPACE}", ","),
}


def number(value: float, decimals: int | None = None) -> str:
    """Return a number in the language that is spoken.

    Args:
        value: the number.
        decimals: how many digits follow the sign; None for as many as there are.
    """
    thousands, point = _SIGNS[spoken()]
    plain = f"{value:,}" if decimals is None else f"{value:,.{decimals}f}"
    return plain.replace(",", "\0").replace(".", point).replace("\0", thousands)


def plain_number(value: float) -> str:
    """Return a number as somebody types it in the language that is spoken: nothing between thousands."""
    plain = str(int(value)) if float(value).is_integer() else f"{value:.12f}".rstrip("0")
    return plain.replace(".", _SIGNS[spoken()][1])


def read_number(typed: str) -> float | None:
    """Return the number somebody typed, with a comma or a point before the decimals; None if it is none."""
    plain = "".join(typed.split()).replace("\N{MINUS SIGN}", "-")
    if plain.count(",") + plain.count(".") > 1:
        return None
    try:
        found = float(plain.replace(",", "."))
    except ValueError:
        return None
    return found if math.isfinite(found) else None
