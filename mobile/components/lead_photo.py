"""The first photo of something, across its place; a tap shows all of it."""

from collections.abc import Callable

import flet as ft

from mobile import theme
from mobile.components.guards import calling


def LeadPhoto(
    identifier: str, image: bytes, on_tap: Callable[[], object], *, height: int, label: str
) -> ft.Control:
    """As wide as its place and `height` pixels high, cut to fit; `label` is read out."""
    picture = ft.Image(
        src=image,
        height=height,
        fit=ft.BoxFit.COVER,
        border_radius=theme.RADIUS,
        exclude_from_semantics=True,
    )
    return ft.Semantics(
        identifier=identifier,
        container=True,
        button=True,
        label=label,
        content=ft.Container(picture, on_click=calling(on_tap)),
    )
