"""The whole app on one tablet, without a browser: real database, photos, sync and screens, no network.

    async def scenario(window: Window) -> None:
        await window.walk("five-s", LINE_4)
        await window.tap("answer-sort-going-well-conforms")
        assert "1 of 14" in window.words("progress")

    show(a_tablet(tmp_path), scenario)

The sync is the real one without its thread: nothing is sent before a test says so, and what answers then is
a function of the test's.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Self

import flet as ft
import httpx
from flet.messaging.protocol import MessageAction

from checklists.files.catalog import shipped
from checklists.ids import new_id
from checklists.protocol import refusals
from checklists.protocol.messages import EnrolReply, Reference, RefusedOp
from checklists.records.person import Person, Role, hash_pin
from checklists.records.place import Area, Department
from checklists.records.programme import PlannedVisit
from checklists.records.values import Signature
from checklists.records.visit import SignedBy
from mobile.app import app
from mobile.bootstrap import Tablet
from mobile.config import Config
from mobile.locations import Locations
from mobile.photos.vault import Vault
from mobile.store import checklists, enrolment, people, reference, refused, visits
from mobile.store.database import Store
from mobile.sync.client import ServerClient
from mobile.sync.schedule import Sync
from tests.support.headless import Headless, Replies, _walk, _words, run

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from flet.controls.base_control import BaseControl

    from checklists.protocol.refusals import Refusal
    from checklists.records.visit import Visit

# Noon, so that no test's "today" turns into yesterday in any time zone it may run in.
NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def a_person(letter: str, name: str, role: Role, department: str) -> Person:
    return Person(
        id=letter * 32, name=name, role=role, department=department, pin=hash_pin("1234", letter * 2)
    )


ANA = a_person("a", "Ana Kowalczyk", Role.AUDITOR, "quality")
BEN = a_person("b", "Ben Okafor", Role.AUDITOR, "production")
LUCJA = a_person("c", "Łucja Nowak", Role.LEADER, "production")

LINE_4 = Area(id="line-4", name="Line 4, assembly", department="production")
DOCK_2 = Area(id="dock-2", name="Dock 2", department="warehouse")
LAB = Area(id="lab", name="Measuring room", department="quality")


def a_plant(**other: object) -> Reference:
    """Return the office's lists, with some of them given by name."""
    lists: dict[str, object] = {
        "people": [ANA, BEN, LUCJA],
        "departments": [
            Department(id="production", name="Production"),
            Department(id="quality", name="Quality"),
            Department(id="warehouse", name="Warehouse and logistics"),
        ],
        "areas": [LINE_4, DOCK_2, LAB],
        "planned": [],
        "checklists": list(shipped()),
        **other,
    }
    return Reference.model_validate(lists)


def due(planned_id: str, checklist: str, area: Area, day: date, person: Person = ANA) -> PlannedVisit:
    """Return a visit that is planned for somebody."""
    return PlannedVisit(id=planned_id, checklist=checklist, area=area.id, person=person.id, due_on=day)


def begun(
    tablet: Tablet, checklist: str = "five-s", area: Area = LINE_4, person: Person = ANA, **other: str
) -> Visit:
    """Begin a visit without the screens."""
    offered = {one.id: one for one in checklists.checklists(tablet.store)}
    return visits.start(tablet.store, person=person, checklist=offered[checklist], area=area, **other)


def complete(tablet: Tablet, visit_id: str, person: Person = ANA) -> None:
    """Let both sign a visit, and complete it."""
    signature = Signature(name="Somebody", signed_at=tablet.store.moment(), strokes=[[(10, 20), (30, 40)]])
    for who in SignedBy:
        visits.sign(tablet.store, person.id, visit_id, who, signature)
    visits.seal(tablet.store, person.id, visit_id)


def show(
    tablet: Tablet,
    scenario: Callable[[Window], Coroutine[Any, Any, None]],
    *,
    person: Person | None = ANA,
    **window: Any,
) -> None:
    """Open a window in which somebody is signed in, play a scenario, and close the tablet."""

    async def play() -> None:
        async with Window(tablet, **window) as opened:
            await scenario(opened)

    if person is not None:
        assert people.sign_in(tablet.store, person.id, "1234")
    tablet.sync._look_again()
    run(play)


