"""What was found on a question here before, whether the action is done, and whether it held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.visit import KIND as VISIT
from mobile import theme
from mobile.components.buttons import QuietButton
from mobile.components.guards import calling, safe_component
from mobile.components.state_chip import StateChip
from mobile.state.clocks import told
from mobile.store import earlier, visits
from mobile.store.earlier import Held
from mobile.text import moments, say
from mobile.views import places
from mobile.views.action_line import StatusChip, about
from mobile.views.before_after import BeforeAfter
from mobile.views.corrected import CorrectedMark
from mobile.views.did_it_hold import may_look
from mobile.views.finding_mark import finding_words, state_of
from mobile.views.screen import go

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.action import Action
    from mobile.state.session import Session
    from mobile.store.earlier import Earlier


def use_earlier(session: Session, visit_id: str) -> dict[str, tuple[Earlier, ...]]:
    """Return what was found before where a visit walks, by question id.

    Read as the walk opens and not with whatever comes in meanwhile: it takes its time in a large record, and
    no line pushes the answers from under a finger.
    """

    def read() -> dict[str, tuple[Earlier, ...]]:
        walked = visits.get(session.store, visit_id)
        if walked is None:
            return {}
        return earlier.earlier_here(session.store, walked.checklist[0], walked.text("area"))

    return ft.use_memo(read, [visit_id])


@safe_component
def EarlierHere(
    question_key: str,
    found: tuple[Earlier, ...],
    session: Session,
    visit_id: str,
    look: Callable[[str], object],
) -> ft.Control:
    """The latest in two lines, what and what came of it; a tap opens all of it. `found` is not empty.

    The session is handed over: on a card that is not drawn again nothing would provide it. `look(name)` shows
    a photo large.
    Identifiers: `earlier-<question>`, `earlier-<question>-all` while it is open, and below that
    `earlier-held-<action>`, which leads to saying whether it holds.
    """
    is_open, open_it = ft.use_state(False)
    latest = found[0]
    words = " ".join(latest.finding.text("statement").split()) or say("earlier.no_words")
    line = ft.Semantics(
        identifier=f"earlier-{question_key}",
        container=True,
        button=True,
        expanded=is_open,
        content=ft.Container(
            ft.Row(
                [
                    ft.Icon(ft.Icons.HISTORY, size=theme.icon_size(22), color=ft.Colors.ON_SURFACE_VARIANT),
                    ft.Column(
                        [
                            ft.Text(
                                say("earlier.last", when=_when(session, latest), words=words),
                                theme_style=theme.SMALL,
                                max_lines=2,
                                overflow=ft.TextOverflow.ELLIPSIS,
                            ),
                            _held(session, latest),
                        ],
                        spacing=2,
                        expand=True,
                    ),
                    ft.Icon(
                        ft.Icons.EXPAND_LESS if is_open else ft.Icons.EXPAND_MORE,
                        color=ft.Colors.ON_SURFACE_VARIANT,
                    ),
                ],
                spacing=12,
            ),
            ink=True,
            on_click=calling(lambda: open_it(not is_open)),
            padding=ft.Padding.symmetric(vertical=theme.beside_text(11), horizontal=12),
            border_radius=theme.RADIUS,
            bgcolor=ft.Colors.SURFACE_CONTAINER_HIGH,
        ),
    )
    if not is_open:
        return line
    every = ft.Semantics(
        identifier=f"earlier-{question_key}-all",
        container=True,
        content=ft.Column(
            [
                ft.Text(say("earlier.title", n=len(found)), theme_style=theme.LABEL),
                *(_one(session, one, visit_id, look) for one in found),
            ],
            spacing=theme.GAP,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
    )
    return ft.Column(
        [line, ft.Container(every, padding=ft.Padding.symmetric(horizontal=12))],
        spacing=theme.GAP_SMALL,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _held(session: Session, one: Earlier) -> ft.Control:
    """Whether what was done holds: icon and words."""
    icon, color = _HELD[one.held]
    if one.held is Held.FOUND_AGAIN:
        words = say("earlier.found_again", when=moments.when(one.again_at, session.now()))
    elif one.held is Held.NOT_DONE and not one.actions:
        words = say("earlier.not_agreed")
    else:
        words = say(f"earlier.{one.held}")
    return ft.Row(
        [
            ft.Icon(icon, size=theme.icon_size(20), color=color),
            ft.Text(words, theme_style=theme.LABEL, color=color, expand=True),
        ],
        spacing=6,
    )


_HELD = {
    Held.NOT_DONE: (ft.Icons.RADIO_BUTTON_UNCHECKED, ft.Colors.ON_SURFACE_VARIANT),
    Held.NOT_SEEN: (ft.Icons.HELP_OUTLINE, ft.Colors.ON_SURFACE_VARIANT),
    Held.HOLDS: (ft.Icons.CHECK_CIRCLE_OUTLINE, ft.Colors.PRIMARY_FIXED_DIM),
    Held.FOUND_AGAIN: (ft.Icons.REPLAY, ft.Colors.SECONDARY_FIXED_DIM),
}


def _one(session: Session, one: Earlier, visit_id: str, look: Callable[[str], object]) -> ft.Control:
    found = one.finding
    quiet = ft.Colors.ON_SURFACE_VARIANT
    lines: list[ft.Control] = [
        ft.Row(
            [
                StateChip(state_of(found), finding_words(found)),
                ft.Text(_when(session, one), theme_style=theme.SMALL, color=quiet),
            ],
            wrap=True,
            spacing=12,
        ),
        ft.Text(found.text("statement") or say("earlier.no_words")),
    ]
    if found.corrected:
        lines.append(CorrectedMark())
        if found.text("correction"):
            lines.append(ft.Text(found.text("correction"), theme_style=theme.SMALL))
    for led_to in one.actions:
        lines += [
            ft.Text(led_to.text("text"), theme_style=theme.SMALL),
            ft.Text(" · ".join(about(session, led_to, where=False)), theme_style=theme.SMALL, color=quiet),
            # Of what is done, the last line says whether it holds.
            *([StatusChip(session, led_to)] if led_to.status.is_open else []),
        ]
        if led_to.text("done_note"):
            lines.append(ft.Text(led_to.text("done_note"), theme_style=theme.SMALL))
    if not one.actions:
        lines.append(ft.Text(say("earlier.no_action"), theme_style=theme.SMALL, color=quiet))
    after = [*found.photos_after, *(sha for led_to in one.actions for sha in led_to.photos)]
    lines += BeforeAfter(session, f"earlier-{found.id}", found.photos_before, after, look)
    lines.append(_held(session, one))
    if one.conforming:
        words = say("earlier.conforming", n=one.conforming)
        lines.append(ft.Text(words, theme_style=theme.SMALL, color=quiet))
    lines += [_to_say(visit_id, led_to) for led_to in one.actions if may_look(session, led_to)]
    return ft.Column(lines, spacing=4, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _to_say(visit_id: str, action: Action) -> ft.Control:
    way = places.action_on_visit(visit_id, action.id)
    button = QuietButton(f"earlier-held-{action.id}", say("earlier.look"), lambda: go(way))
    return ft.Row([button], wrap=True)


def _when(session: Session, one: Earlier) -> str:
    visit_id = one.finding.text("visit")
    walked = visits.get(session.store, visit_id)
    sealed = walked.state.shown("seal") if walked else None
    return told(session.store, VISIT, visit_id, sealed, one.sealed_at)
