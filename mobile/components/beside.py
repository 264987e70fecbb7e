"""A main thing and what is small beside it; below each other where type is large for the window."""

from collections.abc import Sequence

import flet as ft

from mobile import theme


def Beside(
    main: ft.Control, *small: ft.Control, spacing: int = theme.GAP_SMALL, from_width: int = theme.TIGHT
) -> ft.Control:
    """`main` takes the room that `small` leaves, in windows `from_width` pixels of ordinary type on."""
    if not small:
        return main
    if theme.room() < from_width:
        return ft.Column(
            [main, at_the_end(small)],
            spacing=theme.GAP_SMALL,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )
    return ft.Row(
        [ft.Container(main, expand=True), *small],
        spacing=spacing,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )


def at_the_end(controls: Sequence[ft.Control]) -> ft.Control:
    """Return controls beside each other at the far end, in as many lines as they need."""
    return ft.Row(
        list(controls),
        wrap=True,
        spacing=theme.GAP_SMALL,
        run_spacing=theme.GAP_SMALL,
        alignment=ft.MainAxisAlignment.END,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
