"""A photo one draws on with a finger, zooms into and moves about."""

from collections.abc import Callable, Sequence

import flet as ft
import flet.canvas as cv
from flet.components.hooks.use_ref import MutableRef

from mobile import theme
from mobile.components.dark_sheet import SOFT
from mobile.components.drawing_surface import DrawingSurface
from mobile.components.guards import guard, safe_component
from mobile.photos.marks import HALO, INKS, Box, Mark, Pixel, Words, letters, line_height, lines, stroke

# What begins a line, what goes on with it, and what ends it: a drag, or a tap without one.
_Moved = (
    ft.DragDownEvent[ft.GestureDetector]
    | ft.DragUpdateEvent[ft.GestureDetector]
    | ft.DragEndEvent[ft.GestureDetector]
    | ft.TapEvent[ft.GestureDetector]
)

_MOST_ZOOM = 6.0


@safe_component
def PhotoCanvas(
    identifier: str,
    label: str,
    picture: bytes,
    shape: float,
    marks: Sequence[Mark],
    *,
    viewer: MutableRef[ft.InteractiveViewer],
    covered: bool = False,
    on_touch: Callable[[float, float], object] | None = None,
    on_move: Callable[[float, float], object] | None = None,
    on_lift: Callable[[float, float], object] | None = None,
) -> ft.Control:
    """A photo as large as its place lets it be, with marks on it.

    `shape` is its width by its height. `on_touch(x, y)`, `on_move(x, y)` and `on_lift(x, y)` get shares of
    width and height; without them a finger moves the photo about. `covered` draws boxes as what will be
    blurred. `viewer` leads to what zooms.
    """
    size, set_size = ft.use_state((0.0, 0.0))

    def share(event: _Moved) -> tuple[float, float] | None:
        at = event.local_position
        return (at.x / size[0], at.y / size[1]) if at and all(size) else None

    def passing(on_place: Callable[[float, float], object] | None) -> Callable[..., None]:
        def handle(event: _Moved) -> None:
            place = share(event)
            if place and on_place:
                on_place(*place)

        return guard(handle)

    touch, move, lift = passing(on_touch), passing(on_move), passing(on_lift)
    free = on_touch is None
    canvas = cv.Canvas(
        shapes=_shapes(marks, size, covered=covered) if all(size) else [],
        content=None if free else DrawingSurface(touch, move, lift),
        expand=True,
        on_resize=guard(lambda event: set_size((event.width, event.height))),
        resize_interval=10,
    )
    image = ft.Image(src=picture, fit=ft.BoxFit.FILL, gapless_playback=True, exclude_from_semantics=True)
    sheet = ft.Semantics(
        identifier=identifier,
        label=label,
        image=True,
        container=True,
        content=ft.Container(
            ft.Stack([image, canvas], fit=ft.StackFit.EXPAND),
            aspect_ratio=shape,
            border_radius=theme.RADIUS_SMALL,
            clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        ),
    )
    return ft.InteractiveViewer(
        ref=viewer,  # type: ignore[arg-type]  # a ref of a hook, which Flet takes as well
        key=f"{identifier}-viewer",
        content=ft.Container(sheet, alignment=ft.Alignment.CENTER),
        pan_enabled=free,
        scale_enabled=True,
        min_scale=1,
        max_scale=_MOST_ZOOM,
        expand=True,
    )


def _shapes(marks: Sequence[Mark], size: tuple[float, float], *, covered: bool) -> list[cv.Shape]:
    shapes: list[cv.Shape] = []
    for mark in marks:
        if covered and isinstance(mark, Box):
            shapes += _cover(mark, size)
        elif isinstance(mark, Words):
            shapes += _written(mark, size)
        else:
            shapes += _drawn(mark, size)
    return shapes


def _drawn(mark: Mark, size: tuple[float, float]) -> list[cv.Shape]:
    thick = stroke(*size)
    runs = lines(mark, *size)
    shapes: list[cv.Shape] = []
    for colour, width in zip(INKS[mark.ink][::-1], (thick * (1 + HALO), thick), strict=True):
        paint = ft.Paint(
            stroke_width=width,
            style=ft.PaintingStyle.STROKE,
            stroke_cap=ft.StrokeCap.ROUND,
            stroke_join=ft.StrokeJoin.ROUND,
            color=colour,
        )
        shapes += [cv.Path(_path(run), paint=paint) for run in runs]
    return shapes


def _path(run: Sequence[Pixel]) -> list[cv.Path.PathElement]:
    # A lone point becomes a line of no length, which a round pen draws as a dot.
    rest = [cv.Path.LineTo(*point) for point in (run[1:] or run)]
    return [cv.Path.MoveTo(*run[0]), *rest]


def _written(mark: Words, size: tuple[float, float]) -> list[cv.Shape]:
    (x, y), high, broken = letters(mark, *size)
    ink, halo = INKS[mark.ink]
    around = ft.Paint(style=ft.PaintingStyle.STROKE, stroke_width=stroke(*size) * HALO, color=halo)
    shapes: list[cv.Shape] = []
    for number, line in enumerate(broken):
        top = y + number * line_height(high)
        styles = (
            ft.TextStyle(size=high, font_family=theme.SEMIBOLD, foreground=around, height=1.1),
            ft.TextStyle(size=high, font_family=theme.SEMIBOLD, color=ink, height=1.1),
        )
        shapes += [cv.Text(x, top, line, style=style, max_lines=1) for style in styles]
    return shapes


def _cover(mark: Box, size: tuple[float, float]) -> list[cv.Shape]:
    (left, top), _, (right, bottom), *_ = lines(mark, *size)[0]
    x, y, width, height = min(left, right), min(top, bottom), abs(right - left), abs(bottom - top)
    ground = ft.Paint(color=ft.Colors.with_opacity(0.82, "#5E6E71"), style=ft.PaintingStyle.FILL)
    edge = ft.Paint(color=SOFT, style=ft.PaintingStyle.STROKE, stroke_width=2, stroke_dash_pattern=[8, 6])
    return [cv.Rect(x, y, width, height, paint=paint) for paint in (ground, edge)]
