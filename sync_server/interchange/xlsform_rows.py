"""The rows of a checklist as an XLSForm: sections are groups, below a question stand its answer and note."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from checklists.form.checklist import QuestionType
from checklists.form.translation import QuestionWords, SectionWords
from sync_server.interchange.languages import language_heading
from sync_server.interchange.relevant_out import Asked, relevant
from sync_server.interchange.words import words_in
from sync_server.interchange.xlsform_words import (
    ANSWERS,
    ANSWERS_LIST,
    PHOTO_SIZE,
    QUESTION_PARTS,
    RELEVANT,
    WHEN,
    YES_NO_LIST,
    Role,
    form_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklists.form.checklist import Checklist, Question, Section

Row: TypeAlias = "dict[str, str | float]"
"""One row of a sheet by its headings; a cell that is not there stays empty."""

_TYPES = {
    QuestionType.JUDGEMENT: f"select_one {ANSWERS_LIST}",
    QuestionType.YES_NO: f"select_one {YES_NO_LIST}",
    QuestionType.TEXT: "text",
    QuestionType.DATE: "date",
    QuestionType.PHOTO: "image",
    QuestionType.SAMPLE: "note",
}


class Rows:
    """Writes the rows of one checklist."""

    def __init__(self, checklist: Checklist) -> None:
        self._checklist = checklist
        self._asked = {
            one.id: Asked(
                one.type, tuple(choice.id for choice in one.choices), one.sample.of if one.sample else 0
            )
            for one in checklist.questions
        }

    def survey(self) -> Iterator[Row]:
        """Yield the rows of the sheet `survey`."""
        for section in self._checklist.sections:
            yield from self._section(section)

    def choices(self) -> Iterator[Row]:
        """Yield the rows of the sheet `choices`."""
        for name in ANSWERS:
            yield {"list_name": ANSWERS_LIST, "name": name, **self._said(name)}
        for name in ("yes", "no"):
            yield {"list_name": YES_NO_LIST, "name": name, **self._said(name)}
        for question in self._checklist.questions:
            words = {code: self._question_words(code, question.id).choices for code in self._others}
            for choice in question.choices:
                there = {code: said[choice.id] for code, said in words.items() if choice.id in said}
                row: Row = {"list_name": form_name(question.id, "_choices"), "name": choice.id}
                yield row | self._label(choice.text, there) | ({"finding": "yes"} if choice.finding else {})

    @property
    def _others(self) -> tuple[str, ...]:
        return tuple(self._checklist.translations)

    def _section(self, section: Section) -> Iterator[Row]:
        kind = "repeat" if section.repeat else "group"
        name = f"section_{section.id}"
        words = {code: self._section_words(code, section.id) for code in self._others}
        titles = {code: one.title for code, one in words.items() if one.title is not None}
        most: Row = {"repeat_most": section.repeat.most} if section.repeat else {}
        yield {
            "type": f"begin_{kind}",
            "name": name,
            "floorwalk": Role.SECTION,
            **self._label(section.title, titles),
            **self._condition(section.when),
            **most,
        }
        if section.repeat:
            whats = {
                code: one.repeat.what
                for code, one in words.items()
                if one.repeat and one.repeat.what is not None
            }
            yield {
                "type": "text",
                "name": f"{name}_name",
                "floorwalk": Role.NAME,
                **self._label(section.repeat.what, whats),
            }
        for question in section.questions:
            yield from self._question(question)
        yield {"type": f"end_{kind}", "name": name}

    def _question(self, question: Question) -> Iterator[Row]:
        condition = self._condition(question.when)
        shown: Row = {RELEVANT: condition[RELEVANT]} if condition else {}
        yield self._question_row(question) | condition
        if question.sample:
            yield from self._sample(question, shown)
        if question.type is not QuestionType.JUDGEMENT:
            row: Row = {"type": f"select_one {ANSWERS_LIST}", "name": form_name(question.id, "_judgement")}
            yield row | {"floorwalk": Role.JUDGEMENT} | self._said("judgement", _limits(question)) | shown
        yield (
            {"type": "text", "name": form_name(question.id, "_note"), "floorwalk": Role.NOTE}
            | self._said("note")
            | shown
        )

    def _question_row(self, question: Question) -> Row:
        row: Row = {"type": _form_type(question), "name": form_name(question.id), "floorwalk": Role.QUESTION}
        words = {code: self._question_words(code, question.id) for code in self._others}
        for heading, part in QUESTION_PARTS.items():
            if original := _written(getattr(question, part)):
                row[self._heading(heading, self._checklist.language)] = original
            for code, one in words.items():
                if translation := _written(getattr(one, part)):
                    row[self._heading(heading, code)] = translation
        row |= {"outcome": question.outcome, "clauses": "\n".join(map(str, question.clauses))}
        row |= {"tags": " ".join(question.tags)}
        told: dict[str, str | float | None] = {
            "lowest": question.lowest,
            "highest": question.highest,
            "decimals": question.decimals,
            "finding_if": question.finding_if,
            "weight": question.weight if question.weight != 1 else None,
            # A note can't be answered: what is required of a sample are its rows.
            "required": "yes" if question.required and not question.sample else None,
            "parameters": PHOTO_SIZE if question.type is QuestionType.PHOTO else None,
        }
        return row | {name: value for name, value in told.items() if value is not None}

    def _sample(self, question: Question, shown: Row) -> Iterator[Row]:
        if question.sample is None:
            return
        said = {
            code: one
            for code in self._others
            if (one := self._question_words(code, question.id).sample) is not None
        }
        name = form_name(question.id, "_sample")
        what = self._label(
            question.sample.what, {code: one.what for code, one in said.items() if one.what is not None}
        )
        holds = self._label(
            question.sample.holds, {code: one.holds for code, one in said.items() if one.holds is not None}
        )
        sample: Row = {"type": "begin_repeat", "name": name, "floorwalk": Role.SAMPLE}
        yield sample | {"repeat_count": question.sample.of} | what | shown
        yield {"type": "text", "name": form_name(question.id, "_item"), "floorwalk": Role.PIECE, **what}
        row: Row = {"type": f"select_one {YES_NO_LIST}", "name": form_name(question.id, "_holds")}
        yield row | {"floorwalk": Role.HOLDS} | holds | ({"required": "yes"} if question.required else {})
        yield {"type": "end_repeat", "name": name}

    def _condition(self, when: str | None) -> Row:
        return {} if when is None else {RELEVANT: relevant(when, self._asked), WHEN: when}

    def _said(self, name: str, more: str = "") -> Row:
        """Words of the form itself, in each language of the checklist."""
        return {
            self._heading("label", code): f"{words_in(code)[name]}{more}"
            for code in self._checklist.languages
        }

    def _label(self, original: str, words: Mapping[str, str]) -> Row:
        said = {self._checklist.language: original, **words}
        return {self._heading("label", code): text for code, text in said.items()}

    def _heading(self, column: str, code: str) -> str:
        return f"{column}::{language_heading(code)}"

    def _section_words(self, code: str, section: str) -> SectionWords:
        return self._checklist.translations[code].section.get(section, SectionWords())

    def _question_words(self, code: str, question: str) -> QuestionWords:
        return self._checklist.translations[code].question.get(question, QuestionWords())


def _form_type(question: Question) -> str:
    match question.type:
        case QuestionType.CHOICE | QuestionType.CHOICES:
            one = "one" if question.type is QuestionType.CHOICE else "multiple"
            return f"select_{one} {form_name(question.id, '_choices')}"
        case QuestionType.NUMBER:
            return "integer" if question.decimals == 0 else "decimal"
        case _:
            return _TYPES[question.type]


def _written(words: str | tuple[str, ...] | None) -> str:
    # A line of a checklist has no line break in it, so a list of them stands in one cell.
    return "\n".join(words) if isinstance(words, tuple) else words or ""


def _limits(question: Question) -> str:
    """What a reading is fine between, for somebody who fills the form elsewhere: ` (2 … 8 °C)`."""
    if question.lowest is None and question.highest is None and question.unit is None:
        return ""
    ends = [f"{end:g}" if end is not None else "" for end in (question.lowest, question.highest)]
    span = " … ".join(ends) if any(ends) else ""
    return f" ({' '.join(part for part in (span.strip(), question.unit or '') if part)})"
