"""The frame of every screen: where one can go, who is signed in, how the sync stands, raising something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.avatar import Avatar, short_name
from mobile.components.buttons import IconAction
from mobile.components.guards import calling, safe_component
from mobile.components.navigation import Destination, NavBar, NavRail
from mobile.components.notice import notice
from mobile.components.page_header import PageHeader
from mobile.components.practice_bar import PracticeBar
from mobile.components.sync_badge import SyncBadge, SyncKind
from mobile.state.resume import place_left
from mobile.state.session import use_session
from mobile.sync.status import Phase
from mobile.text import say
from mobile.views import places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mobile.state.session import Session


_ROUTES = {"today": places.TODAY, "walks": places.WALKS, "wins": places.WINS, "tablet": places.TABLET}


def go(route: str) -> None:
    """Go to one of the app's addresses."""
    ft.context.page.navigate(route)


def walks_of(session: Session) -> str:
    """Return the address of the list that visits of this room are in."""
    return places.PRACTICE if session.practising else places.WALKS


def home_of(session: Session) -> str:
    """Return the address that drafts of this room are gone on with from."""
    return places.PRACTICE if session.practising else places.TODAY


def raise_something(session: Session) -> None:
    """Go and raise something; afterwards one is back where one was."""
    route = ft.context.page.route or places.TODAY
    left = place_left(session)
    # On a walk one has moved on since the address was gone to.
    walking = left is not None and places.is_walk(route, left[0])
    session.own.came_from = places.visit(*left) if left and walking else route
    go(places.SOMETHING)
    if session.practising:
        # What one really sees while practising is raised like anything else.
        notice(say("practice.something"))


def Screen(
    session: Session,
    body: ft.Control,
    *,
    title: str,
    subtitle: str | None = None,
    tab: str | None = None,
    back: str | None = None,
    trailing: Sequence[ft.Control] = (),
    something: bool = True,
    over: ft.Control | None = None,
) -> ft.View:
    """Return a screen.

    Args:
        session: the window's state.
        body: what it is about; it brings its own scrolling.
        title: its name.
        subtitle: a second line.
        tab: which destination it belongs to; the bar at the bottom is there only on these.
        back: where *back* leads, where there is one.
        trailing: controls at the right of the title.
        something: whether *I saw something* is offered.
        over: what covers the whole screen for a moment, such as the camera.
    """
    raising = [_raise_icon(session)] if something and not tab and not session.wide else []
    beside, below = sync_places(session)
    top = ft.Container(
        padding=ft.Padding.only(
            left=theme.GAP if back else theme.margin(),
            right=theme.GAP,
            top=theme.GAP_SMALL,
            bottom=theme.GAP_SMALL if session.medium else 0,
        ),
        content=PageHeader(
            title,
            subtitle=subtitle,
            on_back=(lambda: go(back)) if back else None,
            trailing=[*trailing, *raising, *beside, *([_Who(session)] if session.person else [])],
        ),
    )
    column = ft.Column([top, *below, ft.Container(body, expand=True)], expand=True, spacing=0)
    if session.wide:
        foot = _SawSomething(session) if something else None
        content: ft.Control = ft.Row(
            [NavRail(_destinations(), tab, _go_to, foot=foot), column], expand=True, spacing=0
        )
    elif tab:
        bar = NavBar(_destinations(), tab, _go_to, action=_SawSomething(session, compact=True))
        content = ft.Column([column, bar], expand=True, spacing=0)
    else:
        content = column
    # What is covered is not read out.
    below_it = ft.Semantics(content=ft.SafeArea(content), exclude_semantics=over is not None)
    return ft.View(
        padding=0,
        spacing=0,
        controls=[
            *([PracticeBar(lambda: go(places.TODAY))] if session.practising else []),
            ft.Stack([below_it, *([over] if over else [])], expand=True, fit=ft.StackFit.EXPAND),
        ],
    )


