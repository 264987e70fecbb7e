"""Taking photos for something: the camera over the screen, each shot kept before the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile.components.camera_sheet import CameraSheet
from mobile.components.guards import safe_component
from mobile.errors import TabletError
from mobile.state.photos import take_in
from mobile.state.session import use_session
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.values import PhotoRef


@safe_component
def Camera(on_kept: Callable[[str, PhotoRef], object], on_done: Callable[[], object]) -> ft.Control:
    """The camera; `on_kept(name, description)` comes for each photo once it is in the tablet's vault."""
    session = use_session()
    shots, set_shots = ft.use_state(())
    message, tell = ft.use_state("")

    async def keep(raw: bytes) -> None:
        try:
            sha256, ref = await take_in(session.tablet.vault, raw, session.now())
            on_kept(sha256, ref)
        except TabletError as error:
            tell(str(error))
            return
        tell(say("camera.kept"))
        thumbnail = session.thumbnail(sha256)
        set_shots(lambda so_far: (*so_far, thumbnail) if thumbnail else so_far)

    return CameraSheet(
        say("camera.title"), keep, on_done, session.files, shots=shots, message=message or None
    )
