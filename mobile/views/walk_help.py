"""Help on a walk: the first steps once more, and the words of an audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.buttons import IconAction
from mobile.text import say
from mobile.views.coach import Coach
from mobile.views.glossary import Glossary
from mobile.views.layout import Heading, Scroll

if TYPE_CHECKING:
    from collections.abc import Callable


def WalkHelp(on_close: Callable[[], object]) -> ft.Control:
    """In the questions' place until it is closed. Identifiers: `help-close`, `word-<term>`."""
    close = IconAction("help-close", ft.Icons.CLOSE, say("guide.close"), on_close)
    return Scroll(
        [
            Heading(say("guide.help_title"), trailing=close),
            Coach(on_close),
            Heading(say("guide.words")),
            Glossary("word"),
            *_keys(),
        ],
        width=theme.READING_WIDTH,
    )


def _keys() -> list[ft.Control]:
    """Return what a keyboard does on a walk, where a window is as wide as on a desk."""
    if theme.room() < theme.WIDE:
        return []
    return [Heading(say("guide.keys")), ft.Text(say("guide.keys_how"))]
