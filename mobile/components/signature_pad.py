"""A signature drawn by finger, kept as strokes so that every size and printer can draw it again."""

import inspect
from collections.abc import Callable, Sequence
from typing import Final

import flet as ft
import flet.canvas as cv

from mobile import theme
from mobile.components.buttons import QuietButton
from mobile.components.drawing_surface import DrawingSurface, Lift
from mobile.components.guards import guard, safe_component
from mobile.components.strokes import (
    PAD_HEIGHT,
    PAD_WIDTH,
    AnyStrokes,
    Drawing,
    Stroke,
    Strokes,
    bends,
    frozen,
)
from mobile.text import say

_BASELINE: Final = 300


@safe_component
def SignaturePad(
    identifier: str,
    strokes: AnyStrokes,
    on_change: Callable[[Strokes], object],
    *,
    caption: str | None = None,
    whose: str | None = None,
    width: int | None = None,
) -> ft.Control:
    """A pad to sign on, as wide as its place or `width`. `on_change(strokes)` comes after each stroke.

    `whose` says of the button below it which pad it clears.

    `strokes` is what it opens with; the pad keeps its own from then on, so that a stroke drawn while the last
    one is being saved is not lost. Give it another `key=` to start afresh.
    Identifiers: `<identifier>` (the surface), `<identifier>-clear`.
    """
    # Not drawn state: a handler must see the newest point even between two drawings.
    drawing = ft.use_memo(lambda: Drawing(strokes), [])
    size, set_size = ft.use_state(float(width or 500))
    _times, set_times = ft.use_state(0)

    async def changed() -> None:
        set_times(lambda times: times + 1)
        result = on_change(drawing.strokes)
        if inspect.isawaitable(result):
            await result

    def touch(event: ft.DragDownEvent[ft.GestureDetector]) -> None:
        drawing.touch(event.local_position.x, event.local_position.y, size)

    def move(event: ft.DragUpdateEvent[ft.GestureDetector]) -> None:
        drawing.move(event.local_position.x, event.local_position.y, size)
        set_times(lambda times: times + 1)

    async def lift(event: Lift) -> None:
        # Updates are thinned out; where the finger left is told here.
        if event.local_position:
            drawing.move(event.local_position.x, event.local_position.y, size)
        if drawing.lift():
            await changed()

    async def clear() -> None:
        drawing.clear()
        await changed()

    canvas = cv.Canvas(
        shapes=_ink([*drawing.strokes, tuple(drawing.line)], size),
        content=DrawingSurface(guard(touch), guard(move), guard(lift)),
        expand=True,
        on_resize=guard(lambda event: set_size(event.width)),
    )
    return ft.Column(
        spacing=0,
        tight=True,
        width=width,
        horizontal_alignment=ft.CrossAxisAlignment.END,
        controls=[
            _sheet(
                identifier, caption or say("part.signature.here"), signed=not drawing.empty, canvas=canvas
            ),
            QuietButton(
                f"{identifier}-clear",
                say("part.signature.clear"),
                clear,
                disabled=not drawing.strokes,
                of=whose,
            ),
        ],
    )


def SignatureView(strokes: AnyStrokes, *, width: int = 240) -> ft.Control:
    """A signature as it was drawn, `width` pixels wide and two fifths of that high."""
    return ft.Semantics(
        label=say("part.signature.is"),
        image=True,
        content=cv.Canvas(
            shapes=_ink(frozen(strokes), width), width=width, height=width * PAD_HEIGHT / PAD_WIDTH
        ),
    )


def _sheet(identifier: str, caption: str, *, signed: bool, canvas: ft.Control) -> ft.Control:
    return ft.Semantics(
        identifier=identifier,
        label=say("part.signature.pad", caption=caption),
        container=True,
        content=ft.Container(
            aspect_ratio=PAD_WIDTH / PAD_HEIGHT,
            bgcolor=ft.Colors.SURFACE_BRIGHT,
            border=ft.Border.all(1, ft.Colors.OUTLINE),
            border_radius=theme.RADIUS,
            clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
            content=ft.Stack([_guide("" if signed else caption), canvas], fit=ft.StackFit.EXPAND),
        ),
    )


def _guide(caption: str) -> ft.Control:
    return ft.Container(
        alignment=ft.Alignment(0, 2 * _BASELINE / PAD_HEIGHT - 1),
        padding=ft.Padding.symmetric(horizontal=theme.GAP_LARGE),
        content=ft.Column(
            tight=True,
            spacing=4,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            controls=[
                ft.Text(caption, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
                ft.Divider(height=1, color=ft.Colors.OUTLINE),
            ],
        ),
    )


def _ink(strokes: Sequence[Stroke], width: float) -> list[cv.Shape]:
    scale = width / PAD_WIDTH
    paint = ft.Paint(
        # As thick as a felt pen would be at this size.
        stroke_width=max(1.5, 6 * scale),
        style=ft.PaintingStyle.STROKE,
        stroke_cap=ft.StrokeCap.ROUND,
        stroke_join=ft.StrokeJoin.ROUND,
        color=ft.Colors.ON_SURFACE,
    )
    return [cv.Path(_curve(stroke, scale), paint=paint) for stroke in strokes if stroke]


def _curve(stroke: Stroke, scale: float) -> list[cv.Path.PathElement]:
    (first_x, first_y), (last_x, last_y) = stroke[0], stroke[-1]
    elements: list[cv.Path.PathElement] = [cv.Path.MoveTo(first_x * scale, first_y * scale)]
    elements += [
        cv.Path.QuadraticTo(x * scale, y * scale, to_x * scale, to_y * scale)
        for (x, y), (to_x, to_y) in bends(stroke)
    ]
    # A lone point becomes a line of no length, which the round pen draws as a dot.
    elements.append(cv.Path.LineTo(last_x * scale, last_y * scale))
    return elements
