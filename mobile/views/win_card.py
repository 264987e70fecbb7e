"""A good practice as everybody sees it: the photo, what was seen, where, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.finding import KIND
from mobile import theme
from mobile.components.buttons import as_one
from mobile.components.card import Card
from mobile.state.clocks import told
from mobile.store import people, thanks
from mobile.store import places as stored_places
from mobile.text import say
from mobile.theme import State
from mobile.views import places
from mobile.views.screen import go

if TYPE_CHECKING:
    from checklists.records.finding import Finding
    from checklists.records.thanks import Thanks
    from mobile.state.session import Session

_PHOTO_HEIGHT = 200

# A card in a list shows the gist; the statement itself may fill pages.
_LINES_SHOWN = 6
_THANKS_SHOWN = 2


def WinCard(session: Session, finding: Finding) -> ft.Control:
    """One good practice; a tap opens it."""
    area = stored_places.area(session.store, finding.text("area"))
    by = raised_by_whom(session, finding)
    lines: list[ft.Control] = [
        ft.Text(finding.text("statement"), theme_style=theme.STRONG, max_lines=_LINES_SHOWN),
        ft.Text(
            f"{area.name} · {by}" if area else by, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT
        ),
    ]
    lines += ThanksGiven(session, finding)
    photo = _photo(session, finding)
    if photo:
        lines.insert(0, photo)
    card = Card(
        ft.Column(lines, spacing=theme.GAP_SMALL, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        identifier=f"win-{finding.id}",
        on_tap=lambda: go(places.finding(finding.id)),
        state=State.WORTH_SHARING,
    )
    return as_one(card)


def ThanksGiven(session: Session, finding: Finding) -> list[ft.Control]:
    """The thanks that were given for a good practice, the latest first; nothing where none were."""
    given = thanks.of_finding(session.store, finding.id)[::-1]
    return [
        ft.Row(
            [
                ft.Icon(ft.Icons.FAVORITE_BORDER, size=20, color=ft.Colors.TERTIARY),
                ft.Text(_thanks(session, one), theme_style=theme.SMALL, expand=True),
            ],
            spacing=theme.GAP_SMALL,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        for one in given[:_THANKS_SHOWN]
        if one.text("text")
    ]


def _thanks(session: Session, given: Thanks) -> str:
    by = people.person(session.store, given.text("from"))
    return say("wins.thanks", name=by.name if by else say("wins.somebody"), words=given.text("text"))


def raised_by_whom(session: Session, finding: Finding) -> str:
    """Return who raised a finding, and when."""
    raiser = people.person(session.store, finding.text("raised_by"))
    when = told(session.store, KIND, finding.id, finding.state.shown("raised_at"), finding.text("raised_at"))
    return say("wins.by", name=raiser.name if raiser else say("wins.somebody"), when=when)


def _photo(session: Session, finding: Finding) -> ft.Control | None:
    if not finding.photos:
        return None
    sha256 = next(iter(finding.photos))
    thumbnail = session.thumbnail(sha256, edge=480)
    if thumbnail is None:
        return ft.Row(
            [
                ft.Icon(ft.Icons.IMAGE_OUTLINED, color=ft.Colors.ON_SURFACE_VARIANT),
                ft.Text(say("wins.photo_later"), theme_style=theme.SMALL, expand=True),
            ]
        )
    picture = ft.Image(
        src=thumbnail, height=_PHOTO_HEIGHT, fit=ft.BoxFit.COVER, border_radius=theme.RADIUS_SMALL
    )
    # A word of the card's: as a picture of its own it would make one of the button that the card is.
    return ft.Semantics(label=say("part.photo.is"), exclude_semantics=True, content=picture)
