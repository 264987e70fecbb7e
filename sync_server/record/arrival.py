"""What a tablet has sent: each op as it came, and whether the links follow from what is stored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import JsonValue, ValidationError

from checklists.ids import is_sha256
from checklists.journal.canonical import as_bytes, digest
from checklists.journal.chain import START, Link, link_hash
from checklists.journal.draft_history import HistoryNotRead, from_wire
from checklists.journal.op import OP_BYTES_LIMIT, Op
from checklists.protocol import refusals
from checklists.records.vocabulary import VOCABULARIES
from checklists.text import is_clean
from sync_server.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# JSON writes a character that nobody can store as one of these, or as it is; in any other body there is none.
_ESCAPED = (b"\\u", b"\\b", b"\\f")


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody has sent of one op, before it is asked what it may do.

    Attributes:
        body: its bytes as they came.
        body_hash: their SHA-256.
        op: what it says; None if it can't be read.
        fits: whether every value is one its field takes; kinds this version does not know take any.
        packed: the draft history that came with it.
        damaged: whether a draft history came that is not the one the op names.
    """

    body: bytes
    body_hash: str
    op: Op | None
    fits: bool
    packed: bytes | None = None
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """One op as it arrived in a tablet's chain.

    Attributes:
        link: its place in the chain.
        heard: what it says; without an op also if it is not the one its link names.
    """

    link: Link
    heard: Heard

    @property
    def op(self) -> Op | None:
        """What it says; None if it can't be read as the op its link names."""
        return self.heard.op if self.heard.op and self.heard.op.op_id == self.link.op_id else None


def hear(text: str, draft: str | None = None) -> Heard:
    """Return what a body says; all that can be found out without the record is.

    Args:
        text: the body as it travelled.
        draft: the draft history beside it, as it travelled.
    """
    body = as_bytes(text)
    op = _read(body)
    fits = op is None or not any(
        VOCABULARIES[kind].problems(changes) for kind, _, changes in op.parts() if kind in VOCABULARIES
    )
    if op is None or op.draft is None or draft is None:
        return Heard(body, digest(body), op, fits)
    try:
        return Heard(body, digest(body), op, fits, packed=from_wire(draft, op.draft))
    except HistoryNotRead:
        return Heard(body, digest(body), op, fits, damaged=True)


def arrival(link: Link, text: str, draft: str | None = None) -> Arrival:
    """Return an op as it arrived; arguments as in `hear`."""
    return Arrival(link, hear(text, draft))


def new_arrivals(
    device: str,
    incarnation: str,
    last: Link | None,
    known: Mapping[int, str],
    sent: Sequence[Arrival],
) -> list[Arrival]:
    """Return those of the arrivals that go on from the last stored link; the ones before it are known.

    Args:
        device: the tablet that sent them.
        incarnation: of the tablet.
        last: the last stored link of the incarnation, None if there is none.
        known: hashes of stored links by their place, for the places in `sent`.
        sent: in the order in which they came.

    Raises:
        Refused: a stored link is another one (forked), or they don't follow from each other (chain broken).
    """
    new: list[Arrival] = []
    for one in sent:
        stored = known.get(one.link.n)
        if stored is not None and stored != one.link.hash:
            raise Refused(refusals.FORKED, f"At change {one.link.n}.")
        _check_hash(device, incarnation, one)
        if stored is None:
            _check_place(last, one.link)
            last = one.link
            new.append(one)
    return new


def photos_named(heard: Sequence[Heard]) -> set[str]:
    """Return the names of the photos that readable ops speak of."""
    ops = [one.op for one in heard if one.op is not None and b"photo/" in one.body]
    names = (name.rpartition("/") for op in ops for _, _, changes in op.parts() for name in changes)
    return {sha for folder, _, sha in names if folder.rpartition("/")[2] == "photo" and is_sha256(sha)}


def _check_hash(device: str, incarnation: str, one: Arrival) -> None:
    link = one.link
    if link.hash != link_hash(device, incarnation, link.n, link.prev, link.op_id, one.heard.body_hash):
        raise Refused(refusals.CHAIN_BROKEN, f"The hash of change {link.n} is another.")


def _check_place(last: Link | None, link: Link) -> None:
    n, prev = (last.n, last.hash) if last else (0, START)
    if (link.n, link.prev) != (n + 1, prev):
        raise Refused(refusals.CHAIN_BROKEN, f"The server has {n} changes of this chain.")


def _read(body: bytes) -> Op | None:
    if len(body) > OP_BYTES_LIMIT:
        return None
    try:
        op = Op.read(body)
    except ValidationError:
        return None
    # Rarely looked at: texts one by one take longer than all the rest.
    is_odd = b"\x7f" in body or (b"\\" in body and any(mark in body for mark in _ESCAPED))
    return None if is_odd and not all(map(is_clean, _texts(json.loads(body)))) else op


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
