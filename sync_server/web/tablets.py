"""Tablets: which are enrolled, letting another one in with a one-time code, and ending a tablet's access."""

import re
from typing import Final
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request, Response

from checklists.ids import is_id
from sync_server.record.backups import last_backup
from sync_server.record.database import reading, writing
from sync_server.record.devices import CODE_LASTS, Device, devices, mint_code, revoke
from sync_server.record.names import read_names
from sync_server.web.forms import Form
from sync_server.web.moments import clock_words, now
from sync_server.web.qr import qr_svg
from sync_server.web.rendering import go_to, show
from sync_server.web.trouble import FriendlyRoute, NotHereError
from sync_server.web.viewer import Manager

router = APIRouter(route_class=FriendlyRoute)

_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?")
_THIS_COMPUTER: Final = {"localhost", "127.0.0.1", "::1"}


@router.get("/tablets")
def tablets(request: Request, reader: Manager) -> Response:  # noqa: ARG001 - only managers
    """Show every tablet."""
    with reading(request.app.state.engine) as connection:
        found, names = devices(connection), read_names(connection)
        backup = last_backup(connection)
    return show(
        request,
        "tablets.html",
        active=[one for one in found if one.revoked_at is None],
        ended=[one for one in found if one.revoked_at is not None],
        names=names,
        backup=backup,
    )


@router.post("/tablets/enrol")
def enrol_a_tablet(request: Request, reader: Manager, form: Form) -> Response:  # noqa: ARG001 - its token is checked
    """Make a code and show it, this once: the record keeps only its hash."""
    moment = now()
    with writing(request.app.state.engine) as connection:
        code = mint_code(connection, reader.id, moment)
    address = server_address(request)
    link = f"{address}/enrol?{urlencode({'code': code})}"
    return show(
        request,
        "enrol_code.html",
        code=code,
        address=address,
        link=link,
        qr=qr_svg(link),
        until=clock_words(moment + CODE_LASTS),
        minutes=int(CODE_LASTS.total_seconds() // 60),
        only_here=urlsplit(address).hostname in _THIS_COMPUTER,
    )


@router.get("/tablets/enrol")
def enrol_again(reader: Manager) -> Response:  # noqa: ARG001 - only managers
    """Go back to the list: a code is shown only when it is made."""
    return go_to("/tablets")


@router.get("/tablets/{device}/end")
def ask_before_ending(device: str, request: Request, reader: Manager) -> Response:  # noqa: ARG001 - only managers
    """Ask whether a tablet's access is really to end."""
    found = _active(request, device)
    return show(request, "tablet_end.html", tablet=found)


@router.post("/tablets/{device}/end")
def end_access(device: str, request: Request, reader: Manager, form: Form) -> Response:  # noqa: ARG001 - token checked
    """End a tablet's access; what it has already sent stays."""
    _active(request, device)
    with writing(request.app.state.engine) as connection:
        revoke(connection, device, now())
    return go_to("/tablets")


def server_address(request: Request) -> str:
    """Return the address under which tablets reach this server, without a slash at the end."""
    config = request.app.state.config
    if config.public_address:
        return str(config.public_address)
    # The way this person has just reached it, which is likelier to work than the way it listens.
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}" if _HOST.fullmatch(host) else str(config.address)


def _active(request: Request, device: str) -> Device:
    if not is_id(device):
        raise NotHereError
    with reading(request.app.state.engine) as connection:
        found = next(
            (one for one in devices(connection) if one.id == device and one.revoked_at is None), None
        )
    if found is None:
        raise NotHereError
    return found
