"""The space on this tablet: what photos take up, what can be freed and from when on, and freeing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.buttons import SecondaryButton
from mobile.components.guards import safe_component
from mobile.components.notice import notice
from mobile.state.session import use_session
from mobile.state.space import free_space, space_use
from mobile.text import say
from mobile.text.moments import day, when
from mobile.text.sizes import size
from mobile.views.layout import Heading

if TYPE_CHECKING:
    from datetime import datetime

    from mobile.state.space import SpaceUse


@safe_component
def TabletSpace() -> ft.Control:
    """What photos take up, and a button that frees what may be freed."""
    session = use_session()
    ft.use_state(session.sync_line)
    freeing, set_freeing = ft.use_state(False)

    async def make_room() -> None:
        set_freeing(True)
        try:
            freed = await free_space(session.tablet)
        finally:
            set_freeing(False)
        notice(say("space.freed", size=size(freed)))

    use = space_use(session.tablet)
    if use is None:
        return ft.Column()
    words = [
        say("space.use", used=size(use.used), free=size(use.free)),
        _can_be_freed(use, session.now()),
        _backup(use, session.now()),
    ]
    button = SecondaryButton(
        "free-space", say("space.freeing" if freeing else "space.free_now"), make_room, disabled=freeing
    )
    return ft.Column(
        [
            Heading(say("space.title")),
            ft.Semantics(
                identifier="space",
                container=True,
                content=ft.Column([ft.Text(one) for one in words], spacing=theme.GAP_SMALL),
            ),
            *([button] if use.room.now or freeing else []),
        ],
        spacing=theme.GAP,
    )


def _can_be_freed(use: SpaceUse, now: datetime) -> str:
    if use.room.now:
        return say("space.now", n=len(use.room.now), size=size(use.room.now_bytes))
    if use.room.later_from:
        first = day(use.room.later_from.astimezone().date(), now)
        return say("space.later", size=size(use.room.later_bytes), day=first)
    return say("space.nothing")


def _backup(use: SpaceUse, now: datetime) -> str:
    if use.backup is None or use.backup.at is None:
        return say("space.no_backup")
    words = say("space.backup", when=when(use.backup.at, now))
    return f"{words} {say('space.newer', n=use.newer)}" if use.newer else words
