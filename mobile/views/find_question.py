"""Finding a question of the walk: by its words, or among those that still need something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flet as ft

from mobile import theme
from mobile.components.buttons import IconAction, QuietButton, as_one
from mobile.components.card import Card
from mobile.components.guards import safe_component
from mobile.components.state_chip import StateIcon
from mobile.components.text_fields import LineField
from mobile.state.asking import title_of
from mobile.state.wanted import Wanted, found
from mobile.text import say
from mobile.views.layout import Heading
from mobile.views.wanted_chips import WantedChips

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.state.question_state import QuestionState
    from mobile.state.visit_session import VisitSession

# Drawn at once; who has to read more lines than this types another word instead.
LINES: Final = 25


@safe_component
def FindQuestion(
    walk: VisitSession,
    wanted: Wanted,
    on_open: Callable[[str], object],
    on_close: Callable[[], object],
) -> ft.Control:
    """In the questions' place until one is opened: `on_open(question_id)`.

    Identifiers: `find-words`, `find-<question_id>` for each line, `find-more`, `find-close`, and the chips'.
    """
    among, look_among = ft.use_state(wanted)
    words, look_for = ft.use_state("")
    shown, show = ft.use_state(LINES)

    def change(text: str) -> None:
        look_for(text)
        show(LINES)

    def choose(chosen: Wanted) -> None:
        look_among(chosen)
        show(LINES)

    def open_first() -> None:
        if lines:
            on_open(lines[0].key)

    lines = found(walk, among, words)
    told = say("walk.found", n=len(lines)) if lines else say(_NONE[bool(words.strip())])
    close = IconAction("find-close", ft.Icons.CLOSE, say("walk.close_find"), on_close)
    rest = len(lines) - shown
    more: list[ft.Control] = (
        [QuietButton("find-more", say("walk.more", n=min(rest, LINES)), lambda: show(shown + LINES))]
        if rest > 0
        else []
    )
    return ft.Column(
        [
            ft.Container(
                ft.Column(
                    [
                        Heading(say("walk.find"), trailing=close),
                        LineField(
                            "find-words",
                            say("walk.find"),
                            words,
                            change,
                            hint=say("walk.find_hint"),
                            on_submit=open_first,
                            autofocus=wanted is Wanted.ALL,
                        ),
                        WantedChips(walk.progress, among, choose, place="among", every=True),
                        ft.Semantics(
                            identifier="found",
                            live_region=True,
                            container=True,
                            content=ft.Text(
                                told, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT
                            ),
                        ),
                        *(_line(walk, one, on_open) for one in lines[:shown]),
                        *more,
                    ],
                    spacing=theme.GAP_SMALL,
                    horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
                ),
                padding=ft.Padding.only(left=theme.GAP, right=theme.GAP, bottom=theme.GAP_LARGE),
            )
        ],
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


_NONE: Final = {True: "walk.found_none", False: "walk.nothing_wanted"}


def _line(walk: VisitSession, state: QuestionState, on_open: Callable[[str], object]) -> ft.Control:
    question = state.question
    marks: list[ft.Control] = [StateIcon(one, size=22) for one in state.marks]
    if state.come_back:
        icon = ft.Icon(theme.COME_BACK, size=theme.icon_size(22), color=ft.Colors.PRIMARY)
        marks.append(ft.Semantics(label=say("walk.marked"), image=True, content=icon))
    words = ft.Column(
        [
            ft.Text(f"{state.number}  {question.text}"),
            ft.Text(
                title_of(walk.section_of(state.key)),
                theme_style=theme.SMALL,
                color=ft.Colors.ON_SURFACE_VARIANT,
            ),
        ],
        spacing=2,
        expand=True,
    )
    card = Card(
        ft.Row([words, *marks], spacing=theme.GAP_SMALL),
        identifier=f"find-{state.key}",
        on_tap=lambda: on_open(state.key),
        padding=12,
    )
    return as_one(card)
