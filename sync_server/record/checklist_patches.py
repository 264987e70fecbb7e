"""Changes to a checklist that is being written: each says what was and what is now, and can be taken back.

A draft is a table with the names of the models, and may be incomplete. Sections and questions are told by
their ids, so that a change still finds its place after somebody else has moved what it is about.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, TypeAlias

from checklists.form.frozen import is_unset
from sync_server.record.checklist_origins import keep_origin, note_change, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

Draft: TypeAlias = dict[str, Any]
Patch: TypeAlias = dict[str, Any]
"""One of `{do: "set", at, was, now}`, `{do: "put", kind, id, was, now, section, after}` (None: not there),
and `{do: "move", kind, id, was, now}` with places `{section, after}`: an id, None for the beginning. That of
a translation has `from_was` and `from_now`: the original words it was made from, None for those there are."""


class InTheWay(Exception):  # noqa: N818 - what it says is what it is called
    """A change can't be made: `gone` says that what it is about is not there, else `theirs` is what is."""

    def __init__(self, *, gone: bool, theirs: Any = None) -> None:  # noqa: ANN401 - a draft holds anything
        super().__init__(gone, theirs)
        self.gone = gone
        self.theirs = theirs


def same(one: object, other: object) -> bool:
    """Say whether two values say the same; nothing, an empty text and an empty list all say nothing."""
    return one == other or ((one is None or is_empty(one)) and (other is None or is_empty(other)))


def is_empty(value: object) -> bool:
    """Say whether a value says nothing."""
    return is_unset(value) or value == []


def inverse(patch: Patch) -> Patch:
    """Return the change that takes a change back."""
    back = {**patch, "was": patch["now"], "now": patch["was"]}
    if "from_was" in patch:
        back |= {"from_was": patch["from_now"], "from_now": patch["from_was"]}
    return back


def apply(draft: Draft, patch: Patch) -> Draft:
    """Return the draft with a change made.

    Raises:
        InTheWay: what it is about is gone, or holds neither what it was nor what it is to be.
    """
    changed = copy.deepcopy(draft)
    {"set": _set, "put": _put, "move": _move}[patch["do"]](changed, patch)
    return changed


def value_at(draft: Draft, at: list[str]) -> Any:  # noqa: ANN401 - a draft holds anything
    """Return what a draft holds at a place. Raises InTheWay where its section or question is gone."""
    holder, name = _holder(draft, at)
    return holder.get(name)


def part(draft: Draft, kind: str, name: str) -> Draft | None:
    """Return a section or a question, None where it is not there."""
    return next((one for one in _every(draft, kind) if one["id"] == name), None)


def place_of(draft: Draft, kind: str, name: str) -> dict[str, str | None]:
    """Return where a section or question is. Raises InTheWay where it is gone."""
    for section, siblings in _lists(draft, kind):
        for place, one in enumerate(siblings):
            if one["id"] == name:
                return {"section": section, "after": siblings[place - 1]["id"] if place else None}
    raise InTheWay(gone=True)


def ids(draft: Draft) -> set[str]:
    """Return the ids of all sections and questions."""
    return {one["id"] for kind in ("section", "question") for one in _every(draft, kind)}


def about(patch: Patch) -> tuple[str, str] | None:
    """Return the kind and id of the section or question a change is about, None for the whole."""
    if patch["do"] != "set":
        return patch["kind"], patch["id"]
    at = patch["at"]
    return (at[0], at[1]) if at[0] in ("section", "question") else None


def _set(draft: Draft, patch: Patch) -> None:
    match patch["at"]:
        case ["made_from", language, place]:
            keep_origin(draft, language, place, patch["now"])
        case ["words", language, *path]:
            _set_value(draft, patch)
            keep_origin(draft, language, "/".join(path), patch.get("from_now"))
        case ["checklist", _] | ["section" | "question", _, _] as at:
            before = _texts(draft, at)
            _set_value(draft, patch)
            note_change(draft, "/".join(at[:-1]) if len(at) > 2 else "", before, _texts(draft, at))  # noqa: PLR2004 - kind, id, field
        case _:
            _set_value(draft, patch)


def _texts(draft: Draft, at: list[str]) -> dict[str, Any]:
    holder, _ = _holder(draft, at)
    return dict(texts(at[0], holder))


def _set_value(draft: Draft, patch: Patch) -> None:
    holder, name = _holder(draft, patch["at"], make=True)
    current = holder.get(name)
    if not same(current, patch["now"]) and not same(current, patch["was"]):
        raise InTheWay(gone=False, theirs=current)
    if (is_empty(patch["now"]) and patch["at"][0] != "language") or patch["now"] is None:
        holder.pop(name, None)
    else:
        holder[name] = patch["now"]


def _holder(draft: Draft, at: list[str], *, make: bool = False) -> tuple[Draft, str]:
    """Return the table a place is in, and the name it has there."""
    match at:
        case ["checklist", name]:
            return draft, name
        case ["section" | "question" as kind, one, name]:
            if (found := part(draft, kind, one)) is None:
                raise InTheWay(gone=True)
            return found, name
        case ["off", rule]:
            return _inside(draft, ["off"], make=make), rule
        case ["language", code]:
            return _inside(draft, ["translations"], make=make), code
        case ["words", code, *path]:
            if code not in draft.get("translations", {}):
                raise InTheWay(gone=True)
            return _inside(draft, ["translations", code, *path[:-1]], make=make), path[-1]
    raise InTheWay(gone=True)


def _inside(draft: Draft, path: list[str], *, make: bool) -> Draft:
    for name in path:
        inner = draft.get(name, {})
        if make:
            draft[name] = inner
        draft = inner
    return draft


def _put(draft: Draft, patch: Patch) -> None:
    kind, name = patch["kind"], patch["id"]
    found = part(draft, kind, name)
    if patch["now"] is None:
        if found is not None:
            _take_out(draft, kind, name)
        return
    if found is not None:
        raise InTheWay(gone=False, theirs=found)
    _insert(draft, patch["kind"], copy.deepcopy(patch["now"]), patch)


def _move(draft: Draft, patch: Patch) -> None:
    kind, name = patch["kind"], patch["id"]
    taken = _take_out(draft, kind, name)
    _insert(draft, kind, taken, patch["now"])


def _take_out(draft: Draft, kind: str, name: str) -> Draft:
    for _, siblings in _lists(draft, kind):
        for place, one in enumerate(siblings):
            if one["id"] == name:
                taken: Draft = siblings.pop(place)
                return taken
    raise InTheWay(gone=True)


def _insert(draft: Draft, kind: str, content: Draft, where: dict[str, Any]) -> None:
    siblings: list[Draft] | None = draft["sections"]
    if kind == "question":
        siblings = next(
            (every for section, every in _lists(draft, kind) if section == where["section"]), None
        )
    if siblings is None:
        raise InTheWay(gone=True)
    before = [one["id"] for one in siblings]
    after = where["after"]
    # What it stood behind may have been moved or deleted: then it comes last.
    place = 0 if after is None else before.index(after) + 1 if after in before else len(before)
    siblings.insert(place, content)


def _lists(draft: Draft, kind: str) -> Iterator[tuple[str | None, list[Draft]]]:
    if kind == "section":
        yield None, draft["sections"]
        return
    for section in draft["sections"]:
        yield section["id"], section["questions"]


def _every(draft: Draft, kind: str) -> Iterator[Draft]:
    for _, siblings in _lists(draft, kind):
        yield from siblings
