"""Choosing the language, each called by its own name; what is open stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.choices import Choice, Choices
from mobile.components.guards import calling
from mobile.text import say
from mobile.text.language import NAMES, Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.state.session import Session


def Languages(session: Session) -> ft.Control:
    """The languages beside each other (`language-<code>`); a tap speaks one from then on."""
    return Choices(
        "language", [Choice(one, NAMES[one]) for one in Language], session.language, _speaking(session)
    )


def LanguageMenu(session: Session) -> ft.Control:
    """One button (`language`) with the name of the language that is spoken, and the others in its menu."""
    speak = _speaking(session)
    return ft.Semantics(
        identifier="language",
        container=True,
        content=ft.PopupMenuButton(
            tooltip=say("tablet.language"),
            content=ft.Container(
                padding=ft.Padding.symmetric(horizontal=12),
                height=theme.target(),
                content=ft.Row(
                    [
                        ft.Icon(ft.Icons.LANGUAGE, size=theme.icon_size(24), color=ft.Colors.PRIMARY),
                        ft.Text(NAMES[session.language], theme_style=theme.LABEL, color=ft.Colors.PRIMARY),
                    ],
                    tight=True,
                    spacing=theme.GAP_SMALL,
                ),
            ),
            items=[
                ft.PopupMenuItem(
                    content=ft.Semantics(identifier=f"language-{one}", content=ft.Text(NAMES[one])),
                    height=theme.target(),
                    checked=one is session.language,
                    on_click=calling(speak, one),
                )
                for one in Language
            ],
        ),
    )


def _speaking(session: Session) -> Callable[[str], None]:
    def speak(language: str) -> None:
        session.speak(Language(language))

    return speak
