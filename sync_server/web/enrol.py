"""Where a scanned enrolment code leads in a browser: what to type, and a link into the app."""

import re
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from sync_server.web.rendering import show
from sync_server.web.tablets import server_address
from sync_server.web.trouble import FriendlyRoute
from sync_server.web.viewer import signed_in

router = APIRouter(route_class=FriendlyRoute)

# Anything longer is no code of ours. Whether a code works is said only to a tablet that tries it.
_CODE: Final = re.compile(r"[A-Z0-9]{4}-?[A-Z0-9]{4}")


@router.get("/enrol")
def enrol(request: Request) -> Response:
    """Show anybody who scanned a code how to use it."""
    signed_in(request)
    code = request.query_params.get("code", "").strip().upper()
    code = code if _CODE.fullmatch(code) else ""
    address = server_address(request)
    link = "floorwalk://enrol?" + urlencode({"server": address, "code": code})
    return show(request, "enrol.html", code=code, address=address, link=link)
