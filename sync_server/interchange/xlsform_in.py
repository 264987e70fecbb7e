"""Reads an XLSForm as a checklist, and names everything in it that maps to none."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from checklists.own_words import plain
from sync_server.interchange.imported import Imported, Notes, imported
from sync_server.interchange.languages import language_code
from sync_server.interchange.plain_list import is_plain_list, read_plain_list
from sync_server.interchange.problems import only
from sync_server.interchange.relevant_in import RelevantError, condition_of
from sync_server.interchange.relevant_out import Asked, relevant
from sync_server.interchange.xlsform_about import read_about, read_settings
from sync_server.interchange.xlsform_choices import read_choices
from sync_server.interchange.xlsform_columns import Reading, heading_parts
from sync_server.interchange.xlsform_survey import Survey
from sync_server.interchange.xlsform_words import CHECKLIST, CHOICES, RELEVANT, SETTINGS, SURVEY, WHEN
from sync_server.interchange.xlsx_in import read_xlsx

if TYPE_CHECKING:
    from sync_server.interchange.sheet import Sheet
    from sync_server.interchange.xlsform_survey import Conditional
    from sync_server.interchange.xlsx_in import Book

# Where each part of a checklist stands in a form.
_HOMES = {
    "text": "in the column “label”",
    "ask": "in the column “hint”",
    "why": "in the column “guidance_hint”",
    "look_for": "in the column “look_for”",
    "title": "in the column “label”",
    "choices": "on the sheet “choices”",
    "kind": "on the sheet “checklist”",
    "purpose": "on the sheet “checklist”",
    "minutes": "on the sheet “checklist”",
}
_SHEETS = (SURVEY, CHOICES, SETTINGS, CHECKLIST)


def read_spreadsheet(data: bytes, file: str) -> Imported:
    """Read the bytes of an .xlsx file that holds a form, or a plain list on its first sheet.

    Args:
        data: the bytes.
        file: its name, fit to show.

    Raises:
        InterchangeError: it can't be used as it is; it holds everything there is to put right.
    """
    book = read_xlsx(data, file, _SHEETS)
    if survey := book.sheets.get(SURVEY):
        return _form(book, survey, file)
    if book.others:
        first = book.others[0].strip().lower()
        found = read_xlsx(data, file, {first})
        if is_plain_list(found.sheets[first]):
            return read_plain_list(found.sheets[first], file, found.problems)
    others = ", ".join(f"“{plain(other)}”" for other in book.others[:10]) or "none"
    reason = f"there is no sheet called “survey” (there is: {others})"
    remedy = "name the sheet of a form “survey”, or write “Question” above the questions of a list"
    raise only(file, reason, remedy)


def _form(book: Book, survey: Sheet, file: str) -> Imported:
    reading = Reading(file, problems=list(book.problems))
    for column in ("type", "name"):
        if column not in {heading.lower() for heading in survey.headings.values()}:
            reading.refuse(
                survey.place(survey.top), f"there is no column “{column}”", "put it above its cells"
            )
    table = read_settings(book.sheets.get(SETTINGS), PurePath(file).stem, reading)
    reading.language = reading.language or _first_language(survey)
    if reading.language:
        table["language"] = reading.language
    lists = read_choices(book.sheets.get(CHOICES), reading)
    rows = Survey(lists, reading, table["title"])
    if about := book.sheets.get(CHECKLIST):
        # Written from a checklist, which may have a language without a single word in it yet.
        rows.translations.update({code: {} for code in _languages(survey) if code != reading.language})
    rows.read(survey)
    table |= {"section": rows.sections, "translations": rows.translations}
    off = read_about(about, table, reading)
    if not table["translations"]:
        del table["translations"]
    _conditions(rows, reading)
    reading.left_out += [
        f"The sheet “{plain(other)}” is left out: a checklist has no place for it." for other in book.others
    ]
    return imported(table, reading.places, file, Notes(reading.problems, reading.left_out, off, _HOMES))


def _languages(survey: Sheet) -> list[str]:
    parts = [heading_parts(heading, {}) for heading in survey.headings.values()]
    codes = [language_code(rest) for name, rest in parts if rest and name == "label"]
    return [code for code in dict.fromkeys(codes) if code is not None]


def _first_language(survey: Sheet) -> str | None:
    """Return the form's own language where the headings tell it: nothing says it of a plain `label`."""
    parts = [heading_parts(heading, {}) for heading in survey.headings.values()]
    return None if ("label", "") in parts else next(iter(_languages(survey)), None)


def _conditions(rows: Survey, reading: Reading) -> None:
    questions = [question for section in rows.sections for question in section["question"]]
    asked = {question["id"]: _asked(question) for question in questions}
    for one in rows.conditions:
        when, said = one.row.value(WHEN), one.row.text(RELEVANT)
        if isinstance(when, str) and when.strip():
            one.table["when"] = when
            if said and _differs(when, said, asked):
                place = one.row.place(RELEVANT)
                reason = "“relevant” does not say what “when” says"
                reading.refuse(place, reason, "empty the one of the two that is out of date")
        else:
            _from_form(one, said, rows, reading)


def _from_form(one: Conditional, said: str, rows: Survey, reading: Reading) -> None:
    try:
        one.table["when"] = condition_of(said, rows.names)
    except RelevantError as error:
        if error.name in rows.refused:
            return
        reading.refuse(one.row.place(RELEVANT), f"“relevant” {error.reason}", error.remedy)


def _differs(when: str, said: str, asked: dict[str, Asked]) -> bool:
    try:
        return relevant(when, asked).split() != said.split()
    except (KeyError, ValueError):  # which is said of the condition itself
        return False


def _asked(question: dict[str, Any]) -> Asked:
    choices = tuple(choice["id"] for choice in question.get("choices", ()))
    pieces = question.get("sample", {}).get("of", 0)
    return Asked(question.get("type", "judgement"), choices, pieces if isinstance(pieces, int) else 0)
