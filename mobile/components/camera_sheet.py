"""The camera over the whole screen: several shots in a row, or files instead."""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import Final

import flet as ft
import flet_camera as fc  # type: ignore[import-untyped]  # it brings no types along
from flet.components.hooks.use_ref import MutableRef

from mobile import theme
from mobile.components.camera_lens import Asking, Lens, camera_possible, start_lens, take_picture
from mobile.components.dark_sheet import SOFT, DarkButton, DarkIcon, DarkSaid, DarkSheet, DarkTop
from mobile.components.guards import calling, guard, safe_component
from mobile.components.photo_files import PhotoFiles
from mobile.components.photo_strip import Thumb
from mobile.text import say

_SHUTTER: Final = 80
_SHOT: Final = 64


class _Camera(StrEnum):
    STARTING = "starting"
    READY = "ready"
    BUSY = "busy"
    NONE = "none"


@safe_component
def CameraSheet(  # noqa: C901, PLR0915 - its handlers are short; together they are the sheet
    title: str,
    on_photo: Callable[[bytes, bool], object],
    on_done: Callable[[], object],
    files: PhotoFiles,
    *,
    turn: int = 1,
    shots: Sequence[Thumb] = (),
    message: str | None = None,
    step: tuple[str, Callable[[], object]] | None = None,
    may_shoot: Callable[[], Awaitable[bool]] | None = None,
    on_look: Callable[[str], object] | None = None,
    done: str | None = None,
) -> ft.Control:
    """A dark sheet that fills its place: preview, shutter, *choose file*, and the shots so far.

    `on_photo(bytes, mirrored)` gets each picture as it came from camera or file, and is awaited before the
    next; give the kept ones back in `shots`. `may_shoot()` is asked before each shot and each choice of
    files. `message` is a sentence about the last one, `step` what can be done about it: words and what
    happens. `turn` changes when the sheet is asked for again while it waits to go. `on_look(photo id)` opens
    one of the shots. `done` is what the button that ends it says. `files`
    is long-lived. Identifiers: `camera-shutter`, `camera-files`, `camera-done`, `camera-again`,
    `camera-message`, `camera-step`, `camera-shot-<photo id>`.
    """
    possible = camera_possible()
    state, set_state = ft.use_state(_Camera.STARTING if possible else _Camera.NONE)
    told, tell = ft.use_state("")
    # Controls are made anew at each drawing; the ref always leads to the one on the screen.
    camera: MutableRef[fc.Camera] = ft.use_ref(None)
    lens: MutableRef[Lens] = ft.use_ref(None)
    attempt, set_attempt = ft.use_state(1)
    leaving, leave = ft.use_state(False)
    asking = ft.use_memo(Asking, [])

    async def done_with() -> None:
        result = on_done()
        if inspect.isawaitable(result):
            await result

    async def end() -> None:
        leave(not await asking.when_answered(done_with))

    async def start() -> None:
        lens.current = await start_lens(camera)
        set_state(_Camera.READY if lens.current else _Camera.NONE)

    async def begin() -> None:
        if possible:
            await asking.ask(start())

    ft.use_effect(guard(begin), [attempt])
    ft.use_effect(lambda: leave(False), [turn])

    def again() -> None:
        set_state(_Camera.STARTING)
        set_attempt(attempt + 1)

    async def allowed() -> bool:
        tell("")
        return may_shoot is None or await may_shoot()

    async def hand_out(picture: bytes, *, mirrored: bool = False) -> None:
        result = on_photo(picture, mirrored)
        if inspect.isawaitable(result):
            await result

    async def take() -> None:
        mirrored = lens.current is not None and lens.current.mirrored
        await hand_out(await take_picture(camera), mirrored=mirrored)

    async def shoot() -> None:
        set_state(_Camera.BUSY)
        try:
            if await allowed():
                await asking.ask(take())
        finally:
            set_state(_Camera.READY)

    async def choose() -> None:
        if not await allowed():
            return
        chosen = await files.choose()
        for picture in chosen.pictures:
            await hand_out(picture)
        if chosen.too_big:
            tell(say("part.camera.too_big", name=", ".join(chosen.too_big)))

    finish = DarkButton("camera-done", done or say("part.camera.done"), end, solid=True)
    next_step = [DarkButton("camera-step", *step)] if step and not told else []
    sheet = DarkSheet(
        [
            DarkTop(title, finish),
            _no_camera(again if possible else None)
            if state is _Camera.NONE
            else _preview(camera, state, lens),
            *DarkSaid("camera-message", told or message or "", *next_step),
            *_strip(shots, on_look),
            _bottom(state, shoot, choose),
        ]
    )
    # Out of sight and out of the way at once, also where it has to wait for the camera.
    return ft.Container(sheet, expand=True, offset=ft.Offset(0, 2) if leaving else ft.Offset(0, 0))


