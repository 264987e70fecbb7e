"""The columns of a form's sheets: which heading means what, and in which language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sync_server.interchange.imported import Places
from sync_server.interchange.languages import language_code
from sync_server.interchange.problems import SheetProblem
from sync_server.interchange.sheet import text_of
from sync_server.interchange.xlsform_words import OWN, RELEVANT, TRANSLATED, unguarded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync_server.interchange.problems import SheetPlace
    from sync_server.interchange.sheet import Sheet, Value

# What forms have called their columns over the years.
_ALIASES = {
    "list": "list_name",
    "caption": "label",
    "relevance": "relevant",
    "read_only": "readonly",
    "constraint_msg": "constraint_message",
    "required_msg": "required_message",
    "jr:count": "repeat_count",
    "image": "media",
    "audio": "media",
    "video": "media",
    "big_image": "media",
    "id_string": "form_id",
    "title": "form_title",
    "calculate": "calculation",
    "tag": "name",
}
# What old forms set as a setting of the form behind the form.
_BOUND = {
    "relevant": "relevant",
    "required": "required",
    "constraint": "constraint",
    "readonly": "readonly",
    "calculate": "calculation",
    "jr:constraintmsg": "constraint_message",
    "jr:requiredmsg": "required_message",
}
# What is read of a form; of anything else there may be several columns.
_ONCE = frozenset({"type", "name", "list_name", "required", RELEVANT, "constraint", *TRANSLATED, *OWN})
_WITH_ONE_COLON = re.compile(
    r"(label|hint|guidance_hint|media|bind|body|instance|caption)\s*:(?!:)\s*(.+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds.

    Attributes:
        number: counted from 1.
        name: `label`, `type`, `relevant`, …
        language: the code of the language of its words, None where it names none.
    """

    number: int
    name: str
    language: str | None


@dataclass(slots=True)
class Reading:
    """What is gathered while a form is read.

    Attributes:
        file: its name, fit to show.
        problems: what can't be used.
        left_out: what was passed over, each a sentence.
        places: where each part stands.
        language: the code of the form's own language, None while that is not known.
    """

    file: str
    problems: list[SheetProblem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    language: str | None = None

    def refuse(self, place: SheetPlace, reason: str, remedy: str) -> None:
        """Note something that can't be used."""
        self.problems.append(SheetProblem(self.file, place, reason, remedy))

    def leave_out(self, place: SheetPlace, reason: str) -> None:
        """Note something that is passed over."""
        words = str(place)
        self.left_out.append(f"{words[:1].upper()}{words[1:]} is left out: {reason}.")


def columns_of(sheet: Sheet, reading: Reading, aliases: Mapping[str, str] | None = None) -> list[Column]:
    """Return the columns of a sheet; a language that can't be told, or a heading there twice, is noted."""
    found: list[Column] = []
    seen: set[tuple[str, str | None]] = set()
    for number, heading in sheet.headings.items():
        if not heading:
            continue
        name, language_name = heading_parts(heading, aliases or {})
        code = language_code(language_name) if language_name and name in TRANSLATED else None
        place = sheet.place(sheet.top, number)
        if language_name and name in TRANSLATED and code is None:
            reading.refuse(
                place,
                f"the heading “{heading[:60]}” names a language that is not known here",
                "put its code in brackets, such as “label::Deutsch (de)”",
            )
        elif (name, code) in seen and name in _ONCE:
            reading.refuse(
                place, f"the heading “{heading[:60]}” is there twice", "keep one of the two columns"
            )
        else:
            seen.add((name, code))
            found.append(Column(number, name, code))
    return found


def heading_parts(heading: str, aliases: Mapping[str, str]) -> tuple[str, str]:
    """Return what a heading means and the language it names, "" for none: `label`, `Deutsch (de)`."""
    base, _, rest = heading.partition("::")
    if not rest and (old := _WITH_ONE_COLON.fullmatch(heading)):
        base, rest = old[1], old[2]
    name = re.sub(r"\s+", "_", base.strip().lower())
    if name == "bind" and (meant := _BOUND.get(rest.strip().lower())):
        return meant, ""
    return aliases.get(name, _ALIASES.get(name, name)), rest.strip()


class FormRow:
    """One row of a form, by the meaning of its columns."""

    def __init__(self, sheet: Sheet, columns: list[Column], number: int) -> None:
        self._sheet = sheet
        self.number = number
        self._cells = sheet.cells[number]
        self._columns = [column for column in columns if column.number in self._cells]

    def place(self, name: str = "", language: str | None = None) -> SheetPlace:
        """Return where a cell of the row stands, or where the row does."""
        column = next((one for one in self._columns if one.name == name and one.language == language), None)
        column = column or next((one for one in self._columns if one.name == name), None)
        return self._sheet.place(self.number, column.number if column else None)

    def value(self, name: str) -> Value:
        """Return what stands in a cell, "" for nothing."""
        return next((self._cells[one.number] for one in self._columns if one.name == name), "")

    def text(self, name: str) -> str:
        """Return what stands in a cell as text without spaces around it."""
        return text_of(self.value(name)).strip()

    @property
    def names(self) -> list[str]:
        """Which columns hold something here."""
        return [one.name for one in self._columns]

    def words(self, name: str, *, exactly: bool) -> dict[str | None, str]:
        """Return the words of a cell in each language that has some; None is a column that names none.

        Args:
            name: the column.
            exactly: as they are, because the checklist wrote them; otherwise as one line.
        """
        found: dict[str | None, str] = {}
        for column in self._columns:
            if column.name == name:
                text = text_of(self._cells[column.number])
                said = (
                    unguarded(text)
                    if exactly
                    else "\n".join(" ".join(line.split()) for line in text.split("\n"))
                )
                if said.strip():
                    found[column.language] = said
        return found
