"""Run the app with Flet's real Session and Page and nothing in front of it: no browser, no socket.

    async with Headless(main) as h:
        await h.tap("start-walk")
        await h.enter("note", "Labels are faded")
        assert "saved 10:42" in h.texts()

Controls are found by the semantics identifier a screen gives them, as in the browser. Flet 1.0.5 from the
inside: the version is pinned in pyproject.
"""

# mypy: disable-error-code="no-untyped-call, import-untyped"
# Flet's messaging and msgpack carry no types.

import asyncio
import concurrent.futures
import dataclasses
import functools
import inspect
from collections.abc import Callable, Coroutine, Iterator, Mapping
from typing import Any, Self, TypeVar

import flet as ft
import msgpack
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page, context
from flet.messaging.connection import Connection
from flet.messaging.protocol import (
    InvokeMethodRequestBody,
    Message,
    MessageAction,
    RegisterClientResponseBody,
    SessionCrashedBody,
    configure_encode_object_for_msgpack,
)
from flet.messaging.session import Session
from flet.pubsub.pubsub_hub import PubSubHub

C = TypeVar("C", bound=BaseControl)
R = TypeVar("R")

# What a client answers when the app calls a service by this name: a value, or a function of the arguments.
Replies = Mapping[str, object]


def run(scenario: Callable[[], Coroutine[Any, Any, R]]) -> R:
    """Run an async scenario in a thread of its own, where no browser test has left a loop running."""
    with concurrent.futures.ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(scenario())).result()


class _FakeConnection(Connection):
    """The other end: packs every message as a client would need it, and answers service calls."""

    def __init__(self, loop: asyncio.AbstractEventLoop, replies: Replies) -> None:
        super().__init__()
        self.loop = loop
        self.executor = concurrent.futures.ThreadPoolExecutor(2)
        self.pubsubhub = PubSubHub()
        self.replies = replies
        self.sent: list[Message] = []
        self.session: Session | None = None

    def send_message(self, message: Message) -> None:
        # Packing is not optional: it takes the snapshots that the next difference is made against.
        msgpack.packb(
            [message.action, message.body], default=configure_encode_object_for_msgpack(BaseControl)
        )
        self.sent.append(message)
        if isinstance(message.body, InvokeMethodRequestBody):
            self.loop.call_soon(self._answer, message.body)
        if message.action == MessageAction.SESSION_CRASHED:
            assert isinstance(message.body, SessionCrashedBody)
            raise AssertionError(message.body.message)

    def _answer(self, call: InvokeMethodRequestBody) -> None:
        reply, problem = self.replies.get(call.name), None
        try:
            reply = reply(call.args) if callable(reply) else reply
        except Exception as error:  # noqa: BLE001 - a client reports whatever happened as text
            reply, problem = None, str(error)
        if isinstance(reply, asyncio.Future):
            # A device that takes its time.
            reply.add_done_callback(lambda late: self._told(call, late.result()))
        else:
            self._told(call, reply, problem)

    def _told(self, call: InvokeMethodRequestBody, reply: object, problem: str | None = None) -> None:
        assert self.session is not None
        self.session.handle_invoke_method_results(call.control_id, call.call_id, reply, problem)


# More than it takes from a tap to the next message: a task that starts another, an answer, a drawing.
_TURNS = 20


