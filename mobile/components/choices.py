"""A choice of one or several among a few, all in view, one tap each."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import flet as ft

from mobile import theme
from mobile.components.guards import calling
from mobile.theme import STATES, State


@dataclass(frozen=True)
class Choice:
    """One thing to choose; with a `state` it carries the state's icon and colours."""

    value: str
    words: str
    state: State | None = None


# A choice as long as this fits beside its sign on the narrowest phone.
_ONE_LINE = 28


def Choices(
    identifier: str, choices: Sequence[Choice], chosen: str | None, on_choose: Callable[[str], object]
) -> ft.Control:
    """The choices in rows that wrap; `on_choose(value)` on a tap. Identifiers: `<identifier>-<value>`."""
    return Several(identifier, choices, () if chosen is None else (chosen,), on_choose)


def Several(
    identifier: str, choices: Sequence[Choice], chosen: Collection[str], on_tap: Callable[[str], object]
) -> ft.Control:
    """Like `Choices`, with any number of them marked; `on_tap(value)` to mark one or unmark it."""
    return ft.Row(
        wrap=True,
        spacing=theme.GAP_SMALL,
        run_spacing=theme.GAP_SMALL,
        controls=[_choice(identifier, one, one.value in chosen, on_tap) for one in choices],
    )


def _choice(identifier: str, one: Choice, chosen: bool, on_choose: Callable[[str], object]) -> ft.Control:
    look = STATES[one.state] if one.state else None
    soft = look.soft if look else ft.Colors.PRIMARY_CONTAINER
    ink = look.ink if look else ft.Colors.ON_PRIMARY_CONTAINER
    strong = look.strong if look else ft.Colors.PRIMARY
    icon = look.icon if look else ft.Icons.CHECK_ROUNDED
    controls: list[ft.Control] = []
    if look or chosen:
        controls.append(ft.Icon(icon, size=theme.icon_size(22), color=strong))
    controls.append(
        ft.Text(
            one.words,
            color=ink if chosen else ft.Colors.ON_SURFACE,
            # "High-bay store" must not break at its hyphen while the font is still on its way.
            no_wrap=len(one.words) * theme.sizes().reading <= _ONE_LINE,
            expand=True,
            expand_loose=True,
        )
    )
    return ft.Semantics(
        identifier=f"{identifier}-{one.value}",
        container=True,
        button=True,
        selected=chosen,
        content=ft.Container(
            ink=True,
            on_click=calling(on_choose, one.value),
            padding=ft.Padding.symmetric(vertical=theme.beside_text(11), horizontal=theme.GAP),
            bgcolor=soft if chosen else ft.Colors.SURFACE_BRIGHT,
            border=ft.Border.all(2, strong) if chosen else ft.Border.all(1, ft.Colors.OUTLINE),
            border_radius=look.radius if look else theme.RADIUS,
            content=ft.Row(controls, tight=True, spacing=theme.GAP_SMALL),
        ),
    )
