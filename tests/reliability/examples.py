"""One valid request for every route of the server, in a small record that is there to be asked about."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from starlette.testclient import TestClient

from checklists.ids import new_id
from checklists.protocol import routes
from sync_server.api.description import DESCRIPTION
from sync_server.record.database import reading
from sync_server.record.findings import read_finding
from sync_server.record.visits import read_visit
from tests.support.sending import TOMASZ, Tablet
from tests.support.server import code_in
from tests.sync_server.web.plant import Plant, form_token, jpeg, load_plant, open_plant, photo_ref

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

    from fastapi import FastAPI

FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
JSON: Final = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Example:
    """A request the server answers well.

    Attributes:
        route: method and path with its parameters in braces, as the server declares them.
        path: as it goes over the wire, with its query.
        headers: name to value.
        body: as it goes over the wire.
        value: the body as JSON, where it is.
        made_to_fit: makes the value fit again after something in it was changed, as whoever wrote it would.
        ids: ids in the body that each request has its own of.
        weight: how often it is asked, beside the others.
    """

    route: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    value: Any = None
    made_to_fit: Callable[[Any], Any] | None = None
    ids: tuple[str, ...] = ()
    weight: int = 4

    @property
    def method(self) -> str:
        """The request's method."""
        return self.route.partition(" ")[0]

    def anew(self, random: Random) -> Example:
        """Return the same request with ids that were never sent."""
        text = self.body.decode() if self.ids else ""
        for one in self.ids:
            text = text.replace(one, f"{random.getrandbits(128):032x}")
        if not text:
            return self
        value = json.loads(text)
        value = self.made_to_fit(value) if self.made_to_fit else value
        return replace(self, value=value, body=json.dumps(value).encode())


@dataclass(slots=True)
class World:
    """A server's app with a known record, somebody signed in, and a tablet.

    Attributes:
        plant: the app, with the tablet that wrote the known record.
        tablet: another one, whose requests are the examples.
        other_tokens: what somebody else might send: of another tablet, and of one whose access was ended.
        cookies: of the quality manager's browser.
        form: the token their forms carry.
        visit: a sealed visit that nothing can change any more.
        findings: of that visit.
        change: the id of one of its ops.
        photo: the name of a received photo of it.
    """

    plant: Plant
    tablet: Tablet
    other_tokens: list[str]
    cookies: str
    form: str
    visit: str
    findings: list[str]
    change: str
    photo: str

    @property
    def app(self) -> FastAPI:
        """The server."""
        return self.plant.app

    def known(self) -> list[Any]:
        """Return what the record says of what is known: it is the same at the end."""
        with reading(self.app.state.engine) as connection:
            visit = read_visit(connection, self.visit)
            found = [read_finding(connection, one) for one in self.findings]
        return [None if one is None else one.state.values() for one in (visit, *found)]


def make_world(folder: Path) -> World:
    """Make a server whose data is in a folder, with a known record."""
    load_plant(folder)
    plant = open_plant(folder)
    data = jpeg(words="known")
    visit = plant.begin_visit()
    photo = plant.keep_photo(data)
    known_photo: dict[str, Any] = {f"photo/{photo}": photo_ref(data)}
    findings = [
        plant.find(visit=visit, statement="Known", **known_photo),
        plant.find(visit=visit, kind="opportunity", statement="Known as well"),
    ]
    seal = plant.seal(visit)
    plant.add(visit, seal.mark, "Known afterwards")
    change = plant.write("visit", plant.begin_visit(), {"title": "Known change"})
    assert plant.push().refused == []
    tablet = Tablet.enrolled(plant.client(), code_in(plant.app.state.engine))
    ended = Tablet.enrolled(plant.client(), code_in(plant.app.state.engine))
    office = plant.office()
    form = form_token(office.get("/tablets").text)
    end = f"/tablets/{ended.device}/end"
    assert office.post(end, data={"token": form}).status_code == 303
    cookies = "; ".join(f"{one.name}={one.value}" for one in office.cookies.jar)
    tokens = [plant.token, ended.token]
    return World(plant, tablet, tokens, cookies, form, visit, findings, change, photo)


