"""People to choose from: face, name, what they are here for and where."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.avatar import Avatar
from mobile.components.card import Card
from mobile.components.columns import Columns
from mobile.store import places as stored_places
from mobile.text.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.person import Person
    from mobile.state.session import Session


def PersonCards(
    session: Session, found: list[Person], add: Callable[[Person], object], name: str
) -> ft.Control:
    """A card (`<name>-<person>`) for each of them; a tap chooses."""
    tiles: list[ft.Control] = [
        ft.Container(
            Card(
                ft.Row(
                    [*person_line(session, one), ft.Icon(ft.Icons.ADD, color=ft.Colors.PRIMARY)], spacing=12
                ),
                identifier=f"{name}-{one.id}",
                on_tap=partial(add, one),
            ),
            col={"xs": 12, "md": 6},
        )
        for one in found
    ]
    return Columns(tiles, spacing=theme.GAP, run_spacing=theme.GAP)


def person_line(session: Session, person: Person) -> list[ft.Control]:
    """Return what a row that names somebody begins with."""
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
    return [Avatar(person.name), words]
