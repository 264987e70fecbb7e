"""A server with a sample plant in its record, and a tablet's hand to write more into it."""

import io
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi import FastAPI
from PIL import Image, ImageDraw
from pydantic import JsonValue
from starlette.testclient import TestClient

from checklists.files.catalog import shipped
from checklists.ids import new_id
from checklists.journal.canonical import as_text, digest
from checklists.journal.draft_history import to_wire
from checklists.moments import write_moment
from checklists.protocol.messages import PushReply
from checklists.records import addendum, finding, visit
from checklists.records.finding import finding_hash
from checklists.records.visit import Seal, visit_hash
from sync_server.app import create_app
from sync_server.config import config_for
from sync_server.organisation import read_organisation
from sync_server.record.arrival import arrival
from sync_server.record.chains import Source
from sync_server.record.database import writing
from sync_server.record.devices import enrol, mint_code
from sync_server.record.merge import push
from sync_server.record.office_data import load
from sync_server.record.people import person_id
from sync_server.sample.history import load_history
from sync_server.sample.pen import Pen
from sync_server.sample.walks import sample_organisation_file

ANA = person_id("ana-horvat")  # quality manager
TOMASZ = person_id("tomasz-nowak")  # auditor, no password
SIOBHAN = person_id("siobhan-byrne")  # auditor, no password
LARS = person_id("lars-eriksson")  # leader
PASSWORD = "floorwalk"

PURCHASING = next(one for one in shipped() if one.id == "purchasing")

STROKES: JsonValue = [
    [[100 + 8 * step, round(200 + 120 * math.sin(step / 3))] for step in range(90)],
    [[500, 350]],
]


