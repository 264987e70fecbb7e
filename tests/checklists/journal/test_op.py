"""An op travels as canonical bytes and comes back as it was."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue, ValidationError

from checklists.journal.canonical import canonical, digest
from checklists.journal.op import OP_FIELDS_LIMIT, OP_PARTS_LIMIT, Op
from tests.checklists.journal.histories import histories, op, op_id, values


def raw(**changed: Any) -> bytes:
    """Return the bytes of an op with some fields changed; `...` takes one out."""
    given = {**json.loads(op(1, {"statement": ("a", [])}).body()), **changed}
    return json.dumps({name: value for name, value in given.items() if value is not ...}).encode()


PART = {"kind": "finding", "record": "1e" * 16, "set": {"statement": ["b", []]}}


@given(histories(most=3))
def test_op_reads_back_from_its_body(history: list[Op]) -> None:
    for one in history:
        again = Op.read(one.body())
        assert again == one
        assert again.body() == one.body()
        assert again.body_hash() == one.body_hash() == digest(one.body())


@given(st.dictionaries(st.sampled_from(["weather", "app", "extra"]), values))
def test_fields_of_a_newer_version_are_kept(extra: dict[str, JsonValue]) -> None:
    body = canonical({**json.loads(raw()), **extra})
    assert Op.read(body).body() == body


def test_unknown_field_of_the_record_is_kept() -> None:
    body = canonical(json.loads(raw(set={"smell": [{"strength": 3}, []]}, version=2)))
    assert Op.read(body).body() == body


def test_body_is_canonical() -> None:
    assert op(1, {"statement": ("a", [])}).body() == canonical(json.loads(raw()))


def test_order_and_spaces_of_the_bytes_that_came_make_no_difference() -> None:
    spread = json.dumps(json.loads(raw()), indent=2, sort_keys=False).encode()
    assert Op.read(spread).body() == op(1, {"statement": ("a", [])}).body()


@pytest.mark.parametrize(
    "changed",
    [
        {"op_id": "A" * 32},
        {"op_id": "a" * 31},
        {"op_id": "a" * 32 + "\n"},
        {"device": ...},
        {"person": None},
        {"stamp": "5:7"},
        {"stamp": "\u0660" * 15 + ":000000"},
        {"at": "yesterday"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"record": 5},
        {"kind": "Visit"},
        {"version": 0},
        {"version": "1"},
        {"version": True},
        {"set": {}},
        {"set": []},
        {"set": {"": ["a", []]}},
        {"set": {"../up": ["a", []]}},
        {"set": {"a/b/c/d/e": ["a", []]}},
        {"set": {"statement": "a"}},
        {"set": {"statement": ["a"]}},
        {"set": {"statement": ["a", ["nobody"]]}},
        {"set": {"statement": ["a", [op_id(1)]]}},
        {"set": {"statement": ["a", [], ["e" * 32]]}},
        {"set": {"statement": ["a", [], ["e" * 32, "yesterday"]]}},
        {"set": {"statement": ["a", [], ["somebody", "2026-03-03T10:42:00.000Z"]]}},
        {"set": {"statement": ["a", [], None]}},
        {"set": {"statement": ["a", [], ["e" * 32, "2026-03-03T10:42:00.000Z"], []]}},
        {"also": [{**PART, "set": {}}]},
        {"also": [{**PART, "kind": "Visit"}]},
        {"also": [PART] * (OP_PARTS_LIMIT + 1)},
        {"draft": {"sha256": "0" * 64, "ops": 0}},
        {"draft": {"sha256": "0" * 63, "ops": 1}},
        {"set": {f"f{'x' * number}": ["a", []] for number in range(OP_FIELDS_LIMIT + 1)}},
    ],
)
def test_bytes_that_are_no_op_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Op.read(raw(**changed))


@pytest.mark.parametrize("body", [b"", b"{", raw()[:-9], b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_bytes_that_are_no_json_object_are_refused(body: bytes) -> None:
    with pytest.raises(ValidationError):
        Op.read(body)


@pytest.mark.parametrize("place", ["set", "weather", "also", "deep"])
@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_number_without_a_json_form_is_refused_on_reading(place: str, number: str) -> None:
    body = {
        "set": raw(set={"statement": [77, []]}),
        "deep": raw(set={"statement": [{"NaN": [1, [77]]}, []]}),
        "also": raw(also=[{**PART, "set": {"statement": [77, []]}}]),
        "weather": raw(weather=77),
    }[place]
    with pytest.raises(ValidationError, match="a number that JSON can't write"):
        Op.read(body.replace(b"77", number.encode()))


def test_text_that_only_speaks_of_such_a_number_is_read() -> None:
    body = canonical(json.loads(raw(set={"statement": [{"why": "NaN, or Infinity"}, []]})))
    assert Op.read(body).body() == body


@pytest.mark.parametrize("value", [float("nan"), [float("inf")], object(), {1, 2}])
def test_value_without_a_json_form_is_refused_on_writing(value: object) -> None:
    with pytest.raises((ValidationError, TypeError)):
        op(1, {"statement": (value, [])})


def test_body_of_version_1_keeps_its_hash() -> None:
    body = canonical(json.loads(raw(version=1)))
    again = Op.read(body)
    assert (again.also, again.draft) == ([], None)
    assert again.body() == body
    assert b"also" not in body


def test_op_says_of_each_record_what_it_says() -> None:
    origin = ("f" * 32, "2026-03-03T10:00:00.000Z")
    seal = op(5, {"title": ("Walk", []), "area": ("dock", [], origin)}, kind="visit", also=[PART])
    again = Op.read(seal.body())
    assert again == seal
    assert [(kind, record, sorted(fields)) for kind, record, fields in again.parts()] == [
        ("visit", seal.record, ["area", "title"]),
        ("finding", "1e" * 16, ["statement"]),
    ]
    said = {(kind, name): (one.value, one.person, one.at) for kind, _, name, one, _ in again.changes()}
    assert said == {
        ("visit", "title"): ("Walk", seal.person, seal.at),
        ("visit", "area"): ("dock", *origin),
        ("finding", "statement"): ("b", seal.person, seal.at),
    }


def test_moment_alone_is_the_origin_of_a_value_its_author_gave_earlier() -> None:
    earlier = "2026-03-03T10:00:00.000Z"
    one = Op.read(op(5, {"title": ("Walk", [], earlier)}).body())
    ((_, _, _, said, _),) = one.changes()
    assert (said.person, said.at) == (one.person, earlier)
    assert one.people() == {one.person}


@pytest.mark.parametrize("origin", ["yesterday", "", ["2026-03-03T10:00:00.000Z"], None, 7, {}])
def test_origin_that_is_no_moment_is_refused(origin: object) -> None:
    with pytest.raises(ValidationError):
        Op.read(raw(set={"statement": ["a", [], origin]}))


def test_lone_surrogate_has_a_body_and_a_hash() -> None:
    assert len(op(1, {"statement": ("\ud800", [])}).body_hash()) == 64


def test_op_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        op(1, {"statement": ("a", [])}).kind = "visit"  # type: ignore[misc]  # that is the point
