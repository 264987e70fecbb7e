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

    In a narrow window the second line stands below all these, and where type is large the title as well. A
    very long title or second line ends after two lines; it is read aloud in full.
    """
    # A little smaller where a long word would not fit its line.
    style = theme.HEADING if theme.tight() else theme.TITLE
    name = ft.Semantics(header=True, heading_level=1, content=_short(title, style))
    more = [_short(subtitle, theme.SMALL, ft.Colors.ON_SURFACE_VARIANT)] if subtitle else []
    back = [IconAction("back", ft.Icons.ARROW_BACK, say("part.back"), on_back)] if on_back else []
    if theme.tight():
        return _below_each_other([_row([*back, ft.Container(expand=True), *trailing]), name, *more])
    if theme.room() < theme.MEDIUM:
        return _below_each_other([_row([*back, ft.Container(name, expand=True), *trailing]), *more])
    return _row([*back, ft.Container(_below_each_other([name, *more]), expand=True), *trailing])


def _below_each_other(controls: list[ft.Control]) -> ft.Control:
    return ft.Column(controls, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _row(controls: list[ft.Control]) -> ft.Control:
    return ft.Row(controls, spacing=theme.GAP_SMALL, vertical_alignment=ft.CrossAxisAlignment.CENTER)


def _short(words: str, style: ft.TextThemeStyle, color: ft.Colors | None = None) -> ft.Text:
    return ft.Text(words, theme_style=style, color=color, max_lines=2, overflow=ft.TextOverflow.ELLIPSIS)
