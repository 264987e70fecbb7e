"""The messages a tablet and the server exchange."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, StringConstraints, WithJsonSchema

from checklists.form.checklist import Checklist
from checklists.ids import Id, Sha256, Slug
from checklists.journal.chain import Link
from checklists.moments import Moment
from checklists.protocol.limits import (
    BACKED_UP_PHOTOS,
    BODY_BYTES,
    PULL_AREAS,
    PULL_PEOPLE,
    PUSH_OPS,
    UNNAMED_PHOTOS,
)
from checklists.records.finding import FindingKind
from checklists.records.person import Person
from checklists.records.place import Area, Department
from checklists.records.programme import PlannedVisit
from checklists.records.pulse import Asked, Felt, FeltInMonth
from checklists.text import Line, Note


def _text(value: Any) -> str:  # noqa: ANN401 - whatever came
    if not isinstance(value, str):
        raise ValueError("An op's body is a text.")  # noqa: TRY004 - pydantic takes a ValueError for its own
    return value


Body = Annotated[str, PlainValidator(_text), WithJsonSchema({"type": "string"})]
"""An op's canonical JSON as its tablet wrote it; hashes are over its UTF-8 bytes, see `canonical.as_bytes`.

Any text: one that is no op, or that holds half a character, is kept by who gets it and blocks no other.
"""

Stream = Literal["shared", "own"]
"""`shared`: what is for all, and sealed visits in a scope. `own`: drafts of the tablet and of its people."""

Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
"""A month such as `2026-03`."""


class Message(BaseModel):
    """What every message is: frozen, and open to fields a newer version adds."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Enrol(Message):
    """A tablet asks to be let in, with the code a person read from the server's page."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    name: Annotated[Line, Field(min_length=1)]
    app_version: Annotated[str, StringConstraints(max_length=40)] = ""


class EnrolReply(Message):
    """The tablet's identity and its secret, of which the server keeps only a hash."""

    device: Id
    token: str
    server_name: str


class Cursor(Message):
    """A place in the server's feed; seq 0 with the start hash is the beginning."""

    seq: Annotated[int, Field(ge=0)]
    hash: Sha256


class Hello(Message):
    """A tablet says which incarnation of itself it is, and how far it has read each stream of the feed."""

    incarnation: Id
    shared: Cursor | None = None
    own: Cursor | None = None


class HelloReply(Message):
    """How far the server has this incarnation's chain: its last link, n 0 for none.

    Attributes:
        n: the last link's number.
        hash: the last link's hash.
        server_time: by the server's clock.
        cursors_known: whether the cursors that were sent are places in this server's feed; where they are
            not, the server was restored from a backup and may have forgotten what the tablet holds.
    """

    n: int
    hash: Sha256
    server_time: Moment
    cursors_known: bool = True


class SentOp(Message):
    """An op with its place in the tablet's chain, and what travels beside it.

    Attributes:
        link: its place.
        body: as it was written.
        draft: the draft history a seal names, see `draft_history.to_wire`.
    """

    link: Link
    body: Body
    draft: str | None = None


class Push(Message):
    """Up to `PUSH_OPS` ops in chain order; one transaction on the server.

    Attributes:
        incarnation: of the tablet.
        ops: in chain order.
        sent_at: the tablet's clock as it sends, from which the server learns how wrong it is.
    """

    incarnation: Id
    ops: Annotated[list[SentOp], Field(max_length=PUSH_OPS)]
    sent_at: Moment | None = None


class RefusedOp(Message):
    """An op that is kept by the server but not applied, with what to tell its author."""

    op_id: Id
    number: int
    sentence: str
    advice: str


class PushReply(Message):
    """How far the chain is fsynced in the central record now, and what of it was not applied."""

    n: int
    hash: Sha256
    received_at: Moment
    refused: list[RefusedOp]


class Scope(Message):
    """Which sealed visits a tablet takes in; what is for all comes whatever the scope.

    Attributes:
        areas: None for all.
        since: the first month, None for every month there is. A visit's month is the one in which it was
            sealed, its tablet's clock put right (`month_of`).
    """

    areas: Annotated[list[Slug], Field(max_length=PULL_AREAS)] | None = None
    since: Month | None = None


People = Annotated[list[Id], Field(max_length=PULL_PEOPLE)]
"""The people whose drafts a tablet asks for."""


class Pull(Message):
    """A tablet asks for what follows its cursor in one stream of the feed.

    Attributes:
        cursor: how far it has read this stream.
        stream: which one.
        scope: of the shared stream.
        people: of the own stream.
    """

    cursor: Cursor
    stream: Stream
    scope: Scope = Scope()
    people: People = []


class Entry(Message):
    """One op in the server's order, countersigned by the server.

    Attributes:
        seq: its number in the feed.
        hash: of the feed up to here.
        countersign: the server's mark on the op, by which it knows its own again.
        body: the op's body.
        clock_ms: what to add to the moments in the op so that they fit the server's clock; for showing.
    """

    seq: int
    hash: Sha256
    countersign: str
    body: Body
    clock_ms: int = 0


