"""Blurring faces and badges on a photo for good; what it means is said before, not after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.dark_sheet import DarkButton, DarkSaid, DarkSheet, DarkTop
from mobile.components.guards import safe_component
from mobile.components.photo_canvas import PhotoCanvas
from mobile.components.sketch import Sketch, Tool
from mobile.errors import TabletError
from mobile.photos.blur import Rectangle
from mobile.photos.marks import Box
from mobile.state.photo_edits import Blurring, blur_for_good, blurring
from mobile.text import say
from mobile.views.photo_tools import Steps, Tools

if TYPE_CHECKING:
    from collections.abc import Callable

    from flet.components.hooks.use_ref import MutableRef

    from mobile.state.photo_place import PhotoPlace
    from mobile.state.session import Session
    from mobile.views.photo_drawing import Canvas


@safe_component
def PhotoBlurring(
    session: Session,
    place: PhotoPlace,
    canvas: Canvas,
    on_saved: Callable[[str], object],
    on_back: Callable[[], object],
) -> ft.Control:
    """The sheet to cover what is blurred; `on_saved(name)` once the blurred photo has taken the place.

    Identifiers: `draw-surface`, `blur-save`, `draw-back`, `blur-what`, `draw-message`, and the tools'.
    """
    sketch = ft.use_memo(lambda: Sketch(tool=Tool.BOX), [canvas.sha256])
    viewer: MutableRef[ft.InteractiveViewer] = ft.use_ref(None)
    told, tell = ft.use_state("")
    saving, set_saving = ft.use_state(False)
    _, draw_again = ft.use_state(0)
    what = blurring(session, place, canvas.sha256)

    def changed() -> None:
        draw_again(lambda count: count + 1)

    def touch(x: float, y: float) -> None:
        sketch.touch(x, y)

    def move(x: float, y: float) -> None:
        sketch.move(x, y)
        changed()

    def lift(x: float, y: float) -> None:
        sketch.move(x, y)
        sketch.lift()
        changed()

    async def save() -> None:
        set_saving(True)
        covered = [
            Rectangle.between(mark.corner, mark.opposite) for mark in sketch.marks if isinstance(mark, Box)
        ]
        try:
            on_saved(await blur_for_good(session, place, canvas.sha256, covered))
        except TabletError as error:
            tell(str(error))
        finally:
            set_saving(False)

    moving = sketch.tool is Tool.MOVE
    tools = [(Tool.BOX, say("photo.tool.blur")), (Tool.MOVE, say("photo.tool.move"))]
    below = [Tools(sketch, tools, changed), *Steps(sketch, viewer, changed)]
    return DarkSheet(
        [
            DarkTop(
                say("photo.blur_title"),
                DarkButton("draw-back", say("photo.later"), on_back),
                DarkButton(
                    "blur-save", say("photo.blur_save"), save, solid=True, disabled=saving or not sketch.marks
                ),
            ),
            *DarkSaid("blur-what", _meaning(what)),
            PhotoCanvas(
                "draw-surface",
                say("photo.blur_surface"),
                canvas.picture,
                canvas.shape,
                sketch.shown,
                viewer=viewer,
                covered=True,
                on_touch=None if moving else touch,
                on_move=None if moving else move,
                on_lift=None if moving else lift,
                key="canvas",
            ),
            *DarkSaid("draw-message", told),
            ft.Row(
                below,
                wrap=True,
                spacing=theme.GAP_SMALL,
                run_spacing=theme.GAP_SMALL,
                alignment=ft.MainAxisAlignment.CENTER,
            ),
        ]
    )


def _meaning(what: Blurring) -> str:
    sentences = [say("photo.blur_how")]
    if len(what.versions) > 1:
        sentences.append(say("photo.blur_versions", n=len(what.versions) - 1))
    if what.left:
        sentences.append(say("photo.blur_sent"))
    return " ".join(sentences)
