"""Carries out what somebody does in the editor, so that nothing anybody wrote is lost on the way."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter, ValidationError

from checklists.form.lines import Language
from checklists.ids import is_slug
from sync_server.record import checklist_drafts as drafts
from sync_server.record.checklist_patches import InTheWay, ids, part, place_of
from sync_server.web.checklists_fields import NoSuchFieldError, checked, cleaned

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from sync_server.record.checklist_drafts import Author, OpenDraft
    from sync_server.record.checklist_patches import Draft, Patch
    from sync_server.record.database import Connection

_KINDS: Final = ("section", "question")
_ID_WORDS: Final = 5
_ID_LENGTH: Final = 48
_MOST_QUESTIONS: Final = 2_000
_LANGUAGE: Final = TypeAdapter(Language)

_CANNOT: Final = "This change can't be made here. Nothing was changed; load the page again."


class CannotError(Exception):
    """What was asked for can't be done; the text says why and what to do."""


@dataclass(slots=True)
class Done:
    """What came of a command.

    Attributes:
        draft: as it stands now.
        told: what the editor is told beside that.
    """

    draft: OpenDraft
    told: dict[str, Any] = field(default_factory=dict)


def read_command(text: str) -> dict[str, Any]:
    """Read a command. Raises CannotError where it is none."""
    try:
        # Also what it says of a place is kept, and stands in the history.
        found = cleaned(json.loads(text, parse_constant=_no_number))
    except (ValueError, RecursionError):
        raise CannotError(_CANNOT) from None
    if not isinstance(found, dict):
        raise CannotError(_CANNOT)
    return found


def _no_number(_word: str) -> None:
    raise ValueError


def carry_out(connection: Connection, draft: OpenDraft, command: dict[str, Any], author: Author) -> Done:
    """Carry a command out.

    Raises:
        CannotError: it can't be done, whatever anybody else does.
    """
    do = command.get("do")
    try:
        work = _WORK[do] if isinstance(do, str) else None
    except KeyError:
        work = None
    if work is None:
        raise CannotError(_CANNOT)
    try:
        return work(connection, draft, command, author)
    except (NoSuchFieldError, ValidationError, RecursionError):
        raise CannotError(_CANNOT) from None
    except InTheWay:
        raise CannotError("Somebody has just deleted what this is about. It is in the history.") from None


def _set(connection: Connection, draft: OpenDraft, command: dict[str, Any], author: Author) -> Done:
    at = _path(command)
    was = checked(at, command.get("was"))
    try:
        now = checked(at, command.get("now"))
    except ValidationError as error:
        raise CannotError(_not_kept(error)) from None
    patch = {"do": "set", "at": at, "was": was, "now": now}
    if at[0] == "words":
        # Whoever writes it now has the original before them as it is.
        patch |= {"from_was": _origin(draft, at), "from_now": None}
    return _try(connection, draft, patch, author)


def _not_kept(error: ValidationError) -> str:
    kinds = {one["type"] for one in error.errors(include_url=False)}
    if kinds & {"string_too_long", "too_long"}:
        return "This is longer than fits, and is not kept yet. Shorten it."
    if kinds & {"int_type", "float_type", "int_from_float"}:
        return "This is not kept yet: write a number here, such as 8 or 2.5."
    return _CANNOT


def _origin(draft: OpenDraft, at: list[str]) -> Any:  # noqa: ANN401 - a text or a list
    return draft.content.get("made_from", {}).get(at[1], {}).get("/".join(at[2:]))


def _still_right(connection: Connection, draft: OpenDraft, command: dict[str, Any], author: Author) -> Done:
    at = _path(command)
    checked(at, None)
    if at[0] != "words":
        raise NoSuchFieldError
    origin = _origin(draft, at)
    if origin is None:
        return Done(draft)
    place = ["made_from", at[1], "/".join(at[2:])]
    return _try(connection, draft, {"do": "set", "at": place, "was": origin, "now": None}, author)


