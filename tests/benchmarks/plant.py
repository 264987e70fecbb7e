"""A works to measure: a real server, and tablets that push what they hold."""

from __future__ import annotations

import itertools
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from checklists.ids import new_id
from checklists.journal import draft_history
from checklists.journal.canonical import as_text
from checklists.journal.chain import Link, make_link
from checklists.journal.fold import fold
from checklists.journal.op import Op
from checklists.protocol import routes
from checklists.protocol.messages import Enrol, EnrolReply, Push, PushReply, SentOp
from checklists.records import visit
from checklists.records.finding import finding_hash
from checklists.records.visit import visit_hash
from sync_server.config import config_for
from sync_server.record.database import open_record
from tests.benchmarks import workload
from tests.benchmarks.load import Line, processor_seconds
from tests.benchmarks.standard_visits import sealed
from tests.support.sending import TOMASZ
from tests.support.server import code_in, start_server

if TYPE_CHECKING:
    from collections.abc import Iterator

_BATCH = 20
# So many different audits; further ones are these again under new ids.
_PATTERNS = 200
# Those that are there already came on the days before: an identifier begins with its day.
_A_DAY = 400


@dataclass(slots=True)
class Tablet:
    """An enrolled tablet, as far as a load needs one."""

    number: int
    device: str
    incarnation: str
    headers: dict[str, str]
    last: Link | None = None
    visits: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """A push that is ready to be sent, and whose it is."""

    tablet: Tablet
    body: bytes
    last: Link


class Plant:
    """A server process with the sample plant, in a folder that goes when the block ends."""

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory()
        self._path = Path(self._folder.name)
        self._server = start_server(self._path / "server")
        self.address = self._server.url
        self._record = open_record(config_for(self._path / "server").database_url)
        self._numbers = itertools.count()
        self._stocked = 0
        return self

    def __exit__(self, *_: object) -> None:
        self._record.dispose()
        self._server.stop()
        self._folder.cleanup()

    def tablets(self, count: int) -> list[Tablet]:
        """Enrol some tablets."""
        return [self._tablet() for _ in range(count)]

    def batch(self, tablet: Tablet, visits: int) -> Batch:
        """Write the next visits of a tablet as one push."""
        ops = [_visit(tablet) for _ in range(visits)]
        return _batch(tablet, [(op, draft_history.to_wire(draft)) for op, draft in ops])

    def push(self, line: Line, batch: Batch) -> None:
        """Send a batch and make sure that all of it was taken."""
        reply = PushReply.model_validate_json(
            line.send("POST", routes.PUSH, batch.body, batch.tablet.headers)
        )
        assert (reply.hash, reply.refused) == (batch.last.hash, [])

    def processor_seconds(self) -> float:
        """Return the processor time the server has used; 0 where the system does not tell."""
        return processor_seconds(self._server.process.pid)

    def code(self) -> str:
        """Return a code that lets one tablet in."""
        return code_in(self._record)

    def fill(self, upto: int) -> None:
        """Bring the record to a number of visits, by pushing them."""
        missing = upto - self._stocked
        self._stocked = max(upto, self._stocked)
        if missing <= 0:
            return
        # One after the other, as the chain of one tablet needs it; the next is written while one is pushed.
        line, batches = Line(self.address), _stock(self._tablet(), missing)
        with ThreadPoolExecutor(1) as writer:
            coming = writer.submit(next, batches, None)
            while (batch := coming.result()) is not None:
                coming = writer.submit(next, batches, None)
                self.push(line, batch)
        line.close()

    def _tablet(self) -> Tablet:
        number = next(self._numbers)
        body = Enrol(code=self.code(), name=f"Tablet {number}").model_dump_json().encode()
        line = Line(self.address)
        reply = EnrolReply.model_validate_json(line.send("POST", routes.ENROL, body, {}))
        line.close()
        headers = {"Authorization": f"Bearer {reply.token}", "Content-Type": "application/json"}
        return Tablet(number, reply.device, new_id(), headers)


def _visit(tablet: Tablet) -> tuple[Op, bytes]:
    audit = workload.audit(tablet.number, tablet.visits)
    tablet.visits += 1
    op, draft = sealed(audit, tablet.device, TOMASZ)
    assert op.draft is not None
    # The audit's ids are another program's.
    return _again(op, draft_history.from_wire(draft, op.draft))


def _stock(tablet: Tablet, visits: int) -> Iterator[Batch]:
    """Give batches of a tablet's visits, made quickly: a few patterns under ever new ids."""
    patterns = [_visit(tablet) for _ in range(min(_PATTERNS, visits))]
    for first in range(0, visits, _BATCH):
        some = range(first, min(first + _BATCH, visits))
        ops = [_again(*patterns[n % len(patterns)], days_ago=1 + (visits - 1 - n) // _A_DAY) for n in some]
        yield _batch(tablet, [(op, draft_history.to_wire(draft)) for op, draft in ops])


def _again(op: Op, draft: bytes, days_ago: int = 0) -> tuple[Op, bytes]:
    """Return a visit under new ids, sealed anew."""
    body = as_text(op.body())
    ids = [op.op_id, op.record, *(part.record for part in op.also)]
    for old in ids:
        body = body.replace(old, _id_of(days_ago))
    renamed = Op.read(body)
    states = fold([renamed])
    seal = dict(renamed.set["seal"][0])  # type: ignore[arg-type,call-overload]  # a seal is an object
    findings = {record: finding_hash(state) for (kind, record), state in states.items() if kind != visit.KIND}
    seal |= {"visit_hash": visit_hash(states[visit.KIND, renamed.record]), "findings": findings}
    return renamed.model_copy(update={"set": {**renamed.set, "seal": (seal, [])}}), draft


def _id_of(days_ago: int) -> str:
    today = new_id()
    return f"{int(today[:4], 16) - days_ago:04x}{today[4:]}"


def _batch(tablet: Tablet, ops: list[tuple[Op, str]]) -> Batch:
    sent = []
    for op, draft in ops:
        tablet.last = make_link(tablet.device, tablet.incarnation, tablet.last, op.op_id, op.body_hash())
        sent.append(SentOp(link=tablet.last, body=as_text(op.body()), draft=draft))
    assert tablet.last is not None
    body = Push(incarnation=tablet.incarnation, ops=sent).model_dump_json().encode()
    return Batch(tablet, body, tablet.last)
