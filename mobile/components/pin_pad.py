"""Keys for a PIN: large, quiet about the digits, and also fed by a keyboard."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Final

import flet as ft

from mobile import theme
from mobile.components.buttons import named
from mobile.components.guards import calling, guard, safe_component
from mobile.text import say

PIN_LENGTH: Final = 4

_KEY_WIDTH: Final = 96
_KEY_HEIGHT: Final = 64
_ROWS: Final = ("123", "456", "789", " 0<")
_BACK: Final = "<"


@safe_component
def PinPad(
    on_complete: Callable[[str], object],
    message: str | None = None,
    *,
    length: int = PIN_LENGTH,
) -> ft.Control:
    """Dots and twelve keys. `on_complete(pin)` comes with the last digit; then the dots empty again.

    `message` is a sentence under the dots ("That PIN doesn't fit. Please try once more.").
    Identifiers: `pin-0` … `pin-9`, `pin-back`, `pin-dots`.
    """
    # The digits live outside the drawing: two quick taps must not both start from the same picture.
    typed = ft.use_ref("")
    shown, set_shown = ft.use_state(0)

    async def press(key: str) -> None:
        before = typed.current or ""
        typed.current = before[:-1] if key == _BACK else (before + key)[:length]
        set_shown(len(typed.current))
        if len(typed.current) < length or key == _BACK:
            return
        pin, typed.current = typed.current, ""
        result = on_complete(pin)
        if inspect.isawaitable(result):
            await result
        set_shown(len(typed.current))

    return ft.KeyboardListener(
        autofocus=True,
        on_key_down=guard(_from_keyboard(press)),
        content=ft.Column(
            tight=True,
            spacing=theme.GAP,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            controls=[_dots(shown, length), _message(message), *_keys(press)],
        ),
    )


def _from_keyboard(press: Callable[[str], Awaitable[None]]) -> Callable[[ft.KeyDownEvent], Awaitable[None]]:
    async def key_down(event: ft.KeyDownEvent) -> None:
        key = _BACK if event.key == "Backspace" else event.key.removeprefix("Numpad ")
        if key == _BACK or (len(key) == 1 and key in "0123456789"):
            await press(key)

    return key_down


def _dots(shown: int, length: int) -> ft.Control:
    return ft.Semantics(
        identifier="pin-dots",
        label=say("part.pin.digits", done=shown, total=length),
        container=True,
        live_region=True,
        content=ft.Row(
            tight=True,
            spacing=theme.GAP,
            controls=[
                ft.Container(
                    width=18,
                    height=18,
                    border_radius=9,
                    bgcolor=ft.Colors.PRIMARY if place < shown else None,
                    border=ft.Border.all(2, ft.Colors.PRIMARY if place < shown else ft.Colors.OUTLINE),
                )
                for place in range(length)
            ],
        ),
    )


def _message(message: str | None) -> ft.Control:
    # The line is always there, so that the keys stay under the finger.
    return ft.Semantics(
        identifier="pin-message",
        container=True,
        live_region=True,
        content=ft.Container(
            width=360,
            height=round(48 * theme.sizes().type),
            alignment=ft.Alignment.CENTER,
            content=ft.Text(
                message or "",
                theme_style=theme.SMALL,
                text_align=ft.TextAlign.CENTER,
                color=ft.Colors.ON_SURFACE_VARIANT,
            ),
        ),
    )


def _keys(press: Callable[[str], Awaitable[None]]) -> list[ft.Control]:
    return [ft.Row([_key(key, press) for key in row], tight=True, spacing=12) for row in _ROWS]


def _key(key: str, press: Callable[[str], Awaitable[None]]) -> ft.Control:
    if key == " ":
        return ft.Container(width=_KEY_WIDTH, height=_KEY_HEIGHT)
    back = key == _BACK
    button = ft.OutlinedButton(
        width=_KEY_WIDTH,
        height=_KEY_HEIGHT,
        tooltip=say("part.pin.delete") if back else None,
        on_click=calling(press, key),
        content=ft.Icon(ft.Icons.BACKSPACE_OUTLINED, size=26) if back else key,
        style=ft.ButtonStyle(
            padding=0,
            color=ft.Colors.ON_SURFACE,
            bgcolor=None if back else ft.Colors.SURFACE_BRIGHT,
            side=ft.BorderSide(0, ft.Colors.TRANSPARENT) if back else None,
            text_style=ft.TextStyle(
                size=theme.letters(28), font_family=theme.SEMIBOLD, weight=ft.FontWeight.W_600
            ),
        ),
    )
    return named("pin-back" if back else f"pin-{key}", button)
