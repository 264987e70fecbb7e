"""Did it hold: whoever did not do it looks at it, and says so with one tap, a line and a photo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import flet as ft

from checklists.records.action import ActionStatus, Verified
from mobile import theme
from mobile.components.buttons import QuietButton, SecondaryButton
from mobile.components.guards import safe_component
from mobile.components.notice import notice
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.text_fields import NoteField
from mobile.state import looking
from mobile.state.session import use_session
from mobile.store import actions
from mobile.text import say
from mobile.views.action_line import owner_words
from mobile.views.layout import Heading

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.action import Action
    from mobile.state.session import Session


@dataclass(frozen=True)
class Ways:
    """What a screen with actions can be asked for.

    Attributes:
        changed: something was said.
        take: the camera, for the action whose id is given.
        look: a photo, large, by its name.
    """

    changed: Callable[[], None]
    take: Callable[[str], None]
    look: Callable[[str], None]


def may_look(session: Session, action: Action) -> bool:
    """Say whether whoever is signed in may say whether an action holds: it is done, and not by them."""
    return action.status is ActionStatus.DONE and action.owner != session.who.id


@safe_component
def DidItHold(
    action_id: str,
    version: int,  # noqa: ARG001 - a value of the component; a change draws it again
    ways: Ways,
) -> ft.Control:
    """The question and its two answers; the line and the photos come when they are wanted.

    Identifiers: `holds-<action>`, `holds-not-<action>`, `looked-more-<action>`, `looked-note-<action>`,
    `looked-photos-<action>`.
    """
    session = use_session()
    store, me = session.store, session.who.id
    action = actions.get(store, action_id)
    words, set_words = ft.use_state(looking.words(store, action_id))
    photos = looking.photos(store, action_id)
    saying, say_more = ft.use_state(bool(words or photos))
    asked, ask = ft.use_state(False)
    if action is None or not may_look(session, action):
        return ft.Container()

    def write(text: str) -> None:
        set_words(text)
        looking.write(store, action_id, text)

    def looked(verified: Verified) -> None:
        actions.verify(store, me, action_id, verified, note=words.strip(), photos_of_it=photos)
        looking.forget(store, action_id)
        set_words("")
        ways.changed()

    def holds() -> None:
        looked(Verified.EFFECTIVE)

        def undo() -> None:
            actions.not_looked_at(store, me, action_id)
            ways.changed()

        notice(say("action.held_thanks"), undo=undo)

    def holds_not() -> None:
        if not (words.strip() or photos):
            # Whose work is opened again is told why.
            say_more(True)
            ask(True)
            return
        looked(Verified.NOT_EFFECTIVE)
        notice(say("action.opened_again", name=owner_words(session, action)))

    yes = SecondaryButton(f"holds-{action_id}", say("action.holds"), holds, icon=ft.Icons.CHECK_ROUNDED)
    no = SecondaryButton(f"holds-not-{action_id}", say("action.holds_not"), holds_not, icon=ft.Icons.REPLAY)
    more = QuietButton(f"looked-more-{action_id}", say("action.looked_more"), lambda: say_more(True))
    parts: list[ft.Control] = [Heading(say("action.holds_ask")), *_last_look(action)]
    if asked:
        first = say("action.looked_first", name=owner_words(session, action))
        parts.append(ft.Semantics(content=ft.Text(first), live_region=True))
    if saying:
        parts += _more(session, action_id, words, write, ways)
    parts.append(ft.Row([yes, no, *([] if saying else [more])], wrap=True, spacing=theme.GAP_SMALL))
    return ft.Column(parts, spacing=theme.GAP_SMALL, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _more(
    session: Session, action_id: str, words: str, write: Callable[[str], None], ways: Ways
) -> list[ft.Control]:
    """The line and the photos."""

    def remove(sha256: str) -> None:
        looking.remove_photo(session.store, action_id, sha256)
        ways.changed()

    label = say("action.looked_photos")
    thumbs = [Thumb(one, session.thumbnail(one), label) for one in looking.photos(session.store, action_id)]
    hint = say("action.looked_hint")
    return [
        NoteField(f"looked-note-{action_id}", say("action.looked_note"), words, write, hint=hint),
        PhotoStrip(
            f"looked-photos-{action_id}",
            thumbs,
            ways.look,
            on_add=lambda: ways.take(action_id),
            on_remove=remove,
        ),
    ]


def _last_look(action: Action) -> list[ft.Control]:
    """Say what was seen the time before, when it did not hold yet and was done once more."""
    if not action.text("verified_note"):
        return []
    words = say("action.last_look", words=action.text("verified_note"))
    return [ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)]
