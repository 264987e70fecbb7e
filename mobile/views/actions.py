"""An action on its own screen: done by its owner with a note and a photo, and judged by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.action import ActionStatus
from mobile import theme
from mobile.components.buttons import PrimaryButton, QuietButton
from mobile.components.guards import safe_component, safe_screen
from mobile.components.notice import notice
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.text_fields import NoteField
from mobile.state import looking
from mobile.state.session import use_session
from mobile.store import actions, memory, people, visits
from mobile.text import say
from mobile.views import places
from mobile.views.action_line import StatusChip, about
from mobile.views.before_after import BeforeAfter, photos_before
from mobile.views.camera import Camera, use_taking
from mobile.views.did_it_hold import DidItHold, Ways, may_look
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
    taking, take, done = use_taking()
    seeing, look = ft.use_state("")
    version, set_version = ft.use_state(0)
    ft.use_dialog(PhotoDialog(session, seeing, lambda: look("")) if seeing else None)
    action = actions.get(session.store, action_id)
    if action is None:
        return Instead(session, say("action.gone"), title=say("action.title"))

    def changed() -> None:
        session.changed()
        set_version(lambda count: count + 1)

    over = None
    if taking.what:
        keep = _keeping(session, action, changed)
        over = Camera(keep, done, turn=taking.turn, key="camera")
    return Screen(
        session,
        _Body(action_id, version, session.arrived, Ways(changed, take, look), key=action_id),
        title=say(f"action.kind_{action.kind}"),
        back=way_back(session, ft.context.page.route or places.TODAY),
        over=over,
    )


def _keeping(
    session: Session, action: Action, changed: Callable[[], None]
) -> Callable[[str, PhotoRef], None]:
    """Return what keeps a photo: of what was done, by its owner; of how it was found, by who looks at it."""

    def keep(sha256: str, ref: PhotoRef) -> None:
        if may_look(session, action):
            looking.add_photo(session.store, action.id, sha256, ref)
        else:
            actions.add_photo(session.store, session.who.id, action.id, sha256, ref)
        changed()

    return keep


@safe_component
def _Body(
    action_id: str,
    version: int,
    arrived: int,  # noqa: ARG001 - arrival draws it again
    ways: Ways,
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
        *_verified(session, action, ways.look),
        *_what_was_done(session, action, ways.look),
    ]
    if own:
        parts.append(_Own(action_id, action.status, tuple(action.photos), ways, key=f"own-{action.status}"))
    elif may_look(session, action):
        parts.append(DidItHold(action_id, version, ways, key=f"held-{action_id}"))
    visit_id = action.text("visit")
    if visits.get(session.store, visit_id) and not own:
        walk = QuietButton("action-walk", say("action.walk"), lambda: go(places.visit(visit_id)))
        parts.append(ft.Row([walk], wrap=True))
    return Scroll(parts, width=760 if session.wide else None)


def _verified(session: Session, action: Action, look: Callable[[str], None]) -> list[ft.Control]:
    by = people.person(session.store, action.text("verified_by"))
    if by is None or action.status not in {ActionStatus.VERIFIED, ActionStatus.REOPENED}:
        return []
    holds = action.status is ActionStatus.VERIFIED
    words = say("action.verified_by" if holds else "action.reopened_by", name=by.name)
    parts: list[ft.Control] = [ft.Text(words, theme_style=theme.SMALL)]
    if action.text("verified_note"):
        parts.append(ft.Text(action.text("verified_note")))
    if action.photos_of_looking:
        label = say("action.looked_photos")
        thumbs = [Thumb(one, session.thumbnail(one), label) for one in action.photos_of_looking]
        parts.append(PhotoStrip("looked-photos", thumbs, look))
    return parts


def _what_was_done(session: Session, action: Action, look: Callable[[str], None]) -> list[ft.Control]:
    """What it is about and what was done, beside each other; while it is open, what it is about alone."""
    done = not action.status.is_open
    after = action.photos if done else ()
    pictures = BeforeAfter(session, "done", photos_before(session, action), after, look)
    note = [ft.Text(action.text("done_note"))] if done and action.text("done_note") else []
    if not done:
        return pictures
    return [Heading(say("action.what_was_done")), *note, *pictures] if note or pictures else []


@safe_component
def _Own(action_id: str, status: ActionStatus, photos: tuple[str, ...], ways: Ways) -> ft.Control:
    """What its owner may say: done, with a note and photos; another day; or not done after all."""
    session = use_session()
    changed = ways.changed
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
        return ft.Row([QuietButton("not-done", say("action.not_done"), not_done)], wrap=True)
    thumbs = [Thumb(one, session.thumbnail(one)) for one in photos]
    later = QuietButton("another-day", say("action.another_day"), lambda: move(True), icon=ft.Icons.EVENT)
    return ft.Column(
        [
            NoteField("done-note", say("action.done_note"), words, write),
            PhotoStrip(
                "done-photos", thumbs, ways.look, on_add=lambda: ways.take(action_id), on_remove=remove
            ),
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
