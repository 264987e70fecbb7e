"""Blurring faces and badges on a photo for good; what it means is said before, not after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile.components.dark_sheet import DarkButton, DarkSaid
from mobile.components.guards import safe_component
from mobile.components.sketch import Sketch, Tool
from mobile.photos.blur import Rectangle
from mobile.photos.marks import Box
from mobile.state.photo_edits import Blurring, blur_for_good, blurring
from mobile.text import say
from mobile.views.photo_tools import Steps, Tools
from mobile.views.photo_work import WorkedOn, WorkSheet, tools_in_rows, use_saving

if TYPE_CHECKING:
    from collections.abc import Callable

    from flet.components.hooks.use_ref import MutableRef

    from mobile.state.photo_place import PhotoPlace
    from mobile.state.session import Session
    from mobile.views.photo_work import Canvas


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
    saving = use_saving(on_saved)
    _, draw_again = ft.use_state(0)
    what = blurring(session, place, canvas.sha256)

    def changed() -> None:
        draw_again(lambda count: count + 1)

    def lift(x: float, y: float) -> None:
        sketch.move(x, y)
        sketch.lift()
        changed()

    async def blurred() -> str:
        covered = [
            Rectangle.between(mark.corner, mark.opposite) for mark in sketch.marks if isinstance(mark, Box)
        ]
        return await blur_for_good(session, place, canvas.sha256, covered)

    finish = DarkButton(
        "blur-save",
        say("photo.blur_save"),
        lambda: saving.save(blurred),
        solid=True,
        disabled=saving.busy or not sketch.marks,
    )
    tools = [(Tool.BOX, say("photo.tool.blur")), (Tool.MOVE, say("photo.tool.move"))]
    return WorkSheet(
        say("photo.blur_title"),
        on_back,
        finish,
        WorkedOn(
            canvas,
            say("photo.blur_surface"),
            sketch,
            viewer,
            on_drawn=changed,
            on_lift=lift,
            covered=True,
        ),
        above=DarkSaid("blur-what", _meaning(what)),
        below=[
            *DarkSaid("draw-message", saving.told),
            tools_in_rows([Tools(sketch, tools, changed), *Steps(sketch, viewer, changed)]),
        ],
    )


def _meaning(what: Blurring) -> str:
    sentences = [say("photo.blur_how")]
    if len(what.versions) > 1:
        sentences.append(say("photo.blur_versions", n=len(what.versions) - 1))
    if what.left:
        sentences.append(say("photo.blur_sent"))
    return " ".join(sentences)
