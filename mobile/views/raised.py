"""What one raised oneself, outside any visit: opened again to add details, taken back, brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.finding import KIND, FindingKind
from mobile import theme
from mobile.components.buttons import QuietButton
from mobile.components.card import Card
from mobile.components.choices import Choice, Choices
from mobile.components.empty_state import EmptyState
from mobile.components.guards import safe_component
from mobile.state.clocks import told
from mobile.state.session import use_session
from mobile.store import actions, findings
from mobile.store import places as stored_places
from mobile.store.raised import raised_outside_visits
from mobile.text import say
from mobile.theme import State
from mobile.views import places
from mobile.views.finding_mark import finding_words, state_of
from mobile.views.layout import Heading
from mobile.views.screen import Screen, go

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.finding import Finding
    from mobile.state.session import Session

# What is worth sharing first; nothing is chosen before somebody chooses.
_KINDS = {
    FindingKind.GOOD_PRACTICE: State.WORTH_SHARING,
    FindingKind.PROBLEM: State.NEEDS_ATTENTION,
    FindingKind.NEAR_MISS: None,
    FindingKind.IDEA: None,
}

_SHOWN = 6

# Few enough to see at a glance.
_AREAS_SHOWN = 6


def RaisedKinds(
    identifier: str, chosen: FindingKind | None, on_choose: Callable[[FindingKind], object]
) -> ft.Control:
    """What it is, one tap each. Identifiers: `<identifier>-<kind>`."""
    choices = [Choice(kind, say(f"something.{kind}"), state) for kind, state in _KINDS.items()]
    return Choices(identifier, choices, chosen, lambda kind: on_choose(FindingKind(kind)))


def Areas(
    session: Session, identifier: str, chosen: str, on_choose: Callable[[str], object]
) -> list[ft.Control]:
    """Where it was, under its heading; nothing where the office has listed no areas."""
    if not stored_places.areas(session.store):
        return []
    return [
        Heading(say("something.where")),
        _Areas(identifier, chosen, on_choose, key=f"{identifier}-choices"),
    ]


@safe_component
def _Areas(identifier: str, chosen: str, on_choose: Callable[[str], object]) -> ft.Control:
    """The areas; where there are many and one is chosen, that one, and the others a tap away."""
    session = use_session()
    all_shown, show_all = ft.use_state(False)
    choices = [Choice(one.id, one.name) for one in stored_places.areas(session.store)]
    here = [one for one in choices if one.value == chosen]

    def choose(area: str) -> None:
        show_all(False)
        on_choose(area)

    if all_shown or not here or len(choices) <= _AREAS_SHOWN:
        return Choices(identifier, choices, chosen, choose)
    others = QuietButton(f"{identifier}-others", say("something.elsewhere"), lambda: show_all(True))
    return ft.Row([Choices(identifier, here, chosen, choose), others], spacing=theme.GAP_SMALL, wrap=True)


def RaisedByMe(session: Session) -> list[ft.Control]:
    """What one raised before, newest first; each line opens it. Identifiers: `raised-<finding>`."""
    found = raised_outside_visits(session.store, session.who.id, _SHOWN)
    if not found:
        return []
    return [Heading(say("something.yours")), *(_line(session, one) for one in found)]


def TakenBack(session: Session, finding: Finding) -> ft.View:
    """What is shown for something its raiser took back: the way to bring it back."""

    def bring_back() -> None:
        findings.change(session.store, session.who.id, finding.id, {"withdrawn": None})
        session.changed()
        go(places.finding(finding.id))
        session.arrived += 1

    body = EmptyState(
        ft.Icons.UNDO,
        say("something.taken_back_text"),
        step=say("something.bring_back"),
        on_step=bring_back,
        identifier="bring-back",
    )
    return Screen(session, body, title=say("something.taken_back"), back=places.SOMETHING)


def lacks_details(finding: Finding) -> bool:
    """Say whether something that helps whoever follows it up is still to be added."""
    return not (finding.text("statement").strip() and finding.text("area") and finding.text("evidence"))


def _line(session: Session, finding: Finding) -> ft.Control:
    when = told(session.store, KIND, finding.id, finding.state.shown("raised_at"), finding.text("raised_at"))
    parts = [finding_words(finding), when]
    if finding.withdrawn:
        parts.append(say("something.taken_back"))
    elif led_to := actions.of_finding(session.store, finding.id):
        # What is open comes first: as far as all of it is.
        parts.append(say(f"action.status_{led_to[0].status}"))
    elif lacks_details(finding):
        parts.append(say("something.details"))
    words = ft.Column(
        [
            ft.Text(finding.text("statement") or say("something.photo_only"), max_lines=2),
            ft.Text(" · ".join(parts), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
        ],
        spacing=2,
        expand=True,
    )
    return Card(
        ft.Row([words, ft.Icon(ft.Icons.CHEVRON_RIGHT, color=ft.Colors.ON_SURFACE_VARIANT)]),
        identifier=f"raised-{finding.id}",
        on_tap=lambda: go(places.finding(finding.id)),
        state=None if finding.withdrawn else state_of(finding),
    )
