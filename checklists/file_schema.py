"""The JSON Schema of a checklist file, drawn from the models, with which editors complete it."""

from __future__ import annotations

from typing import Any

from checklists.checklist import CLAUSE_LENGTH, TEXT_LENGTH, Checklist
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
    schema["properties"]["lint"] = _lint()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": _TITLE}


def _rename(schema: Schema, old: str, new: str) -> None:
    schema["properties"] = {new if name == old else name: rule for name, rule in schema["properties"].items()}
    schema["required"] = [new if name == old else name for name in schema["required"]]


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
