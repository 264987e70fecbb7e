"""A gemba walk: what was promised here, a few open prompts, thanks and promises, in ten minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.form.checklist import VisitKind
from mobile.components.buttons import PrimaryButton
from mobile.components.guards import guard, safe_component, safe_screen
from mobile.state import gemba
from mobile.state.photo_place import PhotoPlace
from mobile.state.resume import remember_place
from mobile.state.session import use_session
from mobile.store import places as stored_places
from mobile.store import visits
from mobile.text import say
from mobile.views import places
from mobile.views.camera import Camera, Taking, use_taking
from mobile.views.close import Close
from mobile.views.gemba_close import GembaClose
from mobile.views.gemba_done import GembaDone
from mobile.views.gemba_frame import Step, StepNumber
from mobile.views.gemba_good import GembaGood
from mobile.views.gemba_here import GembaHere
from mobile.views.gemba_promises import GembaPromises
from mobile.views.gemba_prompt import GembaPrompt
from mobile.views.instead import Instead, InsteadOfDraft, why_not
from mobile.views.opened import use_look, use_walk
from mobile.views.screen import Screen, go, home_of
from mobile.views.sealed import Sealed
from mobile.views.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.values import PhotoRef
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession


@safe_screen
def WalkByKind() -> ft.View:
    """A visit as its kind is walked: a gemba walk in steps, every other with its list of questions."""
    return GembaWalk() if _is_gemba() else Walk()


@safe_screen
def CloseByKind() -> ft.View:
    """Closing a visit as its kind is closed: a gemba walk with its leader's signature alone."""
    return GembaClosing() if _is_gemba() else Close()


def _is_gemba() -> bool:
    visit = visits.get(use_session().store, ft.use_route_params()["visit"])
    return visit is not None and visit.kind is VisitKind.GEMBA_WALK


@safe_screen
def GembaWalk() -> ft.View:
    """A gemba walk on this tablet: walked by its leader, and read by everybody once it is completed."""
    return _screen(gemba.HERE)


@safe_screen
def GembaClosing() -> ft.View:
    """The same at its last step."""
    return _screen(gemba.CLOSE)


def _screen(begin: str) -> ft.View:
    session = use_session()
    params = ft.use_route_params()
    visit_id = params["visit"]
    walk = use_walk(session, visit_id)
    taking, take, done = use_taking()
    look = use_look(session)
    whole, show_whole = ft.use_state(False)
    _, draw_again = ft.use_state(0)

    def read_again() -> None:
        if walk:
            walk.read_again()

    ft.use_effect(guard(read_again), [walk, session.arrived])
    visit = visits.get(session.store, visit_id)
    if visit and visit.status == "completed":
        if whole and walk:
            return Sealed(session, walk)
        return GembaDone(session, visit, look, (lambda: show_whole(True)) if walk else None)
    if walk is None or visit is None:
        return Instead(session, why_not(session, visit_id), title=say("walks.title"))
    if visit.discarded:
        return InsteadOfDraft(session, visit, lambda: draw_again(lambda count: count + 1))
    steps, at = gemba.steps(walk), params.get("question") or begin
    step = at if at in steps else steps[0]
    area = stored_places.area(session.store, visit.text("area"))
    over = _camera(session, walk, taking, done) if taking.what else None
    return Screen(
        session,
        _Body(walk, step, take, look, key=f"gemba-{visit_id}-{step}"),
        title=walk.title,
        subtitle=area.name if area else visit.text("area"),
        back=home_of(session),
        over=over,
    )


def _camera(session: Session, walk: VisitSession, taking: Taking, on_done: Callable[[], None]) -> ft.Control:
    question_id = taking.what

    def keep(sha256: str, ref: PhotoRef) -> None:
        gemba.add_photo(walk, question_id, sha256, ref)
        session.changed()

    place = PhotoPlace(
        lambda: walk.questions[question_id].answer.photos,
        keep,
        lambda sha256: gemba.remove_photo(walk, question_id, sha256),
        session.changed,
    )
    return Camera(keep, on_done, turn=taking.turn, place=place, key="camera")


@safe_component
def _Body(
    walk: VisitSession, step: str, take: Callable[[str], None], look: Callable[[str], None]
) -> ft.Control:
    session = use_session()
    steps = gemba.steps(walk)
    place = steps.index(step)

    def keep_place() -> None:
        remember_place(session, walk.visit_id, step)

    ft.use_effect(guard(keep_place), [step])

    def to(other: int) -> None:
        go(places.visit(walk.visit_id, steps[other]))

    def back() -> None:
        to(place - 1)

    if step == gemba.CLOSE:
        shown = GembaClose(walk, look, back, key=step)
    else:
        onward = _onward(step, lambda: to(place + 1))
        shown = Step(session, [_inside(walk, step, take, look)], back if place else None, [onward])
    return ft.Column(
        [StepNumber(place + 1, len(steps)), shown],
        expand=True,
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _inside(
    walk: VisitSession, step: str, take: Callable[[str], None], look: Callable[[str], None]
) -> ft.Control:
    match step:
        case gemba.HERE:
            return GembaHere(walk, key=step)
        case gemba.GOOD:
            return GembaGood(walk, key=step)
        case gemba.PROMISES:
            return GembaPromises(walk, key=step)
        case _:
            return GembaPrompt(walk, step, take, look, key=step)


def _onward(step: str, on_tap: Callable[[], None]) -> ft.Control:
    words = say("gemba.go_and_see" if step == gemba.HERE else "walk.next")
    return PrimaryButton("next-step", words, on_tap, icon=ft.Icons.ARROW_FORWARD, expand=True)
