"""A photo, large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile.components.buttons import QuietButton
from mobile.components.guards import calling
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.state.session import Session

# Large enough to see, small enough to travel to the screen at once.
_EDGE = 1024


def PhotoDialog(session: Session, sha256: str, on_close: Callable[[], object]) -> ft.AlertDialog:
    """One photo with a way back; show it with `ft.use_dialog`."""
    picture = session.thumbnail(sha256, edge=_EDGE)
    if picture:
        image = ft.Image(src=picture, fit=ft.BoxFit.CONTAIN, semantics_label=say("camera.title"), expand=True)
        words = [] if session.tablet.vault.has(sha256) else [ft.Text(say("space.small"))]
        shown: ft.Control = ft.Column([image, *words])
    else:
        shown = ft.Text(say("wins.photo_later"))
    return ft.AlertDialog(
        content=ft.Container(shown, width=_EDGE, height=_EDGE * 3 / 4),
        content_padding=16,
        actions=[QuietButton("photo-close", say("camera.close"), on_close)],
        on_dismiss=calling(on_close),
    )
