"""The words of a draft in other languages, side by side with those they were made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from checklists.form.compare import How, marked
from sync_server.record.checklist_origins import every_text, stale, translation_at
from sync_server.record.checklist_patches import part
from sync_server.record.database import reading
from sync_server.web.checklists_editor import draft_here
from sync_server.web.checklists_languages import counts
from sync_server.web.checklists_reading import LABELS
from sync_server.web.rendering import show
from sync_server.web.tablet_speech import TABLET_LANGUAGES
from sync_server.web.trouble import FriendlyRoute
from sync_server.web.viewer import Manager  # noqa: TC001 - read by the framework when the server starts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklists.form.compare import Piece
    from sync_server.record.checklist_patches import Draft

router = APIRouter(route_class=FriendlyRoute)


@dataclass(frozen=True, slots=True)
class Words:
    """One text with its translation.

    Attributes:
        at: its place in the draft.
        label: what it is.
        original: in the checklist's own language.
        said: in the other one, None for nothing.
        part: the part it belongs to, in words.
        changed: the original, what has changed since it was translated marked; empty where nothing has.
    """

    at: list[str]
    label: str
    original: Any
    said: Any
    part: str
    changed: tuple[Piece, ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether it is a list, one entry on each line."""
        return isinstance(self.original, list)


@router.get("/checklists/{checklist}/draft/translate")
def translate_page(checklist: str, request: Request, reader: Manager) -> Response:  # noqa: ARG001 - only managers
    """Show the draft's words beside those in another language: what has changed and what is missing first."""
    with reading(request.app.state.engine) as connection:
        draft = draft_here(connection, checklist)
    languages = {one.language: one for one in counts(draft.content)}
    wanted = request.query_params.get("language", "")
    language = wanted if wanted in languages else next(iter(languages), "")
    words = list(_words(draft.content, language)) if language else []
    return show(
        request,
        "draft_translate.html",
        draft=draft,
        languages=languages,
        language=language,
        changed=[one for one in words if one.changed],
        missing=[one for one in words if not one.said],
        done=[one for one in words if one.said and not one.changed],
        How=How,
        offered={code: name for code, name in TABLET_LANGUAGES.items() if code not in languages},
        tab="translate",
    )


def _words(content: Draft, language: str) -> Iterator[Words]:
    translation, before = content["translations"][language], stale(content, language)
    for place, text in every_text(content):
        kind, *rest = place.split("/")
        field = rest[1] if rest else kind
        yield Words(
            ["words", language, *place.split("/")],
            "Choice" if field == "choices" else LABELS[field],
            text,
            translation_at(translation, place),
            _part_words(content, kind, rest),
            marked(_as_text(before[place]), _as_text(text)) if place in before else (),
        )


def _part_words(content: Draft, kind: str, rest: list[str]) -> str:
    if not rest:
        return "The checklist"
    found = part(content, kind, rest[0]) or {}
    return str(found.get("text") or "…") if kind == "question" else f"Section: {found.get('title') or '…'}"


def _as_text(value: Any) -> str:  # noqa: ANN401 - a text or a list
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
