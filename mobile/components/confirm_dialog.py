"""A question before something that can't be taken back."""

from collections.abc import Callable

import flet as ft

from mobile.components.buttons import QuietButton
from mobile.components.guards import calling
from mobile.text import say


def ConfirmDialog(
    title: str,
    text: str,
    *,
    yes: str,
    on_yes: Callable[[], object],
    on_no: Callable[[], object],
    no: str | None = None,
    grave: bool = False,
) -> ft.AlertDialog:
    """Two buttons, both verbs; `grave` marks what can't be undone. Identifiers: `confirm-yes`, `confirm-no`.

    Show it with `ft.use_dialog(ConfirmDialog(...) if asking else None)`.
    """
    style = ft.ButtonStyle(bgcolor=ft.Colors.ERROR, color=ft.Colors.ON_ERROR) if grave else None
    accept = ft.FilledButton(yes, on_click=calling(on_yes), style=style)
    return ft.AlertDialog(
        modal=True,
        scrollable=True,
        title=title,
        content=ft.Container(width=440, content=ft.Text(text)),
        actions=[
            QuietButton("confirm-no", no or say("part.not_now"), on_no),
            ft.Semantics(identifier="confirm-yes", container=True, content=accept),
        ],
        on_dismiss=calling(on_no),
    )
