"""The lists of answers of a form: its sheet `choices`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checklists.ids import is_slug
from sync_server.interchange.fresh_ids import FreshIds
from sync_server.interchange.xlsform_columns import FormRow, columns_of
from sync_server.interchange.xlsform_words import ANSWERS_LIST, YES_NO_LIST, slug_in

if TYPE_CHECKING:
    from sync_server.interchange.problems import SheetPlace
    from sync_server.interchange.sheet import Sheet
    from sync_server.interchange.xlsform_columns import Reading

_KNOWN = frozenset({"list_name", "name", "label", "finding"})
_REFUSED = frozenset({"media"})
_YES = frozenset({"yes", "true", "true()", "1"})
_YES_NO_WORDS = frozenset({"yes", "no", "ja", "nein", "oui", "non", "sí", "si", "tak", "nie"})


@dataclass(slots=True)
class FormChoice:
    """One answer of a list: its id, its words by language, whether it suggests a finding, its place."""

    id: str
    words: dict[str | None, str]
    finding: bool
    place: SheetPlace


@dataclass(slots=True)
class FormList:
    """One list of answers, by the names the form gives them."""

    choices: dict[str, FormChoice] = field(default_factory=dict)
    ids: FreshIds = field(default_factory=FreshIds)

    @property
    def is_yes_no(self) -> bool:
        """Whether it asks for yes or no, and says nothing else."""
        said = {text.casefold() for choice in self.choices.values() for text in choice.words.values()}
        return {name.casefold() for name in self.choices} == {"yes", "no"} and said <= _YES_NO_WORDS


def read_choices(sheet: Sheet | None, reading: Reading) -> dict[str, FormList]:
    """Return the lists of a form by their names; what can't be used is noted."""
    lists: dict[str, FormList] = {}
    if sheet is None:
        return lists
    columns = columns_of(sheet, reading, {"value": "name"})
    others = {one.number: one.name for one in columns if one.name not in _KNOWN | _REFUSED}
    for number in others:
        if any(number in sheet.cells[row] for row in sheet.rows):
            reading.leave_out(sheet.place(sheet.top + 1, number), "a checklist has no place for it")
    for number in sheet.rows:
        row = FormRow(sheet, columns, number)
        name, choice = row.text("list_name"), row.text("name")
        if not name and not choice:
            continue
        if not name or not choice:
            reading.refuse(
                row.place(), "a choice needs a list and a name", "fill the columns list_name and name"
            )
            continue
        _add(lists.setdefault(name, FormList()), choice, row, reading, own=name.endswith("_choices"))
    return lists


def _add(found: FormList, name: str, row: FormRow, reading: Reading, *, own: bool) -> None:
    if name in found.choices:
        reading.refuse(
            row.place("name"), f"the choice “{name[:60]}” is there twice", "give each its own name"
        )
        return
    if "media" in row.names:
        reading.refuse(row.place("media"), "a choice has words, no picture or sound", "empty the cell")
    words = row.words("label", exactly=own)
    if not words:
        words = {None: name}
    if any("${" in text for text in words.values()) and not own:
        reading.refuse(row.place("label"), "the words take in another answer", "write them without ${…}")
    found.choices[name] = FormChoice(
        id=found.ids.take(name if is_slug(name) else slug_in(name) or "choice"),
        words=words,
        finding=row.text("finding").lower() in _YES,
        place=row.place("label"),
    )


def is_ours(name: str) -> bool:
    """Say whether a list is the form's own, made anew each time."""
    return name in (ANSWERS_LIST, YES_NO_LIST)
