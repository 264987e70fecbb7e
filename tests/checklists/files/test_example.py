"""The example beside the format's description can be read, is lint-clean, and uses everything."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import Any

from jsonschema_rs import Draft202012Validator

from checklists.files.catalog import read_source
from checklists.files.schema import file_schema
from checklists.form.checklist import (
    MOST_CHOICES,
    MOST_CLAUSES,
    MOST_LOOK_FOR,
    MOST_QUESTIONS,
    MOST_TAGS,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Outcome,
    QuestionType,
    VisitKind,
)
from checklists.form.condition import CONDITION_LENGTH
from checklists.form.lines import SHORT_LENGTH
from checklists.ids import MOST_OF_ONE
from checklists.lint.rules import lint

DATA = resources.files("checklists").joinpath("example.toml").read_bytes()
FORMAT = resources.files("checklists").joinpath("FORMAT.md").read_text(encoding="utf-8")
SOURCE = read_source(DATA, "example.toml")
TABLE = tomllib.loads(DATA.decode())


def names_of(schema: dict[str, Any]) -> dict[str, set[str]]:
    """Return the names each part of the schema has; of the linter's rules, one in use is enough."""
    parts = {"Checklist": schema, **schema["$defs"]}
    return {part: set(one["properties"]) for part, one in parts.items() if "properties" in one}


def names_in(value: object) -> set[str]:
    """Return every name that is used anywhere in a table."""
    if isinstance(value, list):
        return {name for entry in value for name in names_in(entry)}
    if isinstance(value, dict):
        return set(value) | {name for entry in value.values() for name in names_in(entry)}
    return set()


def used() -> dict[str, set[str]]:
    questions = [question for section in TABLE["section"] for question in section["question"]]
    words = TABLE["translations"].values()
    said = [one for translation in words for one in translation["question"].values()]
    parts: dict[str, list[dict[str, Any]]] = {
        "Checklist": [TABLE],
        "Section": TABLE["section"],
        "Question": questions,
        "Choice": [choice for one in questions for choice in one.get("choices", [])],
        "Sample": [one["sample"] for one in questions if "sample" in one],
        "Repeat": [one["repeat"] for one in TABLE["section"] if "repeat" in one],
        "Subset": TABLE["subset"],
        "Translation": list(words),
        "SectionWords": [one for translation in words for one in translation["section"].values()],
        "RepeatWords": [
            one["repeat"] for each in words for one in each["section"].values() if "repeat" in one
        ],
        "QuestionWords": said,
        "SampleWords": [one["sample"] for one in said if "sample" in one],
    }
    return {part: {name for one in found for name in one} for part, found in parts.items()}


def test_every_name_of_the_schema_is_in_the_example() -> None:
    assert used() == names_of(file_schema())


def test_every_type_of_question_is_in_the_example() -> None:
    assert {question.type for question in SOURCE.checklist.questions} == set(QuestionType)


def test_example_passes_the_schema_and_the_linter() -> None:
    assert [error.message for error in Draft202012Validator(file_schema()).iter_errors(TABLE)] == []
    assert [str(one) for one in lint(SOURCE.checklist, SOURCE.off)] == []


def test_rule_that_is_switched_off_would_speak() -> None:
    assert {one.rule for one in lint(SOURCE.checklist)} == set(SOURCE.off)


def test_translation_of_the_example_is_complete() -> None:
    assert SOURCE.checklist.in_language("de")[1] == frozenset()


def test_description_names_everything_there_is() -> None:
    for part, names in names_of(file_schema()).items():
        missing = {name for name in names if not re.search(rf"\b{name}\b", FORMAT)}
        assert not missing, part
    for words in (VisitKind, Outcome, QuestionType):
        assert {word for word in words if f"`{word}`" not in FORMAT} == set()


def test_description_gives_the_limits_as_they_are() -> None:
    limits = FORMAT[FORMAT.index("## Limits") :]
    for number in (
        MOST_QUESTIONS,
        TEXT_LENGTH,
        TITLE_LENGTH,
        SHORT_LENGTH,
        MOST_CHOICES,
        MOST_TAGS,
        MOST_CLAUSES,
        MOST_LOOK_FOR,
        MOST_OF_ONE,
        CONDITION_LENGTH,
    ):
        assert re.search(rf"\b{number:,}\b", limits), number


def test_toml_in_the_description_can_be_read() -> None:
    for block in re.findall(r"```toml\n(.*?)```", FORMAT, re.DOTALL):
        assert names_in(tomllib.loads(block))
