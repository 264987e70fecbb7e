"""The sections of a checklist with how many questions of each are answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft

from mobile import theme
from mobile.components.guards import calling
from mobile.theme import STATES, State


@dataclass(frozen=True)
class SectionEntry:
    """One line of the list: the section, and `done` of `total` questions answered."""

    section_id: str
    title: str
    done: int
    total: int


def SectionNav(
    sections: Sequence[SectionEntry],
    selected: str,
    on_select: Callable[[str], object],
    *,
    narrow: bool = False,
) -> ft.Control:
    """A list beside the questions, or with `narrow` a row above them that scrolls sideways.

    `on_select(section_id)` is called on a tap. Identifiers: `section-<section_id>`.
    """
    entries: list[ft.Control] = [
        _entry(section, selected == section.section_id, narrow, calling(on_select, section.section_id))
        for section in sections
    ]
    if narrow:
        return ft.Row(entries, spacing=theme.GAP_SMALL, scroll=ft.ScrollMode.AUTO)
    return ft.Column(entries, spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _entry(section: SectionEntry, here: bool, narrow: bool, on_tap: Callable[[], object]) -> ft.Control:
    ink = ft.Colors.ON_PRIMARY_CONTAINER if here else ft.Colors.ON_SURFACE
    quiet = ft.Colors.ON_PRIMARY_CONTAINER if here else ft.Colors.ON_SURFACE_VARIANT
    title = ft.Text(
        section.title,
        theme_style=theme.STRONG if here else theme.BODY,
        color=ink,
        expand=None if narrow else True,
    )
    words: list[ft.Control] = [title]
    if section.total and section.done == section.total:
        done = STATES[State.CONFORMS]
        words.append(ft.Icon(ft.Icons.CHECK_ROUNDED, size=20, color=done.strong))
    words.append(ft.Text(f"{section.done}/{section.total}", theme_style=theme.SMALL, color=quiet))
    return ft.Semantics(
        identifier=f"section-{section.section_id}",
        container=True,
        button=True,
        selected=here,
        content=ft.Container(
            ink=True,
            on_click=on_tap,
            padding=ft.Padding.symmetric(vertical=12, horizontal=theme.GAP),
            border_radius=theme.RADIUS,
            bgcolor=ft.Colors.PRIMARY_CONTAINER if here else None,
            border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT) if narrow and not here else None,
            content=ft.Row(words, spacing=theme.GAP_SMALL, tight=narrow),
        ),
    )
