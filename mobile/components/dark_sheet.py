"""What lies dark over the whole screen, in every look: what counts there is the picture."""

from collections.abc import Callable, Sequence
from typing import Final

import flet as ft

from mobile import theme
from mobile.components.beside import Beside
from mobile.components.buttons import named
from mobile.components.guards import calling

GROUND: Final = "#101516"
RAISED: Final = "#263234"
SOFT: Final = "#C3CFD1"
# What is chosen among several.
CHOSEN: Final = "#7FD0D6"


def DarkButton(
    identifier: str,
    words: str,
    on_tap: Callable[[], object],
    *,
    icon: ft.IconData | None = None,
    solid: bool = False,
    disabled: bool = False,
) -> ft.Control:
    """A button on the dark ground; `solid` for the one thing to do next."""
    ink = GROUND if solid else ft.Colors.WHITE
    return named(
        identifier,
        ft.OutlinedButton(
            # Small enough for several beside each other on a phone.
            ft.Text(words, theme_style=theme.LABEL, color=SOFT if disabled else ink),
            icon=ft.Icon(icon, color=SOFT if disabled else ink, size=theme.icon_size(20)) if icon else None,
            on_click=calling(on_tap),
            disabled=disabled,
            style=ft.ButtonStyle(
                bgcolor=ft.Colors.WHITE if solid and not disabled else ft.Colors.TRANSPARENT,
                color=ink,
                side=ft.BorderSide(1, RAISED if disabled else SOFT),
                padding=ft.Padding.symmetric(vertical=theme.beside_text(15), horizontal=12),
            ),
        ),
    )


def DarkIcon(
    identifier: str,
    icon: ft.IconData,
    words: str,
    on_tap: Callable[[], object],
    *,
    chosen: bool = False,
    disabled: bool = False,
    color: str | None = None,
) -> ft.Control:
    """An icon on the dark ground; `words` are read aloud and shown on a long press."""
    ink = RAISED if disabled else GROUND if chosen else color or ft.Colors.WHITE
    return ft.Semantics(
        identifier=identifier,
        container=True,
        button=True,
        selected=chosen or None,
        content=ft.Container(
            width=theme.target(),
            height=theme.target(),
            alignment=ft.Alignment.CENTER,
            border_radius=theme.RADIUS,
            bgcolor=CHOSEN if chosen else None,
            border=None if chosen else ft.Border.all(1, RAISED),
            tooltip=words,
            ink=True,
            disabled=disabled,
            on_click=calling(on_tap),
            content=ft.Icon(icon, color=ink, size=24),
        ),
    )


def DarkTop(title: str, *trailing: ft.Control) -> ft.Control:
    """The sheet's name, and what ends it."""
    name = ft.Text(title, theme_style=theme.HEADING, color=ft.Colors.WHITE)
    # Beside several buttons a phone has no room for a name.
    from_width = theme.TIGHT if len(trailing) == 1 else theme.MEDIUM
    return Beside(ft.Semantics(header=True, heading_level=1, content=name), *trailing, from_width=from_width)


def DarkSaid(identifier: str, sentence: str, *after: ft.Control) -> list[ft.Control]:
    """A sentence about what just happened, read aloud, with what can be done about it; nothing for none."""
    if not sentence:
        return []
    words = ft.Text(sentence, theme_style=theme.SMALL, color=ft.Colors.WHITE)
    return [
        ft.Semantics(
            identifier=identifier,
            container=True,
            live_region=True,
            content=ft.Container(
                padding=12, border_radius=theme.RADIUS, bgcolor=RAISED, content=Beside(words, *after)
            ),
        )
    ]


def DarkSheet(controls: Sequence[ft.Control]) -> ft.Control:
    """The sheet: one thing below the other, filling its place."""
    return ft.Container(
        expand=True,
        bgcolor=GROUND,
        content=ft.SafeArea(
            expand=True,
            content=ft.Container(
                padding=theme.GAP,
                expand=True,
                content=ft.Column(
                    list(controls),
                    expand=True,
                    spacing=12,
                    horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
                ),
            ),
        ),
    )