class Page(Message):
    """What follows a cursor in a stream, as far as this tablet is concerned.

    Attributes:
        stream: which one.
        entries: in feed order; ops that don't concern the tablet are passed over.
        cursor: where to go on, beyond what was passed over.
        more: whether another page is waiting.
    """

    stream: Stream
    entries: list[Entry]
    cursor: Cursor
    more: bool


class AskBackedUp(Message):
    """A tablet asks what of its own is safe elsewhere too: its chain, and photos the server has received."""

    incarnation: Id
    photos: Annotated[list[Sha256], Field(max_length=BACKED_UP_PHOTOS)] = []


class BackedUp(Message):
    """What is inside a backup that was restored and verified.

    Attributes:
        n: how far the incarnation's chain is inside one, 0 for not at all.
        at: everything received until then is in the last backup; None before the first.
        photos: those of the photos asked about that are inside one.
        missing: those the server does not have: never received, or lost with a disk and not in a backup.
        server_time: now, by the server's clock.
    """

    n: int
    at: Moment | None
    photos: list[Sha256]
    missing: list[Sha256] = []
    server_time: Moment


class RelayedOp(Message):
    """An entry of the feed that a restored server has forgotten, as a tablet holds it.

    Attributes:
        body: the op's body.
        countersign: as it came with the entry; one that is not the server's own counts for nothing.
        draft: the draft history a seal names, from the tablet that has it.
        clock_ms: as it came with the entry.
    """

    body: Body
    countersign: Annotated[str, StringConstraints(max_length=64)]
    draft: str | None = None
    clock_ms: Annotated[int, Field(strict=True, ge=-(10**15), le=10**15)] = 0


class Relay(Message):
    """Up to `PUSH_OPS` entries, in feed order; one transaction on the server."""

    entries: Annotated[list[RelayedOp], Field(max_length=PUSH_OPS)]


class RelayReply(Message):
    """How many of the entries the server took back, had already, and did not take."""

    taken: int
    known: int
    refused: int


class Compare(Message):
    """A tablet asks, at the end of a sync, what it ought to hold.

    Attributes:
        incarnation: of the tablet.
        shared: how far it has read the shared stream.
        own: how far it has read its own.
        scope: as in its pulls.
        people: as in its pulls.
    """

    incarnation: Id
    shared: Cursor
    own: Cursor
    scope: Scope = Scope()
    people: People = []


class CompareReply(Message):
    """What a tablet ought to hold.

    Attributes:
        n: the last link of its chain, 0 for none.
        hash: of that link.
        shared: entries of the shared stream up to its cursor.
        own: entries of its own stream up to its cursor.
        refused: how many ops of its chain were not applied.
        reasons: the hash of which those are and why, see `refusals.reasons`: what was refused may be refused
            for another reason after an update. Empty from a server that does not say.
    """

    n: int
    hash: Sha256
    shared: int
    own: int
    refused: int
    reasons: str = ""


class Unnamed(Message):
    """Something that is raised without a name. Nothing in it says who, on which tablet, or when.

    Attributes:
        key: of the code that whoever raised it has, see `checklists.records.unnamed`.
        kind: what it is.
        statement: what was seen.
        area: where, None where the office lists no areas.
        photos: pictures in base64, which the server draws anew.
    """

    key: Sha256
    kind: Literal[FindingKind.GOOD_PRACTICE, FindingKind.PROBLEM, FindingKind.NEAR_MISS, FindingKind.IDEA]
    statement: Note = ""
    area: Slug | None = None
    photos: Annotated[
        list[Annotated[str, StringConstraints(max_length=BODY_BYTES)]], Field(max_length=UNNAMED_PHOTOS)
    ] = []


class UnnamedReply(Message):
    """It is in the central record for good; the same answer however often it is sent.

    Attributes:
        day: on which it was received first, as the moment that stands for it.
    """

    day: Moment


class Pulse(Message):
    """One answer of an auditee to one question about a visit. Nothing in it says who, which visit, or when.

    Attributes:
        key: of this answer, a number by chance, so that it is counted once.
        department: where the visit was.
        asked: the question.
        felt: the answer.
    """

    key: Sha256
    department: Slug
    asked: Asked
    felt: Felt


class Reference(Message):
    """What the office decides and tablets need: people, places, checklists, visits that are due.

    A checklist in `retired` is not in `checklists`: it is offered no more, and comes along to read the visits
    that were walked with it. A tablet that does not know of it keeps what it has. `felt` is how people felt
    about the visits of the last months, as far as enough of them have said.
    """

    people: list[Person]
    departments: list[Department]
    areas: list[Area]
    planned: list[PlannedVisit]
    checklists: list[Checklist]
    retired: list[Checklist] = []
    felt: list[FeltInMonth] = []


class Problem(Message):
    """What the server says when it refuses a whole message: a catalogue entry and the details.

    Attributes:
        number: of the catalogue.
        sentence: what happened, what is safe.
        advice: what to do next.
        detail: what exactly, for somebody who looks into it.
    """

    number: int
    sentence: str
    advice: str
    detail: str = ""
