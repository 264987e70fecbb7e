"""Reference: people, places, checklists and visits that are due, sent only when they have changed."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from checklists.journal.canonical import digest
from checklists.protocol import routes
from checklists.protocol.messages import Reference
from sync_server.api.caller import Caller
from sync_server.record.checklists import current_checklists, retired, retired_checklists
from sync_server.record.database import reading
from sync_server.record.people import people
from sync_server.record.places import areas, departments
from sync_server.record.programme import planned_visits
from sync_server.record.pulse import read_felt

router = APIRouter()

_NOT_MODIFIED = 304


@router.get(routes.REFERENCE)
def get_reference(request: Request, _device: Caller) -> Response:
    """Return the reference data, or 304 if the caller has it."""
    with reading(request.app.state.engine) as connection:
        offered_no_more = retired(connection)
        reference = Reference(
            people=people(connection),
            departments=departments(connection),
            areas=areas(connection),
            planned=[one for one in planned_visits(connection) if one.checklist not in offered_no_more],
            checklists=current_checklists(connection),
            retired=retired_checklists(connection),
            felt=read_felt(connection, datetime.now(UTC)),
        )
    body = reference.model_dump_json().encode()
    tag = f'"{digest(body)[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if _has(request, tag):
        return Response(status_code=_NOT_MODIFIED, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _has(request: Request, tag: str) -> bool:
    # A proxy that compresses may have marked the tag as weak.
    known = request.headers.get("if-none-match", "")
    return any(one.strip().removeprefix("W/") == tag for one in known.split(","))
