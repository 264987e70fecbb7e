"""One value has one byte form."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from checklists.journal.canonical import canonical, digest, digest_of, digest_of_fields

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(anything)
def test_canonical_bytes_read_back_as_the_same_value(value: JsonValue) -> None:
    assert json.loads(canonical(value)) == value
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(st.dictionaries(st.text(), st.integers(), min_size=2), st.randoms())
def test_order_of_keys_makes_no_difference(value: dict[str, JsonValue], random: Random) -> None:
    items = list(value.items())
    random.shuffle(items)
    assert canonical(dict(items)) == canonical(value)


@given(st.text(), st.dictionaries(st.text(), st.lists(anything, max_size=2)))
def test_fields_have_the_digest_of_their_canonical_form(
    record: str, fields: dict[str, list[JsonValue]]
) -> None:
    assert digest_of_fields(record, fields) == digest_of({"record": record, "fields": {**fields}})


@pytest.mark.parametrize(
    "value", [1e16, 1e-7, -0.0, 2**70, "\ud800", "\x00\x1f\x7f\u2028", {"b": 1, "a": [2.5]}]
)
def test_odd_values_have_the_digest_of_their_canonical_form(value: JsonValue) -> None:
    assert digest_of_fields("r", {"b": [value], "a": ["x"]}) == digest_of(
        {"record": "r", "fields": {"a": ["x"], "b": [value]}}
    )


def test_form_has_sorted_keys_no_spaces_and_plain_utf_8() -> None:
    assert canonical({"b": [1, 2.5, None], "a": "é 😀"}) == '{"a":"é 😀","b":[1,2.5,null]}'.encode()


def test_order_of_a_list_is_kept() -> None:
    assert canonical([2, 1]) == b"[2,1]"


@given(st.text(st.characters(categories=["Cs", "Lu"]), min_size=1))
def test_lone_surrogates_have_bytes_and_a_hash(text: str) -> None:
    assert canonical(text).decode("utf-8", "surrogatepass") == json.dumps(text, ensure_ascii=False)
    assert len(digest_of(text)) == 64


def test_different_lone_surrogates_have_different_hashes() -> None:
    assert digest_of("\ud800") != digest_of("\udfff")


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_number_that_json_does_not_know_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="a number that JSON can't write"):
        canonical({"measured": [number]})


def test_digest_is_sha_256_in_lower_case() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest_of({"b": 1, "a": 2}) == digest(b'{"a":2,"b":1}')
