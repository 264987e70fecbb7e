"""A line at the bottom that passes: what was done, and the way to undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile.components.guards import calling
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable

# Long enough to read two lines; with something to undo, also to put down what one holds and take a glove off.
_SHOWN = ft.Duration(seconds=6)
_SHOWN_TO_UNDO = ft.Duration(seconds=10)

# On a wide screen it must not lie over the rail.
_WIDTH = 480

# On a narrow one not over the bar, whose buttons would be dead meanwhile.
_ABOVE_THE_BAR = ft.Margin.only(left=16, right=16, bottom=96)


def notice(words: str, *, undo: Callable[[], object] | None = None) -> None:
    """Show a sentence for some seconds, with *Undo* where there is something to undo."""
    wide = (ft.context.page.width or 0) > _WIDTH * 2
    ft.context.page.show_dialog(
        ft.SnackBar(
            ft.Text(words),
            action=say("visit.undo") if undo else None,
            on_action=calling(undo) if undo else None,
            duration=_SHOWN_TO_UNDO if undo else _SHOWN,
            behavior=ft.SnackBarBehavior.FLOATING,
            width=_WIDTH if wide else None,
            margin=None if wide else _ABOVE_THE_BAR,
            persist=False,
        )
    )
