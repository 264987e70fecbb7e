"""Reads a checklist that is being written: what is still missing, what could be better, how it would look."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from checklists.errors import ChecklistValueError
from checklists.files.names import hint_of, split
from checklists.form.checklist import Checklist, Question
from checklists.form.checklist_fit import fits_between, misfits
from checklists.form.question_fit import HOMES, choice_ids, type_of
from checklists.lint import wording
from checklists.lint.changed import Changed
from checklists.lint.rules import NAMES, lint
from checklists.own_words import quoted
from sync_server.record.checklist_origins import stale

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from checklists.form.misfit import Location, Misfit
    from checklists.lint.remark import Remark
    from checklists.lint.seen import Seen
    from sync_server.record.checklist_patches import Draft

LABELS: Final = {
    "title": "Title",
    "kind": "Kind of walk",
    "purpose": "Purpose",
    "minutes": "Minutes",
    "language": "Language",
    "text": "Question",
    "why": "Why it is asked",
    "look_for": "What to look for",
    "ask": "How to begin the talk",
    "clauses": "Clauses",
    "outcome": "Good for",
    "type": "Kind of answer",
    "choices": "Choices",
    "unit": "Unit",
    "lowest": "Lowest",
    "highest": "Highest",
    "decimals": "Decimals",
    "finding_if": "Needs attention if",
    "sample": "Sample",
    "tags": "Tags",
    "weight": "Weight",
    "required": "Required",
    "when": "Only asked if",
    "repeat": "Walked once for each",
    "subsets": "By lot",
    "translations": "Translations",
    "off": "Remarks switched off",
}
_MISSING: Final = {
    "title": "Give it a title.",
    "kind": "Choose what kind of walk it is.",
    "purpose": "Say in one sentence what a walk finds out.",
    "minutes": "Say how many minutes a walk takes.",
    "language": "Choose its language.",
    "sections": "Add a section.",
    "questions": "Add a question to this section, or delete the section.",
    "text": "Write the question.",
    "why": "Say why it is asked.",
    "look_for": "Name at least one thing to look for.",
    "ask": "Write how to begin the talk.",
    "outcome": "Choose what it is good for.",
    "choices": "Give at least two choices.",
    "sample": "Say what is looked at, how many of it, and what for.",
    "repeat": "Say what it is walked once for, and how many at most.",
}
# What does not mind that other fields are empty yet.
_OF_WORDS: Final = {rule.name for rule in wording.RULES}
# What is known of a checklist and is no part of it.
_OF_THE_DRAFT: Final = ("off", "made_from")
_FILLED: Final = {"text": "…", "why": "…", "look_for": ["…"], "ask": "…", "outcome": "quality"}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing to put right before the draft can be published.

    Attributes:
        section: the id of the section it is in, None for the whole.
        question: of the question.
        field: the field, in the model's name.
        words: a sentence on what to do.
    """

    section: str | None
    question: str | None
    field: str
    words: str


def ready(content: Draft, version: int) -> Draft:
    """Return a draft without what no version would have: parts of other types, words for what is gone."""
    table = copy.deepcopy(content)
    for name in _OF_THE_DRAFT:
        table.pop(name, None)
    table["version"] = version
    for section in table["sections"]:
        for question in section["questions"]:
            _without_empty_entries(question)
            for name in [
                one for one in question.keys() & HOMES.keys() if type_of(question) not in HOMES[one]
            ]:
                del question[name]
    if not table.get("subsets"):
        table.pop("subsets", None)
    translations = table.get("translations")
    if translations:
        table["translations"] = {
            language: _still_meant(words, table) for language, words in translations.items()
        }
    else:
        table.pop("translations", None)
    return table


def _without_empty_entries(question: Draft) -> None:
    for name in ("look_for", "clauses", "tags"):
        entries = question.get(name)
        if isinstance(entries, list):
            question[name] = [one for one in entries if one]
            if name != "clauses" and not question[name]:
                del question[name]


def _still_meant(words: Draft, table: Draft) -> Draft:
    sections = {one["id"]: one for one in table["sections"]}
    questions = {one["id"]: one for section in table["sections"] for one in section["questions"]}
    said = {**words, "section": {}, "question": {}}
    for kind, known in (("section", sections), ("question", questions)):
        for name, entry in words.get(kind, {}).items():
            original = known.get(name)
            if original is None:
                continue
            kept = {field: one for field, one in entry.items() if one and original.get(field)}
            if "choices" in kept:
                ids = choice_ids(original)
                kept["choices"] = {one: text for one, text in kept["choices"].items() if one in ids and text}
            if kept := {field: one for field, one in kept.items() if one}:
                said[kind][name] = kept
    return {name: one for name, one in said.items() if one}


def finished(content: Draft, version: int) -> Checklist | None:
    """Return the checklist a draft makes, None while something is to be put right."""
    try:
        return Checklist.model_validate(ready(content, version))
    except ValidationError:
        return None


def to_put_right(content: Draft) -> list[Said]:
    """Return everything that keeps a draft from being published, in the order of the walk."""
    table = ready(content, 1)
    found: list[Said] = []
    try:
        Checklist.model_validate(table)
    except ValidationError as error:
        found = [said for one in error.errors(include_url=False) if (said := _said(table, one)) is not None]
        found += [_at(table, one.location, _misfit_words(one)) for one in misfits(table)]
    order = {one["id"]: n for n, one in enumerate(q for s in table["sections"] for q in s["questions"])}
    return sorted(dict.fromkeys(found), key=lambda one: order.get(one.question or "", -1))


