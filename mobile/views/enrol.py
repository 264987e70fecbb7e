"""Connecting the tablet to the organisation's server, with a one-time code."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qs, urlparse

import flet as ft

from mobile import theme
from mobile.components.banner import Banner, BannerKind
from mobile.components.buttons import IconAction, PrimaryButton
from mobile.components.guards import safe_component, safe_screen
from mobile.components.text_fields import LineField
from mobile.errors import TabletError
from mobile.state.session import use_session
from mobile.store.identity import this_tablet
from mobile.text import say
from mobile.views import places
from mobile.views.languages import LanguageMenu
from mobile.views.screen import go

if TYPE_CHECKING:
    from collections.abc import Callable

_FORM_WIDTH = 520


@safe_screen
def Enrol() -> ft.View:
    """The first screen of a new tablet, and the way to connect one again.

    A link `/enrol?server=…&code=…` fills it in.
    """
    return ft.View(
        padding=0,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        controls=[ft.SafeArea(_Form(), expand=True)],
    )


@safe_component
def _Form() -> ft.Control:
    session = use_session()
    given = _given(ft.context.page.route or "")
    me = this_tablet(session.store)
    server, set_server = ft.use_state(given.get("server", me.server_url))
    code, set_code = ft.use_state(given.get("code", ""))
    name, set_name = ft.use_state(me.name if me.enrolled else session.tablet.config.name)
    going, set_going = ft.use_state(False)
    problem, set_problem = ft.use_state(cast("TabletError | None", None))

    async def connect() -> None:
        set_going(True)
        try:
            await asyncio.to_thread(session.tablet.sync.enrol, server, code, name)
        except TabletError as error:
            set_problem(error)
            return
        finally:
            set_going(False)
        session.enrolled = True
        go(places.TODAY)

    return ft.Column(
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        controls=[
            ft.Container(
                width=_FORM_WIDTH,
                padding=theme.GAP_LARGE,
                content=ft.Column(
                    spacing=theme.GAP,
                    horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
                    controls=[
                        *([_back()] if session.enrolled else []),
                        ft.Row(
                            [
                                ft.Icon(ft.Icons.DIRECTIONS_WALK, size=48, color=ft.Colors.PRIMARY),
                                LanguageMenu(session),
                            ],
                            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
                        ),
                        ft.Semantics(
                            content=ft.Text(say("enrol.title"), theme_style=theme.NUMBER),
                            header=True,
                            heading_level=1,
                        ),
                        ft.Text(say("enrol.purpose")),
                        ft.Text(say("enrol.how"), color=ft.Colors.ON_SURFACE_VARIANT),
                        *(
                            [Banner(str(problem), BannerKind.ATTENTION, identifier="enrol-problem")]
                            if problem
                            else []
                        ),
                        *_fields((server, set_server), (code, set_code), (name, set_name), connect),
                        PrimaryButton(
                            "enrol-go",
                            say("enrol.going" if going else "enrol.go"),
                            connect,
                            disabled=going or not (server.strip() and code.strip() and name.strip()),
                        ),
                    ],
                ),
            )
        ],
    )


def _back() -> ft.Control:
    back = IconAction("back", ft.Icons.ARROW_BACK, say("nav.back"), lambda: go(places.TABLET))
    return ft.Row([back], wrap=True)


_Box = tuple[str, "Callable[[str], None]"]


def _fields(server: _Box, code: _Box, name: _Box, connect: Callable[[], object]) -> list[ft.Control]:
    return [
        LineField(
            "enrol-server",
            say("enrol.server"),
            *server,
            hint=say("enrol.server_hint"),
            capitals=ft.TextCapitalization.NONE,
            keyboard=ft.KeyboardType.URL,
        ),
        LineField(
            "enrol-code",
            say("enrol.code"),
            *code,
            hint=say("enrol.code_hint"),
            on_submit=connect,
            capitals=ft.TextCapitalization.CHARACTERS,
        ),
        LineField("enrol-name", say("enrol.name"), *name, hint=say("enrol.name_hint")),
    ]


def _given(route: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlparse(route).query).items()}
