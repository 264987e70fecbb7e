"""Stylesheets, scripts, typeface and icon: a handful of files, read once and named after their content."""

import hashlib
import re
from collections.abc import Mapping
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

# What is asked for as one file, and the sheets in its folder. A later one may say otherwise than an earlier
# one, so their order counts.
SHEETS: Final[Mapping[str, tuple[str, str]]] = {
    "floorwalk.css": (
        "pages",
        "colours ground frame page controls states lists pictures visit history enrol narrow paper",
    ),
    "checklists.css": ("checklists", "pages editor parts side_by_side tablet tapped"),
}

_IMPORTED: Final = re.compile(rb'^(import [^"\n]*"\./[a-z_]+\.js)"', re.MULTILINE)

router = APIRouter()


@dataclass(frozen=True, slots=True)
class _File:
    data: bytes
    media_type: str
    mark: str


def _mark_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_MARK_LENGTH]


def _type_of(name: str) -> str:
    return _TYPES[name[name.rindex(".") :]]


def _read(path: str) -> _File:
    data = files("sync_server.web").joinpath("static", path).read_bytes()
    return _File(data, _type_of(path.rpartition("/")[2]), _mark_of(data))


def marked_together(modules: Mapping[str, bytes]) -> tuple[dict[str, bytes], str]:
    """Return modules that import each other by address, and the one mark that all their addresses end in.

    A browser thus loads all of them as they are now or all as they were: when one changes, so does the
    address of each, also where two import each other.

    Args:
        modules: name and text of each; they import as `from "./name.js"`, each import on one line.
    """
    mark = _mark_of(b"".join(name.encode() + b"\0" + modules[name] + b"\0" for name in sorted(modules)))
    return {name: _IMPORTED.sub(rb'\1?%s"' % mark.encode(), data) for name, data in modules.items()}, mark


def _read_editor() -> dict[str, _File]:
    folder = files("sync_server.web").joinpath("static", "checklists")
    found = {one.name: one.read_bytes() for one in folder.iterdir() if one.name.endswith(".js")}
    modules, mark = marked_together(found)
    return {f"checklists/{name}": _File(data, _type_of(name), mark) for name, data in modules.items()}


def _read_sheets(name: str, there: Mapping[str, _File]) -> _File:
    folder, sheets = SHEETS[name]
    data = b"\n".join(_read(f"{folder}/{sheet}.css").data for sheet in sheets.split())
    # The page and the stylesheet ask for the same address, so that a browser loads a typeface once.
    for other, one in there.items():
        data = data.replace(f"/static/{other}".encode(), f"/static/{other}?{one.mark}".encode())
    return _File(data, _TYPES[".css"], _mark_of(data))


def _read_all() -> dict[str, _File]:
    weights = (f"AtkinsonHyperlegibleNext-{weight}.ttf" for weight in ("Regular", "SemiBold", "Bold"))
    found = {name: _read(f"fonts/{name}") for name in (*weights, "OFL.txt")}
    found["icon.svg"] = _read("icon.svg")
    found.update({name: _read(name) for name in ("preview.js", "upload.js")})
    found.update(_read_editor())
    return {**found, **{name: _read_sheets(name, found) for name in SHEETS}}


_FILES: Final = _read_all()


def address_of(name: str) -> str:
    """Return the address of a static file; other content has another address, so it may be kept long."""
    return f"/static/{name}?{_FILES[name].mark}"


@router.get("/static/{name:path}")
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
