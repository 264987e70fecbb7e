"""A tablet as the server sees it: enrolled, with a chain of its own, pushing and pulling over HTTP."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from checklists.files.catalog import shipped
from checklists.ids import new_id
from checklists.journal.canonical import as_bytes, as_text, canonical, digest
from checklists.journal.chain import START, link_hash
from checklists.journal.draft_history import to_wire
from checklists.protocol import routes
from checklists.protocol.messages import CompareReply, Entry, HelloReply, Page, PushReply, RelayReply, Stream
from checklists.records import addendum, finding, visit
from checklists.records.finding import finding_hash
from checklists.records.visit import Seal, visit_hash
from sync_server.record.people import person_id
from sync_server.sample.pen import Pen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from httpx import Client, Response
    from pydantic import JsonValue

    from checklists.journal.chain import Link
    from checklists.journal.op import Op

ANA, TOMASZ, LARS, GIULIA = map(person_id, ("ana-horvat", "tomasz-nowak", "lars-eriksson", "giulia-romano"))

STREAMS: Final[tuple[Stream, ...]] = ("shared", "own")

# Any moment will do: it decides nothing.
AT = datetime(2026, 3, 3, 10, 42, tzinfo=UTC)

GEMBA: dict[str, JsonValue] = {
    "kind": "gemba_walk",
    "checklist": "gemba-walk",
    "checklist_version": next(one.version for one in shipped() if one.id == "gemba-walk"),
    "checklist_hash": "c" * 64,
    "title": "Gemba walk",
    "area": "line-1",
    "department": "assembly",
}


class Tablet:
    """An enrolled tablet; what is written waits until `push`."""

    def __init__(self, client: Client, device: str, token: str) -> None:
        self.client = client
        self.device = device
        self.token = token
        self.pen = Pen(device)
        self.cursors: dict[Stream, dict[str, Any]] = {
            "shared": {"seq": 0, "hash": START},
            "own": {"seq": 0, "hash": START},
        }
        self.scope: dict[str, Any] = {}
        self.people: list[str] = []
        self._drafts: dict[str, str] = {}

    @classmethod
    def enrolled(cls, client: Client, code: str, name: str = "Tablet") -> Tablet:
        """Enrol a new tablet."""
        reply = client.post(routes.ENROL, json={"code": code, "name": name})
        assert reply.status_code == 200, reply.text
        return cls(client, reply.json()["device"], reply.json()["token"])

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def write(self, person: str, kind: str, values: Mapping[str, JsonValue], record: str = "") -> str:
        """Write one op and return the record's id, a new one if none is given."""
        record = record or new_id()
        self.pen.write(person, kind, record, AT, values)
        return record

    def visit(self, person: str = TOMASZ, **values: Any) -> str:
        """Begin a visit."""
        started = {"auditor": person, "started_at": "2026-03-03T10:42:00.000Z"}
        return self.write(person, visit.KIND, {**GEMBA, **started, **values})

    def finding(self, person: str = TOMASZ, kind: str = "opportunity", **values: Any) -> str:
        """Raise a finding."""
        said = {
            "kind": kind,
            "statement": "Seen",
            "raised_by": person,
            "raised_at": "2026-03-03T10:43:00.000Z",
        }
        return self.write(
            person, finding.KIND, {**said, "area": "line-1", "department": "assembly", **values}
        )

    def seal(self, record: str, person: str = TOMASZ, **changed: object) -> Seal:
        """Seal a visit as a tablet with too long a history does, or with parts of the seal changed."""
        seal = self._seal(record, person, changed)
        self.write(person, visit.KIND, {"seal": seal.model_dump(mode="json")}, record)
        return seal

    def seal_whole(self, record: str, person: str = TOMASZ, **changed: object) -> Seal:
        """Seal a visit by the op that holds all of it, or with parts of the seal changed."""
        seal = self._seal(record, person, changed)
        packed = self.pen.seal(person, record, AT, seal.model_dump(mode="json"))
        self._drafts[self.pen.state(visit.KIND, record).field("seal").in_order[-1].op_id] = to_wire(packed)
        return seal

    def _seal(self, record: str, person: str, changed: dict[str, object]) -> Seal:
        state = self.pen.state(visit.KIND, record)
        findings = [one for one in self.pen.states(finding.KIND) if one.value("visit") == record]
        parts = {
            "visit_hash": visit_hash(state),
            "checklist_hash": state.value("checklist_hash"),
            "findings": {one.record: finding_hash(one) for one in findings},
            "photos": [],
            "signer": person,
            "sealed_at": "2026-03-03T11:30:00.000Z",
        }
        return Seal.model_validate({**parts, **changed})

    def addendum(self, record: str, mark: str, person: str = TOMASZ, **values: Any) -> str:
        """Add to a sealed visit."""
        said = {"text": "More", "author": person, "written_at": "2026-03-04T08:00:00.000Z"}
        return self.write(person, addendum.KIND, {"visit": record, "seal": mark, **said, **values})

    def batch(self) -> dict[str, Any]:
        """Take what was written, as the message that carries it."""
        return self.message(self.pen.take())

    def message(self, sent: list[tuple[Link, Op]]) -> dict[str, Any]:
        """Return a push of some ops."""
        ops = [
            {
                "link": link.model_dump(),
                "body": as_text(op.body()),
                "draft": self._drafts.get(op.op_id) if op.draft else None,
            }
            for link, op in sent
        ]
        return {"incarnation": self.pen.incarnation, "ops": ops}

    def relinked(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return a push with links that fit its bodies, as a tablet that wrote them would send."""
        prev = START
        for one in message["ops"]:
            link, body_hash = one["link"], digest(as_bytes(one["body"]))
            place = (self.device, message["incarnation"], link["n"], prev)
            link["prev"], link["hash"] = prev, link_hash(*place, link["op_id"], body_hash)
            prev = link["hash"]
        return message

    def post(self, path: str, message: object) -> Response:
        """Send a message with this tablet's token."""
        return self.client.post(path, json=message, headers=self.headers)

    def push(self, message: dict[str, Any] | None = None) -> PushReply:
        """Push what was written, or a message."""
        reply = self.post(routes.PUSH, self.batch() if message is None else message)
        assert reply.status_code == 200, reply.text
        return PushReply.model_validate(reply.json())

    def numbers(self) -> list[int]:
        """Push what was written and return the numbers with which ops of it were refused."""
        return [one.number for one in self.push().refused]

    def hello(self) -> HelloReply:
        """Ask how far the chain is stored."""
        reply = self.post(routes.HELLO, {"incarnation": self.pen.incarnation})
        assert reply.status_code == 200, reply.text
        return HelloReply.model_validate(reply.json())

    def pull(self, *streams: Stream) -> list[dict[str, Any]]:
        """Pull everything that follows the cursors and return its ops, in feed order."""
        entries = [entry for stream in streams or STREAMS for entry in self.entries(stream)]
        return [json.loads(one.body) for one in sorted(entries, key=lambda one: one.seq)]

    def entries(self, stream: Stream) -> list[Entry]:
        """Pull everything that follows the cursor of one stream."""
        entries: list[Entry] = []
        while True:
            page = self.page(stream)
            entries += page.entries
            self.cursors[stream] = page.cursor.model_dump()
            if not page.more:
                return entries

    def page(self, stream: Stream) -> Page:
        """Return the page after the cursor of one stream."""
        reply = self.ask(stream)
        assert reply.status_code == 200, reply.text
        page = Page.model_validate(reply.json())
        assert page.stream == stream
        return page

    def ask(self, stream: Stream) -> Response:
        """Ask for the page after the cursor of one stream."""
        message = {"cursor": self.cursors[stream], "stream": stream}
        return self.post(routes.PULL, {**message, "scope": self.scope, "people": self.people})

    def compare(self) -> CompareReply:
        """Ask what this tablet ought to hold."""
        message = {"incarnation": self.pen.incarnation, "scope": self.scope, "people": self.people}
        reply = self.post(routes.COMPARE, {**message, **self.cursors})
        assert reply.status_code == 200, reply.text
        return CompareReply.model_validate(reply.json())

    def relay(self, entries: Sequence[Entry], **drafts: str) -> RelayReply:
        """Give back entries, with draft histories by their ops."""
        given = [
            {
                **one.model_dump(include={"body", "countersign", "clock_ms"}),
                "draft": drafts.get(json.loads(one.body)["op_id"]),
            }
            for one in entries
        ]
        reply = self.post(routes.RELAY, {"entries": given})
        assert reply.status_code == 200, reply.text
        return RelayReply.model_validate(reply.json())


def op_in(sent: dict[str, Any]) -> dict[str, Any]:
    """Return what one op of a push says."""
    said: dict[str, Any] = json.loads(sent["body"])
    return said


def put(sent: dict[str, Any], said: object) -> None:
    """Have one op of a push say something else."""
    sent["body"] = as_text(canonical(said))  # type: ignore[arg-type]  # any JSON a test makes up
