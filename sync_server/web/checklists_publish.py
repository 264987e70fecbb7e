"""Publishing a draft, with a note on what changed; and its words in other languages, side by side."""

from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from checklists.form.checklist import Checklist
from checklists.form.compare import Comparison, How, compare
from sync_server.errors import CannotGoOn
from sync_server.record.checklist_drafts import close
from sync_server.record.checklist_patches import Draft
from sync_server.record.checklists import Signed, publish, versions
from sync_server.record.database import Connection, reading, write
from sync_server.web.checklists_editor import draft_here
from sync_server.web.checklists_reading import LABELS, finished
from sync_server.web.checklists_state import notes, seen_of
from sync_server.web.forms import Form
from sync_server.web.moments import now
from sync_server.web.rendering import go_to, show
from sync_server.web.trouble import FriendlyRoute
from sync_server.web.viewer import Manager

router = APIRouter(route_class=FriendlyRoute)

_NOTE_LENGTH: Final = 2_000


@router.get("/checklists/{checklist}/draft/publish")
def publish_page(checklist: str, request: Request, reader: Manager) -> Response:  # noqa: ARG001 - only managers
    """Show what is to be put right, what could be better, and what changes with the new version."""
    return _page(checklist, request)


@router.post("/checklists/{checklist}/draft/publish")
def publish_draft(checklist: str, request: Request, reader: Manager, form: Form) -> Response:
    """Publish the draft as the next version, if it is still as it was shown."""
    note = form.get("note", "").strip()[:_NOTE_LENGTH]

    def done(connection: Connection) -> str:
        draft = draft_here(connection, checklist)
        if str(draft.revision) != form.get("revision"):
            return "Somebody has changed the draft since this page was opened. Look it over, then publish."
        before = versions(connection, checklist)
        if before and not note:
            return "Say in a few words what changed, for those who use it."
        version = before[0].checklist.version + 1 if before else 1
        one = finished(draft.content, version)
        if one is None:
            return "Some things are still to be put right. They are listed below."
        if before and not _differs(before[0].checklist, one):
            return "Nothing is different from the version that is published."
        off = {rule: reason for rule, reason in draft.content.get("off", {}).items() if reason}
        try:
            publish(connection, one, now(), Signed(reader.id, note, off))
        except CannotGoOn as error:
            return str(error)
        close(connection, draft, now())
        return ""

    if said := write(request.app.state.engine, done):
        return _page(checklist, request, said, note)
    return go_to(f"/checklists/{checklist}")


def _differs(old: Checklist, new: Checklist) -> bool:
    return {**old.model_dump(), "version": 0} != {**new.model_dump(), "version": 0}


def _page(checklist: str, request: Request, said: str = "", note: str = "") -> Response:
    with reading(request.app.state.engine) as connection:
        draft = draft_here(connection, checklist)
        before = versions(connection, checklist)
        found = notes(draft.content, seen_of(request, connection, checklist))
    version = before[0].checklist.version + 1 if before else 1
    one = finished(draft.content, version)
    comparison: Comparison | None = compare(before[0].checklist, one) if before and one else None
    return show(
        request,
        "draft_publish.html",
        draft=draft,
        version=version,
        wrong=[one for one in found if not one.rule],
        better=[one for one in found if one.rule],
        comparison=comparison,
        How=How,
        said=said,
        note=note,
        ready=one is not None,
        content=draft.content,
        tab="publish",
    )


@dataclass(frozen=True, slots=True)
class Words:
    """One text with its translation.

    Attributes:
        at: its place in the draft.
        label: what it is.
        original: in the checklist's own language.
        said: in the other one, None for nothing.
        is_list: whether it is a list.
        part: the part it belongs to, in words.
    """

    at: list[str]
    label: str
    original: Any
    said: Any
    is_list: bool
    part: str


@router.get("/checklists/{checklist}/draft/translate")
def translate_page(checklist: str, request: Request, reader: Manager) -> Response:  # noqa: ARG001 - only managers
    """Show the draft's words beside those in another language, missing ones first."""
    with reading(request.app.state.engine) as connection:
        draft = draft_here(connection, checklist)
    languages = list(draft.content.get("translations", {}))
    wanted = request.query_params.get("language", "")
    language = wanted if wanted in languages else (languages[0] if languages else "")
    words = list(_words(draft.content, language)) if language else []
    return show(
        request,
        "draft_translate.html",
        draft=draft,
        languages=languages,
        language=language,
        missing=[one for one in words if not one.said],
        done=[one for one in words if one.said],
        tab="translate",
    )


def _words(content: Draft, language: str) -> list[Words]:
    said = content["translations"][language]
    found = [
        Words(
            ["words", language, name],
            LABELS[name],
            content[name],
            said.get(name),
            is_list=False,
            part="The checklist",
        )
        for name in ("title", "purpose")
        if content.get(name)
    ]
    for section in content["sections"]:
        title = f"Section: {section.get('title') or '…'}"
        found += _of_part(["words", language, "section", section["id"]], section, said, title)
        for question in section["questions"]:
            text = str(question.get("text") or "…")
            found += _of_part(["words", language, "question", question["id"]], question, said, text)
    return found


def _of_part(at: list[str], original: Draft, translation: Draft, part: str) -> list[Words]:
    words = translation.get(at[2], {}).get(at[3], {})
    names = ("title",) if at[2] == "section" else ("text", "why", "look_for", "ask", "unit")
    found = [([name], LABELS[name], original[name], words.get(name)) for name in names if original.get(name)]
    for name, inner in (("sample", ("what", "holds")), ("repeat", ("what",))):
        there = original.get(name) or {}
        found += [
            ([name, one], LABELS[name], there[one], words.get(name, {}).get(one))
            for one in inner
            if there.get(one)
        ]
    choices = words.get("choices", {})
    found += [
        (["choices", one["id"]], "Choice", one["text"], choices.get(one["id"]))
        for one in original.get("choices") or ()
        if one.get("text")
    ]
    return [
        Words([*at, *path], label, text, said, is_list=path == ["look_for"], part=part)
        for path, label, text, said in found
    ]
