"""Wins: what is worth sharing, from every walk, newest first."""

from __future__ import annotations

import flet as ft

from mobile import theme
from mobile.components.columns import Columns
from mobile.components.empty_state import EmptyState
from mobile.components.guards import safe_component, safe_screen
from mobile.state.session import use_session
from mobile.store import findings
from mobile.text import say
from mobile.views import places
from mobile.views.layout import Scroll
from mobile.views.pulse import HowItFelt
from mobile.views.screen import Screen, go
from mobile.views.win_card import WinCard


@safe_screen
def Wins() -> ft.View:
    """The feed of good practices."""
    session = use_session()
    return Screen(session, _Body(session.arrived), title=say("wins.title"), tab="wins")


@safe_component
def _Body(arrived: int) -> ft.Control:  # noqa: ARG001 - a value of the component; arrival draws it again
    session = use_session()
    shown = findings.wins(session.store)
    if not shown:
        start = say("today.start")
        return EmptyState(
            ft.Icons.STAR_OUTLINE_ROUNDED, say("wins.none"), step=start, on_step=lambda: go(places.START)
        )
    cards: list[ft.Control] = [
        ft.Container(WinCard(session, one), col={"xs": 12, "md": 6, "xl": 4}) for one in shown
    ]
    grid = Columns(cards, spacing=theme.GAP, run_spacing=theme.GAP)
    return Scroll([grid, *HowItFelt(session)])
