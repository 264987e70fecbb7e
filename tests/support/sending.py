"""A tablet as the server sees it: enrolled, with a chain of its own, pushing and pulling over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from checklists.ids import new_id
from checklists.journal.canonical import digest_of
from checklists.journal.chain import START, link_hash
from checklists.protocol import routes
from checklists.protocol.messages import HelloReply, Page, PushReply
from checklists.records import addendum, finding, visit
from checklists.records.finding import finding_hash
from checklists.records.visit import Seal, visit_hash
from sync_server.record.people import person_id
from sync_server.sample.pen import Pen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from httpx import Client, Response
    from pydantic import JsonValue

    from checklists.journal.chain import Link
    from checklists.journal.op import Op

ANA, TOMASZ, LARS, GIULIA = map(person_id, ("ana-horvat", "tomasz-nowak", "lars-eriksson", "giulia-romano"))

# Any moment will do: it decides nothing.
AT = datetime(2026, 3, 3, 10, 42, tzinfo=UTC)

GEMBA: dict[str, JsonValue] = {
    "kind": "gemba_walk",
    "checklist": "gemba-walk",
    "checklist_version": 1,
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
        self.cursor: dict[str, Any] = {"seq": 0, "hash": START}

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
        """Seal a visit as it is here, or with parts of the seal changed."""
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
        seal = Seal.model_validate({**parts, **changed})
        self.write(person, visit.KIND, {"seal": seal.model_dump(mode="json")}, record)
        return seal

    def addendum(self, record: str, mark: str, person: str = TOMASZ, **values: Any) -> str:
        """Add to a sealed visit."""
        said = {"text": "More", "author": person, "written_at": "2026-03-04T08:00:00.000Z"}
        return self.write(person, addendum.KIND, {"visit": record, "seal": mark, **said, **values})

    def batch(self) -> dict[str, Any]:
        """Take what was written, as the message that carries it."""
        return self.message(self.pen.take())

    def message(self, sent: list[tuple[Link, Op]]) -> dict[str, Any]:
        """Return a push of some ops."""
        ops = [{"link": link.model_dump(), "op": op.model_dump(mode="json")} for link, op in sent]
        return {"incarnation": self.pen.incarnation, "ops": ops}

    def relinked(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return a push with links that fit its bodies, as a tablet that wrote them would send."""
        prev = START
        for one in message["ops"]:
            link, body_hash = one["link"], digest_of(one["op"])
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

    def pull(self) -> list[dict[str, Any]]:
        """Pull everything that follows the cursor and return its ops."""
        ops: list[dict[str, Any]] = []
        while True:
            page = Page.model_validate(self.page().json())
            ops += [one.op for one in page.entries]
            self.cursor = page.cursor.model_dump()
            if not page.more:
                return ops

    def page(self) -> Response:
        """Ask for the page after the cursor."""
        return self.post(routes.PULL, self.cursor)
