"""Checks a bundle against itself: every hash, every fold, all the seal stands for; problems as sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from checklists.bundle.context import check_context, shows_context
from checklists.bundle.form import BundleManifest, VisitFile
from checklists.bundle.seals import check_seal
from checklists.bundle.zipped import CHECKLIST, MANIFEST, VISIT, BundleNotReadError, Opened, photo_in
from checklists.journal.canonical import canonical, digest
from checklists.journal.chain import feed_hash, link_hash
from checklists.journal.draft_history import HistoryNotRead, from_wire
from checklists.journal.fold import RecordState, fold
from checklists.journal.op import DraftMark, Op
from checklists.records import addendum, finding, visit
from checklists.records.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Countersignature = Callable[[str, str], str]
    Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """What a look at a bundle found.

    Attributes:
        problems: a sentence for each thing that is not right; none when all is.
        shows: what the bundle shows, as far as there are no problems.
        server_only: what only the server it came from can confirm.
    """

    problems: tuple[str, ...]
    shows: tuple[str, ...]
    server_only: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it as lines for a person."""
        parts = (
            ("Not right:", self.problems),
            ("It shows:", self.shows),
            ("Only the server can confirm:", self.server_only),
        )
        return "\n".join(
            line for title, said in parts if said for line in (title, *(f"- {one}" for one in said))
        )


@dataclass(slots=True)
class _Read:
    """What was read of a bundle so far."""

    visit: VisitFile
    checklist_hash: str | None
    photos: set[str]
    states: dict[Key, RecordState] = field(default_factory=dict)
    body_hashes: dict[str, str] = field(default_factory=dict)
    marks: dict[str, DraftMark] = field(default_factory=dict)


def check(opened: Opened, countersignature: Countersignature | None = None) -> Report:
    """Check a bundle, which needs nothing but the bundle.

    Args:
        opened: the bundle.
        countersignature: gives a server's mark on an op id and the hash of its body; None where no server's
            key is at hand.
    """
    problems: list[str] = []
    try:
        if not opened.is_as_written():
            problems.append(
                "The file was packed again by another program, or changed, outside of what it holds."
            )
        problems += _check_manifest(opened)
        read = _read(opened)
    except BundleNotReadError as error:
        return Report((*problems, str(error)), (), ())
    try:
        problems += _check_content(read, countersignature)
    except _ODD:
        problems.append("What it says of the visit can't be understood to the end.")
    told = tuple(dict.fromkeys(problems))
    return Report(
        told, () if told else _shows(read, confirmed=bool(countersignature)), _asks(countersignature)
    )


# What values of any form may lead to where a record's own are expected.
_ODD: Final = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


def _check_content(read: _Read, countersignature: Countersignature | None) -> Iterator[str]:
    yield from _check_ops(read)
    yield from _check_drafts(read)
    yield from _check_states(read)
    yield from _check_places(read)
    yield from check_seal(read.states, read.visit.visit, read.checklist_hash)
    yield from _check_photos(read)
    yield from check_context(read.visit, countersignature)
    if countersignature:
        yield from _check_countersignatures(read, countersignature)


def _check_manifest(opened: Opened) -> Iterator[str]:
    data = opened.read(MANIFEST) if MANIFEST in opened.names else b""
    try:
        manifest = BundleManifest.model_validate_json(data)
    except ValidationError as error:
        raise BundleNotReadError(f"{MANIFEST} in it is missing or damaged.") from error
    if canonical(manifest.model_dump(mode="json")) != data:
        yield f"{MANIFEST} is not as it was written."
    there = {name for name in opened.names if name != MANIFEST}
    yield from (f"{name} is missing." for name in sorted(manifest.files.keys() - there))
    yield from (
        f"{name} was added: the manifest does not name it." for name in sorted(there - set(manifest.files))
    )
    for name in sorted(there & manifest.files.keys()):
        content = opened.read(name)
        mark = manifest.files[name]
        if (digest(content), len(content)) != (mark.sha256, mark.bytes):
            yield f"{name} is not as it was written: its hash is another."


def _read(opened: Opened) -> _Read:
    data = opened.read(VISIT) if VISIT in opened.names else b""
    try:
        said = VisitFile.model_validate_json(data)
    except ValidationError as error:
        raise BundleNotReadError(f"{VISIT} in it is missing or damaged.") from error
    checklist = digest(opened.read(CHECKLIST)) if CHECKLIST in opened.names else None
    named = {sha256 for name in opened.names if (sha256 := photo_in(name))}
    whole = {sha256 for name in opened.names if (sha256 := photo_in(name)) == digest(opened.read(name))}
    read = _Read(said, checklist, whole & named)
    read.body_hashes = {one.op_id: digest(_bytes(one.body)) for one in said.ops}
    return read


def _check_ops(read: _Read) -> Iterator[str]:
    """Read every op and fold them; what can't be read is a problem and is left out."""
    ops: list[Op] = []
    for one in read.visit.ops:
        try:
            op = Op.read(_bytes(one.body))
        except ValueError:
            yield f"Change {one.op_id} is damaged: it can't be read."
            continue
        if op.op_id != one.op_id:
            yield f"Change {one.op_id} is damaged: its text is that of another change."
        ops.append(op)
    if len(read.body_hashes) != len(read.visit.ops):
        yield "One change is in it twice."
    read.states = fold(ops)
    read.marks = {op.op_id: op.draft for op in ops if op.draft}


