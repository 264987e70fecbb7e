"""The walk: section by section, in any order; every tap is in the database before it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.buttons import QuietButton
from mobile.components.guards import guard, safe_component, safe_screen
from mobile.state.resume import remember_place
from mobile.state.session import use_session
from mobile.state.visit_session import VisitSession
from mobile.store import places as stored_places
from mobile.text import say
from mobile.views import places
from mobile.views.camera import Camera
from mobile.views.instead import Instead, InsteadOfDraft, why_not
from mobile.views.layout import Heading
from mobile.views.photo_dialog import PhotoDialog
from mobile.views.question_card import QuestionCard
from mobile.views.screen import Screen
from mobile.views.sealed import Sealed
from mobile.views.together import walk_together, who_walks
from mobile.views.walk_actions import walk_actions
from mobile.views.walk_side import WalkSide

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.checklist import Section
    from checklists.records.values import PhotoRef
    from mobile.state.session import Session


@safe_screen
def Walk() -> ft.View:
    """A visit on this tablet: walked while it is a draft, shown once it is sealed."""
    session = use_session()
    params = ft.use_route_params()
    visit_id, at = params["visit"], params.get("question")
    walk = ft.use_memo(
        lambda: VisitSession.open(session.store, session.who, visit_id), [visit_id, session.who.id]
    )
    taking, take = ft.use_state("")
    looking, look = ft.use_state("")
    _, draw_again = ft.use_state(0)
    ft.use_dialog(PhotoDialog(session, looking, lambda: look("")) if looking else None)

    def read_again() -> None:
        if walk:
            walk.read_again()

    ft.use_effect(guard(read_again), [walk, session.arrived])
    if walk is None:
        return Instead(session, why_not(session, visit_id), title=say("walks.title"))
    visit = walk.visit
    area = stored_places.area(session.store, visit.text("area"))
    if visit.status == "completed":
        return Sealed(session, walk)
    if visit.discarded:
        return InsteadOfDraft(session, visit, lambda: draw_again(lambda count: count + 1))
    where = area.name if area else visit.text("area")
    over = Camera(_keeping(session, walk, taking), lambda: take(""), key="camera") if taking else None
    return Screen(
        session,
        _Body(walk, at, session.wide, take, look, key=f"walk-{visit_id}"),
        title=visit.text("title"),
        subtitle=who_walks(session, visit, where),
        back=places.TODAY,
        trailing=[walk_together(visit)] if walk.is_mine else [],
        over=over,
    )


def _keeping(session: Session, walk: VisitSession, question_id: str) -> Callable[..., None]:
    def keep(sha256: str, ref: PhotoRef) -> None:
        walk.add_photo(question_id, sha256, ref)
        session.changed()

    return keep


@safe_component
def _Body(
    walk: VisitSession,
    at: str | None,
    wide: bool,
    take: Callable[[str], None],
    look: Callable[[str], None],
) -> ft.Control:
    session = use_session()
    sections = walk.checklist.sections
    here = walk.checklist.section_of(at).id if at in walk.questions else sections[0].id
    section_id, show_section = ft.use_state(here)
    scroll = ft.use_memo(ft.Ref[ft.Column], [])
    actions = ft.use_memo(lambda: walk_actions(session, walk, take, look), [walk])
    section = next(one for one in sections if one.id == section_id)

    def choose_section(chosen: str) -> None:
        show_section(chosen)
        first = next(one for one in sections if one.id == chosen).questions[0]
        remember_place(session, walk.visit_id, first.id)

    async def jump() -> None:
        if at in walk.questions and here == section_id and scroll.current:
            await scroll.current.scroll_to(scroll_key=at, duration=0)

    def draw_here() -> None:
        show_section(here)

    ft.use_effect(guard(draw_here), [at])
    ft.use_effect(guard(jump), [at, section_id])
    cards: list[ft.Control] = [
        QuestionCard(state, actions, wide, key=state.question.id) for state in walk.section_state(section)
    ]
    following = _next_button(sections, section, choose_section)
    questions = ft.Column(
        [
            ft.Container(
                ft.Column([Heading(section.title), *cards, following], spacing=theme.GAP),
                padding=ft.Padding.only(
                    left=theme.GAP, right=theme.GAP_LARGE if wide else theme.GAP, bottom=96
                ),
            )
        ],
        ref=scroll,
        key=f"section-{section_id}",
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    side = WalkSide(walk.progress, walk, section_id, choose_section, wide, key="side")
    if wide:
        return ft.Row(
            [side, questions], expand=True, spacing=0, vertical_alignment=ft.CrossAxisAlignment.START
        )
    return ft.Column([side, questions], expand=True, spacing=0)


def _next_button(
    sections: tuple[Section, ...], section: Section, choose: Callable[[str], None]
) -> ft.Control:
    place = sections.index(section)
    if place + 1 == len(sections):
        return ft.Container()
    following = sections[place + 1]
    return ft.Row(
        [
            QuietButton(
                "next-section",
                say("visit.next_section", title=following.title),
                lambda: choose(following.id),
                icon=ft.Icons.ARROW_FORWARD,
            )
        ],
        alignment=ft.MainAxisAlignment.END,
    )
