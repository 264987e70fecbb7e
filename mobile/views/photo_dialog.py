"""A photo, large, over whatever screen it was opened from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile.components.dark_sheet import GROUND
from mobile.components.guards import calling
from mobile.components.practice_bar import PracticeBar
from mobile.views.photo_sheet import PhotoSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.state.photo_place import PhotoPlace
    from mobile.state.session import Session

# More than any screen has: the dialog takes what there is.
_ALL = 8192


def PhotoDialog(
    session: Session, sha256: str, on_close: Callable[[], object], place: PhotoPlace | None = None
) -> ft.AlertDialog:
    """One photo with a way back; show it with `ft.use_dialog`. With a `place` it can be changed there."""

    def changed(_old: str, _new: str, _blurred: bool) -> None:
        if place:
            place.done()

    sheet = PhotoSheet(session, sha256, on_close, place=place, on_changed=changed, key=f"photo-{sha256}")
    bar = [PracticeBar()] if session.practising else []
    whole = ft.Column([*bar, ft.Container(sheet, expand=True)], spacing=0)
    return ft.AlertDialog(
        content=ft.Container(whole, width=_ALL, height=_ALL),
        content_padding=0,
        inset_padding=0,
        bgcolor=GROUND,
        shape=ft.RoundedRectangleBorder(radius=0),
        on_dismiss=calling(on_close),
    )
