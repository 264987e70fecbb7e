"""The messages a tablet and the server exchange."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from checklists.checklist import Checklist
from checklists.ids import Id, Sha256
from checklists.journal.canonical import canonical
from checklists.journal.chain import Link
from checklists.moments import Moment
from checklists.protocol.limits import BACKED_UP_PHOTOS, PUSH_OPS
from checklists.records.person import Person
from checklists.records.place import Area, Department
from checklists.records.programme import PlannedVisit
from checklists.text import Line


def _has_bytes(op: dict[str, JsonValue]) -> dict[str, JsonValue]:
    canonical(op)
    return op


RawOp = Annotated[dict[str, JsonValue], AfterValidator(_has_bytes)]
"""An op as it came; with NaN or infinity in it, which no body can hold, the message is refused."""


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


class Hello(Message):
    """A tablet says which incarnation of itself it is."""

    incarnation: Id


class HelloReply(Message):
    """How far the server has this incarnation's chain: its last link, n 0 for none."""

    n: int
    hash: Sha256
    server_time: Moment


class SentOp(Message):
    """An op with its place in the tablet's chain; the body stays raw, so that one odd op blocks no other."""

    link: Link
    op: RawOp


class Push(Message):
    """Up to `PUSH_OPS` ops in chain order; one transaction on the server."""

    incarnation: Id
    ops: Annotated[list[SentOp], Field(max_length=PUSH_OPS)]


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


class Cursor(Message):
    """A place in the server's feed; seq 0 with the start hash is the beginning."""

    seq: Annotated[int, Field(ge=0)]
    hash: Sha256


class Entry(Message):
    """One op in the server's order, countersigned by the server."""

    seq: int
    hash: Sha256
    countersign: str
    op: RawOp


class Page(Message):
    """What follows a cursor, as far as this tablet is concerned.

    Attributes:
        entries: in feed order; ops that don't concern the tablet are passed over.
        cursor: where to go on, beyond what was passed over.
        more: whether another page is waiting.
    """

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


class Reference(Message):
    """What the office decides and tablets need: people, places, checklists, visits that are due."""

    people: list[Person]
    departments: list[Department]
    areas: list[Area]
    planned: list[PlannedVisit]
    checklists: list[Checklist]


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
