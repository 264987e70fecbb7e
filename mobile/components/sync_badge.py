"""Where the work is, always in view: a sign and a few words; a tap tells more."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

import flet as ft

from mobile import theme
from mobile.components.guards import calling


class SyncKind(StrEnum):
    """What the words are about."""

    ON_TABLET = "on_tablet"
    SENDING = "sending"
    RECEIVED = "received"
    NEEDS_YOU = "needs_you"


SIGNS: Final[dict[SyncKind, tuple[ft.IconData, ft.Colors]]] = {
    SyncKind.ON_TABLET: (ft.Icons.TABLET_ANDROID, ft.Colors.ON_SURFACE_VARIANT),
    SyncKind.SENDING: (ft.Icons.ARROW_CIRCLE_UP_OUTLINED, ft.Colors.PRIMARY),
    SyncKind.RECEIVED: (ft.Icons.CHECK_CIRCLE, ft.Colors.PRIMARY_FIXED_DIM),
    SyncKind.NEEDS_YOU: (ft.Icons.WARNING_AMBER_ROUNDED, ft.Colors.SECONDARY_FIXED_DIM),
}


def SyncBadge(
    words: str, kind: SyncKind, on_open: Callable[[], object], *, across: bool = False
) -> ft.Control:
    """One line such as "Received 14:05"; only *needs you* has a ground of its own. Identifier: `sync`.

    It is as long as its words, or as its place is where it goes `across`.
    """
    sign, color = SIGNS[kind]
    needs_you = kind is SyncKind.NEEDS_YOU
    return ft.Semantics(
        identifier="sync",
        container=True,
        button=True,
        live_region=True,
        content=ft.Container(
            ink=True,
            on_click=calling(on_open),
            padding=ft.Padding.symmetric(
                vertical=theme.beside_text(13), horizontal=theme.GAP if across else 12
            ),
            border_radius=None if across else theme.ROUND,
            bgcolor=ft.Colors.SECONDARY_FIXED if needs_you else None,
            content=ft.Row(
                tight=not across,
                spacing=theme.GAP_SMALL,
                controls=[
                    ft.Icon(sign, size=theme.icon_size(20), color=color),
                    ft.Text(
                        words,
                        theme_style=theme.SMALL,
                        color=ft.Colors.ON_SECONDARY_FIXED if needs_you else ft.Colors.ON_SURFACE_VARIANT,
                        max_lines=2 if across else 1,
                        overflow=ft.TextOverflow.ELLIPSIS,
                        expand=across,
                    ),
                ],
            ),
        ),
    )
