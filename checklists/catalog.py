"""Reads checklist files, and holds the shipped ones.

A file is TOML with the keys of `Checklist`, except that one section is written `[[section]]` and one question
`[[section.question]]`. Reading changes and keeps nothing.
"""

from functools import cache
from importlib import resources

from pydantic import ValidationError

from checklists.checklist import Checklist
from checklists.errors import ChecklistFileError
from checklists.file_problems import problems, with_model_names
from checklists.file_table import LARGEST_FILE, read_table
from checklists.own_words import plain

__all__ = ["LARGEST_FILE", "read_checklist", "shipped", "shipped_files"]

LIBRARY = "checklists.library"


def shipped_files() -> dict[str, bytes]:
    """The shipped checklist files: name (`purchasing.toml`) to bytes, in the order of their names."""
    entries = sorted(resources.files(LIBRARY).iterdir(), key=lambda entry: entry.name)
    return {entry.name: entry.read_bytes() for entry in entries if entry.name.endswith(".toml")}


@cache
def shipped() -> tuple[Checklist, ...]:
    """The shipped checklists, in the order of their file names."""
    return tuple(read_checklist(data, name) for name, data in shipped_files().items())


def read_checklist(data: bytes, name: str) -> Checklist:
    """Read the bytes of a checklist file; `name` is what people call it, such as `purchasing.toml`.

    Raises ChecklistFileError with everything there is to put right. What is too large or can't be read as
    TOML has one problem only: what lies behind it can't be seen yet.
    """
    file = plain(name)
    table = read_table(data, file)
    try:
        return Checklist.model_validate(with_model_names(table))
    except ValidationError as error:
        raise ChecklistFileError(file, problems(table, error, file)) from None
