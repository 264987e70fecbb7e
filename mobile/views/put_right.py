"""What was done about a damaged database at the last start: what is safe, what was read back, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.beside import at_the_end
from mobile.components.buttons import QuietButton
from mobile.components.card import Card
from mobile.store.care import PutRight, What, has_been_read, put_right
from mobile.text import say
from mobile.text.moments import when

if TYPE_CHECKING:
    from mobile.state.session import Session


def PutRightCard(session: Session) -> list[ft.Control]:
    """A card until somebody has read it (`put-right`, `put-right-read`), nothing otherwise."""
    told = put_right(session.store)
    if told is None:
        return []

    def read() -> None:
        has_been_read(session.store)
        session.news_came()

    first, *rest = words(session, told)
    return [
        Card(
            ft.Column(
                [
                    ft.Text(first, theme_style=theme.STRONG),
                    *(ft.Text(one) for one in rest),
                    at_the_end([QuietButton("put-right-read", say("put_right.read"), read)]),
                ],
                spacing=theme.GAP_SMALL,
                horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            ),
            identifier="put-right",
            state=theme.State.NEEDS_ATTENTION,
        )
    ]


def words(session: Session, told: PutRight) -> list[str]:
    """Return the sentences of the card: what is safe first, what to do next last."""
    if told.what is not What.BUILT_ANEW:
        return [say(f"put_right.{told.what}"), say(f"put_right.{told.what}_next")]
    unreadable = say("put_right.unreadable", n=told.unreadable) if told.unreadable else say("put_right.whole")
    return [
        say("put_right.built_anew", when=when(told.at, session.now())),
        f"{say('put_right.kept', n=told.changes)} {unreadable}",
        say("put_right.built_anew_next", folder=told.folder),
    ]
