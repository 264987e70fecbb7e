"""A checklist that is written as a file reads back as it was."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.files.catalog import read_checklist, read_source, shipped
from checklists.files.writing import write_checklist
from checklists.form.checklist import Checklist
from checklists.form.lines import UNSHOWABLE

EXAMPLE = read_checklist(resources.files("checklists").joinpath("example.toml").read_bytes(), "example.toml")
EVERY = (EXAMPLE, *shipped())

LINES = st.text(min_size=1, max_size=60).filter(
    lambda text: text.strip() == text and text.isprintable() and not UNSHOWABLE.search(text)
)
NUMBERS = st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6, allow_nan=False)


def read_back(checklist: Checklist) -> Checklist:
    return read_checklist(write_checklist(checklist).encode(), "written.toml")


@pytest.mark.parametrize("checklist", EVERY, ids=lambda one: one.id)
def test_every_checklist_there_is_reads_back_the_same(checklist: Checklist) -> None:
    assert read_back(checklist) == checklist
    assert read_back(checklist).content_hash() == checklist.content_hash()


def test_rules_that_are_switched_off_come_along_with_their_reasons() -> None:
    off = {"over-long": 'the "long" one\\ is meant'}
    source = read_source(write_checklist(EXAMPLE, off).encode(), "written.toml")
    assert (source.checklist, dict(source.off)) == (EXAMPLE, off)


@given(data=st.data())
def test_whatever_words_and_numbers_it_holds_they_read_back_the_same(data: st.DataObject) -> None:
    content = EXAMPLE.model_dump(mode="json")
    for section in content["sections"]:
        section["title"] = data.draw(LINES)
        for question in section["questions"]:
            replaced(question, data)
    checklist = Checklist.model_validate(content)
    assert read_back(checklist) == checklist


def replaced(question: dict[str, Any], data: st.DataObject) -> None:
    question["text"], question["why"] = data.draw(LINES), data.draw(LINES)
    question["look_for"] = data.draw(st.lists(LINES, min_size=1, max_size=4))
    question["weight"] = data.draw(st.integers(1, 5))
    question["required"] = data.draw(st.booleans())
    if question.get("type") == "number":
        question["lowest"], question["highest"] = sorted((data.draw(NUMBERS), data.draw(NUMBERS) + 10**7))
