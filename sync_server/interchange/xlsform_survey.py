"""The rows of a form as sections and questions, with a note of everything that maps to neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checklists.form.lines import SHORT_LENGTH
from checklists.ids import MOST_OF_ONE
from sync_server.interchange.fresh_ids import FreshIds
from sync_server.interchange.relevant_in import Named
from sync_server.interchange.xlsform_columns import FormRow, columns_of
from sync_server.interchange.xlsform_question import QuestionReader, Said, fresh_id
from sync_server.interchange.xlsform_types import NOTED_BY_ITSELF, as_number, begins, ends, is_yes
from sync_server.interchange.xlsform_words import (
    MADE_ANEW,
    OWN,
    RELEVANT,
    ROLE,
    TRANSLATED,
    WHEN,
    Role,
    id_in,
)

if TYPE_CHECKING:
    from sync_server.interchange.sheet import Sheet
    from sync_server.interchange.xlsform_choices import FormList
    from sync_server.interchange.xlsform_columns import Column, Reading

_READ = frozenset(
    {"type", "name", "required", RELEVANT, "constraint", "disabled", "repeat_count", *TRANSLATED, *OWN}
)
# What changes what is asked or answered: passing it over would make another form of it.
_REFUSED = {
    "calculation": "a checklist calculates nothing",
    "choice_filter": "every choice of a list is shown",
    "default": "an answer is given on the walk, never before it",
    "readonly": "every question can be answered",
    "trigger": "a checklist calculates nothing",
    "media": "a question has words, no picture or sound",
    "bind": "a checklist has no technical settings",
    "instance": "a checklist has no technical settings",
    "save_to": "a checklist has no lists of entities",
    "intent": "a question opens no other program",
}


@dataclass(slots=True)
class Conditional:
    """A section or question that carries a condition: its table, path and row."""

    table: dict[str, Any]
    path: tuple[str | int, ...]
    row: FormRow


class Survey:
    """Reads the rows of one form.

    Attributes:
        sections: tables as a checklist file has them.
        translations: by language, as a checklist file has them.
        names: what each name of the form stands for, None where several rows have it.
        conditions: what carries a condition.
        refused: the names of rows that are no question here, which is said of them.
    """

    def __init__(self, lists: dict[str, FormList], reading: Reading, title: str) -> None:
        self.sections: list[dict[str, Any]] = []
        self.translations: dict[str, dict[str, Any]] = {}
        self.names: dict[str, Named | None] = {}
        self.conditions: list[Conditional] = []
        self.refused: set[str] = set()
        self._reading, self._title = reading, title
        self._questions = QuestionReader(lists, reading, self.translations)
        # What is open: a section, a sample, or a group inside a group, which is refused.
        self._open: list[Role | None] = []
        self._is_loose = False
        self._section_ids = FreshIds()

    def read(self, sheet: Sheet) -> None:
        """Read every row; what can't be used is noted."""
        columns = columns_of(sheet, self._reading)
        self._note_columns(sheet, columns)
        for number in sheet.rows:
            self._row(FormRow(sheet, columns, number))
        if self._open:
            remedy = "put a row “end_group” or “end_repeat” below its last question"
            self._reading.refuse(sheet.place(), "a group is not ended", remedy)

    def _note_columns(self, sheet: Sheet, columns: list[Column]) -> None:
        held = {number for row in sheet.rows for number in sheet.cells[row]}
        for column in columns:
            if column.name not in _READ and column.name not in _REFUSED and column.number in held:
                place = sheet.place(sheet.top, column.number)
                heading = sheet.headings[column.number][:60]
                if column.name != "parameters":
                    self._reading.leave_out(place, f"a checklist has no place for “{heading}”")

    def _row(self, row: FormRow) -> None:
        form_type, role = row.text("type"), self._role(row)
        if is_yes(row.text("disabled")):
            self._reading.leave_out(row.place(), "it is disabled")
        elif not form_type:
            if row.names:
                self._reading.leave_out(row.place(), "it has no type")
        elif role is Role.JUDGEMENT:
            self._named(row, Named(id_in(row.text("name").removesuffix("_judgement")), "judgement", {}))
        elif role not in MADE_ANEW:
            self._row_of_checklist(row, form_type, role)

    def _row_of_checklist(self, row: FormRow, form_type: str, role: Role | None) -> None:
        if kind := begins(form_type):
            self._begin(row, role, repeat=kind == "repeat")
        elif ends(form_type):
            self._end(row)
        elif form_type.lower() in NOTED_BY_ITSELF:
            self._reading.leave_out(row.place(), f"“{form_type}” is noted by every visit itself")
        elif role is Role.NAME:
            self._name_of_repeat(row)
        elif role is Role.HOLDS:
            self._holds(row)
        else:
            self._question(row, role)

    def _role(self, row: FormRow) -> Role | None:
        said = row.text(ROLE)
        try:
            return Role(said) if said else None
        except ValueError:
            remedy = f"use one of: {', '.join(Role)}, or leave it empty"
            self._reading.refuse(row.place(ROLE), f"“{said[:60]}” is no kind of row", remedy)
            return None

    def _begin(self, row: FormRow, role: Role | None, *, repeat: bool) -> None:
        self._refuse_columns(row)
        if role is Role.SAMPLE:
            self._open.append(Role.SAMPLE)
            self._sample(row)
            return
        if self._open:
            self._open.append(None)
            remedy = "end the group before it first, so that one follows the other"
            self._reading.refuse(
                row.place("type"), "a group begins inside another, and sections don't", remedy
            )
            return
        self._open.append(Role.SECTION)
        self._is_loose = False
        self._section(row, role, repeat=repeat)

    def _end(self, row: FormRow) -> None:
        if self._open:
            self._open.pop()
            self._is_loose = False
        else:
            self._reading.refuse(
                row.place("type"), "no group is open that could end here", "take the row out"
            )

    def _section(self, row: FormRow, role: Role | None, *, repeat: bool) -> None:
        name = row.text("name")
        path: tuple[str | int, ...] = ("section", len(self.sections))
        is_ours = role is Role.SECTION
        bare = name.removeprefix("section_") if is_ours else name
        section: dict[str, Any] = {
            "id": fresh_id(bare, "section", self._section_ids, is_ours=is_ours),
            "question": [],
        }
        self._reading.places.put(path, row.place())
        self._reading.places.put((*path, "id"), row.place("name"))
        words = row.words("label", exactly=is_ours)
        if not words and not is_ours:
            words = {None: name.replace("_", " ") or self._title}
        self._questions.put_words(section, path, "title", Said(words, row.place("label"), exactly=is_ours))
        for code, text in self._questions.others(words).items():
            self._section_words(code, section["id"], row)["title"] = text
        if repeat:
            most = as_number(row.value("repeat_most") or (row.value("repeat_count") if not is_ours else ""))
            if isinstance(most, str) and most and not is_ours:
                remedy = f"write a number from 2 to {MOST_OF_ONE}, or empty the cell"
                self._reading.refuse(row.place("repeat_count"), "how many there are is calculated", remedy)
                most = ""
            # Until the row with its name says better, one of them is called as the section is.
            section["repeat"] = {
                "what": str(section.get("title", name))[:SHORT_LENGTH].strip(),
                "most": most if most != "" else MOST_OF_ONE,
            }
            self._reading.places.put((*path, "repeat"), row.place("repeat_most"))
        elif row.value("repeat_count") != "":
            self._reading.refuse(
                row.place("repeat_count"), "a group is asked once", "begin it with begin_repeat"
            )
        self.sections.append(section)
        self._conditional(section, path, row)

    def _name_of_repeat(self, row: FormRow) -> None:
        section = self.sections[-1] if self._open and self.sections else None
        if section is None or "repeat" not in section:
            remedy = "put it below the row begin_repeat of its section"
            self._reading.refuse(row.place(), "the name of one belongs into a repeated section", remedy)
            return
        words = row.words("label", exactly=True)
        if (what := self._questions.main(words)) is not None:
            section["repeat"]["what"] = what
        self._reading.places.put(("section", len(self.sections) - 1, "repeat", "what"), row.place("label"))
        for code, text in self._questions.others(words).items():
            self._section_words(code, section["id"], row)["repeat"] = {"what": text}

    def _section_words(self, code: str, section: str, row: FormRow) -> dict[str, Any]:
        self._reading.places.put(("translations", code, "section", section), row.place("label", code))
        translation = self.translations.setdefault(code, {})
        words: dict[str, Any] = translation.setdefault("section", {}).setdefault(section, {})
        return words

    def _question(self, row: FormRow, role: Role | None) -> None:
        if row.value("repeat_count") != "":
            self._reading.refuse(
                row.place("repeat_count"), "a question is asked once", "put it into a repeat"
            )
        if not self._open and not self._is_loose:
            self._loose_section(row)
        section = self.sections[-1]
        path = ("section", len(self.sections) - 1, "question", len(section["question"]))
        question = self._questions.read(row, path, is_ours=role is Role.QUESTION)
        if question is None:
            self.refused.add(row.text("name"))
            return
        self._refuse_columns(row)
        section["question"].append(question)
        self._conditional(question, path, row)
        choices = self._questions.choice_names(row)
        self._named(row, Named(question["id"], str(question.get("type", "judgement")), choices))

    def _loose_section(self, row: FormRow) -> None:
        """Open a section for questions that stand in no group."""
        self._is_loose = True
        self._reading.places.put(("section", len(self.sections)), row.place())
        found = self._section_ids.take("questions")
        self.sections.append({"id": found, "title": self._title, "question": []})

    def _sample(self, row: FormRow) -> None:
        if (question := self._last_question(row)) is None:
            return
        words = row.words("label", exactly=True)
        path = self._path_of_last()
        question["sample"] = (
            {"of": as_number(row.value("repeat_count"))} if row.value("repeat_count") != "" else {}
        )
        self._reading.places.put((*path, "sample"), row.place("repeat_count"))
        self._questions.put_words(
            question["sample"], (*path, "sample"), "what", Said(words, row.place("label"), exactly=True)
        )
        for code, text in self._questions.others(words).items():
            self._questions.translation(code, question["id"], row).setdefault("sample", {})["what"] = text

    def _holds(self, row: FormRow) -> None:
        question = self._last_question(row)
        if question is None or "sample" not in question:
            return
        words = row.words("label", exactly=True)
        path = (*self._path_of_last(), "sample")
        self._questions.put_words(
            question["sample"], path, "holds", Said(words, row.place("label"), exactly=True)
        )
        if is_yes(row.text("required")):
            question["required"] = True
        for code, text in self._questions.others(words).items():
            self._questions.translation(code, question["id"], row).setdefault("sample", {})["holds"] = text

    def _last_question(self, row: FormRow) -> dict[str, Any] | None:
        questions = self.sections[-1]["question"] if self.sections else []
        if not questions or questions[-1].get("type") != "sample":
            remedy = "put it right below its question, of type note"
            self._reading.refuse(row.place(), "a sample stands below no question of its own", remedy)
            return None
        found: dict[str, Any] = questions[-1]
        return found

    def _path_of_last(self) -> tuple[str | int, ...]:
        return ("section", len(self.sections) - 1, "question", len(self.sections[-1]["question"]) - 1)

    def _refuse_columns(self, row: FormRow) -> None:
        for name in dict.fromkeys(row.names):
            if name in _REFUSED and not (name == "readonly" and is_yes(row.text(name)) is False):
                self._reading.refuse(row.place(name), _REFUSED[name], "empty the cell")

    def _conditional(self, table: dict[str, Any], path: tuple[str | int, ...], row: FormRow) -> None:
        if row.text(RELEVANT) or row.text(WHEN):
            self.conditions.append(Conditional(table, path, row))
            self._reading.places.put((*path, "when"), row.place(WHEN if row.text(WHEN) else RELEVANT))

    def _named(self, row: FormRow, named: Named) -> None:
        name = row.text("name")
        self.names[name] = None if name in self.names else named
