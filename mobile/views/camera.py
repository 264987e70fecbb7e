"""Taking photos for something: the camera over the screen, each shot kept before the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import flet as ft

from mobile.components.camera_sheet import CameraSheet
from mobile.components.dark_sheet import DarkButton
from mobile.components.guards import guard, safe_component
from mobile.components.photo_strip import Thumb
from mobile.errors import TabletError
from mobile.photos.errors import NoRoomForPhotos
from mobile.photos.space import Room
from mobile.state.photos import room_for_photos, take_in
from mobile.state.session import use_session
from mobile.state.shots import Shots
from mobile.text import say
from mobile.text.sizes import size
from mobile.views.photo_sheet import PhotoSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.values import PhotoRef
    from mobile.state.photo_place import PhotoPlace
    from mobile.state.session import Session


@dataclass(frozen=True)
class Taking:
    """What photos are taken for: empty for nothing; `turn` counts how often the camera was asked for."""

    what: str = ""
    turn: int = 0


def use_taking(what: str = "") -> tuple[Taking, Callable[[str], None], Callable[[], None]]:
    """A screen's camera: what it takes photos for, what begins that, and what ends this turn of it.

    A camera that is still starting ends later than it is told to. Whoever asked for it again meanwhile keeps
    it: the end of an earlier turn ends nothing.
    """
    taking, set_taking = ft.use_state(Taking(what, 1))

    def take(what: str) -> None:
        set_taking(lambda last: Taking(what, last.turn + 1))

    def done() -> None:
        set_taking(lambda last: Taking("", last.turn) if last.turn == taking.turn else last)

    return taking, take, done


@safe_component
def Camera(
    on_kept: Callable[[str, PhotoRef], object],
    on_done: Callable[[], object],
    *,
    turn: int,
    place: PhotoPlace | None = None,
    once: bool = False,
    done: str | None = None,
) -> ft.Control:
    """The camera; `on_kept(name, description)` comes for each photo once it is in the tablet's vault.

    `turn` is the one of `use_taking`. With the `place` photos are kept at, those just taken can be taken
    again, taken away, drawn on and blurred. With `once` the first photo ends it. `done` is what the button
    that ends it says before the first. Identifiers beside those of the sheets: `shot-retake`, `shot-remove`.
    """
    session = use_session()
    # Not drawn state: two photos chosen at once come between two drawings.
    shots = ft.use_memo(lambda: Shots(on_kept, place), [turn])
    looking, look = ft.use_state("")
    _, draw_again = ft.use_state(0)

    def changed() -> None:
        draw_again(lambda count: count + 1)

    async def has_room() -> bool:
        room = await _room(session, shots)
        changed()
        return room

    ft.use_effect(guard(has_room), [])

    async def keep(raw: bytes, mirrored: bool) -> None:
        try:
            shots.keep(*await take_in(session.tablet.vault, raw, session.now(), mirrored=mirrored))
        except TabletError as error:
            shots.tell(str(error))
        else:
            if once:
                end()
        changed()

    def end() -> None:
        if place:
            place.done()
        on_done()

    def step() -> None:
        shots.do_step()
        changed()

    sheet = CameraSheet(
        say("camera.title"),
        keep,
        end,
        session.files,
        turn=turn,
        shots=[Thumb(one, session.thumbnail(one)) for one in shots.names],
        message=shots.said or None,
        step=(shots.step[0], step) if shots.step else None,
        may_shoot=has_room,
        on_look=look,
        done=None if shots.names else done,
        key="camera-sheet",
    )
    # The camera goes on below, so that the next shot need not wait for it to start.
    over = [_review(session, shots, looking, lambda: look(""))] if looking else []
    # What is covered is not read out.
    below = ft.Semantics(content=sheet, exclude_semantics=bool(looking))
    return ft.Stack([below, *over], expand=True, fit=ft.StackFit.EXPAND)


async def _room(session: Session, shots: Shots) -> bool:
    """Say whether there is room for another photo, and tell where there is little or none."""
    room, free = await room_for_photos(session.tablet.vault)
    if room is Room.NONE:
        shots.tell(str(NoRoomForPhotos()))
    elif room is Room.LITTLE:
        shots.tell(say("camera.little_room", free=size(free)))
    return room is not Room.NONE


def _review(session: Session, shots: Shots, sha256: str, on_close: Callable[[], object]) -> ft.Control:
    def retake() -> None:
        shots.take_again(sha256)
        on_close()

    def remove() -> None:
        shots.remove(sha256)
        on_close()

    def changed(old: str, new: str, blurred: bool) -> None:
        shots.changed(old, new, blurred=blurred)

    actions = [
        DarkButton("shot-retake", say("photo.retake"), retake, icon=ft.Icons.CAMERA_ALT_OUTLINED),
        DarkButton("shot-remove", say("photo.remove"), remove, icon=ft.Icons.DELETE_OUTLINE),
    ]
    return PhotoSheet(
        session,
        sha256,
        on_close,
        place=shots.place,
        on_changed=changed,
        actions=actions if shots.place else (),
        key=f"shot-{sha256}",
    )
