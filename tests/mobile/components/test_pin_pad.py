"""A PIN goes in by finger or keyboard and is handed out once, whole."""

import flet as ft

from mobile.components.pin_pad import PinPad
from tests.support.headless import Headless, run
from tests.support.showing import showing


def pad(pins: list[str], message: str | None = None) -> Headless:
    async def complete(pin: str) -> None:
        pins.append(pin)

    return Headless(showing(lambda: PinPad(complete, message)))


def test_fourth_digit_hands_out_the_pin_and_empties_the_dots() -> None:
    pins: list[str] = []

    async def scenario() -> None:
        async with pad(pins) as h:
            for digit in "409":
                await h.tap(f"pin-{digit}")
            assert h.tid("pin-dots").label == "3 of 4 digits"
            assert pins == []
            await h.tap("pin-1")
            assert h.tid("pin-dots").label == "0 of 4 digits"

    run(scenario)
    assert pins == ["4091"]


def test_keyboard_and_backspace_work_too() -> None:
    pins: list[str] = []

    async def scenario() -> None:
        async with pad(pins) as h:
            keyboard = h.one(ft.KeyboardListener)
            for key in ("1", "Numpad 2", "x", "Enter", "Backspace", "Backspace", "Backspace", "7"):
                await h.fire(keyboard, "key_down", {"key": key})
            await h.tap("pin-back")
            assert h.tid("pin-dots").label == "0 of 4 digits"
            for key in "5678":
                await h.fire(keyboard, "key_down", {"key": key})

    run(scenario)
    assert pins == ["5678"]


def test_message_is_shown_and_digits_never_are() -> None:
    async def scenario() -> None:
        async with pad([], "That PIN doesn't fit.") as h:
            await h.tap("pin-4")
            assert "That PIN doesn't fit." in h.texts("pin-message")
            assert h.texts("pin-dots") == ["1 of 4 digits"]

    run(scenario)
