"""The words of an audit, each explained with a tap."""

from __future__ import annotations

from typing import Final

import flet as ft

from mobile import theme
from mobile.components.guards import calling, safe_component
from mobile.text import say

# In the order in which a walk meets them.
TERMS: Final = (
    "auditee",
    "clause",
    "objective_evidence",
    "finding",
    "conforms",
    "worth_sharing",
    "observation",
    "nonconformity",
    "minor",
    "major",
    "correction",
    "corrective_action",
    "closing_meeting",
)


@safe_component
def Glossary(place: str) -> ft.Control:
    """Words in rows; a tap explains one above them, another hides it.

    Identifiers: `<place>-<term>` for each word, and `<place>-means` for the explanation.
    """
    shown, show = ft.use_state("")

    def toggle(term: str) -> None:
        show("" if shown == term else term)

    terms = ft.Row(
        [
            ft.Semantics(
                identifier=f"{place}-{term.replace('_', '-')}",
                container=True,
                button=True,
                expanded=term == shown,
                content=ft.Container(
                    ft.Text(say(f"glossary.{term}"), theme_style=theme.SMALL, color=_ink(term == shown)),
                    ink=True,
                    on_click=calling(toggle, term),
                    bgcolor=ft.Colors.PRIMARY_CONTAINER if term == shown else ft.Colors.SURFACE_BRIGHT,
                    border=ft.Border.all(1, ft.Colors.OUTLINE),
                    border_radius=theme.ROUND,
                    padding=ft.Padding.symmetric(vertical=theme.beside_text(13), horizontal=14),
                ),
            )
            for term in TERMS
        ],
        wrap=True,
        spacing=theme.GAP_SMALL,
        run_spacing=theme.GAP_SMALL,
    )
    if not shown:
        return terms
    meaning = ft.Semantics(
        identifier=f"{place}-means",
        container=True,
        live_region=True,
        content=ft.Container(
            ft.Column(
                [
                    ft.Text(say(f"glossary.{shown}"), theme_style=theme.STRONG),
                    ft.Text(say(f"glossary.{shown}_means")),
                ],
                spacing=4,
                tight=True,
            ),
            bgcolor=ft.Colors.SURFACE_CONTAINER,
            border_radius=theme.RADIUS,
            padding=theme.GAP,
        ),
    )
    return ft.Column(
        # Above the words: below them it may be off the screen.
        [meaning, terms],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _ink(here: bool) -> ft.Colors:
    return ft.Colors.ON_PRIMARY_CONTAINER if here else ft.Colors.ON_SURFACE
