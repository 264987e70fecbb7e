"""A checklist as the tablet shows it, in each of its languages, with its conditions at work."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from checklists.form.checklist import Checklist
from checklists.form.walked import walked
from checklists.ids import is_slug
from checklists.records.answer import Answer, Judgement, value_in
from sync_server.record.checklists import versions
from sync_server.record.database import reading
from sync_server.web.checklists_editor import draft_here
from sync_server.web.checklists_reading import shown, to_put_right
from sync_server.web.forms import LongForm
from sync_server.web.rendering import show
from sync_server.web.trouble import FriendlyRoute, NotHereError
from sync_server.web.viewer import Manager, SignedIn

router = APIRouter(route_class=FriendlyRoute)

# Any visit: it decides which questions the lot draws.
_VISIT: Final = "0" * 32


@dataclass(frozen=True, slots=True)
class Tried:
    """What has been answered in a preview; nothing of it is kept."""

    said: dict[str, Any]

    def answer(self, question: str, /) -> Answer:
        """Return the answer to a question."""
        found = self.said.get(question)
        given = found if isinstance(found, dict) else {}
        judgement = given.get("judgement")
        value = value_in(given.get("value"))
        return Answer(
            question,
            Judgement(judgement) if judgement in list(Judgement) else None,
            "",
            "",
            {},
            None,
            value=tuple(value) if isinstance(value, list) else value,
        )

    def repeats(self, _section: str, /) -> Mapping[int, str]:
        """Return the walks through a repeated section: one is enough to see it."""
        return {1: ""}


@router.get("/checklists/{checklist}/draft/preview")
def preview_page(checklist: str, request: Request, reader: Manager) -> Response:  # noqa: ARG001 - only managers
    """Show the draft as the tablet would."""
    return _preview(checklist, request, {})


@router.post("/checklists/{checklist}/draft/preview")
def preview_answered(checklist: str, request: Request, reader: Manager, form: LongForm) -> Response:  # noqa: ARG001 - only managers
    """Show the draft with some answers: what depends on them appears."""
    return _preview(checklist, request, _answers(form))


@router.get("/checklists/{checklist}/versions/{version}")
def version_page(checklist: str, version: str, request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody
    """Show a published version as the tablet does."""
    return _published(checklist, version, request, {})


@router.post("/checklists/{checklist}/versions/{version}")
def version_answered(  # noqa: D103 - as above, with answers
    checklist: str,
    version: str,
    request: Request,
    reader: SignedIn,  # noqa: ARG001 - anybody signed in
    form: LongForm,
) -> Response:
    return _published(checklist, version, request, _answers(form))


def _answers(form: dict[str, str]) -> dict[str, Any]:
    try:
        found = json.loads(form.get("answers", "{}"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _preview(checklist: str, request: Request, answers: dict[str, Any]) -> Response:
    with reading(request.app.state.engine) as connection:
        draft = draft_here(connection, checklist)
    readable = shown(draft.content)
    incomplete = len({one.question for one in to_put_right(draft.content) if one.question})
    return _show(request, readable, answers, draft=draft, incomplete=incomplete, tab="preview")


def _published(checklist: str, version: str, request: Request, answers: dict[str, Any]) -> Response:
    with reading(request.app.state.engine) as connection:
        found = versions(connection, checklist) if is_slug(checklist) else []
    one = next((one.checklist for one in found if str(one.checklist.version) == version), None)
    if one is None:
        raise NotHereError
    return _show(request, one, answers, draft=None, incomplete=0, tab="")


def _show(request: Request, one: Checklist | None, answers: dict[str, Any], **context: Any) -> Response:  # noqa: ANN401 - whatever the page shows
    language = request.query_params.get("language", "")
    languages = one.languages if one else ()
    tried = Tried(answers)
    missing: frozenset[str] = frozenset()
    sections: tuple[Any, ...] = ()
    said = one
    if one is not None:
        said, missing = one.in_language(language if language in languages else one.language)
        sections = walked(one, tried, _VISIT).sections
    words = {question.id: question for question in (said.questions if said else ())}
    titles = {section.id: section.title for section in (said.sections if said else ())}
    numbers = {asked.key: n for n, asked in enumerate((a for s in sections for a in s.questions), 1)}
    return show(
        request,
        "checklist_preview.html",
        checklist=said,
        original=one,
        sections=sections,
        words=words,
        titles=titles,
        numbers=numbers,
        hidden=len(one.questions) - len(numbers) if one else 0,
        tried=tried,
        answers=json.dumps(answers),
        languages=languages,
        language=language if language in languages else (one.language if one else ""),
        missing=len(missing),
        **context,
    )
