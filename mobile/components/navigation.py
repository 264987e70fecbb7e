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
        width=112,
        padding=ft.Padding.symmetric(vertical=theme.GAP, horizontal=theme.GAP_SMALL),
        bgcolor=ft.Colors.SURFACE_CONTAINER,
        content=ft.Column(entries, spacing=theme.GAP_SMALL),
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
    return ft.Semantics(
        identifier=f"nav-{one.name}",
        container=True,
        button=True,
        selected=is_here,
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
                        height=34,
                        border_radius=17,
                        bgcolor=ft.Colors.PRIMARY_CONTAINER if is_here else None,
                        alignment=ft.Alignment.CENTER,
                        content=ft.Icon(one.icon_here if is_here else one.icon, size=24, color=ink),
                    ),
                    ft.Text(
                        one.words,
                        theme_style=theme.LABEL if is_here else theme.CAPTION,
                        color=ink,
                        text_align=ft.TextAlign.CENTER,
                        # Beside each other they have one line; below each other, as many as large type needs.
                        no_wrap=expand,
                    ),
                ],
            ),
        ),
    )
