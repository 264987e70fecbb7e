"""Reads checklist files, and holds the shipped ones.

A file is TOML with the keys of `Checklist`, except that one section is written `[[section]]` and one question
`[[section.question]]`; `[lint.off]` may switch rules of the linter off. Reading changes and keeps nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

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
    """

    checklist: Checklist
    off: Mapping[str, str]


def read_checklist(data: bytes, name: str) -> Checklist:
    """Read the checklist in a file; see `read_source`."""
    return read_source(data, name).checklist


def read_source(data: bytes, name: str) -> ChecklistSource:
    """Read the bytes of a checklist file; `name` is what people call it, such as `purchasing.toml`.

    Raises ChecklistFileError with everything there is to put right. What is too large or can't be read as
    TOML has one problem only: what lies behind it can't be seen yet.
    """
    file = plain(name)
    text = read_text(data, file)
    table = read_table(text, file)
    lines = FileLines(text)
    off, found = switched_off(table.get(KEY), file, lines)
    content = {key: value for key, value in table.items() if key != KEY}
    try:
        checklist = Checklist.model_validate(with_model_names(content))
    except ValidationError as error:
        raise ChecklistFileError(file, [*problems(content, error, file, lines), *found]) from None
    if found:
        raise ChecklistFileError(file, found)
    return ChecklistSource(checklist, off)
