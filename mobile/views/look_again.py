"""What is done and nobody has looked at yet: met on Today and on a walk, and judged where one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flet as ft

from mobile import theme
from mobile.components.buttons import QuietButton
from mobile.components.card import Card
from mobile.components.empty_state import EmptyState
from mobile.components.guards import safe_component, safe_screen
from mobile.state import looking
from mobile.state.session import use_session
from mobile.store import actions, findings, programme, visits
from mobile.text import say
from mobile.views import places
from mobile.views.action_line import ActionLine, about
from mobile.views.before_after import BeforeAfter, photos_before
from mobile.views.camera import Camera
from mobile.views.did_it_hold import DidItHold, Ways
from mobile.views.layout import Heading, Scroll
from mobile.views.photo_dialog import PhotoDialog
from mobile.views.screen import Screen, go
from mobile.views.way_back import way_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklists.records.action import Action
    from checklists.records.values import PhotoRef
    from checklists.records.visit import Visit
    from mobile.state.session import Session

_ON_TODAY: Final = 2
# As many as one looks at on one way through the place.
_ON_A_SCREEN: Final = 20


@safe_screen
def LookAgain() -> ft.View:
    """One after the other: in the area of a visit, or wherever whoever is signed in has to do with it."""
    session = use_session()
    visit_id = ft.use_route_params().get("visit")
    taking, take = ft.use_state("")
    looking_at, look = ft.use_state("")
    version, set_version = ft.use_state(0)
    ft.use_dialog(PhotoDialog(session, looking_at, lambda: look("")) if looking_at else None)

    def changed() -> None:
        session.changed()
        set_version(lambda count: count + 1)

    def keep(sha256: str, ref: PhotoRef) -> None:
        looking.add_photo(session.store, taking, sha256, ref)
        changed()

    over = Camera(keep, lambda: take(""), key="camera") if taking else None
    return Screen(
        session,
        _Body(visit_id, version, session.arrived, Ways(changed, take, look)),
        title=say("action.held_title"),
        back=way_back(session, ft.context.page.route or places.TODAY),
        over=over,
    )


@safe_component
def _Body(
    visit_id: str | None,
    version: int,
    arrived: int,  # noqa: ARG001 - arrival draws it again
    ways: Ways,
) -> ft.Control:
    session = use_session()
    visit = visits.get(session.store, visit_id) if visit_id else None
    found = done_here(session, visit) if visit else _yours_to_look_at(session)
    if not found:
        return EmptyState(ft.Icons.TASK_ALT, say("action.held_nothing"))
    cards = [_card(session, one, version, ways) for one in found[:_ON_A_SCREEN]]
    why = ft.Text(say("action.held_why"), color=ft.Colors.ON_SURFACE_VARIANT)
    return Scroll([why, *cards], width=760 if session.wide else None)


def _card(session: Session, action: Action, version: int, ways: Ways) -> ft.Control:
    lines: list[ft.Control] = [
        ft.Text(action.text("text") or say("action.empty"), theme_style=theme.STRONG),
        ft.Text(
            " · ".join(about(session, action)), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT
        ),
    ]
    if action.text("done_note"):
        lines.append(ft.Text(action.text("done_note")))
    lines += BeforeAfter(
        session, f"seen-{action.id}", photos_before(session, action), action.photos, ways.look
    )
    lines.append(DidItHold(action.id, version, ways, key=action.id))
    return Card(
        ft.Column(lines, spacing=theme.GAP_SMALL, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        identifier=f"look-at-{action.id}",
    )


def LookAgainOnToday(session: Session, told: Sequence[Action]) -> list[ft.Control]:
    """What whoever is signed in may look at, with the way to all of it; nothing where there is nothing.

    What they are `told` of elsewhere on the screen is not said twice.
    """
    found = _yours_to_look_at(session)
    above = {one.id for one in told}
    shown = [one for one in found if one.id not in above][:_ON_TODAY]
    if not shown:
        return []
    everything = QuietButton("look-again", say("action.held_all", n=len(found)), lambda: go(places.HELD))
    return [
        Heading(say("action.to_look_at"), trailing=everything),
        *(ActionLine(session, one) for one in shown),
    ]


def LookAgainHere(visit_id: str, done: int) -> ft.Control:
    """On a walk, how much was done in its area and not looked at yet, with the way there."""
    return Card(
        ft.Row(
            [
                ft.Icon(ft.Icons.FACT_CHECK_OUTLINED, color=ft.Colors.PRIMARY),
                ft.Text(say("action.held_here", n=done), expand=True),
                ft.Icon(ft.Icons.CHEVRON_RIGHT, color=ft.Colors.ON_SURFACE_VARIANT),
            ],
            spacing=12,
        ),
        identifier="look-again-here",
        on_tap=lambda: go(places.held_on_visit(visit_id)),
        padding=12,
    )


def done_here(session: Session, visit: Visit) -> Sequence[Action]:
    """Return what others have done in the area of a visit and nobody has looked at, the latest first."""
    area = visit.text("area")
    found = actions.to_look_at(session.store, session.who.id)
    return [one for one in found if area and one.text("area") == area]


def _yours_to_look_at(session: Session) -> Sequence[Action]:
    """Return what one raised or proposed oneself, and what was done where one works or is going to walk."""
    store, me = session.store, session.who.id
    found = actions.to_look_at(store, me)
    raised = findings.raised_among(store, me, [one.text("finding") for one in found])
    areas = {one.area for one in programme.due(store, me)}
    return [
        one
        for one in found
        if one.text("proposed_by") == me
        or one.text("finding") in raised
        or one.text("area") in areas
        or (session.who.department and one.text("department") == session.who.department)
    ]
