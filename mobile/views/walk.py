"""The walk: section by section, in any order; every tap is in the database before it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.finding import FindingKind
from checklists.records.visit import Judgement
from mobile import theme
from mobile.components.buttons import PrimaryButton, QuietButton
from mobile.components.guards import guard, safe_component, safe_screen
from mobile.components.notice import notice
from mobile.components.progress import Progress
from mobile.components.section_nav import SectionEntry, SectionNav
from mobile.state.resume import remember_place
from mobile.state.session import use_session
from mobile.state.visit_session import VisitSession
from mobile.store import places as stored_places
from mobile.text import say
from mobile.theme import State
from mobile.views import places
from mobile.views.camera import Camera
from mobile.views.instead import Instead, InsteadOfDraft, why_not
from mobile.views.photo_dialog import PhotoDialog
from mobile.views.question_card import CardActions, QuestionCard
from mobile.views.screen import Heading, Screen, go
from mobile.views.sealed import Sealed

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.checklist import Section
    from checklists.records.values import PhotoRef
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitProgress

_SIDE_WIDTH = 304


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
    over = Camera(_keeping(session, walk, taking), lambda: take(""), key="camera") if taking else None
    return Screen(
        session,
        _Body(walk, at, session.wide, take, look, key=f"walk-{visit_id}"),
        title=visit.text("title"),
        subtitle=area.name if area else visit.text("area"),
        back=places.TODAY,
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
    actions = ft.use_memo(lambda: _actions(session, walk, take, look), [walk])
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
    side = _Side(walk.progress, walk, section_id, choose_section, wide, key="side")
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


@safe_component
def _Side(
    progress: VisitProgress,
    walk: VisitSession,
    section_id: str,
    choose: Callable[[str], None],
    wide: bool,
) -> ft.Control:
    ft.use_state(progress)
    entries = [SectionEntry(one.id, one.title, *progress.sections[one.id]) for one in walk.checklist.sections]
    nav = SectionNav(entries, section_id, choose, narrow=not wide)
    bar = Progress(progress.done, progress.total, rest=_time_left(walk, progress))
    close = PrimaryButton(
        "close-walk", say("visit.close"), lambda: go(places.close(walk.visit_id)), icon=ft.Icons.TASK_ALT
    )
    if wide:
        return ft.Container(
            ft.Column(
                [ft.Column([nav], scroll=ft.ScrollMode.AUTO, expand=True), bar, close],
                spacing=theme.GAP,
                horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            ),
            width=_SIDE_WIDTH,
            padding=ft.Padding.only(left=theme.GAP, right=theme.GAP_SMALL, bottom=theme.GAP),
        )
    return ft.Container(
        ft.Column(
            [ft.Row([ft.Container(bar, expand=True), close], spacing=theme.GAP), nav],
            spacing=theme.GAP_SMALL,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        padding=ft.Padding.only(left=theme.GAP, right=theme.GAP, bottom=theme.GAP_SMALL),
    )


def _time_left(walk: VisitSession, progress: VisitProgress) -> str | None:
    left = progress.total - progress.done
    minutes = round(walk.checklist.minutes * left / progress.total) if progress.total else 0
    return say("visit.left", n=minutes) if minutes else None


def _actions(
    session: Session, walk: VisitSession, take: Callable[[str], None], look: Callable[[str], None]
) -> CardActions:
    def here(question_id: str) -> None:
        remember_place(session, walk.visit_id, question_id)
        session.changed()

    def answer(question_id: str, state: State) -> None:
        if state not in _RAISES:
            _judge(session, walk, question_id, state)
            here(question_id)
            return
        raised = [
            one for one in walk.questions[question_id].findings if one.is_good_practice == _RAISES[state]
        ]
        finding = raised[0] if raised else walk.raise_finding(question_id, _first_kind(state))
        here(question_id)
        go(places.finding(finding.id))

    def add_finding(question_id: str, state: State) -> None:
        finding = walk.raise_finding(question_id, _first_kind(state))
        here(question_id)
        go(places.finding(finding.id))

    def note(question_id: str, text: str) -> None:
        walk.note(question_id, text)
        here(question_id)

    def reason(question_id: str, text: str) -> None:
        walk.give_reason(question_id, text)
        here(question_id)

    def remove_photo(question_id: str, sha256: str) -> None:
        ref = walk.questions[question_id].answer.photos[sha256]
        walk.remove_photo(question_id, sha256)
        here(question_id)
        notice(say("visit.removed"), undo=_sent(session, lambda: walk.add_photo(question_id, sha256, ref)))

    def take_for(question_id: str) -> None:
        here(question_id)
        take(question_id)

    return CardActions(
        on_answer=answer,
        on_note=note,
        on_reason=reason,
        on_add_photo=take_for,
        on_open_photo=look,
        on_remove_photo=remove_photo,
        on_open_finding=lambda finding_id: go(places.finding(finding_id)),
        on_add_finding=add_finding,
        thumbnail=session.thumbnail,
        visit=walk.visit_id,
        unsaved=session.unsaved,
    )


# Which answers open a finding, and whether it is a good practice.
_RAISES = {State.WORTH_SHARING: True, State.NEEDS_ATTENTION: False}


def _first_kind(state: State) -> FindingKind:
    return FindingKind.GOOD_PRACTICE if state is State.WORTH_SHARING else FindingKind.OPPORTUNITY


def _judge(session: Session, walk: VisitSession, question_id: str, state: State) -> None:
    judgement = Judgement.CONFORMS if state is State.CONFORMS else Judgement.NOT_APPLICABLE
    before = walk.questions[question_id].answer
    walk.drop_empty_findings(question_id)
    if not _fits(walk, question_id, state):
        notice(say("visit.has_finding"))
    elif before.judgement is judgement:
        walk.clear(question_id)
        undo = _sent(session, lambda: walk.judge(question_id, judgement, before.reason))
        notice(say("visit.cleared"), undo=undo)
    else:
        walk.judge(question_id, judgement)


def _sent(session: Session, act: Callable[[], object]) -> Callable[[], None]:
    """Return what does something and tells the sync of it."""

    def done() -> None:
        act()
        session.changed()

    return done


def _fits(walk: VisitSession, question_id: str, state: State) -> bool:
    raised = walk.questions[question_id].findings
    return all(one.is_good_practice for one in raised) if state is State.CONFORMS else not raised