def examples(world: World) -> list[Example]:
    """Return a valid request for every route."""
    return [*_tablets(world), *_uploads(world), *_pages(world), *_forms(world)]


def declared(app: FastAPI) -> set[str]:
    """Return every route of an app, as examples name them."""
    return {
        f"{method} {route.path}"
        for route in _routes(app.routes)
        for method in route.methods or ()
        # These stand for “whatever else”, in every method; one example does.
        if route.path != "/{path:path}"
    }


def _routes(found: Any) -> Iterator[Any]:
    for route in found:
        inside = getattr(route, "original_router", None)
        if inside is None:
            yield route
        else:
            yield from _routes(inside.routes)


def message(route: str, headers: dict[str, str], value: Any, **more: Any) -> Example:
    """Return the example of a route that takes JSON."""
    method, _, path = route.partition(" ")
    assert method == "POST"
    return Example(route, path, {**headers, **JSON}, json.dumps(value).encode(), value, **more)


def _tablets(world: World) -> list[Example]:
    tablet = world.tablet
    batch, ids = _batch(tablet)
    enrolment = {"code": "ABCD-EFGH", "name": "Tablet 4", "app_version": "0.1.0"}
    thumbnail = routes.thumbnail("{sha256}")
    return [
        message(f"POST {routes.ENROL}", {}, enrolment),
        message(f"POST {routes.HELLO}", tablet.headers, {"incarnation": new_id(), **tablet.cursors}),
        message(
            f"POST {routes.PUSH}", tablet.headers, batch, made_to_fit=tablet.relinked, ids=ids, weight=16
        ),
        *(message(f"POST {routes.PULL}", tablet.headers, pull, weight=1) for pull in _pulls(tablet)),
        message(f"POST {routes.RELAY}", tablet.headers, _relay(world)),
        message(f"POST {routes.COMPARE}", tablet.headers, _compare(tablet)),
        message(
            f"POST {routes.BACKED_UP}", tablet.headers, {"incarnation": new_id(), "photos": [world.photo]}
        ),
        Example(f"GET {routes.REFERENCE}", routes.REFERENCE, {**tablet.headers, "If-None-Match": '"x"'}),
        Example(f"GET {thumbnail}", routes.thumbnail(world.photo), tablet.headers),
        Example(f"GET {DESCRIPTION}", DESCRIPTION, weight=1),
        Example(f"HEAD {DESCRIPTION}", DESCRIPTION, weight=1),
    ]


def _pulls(tablet: Tablet) -> list[Any]:
    """Return a pull of each stream from its beginning, in a scope and for somebody."""
    asked = {"scope": {"areas": ["line-1", "dock-1"], "since": "2026-03"}, "people": [TOMASZ]}
    return [{"cursor": cursor, "stream": stream, **asked} for stream, cursor in tablet.cursors.items()]


def _compare(tablet: Tablet) -> Any:
    asked = {"scope": {"areas": None, "since": None}, "people": [TOMASZ]}
    return {"incarnation": new_id(), **tablet.cursors, **asked}


def _relay(world: World) -> Any:
    """Return what a tablet gives back that holds the known record: the server knows it all."""
    reader = Tablet(world.plant.client(), world.tablet.device, world.tablet.token)
    entries = [
        one.model_dump(include={"body", "countersign", "clock_ms"}) for one in reader.entries("shared")
    ]
    assert entries
    return {"entries": [{**one, "draft": None} for one in entries[:6]]}


def _batch(tablet: Tablet) -> tuple[Any, tuple[str, ...]]:
    """Return a push with a bit of everything, and the ids in it that are new each time."""
    ref = {"bytes": 1000, "width": 20, "height": 10, "taken_at": "2026-03-03T10:42:00.000Z"}
    photo: dict[str, Any] = {f"photo/{'a' * 64}": ref}
    visit = tablet.visit()
    answers = {"answer/choose-1/judgement": "conforms", "answer/choose-1/note": "Seen 🧰"}
    tablet.write(TOMASZ, "visit", answers, visit)
    finding = tablet.finding(kind="good_practice", visit=visit, **photo)
    tablet.seal(visit)
    whole = tablet.visit()
    raised = tablet.finding(visit=whole)
    tablet.write(TOMASZ, "visit", {"answer/choose-1/note": "Signed whole"}, whole)
    tablet.seal_whole(whole)
    sent = tablet.pen.take()
    records = (visit, finding, whole, raised)
    return tablet.message(sent), (tablet.pen.incarnation, *records, *(op.op_id for _, op in sent))


