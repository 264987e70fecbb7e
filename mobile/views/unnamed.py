"""Raising without a name: what is kept and what is not, the code shown once, and the way to the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.big_choices import BigRows, Option
from mobile.components.buttons import PrimaryButton, QuietButton, SecondaryButton
from mobile.components.card import Card
from mobile.components.guards import safe_component
from mobile.components.notice import notice
from mobile.state.session import use_session
from mobile.text import say
from mobile.views import places
from mobile.views.layout import Foot, Scroll, WithFoot
from mobile.views.screen import go

if TYPE_CHECKING:
    from collections.abc import Callable


def UnnamedChoice(chosen: bool, on_switch: Callable[[], object]) -> ft.Control:
    """The choice to leave out one's name, with what that does and does not do (`something-unnamed`)."""
    choice = Option("unnamed", say("unnamed.choose"))
    marked = [choice.value] if chosen else []
    about = ft.Text(say("unnamed.explained"), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
    return ft.Column(
        [BigRows("something", [choice], marked, lambda _: on_switch(), several=True), about],
        spacing=theme.GAP_SMALL,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def WhatBecameOfIt() -> ft.Control:
    """The way to the answer for whoever has a code. Identifier: `what-became`."""
    to_answer = QuietButton(
        "what-became",
        say("unnamed.look_up"),
        lambda: go(places.ANSWER),
        icon=ft.Icons.QUESTION_ANSWER_OUTLINED,
    )
    return ft.Row([to_answer], wrap=True)


@safe_component
def CodeOnce(code: str) -> ft.Control:
    """The code of what was just raised, shown once, kept nowhere: `code-once`, `code-copy`, `code-done`."""
    session = use_session()

    async def copy() -> None:
        await ft.Clipboard().set(code)
        notice(say("unnamed.copied"))

    def leave() -> None:
        go(session.came_from)

    shown = ft.Text(
        code,
        theme_style=theme.NUMBER,
        text_align=ft.TextAlign.CENTER,
        semantics_label=" ".join(code.replace("-", ",")),
    )
    body = Scroll(
        [
            ft.Text(say("unnamed.kept"), theme_style=theme.TITLE),
            ft.Text(say("unnamed.write_down")),
            Card(ft.Row([shown], alignment=ft.MainAxisAlignment.CENTER, wrap=True), identifier="code-once"),
            ft.Row([SecondaryButton("code-copy", say("unnamed.copy"), copy, icon=ft.Icons.COPY)], wrap=True),
            ft.Text(say("unnamed.explained"), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
            ft.Text(say("unnamed.until_sent"), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
        ],
        width=theme.READING_WIDTH if session.wide else None,
    )
    width = theme.READING_WIDTH if session.wide else None
    done = ft.Container(
        ft.Row([PrimaryButton("code-done", say("unnamed.written_down"), leave, expand=True)]),
        width=width,
        expand=not width,
    )
    return WithFoot(body, Foot([ft.Row([done])]))
