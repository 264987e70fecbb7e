"""A visit as one file to keep: everything said of it, its photos and its receipt."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from sync_server.bundle import visit_bundle
from sync_server.web.trouble import FriendlyRoute, NotHereError
from sync_server.web.viewer import SignedIn

router = APIRouter(route_class=FriendlyRoute)


@router.get("/visits/{record}/bundle")
def bundle(record: str, request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody signed in
    """Return the visit's bundle."""
    state = request.app.state
    parts = visit_bundle(state.engine, state.objects, state.config.server_name, record)
    if parts is None:
        raise NotHereError
    headers = {
        "Content-Disposition": f'attachment; filename="visit-{record[:8]}.zip"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(parts, media_type="application/zip", headers=headers)