def _path(command: dict[str, Any]) -> list[str]:
    at = command.get("at")
    if not isinstance(at, list) or not at or not all(isinstance(one, str) for one in at):
        raise NoSuchFieldError
    return at


def _try(connection: Connection, draft: OpenDraft, patch: Patch, author: Author) -> Done:
    try:
        return Done(drafts.change(connection, draft, patch, author))
    except InTheWay as way:
        every = drafts.changes(connection, draft)
        drafts.keep(connection, draft, patch, author)
        last = drafts.last_by(every, patch)
        said = {"mine": patch["now"], "theirs": way.theirs, "at": patch.get("at")}
        who = {"who": last.person if last else None, "when": last.at if last else None}
        return Done(draft, {"gone" if way.gone else "differs": {**said, **who}})


def _add(connection: Connection, draft: OpenDraft, command: dict[str, Any], author: Author) -> Done:
    kind = _kind(command)
    text = str(checked(["section", "", "title"], command.get("text")) or "")
    name = new_slug(text or kind, ids(draft.content))
    content: Draft = (
        {"id": name, "text": text} if kind == "question" else {"id": name, "title": text, "questions": []}
    )
    return _put(connection, draft, content, _where(draft, kind, command), author)


def _duplicate(connection: Connection, draft: OpenDraft, command: dict[str, Any], author: Author) -> Done:
    found = part(draft.content, "question", _name(command))
    if found is None:
        raise InTheWay(gone=True)
    name = new_slug(found["id"], ids(draft.content))
    where = {"kind": "question", **place_of(draft.content, "question", found["id"]), "after": found["id"]}
    return _put(connection, draft, {**found, "id": name}, where, author)


def _put(
    connection: Connection, draft: OpenDraft, content: Draft, where: dict[str, Any], author: Author
) -> Done:
    if sum(len(one["questions"]) for one in draft.content["sections"]) >= _MOST_QUESTIONS:
        raise CannotError(f"A checklist has {_MOST_QUESTIONS:,} questions at most. Make two checklists.")
    if len(draft.content["sections"]) >= _MOST_QUESTIONS:
        raise CannotError("There are enough sections. Make two checklists.")
    patch = {"do": "put", **where, "id": content["id"], "was": None, "now": content}
    told = {"focus": [where["kind"], content["id"]]}
    return Done(drafts.change(connection, draft, patch, author), told)


def _delete(connection: Connection, draft: OpenDraft, command: dict[str, Any], author: Author) -> Done:
    kind, name = _kind(command), _name(command)
    found = part(draft.content, kind, name)
    if found is None:
        return Done(draft)
    inside = {name, *(one["id"] for one in found.get("questions", ()))}
    if not command.get("force") and (other := _changed_by_others(connection, draft, inside, command, author)):
        return Done(draft, {"asks": {"who": other.person, "when": other.at}})
    patch = {
        "do": "put",
        "kind": kind,
        "id": name,
        "was": found,
        "now": None,
        **place_of(draft.content, kind, name),
    }
    return Done(drafts.change(connection, draft, patch, author), {"deleted": [kind, name]})


def _changed_by_others(
    connection: Connection, draft: OpenDraft, inside: set[str], command: dict[str, Any], author: Author
) -> drafts.Change | None:
    seen = command.get("seen")
    since = seen if isinstance(seen, int) and 0 <= seen <= draft.revision else draft.revision
    for one in reversed(drafts.changes(connection, draft, since)):
        about = drafts.about(one.patch)
        if one.applied and one.person != author.person and about and about[1] in inside:
            return one
    return None


def _move(connection: Connection, draft: OpenDraft, command: dict[str, Any], author: Author) -> Done:
    kind, name = _kind(command), _name(command)
    was = place_of(draft.content, kind, name)
    where = _where(draft, kind, command)
    now = {"section": where["section"], "after": where["after"]}
    if now["after"] == name or was == now:
        return Done(draft)
    patch = {"do": "move", "kind": kind, "id": name, "was": was, "now": now}
    return Done(drafts.change(connection, draft, patch, author), {"focus": [kind, name]})


