"""Stylesheets, scripts, typeface and icon: a handful of files, read once and named after their content."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from fastapi import APIRouter, Request, Response

_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
}

_MARK_LENGTH: Final = 12

router = APIRouter()


@dataclass(frozen=True, slots=True)
class _File:
    data: bytes
    media_type: str
    mark: str


def _read(path: str) -> _File:
    name = path.rpartition("/")[2]
    data = files("sync_server.web").joinpath("static", path).read_bytes()
    mark = hashlib.sha256(data).hexdigest()[:_MARK_LENGTH]
    return _File(data, _TYPES[name[name.rindex(".") :]], mark)


def _read_all() -> dict[str, _File]:
    weights = (f"AtkinsonHyperlegibleNext-{weight}.ttf" for weight in ("Regular", "SemiBold", "Bold"))
    found = {name: _read(f"fonts/{name}") for name in (*weights, "OFL.txt")}
    found["icon.svg"] = _read("icon.svg")
    found.update(
        {name: _read(name) for name in ("checklists.css", "checklists.js", "preview.js", "upload.js")}
    )
    style = _read("floorwalk.css")
    # The page and the stylesheet ask for the same address, so that a browser loads a typeface once.
    data = style.data
    for name, one in found.items():
        data = data.replace(f"/static/{name}".encode(), f"/static/{name}?{one.mark}".encode())
    found["floorwalk.css"] = _File(data, style.media_type, hashlib.sha256(data).hexdigest()[:_MARK_LENGTH])
    return found


_FILES: Final = _read_all()


def address_of(name: str) -> str:
    """Return the address of a static file; other content has another address, so it may be kept long."""
    return f"/static/{name}?{_FILES[name].mark}"


@router.get("/static/{name}")
def static_file(name: str, request: Request) -> Response:
    """Return one of the files."""
    found = _FILES.get(name)
    if found is None:
        return Response("There is nothing at this address.", 404, media_type="text/plain")
    headers = {"Cache-Control": "public, max-age=3600", "ETag": f'"{found.mark}"'}
    if request.url.query == found.mark:
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(found.data, media_type=found.media_type, headers=headers)
