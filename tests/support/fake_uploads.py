"""The uploads of a small server in memory."""

import base64
import hashlib

import httpx

from checklists.protocol import refusals, routes
from checklists.protocol.refusals import Refusal


def upload(
    request: httpx.Request, parts: dict[str, bytes], photos: dict[str, bytes]
) -> httpx.Response | Refusal:
    """Answer a request about an upload; `parts` and `photos` are what has come of them so far, and whole."""
    assert request.headers["Tus-Resumable"] == "1.0.0"
    if request.method == "POST":
        sha = base64.b64decode(request.headers["Upload-Metadata"].split()[1]).decode()
        name = f"{sha}-{request.headers['Upload-Length']}"
        if request.content:
            parts[name] = b""
        refused = _add(name, request.content, parts, photos)
        if refused is not None:
            return refused
        headers = {"Location": routes.upload(name), "Upload-Offset": str(len(parts[name]))}
        return httpx.Response(201, headers=headers)
    name = request.url.path.rpartition("/")[2]
    if name not in parts:
        return httpx.Response(404) if request.method == "HEAD" else refusals.UPLOAD_UNKNOWN
    if request.method == "PATCH":
        if int(request.headers["Upload-Offset"]) != len(parts[name]):
            return refusals.UPLOAD_ELSEWHERE
        refused = _add(name, request.content, parts, photos)
        if refused is not None:
            return refused
    status = 200 if request.method == "HEAD" else 204
    return httpx.Response(status, headers={"Upload-Offset": str(len(parts[name]))})


def _add(name: str, data: bytes, parts: dict[str, bytes], photos: dict[str, bytes]) -> Refusal | None:
    parts[name] = parts.get(name, b"") + data
    sha, _, length = name.partition("-")
    if len(parts[name]) >= int(length):
        if hashlib.sha256(parts[name]).hexdigest() != sha:
            del parts[name]
            return refusals.PHOTO_OTHER_BYTES
        photos[sha] = parts[name]
    return None
