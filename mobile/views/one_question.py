"""One question on the screen, with the guide beside it; a swipe or a big button leads to the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flet as ft

from checklists.ids import parts_of_key
from mobile import theme
from mobile.components.buttons import BackAStep, IconAction, PrimaryButton, QuietButton, SecondaryButton
from mobile.components.guards import guard, safe_component
from mobile.state.asking import title_of
from mobile.state.habits import guide_open, keep_guide
from mobile.state.session import use_session
from mobile.text import say
from mobile.views import places
from mobile.views.layout import BackAndOn, Heading
from mobile.views.question_card import QuestionCard
from mobile.views.question_guide import QuestionGuide
from mobile.views.screen import go
from mobile.views.walk_repeat import AnotherOne, RepeatName

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flet.components.hooks.use_ref import MutableRef

    from mobile.state.visit_session import VisitSession
    from mobile.state.walk_place import WalkPlace
    from mobile.store.earlier import Earlier
    from mobile.views.question_card import CardActions

# What makes a swipe: so fast, in logical pixels a second, or so far. Less is a hand that rests on the screen;
# a tablet that is busy takes in too few points on the way to tell how fast it was.
_FAST: Final = 250.0
_FAR: Final = 72.0
_GUIDE_WIDTH: Final = 340


@safe_component
def OneQuestion(  # noqa: PLR0917 - a component takes its values in one order
    place: WalkPlace,
    question_id: str,
    actions: CardActions,
    wide: bool,
    above: Sequence[ft.Control],
    earlier: Mapping[str, tuple[Earlier, ...]],
) -> ft.Control:
    """The question, and below it the way back and on.

    Moving only moves: what was tapped and typed is saved already, or is as the question leaves the screen.
    `earlier` is what was found here before, by question id.
    Identifiers: `swipe`, `guide`, `previous-question`, `next-question`, and those of a card.
    """
    session = use_session()
    reading, read = ft.use_state(guide_open(session))
    begun: MutableRef[float] = ft.use_ref(0.0)
    walk = place.walk
    state, section = walk.questions[question_id], walk.section_of(question_id)

    def toggle() -> None:
        keep_guide(session, is_open=not reading)
        read(not reading)

    def begins(event: ft.DragStartEvent[ft.GestureDetector]) -> None:
        begun.current = event.global_position.x

    def swiped(event: ft.DragEndEvent[ft.GestureDetector]) -> None:
        speed = event.primary_velocity or 0.0
        way = event.global_position.x - (begun.current or 0.0)
        if abs(way) >= _FAR or abs(speed) >= _FAST:
            place.step(1 if (speed or way) < 0 else -1)

    card = QuestionCard(
        state,
        actions,
        wide,
        guided=reading,
        earlier=earlier.get(parts_of_key(question_id)[0], ()),
        key=f"one-{question_id}",
    )
    guide = QuestionGuide(state, key=f"guide-{question_id}") if reading else None
    body = ft.Column(
        [
            ft.Container(
                ft.Column(
                    [
                        *above,
                        _top(walk, question_id, toggle, reading=reading, medium=session.medium),
                        *(RepeatName(walk, section) if question_id == section.questions[0].key else []),
                        _laid_out(card, guide, beside_it=session.roomy),
                        *(
                            AnotherOne(walk, section, place.go_to)
                            if question_id == section.questions[-1].key
                            else []
                        ),
                    ],
                    spacing=theme.GAP,
                    horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
                ),
                padding=ft.Padding.only(
                    left=theme.GAP, right=theme.GAP_LARGE if wide else theme.GAP, bottom=theme.GAP_LARGE
                ),
            )
        ],
        # A question begins at its top, wherever one had scrolled in the one before.
        key=f"at-{question_id}",
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    swipe = ft.Semantics(
        identifier="swipe",
        expand=True,
        content=ft.GestureDetector(
            content=body,
            on_horizontal_drag_start=guard(begins),
            on_horizontal_drag_end=guard(swiped),
            exclude_from_semantics=True,
        ),
    )
    return ft.Column([swipe, _foot(place, medium=session.medium)], expand=True, spacing=0)


def _top(
    walk: VisitSession, question_id: str, on_guide: Callable[[], object], *, reading: bool, medium: bool
) -> ft.Control:
    number = walk.questions[question_id].number
    place = ft.Column(
        [
            Heading(title_of(walk.section_of(question_id))),
            ft.Semantics(
                identifier="place",
                container=True,
                content=ft.Text(
                    say("walk.place", number=number, total=len(walk.questions)),
                    theme_style=theme.SMALL,
                    color=ft.Colors.ON_SURFACE_VARIANT,
                ),
            ),
        ],
        spacing=2,
        expand=True,
    )
    icon = ft.Icons.MENU_BOOK if reading else ft.Icons.MENU_BOOK_OUTLINED
    # Words where they leave the section's title its line, else the sign alone, named for who hears it.
    words = say("guide.hide" if reading else "guide.show")
    guide = (
        QuietButton("guide", words, on_guide, icon=icon)
        if medium
        else IconAction("guide", icon, words, on_guide, color=ft.Colors.PRIMARY)
    )
    return ft.Row(
        [place, guide],
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def _laid_out(card: ft.Control, guide: ft.Control | None, *, beside_it: bool) -> ft.Control:
    if guide is None:
        return card
    if beside_it:
        return ft.Row(
            [ft.Container(card, expand=True), ft.Container(guide, width=_GUIDE_WIDTH)],
            spacing=theme.GAP_LARGE,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
    return ft.Column(
        [card, guide], spacing=theme.GAP_LARGE, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def _foot(place: WalkPlace, *, medium: bool) -> ft.Control:
    back = _back(place, medium=medium)
    onward = (
        PrimaryButton(
            "next-question",
            say("walk.next"),
            lambda: place.step(1),
            icon=ft.Icons.ARROW_FORWARD,
            expand=True,
        )
        if place.beside(1)
        else PrimaryButton(
            "close-from-last",
            say("visit.close"),
            lambda: go(places.close(place.walk.visit_id)),
            icon=ft.Icons.TASK_ALT,
            expand=True,
        )
    )
    return BackAndOn([back], [onward])


def _back(place: WalkPlace, *, medium: bool) -> ft.Control:
    words, disabled = say("walk.previous"), place.beside(-1) is None

    def step_back() -> None:
        place.step(-1)

    if medium:
        return SecondaryButton(
            "previous-question",
            words,
            step_back,
            icon=ft.Icons.ARROW_BACK,
            expand=True,
            disabled=disabled,
        )
    # On a phone the room is for the way on.
    return BackAStep("previous-question", words, step_back, disabled=disabled)
