"""Keep one bug from taking the screen away: a boundary around components and a guard around handlers.

An exception while a component renders again stops the client's updates without a word, and one in a
handler replaces the whole app with an error page. Both are caught here: the person reads a sentence (one of
ours in its own words), the details go to the app log.
"""

import functools
import inspect
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, ParamSpec, TypeVar, cast

import flet as ft

from mobile.errors import TabletError
from mobile.text import say
from mobile.text.language import spoken

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)

# What a memoised component is told beside its own values: the words in it follow from it.
_LANGUAGE: Final = "in_language"


def safe_component(component: Callable[P, ft.Control]) -> Callable[..., ft.Control]:
    """Make a function a component whose own mistakes cost only its own place on the screen.

    Hooks work inside as in any component. The caller may pass `key=` as well, which no parameter
    specification can say; hence the open signature. A memoised one is also told which language is spoken.
    """

    @ft.component
    @functools.wraps(component)
    def boundary(*args: P.args, **kwargs: P.kwargs) -> ft.Control:
        kwargs.pop(_LANGUAGE, None)
        try:
            return component(*args, **kwargs)
        except Exception:
            log.exception("rendering %s", component.__name__)
            return _not_shown()

    return boundary


def safe_screen(screen: Callable[[], ft.View]) -> Callable[[], ft.View]:
    """Make a function the component of a route, whose own mistakes still leave a screen to go on from."""

    @ft.component
    @functools.wraps(screen)
    def boundary() -> ft.View:
        try:
            return screen()
        except Exception:
            log.exception("rendering %s", screen.__name__)
            return ft.View(controls=[ft.SafeArea(ft.Column([_not_shown(), _way_on()]))])

    return boundary


def memoised(component: Callable[P, ft.Control]) -> Callable[..., ft.Control]:
    """Make a safe component be drawn again only when its values change, or the language; for rows.

    Give each row its `key=`. Pass handlers through `ft.use_callback(handler, [])`, or they count as changed
    every time.
    """
    # Flet's own memo carries no types.
    kept = cast("Callable[..., ft.Control]", ft.memo(component))  # type: ignore[no-untyped-call]

    @functools.wraps(component)
    def in_language(*args: object, **kwargs: object) -> ft.Control:
        return kept(*args, **{_LANGUAGE: spoken()}, **kwargs)

    return in_language


def guard(handler: Callable[P, R]) -> Callable[P, R]:
    """Wrap an event handler or task, plain or async: an exception is logged and told, never raised."""
    if inspect.iscoroutinefunction(handler):
        awaited = cast("Callable[P, Awaitable[object]]", handler)

        @functools.wraps(handler)
        async def guarded(*args: P.args, **kwargs: P.kwargs) -> object:
            try:
                return await awaited(*args, **kwargs)
            except Exception as error:  # noqa: BLE001 - whatever it is, it ends here
                _recover(handler, error)
                return None

        return cast("Callable[P, R]", guarded)

    @functools.wraps(handler)
    def guarded_plain(*args: P.args, **kwargs: P.kwargs) -> object:
        try:
            return handler(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - whatever it is, it ends here
            _recover(handler, error)
            return None

    return cast("Callable[P, R]", guarded_plain)


def calling(handler: Callable[..., object], *values: object) -> Callable[[], Awaitable[None]]:
    """A guarded event handler that calls `handler(*values)` and awaits whatever comes back, if it can be.

    Components use it to hand values out, so that a screen may pass a plain or an async callback alike.
    """

    async def call() -> None:
        _keep_drawing()
        result = handler(*values)
        if inspect.isawaitable(result):
            await result

    call.__qualname__ = _name(handler)
    return guard(call)


def outlive_controls(page: ft.Page) -> None:
    """Let an answer of the client for a control that has left the screen meanwhile be passed over.

    Flet takes it for the end of the window: nothing tapped or typed after it would arrive. Whoever waits for
    the answer gets a `TimeoutError`.
    """
    hand_on = page.session.handle_invoke_method_results

    def take(control_id: int, call_id: str, result: object, error: str | None) -> None:
        try:
            hand_on(control_id, call_id, result, error)
        except RuntimeError as gone:
            log.info("an answer came too late: %s", gone)

    page.session.handle_invoke_method_results = take  # type: ignore[method-assign]  # the one place it comes in


def _name(handler: Callable[..., object]) -> str:
    return str(getattr(handler, "__qualname__", handler))


def _recover(handler: Callable[..., object], error: Exception) -> None:
    expected = isinstance(error, TabletError)
    log.log(logging.WARNING if expected else logging.ERROR, "handling %s", _name(handler), exc_info=error)
    _keep_drawing()
    ft.context.page.show_dialog(ft.SnackBar(ft.Text(str(error) if expected else say("error.not_done"))))


def _keep_drawing() -> None:
    # A no-op while the updates run; after a crash in a render it starts them again. Without a page there is
    # nothing to draw.
    with suppress(RuntimeError):
        ft.context.page.session.start_updates_scheduler()  # type: ignore[no-untyped-call]


def _way_on() -> ft.Control:
    def go() -> None:
        ft.context.page.navigate("/")

    return ft.Semantics(
        identifier="first-step",
        container=True,
        content=ft.FilledButton(say("app.go_today"), on_click=calling(go)),
    )


def _not_shown() -> ft.Control:
    return ft.Semantics(
        identifier="not-shown",
        content=ft.Container(
            padding=16,
            border_radius=12,
            bgcolor=ft.Colors.SURFACE_CONTAINER_HIGH,
            content=ft.Row(
                spacing=12,
                controls=[
                    ft.Icon(ft.Icons.INFO_OUTLINE, color=ft.Colors.ON_SURFACE_VARIANT),
                    ft.Text(say("error.not_shown"), expand=True, color=ft.Colors.ON_SURFACE_VARIANT),
                ],
            ),
        ),
    )
