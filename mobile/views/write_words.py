"""Writing a few words and saving them with a button; what is not saved yet is there again after a restart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.buttons import SecondaryButton
from mobile.components.guards import safe_component
from mobile.components.saved_note import not_saved
from mobile.components.text_fields import NoteField
from mobile.errors import TabletError
from mobile.store import memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from flet.components.hooks.use_ref import MutableRef

    from mobile.state.session import Session


@dataclass(frozen=True, slots=True)
class Asking:
    """What is said around it: the button that begins, the field, the button that saves."""

    begin: str
    words: str
    save: str
    icon: ft.IconData = ft.Icons.ADD_COMMENT_OUTLINED


@safe_component
def WriteWords(
    session: Session,
    name: str,
    on_save: Callable[[str], object],
    asking: Asking,
    *,
    kept: str,
    before: str = "",
) -> ft.Control:
    """A button, and once it is tapped a field with the words so far.

    `kept` is the key under which they are remembered until they are saved, `before` what stands there first.
    Identifiers: `add-<name>`, `<name>-text`, `<name>-save`.
    """
    remembered = memory.recall(session.store, kept) or ""
    words, set_words = ft.use_state(remembered)
    problem, set_problem = ft.use_state("")
    writing, set_writing = ft.use_state(remembered != "")
    saved: MutableRef[str] = ft.use_ref(None)

    def write(text: str) -> None:
        set_words(text)
        memory.remember(session.store, kept, text)

    def begin() -> None:
        saved.current = None
        set_words(remembered or before)
        set_writing(True)

    def save() -> None:
        # A second tap may come before the first one shows.
        if words == saved.current:
            return
        if not words.strip():
            set_problem(asking.words)
            return
        try:
            on_save(words)
        except TabletError as error:
            set_problem(str(error))
            return
        saved.current = words
        write("")
        set_problem("")
        set_writing(False)

    if not writing:
        return ft.Row([SecondaryButton(f"add-{name}", asking.begin, begin, icon=asking.icon)], wrap=True)
    return ft.Column(
        [
            NoteField(f"{name}-text", asking.words, words, write, lines=3, autofocus=True),
            *not_saved(name, problem),
            ft.Row([SecondaryButton(f"{name}-save", asking.save, save)], wrap=True),
        ],
        spacing=theme.GAP_SMALL,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
