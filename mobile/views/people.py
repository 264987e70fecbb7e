"""Who is walking: choosing a name, then the PIN; works without a network."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.avatar import Avatar
from mobile.components.buttons import IconAction
from mobile.components.card import Card
from mobile.components.columns import Columns
from mobile.components.empty_state import EmptyState
from mobile.components.guards import safe_component, safe_screen
from mobile.components.page_header import PageHeader
from mobile.components.pin_pad import PinPad
from mobile.errors import TabletError
from mobile.state.resume import place_left
from mobile.state.session import use_session
from mobile.store import people
from mobile.store import places as stored_places
from mobile.text import Saying, say, saying
from mobile.text.labels import label
from mobile.views import places
from mobile.views.languages import LanguageMenu
from mobile.views.leaving import NotSent
from mobile.views.screen import go, sync_places

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.person import Person
    from mobile.state.session import Session


@safe_screen
def People() -> ft.View:
    """The sign-in: everybody's name, then one PIN."""
    return ft.View(padding=0, controls=[ft.SafeArea(_Body(), expand=True)])


@safe_component
def _Body() -> ft.Control:
    session = use_session()
    chosen, choose = ft.use_state(None)
    everybody = people.people(session.store)
    if not everybody:
        step = say("people.sync")
        return EmptyState(
            ft.Icons.PEOPLE_OUTLINE, say("people.none"), step=step, on_step=session.tablet.sync.nudge
        )
    if chosen is not None:
        return _Pin(chosen, lambda: choose(None))
    return _names(session, everybody, lambda one: choose(lambda _: one))


def _names(session: Session, everybody: list[Person], choose: Callable[[Person], None]) -> ft.Control:
    title = say("people.again" if session.switching else "people.title")
    tiles: list[ft.Control] = [
        ft.Container(_tile(session, one, choose), col={"xs": 12, "sm": 6, "lg": 4}) for one in everybody
    ]
    beside, below = sync_places(session)
    language = LanguageMenu(session)
    return ft.Column(
        [
            ft.Container(
                PageHeader(
                    title,
                    on_back=_stay(session) if session.switching else None,
                    trailing=[language, *beside],
                ),
                padding=ft.Padding.only(left=theme.GAP, right=theme.GAP, top=theme.GAP),
            ),
            *below,
            *_not_sent(session),
            ft.Container(
                Columns(tiles, spacing=theme.GAP, run_spacing=theme.GAP),
                padding=theme.margin(),
            ),
        ],
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _not_sent(session: Session) -> list[ft.Control]:
    """Return what whoever hands the tablet over leaves on it."""
    if session.person is None or not session.switching:
        return []
    return [ft.Container(NotSent(session), padding=ft.Padding.symmetric(horizontal=theme.margin()))]


def _tile(session: Session, person: Person, choose: Callable[[Person], None]) -> ft.Control:
    department = stored_places.department(session.store, person.department) if person.department else None
    detail = " · ".join([label(person.role), *([department.name] if department else [])])
    words = ft.Column(
        [
            ft.Text(person.name, theme_style=theme.STRONG),
            ft.Text(detail, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
        ],
        spacing=2,
        expand=True,
    )
    return Card(
        ft.Row([Avatar(person.name, size=48), words], spacing=theme.GAP),
        identifier=f"person-{person.id}",
        on_tap=lambda: choose(person),
    )


@safe_component
def _Pin(person: Person, on_back: Callable[[], None]) -> ft.Control:
    session = use_session()
    # A saying: the language may be changed while it is read.
    message, set_message = ft.use_state(_first(person))

    async def enter(pin: str) -> None:
        try:
            right = await asyncio.to_thread(people.sign_in, session.store, person.id, pin)
        except TabletError as error:
            set_message(error)
            return
        if not right:
            set_message(saying("people.wrong", name=person.name))
            return
        same = session.person is not None and session.person.id == person.id
        session.took_over(person.id)
        if not same:
            left = place_left(session)
            go(places.visit(*left) if left else places.TODAY)

    return ft.Column(
        [
            ft.Row([IconAction("back", ft.Icons.ARROW_BACK, say("nav.back"), on_back)]),
            Avatar(person.name, size=72),
            _titled(
                ft.Text(
                    say("people.pin", name=person.name),
                    theme_style=theme.HEADING,
                    text_align=ft.TextAlign.CENTER,
                ),
                expand=False,
            ),
            PinPad(enter, str(message or "")),
        ],
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        spacing=theme.GAP,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )


def _titled(words: ft.Text, *, expand: bool = True) -> ft.Control:
    return ft.Semantics(content=words, header=True, heading_level=1, expand=expand)


def _first(person: Person) -> Saying | TabletError | None:
    return None if person.pin else saying("people.no_pin", name=person.name)


def _stay(session: Session) -> Callable[[], None]:
    def stay() -> None:
        session.stayed()

    return stay
