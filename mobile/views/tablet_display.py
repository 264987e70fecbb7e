"""How the tablet looks for whoever is signed in: its colours, the size of type, bare or gloved hands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import flet as ft

from mobile import theme
from mobile.components.choices import Choice, Choices
from mobile.components.guards import safe_component
from mobile.sizes import TEXT_SIZES
from mobile.state.session import use_session
from mobile.text import say
from mobile.views.layout import Heading

if TYPE_CHECKING:
    from mobile.state.display import Display

_BARE: Final = "bare"
_GLOVED: Final = "gloved"


@safe_component
def TabletDisplay() -> ft.Control:
    """Choices that count at once.

    Identifiers: `look-<look>`, `text-<per cent>`, `hands-bare`, `hands-gloved`.
    """
    session = use_session()
    display = session.display

    def wear(chosen: Display) -> None:
        # Before the screens are drawn again, which ask for sizes.
        session.change_display(chosen)
        theme.apply(ft.context.page, chosen.look, session.sizes)

    return ft.Column(
        [
            Heading(say("display.title")),
            _quiet(say("display.explain")),
            ft.Text(say("display.look"), theme_style=theme.STRONG),
            Choices(
                "look",
                [Choice(one, say(f"tablet.look_{one}")) for one in theme.Look],
                display.look,
                lambda look: wear(replace(display, look=theme.Look(look))),
            ),
            ft.Text(say("display.text"), theme_style=theme.STRONG),
            Choices(
                "text",
                [Choice(str(one), say("display.text_size", size=one)) for one in TEXT_SIZES],
                str(display.text),
                lambda size: wear(replace(display, text=int(size))),
            ),
            ft.Text(say("display.hands"), theme_style=theme.STRONG),
            Choices(
                "hands",
                [Choice(_BARE, say("display.hands_bare")), Choice(_GLOVED, say("display.hands_gloved"))],
                _GLOVED if display.gloves else _BARE,
                lambda hands: wear(replace(display, gloves=hands == _GLOVED)),
            ),
            _quiet(say("display.gloved_explain")),
        ],
        spacing=theme.GAP_SMALL,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _quiet(words: str) -> ft.Control:
    return ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
