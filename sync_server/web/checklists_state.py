"""What an editor shows around the fields: the outline, what is to be put right, who changed what, undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from checklists.errors import ChecklistValueError
from checklists.form.checklist import Outcome, QuestionType, VisitKind
from checklists.form.clause import Clause
from checklists.form.clause_map import clause_maps, clause_title
from checklists.form.condition import All, AnyOf, Comparison, ConditionError, Not, parsed
from checklists.moments import read_moment
from sync_server.record.checklist_drafts import can_take_back, changes
from sync_server.record.checklist_patches import about, part, place_of
from sync_server.record.checklist_seen import last_sealed, seen
from sync_server.web import moments
from sync_server.web.checklists_languages import counts
from sync_server.web.checklists_reading import LABELS, remarks, to_put_right
from sync_server.web.rendering import render
from sync_server.web.words import clipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import Request

    from checklists.form.condition import Condition
    from checklists.lint.remark import Remark
    from checklists.lint.seen import Seen
    from sync_server.record.checklist_drafts import OpenDraft
    from sync_server.record.checklist_patches import Draft, Patch
    from sync_server.record.database import Connection
    from sync_server.record.names import Names
    from sync_server.record.office import Reader

TYPES: Final = {
    QuestionType.JUDGEMENT: "Judgement only",
    QuestionType.YES_NO: "Yes or no",
    QuestionType.CHOICE: "One of several",
    QuestionType.CHOICES: "Any of several",
    QuestionType.NUMBER: "A number",
    QuestionType.TEXT: "A line or two",
    QuestionType.DATE: "A date",
    QuestionType.PHOTO: "A photo",
    QuestionType.SAMPLE: "Some of a kind, one by one",
}
OUTCOMES: Final = {one: one.capitalize() for one in Outcome}
KINDS: Final = {one: one.label for one in VisitKind}
_MOST_CLAUSES: Final = 12
# As much of a text as tells people which one is meant.
_SHORT: Final = 60


@dataclass(frozen=True, slots=True)
class Note:
    """One thing said of a part: to put right before publishing, or a remark on what could be better."""

    section: str | None
    question: str | None
    field: str
    words: str
    rule: str = ""
    place: str = "The checklist"

    @property
    def key(self) -> str:
        """What it is about, as the outline names it."""
        if self.question:
            return f"question/{self.question}"
        return f"section/{self.section}" if self.section else "checklist/"


def seen_of(request: Request, connection: Connection, checklist: str) -> tuple[Seen, ...]:
    """Return what the record shows of a checklist's questions, folded anew only after another visit."""
    kept: dict[str, tuple[str, tuple[Seen, ...]]] = request.app.state.__dict__.setdefault(
        "checklists_seen", {}
    )
    mark = last_sealed(connection, checklist)
    if not mark:
        return ()
    known = kept.get(checklist)
    if known is None or known[0] != mark:
        known = kept[checklist] = (mark, seen(connection, checklist))
    return known[1]


def notes(content: Draft, shown: tuple[Seen, ...]) -> list[Note]:
    """Return everything there is to say of a draft: what is to be put right first."""
    places = _places(content)
    wrong = [
        Note(one.section, one.question, one.field, one.words, place=_place(places, one.section, one.question))
        for one in to_put_right(content)
    ]
    return [*wrong, *(_note(one, places) for one in remarks(content, shown))]


def _note(one: Remark, places: dict[str, str]) -> Note:
    words = f"{one.reason[0].upper()}{one.reason[1:]}; {one.advice}."
    field = ""
    # The linter names fields as a file does.
    for name in ("look_for", "ask", "why", "text"):
        if f"“{name}”" in words:
            field, words = name, words.replace(f"“{name}”", f"“{LABELS[name]}”")
    return Note(one.section, one.question, field, words, one.rule, _place(places, one.section, one.question))


def _place(places: dict[str, str], section: str | None, question: str | None) -> str:
    return places.get(question or "") or places.get(section or "") or "The checklist"


def _places(content: Draft) -> dict[str, str]:
    """Return what sections and questions are called in a list."""
    found: dict[str, str] = {}
    number = 0
    for section in content["sections"]:
        found[section["id"]] = _short(section.get("title") or "A section without a name")
        for question in section["questions"]:
            number += 1
            found[question["id"]] = f"{number}. {_short(question.get('text') or 'Not written yet')}"
    return found


def _short(text: str) -> str:
    start, left_out = clipped(text, _SHORT)
    return f"{start} …" if left_out else start


