"""Compares two versions of a checklist, question by question, with the words that changed."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checklists.form.checklist import Checklist

# A word, what is between two, or one sign: what is marked as changed is never half a word.
_PIECES = re.compile(r"\w+|\s+|[^\w\s]")
_WHOLE = ("title", "kind", "purpose", "minutes", "language", "subsets", "translations")


class How(StrEnum):
    """How a part of a checklist differs between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text; `how` is added, removed or same."""

    how: How
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that reads differently: before and after as text, and both as one with the words marked."""

    name: str
    before: str
    after: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PartChange:
    """What became of a section or a question.

    Attributes:
        id: of the section or question.
        text: its title or text, as it is now; as it was where it was removed.
        hows: added, removed, or any of moved and changed; same alone where nothing differs.
        section: the title of the section a question is in, empty for a section.
        section_before: of the one it came from, where that is another.
        fields: those that read differently.
    """

    id: str
    text: str
    hows: tuple[How, ...]
    section: str = ""
    section_before: str = ""
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two versions of a checklist.

    Attributes:
        whole: fields of the checklist itself.
        sections: every section, in the newer order; removed ones at the end.
        questions: every question, likewise.
    """

    whole: tuple[FieldChange, ...]
    sections: tuple[PartChange, ...]
    questions: tuple[PartChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.whole and all(one.hows == (How.SAME,) for one in (*self.sections, *self.questions))

    def counted(self) -> dict[How, int]:
        """Return how many questions were added, removed, moved and changed."""
        return {how: sum(how in one.hows for one in self.questions) for how in How}


def compare(old: Checklist, new: Checklist) -> Comparison:
    """Compare two versions; sections and questions are the same where their ids are."""
    before, after = old.model_dump(mode="json"), new.model_dump(mode="json")
    titles = tuple({one["id"]: one["title"] for one in side["sections"]} for side in (before, after))
    return Comparison(
        whole=_fields(before, after, _WHOLE),
        sections=_parts(_sections(before), _sections(after), None),
        questions=_parts(_questions(before), _questions(after), titles),
    )


def marked(before: str, after: str) -> tuple[Piece, ...]:
    """Return two texts as one, with the words that were taken out and put in."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    pieces: list[Piece] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(How.SAME, "".join(old[i:j])))
            continue
        if j > i:
            pieces.append(Piece(How.REMOVED, "".join(old[i:j])))
        if m > k:
            pieces.append(Piece(How.ADDED, "".join(new[k:m])))
    return tuple(pieces)


def _sections(side: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {section["id"]: section for section in side["sections"]}


def _questions(side: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        question["id"]: {**question, "section": section["id"]}
        for section in side["sections"]
        for question in section["questions"]
    }


def _parts(
    old: Mapping[str, Any], new: Mapping[str, Any], titles: tuple[Mapping[str, str], ...] | None
) -> tuple[PartChange, ...]:
    moved = _moved([one for one in old if one in new], [one for one in new if one in old])
    found = []
    for name, part in new.items():
        earlier = old.get(name)
        if earlier is None:
            found.append(PartChange(name, _said(part), (How.ADDED,), _section(titles, 1, part)))
            continue
        fields = _fields(earlier, part, [one for one in {**earlier, **part} if one not in _PLACES])
        came_from = _section(titles, 0, earlier) if earlier.get("section") != part.get("section") else ""
        hows = ((How.MOVED,) if name in moved or came_from else ()) + ((How.CHANGED,) if fields else ())
        here = _section(titles, 1, part)
        found.append(PartChange(name, _said(part), hows or (How.SAME,), here, came_from, fields))
    gone = [part for name, part in old.items() if name not in new]
    found += [PartChange(one["id"], _said(one), (How.REMOVED,), _section(titles, 0, one)) for one in gone]
    return tuple(found)


_PLACES = ("id", "section", "questions")


def _section(titles: tuple[Mapping[str, str], ...] | None, side: int, part: Mapping[str, Any]) -> str:
    return titles[side].get(part["section"], "") if titles else ""


def _said(part: Mapping[str, Any]) -> str:
    return str(part.get("text") or part.get("title") or part["id"])


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return what changed its place among the others: all but the longest run that kept its order."""
    kept: set[str] = set()
    for match in difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        kept.update(new[match.b : match.b + match.size])
    return set(new) - kept


def _fields(old: Mapping[str, Any], new: Mapping[str, Any], names: Sequence[str]) -> tuple[FieldChange, ...]:
    changes = []
    for name in names:
        before, after = _text(old.get(name)), _text(new.get(name))
        if before != after:
            changes.append(FieldChange(name, before, after, marked(before, after)))
    return tuple(changes)


def _text(value: object) -> str:
    """Return a value as people read it in a comparison."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return "\n".join(map(_text, value))
        case dict():
            said = ((name, _text(one)) for name, one in value.items() if name != "id")
            return ", ".join(f"{name}: {one}" for name, one in said)
        case _:
            return str(value)
