"""Show one component, or a few, on an otherwise empty page."""

from collections.abc import Callable

import flet as ft

from mobile import theme
from mobile.components.guards import safe_component


def showing(build: Callable[[], ft.Control | list[ft.Control]]) -> Callable[[ft.Page], None]:
    """A `main` whose page holds what `build` returns; hooks work inside `build`."""

    @safe_component
    def stage() -> ft.Control:
        built = build()
        return ft.Column(built if isinstance(built, list) else [built], expand=True)

    def main(page: ft.Page) -> None:
        theme.apply(page, theme.Look.LIGHT)
        page.render(stage)

    return main