class Watch:
    """A clock that shows noon on 3 March 2026 until it is set."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment


def nobody(request: httpx.Request) -> httpx.Response:
    """Answer like a server that is switched off."""
    raise httpx.ConnectError("nobody is there", request=request)


def a_tablet(
    folder: Path,
    *,
    plant: Reference | None = None,
    enrolled: bool = True,
    watch: Callable[[], datetime] | None = None,
    answer: Callable[[httpx.Request], httpx.Response] = nobody,
    free: Callable[[], int] | None = None,
) -> Tablet:
    """Open a tablet's data below a folder; the second time it is a restart of the same tablet.

    Args:
        folder: where its data is.
        plant: the office's lists on the first start; None for `a_plant()`.
        enrolled: whether a server knows it from the first start on.
        watch: its clock.
        answer: what answers in place of the server.
        free: stands in for the free bytes on its disk, for photos.
    """
    places = Locations(folder).make()
    fresh = not places.database.exists()
    store = Store.open(places.database, now=watch or Watch())
    if fresh and enrolled:
        reference.replace(store, a_plant() if plant is None else plant, "first")
        reply = EnrolReply(device=new_id(), token=secrets.token_hex(8), server_name="Sample plant")
        enrolment.enrolled(store, reply, server_url="http://server.example", name="Tablet at Dock 2")
    vault = Vault(places.photos, free)
    transport = httpx.MockTransport(answer)
    sync = Sync(store, vault, connect=lambda address, token: ServerClient(address, token, transport))
    return Tablet(Config(folder, "127.0.0.1", 0, "Tablet", None), store, vault, sync)


def _at_an_address(main: Callable[[ft.Page], None]) -> Callable[[ft.Page], None]:
    def with_address(page: ft.Page) -> None:
        page.session.connection.page_url = "http://tablet.example"
        main(page)

    return with_address


class Window(Headless):
    """A window on a tablet; it closes the tablet with itself unless told otherwise."""

    def __init__(
        self,
        tablet: Tablet,
        *,
        route: str = "/",
        width: int = 1280,
        height: int = 800,
        replies: Replies | None = None,
        keep_open: bool = False,
    ) -> None:
        answers = {**(replies or {}), "push_route": self._pushed}
        super().__init__(
            _at_an_address(app(tablet)), width=width, height=height, route=route, replies=answers
        )
        self.tablet = tablet
        self.store = tablet.store
        self._keep_open = keep_open
        self._moving: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        return self

    async def __aexit__(self, *problem: object) -> None:
        alive = not self.session._Session__updates_task.done()
        crashed = [m.body for m in self.connection.sent if m.action == MessageAction.SESSION_CRASHED]
        await super().__aexit__(*problem)
        if not self._keep_open:
            self.tablet.close()
        if problem[0] is None:
            assert not crashed, f"the app was replaced by an error page: {crashed}"
            assert alive, "the screen stood still: an exception ended Flet's updates"

    # Going ----------------------------------------------------------------------------------------------

    def _pushed(self, args: Any) -> None:
        """Do as a client does when the app goes to another route."""
        task = asyncio.ensure_future(self._arrive(args["route"]))
        self._moving.add(task)
        task.add_done_callback(self._moving.discard)

    async def _arrive(self, route: str) -> None:
        self.session.apply_page_patch({"route": route})
        await self.session.dispatch_event(self.page._i, "route_change", {"route": route})

    async def go(self, route: str) -> None:
        """Go to a route as by the browser's address line or its back button."""
        await self._arrive(route)
        await self.settle()

    @property
    def route(self) -> str:
        """Where the window is."""
        return self.page.route or "/"

    async def fire(self, control: BaseControl, event: str, data: object = None, **patch: object) -> None:
        """Send an event; a dialog that the app closes in answer goes away, as it does in a client."""
        await super().fire(control, event, data, **patch)
        for dialog in [one for one in self.page._dialogs.controls if not one.open]:
            await super().fire(dialog, "dismiss")

    # What people do on many screens ---------------------------------------------------------------------

    async def sign_in(self, person: Person, pin: str = "1234") -> None:
        """Choose a name and type a PIN."""
        await self.tap(f"person-{person.id}")
        await self.type_pin(pin)
        await self.until(lambda: self.has("who"))

    def type_on(self, identifier: str, text: str) -> asyncio.Task[None]:
        """Type into a field and go on at once, before it has saved itself; await what this returns later."""
        field = self.inside(identifier, ft.TextField)
        self.session.apply_patch(field._i, {"value": text})
        return asyncio.ensure_future(self.session.dispatch_event(field._i, "change", text))

    async def type_pin(self, pin: str) -> None:
        """Tap the digits of a PIN."""
        for digit in pin:
            await self.tap(f"pin-{digit}")

    async def walk(self, checklist: str, area: Area) -> Visit:
        """Start a walk from Today and return it."""
        await self.tap("start-walk")
        await self.tap(f"checklist-{checklist}")
        await self.tap(f"area-{area.id}")
        await self.tap("start-go")
        await self.until(lambda: self.route.startswith("/visit/"))
        visit_id = self.route.split("/")[2]
        visit = visits.get(self.store, visit_id)
        assert visit is not None
        return visit

    async def wake(self) -> None:
        """Come to the front again, after the tablet slept or another window was in front."""
        await self.fire(self.page, "app_lifecycle_state_change", {"state": "resume"})

    async def news(self) -> None:
        """Let the sync say that something has come from the server."""
        facts = replace(self.tablet.sync._facts, news=self.tablet.sync._facts.news + 1)
        await asyncio.to_thread(self.tablet.sync._look_again, lambda _: facts)
        await self.settle()

    async def refuse_last(self, record: str, refusal: Refusal = refusals.NOT_YOURS) -> str:
        """Let the server keep the newest change of a record without applying it; return the change's id."""
        row = self.store.row("select op_id from op where record = ? order by stamp desc", (record,))
        assert row is not None
        refused.refuse(
            self.store,
            RefusedOp(
                op_id=row["op_id"], number=refusal.number, sentence=refusal.sentence, advice=refusal.advice
            ),
        )
        await asyncio.to_thread(self.tablet.sync._look_again)
        await self.settle()
        return str(row["op_id"])

    async def draw(self, identifier: str) -> None:
        """Draw one line on a signature pad."""
        for event, x in (("drag_down", 40), ("drag_update", 200), ("drag_end", 400)):
            surface = self.inside(identifier, ft.GestureDetector)
            at = {"x": x, "y": 60}
            await self.fire(surface, f"horizontal_{event}", {"l": at, "g": at, "k": "touch", "v": at})

    # What is in front -----------------------------------------------------------------------------------

    @property
    def front(self) -> ft.View:
        """The view that covers the others."""
        return [view for view in _walk(self.page.views, set()) if isinstance(view, ft.View)][-1]

    def words(self, identifier: str | None = None) -> str:
        """Return every text of the screen in front, or inside one identified control, as one line."""
        if identifier:
            return " | ".join(self.texts(identifier))
        found = [word for control in _walk(self.front, set()) for word in _words(control)]
        return " | ".join(found)

    def field(self, identifier: str) -> str:
        """Return what stands in a field."""
        return self.inside(identifier, ft.TextField).value or ""

    def disabled(self, identifier: str) -> bool:
        """Say whether a button can't be tapped for now."""
        taps = (one for one in _walk(self.tid(identifier), set()) if getattr(one, "on_click", None))
        return bool(getattr(next(taps), "disabled", False))

    def shows(self, identifier: str) -> bool:
        """Say whether something is on the screen in front."""
        found = (one for one in _walk(self.front, set()) if isinstance(one, ft.Semantics))
        return any(one.identifier == identifier for one in found)

    def chosen(self, identifier: str) -> bool:
        """Say whether a choice, an answer or a destination is marked as the one."""
        return bool(self.tid(identifier).selected)

    # What passes at the bottom --------------------------------------------------------------------------

    @property
    def notice(self) -> str:
        """The sentence that was shown last at the bottom, empty for none."""
        bars = self.all(ft.SnackBar)
        words = bars[-1].content if bars else ""
        return str(words.value) if isinstance(words, ft.Text) else str(words)

    async def undo(self) -> None:
        """Tap *Undo* in the sentence at the bottom."""
        bar = self.all(ft.SnackBar)[-1]
        assert bar.action, f"nothing to undo in {self.notice!r}"
        await self.fire(bar, "action")
