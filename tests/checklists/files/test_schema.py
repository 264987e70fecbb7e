"""The schema for editors says the same as the models: what passes it can be read, and the other way round."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from jsonschema_rs import Draft202012Validator

from checklists.files.catalog import shipped_files
from checklists.files.schema import file_schema

VALIDATOR = Draft202012Validator(file_schema())


@pytest.mark.parametrize("name", shipped_files())
def test_shipped_file_follows_the_schema(name: str) -> None:
    table = tomllib.loads(shipped_files()[name].decode())
    assert [error.message for error in VALIDATOR.iter_errors(table)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "gemba_walk"', 'kind = "stroll"'),
        ("minutes = 10", "minutes = 0"),
        ("minutes = 10", 'minutes = "ten"'),
        ("[[section]]", "[[sections]]"),
        ("[[section.question]]", "[[section.questions]]"),
        ('outcome = "people"', 'outcome = "fun"'),
        ("version = 2", "version = 2\nauthor = 'me'"),
        ("clauses = []", 'clauses = ["8.4"]'),
    ],
)
def test_slip_of_the_pen_is_shown_in_the_editor(old: str, new: str) -> None:
    text = shipped_files()["gemba-walk.toml"].decode()
    assert old in text
    assert not VALIDATOR.is_valid(tomllib.loads(text.replace(old, new)))


def test_rules_can_be_switched_off_by_name_only() -> None:
    table = tomllib.loads(shipped_files()["gemba-walk.toml"].decode())
    assert VALIDATOR.is_valid({**table, "lint": {"off": {"over-long": "A reason."}}})
    assert not VALIDATOR.is_valid({**table, "lint": {"off": {"short": "A reason."}}})


def test_every_name_is_explained() -> None:
    schema = file_schema()
    for part in (schema, schema["$defs"]["Section"], schema["$defs"]["Question"]):
        assert [name for name, rule in part["properties"].items() if not rule.get("description")] == []


EXAMPLE = resources.files("checklists").joinpath("example.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('type = "number"\nunit = "°C"', 'unit = "°C"'),
        ('type = "sample"', 'type = "date"'),
        ('type = "yes_no"\nfinding_if = "no"', 'type = "text"\nfinding_if = "no"'),
        ('finding_if = "no"', 'finding_if = "maybe"'),
        ("lowest = 2", 'lowest = "2"'),
        ("weight = 5", "weight = 6"),
        ("most = 6", "most = 1"),
        ("of = 3", "of = 51"),
        ("[[subset]]", "[[subsets]]"),
        ("ask = 2\n", "ask = 0\n"),
        ("[translations.de]", "[translations.German]"),
        ('  {id = "fine", text = "Nothing of the kind"},\n', "  {id = 3},\n"),
        ('sample = {what = "thermometer", of = 3, holds = "in date"}\n', ""),
    ],
)
def test_slip_in_what_types_and_languages_need_is_shown_too(old: str, new: str) -> None:
    assert EXAMPLE.count(old) == 1
    assert not VALIDATOR.is_valid(tomllib.loads(EXAMPLE.replace(old, new)))


def test_every_part_explains_its_names() -> None:
    parts = {name: part for name, part in file_schema()["$defs"].items() if "properties" in part}
    for name, part in parts.items():
        assert [one for one, rule in part["properties"].items() if not rule.get("description")] == [], name
