"""A photo over the whole screen: to look at, and where it may still change to draw on or to blur."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.dark_sheet import SOFT, DarkButton, DarkSaid, DarkSheet, DarkTop
from mobile.components.guards import guard, safe_component
from mobile.state.photo_edits import destroy_blurred
from mobile.text import say
from mobile.views.photo_blurring import PhotoBlurring
from mobile.views.photo_drawing import PhotoDrawing
from mobile.views.photo_work import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from checklists.records.values import PhotoRef
    from mobile.state.photo_place import PhotoPlace
    from mobile.state.session import Session

# Large enough to see, small enough to travel to the screen at once.
_EDGE = 1024


@safe_component
def PhotoSheet(
    session: Session,
    sha256: str,
    on_close: Callable[[], object],
    *,
    place: PhotoPlace | None = None,
    on_changed: Callable[[str, str, bool], object] | None = None,
    actions: Sequence[ft.Control] = (),
) -> ft.Control:
    """One photo, large. With a `place` it can be drawn on and blurred there.

    `on_changed(old name, new name, blurred)` comes after either; `actions` are further buttons below.
    Identifiers: `photo-close`, `photo-draw`, `photo-blur`, `photo-message`, and those of both sheets.
    """
    name, show = ft.use_state(sha256)
    doing, do = ft.use_state("")
    told, tell = ft.use_state("")

    async def tidy_up() -> None:
        await destroy_blurred(session)

    ft.use_effect(guard(tidy_up), [])
    picture = session.thumbnail(name, edge=_EDGE)
    ref = place.photos().get(name) if place else None
    whole = session.tablet.vault.has(name)

    def saved(new: str) -> None:
        blurred = doing == "blur"
        tell(say("photo.blurred" if blurred else "photo.kept"))
        do("")
        show(new)
        if on_changed:
            on_changed(name, new, blurred)

    if place and ref and picture and whole and doing:
        sheet = PhotoDrawing if doing == "draw" else PhotoBlurring
        canvas = Canvas(name, picture, ref.width / ref.height)
        return sheet(session, place, canvas, saved, lambda: do(""), key=f"{doing}-{name}")
    buttons: list[ft.Control] = list(actions)
    if ref and picture and whole:
        buttons += [
            DarkButton("photo-draw", say("photo.draw"), lambda: do("draw"), icon=ft.Icons.GESTURE),
            DarkButton("photo-blur", say("photo.blur"), lambda: do("blur"), icon=ft.Icons.BLUR_ON),
        ]
    about = told or _about(ref, whole=whole, shown=bool(picture), changes=place is not None)
    return DarkSheet(
        [
            DarkTop(say("camera.title"), DarkButton("photo-close", say("photo.close"), on_close, solid=True)),
            _large(picture),
            *DarkSaid("photo-message", about),
            *([_buttons(buttons)] if buttons else []),
        ]
    )


def _large(picture: bytes | None) -> ft.Control:
    if picture is None:
        words = ft.Text(say("wins.photo_later"), color=SOFT, text_align=ft.TextAlign.CENTER)
        return ft.Container(words, expand=True, alignment=ft.Alignment.CENTER)
    return ft.InteractiveViewer(
        ft.Image(src=picture, fit=ft.BoxFit.CONTAIN, semantics_label=say("camera.title"), expand=True),
        max_scale=6,
        min_scale=1,
        expand=True,
    )


def _about(ref: PhotoRef | None, *, whole: bool, shown: bool, changes: bool) -> str:
    sentences = []
    if ref and ref.drawn_on:
        sentences.append(say("photo.drawn_on"))
    if ref and ref.blurred:
        sentences.append(say("photo.is_blurred"))
    if shown and not whole:
        sentences.append(say("space.small"))
        if changes:
            sentences.append(say("photo.not_here"))
    return " ".join(sentences)


def _buttons(controls: list[ft.Control]) -> ft.Control:
    return ft.Row(
        controls,
        wrap=True,
        spacing=theme.GAP_SMALL,
        run_spacing=theme.GAP_SMALL,
        alignment=ft.MainAxisAlignment.CENTER,
    )
