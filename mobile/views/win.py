"""A good practice, opened: everything its raiser said and showed, for anybody to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.lead_photo import LeadPhoto
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.store import places as stored_places
from mobile.text import say
from mobile.views import places
from mobile.views.layout import Heading, Scroll
from mobile.views.screen import Screen
from mobile.views.win_card import ThanksGiven, raised_by_whom

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.finding import Finding
    from mobile.state.session import Session

_PHOTO_HEIGHT = 360


def Win(session: Session, finding: Finding, look: Callable[[str], None]) -> ft.View:
    """One good practice of somebody else's; `look(name)` shows one of its photos large."""
    area = stored_places.area(session.store, finding.text("area"))
    by = raised_by_whom(session, finding)
    body: list[ft.Control] = [
        *_photos(session, finding, look),
        ft.Text(finding.text("statement"), theme_style=theme.QUESTION),
        ft.Text(
            f"{area.name} · {by}" if area else by, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT
        ),
    ]
    body += ThanksGiven(session, finding)
    if finding.text("evidence"):
        body += [Heading(say("finding.evidence")), ft.Text(finding.text("evidence"))]
    return Screen(
        session,
        Scroll(body, width=theme.READING_WIDTH + 120 if session.wide else None),
        title=say("finding.good_practice"),
        back=places.WINS,
    )


def _photos(session: Session, finding: Finding, look: Callable[[str], None]) -> list[ft.Control]:
    names = list(finding.photos)
    first = session.thumbnail(names[0], edge=1024) if names else None
    shown: list[ft.Control] = []
    if first:
        shown.append(
            LeadPhoto(
                "win-photo",
                first,
                lambda: look(names[0]),
                height=_PHOTO_HEIGHT,
                label=finding.text("statement") or say("part.photo.is"),
            )
        )
    rest = names[1:] if first else names
    if rest:
        thumbs = [Thumb(one, session.thumbnail(one)) for one in rest]
        shown.append(PhotoStrip("win-photos", thumbs, look))
    return shown
