"""The JSON Schema of a checklist file, drawn from the models, with which editors complete it."""

from __future__ import annotations

from typing import Any

from checklists.form.checklist import CLAUSE_LENGTH, TEXT_LENGTH, Checklist
from checklists.form.question_fit import HOMES
from checklists.lint.rules import RULES

# JSON has no better type for a schema than this.
Schema = dict[str, Any]

_TITLE = "A Floorwalk checklist"
_CLAUSE: Schema = {
    "type": "string",
    "maxLength": CLAUSE_LENGTH,
    "pattern": r"^.+:[12][0-9]{3} .+$",
    "examples": ["ISO 9001:2015 8.4.1"],
}


def file_schema() -> Schema:
    """Return the schema (draft 2020-12) of the TOML file, with a file's own names: `section`, `question`."""
    schema = Checklist.model_json_schema()
    parts = schema["$defs"]
    parts["Clause"] = _CLAUSE
    _rename(parts["Section"], "questions", "question")
    _rename(schema, "sections", "section")
    _rename(schema, "subsets", "subset")
    parts["Question"]["allOf"] = _by_type()
    _without_null(schema)
    _names_as_asked_for(schema)
    schema["properties"]["lint"] = _lint()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": _TITLE}


def _rename(schema: Schema, old: str, new: str) -> None:
    schema["properties"] = {new if name == old else name: rule for name, rule in schema["properties"].items()}
    schema["required"] = [new if name == old else name for name in schema["required"]]


def _by_type() -> list[Schema]:
    """The parts that go with a type of question only, and the types that need theirs."""
    belongs = [
        {
            "if": {"required": [name]},
            "then": {"required": ["type"], "properties": {"type": {"enum": list(types)}}},
        }
        for name, types in HOMES.items()
    ]
    needs = [
        {
            "if": {"required": ["type"], "properties": {"type": {"enum": list(HOMES[name])}}},
            "then": {"required": [name], **({"properties": {name: {"minItems": 2}}} if fewest else {})},
        }
        for name, fewest in (("choices", True), ("sample", False))
    ]
    return belongs + needs


def _without_null(part: Any) -> None:  # noqa: ANN401 - any part of a schema
    """Take out that a value may be null, which a TOML file can't say."""
    if isinstance(part, list):
        for entry in part:
            _without_null(entry)
    if isinstance(part, dict):
        if {"type": "null"} in (options := part.get("anyOf", [])):
            del part["anyOf"]
            part.update(next(one for one in options if one != {"type": "null"}))
            part.pop("default", None)
        for entry in part.values():
            _without_null(entry)


def _names_as_asked_for(part: Any) -> None:  # noqa: ANN401 - any part of a schema
    """Refuse the names of a table that are no ids or languages, where the models do."""
    for entry in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _names_as_asked_for(entry)
    if isinstance(part, dict) and "patternProperties" in part:
        part["additionalProperties"] = False


def _lint() -> Schema:
    reason = {"type": "string", "minLength": 1, "maxLength": TEXT_LENGTH}
    names = {rule.name: {**reason, "description": f"why it is switched off: {rule.title}"} for rule in RULES}
    off = {"type": "object", "properties": names, "additionalProperties": False}
    return {
        "type": "object",
        "description": "rules of the linter that are switched off, each with the reason",
        "properties": {"off": off},
        "additionalProperties": False,
    }
