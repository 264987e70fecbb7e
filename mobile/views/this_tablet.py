"""This tablet: what is on its way and where it is now, what needs somebody, how it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.banner import Banner, BannerKind
from mobile.components.beside import Beside
from mobile.components.buttons import QuietButton, SecondaryButton
from mobile.components.card import Card
from mobile.components.guards import safe_component, safe_screen
from mobile.components.notice import notice
from mobile.state.session import use_session
from mobile.store import outbox, people, refused, visits
from mobile.store.clock import offset_ms
from mobile.store.identity import this_tablet
from mobile.text import say
from mobile.text.moments import how_far, when
from mobile.text.sent import sent
from mobile.views import places
from mobile.views.languages import Languages
from mobile.views.layout import Heading, Scroll
from mobile.views.put_right import PutRightCard
from mobile.views.screen import Screen, go
from mobile.views.tablet_display import TabletDisplay
from mobile.views.tablet_scope import TabletScope
from mobile.views.tablet_space import TabletSpace

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import JsonValue

    from mobile.state.session import Session
    from mobile.store.outbox import ReceivedItem, WaitingItem
    from mobile.store.refused import SetAside


@safe_screen
def ThisTablet() -> ft.View:
    """The sync, item by item, and the tablet's settings."""
    session = use_session()
    return Screen(session, _Body(session.arrived), title=say("tablet.title"), tab="tablet")


@safe_component
def _Body(arrived: int) -> ft.Control:  # noqa: ARG001 - arrival draws it again
    session = use_session()
    line, _ = ft.use_state(session.sync_line)
    _, set_version = ft.use_state(0)

    def read(item: SetAside) -> None:
        refused.dismiss(session.store, item.op_id)
        session.changed()
        set_version(lambda count: count + 1)

    status = line.status
    waiting = outbox.waiting(session.store)
    needs_you = refused.needs_you(session.store)
    return Scroll(
        [
            Banner(
                status.sentence,
                BannerKind.ATTENTION if status.needs_you else BannerKind.QUIET,
                step=say("tablet.enrol_again" if status.enrol_again else "tablet.send"),
                on_step=(lambda: go(places.ENROL)) if status.enrol_again else _sending(session),
                identifier="sync-sentence",
            ),
            *_clock(session),
            *PutRightCard(session),
            *_needs_you(session, needs_you, read),
            *_waiting(waiting),
            *_received(session, outbox.received(session.store)),
            TabletSpace(),
            TabletScope(),
            Heading(say("tablet.language")),
            Languages(session),
            TabletDisplay(),
            _enrolment(session),
        ],
        width=theme.READING_WIDTH + 160 if session.wide else None,
    )


def _clock(session: Session) -> list[ft.Control]:
    off = offset_ms(session.store)
    if not off:
        return []
    words = say("clock.behind" if off > 0 else "clock.ahead", far=how_far(off))
    return [Banner(words, BannerKind.ATTENTION, identifier="clock")]


def _sending(session: Session) -> Callable[[], None]:
    def send() -> None:
        session.tablet.sync.send_now()
        notice(say("tablet.trying"))

    return send


def _needs_you(session: Session, found: list[SetAside], read: Callable[[SetAside], None]) -> list[ft.Control]:
    if not found:
        return []
    return [Heading(say("tablet.needs_you")), *(_set_aside(session, one, read) for one in found)]


