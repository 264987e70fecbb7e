"""How something looked before and after, side by side: a finding, and what was done about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import flet as ft

from mobile import theme
from mobile.components.columns import Columns
from mobile.components.guards import calling
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.store import findings
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from checklists.records.action import Action
    from mobile.state.session import Session

_HEIGHT: Final = 180
_EDGE: Final = 480


def BeforeAfter(
    session: Session,
    identifier: str,
    before: Iterable[str],
    after: Iterable[str],
    look: Callable[[str], object],
) -> list[ft.Control]:
    """Photos by their names, each side under its word; nothing where there are none.

    Identifiers: `<identifier>-before-<photo>` and `<identifier>-after-<photo>`.
    """
    sides = [
        (f"{identifier}-before", say("action.before"), tuple(before)),
        (f"{identifier}-after", say("action.after"), tuple(after)),
    ]
    shown: list[ft.Control] = [
        ft.Container(_side(session, named, words, names, look), col=6)
        for named, words, names in sides
        if names
    ]
    if not shown:
        return []
    return [Columns(shown, spacing=theme.GAP_SMALL, run_spacing=theme.GAP_SMALL)]


def photos_before(session: Session, action: Action) -> list[str]:
    """Return the photos of the finding an action is about."""
    found = findings.get(session.store, action.text("finding"))
    return list(found.photos_before) if found else []


def _side(
    session: Session, identifier: str, words: str, names: Sequence[str], look: Callable[[str], object]
) -> ft.Control:
    """The first photo as large as there is room, so that both sides can be compared; the others small."""
    first = session.thumbnail(names[0], edge=_EDGE)
    large = [_large(f"{identifier}-{names[0]}", first, words, partial(look, names[0]))] if first else []
    others = [Thumb(one, session.thumbnail(one), words) for one in names[len(large) :]]
    return ft.Column(
        [
            ft.Text(words, theme_style=theme.LABEL, color=ft.Colors.ON_SURFACE_VARIANT),
            *large,
            *([PhotoStrip(identifier, others, look)] if others else []),
        ],
        spacing=4,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _large(identifier: str, image: bytes, words: str, on_tap: Callable[[], object]) -> ft.Control:
    picture = ft.Image(
        src=image,
        height=_HEIGHT,
        fit=ft.BoxFit.COVER,
        border_radius=theme.RADIUS_SMALL,
        gapless_playback=True,
        semantics_label=words,
    )
    return ft.Semantics(
        identifier=identifier,
        container=True,
        button=True,
        content=ft.Container(picture, ink=True, on_click=calling(on_tap), border_radius=theme.RADIUS_SMALL),
    )
