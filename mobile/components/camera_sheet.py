"""The camera over the whole screen: several shots in a row, or files instead."""

import asyncio
import inspect
import logging
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final

import flet as ft
import flet_camera as fc  # type: ignore[import-untyped]  # it brings no types along
from flet.components.hooks.use_ref import MutableRef

from mobile import theme
from mobile.components.guards import calling, guard, safe_component
from mobile.components.photo_files import PhotoFiles

log = logging.getLogger(__name__)

NO_CAMERA: Final = (
    "The camera can't be used: either there is none, or Floorwalk may not use it. "
    "You can allow it and try again, or choose a photo from a file."
)
TOO_BIG: Final = "{name} is too big to be read here. Please choose a smaller copy of it."

# A camera that was not granted may simply never answer.
_PATIENCE_SECONDS: Final = 15
_SHUTTER: Final = 80
_SHOT: Final = 64
# Dark in every look: what counts here is the picture.
_GROUND: Final = "#101516"
_RAISED: Final = "#263234"
_SOFT: Final = "#C3CFD1"


class _Camera(StrEnum):
    STARTING = "starting"
    READY = "ready"
    BUSY = "busy"
    NONE = "none"


@safe_component
def CameraSheet(
    title: str,
    on_photo: Callable[[bytes], object],
    on_done: Callable[[], object],
    files: PhotoFiles,
    *,
    shots: Sequence[bytes] = (),
    message: str | None = None,
) -> ft.Control:
    """A dark sheet that fills its place: preview, shutter, *choose file*, and the shots so far.

    `on_photo(bytes)` gets each picture as it came from camera or file, and is awaited before the next; give
    the kept ones back as thumbnails in `shots`. `message` is a sentence about the last one. `files` is
    long-lived. Identifiers: `camera-shutter`, `camera-files`, `camera-done`, `camera-again`,
    `camera-message`.
    """
    possible = _camera_possible()
    state, set_state = ft.use_state(_Camera.STARTING if possible else _Camera.NONE)
    told, tell = ft.use_state("")
    # Controls are made anew at each drawing; the ref always leads to the one on the screen.
    camera: MutableRef[fc.Camera] = ft.use_ref(None)
    attempt, set_attempt = ft.use_state(1)

    async def start() -> None:
        if possible:
            set_state(await _started(camera))

    ft.use_effect(guard(start), [attempt])

    def again() -> None:
        set_state(_Camera.STARTING)
        set_attempt(attempt + 1)

    async def hand_out(picture: bytes) -> None:
        result = on_photo(picture)
        if inspect.isawaitable(result):
            await result

    async def shoot() -> None:
        tell("")
        set_state(_Camera.BUSY)
        try:
            await hand_out(await _picture(camera))
        finally:
            set_state(_Camera.READY)

    async def choose() -> None:
        tell("")
        chosen = await files.choose()
        for picture in chosen.pictures:
            await hand_out(picture)
        if chosen.too_big:
            tell(TOO_BIG.format(name=", ".join(chosen.too_big)))

    return ft.Container(
        expand=True,
        bgcolor=_GROUND,
        padding=theme.GAP,
        content=ft.Column(
            expand=True,
            spacing=theme.GAP,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            controls=[
                _top(title, on_done),
                _no_camera(again if possible else None) if state is _Camera.NONE else _preview(camera, state),
                *_said(message or told),
                *_strip(shots),
                _bottom(state, shoot, choose),
            ],
        ),
    )


def _camera_possible() -> bool:
    page = ft.context.page
    return page.web or page.platform in (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)


def _shown(camera: MutableRef[fc.Camera]) -> fc.Camera:
    if camera.current is None:
        raise RuntimeError("the camera is not on the screen")
    return camera.current


async def _started(camera: MutableRef[fc.Camera]) -> _Camera:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            found: list[fc.CameraDescription] = await _shown(camera).get_available_cameras()
            if not found:
                return _Camera.NONE
            back = [one for one in found if one.lens_direction == fc.CameraLensDirection.BACK]
            await _shown(camera).initialize(
                (back or found)[0], fc.ResolutionPreset.ULTRA_HIGH, enable_audio=False
            )
    except Exception as error:  # noqa: BLE001 - whatever the device says, a file can still be chosen
        log.warning("the camera did not start: %s", error)
        return _Camera.NONE
    return _Camera.READY


async def _picture(camera: MutableRef[fc.Camera]) -> bytes:
    return bytes(await _shown(camera).take_picture())


