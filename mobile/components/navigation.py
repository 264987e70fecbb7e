"""Where one can go: a rail at the side where there is room, a bar at the bottom where there is not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft

from mobile import theme
from mobile.components.guards import calling


@dataclass(frozen=True)
class Destination:
    """One place to go.

    Attributes:
        name: for the identifier `nav-<name>`.
        words: under the icon.
        icon: outline.
        icon_here: filled, when one is there.
    """

    name: str
    words: str
    icon: ft.IconData
    icon_here: ft.IconData


# As wide as the longest of the words below the icons.
_RAIL = 112


def NavRail(
    destinations: Sequence[Destination],
    here: str | None,
    on_go: Callable[[str], object],
    *,
    foot: ft.Control | None = None,
) -> ft.Control:
    """Destinations below each other; `foot` stands at the lower end."""
    entries: list[ft.Control] = [_entry(one, here, on_go) for one in destinations]
    if foot:
        entries += [ft.Container(expand=True), foot]
    return ft.Container(
        width=round(_RAIL * theme.sizes().type),
        padding=ft.Padding.symmetric(vertical=theme.GAP, horizontal=theme.GAP_SMALL),
        bgcolor=ft.Colors.SURFACE_CONTAINER,
        content=ft.Column(
            entries, spacing=theme.GAP_SMALL, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
        ),
    )


def NavBar(
    destinations: Sequence[Destination],
    here: str | None,
    on_go: Callable[[str], object],
    *,
    action: ft.Control | None = None,
) -> ft.Control:
    """Destinations beside each other; `action` stands in the middle."""
    entries = [_entry(one, here, on_go, expand=True) for one in destinations]
    if action:
        entries.insert(len(entries) // 2, action)
    return ft.Container(
        padding=ft.Padding.symmetric(vertical=6, horizontal=theme.GAP_SMALL),
        bgcolor=ft.Colors.SURFACE_CONTAINER,
        border=ft.Border(top=ft.BorderSide(1, ft.Colors.OUTLINE_VARIANT)),
        content=ft.Row(entries, spacing=0),
    )


def _entry(
    one: Destination, here: str | None, on_go: Callable[[str], object], *, expand: bool = False
) -> ft.Control:
    is_here = one.name == here
    ink = ft.Colors.ON_PRIMARY_CONTAINER if is_here else ft.Colors.ON_SURFACE_VARIANT
    # Beside each other in large type no word would be whole: the screen's title says where one is.
    words = [] if expand and theme.tight() else [_words(one, ink, here=is_here, one_line=expand)]
    return ft.Semantics(
        identifier=f"nav-{one.name}",
        container=True,
        button=True,
        selected=is_here,
        label=None if words else one.words,
        expand=expand,
        content=ft.Container(
            ink=True,
            on_click=calling(on_go, one.name),
            border_radius=theme.RADIUS,
            padding=ft.Padding.symmetric(vertical=6, horizontal=4),
            content=ft.Column(
                spacing=2,
                horizontal_alignment=ft.CrossAxisAlignment.CENTER,
                controls=[
                    ft.Container(
                        width=64,
                        height=theme.target() - 12,
                        border_radius=theme.ROUND,
                        bgcolor=ft.Colors.PRIMARY_CONTAINER if is_here else None,
                        alignment=ft.Alignment.CENTER,
                        content=ft.Icon(
                            one.icon_here if is_here else one.icon, size=theme.icon_size(24), color=ink
                        ),
                    ),
                    *words,
                ],
            ),
        ),
    )


def _words(one: Destination, ink: ft.Colors, *, here: bool, one_line: bool) -> ft.Control:
    return ft.Text(
        one.words,
        theme_style=theme.LABEL if here else theme.CAPTION,
        color=ink,
        text_align=ft.TextAlign.CENTER,
        no_wrap=one_line,
    )