def _destinations() -> list[Destination]:
    return [
        Destination("today", say("nav.today"), ft.Icons.TODAY_OUTLINED, ft.Icons.TODAY),
        Destination("walks", say("nav.walks"), ft.Icons.CHECKLIST_OUTLINED, ft.Icons.CHECKLIST),
        Destination("wins", say("nav.wins"), ft.Icons.STAR_OUTLINE_ROUNDED, ft.Icons.STAR_ROUNDED),
        Destination("tablet", say("nav.tablet"), ft.Icons.TABLET_ANDROID_OUTLINED, ft.Icons.TABLET_ANDROID),
    ]


def _go_to(name: str) -> None:
    go(_ROUTES[name])


def sync_places(session: Session) -> tuple[list[ft.Control], list[ft.Control]]:
    """Return what says how the sync stands: what goes beside a screen's title, and what goes below it."""
    badge = _SyncState(not session.medium, key="sync-state")
    return ([badge], []) if session.medium else ([], [badge])


@safe_component
def _SyncState(across: bool) -> ft.Control:
    """The sync's state, always in view; only this is drawn again when it changes."""
    session = use_session()
    line, _ = ft.use_state(session.sync_line)
    status = line.status
    kind = _SYNC_KINDS[status.phase]

    def look() -> None:
        # Before the sign-in there is no list to show, but something may be waiting to come.
        if session.person and not session.switching:
            go(places.TABLET)
        else:
            session.tablet.sync.send_now()

    return SyncBadge(status.words, kind, look, across=across)


_SYNC_KINDS = {
    Phase.NOT_ENROLLED: SyncKind.ON_TABLET,
    Phase.ON_TABLET: SyncKind.ON_TABLET,
    Phase.SENDING: SyncKind.SENDING,
    Phase.RECEIVED: SyncKind.RECEIVED,
    Phase.NEEDS_YOU: SyncKind.NEEDS_YOU,
}


def _Who(session: Session) -> ft.Control:
    def switch() -> None:
        session.own.switching = True

    name = session.who.name
    controls: list[ft.Control] = [Avatar(name)]
    if session.wide:
        controls.append(ft.Text(short_name(name), theme_style=theme.SMALL, semantics_label=""))
    return ft.Semantics(
        identifier="who",
        container=True,
        button=True,
        label=say("people.signed_in", name=name),
        content=ft.Container(
            ink=True,
            on_click=calling(switch),
            padding=theme.beside_text(4),
            border_radius=theme.ROUND,
            content=ft.Row(controls, tight=True, spacing=theme.GAP_SMALL),
        ),
    )


def _SawSomething(session: Session, *, compact: bool = False) -> ft.Control:
    across, down = (12, 8) if compact else (4, 12)
    return ft.Semantics(
        identifier="saw-something",
        container=True,
        button=True,
        label=say("nav.something"),
        content=ft.Container(
            ink=True,
            on_click=calling(raise_something, session),
            bgcolor=ft.Colors.PRIMARY,
            border_radius=theme.GAP,
            padding=ft.Padding.symmetric(vertical=down, horizontal=across),
            content=ft.Column(
                spacing=2 if compact else 4,
                tight=True,
                horizontal_alignment=ft.CrossAxisAlignment.CENTER,
                controls=[
                    ft.Icon(
                        ft.Icons.ADD_A_PHOTO_OUTLINED, size=theme.icon_size(24), color=ft.Colors.ON_PRIMARY
                    ),
                    ft.Text(
                        say("nav.something_short" if compact else "nav.something"),
                        theme_style=theme.LABEL,
                        color=ft.Colors.ON_PRIMARY,
                        text_align=ft.TextAlign.CENTER,
                        no_wrap=compact,
                        # As those beside it, it is a sign alone where type is large for the window.
                        visible=not (compact and theme.tight()),
                        # Said in full by the name around it.
                        semantics_label="",
                    ),
                ],
            ),
        ),
    )


def _raise_icon(session: Session) -> ft.Control:
    return IconAction(
        "saw-something",
        ft.Icons.ADD_A_PHOTO_OUTLINED,
        say("nav.something"),
        lambda: raise_something(session),
        color=ft.Colors.PRIMARY,
    )
