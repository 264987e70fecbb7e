"""The device's camera behind the sheet: whether there is one, starting it, taking a picture."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import flet as ft
import flet_camera as fc  # type: ignore[import-untyped]  # it brings no types along
from flet.components.hooks.use_ref import MutableRef

log = logging.getLogger(__name__)

# A camera that was not granted may simply never answer.
_PATIENCE_SECONDS: Final = 15


@dataclass(frozen=True)
class Lens:
    """A camera that runs; `mirrored` says that its pictures come the wrong way round."""

    mirrored: bool


class Asking:
    """What the camera was asked and has not answered yet.

    A camera that is taken off the screen meanwhile would answer into nowhere, which the client takes for the
    end of the window.
    """

    def __init__(self) -> None:
        self._open = 0
        self._then: Callable[[], Awaitable[object]] | None = None

    async def ask(self, call: Awaitable[object]) -> None:
        """Await something of the camera; the last one to be answered does what waits for that."""
        self._open += 1
        try:
            await call
        finally:
            self._open -= 1
            if self._then and not self._open:
                then, self._then = self._then, None
                await then()

    async def when_answered(self, then: Callable[[], Awaitable[object]]) -> bool:
        """Do something as soon as nothing is asked any more; say whether that was now."""
        if self._open:
            self._then = then
            return False
        await then()
        return True


def camera_possible() -> bool:
    """Say whether this kind of device can have a camera at all."""
    page = ft.context.page
    return page.web or page.platform in (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)


async def start_lens(camera: MutableRef[fc.Camera]) -> Lens | None:
    """Start the camera that looks away from the person; None where there is none or it may not be used."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            found: list[fc.CameraDescription] = await _shown(camera).get_available_cameras()
            if not found:
                return None
            back = [one for one in found if one.lens_direction == fc.CameraLensDirection.BACK]
            await _shown(camera).initialize(
                (back or found)[0], fc.ResolutionPreset.ULTRA_HIGH, enable_audio=False
            )
    except Exception as error:  # noqa: BLE001 - whatever the device says, a file can still be chosen
        log.warning("the camera did not start: %s", error)
        return None
    # In a browser the client turns the picture of every camera that does not look away into a mirror's.
    return Lens(mirrored=ft.context.page.web and not back)


async def take_picture(camera: MutableRef[fc.Camera]) -> bytes:
    """Take a picture with the camera that runs; its bytes as they come."""
    return bytes(await _shown(camera).take_picture())


def _shown(camera: MutableRef[fc.Camera]) -> fc.Camera:
    if camera.current is None:
        raise RuntimeError("the camera is not on the screen")
    return camera.current
