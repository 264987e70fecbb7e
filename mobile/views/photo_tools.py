"""The tools below a photo one draws on or blurs: what the finger does, colours, undo and redo, zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.dark_sheet import CHOSEN, GROUND, RAISED, DarkIcon
from mobile.components.guards import calling
from mobile.components.sketch import Tool
from mobile.photos.marks import INKS, Ink
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flet.components.hooks.use_ref import MutableRef

    from mobile.components.sketch import Sketch

_ICONS = {
    Tool.ARROW: ft.Icons.NORTH_EAST,
    Tool.BOX: ft.Icons.CROP_SQUARE,
    Tool.PEN: ft.Icons.GESTURE,
    Tool.WORDS: ft.Icons.TITLE,
    Tool.MOVE: ft.Icons.OPEN_WITH,
}
_STEP = 1.6


def Tools(sketch: Sketch, tools: Sequence[tuple[Tool, str]], changed: Callable[[], object]) -> ft.Control:
    """What the finger does; one is in hand. Identifiers: `draw-tool-<tool>`."""

    def take(tool: Tool) -> None:
        sketch.tool = tool
        changed()

    return ft.Row(
        [_tool(tool, words, tool is sketch.tool, take) for tool, words in tools],
        wrap=True,
        spacing=theme.GAP_SMALL,
        run_spacing=theme.GAP_SMALL,
        alignment=ft.MainAxisAlignment.CENTER,
    )


def Inks(sketch: Sketch, changed: Callable[[], object]) -> list[ft.Control]:
    """The colours; one is on. Identifiers: `draw-ink-<colour>`."""

    def dip(ink: Ink) -> None:
        sketch.ink = ink
        changed()

    return [_ink(ink, ink is sketch.ink, dip) for ink in Ink]


def Steps(
    sketch: Sketch, viewer: MutableRef[ft.InteractiveViewer], changed: Callable[[], object]
) -> list[ft.Control]:
    """Undo, redo, nearer and the whole photo again.

    Identifiers: `draw-undo`, `draw-redo`, `draw-zoom-in`, `draw-zoom-out`.
    """

    def undo() -> None:
        sketch.undo()
        changed()

    def redo() -> None:
        sketch.redo()
        changed()

    async def nearer() -> None:
        if viewer.current:
            await viewer.current.zoom(_STEP)

    async def whole() -> None:
        if viewer.current:
            await viewer.current.reset()

    return [
        DarkIcon("draw-undo", ft.Icons.UNDO, say("photo.undo"), undo, disabled=not sketch.marks),
        DarkIcon("draw-redo", ft.Icons.REDO, say("photo.redo"), redo, disabled=not sketch.undone),
        DarkIcon("draw-zoom-in", ft.Icons.ZOOM_IN, say("photo.zoom_in"), nearer),
        DarkIcon("draw-zoom-out", ft.Icons.ZOOM_OUT_MAP, say("photo.zoom_out"), whole),
    ]


def _tool(tool: Tool, words: str, chosen: bool, on_tap: Callable[[Tool], object]) -> ft.Control:
    ink = GROUND if chosen else ft.Colors.WHITE
    return ft.Semantics(
        identifier=f"draw-tool-{tool}",
        container=True,
        button=True,
        selected=chosen,
        label=words,
        content=ft.Container(
            ft.Column(
                [
                    ft.Icon(_ICONS[tool], color=ink, size=theme.icon_size(22)),
                    ft.Text(words, theme_style=theme.CAPTION, color=ink, semantics_label=""),
                ],
                tight=True,
                spacing=0,
                horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            ),
            padding=ft.Padding.symmetric(vertical=6, horizontal=theme.beside_text(14)),
            border_radius=theme.RADIUS,
            bgcolor=CHOSEN if chosen else None,
            border=ft.Border.all(1, CHOSEN if chosen else RAISED),
            ink=True,
            on_click=calling(on_tap, tool),
        ),
    )


def _ink(ink: Ink, chosen: bool, on_tap: Callable[[Ink], object]) -> ft.Control:
    colour, halo = INKS[ink]
    return ft.Semantics(
        identifier=f"draw-ink-{ink}",
        container=True,
        button=True,
        selected=chosen,
        content=ft.Container(
            ft.Container(
                ft.Icon(ft.Icons.CHECK_ROUNDED, color=halo, size=20) if chosen else None,
                width=32,
                height=32,
                border_radius=16,
                bgcolor=colour,
                border=ft.Border.all(3 if chosen else 1, ft.Colors.WHITE),
                alignment=ft.Alignment.CENTER,
            ),
            width=theme.target(),
            height=theme.target(),
            alignment=ft.Alignment.CENTER,
            border_radius=theme.RADIUS,
            tooltip=say(f"photo.ink.{ink}"),
            ink=True,
            on_click=calling(on_tap, ink),
        ),
    )
