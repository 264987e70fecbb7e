from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from checklists.text import LINE_LIMIT, REPLACEMENT, TEXT_LIMIT, Line, Note, clean, is_clean

# Ordinary, control and half characters, so that each is drawn often.
texts = st.text(st.characters() | st.characters(categories=["Cs", "Cc"]))


@given(texts)
def test_cleaned_text_can_be_stored_and_is_as_long(text: str) -> None:
    cleaned = clean(text)
    assert is_clean(cleaned)
    assert len(cleaned) == len(text)
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(texts)
def test_text_that_can_be_stored_is_left_alone(text: str) -> None:
    assert (clean(text) == text) is is_clean(text)


@pytest.mark.parametrize("text", ["tab\tand\r\nlines\n", "مرحبا", "👩🏽‍🔧 👍", "é", "naïve — “quoted”", ""])
def test_what_people_write_is_left_alone(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("character", ["\ud83d", "\x00", "\x07", "\x1b", "\x7f"])
def test_what_cannot_be_stored_leaves_a_visible_mark(character: str) -> None:
    assert clean(f"a{character}b") == f"a{REPLACEMENT}b"


@pytest.mark.parametrize(("kind", "limit"), [(Note, TEXT_LIMIT), (Line, LINE_LIMIT)])
def test_text_up_to_its_limit_is_taken_and_one_more_is_not(kind: Any, limit: int) -> None:
    adapter = TypeAdapter(kind)
    assert adapter.validate_python("x" * limit) == "x" * limit
    with pytest.raises(ValidationError, match=f"{limit + 1:,} characters; {limit:,} fit"):
        adapter.validate_python("x" * (limit + 1))


@pytest.mark.parametrize("kind", [Note, Line])
def test_text_is_never_cut_or_changed_on_the_way_in(kind: Any) -> None:
    assert TypeAdapter(kind).validate_python("  a  ") == "  a  "
    with pytest.raises(ValidationError, match="can't be stored"):
        TypeAdapter(kind).validate_python("\ud800")
