"""One valid request for every route of the server, in a small record that is there to be asked about."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from starlette.testclient import TestClient

from checklists.ids import new_id
from checklists.moments import write_moment
from checklists.protocol import routes
from checklists.records import action
from checklists.records.unnamed import key_of, new_code, record_of
from sync_server.api.description import DESCRIPTION
from sync_server.record.database import reading
from sync_server.record.findings import read_finding
from sync_server.record.visits import read_visit
from tests.reliability.example import FORM, JSON, Example
from tests.reliability.examples_of_checklists import checklist_forms, checklist_pages
from tests.support.sending import TOMASZ, Tablet
from tests.support.server import code_in
from tests.sync_server.web.plant import ANA, Plant, form_token, jpeg, load_plant, open_plant, photo_ref

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI


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
        action: the id of a promise.
        unnamed: the id of what was raised without a name.
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
    action: str
    unnamed: str

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
    promised = _promise(plant, visit)
    assert plant.push().refused == []
    tablet = Tablet.enrolled(plant.client(), code_in(plant.app.state.engine))
    ended = Tablet.enrolled(plant.client(), code_in(plant.app.state.engine))
    office = plant.office()
    form = form_token(office.get("/tablets").text)
    end = f"/tablets/{ended.device}/end"
    assert office.post(end, data={"token": form}).status_code == 303
    assert office.post("/checklists/purchasing/draft", data={"token": form}).status_code == 303
    cookies = "; ".join(f"{one.name}={one.value}" for one in office.cookies.jar)
    tokens = [plant.token, ended.token]
    unnamed = _unnamed()
    assert plant.tablet().post(routes.UNNAMED, json=unnamed).status_code == 200
    raised = record_of(unnamed["key"])
    return World(plant, tablet, tokens, cookies, form, visit, findings, change, photo, promised, raised)


def _promise(plant: Plant, visit: str) -> str:
    values = {
        "kind": "promise",
        "text": "A second printer",
        "owner": ANA,
        "due": plant.now.date().isoformat(),
        "visit": visit,
        "area": "dock-1",
        "department": "logistics",
        "proposed_by": ANA,
        "proposed_at": write_moment(plant.now),
    }
    record = new_id()
    plant.write(action.KIND, record, values)
    return record


def examples(world: World) -> list[Example]:
    """Return a valid request for every route, in an order in which each can be answered."""
    forms = [*_forms(world), *checklist_forms({"Cookie": world.cookies}, world.form)]
    return [*_tablets(world), *_uploads(world), *_pages(world), *forms]


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
        message(f"POST {routes.UNNAMED}", tablet.headers, _unnamed(), weight=2),
        message(f"POST {routes.PULSE}", tablet.headers, _pulse(), weight=2),
        Example(f"GET {routes.REFERENCE}", routes.REFERENCE, {**tablet.headers, "If-None-Match": '"x"'}),
        Example(f"GET {thumbnail}", routes.thumbnail(world.photo), tablet.headers),
        Example(f"GET {DESCRIPTION}", DESCRIPTION, weight=1),
        Example(f"HEAD {DESCRIPTION}", DESCRIPTION, weight=1),
    ]


def _unnamed() -> Any:
    """Return something raised without a name, with a photo."""
    photo = base64.b64encode(jpeg(words="unnamed", size=(64, 48))).decode()
    said = {"kind": "near_miss", "statement": "The guard is tied open 🧰", "area": "dock-1"}
    return {"key": key_of(new_code()), **said, "photos": [photo]}


def _pulse() -> Any:
    """Return what an auditee said of a visit."""
    return {"key": key_of(new_code()), "department": "logistics", "asked": "useful", "felt": "partly"}


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
        "/raised": "/raised",
        "/actions": "/actions?kind=promise&department=logistics&page=1",
        "/actions/{record}": f"/actions/{world.action}",
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
    pages |= checklist_pages()
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
    agree = f"{form}&words=Fit+it&owner={ANA}&due=2026-12-01"
    return [
        # A password is slow to look at, on purpose.
        Example("POST /sign-in", "/sign-in", cookie, sign_in.encode(), weight=1),
        Example("POST /sign-out", "/sign-out", cookie, form.encode()),
        Example("POST /raised", "/raised", cookie, f"{form}&code={new_code()}".encode()),
        Example(
            "POST /findings/{record}/reply",
            f"/findings/{world.unnamed}/reply",
            cookie,
            f"{form}&words=Seen".encode(),
        ),
        Example("POST /findings/{record}/agree", f"/findings/{world.unnamed}/agree", cookie, agree.encode()),
        Example("POST /tablets/enrol", "/tablets/enrol", cookie, form.encode()),
        Example("POST /tablets/{device}/end", end, cookie, form.encode()),
    ]


def client_of(world: World) -> TestClient:
    """Return a client that raises what a real server would only log."""
    return TestClient(world.app, follow_redirects=False)
