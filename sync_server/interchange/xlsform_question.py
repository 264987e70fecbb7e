"""One row of a form as a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from checklists.ids import is_slug
from sync_server.interchange.fresh_ids import FreshIds
from sync_server.interchange.xlsform_choices import is_ours as is_our_list
from sync_server.interchange.xlsform_types import (
    WHOLE,
    as_number,
    instead_of,
    is_yes,
    limits_of,
    plain_type,
    selected,
)
from sync_server.interchange.xlsform_words import ANSWERS_LIST, QUESTION_PARTS, id_in, slug_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync_server.interchange.problems import SheetPlace
    from sync_server.interchange.xlsform_choices import FormList
    from sync_server.interchange.xlsform_columns import FormRow, Reading
    from sync_server.interchange.xlsform_types import Selected

_NUMBERS = ("lowest", "highest", "decimals", "weight")
_WORDS = ("finding_if", "outcome")
_LISTS = {"clauses": re.compile(r"[\n;,]+"), "tags": re.compile(r"[\s;,]+")}
_ONE_OF_LIST = 60


class Said(NamedTuple):
    """Words of a row by language, where they stand, and whether they are kept to the letter."""

    words: Mapping[str | None, str]
    place: SheetPlace
    exactly: bool


class QuestionReader:
    """Reads questions of one form."""

    def __init__(
        self, lists: Mapping[str, FormList], reading: Reading, translations: dict[str, dict[str, Any]]
    ) -> None:
        self._lists, self._reading, self._translations = lists, reading, translations
        self._ids = FreshIds()

    def read(self, row: FormRow, path: tuple[str | int, ...], *, is_ours: bool) -> dict[str, Any] | None:
        """Return a row as a question of a checklist file, None where it is none.

        Args:
            row: the row.
            path: where the question stands in the checklist.
            is_ours: whether the row was written from a checklist, so that its words are kept to the letter.
        """
        name = row.text("name")
        found: dict[str, Any] = {"id": fresh_id(name, "question", self._ids, is_ours=is_ours)}
        kind = self._kind(row, found, path, is_ours=is_ours)
        if kind is None:
            return None
        self._reading.places.put(path, row.place())
        self._reading.places.put((*path, "id"), row.place("name"))
        self._reading.places.put((*path, "type"), row.place("type"))
        if kind != "judgement":
            found["type"] = kind
        for column, part in QUESTION_PARTS.items():
            words = row.words(column, exactly=is_ours)
            self.put_words(found, path, part, Said(words, row.place(column), exactly=is_ours))
            for code, text in self.others(words).items():
                said = self.translation(code, found["id"], row)
                said[part] = _lines(text) if part == "look_for" else text if is_ours else _line(text)
        self._parts(row, found, path, kind)
        return found

    def put_words(
        self,
        table: dict[str, Any],
        path: tuple[str | int, ...],
        part: str,
        said: Said,
    ) -> None:
        """Put the words of the form's own language into a table, and remember where they stand."""
        if (text := self.main(said.words)) is None:
            return
        if "${" in text and not said.exactly:
            self._reading.refuse(
                said.place, "the words take in the answer to another question", "write them without ${…}"
            )
        table[part] = _lines(text) if part == "look_for" else text if said.exactly else _line(text)
        self._reading.places.put((*path, part), said.place)

    def main(self, words: Mapping[str | None, str]) -> str | None:
        """Return the words of the form's own language."""
        return words.get(self._reading.language) or words.get(None)

    def others(self, words: Mapping[str | None, str]) -> dict[str, str]:
        """Return the words of the other languages."""
        return {
            code: text for code, text in words.items() if code is not None and code != self._reading.language
        }

    def translation(self, code: str, question: str, row: FormRow) -> dict[str, Any]:
        """Return the table of a question's words in another language."""
        self._reading.places.put(("translations", code, "question", question), row.place("label", code))
        inner = self._translations.setdefault(code, {}).setdefault("question", {})
        words: dict[str, Any] = inner.setdefault(question, {})
        return words

    def choice_names(self, row: FormRow) -> dict[str, str]:
        """Return the ids of a row's choices by the names that the form gives them."""
        said = selected(row.text("type"))
        found = self._lists.get(said.list) if said else None
        return {name: choice.id for name, choice in found.choices.items()} if found else {}

    def _kind(
        self, row: FormRow, found: dict[str, Any], path: tuple[str | int, ...], *, is_ours: bool
    ) -> str | None:
        form_type, place = row.text("type"), row.place("type")
        if is_ours and form_type == "note":
            return "sample"
        if said := selected(form_type):
            return self._selected(said, found, path, row)
        if kind := plain_type(form_type):
            if kind == "number" and form_type.lower() in WHOLE:
                found["decimals"] = 0
            return kind
        reason = f"“{form_type[:_ONE_OF_LIST]}” is a type that a checklist does not have"
        self._reading.refuse(place, reason, instead_of(form_type))
        return None

    def _selected(
        self, said: Selected, found: dict[str, Any], path: tuple[str | int, ...], row: FormRow
    ) -> str | None:
        place = row.place("type")
        if said.list == ANSWERS_LIST:
            return "judgement"
        answers = self._lists.get(said.list)
        if said.or_other:
            remedy = "put “Other” on the list; what it was goes into the note"
            self._reading.refuse(
                place, "“or_other” lets people add an answer, and a checklist does not", remedy
            )
        if answers is None:
            reason = f"the list “{said.list[:_ONE_OF_LIST]}” is not on the sheet “choices”"
            self._reading.refuse(place, reason, "put its choices there, each with list_name, name and label")
            return None
        if not said.several and (answers.is_yes_no or is_our_list(said.list)):
            return "yes_no"
        found["choices"] = []
        for number, choice in enumerate(answers.choices.values()):
            text = self.main(choice.words)
            entry: dict[str, Any] = {"id": choice.id}
            if text is not None:
                entry["text"] = (
                    text if is_slug(said.list.removesuffix("_choices").removeprefix("_")) else _line(text)
                )
            found["choices"].append(entry | ({"finding": True} if choice.finding else {}))
            self._reading.places.put((*path, "choices", number), choice.place)
            for code, words in self.others(choice.words).items():
                self.translation(code, found["id"], row).setdefault("choices", {})[choice.id] = words
        return "choices" if said.several else "choice"

    def _parts(self, row: FormRow, found: dict[str, Any], path: tuple[str | int, ...], kind: str) -> None:
        for name in (*_NUMBERS, *_WORDS, *_LISTS):
            if not row.text(name):
                continue
            self._reading.places.put((*path, name), row.place(name))
            if name in _LISTS:
                found[name] = [part for one in _LISTS[name].split(row.text(name)) if (part := one.strip())]
            else:
                found[name] = as_number(row.value(name)) if name in _NUMBERS else row.text(name)
        required = is_yes(row.text("required"))
        if required is None:
            remedy = "write yes or leave it empty"
            self._reading.refuse(row.place("required"), "whether it is required depends on something", remedy)
        elif required:
            found["required"] = True
        if said := row.text("constraint"):
            self._constraint(said, row, found, kind)

    def _constraint(self, said: str, row: FormRow, found: dict[str, Any], kind: str) -> None:
        limits = limits_of(said, whole=found.get("decimals") == 0) if kind == "number" else None
        if limits is None:
            reason = f"“{said[:_ONE_OF_LIST]}” is a limit that a checklist does not have"
            remedy = "empty the cell"
            if kind == "number":
                remedy = f"write it like . >= 2 and . <= 8, or {remedy}"
            self._reading.refuse(row.place("constraint"), reason, remedy)
        else:
            found |= {name: number for name, number in limits.items() if name not in found}


def _lines(text: str) -> list[str]:
    return [line for line in text.replace("\r", "").split("\n") if line.strip()]


def _line(text: str) -> str:
    return " ".join(text.split())


def fresh_id(name: str, otherwise: str, ids: FreshIds, *, is_ours: bool) -> str:
    """Return the id for a name of the form: the one it was made of, or one that nothing else has."""
    if is_ours:
        return ids.keep(id_in(name))
    return ids.take(name if is_slug(name) else slug_in(name) or otherwise)
