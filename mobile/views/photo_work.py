"""What drawing on a photo and blurring it share: the sheet, the photo under the finger, and saving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import flet as ft

from mobile import theme
from mobile.components.dark_sheet import DarkButton, DarkSheet, DarkTop
from mobile.components.photo_canvas import PhotoCanvas
from mobile.components.sketch import Sketch, Tool
from mobile.errors import TabletError
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from flet.components.hooks.use_ref import MutableRef

# High enough to draw on where the rest of the sheet takes more than the screen.
_PHOTO_HEIGHT: Final = 360


@dataclass(frozen=True)
class Canvas:
    """A photo to work on: its name, a picture of it for the screen, and its width by its height."""

    sha256: str
    picture: bytes
    shape: float


@dataclass(frozen=True)
class Saving:
    """How saving goes.

    Attributes:
        told: a sentence about it, empty for none.
        busy: whether it goes on.
        save: does it, by what returns the name of the photo that was made.
    """

    told: str
    busy: bool
    save: Callable[[Callable[[], Awaitable[str]]], Awaitable[None]]


def use_saving(on_saved: Callable[[str], object], begin: str = "") -> Saving:
    """Save a photo once; `on_saved(name)` follows. It begins with a sentence, where there is one."""
    told, tell = ft.use_state(begin)
    busy, set_busy = ft.use_state(False)

    async def save(make: Callable[[], Awaitable[str]]) -> None:
        set_busy(True)
        try:
            on_saved(await make())
        except TabletError as error:
            tell(str(error))
        finally:
            set_busy(False)

    return Saving(told, busy, save)


def WorkedOn(
    canvas: Canvas,
    label: str,
    sketch: Sketch,
    viewer: MutableRef[ft.InteractiveViewer],
    *,
    on_drawn: Callable[[], object],
    on_lift: Callable[[float, float], object],
    covered: bool = False,
) -> ft.Control:
    """The photo with its marks; a finger draws, or moves it about with that tool (`draw-surface`)."""
    moving = sketch.tool is Tool.MOVE

    def move(x: float, y: float) -> None:
        sketch.move(x, y)
        on_drawn()

    return PhotoCanvas(
        "draw-surface",
        label,
        canvas.picture,
        canvas.shape,
        sketch.shown,
        viewer=viewer,
        covered=covered,
        on_touch=None if moving else sketch.touch,
        on_move=None if moving else move,
        on_lift=None if moving else on_lift,
        key="canvas",
    )


def WorkSheet(
    title: str,
    on_back: Callable[[], object],
    finish: ft.Control,
    photo: ft.Control,
    *,
    above: Sequence[ft.Control] = (),
    below: Sequence[ft.Control] = (),
) -> ft.Control:
    """The sheet: its name, the way back (`draw-back`), what ends it; the photo between words and tools.

    The photo takes what these leave. Where type is large for the window they leave nothing: then it scrolls.
    """
    top = DarkTop(title, DarkButton("draw-back", say("photo.later"), on_back), finish)
    if not theme.tight():
        return DarkSheet([top, *above, photo, *below])
    return DarkSheet(
        [
            ft.Column(
                [top, *above, ft.Container(photo, height=_PHOTO_HEIGHT), *below],
                scroll=ft.ScrollMode.AUTO,
                expand=True,
                spacing=12,
                horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            )
        ]
    )


def tools_in_rows(controls: Sequence[ft.Control]) -> ft.Control:
    """Return tools beside each other, in as many rows as they need."""
    return ft.Row(
        list(controls),
        wrap=True,
        spacing=theme.GAP_SMALL,
        run_spacing=theme.GAP_SMALL,
        alignment=ft.MainAxisAlignment.CENTER,
    )
