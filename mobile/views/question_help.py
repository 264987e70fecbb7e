"""Help with one question, in place: why it matters, what to look for, how to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.guards import calling, safe_component
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.form.checklist import Question


@safe_component
def QuestionHelp(question: Question) -> ft.Control:
    """Three tabs, none open at first: one tap shows, another hides."""
    shown, show = ft.use_state("")

    def toggle(name: str) -> None:
        show("" if shown == name else name)

    tabs = ft.Row(
        [_help_tab(question.id, name, icon, name == shown, toggle) for name, icon in _KINDS],
        wrap=True,
        spacing=theme.GAP_SMALL,
        run_spacing=theme.GAP_SMALL,
    )
    if not shown:
        return tabs
    return ft.Column(
        [
            tabs,
            ft.Container(
                ft.Column(_help_text(question, shown), spacing=theme.GAP_SMALL),
                bgcolor=ft.Colors.SURFACE_CONTAINER,
                border_radius=theme.RADIUS,
                padding=theme.GAP,
            ),
        ],
        spacing=theme.GAP_SMALL,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


_KINDS = (
    ("why", ft.Icons.LIGHTBULB_OUTLINE),
    ("look_for", ft.Icons.SEARCH),
    ("ask", ft.Icons.CHAT_BUBBLE_OUTLINE),
)


def _help_tab(
    question_id: str,
    name: str,
    icon: ft.IconData,
    here: bool,
    toggle: Callable[[str], None],
) -> ft.Control:
    ink = ft.Colors.ON_PRIMARY_CONTAINER if here else ft.Colors.PRIMARY
    return ft.Semantics(
        identifier=f"{name.replace('_', '-')}-{question_id}",
        container=True,
        button=True,
        expanded=here,
        content=ft.Container(
            ft.Row(
                [
                    ft.Icon(icon, size=theme.icon_size(20), color=ink),
                    ft.Text(say(f"visit.{name}"), theme_style=theme.LABEL, color=ink),
                ],
                tight=True,
                spacing=6,
            ),
            ink=True,
            on_click=calling(toggle, name),
            bgcolor=ft.Colors.PRIMARY_CONTAINER if here else ft.Colors.SURFACE_CONTAINER_HIGH,
            border_radius=theme.ROUND,
            padding=ft.Padding.symmetric(vertical=theme.beside_text(14), horizontal=theme.GAP),
        ),
    )


def _help_text(question: Question, name: str) -> list[ft.Control]:
    if name == "look_for":
        return [bullet(line) for line in question.look_for]
    if name == "ask":
        return [ft.Text(say("part.quoted", words=question.ask), italic=False)]
    clauses = " · ".join(str(clause) for clause in question.clauses)
    cited = (
        [ft.Text(clauses, theme_style=theme.CAPTION, color=ft.Colors.ON_SURFACE_VARIANT)] if clauses else []
    )
    return [ft.Text(question.why), *cited]


def bullet(line: str) -> ft.Control:
    """Return one line of a list."""
    dot = ft.Container(
        width=6, height=6, border_radius=3, bgcolor=ft.Colors.PRIMARY, margin=ft.Margin.only(top=11)
    )
    return ft.Row(
        [dot, ft.Text(line, expand=True)], spacing=12, vertical_alignment=ft.CrossAxisAlignment.START
    )
