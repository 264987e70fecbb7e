"""Things beside each other in as many columns as the window has room for, which larger type has less of."""

from collections.abc import Sequence

import flet as ft

from mobile import theme


def Columns(
    controls: Sequence[ft.Control],
    *,
    spacing: int = theme.GAP,
    run_spacing: int = theme.GAP,
    alignment: ft.CrossAxisAlignment = ft.CrossAxisAlignment.START,
    from_widths: dict[str, int] | None = None,
    key: str | None = None,
) -> ft.Control:
    """Controls that say by their `col` how many twelfths of a line they take from which width on.

    `from_widths` are other widths, in pixels of ordinary type, than the usual xs 0, sm 576, md 768, lg 992,
    xl 1200.
    """
    return ft.ResponsiveRow(
        list(controls),
        spacing=spacing,
        run_spacing=run_spacing,
        vertical_alignment=alignment,
        breakpoints=theme.breakpoints(from_widths),
        key=key,
    )