def _misfit_words(one: Misfit) -> str:
    name = _name(one.location)
    if one.reason.startswith("is missing") and name in _MISSING:
        return _MISSING[name]
    return f"{_label(one.location)}: {one.reason}; {one.remedy}."


def _said(table: Draft, error: ErrorDetails) -> Said | None:
    location, kind = error["loc"], error["type"]
    name = _name(location)
    if kind == "value_error" and name in ("", "questions", "sections"):
        return None  # what a whole minds is found one by one by `misfits`
    cause = error.get("ctx", {}).get("error")
    is_missing = kind == "missing" or error["input"] in ("", None, [], ())
    if kind == "too_short" and error["input"]:
        return None
    if is_missing and name in _MISSING:
        words = _MISSING[name]
    elif isinstance(cause, ChecklistValueError):
        words = f"{_label(location)}: it {cause.reason}; {cause.remedy}."
    elif kind == "string_too_long":
        words = f"{_label(location)} is longer than {error['ctx']['max_length']} characters; shorten it."
    else:
        place, tail = split(location)
        words = f"{_label(location)} can't be {quoted(error['input'])}; write {hint_of(place, tail)}."
    return _at(table, location, words)


def _at(table: Draft, location: Location, words: str) -> Said:
    section = question = None
    match location:
        case ("sections", int(s), "questions", int(q), *_):
            section, question = table["sections"][s]["id"], table["sections"][s]["questions"][q]["id"]
        case ("sections", int(s), *_):
            section = table["sections"][s]["id"]
        case ("translations", str(), "question", str(name), *_):
            question = name
        case _:
            pass
    return Said(section, question, _name(location), words)


def _name(location: Location) -> str:
    match location:
        case ("sections", int(), "questions", int(), *rest) | ("sections", int(), *rest):
            return str(rest[0]) if rest else ""
        case (str(name), *_):
            return name
        case _:
            return ""


def _label(location: Location) -> str:
    name = _name(location)
    return LABELS.get(name, name.capitalize())


def shown(content: Draft) -> Checklist | None:
    """Return a draft as a checklist, “…” for what is missing; None where there is nothing to show yet."""
    table = ready(content, 1)
    for name, value in (("title", "…"), ("purpose", "…"), ("minutes", 1), ("kind", "gemba_walk")):
        table[name] = table.get(name) or value
    for section in table["sections"]:
        section["title"] = section.get("title") or "…"
        section["questions"] = list(_usable(section["questions"]))
    table["sections"] = [one for one in table["sections"] if one["questions"]]
    for _ in range(3):
        try:
            return Checklist.model_validate(table)
        except ValidationError as error:
            for location in [one["loc"] for one in error.errors(include_url=False)]:
                _drop(table, location)
            for misfit in list(fits_between(table)):
                _drop(table, misfit.location)
    return None


def _usable(questions: list[Draft]) -> Iterator[Draft]:
    for question in questions:
        errors = _errors(question)
        if not errors:
            yield question
        else:
            bad = {str(one[0]) for one in errors if one}
            kept = {name: value for name, value in question.items() if name not in bad}
            filled = {**_FILLED, **kept}
            if not _errors(filled):
                yield filled
            else:
                yield {name: filled[name] for name in ("id", *_FILLED)}


def _errors(question: Draft) -> list[Location]:
    try:
        Question.model_validate(question)
    except ValidationError as error:
        return [one["loc"] for one in error.errors(include_url=False)]
    return []


def _drop(table: Draft, location: Location) -> None:
    match location:
        case ("sections", int(s), "questions", int(q), "when", *_):
            table["sections"][s]["questions"][q].pop("when", None)
        case ("sections", int(s), "when" | "repeat" as name, *_):
            table["sections"][s].pop(name, None)
        case ("translations", str(language), *_):
            table.get("translations", {}).pop(language, None)
        case ("subsets", *_):
            table.pop("subsets", None)
        case _:
            pass


def remarks(content: Draft, seen: Collection[Seen]) -> list[Remark]:
    """Return what the linter says of a draft: of questions that are not complete, of their words only."""
    readable = shown(content)
    if readable is None:
        return []
    incomplete = {one.question for one in to_put_right(content) if one.question}
    off = {one for one in content.get("off", {}) if one in NAMES}
    found = lint(readable, off, seen, _changed_since(content))
    return [one for one in found if one.question not in incomplete or one.rule in _OF_WORDS]


def _changed_since(content: Draft) -> Iterator[Changed]:
    for language in content.get("translations", {}):
        for place in stale(content, language):
            kind, _, rest = place.partition("/")
            name, _, field = rest.partition("/")
            part = (kind, name) if rest else ("checklist", "")
            yield Changed(language, *part, LABELS[(field or kind).partition("/")[0]])


def draft_of(
    checklist: Checklist,
    off: Mapping[str, str] | None = None,
    made_from: Mapping[str, Mapping[str, Any]] | None = None,
) -> Draft:
    """Return the draft that begins as a published version, with what is known of that version."""
    table: dict[str, Any] = checklist.model_dump(mode="json")
    del table["version"]
    known = {"off": dict(off or {}), "made_from": dict(made_from or {})}
    return {**table, **{name: one for name, one in known.items() if one}}


def empty_draft(checklist: str, title: str, kind: str) -> Draft:
    """Return the draft of a new checklist: one section, nothing in it."""
    section = {"id": "section", "title": "", "questions": []}
    return {
        "id": checklist,
        "title": title,
        "kind": kind,
        "purpose": "",
        "minutes": 30,
        "language": "en",
        "sections": [section],
    }
