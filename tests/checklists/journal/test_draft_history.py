"""A draft's history comes out of its packing as it went in, and nothing else does."""

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.journal import draft_history
from checklists.journal.canonical import as_text
from checklists.journal.draft_history import (
    HISTORY_BYTES_LIMIT,
    HISTORY_OPS_LIMIT,
    PACKED_BYTES_LIMIT,
    HistoryNotRead,
    from_wire,
    mark,
    pack,
    to_wire,
    unpack,
)
from checklists.protocol.limits import BODY_BYTES, PUSH_BYTES
from tests.checklists.journal.histories import op


@given(st.lists(st.text(st.characters(), max_size=20), max_size=5))
def test_bodies_come_back_as_they_were(bodies: list[str]) -> None:
    packed = pack(bodies)
    assert packed is not None
    assert unpack(packed) == bodies


def test_half_a_character_comes_back_too() -> None:
    body = as_text(op(1, {"statement": ("half \ud83d of a pair", [])}).body())
    packed = pack([body])
    assert packed is not None
    assert unpack(packed) == [body]


def test_history_travels_as_text_and_is_known_by_its_mark() -> None:
    packed = pack(["{}", "{}"])
    assert packed is not None
    named = mark(packed, 2)
    assert named.ops == 2
    assert from_wire(to_wire(packed), named) == packed


@pytest.mark.parametrize(
    "text", ["", "????", "é", to_wire(b"another"), to_wire(b"x" * (PACKED_BYTES_LIMIT + 1))]
)
def test_history_that_is_not_the_one_named_is_refused(text: str) -> None:
    with pytest.raises(HistoryNotRead, match="The visit itself is whole"):
        from_wire(text, mark(b"packed", 1))


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"no zlib",
        zlib.compress(b'["a"]')[:-1],
        zlib.compress(b"{}"),
        zlib.compress(b"[1]"),
        zlib.compress(b"[" * 100_000),
        zlib.compress(b"\xff"),
        zlib.compress(json.dumps([""] * (HISTORY_OPS_LIMIT + 1)).encode()),
    ],
)
def test_damaged_history_is_refused(packed: bytes) -> None:
    with pytest.raises(HistoryNotRead):
        unpack(packed)


def test_bomb_is_refused_without_being_unpacked() -> None:
    bomb = zlib.compress(b'["' + b" " * (20 * HISTORY_BYTES_LIMIT) + b'"]', 9)
    assert len(bomb) < PACKED_BYTES_LIMIT
    with pytest.raises(HistoryNotRead):
        unpack(bomb)


def test_more_than_fits_is_not_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pack([""] * (HISTORY_OPS_LIMIT + 1)) is None
    assert pack(["x" * HISTORY_BYTES_LIMIT]) is None
    monkeypatch.setattr(draft_history, "PACKED_BYTES_LIMIT", 10)
    assert pack(["x" * 100 + "y" * 50]) is None


def test_largest_history_fits_a_push_with_its_seal() -> None:
    assert len(base64.b64encode(b"x" * PACKED_BYTES_LIMIT)) + 600_000 < BODY_BYTES
    assert PACKED_BYTES_LIMIT * 4 / 3 < PUSH_BYTES
