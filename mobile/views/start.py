"""Starting a walk: what to look at, and where; a planned visit comes with both chosen."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import flet as ft

from checklists.form.checklist import VisitKind
from checklists.records.person import may_walk
from mobile import theme
from mobile.components.banner import Banner
from mobile.components.buttons import PrimaryButton, QuietButton
from mobile.components.choices import Choice, Choices
from mobile.components.empty_state import EmptyState
from mobile.components.guards import safe_component, safe_screen
from mobile.components.text_fields import LineField
from mobile.state.raising import is_at
from mobile.state.reading import title_of
from mobile.state.session import use_session
from mobile.store import checklists, programme, visits
from mobile.store import places as stored_places
from mobile.text import say
from mobile.views import places
from mobile.views.checklist_cards import checklist_cards, short_first
from mobile.views.layout import Foot, Heading, Scroll, WithFoot
from mobile.views.practice import PractiseButton
from mobile.views.screen import Screen, go

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.form.checklist import Checklist
    from checklists.records.place import Area
    from mobile.state.session import Session


@safe_screen
def Start() -> ft.View:
    """Choose and go."""
    session = use_session()
    planned = ft.use_route_params().get("planned")
    return Screen(session, _Body(planned, session.arrived), title=say("start.title"), back=places.TODAY)


@safe_component
def _Body(planned_id: str | None, arrived: int) -> ft.Control:  # noqa: ARG001 - arrival draws it again
    session = use_session()
    planned = next(
        (one for one in programme.due(session.store, session.who.id) if one.id == planned_id), None
    )
    offered = [one for one in checklists.checklists(session.store) if may_walk(session.who.role, one.kind)]
    areas = stored_places.areas(session.store)
    checklist_id, choose_checklist = ft.use_state(planned.checklist if planned else "")
    area_id, choose_area = ft.use_state(planned.area if planned else "")
    reason, set_reason = ft.use_state("")
    started = ft.use_ref(False)
    checklist = next((one for one in offered if one.id == checklist_id), None)
    area = next((one for one in areas if one.id == area_id), None)
    own = checklist is not None and area is not None and _is_own(session, checklist, area)

    def start() -> None:
        # A second tap may come before the first one shows.
        if checklist is None or area is None or started.current:
            return
        visit = visits.start(
            session.store,
            person=session.who,
            checklist=checklist,
            area=area,
            planned=planned.id if planned else None,
            peer_review_reason=reason.strip() if own else "",
        )
        started.current = True
        is_at(session, area.id)
        session.changed()
        go(places.visit(visit.id))

    if not offered:
        step = say("people.sync")
        return EmptyState(ft.Icons.CHECKLIST, say("start.none"), step=step, on_step=session.tablet.sync.nudge)
    ready = checklist is not None and area is not None and (not own or reason.strip() != "")
    foot = _foot(checklist, area, ready=ready, why=own and not reason.strip(), start=start)
    own_department = _own_department(reason, set_reason) if own else []
    choosing = Scroll(
        [
            Heading(say("start.what"), trailing=PractiseButton()),
            *_checklist_choices(offered, checklist, choose_checklist),
            Heading(say("start.where")),
            *_area_choices(session, areas, area_id, choose_area),
        ]
    )
    return WithFoot(choosing, Foot([*own_department, foot]))


def _is_own(session: Session, checklist: Checklist, area: Area) -> bool:
    return checklist.kind is VisitKind.INTERNAL_AUDIT and area.department == session.who.department


def _checklist_choices(
    offered: list[Checklist], chosen: Checklist | None, choose: Callable[[str], None]
) -> list[ft.Control]:
    """Return every checklist until one is chosen; then that one alone, so that the places come into view."""
    if chosen is None:
        return [checklist_cards(short_first(offered), "", choose)]
    other = ft.Row([QuietButton("other-checklist", say("start.another"), lambda: choose(""))], wrap=True)
    return [checklist_cards([chosen], chosen.id, choose), *([other] if len(offered) > 1 else [])]


def _area_choices(
    session: Session, areas: list[Area], chosen: str, choose: Callable[[str], None]
) -> list[ft.Control]:
    if not areas:
        return [ft.Text(say("start.no_areas"), color=ft.Colors.ON_SURFACE_VARIANT)]
    controls: list[ft.Control] = []
    for department_id, group in groupby(sorted(areas, key=_by_department), key=_by_department):
        department = stored_places.department(session.store, department_id)
        controls += [
            ft.Text(
                department.name if department else department_id,
                theme_style=theme.LABEL,
                color=ft.Colors.ON_SURFACE_VARIANT,
            ),
            Choices("area", [Choice(one.id, one.name) for one in group], chosen, choose),
        ]
    return controls


def _by_department(area: Area) -> str:
    return area.department


def _own_department(reason: str, set_reason: Callable[[str], None]) -> list[ft.Control]:
    return [
        Banner(say("start.own"), identifier="own-department"),
        LineField(
            "peer-review-reason", say("start.own_reason"), reason, set_reason, hint=say("start.own_hint")
        ),
    ]


def _foot(
    checklist: Checklist | None, area: Area | None, *, ready: bool, why: bool, start: Callable[[], None]
) -> ft.Control:
    if checklist and area:
        words = say("start.say_why") if why else f"{title_of(checklist)} · {area.name}"
    elif checklist:
        words = say("start.choose_where", what=title_of(checklist))
    else:
        words = say("start.choose_what", where=area.name) if area else say("start.choose")
    tight = theme.tight()
    go_on = PrimaryButton("start-go", say("start.go"), start, expand=tight or None, disabled=not ready)
    # In large type the sentence would leave no room for what it is about.
    return ft.Row([go_on] if tight else [ft.Text(words, expand=True), go_on], spacing=theme.GAP)
