"""The first steps of a walk: five short ones, offered once, skipped with a tap, looked up again any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flet as ft

from mobile import theme
from mobile.components.buttons import PrimaryButton, QuietButton, SecondaryButton
from mobile.components.card import Card
from mobile.components.guards import safe_component
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable

_ICONS: Final = (
    ft.Icons.WAVING_HAND_OUTLINED,
    ft.Icons.HEARING,
    ft.Icons.FACT_CHECK_OUTLINED,
    ft.Icons.TOUCH_APP_OUTLINED,
    ft.Icons.HANDSHAKE_OUTLINED,
)
STEPS: Final = len(_ICONS)


def CoachOffer(
    on_show: Callable[[], object],
    on_skip: Callable[[], object],
    on_practise: Callable[[], object] | None = None,
) -> ft.Control:
    """Asks somebody whether they want to see the steps, or to practise first where there is a way to.

    Identifiers: `coach-show`, `coach-practise`, `coach-skip`.
    """
    practise = [QuietButton("coach-practise", say("practice.offer_step"), on_practise)] if on_practise else []
    return Card(
        ft.Column(
            [
                ft.Text(say("coach.offer"), theme_style=theme.STRONG),
                ft.Text(say("coach.offer_text")),
                ft.Row(
                    [
                        SecondaryButton(
                            "coach-show", say("coach.show"), on_show, icon=ft.Icons.SCHOOL_OUTLINED
                        ),
                        *practise,
                        QuietButton("coach-skip", say("coach.skip"), on_skip),
                    ],
                    wrap=True,
                    spacing=theme.GAP_SMALL,
                    run_spacing=theme.GAP_SMALL,
                ),
            ],
            spacing=theme.GAP_SMALL,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        identifier="coach-offer",
    )


@safe_component
def Coach(on_done: Callable[[], object]) -> ft.Control:
    """The steps, one after the other. Identifiers: `coach`, `coach-back`, `coach-next`, `coach-skip`."""
    number, show = ft.use_state(1)
    last = number == STEPS

    def onward() -> None:
        if last:
            on_done()
        else:
            show(number + 1)

    steps: list[ft.Control] = [QuietButton("coach-skip", say("coach.skip"), on_done)] if not last else []
    if number > 1:
        steps.append(SecondaryButton("coach-back", say("coach.back"), lambda: show(number - 1)))
    steps.append(PrimaryButton("coach-next", say("coach.done" if last else "coach.next"), onward))
    return Card(
        ft.Column(
            [
                ft.Text(
                    say("coach.step", number=number, total=STEPS),
                    theme_style=theme.LABEL,
                    color=ft.Colors.ON_SURFACE_VARIANT,
                ),
                ft.Row(
                    [
                        ft.Icon(_ICONS[number - 1], size=36, color=ft.Colors.PRIMARY),
                        ft.Semantics(
                            header=True,
                            heading_level=2,
                            expand=True,
                            content=ft.Text(say(f"coach.title_{number}"), theme_style=theme.HEADING),
                        ),
                    ],
                    spacing=theme.GAP,
                ),
                ft.Text(say(f"coach.text_{number}")),
                ft.Row(
                    steps,
                    wrap=True,
                    alignment=ft.MainAxisAlignment.END,
                    spacing=theme.GAP_SMALL,
                    run_spacing=theme.GAP_SMALL,
                ),
            ],
            spacing=theme.GAP,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        identifier="coach",
        padding=theme.GAP_LARGE,
    )