class Headless:
    """One running app, driven from a test.

    `main` is what `ft.run` gets. `replies` maps service method names ("pick_files", "take_picture") to what
    the client answers; a function that raises stands for a client that could not do it.
    """

    def __init__(
        self,
        main: Callable[[ft.Page], object],
        *,
        width: int = 1280,
        height: int = 800,
        route: str = "/",
        platform: ft.PagePlatform = ft.PagePlatform.ANDROID,
        web: bool = False,
        replies: Replies | None = None,
    ) -> None:
        self._main = main
        self._given = {"width": width, "height": height, "platform": platform, "route": route, "web": web}
        self._replies = replies or {}

    async def __aenter__(self) -> Self:
        self.connection = _FakeConnection(asyncio.get_running_loop(), self._replies)
        self.session = self.connection.session = Session(self.connection)
        self.page = self.session.page
        for name, value in self._given.items():
            setattr(self.page, name, value)
        _context_page.set(self.page)
        context.reset_auto_update()
        hello = RegisterClientResponseBody(self.session.id, self.session.get_page_patch(), "")
        self.connection.send_message(Message(MessageAction.REGISTER_CLIENT, hello))
        started = self._main(self.page)
        if inspect.isawaitable(started):
            await started
        await self.session.after_event(self.page)
        await self.settle()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.session.close()
        self.connection.executor.shutdown(wait=False)
        await asyncio.sleep(0)

    async def settle(self, *, quiet: int = 3, at_most: float = 5.0) -> None:
        """Let the app work until nothing has been sent for `quiet` turns of the loop, up to some seconds."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + at_most
        still, sent = 0, len(self.connection.sent)
        while still < quiet and loop.time() < deadline:
            # On a busy machine the pause may be over before what waits has had its turn.
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            await asyncio.sleep(0.002)
            still = still + 1 if len(self.connection.sent) == sent else 0
            sent = len(self.connection.sent)

    async def until(self, true: Callable[[], object], *, at_most: float = 5.0) -> None:
        """Wait for work that leaves the loop (a thread, a server) to show; raises when it does not."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + at_most
        while not true():
            assert loop.time() < deadline, f"still not so after {at_most} s; on screen: {self.texts()}"
            await asyncio.sleep(0.005)
        await self.settle()

    # Finding --------------------------------------------------------------------------------------------

    def all(self, cls: type[C], /, **props: object) -> list[C]:
        """Every control of a class on the page, also in dialogs and other views, with these properties."""
        return [
            control
            for control in _walk(self.page, set())
            if isinstance(control, cls)
            and all(getattr(control, name, None) == v for name, v in props.items())
        ]

    def one(self, cls: type[C], /, **props: object) -> C:
        """The one control that fits."""
        found = self.all(cls, **props)
        assert len(found) == 1, (
            f"{len(found)} of {cls.__name__} with {props}; on screen: {self.identifiers()}"
        )
        return found[0]

    def tid(self, identifier: str) -> ft.Semantics:
        """The control with this semantics identifier, on the view in front where several have it."""
        found = self.all(ft.Semantics, identifier=identifier)
        assert found, f"no {identifier!r}; on screen: {self.identifiers()}"
        return found[-1]

    def has(self, identifier: str) -> bool:
        """Whether a control with this identifier is on the page."""
        return bool(self.all(ft.Semantics, identifier=identifier))

    def inside(self, identifier: str, cls: type[C]) -> C:
        """The first control of a class inside an identified one."""
        for control in _walk(self.tid(identifier), set()):
            if isinstance(control, cls):
                return control
        raise AssertionError(f"no {cls.__name__} inside {identifier!r}")

    def identifiers(self) -> list[str]:
        """Every semantics identifier on the page."""
        return [s.identifier for s in self.all(ft.Semantics) if s.identifier]

    def texts(self, identifier: str | None = None) -> list[str]:
        """Every text on the page, or inside one identified control: texts, button words, field labels."""
        root: BaseControl = self.tid(identifier) if identifier else self.page
        words: list[str] = []
        for control in _walk(root, set()):
            words.extend(_words(control))
        return words

    # Doing ----------------------------------------------------------------------------------------------

    async def tap(self, identifier: str) -> None:
        """Tap what a person would hit there: the first thing inside that takes clicks and is not disabled."""
        for control in _walk(self.tid(identifier), set()):
            handler = getattr(control, "on_click", None) or getattr(control, "on_tap", None)
            if handler is None:
                continue
            assert not getattr(control, "disabled", False), f"{identifier!r} is disabled"
            await self.fire(control, "click" if getattr(control, "on_click", None) else "tap")
            return
        raise AssertionError(f"nothing inside {identifier!r} can be tapped")

    async def enter(self, identifier: str, text: str) -> None:
        """Type into the field inside an identified control, as one change."""
        await self.fire(self.inside(identifier, ft.TextField), "change", text, value=text)

    async def submit(self, identifier: str) -> None:
        """Press Enter in a field."""
        field = self.inside(identifier, ft.TextField)
        await self.fire(field, "submit", field.value)

    async def resize(self, width: int, height: int) -> None:
        """Turn the tablet, or make the window another size."""
        await self.fire(self.page, "resize", {"width": width, "height": height}, width=width, height=height)

    async def fire(self, control: BaseControl, event: str, data: object = None, **patch: object) -> None:
        """Send any event as the client would: first the changed properties, then the event."""
        if patch:
            self.session.apply_patch(control._i, patch)
        await self.session.dispatch_event(control._i, event, data)
        await self.settle()


def _words(control: BaseControl) -> list[str]:
    if isinstance(control, ft.Text):
        return [control.value] if control.value else []
    named = (
        getattr(control, name, None) for name in ("content", "label", "title", "error", "helper", "tooltip")
    )
    return [words for words in named if isinstance(words, str)]


# What holds no control: most of what the fields of controls hold.
_PLAIN = frozenset({type(None), bool, int, float, str, bytes})


def _walk(value: object, seen: set[int]) -> Iterator[BaseControl]:
    """Yield every visible control in a value, each before those inside it; most of a test's time is here."""
    left = [value]
    while left:
        item = left.pop()
        if isinstance(item, (list, tuple)):
            left.extend(reversed(item))
        elif isinstance(item, dict):
            left.extend(reversed(item.values()))
        elif (names := _fields(type(item))) and id(item) not in seen:
            seen.add(id(item))
            if isinstance(item, BaseControl):
                if getattr(item, "visible", True) is False:
                    continue
                yield item
            inside = [getattr(item, name, None) for name in names]
            left.extend(one for one in reversed(inside) if type(one) not in _PLAIN)


@functools.cache
def _fields(kind: type) -> tuple[str, ...]:
    """Return the names of a dataclass's fields that may hold controls; none for any other type."""
    if not dataclasses.is_dataclass(kind):
        return ()
    return tuple(
        field.name
        for field in dataclasses.fields(kind)
        if field.name != "_parent" and not field.metadata.get("skip")
    )
