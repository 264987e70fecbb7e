"""One bug costs its own place on the screen, and the person is told what is safe."""

import logging

import flet as ft
import pytest

from mobile.components.buttons import PrimaryButton
from mobile.components.guards import calling, guard, outlive_controls, safe_component
from mobile.text import say
from tests.support.headless import Headless, run
from tests.support.showing import showing


def test_broken_component_costs_only_its_own_place_and_recovers(caplog: pytest.LogCaptureFixture) -> None:
    @safe_component
    def panel(count: int) -> ft.Control:
        if count == 1:
            raise ValueError("secret detail")
        return ft.Text(f"count {count}")

    def build() -> list[ft.Control]:
        count, set_count = ft.use_state(0)
        return [PrimaryButton("more", "More", lambda: set_count(count + 1)), panel(count)]

    async def scenario() -> None:
        async with Headless(showing(build)) as h:
            assert "count 0" in h.texts()
            await h.tap("more")
            assert say("error.not_shown") in h.texts()
            assert "secret" not in " ".join(h.texts())
            await h.tap("more")
            assert "count 2" in h.texts()

    with caplog.at_level(logging.ERROR):
        run(scenario)
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("kind", ["plain", "async", "lambda returning a coroutine"])
def test_mistake_in_a_handler_is_told_and_logged_and_the_next_tap_works(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    def build() -> list[ft.Control]:
        taps, set_taps = ft.use_state(0)

        def plain() -> None:
            raise RuntimeError("secret detail")

        async def asynchronous() -> None:
            raise RuntimeError("secret detail")

        wrong = {"plain": plain, "async": asynchronous}.get(kind, lambda: asynchronous())  # noqa: PLW0108 - this is the case under test
        return [
            PrimaryButton("wrong", "Wrong", wrong),
            PrimaryButton("right", "Right", lambda: set_taps(taps + 1)),
            ft.Text(f"taps {taps}"),
        ]

    async def scenario() -> None:
        async with Headless(showing(build)) as h:
            await h.tap("wrong")
            assert say("error.not_done") in h.texts()
            await h.tap("right")
            assert "taps 1" in h.texts()

    run(scenario)
    assert "secret detail" in caplog.text


def test_guarded_handler_keeps_its_parameters_and_answer() -> None:
    @guard
    def double(number: int) -> int:
        return number * 2

    assert double(4) == 8


def test_calling_hands_over_values_and_awaits() -> None:
    seen: list[object] = []

    async def remember(*values: object) -> None:
        seen.extend(values)

    async def scenario() -> None:
        await calling(remember, "q1", 2)()
        await calling(seen.append, "plain")()

    run(scenario)
    assert seen == ["q1", 2, "plain"]


def test_answer_for_a_control_that_has_left_the_screen_does_not_end_the_window() -> None:
    async def scenario() -> None:
        async with Headless(outlive_controls) as h:
            h.session.handle_invoke_method_results(999_999, "a call", None, None)

    run(scenario)