def _preview(camera: MutableRef[fc.Camera], state: _Camera, lens: MutableRef[Lens]) -> ft.Control:
    # A mirror's picture is turned back, so that what stands on a label can be read.
    mirrored = lens.current is not None and lens.current.mirrored
    layers: list[ft.Control] = [
        ft.Semantics(
            label=say("part.camera.picture"),
            image=True,
            # The client lets the picture be tapped to focus, without a word for it.
            exclude_semantics=True,
            content=ft.Container(
                fc.Camera(ref=camera, key="camera", expand=True),
                scale=ft.Scale(scale_x=-1 if mirrored else 1, scale_y=1),
            ),
        )
    ]
    if state is _Camera.STARTING:
        layers.append(ft.Container(alignment=ft.Alignment.CENTER, content=ft.ProgressRing(color=SOFT)))
    return ft.Container(
        expand=True,
        border_radius=theme.RADIUS,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        content=ft.Stack(layers, fit=ft.StackFit.EXPAND),
    )


def _no_camera(again: Callable[[], object] | None) -> ft.Control:
    retry = [] if again is None else [DarkButton("camera-again", say("part.camera.again"), again)]
    words = ft.Text(say("part.camera.none"), color=SOFT, text_align=ft.TextAlign.CENTER)
    return ft.Container(
        expand=True,
        alignment=ft.Alignment.CENTER,
        content=ft.Column(
            tight=True,
            spacing=theme.GAP,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            controls=[
                ft.Icon(ft.Icons.NO_PHOTOGRAPHY_OUTLINED, size=48, color=SOFT),
                ft.Container(words, width=440),
                *retry,
            ],
        ),
    )


def _strip(shots: Sequence[Thumb], on_look: Callable[[str], object] | None) -> list[ft.Control]:
    if not shots:
        return []
    # The newest is next to the words, where the eye is.
    pictures = [_shot(shot, number, on_look) for number, shot in enumerate(shots, start=1)]
    count = ft.Text(say("part.photo.count", n=len(shots)), theme_style=theme.STRONG, color=ft.Colors.WHITE)
    row = ft.Row(pictures[::-1], spacing=theme.GAP_SMALL, scroll=ft.ScrollMode.AUTO, expand=True)
    return [ft.Row([count, row], spacing=theme.GAP)]


def _shot(shot: Thumb, number: int, on_look: Callable[[str], object] | None) -> ft.Control:
    words = say("part.photo.number", number=number)
    picture = ft.Image(
        src=shot.image or b"",
        width=_SHOT,
        height=_SHOT,
        fit=ft.BoxFit.COVER,
        border_radius=theme.RADIUS_SMALL,
        gapless_playback=True,
        semantics_label=words,
        error_content=ft.Container(bgcolor=SOFT),
    )
    if on_look is None:
        return picture
    return ft.Semantics(
        identifier=f"camera-shot-{shot.photo_id}",
        container=True,
        button=True,
        label=words,
        key=shot.photo_id,
        content=ft.Container(
            picture, ink=True, on_click=calling(on_look, shot.photo_id), border_radius=theme.RADIUS_SMALL
        ),
    )


def _bottom(state: _Camera, shoot: Callable[[], object], choose: Callable[[], object]) -> ft.Control:
    name, icon, words = "camera-files", ft.Icons.PHOTO_LIBRARY_OUTLINED, say("part.camera.file")
    # Beside the shutter there is room for words of ordinary size.
    file = (
        DarkIcon(name, icon, words, choose) if theme.tight() else DarkButton(name, words, choose, icon=icon)
    )
    return ft.Row(
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
        controls=[
            ft.Container(file, expand=True, alignment=ft.Alignment.CENTER_LEFT),
            _shutter(state, shoot) if state is not _Camera.NONE else ft.Container(),
            # The shutter stays in the middle, where a thumb from either side reaches it.
            ft.Container(expand=True),
        ],
    )


def _shutter(state: _Camera, shoot: Callable[[], object]) -> ft.Control:
    ready = state is _Camera.READY
    ring = ft.Colors.WHITE if ready else SOFT
    return ft.Semantics(
        identifier="camera-shutter",
        container=True,
        button=True,
        label=say("part.camera.take" if ready else "part.camera.wait"),
        content=ft.Container(
            width=_SHUTTER,
            height=_SHUTTER,
            border_radius=_SHUTTER / 2,
            border=ft.Border.all(4, ring),
            padding=6,
            disabled=not ready,
            ink=True,
            on_click=calling(shoot),
            content=ft.Container(bgcolor=ring, border_radius=_SHUTTER / 2, opacity=1 if ready else 0.4),
        ),
    )