def _set_aside(session: Session, item: SetAside, read: Callable[[SetAside], None]) -> ft.Control:
    author = people.person(session.store, item.person)
    who = author.name if author else say("wins.somebody")
    about = " · ".join(one for one in [item.what, item.where, who, when(item.at, session.now())] if one)
    words = [str(value) for name, value in item.values.items() if _is_written(name, value)]
    steps: list[ft.Control] = [QuietButton(f"read-{item.op_id}", say("tablet.keep"), lambda: read(item))]
    visit = visits.get(session.store, item.record) if item.kind == "visit" else None
    if visit and visit.is_walked_by(session.who.id):
        steps.append(
            SecondaryButton(f"open-{item.op_id}", say("tablet.open"), lambda: go(places.visit(item.record)))
        )
    return Card(
        ft.Column(
            [
                ft.Text(str(sent(item.sentence)), theme_style=theme.STRONG),
                ft.Text(about, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
                *(ft.Text(say("part.quoted", words=one), max_lines=4) for one in words),
                ft.Text(str(sent(item.advice))),
                Beside(
                    ft.Text(
                        f"FW-{item.number}",
                        theme_style=theme.CAPTION,
                        color=ft.Colors.ON_SURFACE_VARIANT,
                    ),
                    *steps,
                ),
            ],
            spacing=theme.GAP_SMALL,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        identifier=f"set-aside-{item.op_id}",
        state=theme.State.NEEDS_ATTENTION,
    )


# What people write in words of their own, by the last part of its field; ids and moments tell them nothing.
_WRITTEN = {
    *("statement", "evidence", "clause", "correction", "reply", "reason", "peer_review_reason", "note"),
    *("value", "text", "done_note", "verified_note"),
}


def _is_written(name: str, value: JsonValue) -> bool:
    return isinstance(value, str) and bool(value) and name.rpartition("/")[2] in _WRITTEN


def _waiting(waiting: list[WaitingItem]) -> list[ft.Control]:
    if not waiting:
        return [
            Heading(say("tablet.waiting")),
            ft.Text(say("tablet.all_there"), color=ft.Colors.ON_SURFACE_VARIANT),
        ]
    return [Heading(say("tablet.waiting")), *(_item(one) for one in waiting)]


def _item(item: WaitingItem) -> ft.Control:
    photos = [say("tablet.photos", n=item.photos)] if item.photos else []
    changes = [say("tablet.changes", n=item.changes)] if item.changes else []
    detail = " · ".join(
        [item.where, *changes, *photos, say(f"state.{item.state}")]
        if item.where
        else [*changes, *photos, say(f"state.{item.state}")]
    )
    lines: list[ft.Control] = [
        ft.Text(item.what, theme_style=theme.STRONG, max_lines=2),
        ft.Text(detail, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
    ]
    if item.trouble:
        lines.append(ft.Text(str(sent(item.trouble)), theme_style=theme.SMALL))
    return Card(
        ft.Row(
            [
                ft.Icon(ft.Icons.SCHEDULE, color=ft.Colors.ON_SURFACE_VARIANT),
                ft.Column(lines, spacing=2, expand=True),
            ]
        ),
        identifier=f"waiting-{item.record}",
    )


def _received(session: Session, received: list[ReceivedItem]) -> list[ft.Control]:
    if not received:
        return []
    return [Heading(say("tablet.received")), *(_received_item(session, one) for one in received)]


def _received_item(session: Session, item: ReceivedItem) -> ft.Control:
    detail = say("tablet.received_at", when=when(item.received_at, session.now()))
    return ft.Row(
        [
            ft.Icon(ft.Icons.CHECK_CIRCLE, color=ft.Colors.PRIMARY_FIXED_DIM),
            ft.Column(
                [
                    ft.Text(item.what, max_lines=2),
                    ft.Text(
                        " · ".join(one for one in [item.where, detail] if one),
                        theme_style=theme.SMALL,
                        color=ft.Colors.ON_SURFACE_VARIANT,
                    ),
                ],
                spacing=0,
                expand=True,
            ),
        ],
        spacing=12,
    )


def _enrolment(session: Session) -> ft.Control:
    me = this_tablet(session.store)
    words = say("tablet.enrolled", name=me.name, server=me.server_name or me.server_url)
    return Beside(
        ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT),
        QuietButton("enrol-again", say("tablet.enrol_again"), lambda: go(places.ENROL)),
    )