def _top(title: str, on_done: Callable[[], object]) -> ft.Control:
    return ft.Row(
        spacing=theme.GAP,
        controls=[
            ft.Text(title, theme_style=theme.HEADING, color=ft.Colors.WHITE, expand=True),
            ft.Semantics(
                identifier="camera-done",
                container=True,
                content=ft.FilledButton(
                    "Done",
                    height=theme.TARGET,
                    on_click=calling(on_done),
                    style=ft.ButtonStyle(bgcolor=ft.Colors.WHITE, color=_GROUND),
                ),
            ),
        ],
    )


def _preview(camera: MutableRef[fc.Camera], state: _Camera) -> ft.Control:
    layers: list[ft.Control] = [
        ft.Semantics(
            label="Camera picture",
            image=True,
            content=fc.Camera(ref=camera, key="camera", expand=True),
        )
    ]
    if state is _Camera.STARTING:
        layers.append(ft.Container(alignment=ft.Alignment.CENTER, content=ft.ProgressRing(color=_SOFT)))
    return ft.Container(
        expand=True,
        border_radius=theme.RADIUS,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        content=ft.Stack(layers, fit=ft.StackFit.EXPAND),
    )


def _no_camera(again: Callable[[], object] | None) -> ft.Control:
    retry = [] if again is None else [_light_button("camera-again", "Try again", None, again)]
    return ft.Container(
        expand=True,
        alignment=ft.Alignment.CENTER,
        content=ft.Column(
            tight=True,
            spacing=theme.GAP,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            controls=[
                ft.Icon(ft.Icons.NO_PHOTOGRAPHY_OUTLINED, size=48, color=_SOFT),
                ft.Container(
                    width=440,
                    content=ft.Text(NO_CAMERA, color=_SOFT, text_align=ft.TextAlign.CENTER),
                ),
                *retry,
            ],
        ),
    )


def _said(sentence: str) -> list[ft.Control]:
    if not sentence:
        return []
    words = ft.Text(sentence, theme_style=theme.SMALL, color=ft.Colors.WHITE)
    return [
        ft.Semantics(
            identifier="camera-message",
            container=True,
            live_region=True,
            content=ft.Container(padding=12, border_radius=theme.RADIUS, bgcolor=_RAISED, content=words),
        )
    ]


def _strip(shots: Sequence[bytes]) -> list[ft.Control]:
    if not shots:
        return []
    count = "1 photo" if len(shots) == 1 else f"{len(shots)} photos"
    pictures: list[ft.Control] = [
        ft.Image(
            src=shot,
            width=_SHOT,
            height=_SHOT,
            fit=ft.BoxFit.COVER,
            border_radius=theme.RADIUS_SMALL,
            semantics_label=f"Photo {number}",
        )
        # The newest is next to the words, where the eye is.
        for number, shot in reversed(list(enumerate(shots, start=1)))
    ]
    return [
        ft.Row(
            spacing=theme.GAP,
            controls=[
                ft.Text(count, theme_style=theme.STRONG, color=ft.Colors.WHITE),
                ft.Row(pictures, spacing=theme.GAP_SMALL, scroll=ft.ScrollMode.AUTO, expand=True),
            ],
        )
    ]


def _bottom(state: _Camera, shoot: Callable[[], object], choose: Callable[[], object]) -> ft.Control:
    return ft.Row(
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
        controls=[
            ft.Container(
                expand=True,
                alignment=ft.Alignment.CENTER_LEFT,
                content=_light_button("camera-files", "Choose file", ft.Icons.PHOTO_LIBRARY_OUTLINED, choose),
            ),
            _shutter(state, shoot) if state is not _Camera.NONE else ft.Container(),
            # The shutter stays in the middle, where a thumb from either side reaches it.
            ft.Container(expand=True),
        ],
    )


def _light_button(
    identifier: str, words: str, icon: ft.IconData | None, on_tap: Callable[[], object]
) -> ft.Control:
    return ft.Semantics(
        identifier=identifier,
        container=True,
        content=ft.OutlinedButton(
            # Small enough to stand beside the shutter on a phone.
            ft.Text(words, theme_style=theme.LABEL, color=ft.Colors.WHITE),
            icon=icon,
            height=theme.TARGET,
            on_click=calling(on_tap),
            style=ft.ButtonStyle(
                color=ft.Colors.WHITE,
                side=ft.BorderSide(1, _SOFT),
                padding=ft.Padding.symmetric(horizontal=12),
            ),
        ),
    )


def _shutter(state: _Camera, shoot: Callable[[], object]) -> ft.Control:
    ready = state is _Camera.READY
    ring = ft.Colors.WHITE if ready else _SOFT
    return ft.Semantics(
        identifier="camera-shutter",
        container=True,
        button=True,
        label="Take a photo" if ready else "One moment",
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
