"""What was found on a question here before: one line that opens to what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.visit import KIND as VISIT
from mobile import theme
from mobile.components.guards import calling, safe_component
from mobile.components.state_chip import StateChip
from mobile.state.clocks import told
from mobile.store import earlier, visits
from mobile.text import say
from mobile.views.action_line import StatusChip, about
from mobile.views.finding_mark import finding_words, state_of

if TYPE_CHECKING:
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
def EarlierHere(question_key: str, found: tuple[Earlier, ...], session: Session) -> ft.Control:
    """The latest in one line; a tap opens all of it. `found` is not empty.

    The session is handed over: on a card that is not drawn again nothing would provide it.
    Identifiers: `earlier-<question>`, and `earlier-<question>-all` while it is open.
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
                    ft.Icon(ft.Icons.HISTORY, size=22, color=ft.Colors.ON_SURFACE_VARIANT),
                    ft.Text(
                        say("earlier.last", when=_when(session, latest), words=words),
                        theme_style=theme.SMALL,
                        max_lines=2,
                        overflow=ft.TextOverflow.ELLIPSIS,
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
                *(_one(session, one) for one in found),
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


def _one(session: Session, one: Earlier) -> ft.Control:
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
    for led_to in one.actions:
        lines += [
            ft.Text(led_to.text("text"), theme_style=theme.SMALL),
            ft.Text(" · ".join(about(session, led_to, where=False)), theme_style=theme.SMALL, color=quiet),
            StatusChip(session, led_to),
        ]
    if not one.actions:
        lines.append(ft.Text(say("earlier.no_action"), theme_style=theme.SMALL, color=quiet))
    return ft.Column(lines, spacing=4, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _when(session: Session, one: Earlier) -> str:
    visit_id = one.finding.text("visit")
    walked = visits.get(session.store, visit_id)
    sealed = walked.state.shown("seal") if walked else None
    return told(session.store, VISIT, visit_id, sealed, one.sealed_at)
