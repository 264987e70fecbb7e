"""What a form says of the checklist as a whole: its sheet `settings`, and ours, `checklist`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklists.form.checklist import HIGHEST_VERSION
from checklists.ids import is_slug
from checklists.lint.switched_off import switched_off
from sync_server.interchange.languages import language_code
from sync_server.interchange.sheet import text_of
from sync_server.interchange.xlsform_columns import FormRow, columns_of
from sync_server.interchange.xlsform_words import slug_in, unguarded

if TYPE_CHECKING:
    from sync_server.interchange.sheet import Sheet
    from sync_server.interchange.xlsform_columns import Reading

_SETTINGS = ("form_title", "form_id", "version", "default_language")


def read_settings(sheet: Sheet | None, stem: str, reading: Reading) -> dict[str, Any]:
    """Return title, id and version of the checklist; the form's own language is noted in `reading`.

    Args:
        sheet: the sheet `settings`, None where there is none.
        stem: what the checklist is called if nothing else says it: the file's name without its end.
        reading: what can't be used, or is left out, is noted here.
    """
    row = None
    if sheet is not None and sheet.rows:
        columns = columns_of(sheet, reading)
        row = FormRow(sheet, columns, sheet.rows[0])
        for column in columns:
            if column.name not in _SETTINGS and column.number in sheet.cells[row.number]:
                reading.leave_out(sheet.place(row.number, column.number), "a checklist has no place for it")
    title = unguarded(text_of(row.value("form_title"))) if row else ""
    form_id = row.text("form_id") if row else ""
    name = form_id or title.strip() or stem
    table: dict[str, Any] = {
        "id": name if is_slug(name) else slug_in(name) or "checklist",
        "version": _version(row, reading) if row else 1,
        "title": title if title.strip() else form_id or stem,
    }
    for key, column_name in (("id", "form_id"), ("version", "version"), ("title", "form_title")):
        if row and row.text(column_name):
            reading.places.put((key,), row.place(column_name))
    if row and (said := row.text("default_language")):
        reading.language = language_code(said)
        if reading.language is None:
            reading.refuse(
                row.place("default_language"),
                f"“{said[:60]}” is a language that is not known here",
                "put its code in brackets, such as “Deutsch (de)”",
            )
    return table


def _version(row: FormRow, reading: Reading) -> int:
    said = row.text("version")
    if (
        said.isascii()
        and said.isdigit()
        and len(said) <= len(str(HIGHEST_VERSION))
        and 1 <= int(said) <= HIGHEST_VERSION
    ):
        return int(said)
    if said:
        reading.leave_out(row.place("version"), "a version is a whole number here, and this is version 1")
    return 1


def read_about(sheet: Sheet | None, table: dict[str, Any], reading: Reading) -> dict[str, str]:
    """Put what our own sheet says into the checklist, and return the rules that are switched off."""
    if sheet is None:
        return {}
    off: dict[str, str] = {}
    languages = _languages(sheet, reading)
    for number in sheet.rows:
        cells = sheet.cells[number]
        what, value = text_of(cells.get(1, "")).strip(), cells.get(2, "")
        words = {code: text for column, code in languages.items() if (text := _words(cells.get(column, "")))}
        place = sheet.place(number, 2)
        sort, _, name = what.partition(" ")
        match sort:
            case "title" | "purpose":
                if sort == "purpose" and value != "":
                    table["purpose"] = _words(value)
                    reading.places.put(("purpose",), place)
                for code, text in words.items():
                    table["translations"][code][sort] = text
                    reading.places.put(("translations", code, sort), place)
            case "kind" | "minutes":
                table[sort] = value
                reading.places.put((sort,), place)
            case "subset":
                subsets = table.setdefault("subset", [])
                reading.places.put(("subset", len(subsets)), place)
                subsets.append({"tag": name, "ask": value})
            case "off":
                off[name] = _words(value)
                _check_off(name, off[name], sheet, number, reading)
            case _:
                remedy = "use title, purpose, kind, minutes, subset and off"
                reading.refuse(sheet.place(number, 1), f"“{what[:60]}” is not known here", remedy)
    return off


def _languages(sheet: Sheet, reading: Reading) -> dict[int, str]:
    found: dict[int, str] = {}
    for column, heading in sheet.headings.items():
        if column <= len(("what", "value")) or not heading:
            continue
        if (code := language_code(heading)) is None:
            reading.refuse(
                sheet.place(sheet.top, column),
                f"the heading “{heading[:60]}” names a language that is not known here",
                "put its code in brackets, such as “Deutsch (de)”",
            )
        else:
            found[column] = code
    return found


def _check_off(name: str, reason: str, sheet: Sheet, number: int, reading: Reading) -> None:
    _, found = switched_off({"off": {name: reason}}, reading.file, reading.places)
    for problem in found:
        reading.refuse(sheet.place(number, 2), problem.reason, problem.remedy)


def _words(value: str | float | bool) -> str:  # noqa: FBT001 - what a cell holds
    return unguarded(text_of(value))
