"""Reads checklist files, and holds the shipped ones.

A file is TOML with the keys of `Checklist`, except that one section is written `[[section]]` and one question
`[[section.question]]`; `[lint.off]` may switch rules of the linter off. Reading changes and keeps nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TypeAlias

from pydantic import ValidationError

from checklists.errors import ChecklistFileError
from checklists.files.line_numbers import FileLines
from checklists.files.problems import problems, with_model_names
from checklists.files.table import LARGEST_FILE, read_table, read_text
from checklists.form.checklist import Checklist
from checklists.lint.switched_off import KEY, switched_off
from checklists.own_words import plain

__all__ = ["LARGEST_FILE", "ChecklistSource", "read_checklist", "read_source", "shipped", "shipped_files"]

LIBRARY = "checklists.library"

# The ids of a section and of a question in it, None for the section itself.
Place: TypeAlias = tuple[str, str | None]


def shipped_files() -> dict[str, bytes]:
    """The shipped checklist files: name (`purchasing.toml`) to bytes, in the order of their names."""
    entries = sorted(resources.files(LIBRARY).iterdir(), key=lambda entry: entry.name)
    return {entry.name: entry.read_bytes() for entry in entries if entry.name.endswith(".toml")}


@cache
def shipped() -> tuple[Checklist, ...]:
    """The shipped checklists, in the order of their file names."""
    return tuple(read_checklist(data, name) for name, data in shipped_files().items())


@dataclass(frozen=True, slots=True)
class ChecklistSource:
    """What a checklist file holds.

    Attributes:
        checklist: the checklist itself.
        off: rules of the linter that are switched off for it, each with the reason.
        lines: the lines, from 1, on which its sections and questions begin.
    """

    checklist: Checklist
    off: Mapping[str, str]
    lines: Mapping[Place, int] = field(default_factory=dict, compare=False)


def read_checklist(data: bytes, name: str) -> Checklist:
    """Read the checklist in a file; see `read_source`."""
    return read_source(data, name).checklist


def read_source(data: bytes, name: str) -> ChecklistSource:
    """Read the bytes of a checklist file; `name` is what people call it, such as `purchasing.toml`.

    Raises ChecklistFileError with everything there is to put right, also beside lines that can't be read as
    TOML. What is too large has one problem only: what lies behind it can't be seen yet.
    """
    file = plain(name)
    text = read_text(data, file)
    table, aside = read_table(text, file)
    lines = FileLines(aside.text or text)
    off, found = switched_off(table.get(KEY), file, lines)
    content = {key: value for key, value in table.items() if key != KEY}
    checklist = None
    try:
        checklist = Checklist.model_validate(with_model_names(content))
    except ValidationError as error:
        found = [*problems(content, error, file, lines, fits=aside.is_whole), *found]
    if aside.problems:
        found = [*aside.problems, *(one for one in found if not aside.hides(one))]
        found.sort(key=lambda one: one.line or 0)
    if found or checklist is None:
        raise ChecklistFileError(file, found)
    return ChecklistSource(checklist, off, _beginnings(checklist, lines))


def _beginnings(checklist: Checklist, lines: FileLines) -> dict[Place, int]:
    found: dict[Place, int | None] = {}
    for s, section in enumerate(checklist.sections):
        found[section.id, None] = lines.line_of(("section", s))
        for q, question in enumerate(section.questions):
            found[section.id, question.id] = lines.line_of(("section", s, "question", q))
    return {place: line for place, line in found.items() if line is not None}
