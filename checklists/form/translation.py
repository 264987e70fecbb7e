"""The words of a checklist in another language, and the checklist as it reads in it."""

from typing import Any

from pydantic import Field

from checklists.form.frozen import Frozen, is_unset
from checklists.form.lines import SHORT_LENGTH, TEXT_LENGTH, TITLE_LENGTH, Short, Text, Title
from checklists.ids import Slug

_TEXT_HINT = f"the words in this language, up to {TEXT_LENGTH} characters"
_TITLE_HINT = f"the words in this language, up to {TITLE_LENGTH} characters"
_SHORT_HINT = f"the words in this language, up to {SHORT_LENGTH} characters"
# As many entries as the original may have.
_MOST_LOOK_FOR = 20


class SampleWords(Frozen):
    """What a sample is of, and what each piece is looked at for."""

    what: Short | None = Field(default=None, exclude_if=is_unset, description=_SHORT_HINT)
    holds: Short | None = Field(default=None, exclude_if=is_unset, description=_SHORT_HINT)


class RepeatWords(Frozen):
    """What a section is walked once for."""

    what: Short | None = Field(default=None, exclude_if=is_unset, description=_SHORT_HINT)


class SectionWords(Frozen):
    """The words of a section."""

    title: Title | None = Field(default=None, exclude_if=is_unset, description=_TITLE_HINT)
    repeat: RepeatWords | None = Field(
        default=None, exclude_if=is_unset, description='the words of its repeat, such as {what = "Maschine"}'
    )


class QuestionWords(Frozen):
    """The words of a question."""

    text: Text | None = Field(default=None, exclude_if=is_unset, description=_TEXT_HINT)
    why: Text | None = Field(default=None, exclude_if=is_unset, description=_TEXT_HINT)
    look_for: tuple[Text, ...] = Field(
        default=(),
        max_length=_MOST_LOOK_FOR,
        exclude_if=is_unset,
        description="the list in this language, with as many entries",
    )
    ask: Text | None = Field(default=None, exclude_if=is_unset, description=_TEXT_HINT)
    unit: Short | None = Field(default=None, exclude_if=is_unset, description=_SHORT_HINT)
    choices: dict[Slug, Title] = Field(
        default={},
        exclude_if=is_unset,
        description='the words of the choices by their ids, such as {new = "Neu", old = "Alt"}',
    )
    sample: SampleWords | None = Field(
        default=None,
        exclude_if=is_unset,
        description='the words of its sample, such as {what = "Messmittel", holds = "gültig"}',
    )


class Translation(Frozen):
    """The words of a checklist in one more language; what is not here stays as it is."""

    title: Title | None = Field(default=None, exclude_if=is_unset, description=_TITLE_HINT)
    purpose: Text | None = Field(default=None, exclude_if=is_unset, description=_TEXT_HINT)
    section: dict[Slug, SectionWords] = Field(
        default={}, exclude_if=is_unset, description="tables by the ids of the sections"
    )
    question: dict[Slug, QuestionWords] = Field(
        default={}, exclude_if=is_unset, description="tables by the ids of the questions"
    )


# A checklist, a section or a question as JSON has it: no better type for it than this.
Table = dict[str, Any]


def translated(checklist: Table, words: Translation) -> tuple[Table, frozenset[str]]:
    """Return a checklist's table with the words of a translation, and the paths of what has none.

    Args:
        checklist: what `model_dump(mode="json")` gives.
        words: the translation.
    """
    said = words.model_dump(mode="json")
    missing: set[str] = set()
    table = _with(checklist, said, ("title", "purpose"), "", missing)
    table["sections"] = [
        _section(one, said.get("section", {}).get(one["id"], {}), said.get("question", {}), missing)
        for one in checklist["sections"]
    ]
    return table, frozenset(missing)


def _section(section: Table, said: Table, questions: Table, missing: set[str]) -> Table:
    path = f"section/{section['id']}/"
    table = _with(section, said, ("title",), path, missing)
    _put_inside(table, said, "repeat", path, missing)
    table["questions"] = [
        _question(one, questions.get(one["id"], {}), missing) for one in section["questions"]
    ]
    return table


def _question(question: Table, said: Table, missing: set[str]) -> Table:
    path = f"question/{question['id']}/"
    table = _with(question, said, ("text", "why", "look_for", "ask", "unit"), path, missing)
    _put_inside(table, said, "sample", path, missing)
    if "choices" in table:
        words = said.get("choices", {})
        table["choices"] = [
            _with(one, {"text": words.get(one["id"])}, ("text",), f"{path}choices/{one['id']}/", missing)
            for one in question["choices"]
        ]
    return table


def _with(original: Table, said: Table, names: tuple[str, ...], path: str, missing: set[str]) -> Table:
    there = [name for name in names if original.get(name)]
    # Most units are the same in every language.
    missing |= {f"{path}{name}" for name in there if not said.get(name) and name != "unit"}
    return {**original, **{name: said[name] for name in there if said.get(name)}}


def _put_inside(table: Table, said: Table, name: str, path: str, missing: set[str]) -> None:
    if name in table:
        table[name] = _with(table[name], said.get(name, {}), ("what", "holds"), f"{path}{name}/", missing)