def state(  # noqa: PLR0913, PLR0917 - all that the page around the fields shows
    request: Request,
    connection: Connection,
    draft: OpenDraft,
    reader: Reader,
    names: Names,
    since: int,
) -> dict[str, Any]:
    """Return what the page around the fields is to show now."""
    said = notes(draft.content, seen_of(request, connection, draft.checklist))
    every = changes(connection, draft)
    undo, redo = can_take_back(every, reader.id)
    others = [one for one in every if one.revision > since and one.applied and one.person != reader.id]
    own = [one for one in every if one.revision > since and one.applied and one.person == reader.id]
    shown = outline(draft.content, said)
    last = others[-1] if others else None
    return {
        "revision": draft.revision,
        "saved": f"Saved {moments.clock_words(read_moment(draft.changed_at))}",
        "undo": undo is not None,
        "redo": redo is not None,
        "outline": render(request, "draft_outline.html", outline=shown),
        "checks": render(
            request, "draft_checks.html", notes=said, draft=draft.checklist, counts=counts(draft.content)
        ),
        "notes": [
            {"about": one.key, "field": one.field, "words": one.words, "rule": one.rule} for one in said
        ],
        "wrong": sum(not one.rule for one in said),
        "remarks": sum(bool(one.rule) for one in said),
        "changed": bool(others or own),
        "others": f"{names.person(last.person)} changed {what_changed(last.patch, draft.content)}"
        if last
        else "",
    }


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A section or question in the outline."""

    kind: str
    id: str
    number: int
    text: str
    wrong: int
    remarks: int
    conditional: bool
    inner: tuple[OutlineLine, ...] = ()


def outline(content: Draft, said: list[Note]) -> list[OutlineLine]:
    """Return the sections of a draft with their questions."""
    wrong: dict[str, int] = {}
    better: dict[str, int] = {}
    for one in said:
        where = better if one.rule else wrong
        where[one.key] = where.get(one.key, 0) + 1

    def line(kind: str, one: Draft, number: int, inner: tuple[OutlineLine, ...] = ()) -> OutlineLine:
        key = f"{kind}/{one['id']}"
        text = one.get("text") or one.get("title") or ""
        return OutlineLine(
            kind, one["id"], number, text, wrong.get(key, 0), better.get(key, 0), bool(one.get("when")), inner
        )

    lines, number = [], 0
    for place, section in enumerate(content["sections"], 1):
        inner = []
        for question in section["questions"]:
            number += 1
            inner.append(line("question", question, number))
        lines.append(line("section", section, place, tuple(inner)))
    return lines


def what_changed(patch: Patch, content: Draft) -> str:  # noqa: PLR0911 - one for each sort of change
    """Return what a change was about, in words: “What to look for of “How do you know…””."""
    where = about(patch)
    found = part(content, *where) if where else None
    gone = patch.get("now") or patch.get("was") if patch["do"] == "put" else None
    said = (found or gone or {}) if not isinstance(found, str) else {}
    text = said.get("text") or said.get("title") or ""
    name = f"“{_short(text)}”" if text else f"a {where[0]}" if where else ""
    match patch:
        case {"do": "put", "now": None}:
            return f"{name} (deleted)"
        case {"do": "put"}:
            return f"{name} (added)"
        case {"do": "move"}:
            return f"the place of {name}"
        case {"at": ["words", code, *rest]}:
            return f"the translation into {code} ({LABELS.get(rest[-1], rest[-1])})"
        case {"at": ["made_from", code, _]}:
            return f"the translation into {code} (still right)"
        case {"at": ["language", code]}:
            return f"the languages ({code})"
        case {"at": ["off", rule]}:
            return f"the rule {rule}"
        case {"at": [*_, field]}:
            label = LABELS.get(field, field)
            return f"“{label}” of {name}" if name else f"“{label}”"
    return name


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One comparison of a condition, as it is chosen."""

    question: str
    operator: str
    value: str


def condition_rows(text: str) -> tuple[str, list[ConditionRow]] | None:
    """Return a condition as rows that all (`and`) or one (`or`) have to hold; None where it is more."""
    if not text.strip():
        return "and", []
    try:
        condition = parsed(text)
    except ConditionError:
        return None
    join, parts = ("or", condition.parts) if isinstance(condition, AnyOf) else ("and", (condition,))
    if isinstance(condition, All):
        parts = condition.parts
    rows = [_row(one) for one in parts]
    return (join, [one for one in rows if one is not None]) if None not in rows else None


def _row(condition: Condition) -> ConditionRow | None:
    match condition:
        case Comparison(question, "answered"):
            return ConditionRow(question, "is answered", "")
        case Comparison(question, operator, literal):
            return ConditionRow(question, operator, literal)
        case Not(Comparison(question, "answered")):
            return ConditionRow(question, "is not answered", "")
        case Not(Comparison(question, "is", literal)):
            return ConditionRow(question, "is not", literal)
        case _:
            return None


def earlier(content: Draft, kind: str, name: str) -> list[dict[str, Any]]:
    """Return the questions that a condition of a part may name, with what each can be compared with."""
    found: list[dict[str, Any]] = []
    for section in content["sections"]:
        if kind == "section" and section["id"] == name:
            return found
        for question in section["questions"]:
            if kind == "question" and question["id"] == name:
                return found
            found.append(
                {
                    "id": question["id"],
                    "text": question.get("text") or question["id"],
                    "type": question.get("type") or "judgement",
                    "choices": [
                        [one["id"], one.get("text") or one["id"]] for one in question.get("choices") or ()
                    ],
                }
            )
    return found


def clauses_like(query: str) -> Iterator[tuple[str, str]]:
    """Yield clauses whose number or title is like a query: how each is cited, and what it is about."""
    words = query.casefold().split()
    found = 0
    for one in clause_maps() if words else ():
        prefix = (
            f"{'ISO/FDIS' + one.standard.removeprefix('ISO') if one.draft else one.standard}:{one.edition}"
        )
        for number, title in one.clauses.items():
            said = f"{prefix} {number} {title}".casefold()
            if all(word in said for word in words) or number.startswith(query.strip()):
                yield f"{prefix} {number}", title
                found += 1
                if found == _MOST_CLAUSES:
                    return


def clause_words(text: str) -> str:
    """Return what a clause is about, empty where nobody knows."""
    try:
        return clause_title(Clause.parse(text)) or ""
    except ChecklistValueError:
        return ""


def place_words(content: Draft, kind: str, name: str) -> dict[str, Any]:
    """Return where a part is."""
    return dict(place_of(content, kind, name))
