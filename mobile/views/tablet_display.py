"""How the tablet looks for whoever is signed in: its colours, and sizes for bare or gloved hands."""

from __future__ import annotations

from typing import Final

import flet as ft

from mobile import theme
from mobile.components.choices import Choice, Choices
from mobile.components.guards import safe_component
from mobile.state.display import Display
from mobile.state.session import use_session
from mobile.text import say
from mobile.views.layout import Heading

_BARE: Final = "bare"
_GLOVED: Final = "gloved"


@safe_component
def TabletDisplay() -> ft.Control:
    """Choices that count at once. Identifiers: `look-<look>`, `hands-bare`, `hands-gloved`."""
    session = use_session()
    display = session.display

    def wear(chosen: Display) -> None:
        # Before the screens are drawn again, which ask for sizes.
        theme.apply(ft.context.page, chosen.look, gloves=chosen.gloves)
        session.change_display(chosen)

    return ft.Column(
        [
            Heading(say("display.title")),
            _quiet(say("display.explain")),
            ft.Text(say("display.look"), theme_style=theme.STRONG),
            Choices(
                "look",
                [Choice(one, say(f"tablet.look_{one}")) for one in theme.Look],
                display.look,
                lambda look: wear(Display(theme.Look(look), display.gloves)),
            ),
            ft.Text(say("display.hands"), theme_style=theme.STRONG),
            Choices(
                "hands",
                [Choice(_BARE, say("display.hands_bare")), Choice(_GLOVED, say("display.hands_gloved"))],
                _GLOVED if display.gloves else _BARE,
                lambda hands: wear(Display(display.look, hands == _GLOVED)),
            ),
            _quiet(say("display.gloved_explain")),
        ],
        spacing=theme.GAP_SMALL,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _quiet(words: str) -> ft.Control:
    return ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
