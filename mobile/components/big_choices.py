"""Answers to choose from as a thumb in a glove finds them: two beside each other, or rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import flet as ft

from mobile import theme
from mobile.components.guards import calling
from mobile.sizes import TARGET_GLOVE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence


@dataclass(frozen=True)
class Option:
    """One thing to choose; `value` is part of its identifier."""

    value: str
    words: str


# With the line of text in it as high as a glove needs, in either setting.
_AROUND: Final = (TARGET_GLOVE - 24) // 2


def TwoButtons(
    identifier: str, options: tuple[Option, Option], chosen: str | None, on_tap: Callable[[str], object]
) -> ft.Control:
    """Two answers as wide as each other, such as yes and no; `on_tap(value)` also on the chosen one.

    Identifiers: `<identifier>-<value>`.
    """
    signs = (ft.Icons.CHECK_ROUNDED, ft.Icons.CLOSE_ROUNDED)
    return ft.Row(
        [
            _option(identifier, one, sign, one.value == chosen, on_tap, centred=True)
            for one, sign in zip(options, signs, strict=True)
        ],
        spacing=theme.GAP_SMALL,
    )


def BigRows(
    identifier: str,
    options: Sequence[Option],
    chosen: Collection[str],
    on_tap: Callable[[str], object],
    *,
    several: bool = False,
) -> ft.Control:
    """Answers below each other, one of which holds, or with `several` any number of them.

    `on_tap(value)` also on what is chosen. Identifiers: `<identifier>-<value>`.
    """
    signs = _SEVERAL if several else _ONE
    return ft.Column(
        [
            _option(identifier, one, signs[one.value in chosen], one.value in chosen, on_tap)
            for one in options
        ],
        spacing=theme.GAP_SMALL,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


_ONE: Final = {False: ft.Icons.RADIO_BUTTON_UNCHECKED, True: ft.Icons.RADIO_BUTTON_CHECKED}
_SEVERAL: Final = {False: ft.Icons.CHECK_BOX_OUTLINE_BLANK, True: ft.Icons.CHECK_BOX}


def _option(
    identifier: str,
    one: Option,
    sign: ft.IconData,
    here: bool,
    on_tap: Callable[[str], object],
    *,
    centred: bool = False,
) -> ft.Control:
    ink = ft.Colors.ON_PRIMARY_CONTAINER if here else ft.Colors.ON_SURFACE
    strong = ft.Colors.PRIMARY if here else ft.Colors.ON_SURFACE_VARIANT
    # Beside each other both are to be as wide; in a row the words take what the sign leaves.
    words = ft.Text(
        one.words,
        theme_style=theme.STRONG if here or centred else theme.BODY,
        color=ink,
        expand=None if centred else True,
        text_align=ft.TextAlign.CENTER if centred else ft.TextAlign.START,
    )
    return ft.Semantics(
        identifier=f"{identifier}-{one.value}",
        container=True,
        button=True,
        selected=here,
        expand=True if centred else None,
        content=ft.Container(
            ft.Row(
                [ft.Icon(sign, size=theme.icon_size(24), color=strong), words],
                spacing=12,
                run_spacing=0,
                wrap=centred,
                alignment=ft.MainAxisAlignment.CENTER if centred else ft.MainAxisAlignment.START,
                vertical_alignment=ft.CrossAxisAlignment.CENTER,
            ),
            ink=True,
            on_click=calling(on_tap, one.value),
            padding=ft.Padding.symmetric(vertical=_AROUND, horizontal=theme.GAP),
            bgcolor=ft.Colors.PRIMARY_CONTAINER if here else ft.Colors.SURFACE_BRIGHT,
            border=ft.Border.all(2, ft.Colors.PRIMARY) if here else ft.Border.all(1, ft.Colors.OUTLINE),
            border_radius=theme.RADIUS,
        ),
    )
