"""Which original words a translation was made from, where the original has changed since.

A draft keeps them by language and place, `{"made_from": {"de": {"question/door/text": "…"}}}`, and only as
long as they differ from the original: a translation of what is there now has no entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklists.form.frozen import is_unset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sync_server.record.checklist_patches import Draft

NAMES = {"checklist": ("title", "purpose"), "section": ("title",)}
"""The texts of a part by its kind; a question has those of `QUESTION`."""

QUESTION = ("text", "why", "look_for", "ask", "unit")


def texts(kind: str, part: Draft) -> Iterator[tuple[str, Any]]:
    """Yield every text of a part that can be translated, with its place inside the part.

    Args:
        kind: checklist, section or question.
        part: its table.
    """
    for name in NAMES.get(kind, QUESTION):
        if part.get(name):
            yield name, part[name]
    for name, inner in (("sample", ("what", "holds")), ("repeat", ("what",))):
        there = part.get(name) or {}
        yield from ((f"{name}/{one}", there[one]) for one in inner if there.get(one))
    for choice in part.get("choices") or ():
        if choice.get("text"):
            yield f"choices/{choice['id']}", choice["text"]


def every_text(content: Draft) -> Iterator[tuple[str, Any]]:
    """Yield every text of a draft that can be translated, with its place: `question/door/why`."""
    yield from texts("checklist", content)
    for section in content["sections"]:
        yield from ((f"section/{section['id']}/{name}", one) for name, one in texts("section", section))
        for question in section["questions"]:
            path = f"question/{question['id']}"
            yield from ((f"{path}/{name}", one) for name, one in texts("question", question))


def translation_at(words: Mapping[str, Any], place: str) -> Any:  # noqa: ANN401 - a text or a list
    """Return what a translation says at a place, None for nothing."""
    found: Any = words
    for name in place.split("/"):
        found = found.get(name) if isinstance(found, dict) else None
    return None if is_unset(found) or found == [] else found


def stale(content: Draft, language: str) -> dict[str, Any]:
    """Return the texts whose original has changed since it was translated: place to the words it had then."""
    known = content.get("made_from", {}).get(language, {})
    words = content.get("translations", {}).get(language, {})
    now = dict(every_text(content)) if known else {}
    # In the order of the checklist.
    return {
        place: known[place]
        for place, text in now.items()
        if place in known and known[place] != text and translation_at(words, place) is not None
    }


def note_change(content: Draft, path: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Note, in the draft itself, that texts of a part were changed: what is translated was made from others.

    Args:
        content: the draft.
        path: the part, `question/door`; empty for the checklist itself.
        before: its texts by their place in it.
        after: the same now.
    """
    for name in {**before, **after}:
        place = f"{path}/{name}" if path else name
        for language, words in content.get("translations", {}).items():
            if before.get(name) == after.get(name) or translation_at(words, place) is None:
                continue
            known = content.get("made_from", {}).get(language, {}).get(place)
            origin = before.get(name) if known is None else known
            keep_origin(content, language, place, None if origin == after.get(name) else origin)


def keep_origin(content: Draft, language: str, place: str, origin: Any) -> None:  # noqa: ANN401 - a text or a list
    """Keep, in the draft itself, the words a translation was made from; None for those there are now."""
    every = content.setdefault("made_from", {})
    here = every.setdefault(language, {})
    here.pop(place, None)
    if origin is not None:
        here[place] = origin
    if not here:
        del every[language]
    if not every:
        del content["made_from"]
