"""A keyboard on a desk: single keys that do something on a screen, as long as nobody is typing a text."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Final

import flet as ft

from mobile.components.guards import guard

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TYPING: Final = "typing"


def typing(*, begins: bool) -> None:
    """Note that a text field has the keyboard, or has it no more."""
    ft.context.page.session.store.set(_TYPING, begins)


def use_keys(keys: Mapping[str, Callable[[], object]]) -> None:
    """Call what belongs to a key, such as "/" or "Arrow Right", while the calling component is on the screen.

    Nothing is called for a key pressed in a text field, or together with Ctrl, Alt or Meta.
    """
    latest = ft.use_ref(keys)
    latest.current = keys

    async def press(event: ft.KeyboardEvent) -> None:
        page = ft.context.page
        typed = page.session.store.get(_TYPING)
        act = (latest.current or {}).get(event.key)
        if act is None or typed or event.ctrl or event.alt or event.meta:
            return
        result = act()
        if inspect.isawaitable(result):
            await result

    pressed = ft.use_memo(lambda: guard(press), [])

    def listen() -> None:
        page = ft.context.page
        # A field that was taken off the screen with the keyboard in it never said so.
        typing(begins=False)
        page.on_keyboard_event = pressed

    def leave() -> None:
        page = ft.context.page
        # Another screen may be listening by now.
        if page.on_keyboard_event is pressed:
            page.on_keyboard_event = None

    ft.use_effect(guard(listen), [], cleanup=guard(leave))