def _check_drafts(read: _Read) -> Iterator[str]:
    for one in read.visit.drafts:
        try:
            from_wire(one.packed, read.marks[one.op_id])
        except KeyError:
            yield f"A draft history is in it, and change {one.op_id} names none."
        except HistoryNotRead:
            yield f"The draft history of change {one.op_id} is not the one which that change names."


def _check_states(read: _Read) -> Iterator[str]:
    said = {(one.kind, one.record): one.state for one in read.visit.records}
    for key in sorted(said.keys() | read.states.keys()):
        name = f"{key[0].capitalize()} {key[1]}"
        if key not in said:
            yield f"There are changes of {key[0]} {key[1]}, and it is not among the records."
        elif key not in read.states:
            yield f"{name} is among the records, and no change says where it comes from."
        elif canonical(said[key]) != read.states[key].to_json():
            yield f"{name} is stated otherwise than its changes add up to."
    if (visit.KIND, read.visit.visit) not in said:
        yield "The visit itself is not in it."
    for (kind, record), state in read.states.items():
        is_it = (kind, record) == (visit.KIND, read.visit.visit)
        belongs = kind in {finding.KIND, addendum.KIND} and state.value("visit") == read.visit.visit
        if not (is_it or belongs):
            yield f"{kind.capitalize()} {record} does not belong to this visit."


def _check_places(read: _Read) -> Iterator[str]:
    for link in read.visit.links:
        body_hash = read.body_hashes.get(link.op_id, "")
        expected = link_hash(link.device, link.incarnation, link.n, link.prev, link.op_id, body_hash)
        if link.hash != expected:
            yield f"Change {link.n} of a tablet's chain is not the one that was sent: {link.op_id}."
    places = {(link.device, link.incarnation, link.n): link for link in read.visit.links}
    for (device, incarnation, n), link in places.items():
        after = places.get((device, incarnation, n + 1))
        if after and after.prev != link.hash:
            yield f"In a tablet's chain, change {n + 1} does not follow from change {n}."
    for entry in read.visit.entries:
        if entry.hash != feed_hash(entry.prev, entry.op_id, read.body_hashes.get(entry.op_id, "")):
            yield f"Place {entry.seq} of the server's feed is not that of change {entry.op_id} as it is here."
    received = {entry.op_id for entry in read.visit.entries}
    for op_id in sorted(read.body_hashes.keys() - received):
        yield f"Change {op_id} has no place in the server's feed."


def _check_photos(read: _Read) -> Iterator[str]:
    for sha256 in sorted(_photos_named(read)):
        if sha256 not in read.photos and sha256 not in read.visit.absent:
            yield f"Photo {sha256} is missing, or its bytes are not those it is named after."


def _photos_named(read: _Read) -> set[str]:
    named: set[str] = set()
    for (kind, _), state in read.states.items():
        if kind == visit.KIND:
            seal = _seal_photos(state)
            named |= set(Visit(state).photos) | seal
        elif kind == finding.KIND:
            named |= set(finding.Finding(state).photos)
    return named


def _seal_photos(state: RecordState) -> set[str]:
    seal = Visit(state).seal
    return set(seal.photos) if seal else set()


def _check_countersignatures(read: _Read, countersignature: Countersignature) -> Iterator[str]:
    for entry in read.visit.entries:
        if entry.countersign != countersignature(entry.op_id, read.body_hashes.get(entry.op_id, "")):
            yield f"This server did not countersign change {entry.op_id} as it is here."


def _shows(read: _Read, *, confirmed: bool) -> tuple[str, ...]:
    kinds = [kind for kind, _ in read.states]
    findings, addenda = kinds.count(finding.KIND), kinds.count(addendum.KIND)
    seal = Visit(read.states[visit.KIND, read.visit.visit]).seal
    records = f"{_count(findings, 'finding')} and {_count(addenda, 'addendum', 'addenda')}"
    said = [
        "Every file in it is as it was written.",
        f"Its {_count(len(read.visit.ops), 'change')} add up to the visit, {records} as stated.",
    ]
    if seal:
        sealed = f"The seal {seal.mark[:8]} of {seal.sealed_at} stands for exactly these answers, findings, "
        said.append(f"{sealed}photos and this checklist.")
    else:
        said.append("The visit is a draft: it has no seal yet, and nobody has signed for it.")
    said += _shows_drafts(read)
    if read.photos:
        said.append(f"{_count(len(read.photos), 'photo')}: byte for byte what the record names.")
    if read.visit.absent:
        absent = _count(len(read.visit.absent), "photo")
        said.append(f"{absent} of it had not arrived at the server and can't be compared.")
    said += shows_context(read.visit)
    if confirmed:
        said.append("This server countersigned every one of these changes when it received them.")
    return tuple(said)


def _shows_drafts(read: _Read) -> Iterator[str]:
    here = {one.op_id for one in read.visit.drafts}
    for op_id, mark in read.marks.items():
        written = _count(mark.ops, "change")
        if op_id in here:
            yield f"Its draft history, {written} before the signing, is the one the seal names."
        else:
            yield f"Its draft history, {written} before the signing, is not in it: the server has none."


def _asks(countersignature: Countersignature | None) -> tuple[str, ...]:
    if countersignature:
        return ()
    how = "“floorwalk verify FILE --with DATA_FOLDER”"
    return (f"that it received exactly these changes. Its key is needed for that: {how}.",)


def _bytes(body: str) -> bytes:
    return body.encode("utf-8", "surrogatepass")


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number:,} {one if number == 1 else several or one + 's'}"