def _where(draft: OpenDraft, kind: str, command: dict[str, Any]) -> dict[str, Any]:
    section, after = command.get("section"), command.get("after")
    if after is not None and not isinstance(after, str):
        raise NoSuchFieldError
    if kind == "section":
        return {"kind": kind, "section": None, "after": after}
    if not isinstance(section, str) or part(draft.content, "section", section) is None:
        raise InTheWay(gone=True)
    return {"kind": kind, "section": section, "after": after}


def _language(connection: Connection, draft: OpenDraft, command: dict[str, Any], author: Author) -> Done:
    code = _LANGUAGE.validate_python(command.get("code"))
    if code == draft.content.get("language"):
        raise CannotError("This is the checklist's own language. Choose another.")
    there = draft.content.get("translations", {}).get(code)
    if (there is not None) is not bool(command.get("remove")):
        return Done(draft)
    now: Draft | None = None if command.get("remove") else {}
    patch = {"do": "set", "at": ["language", code], "was": there, "now": now}
    return Done(drafts.change(connection, draft, patch, author))


def _undo(connection: Connection, draft: OpenDraft, command: dict[str, Any], author: Author) -> Done:
    every = drafts.changes(connection, draft)
    n = drafts.can_take_back(every, author.person)[0 if command["do"] == "undo" else 1]
    if n is None:
        return Done(draft)
    found = next(one for one in every if one.n == n)
    return _take_back(connection, draft, found, author)


def _bring_back(connection: Connection, draft: OpenDraft, command: dict[str, Any], author: Author) -> Done:
    kind, name = _kind(command), _name(command)
    for one in reversed(drafts.changes(connection, draft)):
        if one.applied and _took_away(one.patch, kind, name):
            return _take_back(connection, draft, one, author)
    return Done(draft)


def _took_away(patch: Patch, kind: str, name: str) -> bool:
    if patch["do"] != "put" or patch["now"] is not None:
        return False
    # A question may have gone with its section.
    inside = [one["id"] for one in patch["was"].get("questions", ())] if kind == "question" else []
    return (patch["kind"], patch["id"]) == (kind, name) or name in inside


def _take_back(connection: Connection, draft: OpenDraft, found: drafts.Change, author: Author) -> Done:
    try:
        changed = drafts.take_back(connection, draft, found.n, author)
    except InTheWay:
        raise CannotError(
            "Somebody else has changed the same since, so it stays. Both are in the history."
        ) from None
    about = drafts.about(found.patch)
    there = about if about and part(changed.content, *about) is not None else None
    return Done(changed, {"focus": list(there) if there else None, "again": True})


def _kind(command: dict[str, Any]) -> str:
    kind = command.get("kind")
    if kind not in _KINDS:
        raise NoSuchFieldError
    return str(kind)


def _name(command: dict[str, Any]) -> str:
    name = command.get("id")
    if not isinstance(name, str) or not is_slug(name):
        raise NoSuchFieldError
    return name


def new_slug(text: str, taken: Container[str]) -> str:
    """Return an id for a text, one that is not taken yet."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    words = re.findall(r"[a-z0-9]+", "".join(one for one in plain if not unicodedata.combining(one)))
    start = "-".join(words[:_ID_WORDS])[:_ID_LENGTH].strip("-") or "question"
    if start not in taken:
        return start
    number = 2
    while f"{start}-{number}" in taken:
        number += 1
    return f"{start}-{number}"


_WORK: Final[dict[str, Callable[[Connection, OpenDraft, dict[str, Any], Author], Done]]] = {
    "set": _set,
    "still_right": _still_right,
    "add": _add,
    "duplicate": _duplicate,
    "delete": _delete,
    "move": _move,
    "language": _language,
    "undo": _undo,
    "redo": _undo,
    "bring_back": _bring_back,
}
