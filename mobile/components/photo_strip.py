"""Photos beside an answer or a finding, and the place to add one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import flet as ft

from mobile import theme
from mobile.components.guards import calling
from mobile.text import say

_TILE: Final = 112


def tile() -> int:
    """Return the side of a photo: its middle is tapped to open it, so what removes it ends before that."""
    return max(_TILE, 2 * theme.target() + theme.GAP_SMALL)


@dataclass(frozen=True)
class Thumb:
    """One photo in small: its name (the SHA-256 of its bytes), its thumbnail's bytes, and words for it.

    `image` is None while only the record has arrived and the photo has not.
    """

    photo_id: str
    image: bytes | None
    label: str = ""


def PhotoStrip(
    identifier: str,
    thumbs: Sequence[Thumb],
    on_open: Callable[[str], object],
    *,
    on_add: Callable[[], object] | None = None,
    on_remove: Callable[[str], object] | None = None,
) -> ft.Control:
    """Thumbnails that open with a tap, in rows; `on_open` and `on_remove` get the photo's id.

    Without `on_add` or `on_remove` photos can only be looked at.
    Identifiers: `<identifier>-<photo id>`, `<identifier>-<photo id>-remove`, `<identifier>-add`.
    """
    tiles = [
        _tile(
            f"{identifier}-{thumb.photo_id}",
            thumb,
            # Each by a name of its own: a screen reader goes through several of them, and the one to add.
            thumb.label or say("part.photo.number", number=number),
            calling(on_open, thumb.photo_id),
            calling(on_remove, thumb.photo_id) if on_remove else None,
        )
        for number, thumb in enumerate(thumbs, start=1)
    ]
    if on_add:
        tiles.append(_add(f"{identifier}-add", calling(on_add)))
    return ft.Row(tiles, wrap=True, spacing=theme.GAP_SMALL, run_spacing=theme.GAP_SMALL)


def _tile(
    identifier: str,
    thumb: Thumb,
    name: str,
    on_open: Callable[[], object],
    on_remove: Callable[[], object] | None,
) -> ft.Control:
    picture: ft.Control = (
        ft.Image(
            src=thumb.image,
            width=tile(),
            height=tile(),
            fit=ft.BoxFit.COVER,
            gapless_playback=True,
            # The button around it is named.
            exclude_from_semantics=True,
            error_content=_missing(say("part.photo.not_shown")),
        )
        if thumb.image
        else _missing(say("part.photo.on_its_way"))
    )
    layers: list[ft.Control] = [
        ft.Semantics(
            identifier=identifier,
            container=True,
            button=True,
            label=name if thumb.image else None,
            content=ft.Container(content=picture, ink=True, on_click=on_open, width=tile(), height=tile()),
        )
    ]
    if on_remove:
        layers.append(_remove(f"{identifier}-remove", name, on_remove))
    return ft.Container(
        key=thumb.photo_id,
        width=tile(),
        height=tile(),
        border_radius=theme.RADIUS,
        bgcolor=ft.Colors.SURFACE_CONTAINER_HIGH,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        content=ft.Stack(layers),
    )


def _remove(identifier: str, label: str, on_remove: Callable[[], object]) -> ft.Control:
    return ft.Container(
        # The disc is small so that the photo shows; what can be tapped around it is not.
        right=0,
        top=0,
        content=ft.Semantics(
            identifier=identifier,
            container=True,
            button=True,
            label=say("part.photo.remove", label=label),
            content=ft.Container(
                width=theme.target(),
                height=theme.target(),
                alignment=ft.Alignment(0.5, -0.5),
                border_radius=theme.target() / 2,
                ink=True,
                on_click=on_remove,
                content=ft.Container(
                    width=28,
                    height=28,
                    border_radius=14,
                    alignment=ft.Alignment.CENTER,
                    bgcolor=ft.Colors.with_opacity(0.72, ft.Colors.BLACK),
                    content=ft.Icon(ft.Icons.CLOSE, size=18, color=ft.Colors.WHITE),
                ),
            ),
        ),
    )


def _add(identifier: str, on_add: Callable[[], object]) -> ft.Control:
    return ft.Semantics(
        identifier=identifier,
        container=True,
        button=True,
        content=ft.Container(
            width=tile(),
            height=tile(),
            ink=True,
            on_click=on_add,
            border_radius=theme.RADIUS,
            border=ft.Border.all(1, ft.Colors.OUTLINE),
            bgcolor=ft.Colors.SURFACE_BRIGHT,
            alignment=ft.Alignment.CENTER,
            content=ft.Column(
                tight=True,
                spacing=4,
                horizontal_alignment=ft.CrossAxisAlignment.CENTER,
                controls=[
                    ft.Icon(ft.Icons.ADD_A_PHOTO_OUTLINED, size=28, color=ft.Colors.PRIMARY),
                    ft.Text(say("part.photo.is"), theme_style=theme.LABEL, color=ft.Colors.PRIMARY),
                ],
            ),
        ),
    )


def _missing(words: str) -> ft.Control:
    return ft.Container(
        width=tile(),
        height=tile(),
        padding=theme.GAP_SMALL,
        alignment=ft.Alignment.CENTER,
        bgcolor=ft.Colors.SURFACE_CONTAINER_HIGH,
        content=ft.Column(
            tight=True,
            spacing=4,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            controls=[
                ft.Icon(ft.Icons.IMAGE_OUTLINED, color=ft.Colors.ON_SURFACE_VARIANT),
                ft.Text(
                    words,
                    theme_style=theme.CAPTION,
                    text_align=ft.TextAlign.CENTER,
                    color=ft.Colors.ON_SURFACE_VARIANT,
                ),
            ],
        ),
    )
