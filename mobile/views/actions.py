"""An action on its own screen: done by its owner with a note and a photo, and judged by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.action import ActionStatus, Verified
from mobile import theme
from mobile.components.buttons import PrimaryButton, QuietButton, SecondaryButton
from mobile.components.guards import safe_component, safe_screen
from mobile.components.notice import notice
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.text_fields import NoteField
from mobile.state.session import use_session
from mobile.store import actions, memory, people, visits
from mobile.text import say
from mobile.views import places
from mobile.views.action_line import StatusChip, about
from mobile.views.camera import Camera
from mobile.views.gemba_promises import Days
from mobile.views.instead import Instead
from mobile.views.layout import Heading, Scroll
from mobile.views.photo_dialog import PhotoDialog
from mobile.views.screen import Screen, go
from mobile.views.way_back import way_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.action import Action
    from checklists.records.values import PhotoRef
    from mobile.state.session import Session


@safe_screen
def ActionScreen() -> ft.View:
    """One action, for anybody to read."""
    session = use_session()
    action_id = ft.use_route_params()["action"]
    taking, take = ft.use_state(False)
    looking, look = ft.use_state("")
    version, set_version = ft.use_state(0)
    ft.use_dialog(PhotoDialog(session, looking, lambda: look("")) if looking else None)
    action = actions.get(session.store, action_id)
    if action is None:
        return Instead(session, say("action.gone"), title=say("action.title"))

    def changed() -> None:
        session.changed()
        set_version(lambda count: count + 1)

    over = Camera(*_keeping(session, action_id, changed, take), key="camera") if taking else None
    return Screen(
        session,
        _Body(action_id, version, session.arrived, (changed, lambda: take(True), look), key=action_id),
        title=say(f"action.kind_{action.kind}"),
        back=way_back(session, ft.context.page.route or places.TODAY),
        over=over,
    )


def _keeping(
    session: Session, action_id: str, changed: Callable[[], None], take: Callable[[bool], None]
) -> tuple[Callable[[str, PhotoRef], None], Callable[[], None]]:
    def keep(sha256: str, ref: PhotoRef) -> None:
        actions.add_photo(session.store, session.who.id, action_id, sha256, ref)
        changed()

    return keep, lambda: take(False)


# What is called when something changed, to take a photo, and to look at one.
_Ways = tuple["Callable[[], None]", "Callable[[], None]", "Callable[[str], None]"]


@safe_component
def _Body(
    action_id: str,
    version: int,  # noqa: ARG001 - a value of the component; a change draws it again
    arrived: int,  # noqa: ARG001 - arrival draws it again
    ways: _Ways,
) -> ft.Control:
    session = use_session()
    action = actions.get(session.store, action_id)
    if action is None:
        return ft.Text(say("action.gone"))
    own = action.owner == session.who.id
    parts: list[ft.Control] = [
        ft.Text(action.text("text") or say("action.empty"), theme_style=theme.TITLE),
        ft.Text(" · ".join(about(session, action)), color=ft.Colors.ON_SURFACE_VARIANT),
        StatusChip(session, action),
        *_verified(session, action),
    ]
    if not action.status.is_open:
        parts += _what_was_done(session, action, ways)
    if own:
        parts.append(_Own(action_id, action.status, tuple(action.photos), ways, key=f"own-{action.status}"))
    elif action.status is ActionStatus.DONE:
        parts += _asks_whether_it_holds(session, action, ways[0])
    visit_id = action.text("visit")
    if visits.get(session.store, visit_id) and not own:
        walk = QuietButton("action-walk", say("action.walk"), lambda: go(places.visit(visit_id)))
        parts.append(ft.Row([walk]))
    return Scroll(parts, width=760 if session.wide else None)


def _verified(session: Session, action: Action) -> list[ft.Control]:
    by = people.person(session.store, action.text("verified_by"))
    if by is None or action.status not in {ActionStatus.VERIFIED, ActionStatus.REOPENED}:
        return []
    holds = action.status is ActionStatus.VERIFIED
    words = say("action.verified_by" if holds else "action.reopened_by", name=by.name)
    return [ft.Text(words, theme_style=theme.SMALL)]


def _what_was_done(session: Session, action: Action, ways: _Ways) -> list[ft.Control]:
    parts: list[ft.Control] = []
    if action.text("done_note") or action.photos:
        parts.append(Heading(say("action.what_was_done")))
    if action.text("done_note"):
        parts.append(ft.Text(action.text("done_note")))
    if action.photos:
        thumbs = [Thumb(one, session.thumbnail(one)) for one in action.photos]
        parts.append(PhotoStrip("done-photos", thumbs, ways[2]))
    return parts


@safe_component
def _Own(action_id: str, status: ActionStatus, photos: tuple[str, ...], ways: _Ways) -> ft.Control:
    """What its owner may say: done, with a note and photos; another day; or not done after all."""
    session = use_session()
    changed, take, look = ways
    draft = f"done/{action_id}"
    words, set_words = ft.use_state(memory.recall(session.store, draft) or "")
    action = actions.get(session.store, action_id)
    due = action.text("due") if action else ""
    moving, move = ft.use_state(False)

    def write(text: str) -> None:
        set_words(text)
        memory.remember(session.store, draft, text)

    def done() -> None:
        actions.done(session.store, session.who.id, action_id, words.strip())
        memory.forget(session.store, draft)
        changed()
        notice(say("action.is_done"), undo=not_done)

    def not_done() -> None:
        actions.not_done(session.store, session.who.id, action_id)
        changed()

    def another_day(day: str) -> None:
        actions.change(session.store, session.who.id, action_id, {"due": day})
        move(False)
        changed()

    def remove(sha256: str) -> None:
        actions.remove_photo(session.store, session.who.id, action_id, sha256)
        changed()

    if not status.is_open:
        return ft.Row([QuietButton("not-done", say("action.not_done"), not_done)])
    thumbs = [Thumb(one, session.thumbnail(one)) for one in photos]
    later = QuietButton("another-day", say("action.another_day"), lambda: move(True), icon=ft.Icons.EVENT)
    return ft.Column(
        [
            NoteField("done-note", say("action.done_note"), words, write),
            PhotoStrip("done-photos", thumbs, look, on_add=take, on_remove=remove),
            ft.Row(
                [
                    PrimaryButton("done", say("action.done"), done, icon=ft.Icons.CHECK_ROUNDED),
                    *([] if moving else [later]),
                ],
                wrap=True,
                spacing=theme.GAP,
            ),
            *([ft.Text(say("action.day_why")), Days("due", due, another_day)] if moving else []),
        ],
        spacing=theme.GAP,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _asks_whether_it_holds(session: Session, action: Action, changed: Callable[[], None]) -> list[ft.Control]:
    def verify(verified: Verified) -> None:
        actions.verify(session.store, session.who.id, action.id, verified)
        changed()

    return [
        Heading(say("action.holds_ask")),
        ft.Row(
            [
                SecondaryButton(
                    "holds",
                    say("action.holds"),
                    lambda: verify(Verified.EFFECTIVE),
                    icon=ft.Icons.CHECK_ROUNDED,
                ),
                SecondaryButton(
                    "holds-not",
                    say("action.holds_not"),
                    lambda: verify(Verified.NOT_EFFECTIVE),
                    icon=ft.Icons.REPLAY,
                ),
            ],
            wrap=True,
            spacing=theme.GAP,
        ),
    ]
