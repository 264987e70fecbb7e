"""What a bundle says: the visit with all that was said of it, and the hash of every file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from checklists.bundle.readme import readme
from checklists.bundle.zipped import CHECKLIST, MANIFEST, README, VISIT, photo_file
from checklists.ids import Id, Sha256
from checklists.journal.canonical import canonical, digest
from checklists.journal.op import Kind
from checklists.moments import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORM = 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class BundledRecord(_Part):
    """One record as the server holds it: `RecordState` as JSON."""

    kind: Kind
    record: Id
    state: JsonValue


class BundledOp(_Part):
    """One op: its text as the tablet wrote it, which is what is hashed, and when the server received it."""

    op_id: Id
    body: str
    received_at: Moment


class BundledDraft(_Part):
    """The draft history of a seal: the changes that were folded into it, packed as they travelled.

    Attributes:
        op_id: of the seal, which names the SHA-256 of the packed bytes.
        packed: base64 of zlib of the JSON array of the changes' bodies.
    """

    op_id: Id
    packed: str


class BundledLink(_Part):
    """The place of an op in the chain of the tablet that sent it."""

    device: Id
    incarnation: Id
    n: Annotated[int, Field(ge=1)]
    op_id: Id
    prev: Sha256
    hash: Sha256


class BundledEntry(_Part):
    """The place of an op in the server's feed, with the hash before it: the receipt."""

    seq: Annotated[int, Field(ge=1)]
    op_id: Id
    prev: Sha256
    hash: Sha256
    countersign: str


class BundledContext(_Part):
    """What came of the visit, which is no part of it: the seal does not cover it, and it goes on changing.

    Attributes:
        records: its actions and the thanks given on it.
        ops: everything they are folded from.
        entries: their places in the server's feed.
    """

    records: list[BundledRecord] = []
    ops: list[BundledOp] = []
    entries: list[BundledEntry] = []


class VisitFile(_Part):
    """Everything about one visit but its photos and its checklist.

    Attributes:
        form: the version of this form.
        visit: its id.
        server: what the server is called that it was exported from.
        exported_at: when, by that server's clock.
        records: the visit, its findings and its addenda.
        ops: everything they are folded from.
        drafts: the draft histories of those ops that are seals and came with one.
        links: the places of the ops in the chains of the tablets.
        entries: their places in the server's feed.
        absent: photos the records name whose bytes the server did not have.
        context: what came of it, beside what is sealed; the photos it names are not in the bundle.
    """

    form: Literal[1]
    visit: Id
    server: str
    exported_at: Moment
    records: list[BundledRecord]
    ops: list[BundledOp]
    drafts: list[BundledDraft] = []
    links: list[BundledLink]
    entries: list[BundledEntry]
    absent: list[Sha256]
    context: BundledContext = BundledContext()


class FileMark(_Part):
    """A file's hash and size."""

    sha256: Sha256
    bytes: Annotated[int, Field(ge=0)]


class BundleManifest(_Part):
    """The mark of every file in a bundle but this one."""

    form: Literal[1]
    files: dict[str, FileMark]


def bundle_files(
    visit: VisitFile, checklist: bytes | None, photos: Iterable[tuple[str, str, bytes]]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a bundle in their order, each with its name; photos are asked for one by one.

    Args:
        visit: what is said of the visit.
        checklist: the canonical JSON of the version it was walked with, None if the record has none.
        photos: name, extension and bytes of each.
    """
    marks: dict[str, JsonValue] = {}
    for name, data in _content(visit, checklist, photos):
        marks[name] = {"sha256": digest(data), "bytes": len(data)}
        yield name, data
    yield MANIFEST, canonical({"form": FORM, "files": marks})


def _content(
    visit: VisitFile, checklist: bytes | None, photos: Iterable[tuple[str, str, bytes]]
) -> Iterator[tuple[str, bytes]]:
    yield README, readme(visit.server, visit.exported_at).encode()
    yield VISIT, canonical(visit.model_dump(mode="json"))
    if checklist is not None:
        yield CHECKLIST, checklist
    for sha256, extension, data in photos:
        yield photo_file(sha256, extension), data
