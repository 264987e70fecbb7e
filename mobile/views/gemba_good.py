"""Near the end of a gemba walk: one thing worth sharing, asked for gently, and thanks to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.buttons import QuietButton, SecondaryButton
from mobile.components.card import Card
from mobile.components.guards import safe_component
from mobile.components.text_fields import NoteField
from mobile.state import gemba
from mobile.state.session import use_session
from mobile.store import findings
from mobile.text import say
from mobile.theme import State
from mobile.views import places
from mobile.views.gemba_thanks import GembaThanks
from mobile.views.layout import Heading
from mobile.views.screen import go

if TYPE_CHECKING:
    from checklists.records.finding import Finding
    from mobile.state.visit_session import VisitSession


@safe_component
def GembaGood(walk: VisitSession) -> ft.Control:
    """What is worth sharing, and thanks for it. Identifiers: `good-<id>`, `share-words`, `share`."""
    session = use_session()
    words, write = ft.use_state("")
    more, ask_more = ft.use_state(False)
    _, draw_again = ft.use_state(0)

    def share() -> None:
        # A second tap may come before the first one shows.
        if not words.strip():
            return
        gemba.share(walk, words)
        write("")
        ask_more(False)
        session.changed()
        draw_again(lambda count: count + 1)

    good = [one for one in findings.of_visit(session.store, walk.visit_id) if one.is_good_practice]
    parts: list[ft.Control] = [ft.Text(say("gemba.good"), theme_style=theme.TITLE)]
    parts += [_card(one) for one in good]
    if good and not more:
        another = say("gemba.share_another")
        parts.append(
            ft.Row(
                [QuietButton("share-another", another, lambda: ask_more(True), icon=ft.Icons.ADD)], wrap=True
            )
        )
    else:
        if not good:
            parts.append(ft.Text(say("gemba.good_ask")))
        parts += [
            NoteField("share-words", say("gemba.good_words"), words, write),
            ft.Row(
                [
                    SecondaryButton(
                        "share",
                        say("gemba.share"),
                        share,
                        icon=ft.Icons.STAR_ROUNDED,
                        disabled=not words.strip(),
                    )
                ]
            ),
        ]
    parts += [Heading(say("gemba.thanks")), GembaThanks(walk, good[0] if good else None, key="thanks")]
    return ft.Column(parts, spacing=theme.GAP, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _card(finding: Finding) -> ft.Control:
    words = finding.text("statement") or say("visit.finding_empty")
    return Card(
        ft.Row(
            [
                ft.Text(words, theme_style=theme.STRONG, expand=True, max_lines=4),
                ft.Icon(ft.Icons.CHEVRON_RIGHT, color=ft.Colors.ON_SURFACE_VARIANT),
            ]
        ),
        identifier=f"good-{finding.id}",
        on_tap=lambda: go(places.finding(finding.id)),
        state=State.WORTH_SHARING,
    )
