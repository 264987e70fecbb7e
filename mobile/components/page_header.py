"""The top of a screen: where one is, the way back, and what is always at hand."""

from collections.abc import Callable, Sequence

import flet as ft

from mobile import theme
from mobile.components.buttons import IconAction
from mobile.text import say


def PageHeader(
    title: str,
    *,
    subtitle: str | None = None,
    on_back: Callable[[], object] | None = None,
    trailing: Sequence[ft.Control] = (),
) -> ft.Control:
    """Title and a second line, `back` on the left where there is a way back, `trailing` on the right.

    A very long title or second line ends after two lines; it is read aloud in full.
    """
    words: list[ft.Control] = [ft.Semantics(header=True, heading_level=1, content=_short(title, theme.TITLE))]
    if subtitle:
        words.append(_short(subtitle, theme.SMALL, ft.Colors.ON_SURFACE_VARIANT))
    left: list[ft.Control] = []
    if on_back:
        left.append(IconAction("back", ft.Icons.ARROW_BACK, say("part.back"), on_back))
    return ft.Row(
        spacing=theme.GAP_SMALL,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
        controls=[*left, ft.Column(words, spacing=0, tight=True, expand=True), *trailing],
    )


def _short(words: str, style: ft.TextThemeStyle, color: ft.Colors | None = None) -> ft.Text:
    return ft.Text(words, theme_style=style, color=color, max_lines=2, overflow=ft.TextOverflow.ELLIPSIS)
