"""The questions of a section below each other; a long section comes in parts, so that it opens at once."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import flet as ft

from checklists.ids import parts_of_key
from mobile import theme
from mobile.components.buttons import QuietButton
from mobile.components.guards import guard, safe_component
from mobile.state.asking import title_of
from mobile.state.walk_place import part_of
from mobile.text import say
from mobile.views.layout import Heading
from mobile.views.question_card import QuestionCard
from mobile.views.walk_repeat import AnotherOne, RepeatName

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mobile.state.question_state import QuestionState
    from mobile.state.visit_session import VisitSession
    from mobile.state.walk_place import WalkPlace
    from mobile.store.earlier import Earlier
    from mobile.views.question_card import CardActions


@safe_component
def WalkList(  # noqa: PLR0917 - a component takes its values in one order
    place: WalkPlace,
    question_id: str,
    jumps: int,
    actions: CardActions,
    wide: bool,
    above: Sequence[ft.Control],
    earlier: Mapping[str, tuple[Earlier, ...]],
) -> ft.Control:
    """The part of a section that holds a question, scrolled to it whenever `jumps` goes up.

    `earlier` is what was found here before, by question id.
    Identifiers: `earlier-part` and `later-part` in a long section, and `next-section`.
    """
    scroll = ft.use_memo(ft.Ref[ft.Column], [])
    walk, go_to = place.walk, place.go_to
    section = walk.section_of(question_id)
    states = walk.section_state(section)
    begin, end = place.part()

    async def jump() -> None:
        if scroll.current is None:
            return
        # Another list may be there by the time the client answers: then there is nothing to scroll.
        with suppress(TimeoutError):
            if states[begin].key == question_id:
                await scroll.current.scroll_to(offset=0, duration=0)
            else:
                await scroll.current.scroll_to(scroll_key=question_id, duration=0)

    ft.use_effect(guard(jump), [jumps])
    title: list[ft.Control] = [Heading(title_of(section)), *RepeatName(walk, section)]
    if end - begin < len(states):
        title.append(_range(states, begin, end))
    cards = [
        QuestionCard(one, actions, wide, earlier=earlier.get(parts_of_key(one.key)[0], ()), key=one.key)
        for one in states[begin:end]
    ]
    return ft.Column(
        [
            ft.Container(
                ft.Column(
                    [
                        *above,
                        *title,
                        *_earlier(states, begin, go_to),
                        *cards,
                        *(AnotherOne(walk, section, go_to) if end == len(states) else []),
                        _onward(walk, states, end, go_to),
                    ],
                    spacing=theme.GAP,
                    horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
                ),
                padding=ft.Padding.only(
                    left=theme.GAP, right=theme.GAP_LARGE if wide else theme.GAP, bottom=96
                ),
            )
        ],
        ref=scroll,
        key=f"section-{section.key}-{begin}",
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _part(states: Sequence[QuestionState], at: int) -> tuple[int, int]:
    return part_of([one.key for one in states], states[at].key)


def _range(states: Sequence[QuestionState], begin: int, end: int) -> ft.Control:
    words = say("walk.range", first=begin + 1, last=end, total=len(states))
    return ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)


def _earlier(states: Sequence[QuestionState], begin: int, go_to: Callable[[str], object]) -> list[ft.Control]:
    if not begin:
        return []
    before, _ = _part(states, begin - 1)
    words = say("walk.earlier", first=before + 1, last=begin)
    first = states[before].key
    button = QuietButton("earlier-part", words, lambda: go_to(first), icon=ft.Icons.ARROW_BACK)
    return [ft.Row([button], wrap=True)]


def _onward(
    walk: VisitSession, states: Sequence[QuestionState], end: int, go_to: Callable[[str], object]
) -> ft.Control:
    """Return the way on: to the next part, or to the next section."""
    sections = walk.walked.sections
    if end < len(states):
        following = states[end].key
        _, last = _part(states, end)
        name, words = "later-part", say("walk.later", first=end + 1, last=last)
    else:
        place = [one.key for one in sections].index(walk.section_of(states[0].key).key) + 1
        if place == len(sections):
            return ft.Container()
        following = sections[place].questions[0].key
        name, words = "next-section", say("visit.next_section", title=title_of(sections[place]))
    button = QuietButton(name, words, lambda: go_to(following), icon=ft.Icons.ARROW_FORWARD)
    return ft.Row([button], alignment=ft.MainAxisAlignment.END, wrap=True)
