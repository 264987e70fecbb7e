"""The sections of a checklist with how many questions of each are answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft

from mobile import theme
from mobile.components.guards import calling
from mobile.text import say
from mobile.theme import STATES, State


@dataclass(frozen=True)
class SectionEntry:
    """One line of the list: the section, and `done` of `total` questions answered.

    `attention` questions need it, and `come_back` are marked to come back to.
    """

    section_id: str
    title: str
    done: int
    total: int
    attention: int = 0
    come_back: int = 0


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
        words.append(ft.Icon(ft.Icons.CHECK_ROUNDED, size=theme.icon_size(20), color=done.strong))
    flags = _flags(section, quiet, narrow=narrow)
    count = ft.Text(f"{section.done}/{section.total}", theme_style=theme.SMALL, color=quiet)
    lines: ft.Control = ft.Row(
        [*words, *(flags if narrow else []), count], spacing=theme.GAP_SMALL, tight=narrow
    )
    if flags and not narrow:
        lines = ft.Column([lines, ft.Row(flags, spacing=12, run_spacing=0, wrap=True)], spacing=2, tight=True)
    return ft.Semantics(
        identifier=f"section-{section.section_id}",
        container=True,
        button=True,
        selected=here,
        content=ft.Container(
            ink=True,
            on_click=on_tap,
            padding=ft.Padding.symmetric(vertical=theme.beside_text(12), horizontal=theme.GAP),
            border_radius=theme.RADIUS,
            bgcolor=ft.Colors.PRIMARY_CONTAINER if here else None,
            border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT) if narrow and not here else None,
            content=lines,
        ),
    )


def _flags(section: SectionEntry, ink: ft.Colors, *, narrow: bool) -> list[ft.Control]:
    """Return icon and words for what is flagged in a section; where there is little room, icon and number."""
    attention = STATES[State.NEEDS_ATTENTION]
    kinds = (
        (section.attention, attention.icon, attention.strong, say("walk.attention", n=section.attention)),
        (section.come_back, theme.COME_BACK, ft.Colors.PRIMARY, say("walk.come_back", n=section.come_back)),
    )
    return [
        ft.Row(
            [
                ft.Icon(icon, size=theme.icon_size(18), color=colour),
                ft.Text(
                    str(number) if narrow else words,
                    theme_style=theme.SMALL,
                    color=ink,
                    semantics_label=words,
                ),
            ],
            spacing=4,
            tight=True,
        )
        for number, icon, colour, words in kinds
        if number
    ]