def _uploads(world: World) -> list[Example]:
    data = jpeg(words="to send", size=(64, 48))
    # Not its own name, so that it is never complete and each part is read to its end.
    sha = "b" * 64
    name = f"{sha}-{len(data)}"
    path, one = routes.upload(name), routes.upload("{name}")
    tus = {**world.tablet.headers, "Tus-Resumable": "1.0.0"}
    called = base64.b64encode(sha.encode()).decode()
    announced = {"Upload-Length": str(len(data)), "Upload-Metadata": f"sha256 {called}"}
    part = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    return [
        Example(f"OPTIONS {routes.UPLOADS}", routes.UPLOADS, weight=1),
        Example(f"OPTIONS {one}", path, weight=1),
        Example(f"POST {routes.UPLOADS}", routes.UPLOADS, {**tus, **announced}),
        Example(f"HEAD {one}", path, tus),
        Example(f"PATCH {one}", path, {**tus, **part}, data),
        Example(f"DELETE {one}", path, tus, weight=1),
    ]


def _pages(world: World) -> list[Example]:
    pages = {
        "/": "/",
        "/sign-in": "/sign-in?next=/visits",
        "/visits": "/visits?department=logistics&kind=internal_audit&status=completed&page=1",
        "/visits/{record}": f"/visits/{world.visit}",
        "/visits/{record}/bundle": f"/visits/{world.visit}/bundle",
        "/findings": "/findings?kind=good_practice&department=logistics&page=1",
        "/findings/{record}": f"/findings/{world.findings[0]}",
        "/wins": "/wins?page=1",
        "/history/{kind}/{record}": f"/history/visit/{world.visit}?page=1",
        "/changes/{op_id}": f"/changes/{world.change}",
        "/set-aside": "/set-aside?page=1",
        "/photos/{sha256}": f"/photos/{world.photo}",
        "/photos/{sha256}/thumbnail": f"/photos/{world.photo}/thumbnail",
        "/tablets": "/tablets",
        "/tablets/enrol": "/tablets/enrol",
        "/tablets/{device}/end": f"/tablets/{world.plant.device}/end",
        "/enrol": "/enrol?code=ABCD-EFGH",
        "/static/{name:path}": "/static/floorwalk.css",
    }
    cookie = {"Cookie": world.cookies}
    # A page is asked for by its own name only; whether it is there, by a browser that knows it.
    asked = [Example(f"{method} {route}", path, cookie) for route, path in pages.items() for method in _READ]
    return [
        *(replace(one, weight=1) if one.method == "HEAD" else one for one in asked if one.route not in _NONE),
        Example("GET /{path:path}", "/nowhere", cookie, weight=1),
    ]


_READ: Final = ("GET", "HEAD")
_NONE: Final = {"HEAD /static/{name:path}"}


def _forms(world: World) -> list[Example]:
    cookie = {"Cookie": world.cookies, **FORM}
    form = f"token={world.form}"
    sign_in = f"{form}&name=Ana+Horvat&password=floorwalk&next=%2Fvisits"
    end = f"/tablets/{new_id()}/end"
    return [
        # A password is slow to look at, on purpose.
        Example("POST /sign-in", "/sign-in", cookie, sign_in.encode(), weight=1),
        Example("POST /sign-out", "/sign-out", cookie, form.encode()),
        Example("POST /tablets/enrol", "/tablets/enrol", cookie, form.encode()),
        Example("POST /tablets/{device}/end", end, cookie, form.encode()),
    ]


def client_of(world: World) -> TestClient:
    """Return a client that raises what a real server would only log."""
    return TestClient(world.app, follow_redirects=False)
