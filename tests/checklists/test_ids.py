import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from checklists.ids import (
    Id,
    Sha256,
    Slug,
    is_id,
    is_question_key,
    is_sha256,
    new_id,
    parts_of_key,
    question_key,
)


def test_new_ids_are_ids_and_differ() -> None:
    made = {new_id() for _ in range(1_000)}
    assert len(made) == 1_000
    assert all(is_id(one) for one in made)


def test_new_id_begins_with_the_day_and_tells_nothing_finer() -> None:
    before = datetime.now(UTC).astimezone().date()
    made = [new_id() for _ in range(100)]
    after = datetime.now(UTC).astimezone().date()
    days = {date(1970, 1, 1) + timedelta(days=int(one[:4], 16)) for one in made}
    assert days <= {before, after}
    # What follows is no clock: it does not go up.
    assert made != sorted(made)


@pytest.mark.parametrize("text", ["", "a" * 31, "a" * 33, "A" * 32, "g" * 32, "a" * 32 + "\n", "\u0661" * 32])
def test_text_of_another_form_is_no_id(text: str) -> None:
    assert not is_id(text)
    with pytest.raises(ValidationError):
        TypeAdapter(Id).validate_python(text)


def test_sha256_is_64_lower_case_digits() -> None:
    assert is_sha256("0a" * 32)
    assert not is_sha256("0A" * 32)
    assert not is_sha256("0a" * 16)
    assert TypeAdapter(Sha256).validate_python("0a" * 32)


@given(st.text(max_size=70))
def test_slug_takes_short_readable_names_alone(text: str) -> None:
    good = re.fullmatch("[a-z0-9][a-z0-9-]{0,59}", text) is not None
    try:
        TypeAdapter(Slug).validate_python(text)
    except ValidationError:
        assert not good
    else:
        assert good


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("q-1", ("q-1", 1)),
        ("q-1~2", ("q-1", 2)),
        ("q~50", ("q", 50)),
        ("Q~2", ("Q~2", 1)),
        ("q~1", ("q~1", 1)),
    ],
)
def test_key_of_a_question_is_taken_apart(key: str, parts: tuple[str, int]) -> None:
    assert parts_of_key(key) == parts
    assert is_question_key(key) == (key in {"q-1", "q-1~2", "q~50"})
    assert question_key(*parts) == key
