"""Drawing on a photo: arrow, box, pen and words; what is saved is a copy beside the original."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.beside import Beside
from mobile.components.dark_sheet import DarkButton, DarkSaid
from mobile.components.guards import calling, guard, safe_component
from mobile.components.sketch import Sketch, Tool
from mobile.photos.marks import LONGEST_WORDS
from mobile.state.photo_edits import begun, draw_on, keep_begun
from mobile.text import say
from mobile.views.photo_tools import Inks, Steps, Tools
from mobile.views.photo_work import WorkedOn, WorkSheet, tools_in_rows, use_saving

if TYPE_CHECKING:
    from collections.abc import Callable

    from flet.components.hooks.use_ref import MutableRef

    from mobile.state.photo_place import PhotoPlace
    from mobile.state.session import Session
    from mobile.views.photo_work import Canvas


@dataclass(frozen=True)
class _Spot:
    """Where words are to begin, in shares of the picture."""

    x: float
    y: float


_NOWHERE = _Spot(-1, -1)


@safe_component
def PhotoDrawing(
    session: Session,
    place: PhotoPlace,
    canvas: Canvas,
    on_saved: Callable[[str], object],
    on_back: Callable[[], object],
) -> ft.Control:
    """The sheet to draw on; `on_saved(name)` once the copy is kept. Going back keeps what is drawn.

    Identifiers: `draw-surface`, `draw-words`, `draw-words-add`, `draw-save`, `draw-back`, `draw-message`, and
    those of the tools.
    """
    # Not drawn state: a handler must see the newest mark even between two drawings.
    sketch = ft.use_memo(lambda: Sketch(begun(session, canvas.sha256)), [canvas.sha256])
    viewer: MutableRef[ft.InteractiveViewer] = ft.use_ref(None)
    at, write_at = ft.use_state(_NOWHERE)
    saving = use_saving(on_saved, say("photo.begun") if sketch.marks else "")
    _, draw_again = ft.use_state(0)

    def shown() -> None:
        draw_again(lambda count: count + 1)

    def changed() -> None:
        if sketch.tool is not Tool.WORDS:
            write_at(_NOWHERE)
        keep_begun(session, canvas.sha256, sketch.marks)
        shown()

    def lift(x: float, y: float) -> None:
        if sketch.tool is Tool.WORDS:
            sketch.lift()
            write_at(_Spot(x, y))
            return
        sketch.move(x, y)
        if sketch.lift():
            changed()
        else:
            shown()

    def write(words: str) -> None:
        if at is not _NOWHERE and sketch.write(at.x, at.y, words):
            changed()
        write_at(_NOWHERE)

    async def drawn() -> str:
        return await draw_on(session, place, canvas.sha256, sketch.marks)

    finish = DarkButton(
        "draw-save",
        say("photo.save"),
        lambda: saving.save(drawn),
        solid=True,
        disabled=saving.busy or not sketch.marks,
    )
    where = say("photo.words_where") if sketch.tool is Tool.WORDS and at is _NOWHERE else ""
    return WorkSheet(
        say("photo.draw_title"),
        on_back,
        finish,
        WorkedOn(canvas, say("photo.draw_surface"), sketch, viewer, on_drawn=shown, on_lift=lift),
        below=[
            *DarkSaid("draw-message", where or saving.told),
            *([_Writing(write, key="writing")] if at is not _NOWHERE else []),
            Tools(sketch, [(tool, say(f"photo.tool.{tool}")) for tool in Tool], changed),
            tools_in_rows([*Inks(sketch, changed), *Steps(sketch, viewer, changed)]),
        ],
    )


@safe_component
def _Writing(on_words: Callable[[str], object]) -> ft.Control:
    words, set_words = ft.use_state("")

    def add() -> None:
        on_words(words)

    field = ft.TextField(
        label=say("photo.words"),
        value=words,
        autofocus=True,
        max_length=LONGEST_WORDS,
        counter="",
        color=ft.Colors.WHITE,
        border=ft.OutlineInputBorder(side=ft.BorderSide(1, ft.Colors.WHITE), border_radius=theme.RADIUS),
        label_style=ft.TextStyle(color=ft.Colors.WHITE),
        cursor_color=ft.Colors.WHITE,
        capitalization=ft.TextCapitalization.SENTENCES,
        on_change=guard(lambda event: set_words(event.control.value or "")),
        on_submit=calling(add),
    )
    return Beside(
        ft.Semantics(identifier="draw-words", container=True, content=field),
        DarkButton("draw-words-add", say("photo.words_add"), add, solid=True),
    )
