"""A checklist as the tablet shows it, in each language tablets speak, with its conditions at work."""

import json
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from checklists.form.checklist import Checklist
from checklists.ids import is_id, is_slug, new_id
from sync_server.record.checklists import versions
from sync_server.record.database import reading
from sync_server.web import moments
from sync_server.web.checklists_editor import draft_here
from sync_server.web.checklists_reading import shown, to_put_right
from sync_server.web.forms import LongForm
from sync_server.web.rendering import show
from sync_server.web.tablet_speech import TABLET_LANGUAGES, Speech
from sync_server.web.tablet_view import Tried, view_of
from sync_server.web.trouble import FriendlyRoute, NotHereError
from sync_server.web.viewer import Manager, SignedIn

router = APIRouter(route_class=FriendlyRoute)

# Any visit: it decides which questions the lot draws.
_VISIT: Final = "0" * 32


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
    speech = Speech(_language(request, one))
    draw = request.query_params.get("draw", "")
    visit = draw if is_id(draw) else _VISIT
    return show(
        request,
        "checklist_preview.html",
        original=one,
        view=view_of(one, speech, Tried(answers), visit) if one else None,
        speech=speech,
        answers=json.dumps(answers),
        languages=_languages(one),
        unheard=[code for code in (one.languages if one else ()) if code not in TABLET_LANGUAGES],
        draw=draw if is_id(draw) else "",
        draw_again=new_id() if one and one.subsets else "",
        today_iso=moments.now().astimezone().date().isoformat(),
        **context,
    )


def _languages(one: Checklist | None) -> dict[str, str]:
    """Return the languages of tablets, first those the checklist has words in."""
    own = one.languages if one else ()
    return dict(sorted(TABLET_LANGUAGES.items(), key=lambda each: each[0] not in own))


def _language(request: Request, one: Checklist | None) -> str:
    asked = request.query_params.get("language", "")
    own = one.language if one else ""
    return next((code for code in (asked, own) if code in TABLET_LANGUAGES), "en")