def jpeg(colour: str = "#2e6a5d", size: tuple[int, int] = (640, 480), words: str = "") -> bytes:
    """Return a small photo; another colour or words make other bytes."""
    picture = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(picture)
    for step in range(0, size[0], 64):
        draw.rectangle((step, size[1] // 2, step + 40, size[1] - 20), outline="white", width=4)
    draw.text((20, 20), words, fill="white", font_size=36)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def photo_ref(data: bytes, size: tuple[int, int] = (640, 480)) -> JsonValue:
    """Return what a record says of a photo."""
    return {
        "bytes": len(data),
        "width": size[0],
        "height": size[1],
        "taken_at": write_moment(datetime.now(UTC)),
    }


@dataclass
class Plant:
    """A server's app with what a test needs to fill its record as a tablet would."""

    app: FastAPI
    device: str
    token: str
    pen: Pen
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def write(self, kind: str, record: str, values: Mapping[str, JsonValue], person: str = ANA) -> str:
        """Write one change on the tablet; it is in the record after `push`. Returns its id."""
        self.now += timedelta(seconds=20)
        return self.pen.write(person, kind, record, self.now, values).op_id

    def push(self, *, history: bool = True) -> PushReply:
        """Send what was written, with or without the history of a draft."""
        state = self.app.state
        sent = [
            arrival(link, as_text(op.body()), self._history if op.draft and history else None)
            for link, op in self.pen.take()
        ]
        return push(
            state.engine,
            state.keys,
            Source(self.device, self.pen.incarnation),
            sent,
            datetime.now(UTC),
            is_here=state.objects.has,
        )

    def begin_visit(self, person: str = ANA, **fields: JsonValue) -> str:
        """Start a purchasing audit and return its id."""
        record = new_id()
        values = {
            "kind": str(PURCHASING.kind),
            "checklist": PURCHASING.id,
            "checklist_version": PURCHASING.version,
            "checklist_hash": PURCHASING.content_hash(),
            "title": PURCHASING.title,
            "area": "dock-1",
            "department": "logistics",
            "auditor": person,
            "started_at": write_moment(self.now),
        }
        self.write(visit.KIND, record, {**values, **fields}, person)
        return record

    def find(self, person: str = ANA, record: str = "", **fields: JsonValue) -> str:
        """Write a finding and return its id; a good practice unless `kind` says otherwise."""
        record = record or new_id()
        values: dict[str, JsonValue] = {
            "kind": "good_practice",
            "statement": "Every shelf says what lives on it",
            "area": "dock-1",
            "department": "logistics",
            "raised_by": person,
            "raised_at": write_moment(self.now),
        }
        self.write(finding.KIND, record, {**values, **fields}, person)
        return record

    def seal(self, record: str, person: str = ANA, *, whole: bool = False) -> Seal:
        """Sign and complete a visit as the tablet does, by the seal alone or by one op that holds it."""
        for who, name in (("auditor", "Ana Horvat"), ("auditee", "Henrik Lund")):
            signature: JsonValue = {"name": name, "signed_at": write_moment(self.now), "strokes": STROKES}
            self.write(visit.KIND, record, {f"signature/{who}": signature}, person)
        state = self.pen.state(visit.KIND, record)
        found = [one for one in self.pen.states(finding.KIND) if one.value("visit") == record]
        photos = sorted(
            {name.rpartition("/")[2] for one in (state, *found) for name in one.values() if "photo/" in name}
        )
        seal = Seal(
            visit_hash=visit_hash(state),
            checklist_hash=PURCHASING.content_hash(),
            findings={one.record: finding_hash(one) for one in found},
            photos=photos,
            signer=person,
            sealed_at=write_moment(self.now),
        )
        said: JsonValue = json.loads(seal.model_dump_json())
        if whole:
            self._history = to_wire(self.pen.seal(person, record, self.now, said))
        else:
            self.write(visit.KIND, record, {"seal": said}, person)
        return seal

    def add(self, record: str, seal: str, text: str, person: str = ANA) -> str:
        """Write an addendum and return its id."""
        identity = new_id()
        values: dict[str, JsonValue] = {
            "visit": record,
            "seal": seal,
            "text": text,
            "author": person,
            "written_at": write_moment(self.now),
        }
        self.write(addendum.KIND, identity, values, person)
        return identity

    def keep_photo(self, data: bytes) -> str:
        """Put a photo's bytes where received ones are, and return its name."""
        return str(self.app.state.objects.keep(data))

    def client(self) -> TestClient:
        """Return a browser that nobody is signed in with."""
        address = self.app.state.config.public_address or "http://testserver"
        return TestClient(self.app, base_url=address, raise_server_exceptions=False, follow_redirects=False)

    def office(self, name: str = "Ana Horvat") -> TestClient:
        """Return a browser with somebody signed in."""
        client = self.client()
        token = form_token(client.get("/sign-in").text)
        answer = client.post("/sign-in", data={"token": token, "name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    def tablet(self) -> TestClient:
        """Return the tablet's side of the wire."""
        client = self.client()
        client.headers["Authorization"] = f"Bearer {self.token}"
        return client


def form_token(html: str) -> str:
    """Return the token of a page's form."""
    return html.partition('name="token" value="')[2].partition('"')[0]


def sha_of(data: bytes) -> str:
    """Return the name of a photo."""
    return digest(data)


def load_plant(folder: Path, *, history: bool = False, **settings: str) -> None:
    """Put the sample organisation into the record of a server, and its earlier walks if asked to."""
    app = create_app(config_for(folder, **settings))
    now = datetime.now(UTC)
    organisation = read_organisation(sample_organisation_file(), "organisation.toml", now.date())
    load(app.state.engine, organisation)
    if history:
        load_history(app.state.engine, app.state.keys, app.state.objects, organisation, now)
    app.state.engine.dispose()


def open_plant(folder: Path, **settings: str) -> Plant:
    """Start the server's app for a folder, with one more enrolled tablet."""
    app = create_app(config_for(folder, **settings))
    return Plant(app, *enrol_tablet(app, "Tablet 3"))


def enrol_tablet(app: FastAPI, name: str) -> tuple[str, str, Pen]:
    """Enrol a tablet; return its id, its token and its hand."""
    now = datetime.now(UTC)
    with writing(app.state.engine) as connection:
        device, token = enrol(connection, mint_code(connection, ANA, now), name, "0.1.0", now)
    return device, token, Pen(device)
