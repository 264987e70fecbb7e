"""Before the first prompt of a gemba walk: what to ask about here, promised, open and going well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.banner import Banner
from mobile.components.card import Card
from mobile.components.guards import safe_component
from mobile.state.session import use_session
from mobile.store import actions, findings
from mobile.text import say
from mobile.theme import State
from mobile.views import places
from mobile.views.action_line import ActionLine
from mobile.views.layout import Heading
from mobile.views.look_again import LookAgainHere, done_here
from mobile.views.screen import go
from mobile.views.win_card import raised_by_whom

if TYPE_CHECKING:
    from checklists.records.action import Action
    from checklists.records.finding import Finding
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession

# As much as one keeps in mind on the way to the first machine.
_PROMISES_SHOWN = 4
_ACTIONS_SHOWN = 4
_WINS_SHOWN = 2
# Among the newest from everywhere, which is what this tablet lists quickly.
_WINS_LOOKED_AT = 100


@safe_component
def GembaHere(walk: VisitSession) -> ft.Control:
    """Ask about these: the promises given here and what came of them, open actions, recent wins."""
    session = use_session()
    area = walk.visit.text("area")
    known = [one for one in actions.of_area(session.store, area) if one.text("visit") != walk.visit_id]
    promised = [one for one in known if one.is_promise][:_PROMISES_SHOWN]
    to_do = [one for one in known if not one.is_promise and one.status.is_open][:_ACTIONS_SHOWN]
    good = [one for one in findings.wins(session.store, _WINS_LOOKED_AT) if one.text("area") == area]
    parts: list[ft.Control] = [ft.Text(say("gemba.here"), theme_style=theme.TITLE)]
    if not (promised or to_do or good):
        parts.append(Banner(say("gemba.here_nothing"), identifier="here-nothing"))
    if done := len(done_here(session, walk.visit)):
        parts.append(LookAgainHere(walk.visit_id, done))
    parts += _group(session, walk, say("gemba.here_promised"), promised)
    parts += _group(session, walk, say("gemba.here_open"), to_do)
    if good:
        parts += [
            Heading(say("gemba.here_wins")),
            *(_win(session, one) for one in good[:_WINS_SHOWN]),
        ]
    return ft.Column(parts, spacing=theme.GAP, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _group(session: Session, walk: VisitSession, heading: str, found: list[Action]) -> list[ft.Control]:
    if not found:
        return []
    return [Heading(heading), *(_line(session, walk, one) for one in found)]


def _line(session: Session, walk: VisitSession, action: Action) -> ft.Control:
    way = places.action_on_visit(walk.visit_id, action.id)
    return ActionLine(session, action, on_tap=lambda: go(way), where=False)


def _win(session: Session, finding: Finding) -> ft.Control:
    words = ft.Column(
        [
            ft.Text(finding.text("statement"), max_lines=3),
            ft.Text(
                raised_by_whom(session, finding),
                theme_style=theme.SMALL,
                color=ft.Colors.ON_SURFACE_VARIANT,
            ),
        ],
        spacing=2,
    )
    return Card(words, identifier=f"here-win-{finding.id}", state=State.WORTH_SHARING)
