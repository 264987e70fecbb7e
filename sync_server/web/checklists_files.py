"""Checklists as files: downloads for other programs and for paper, and a spreadsheet that becomes a draft."""

from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from checklists.errors import ChecklistFileError
from checklists.files.catalog import LARGEST_FILE, read_source
from checklists.form.checklist import Checklist
from checklists.ids import is_slug
from sync_server.record.checklist_drafts import Author, begin, open_drafts
from sync_server.record.checklist_patches import Draft
from sync_server.record.checklists import Published, newest_published, versions
from sync_server.record.database import Connection, reading, write
from sync_server.web.checklists_commands import new_slug
from sync_server.web.checklists_fields import NoSuchFieldError, checked
from sync_server.web.checklists_reading import draft_of, empty_draft
from sync_server.web.moments import now
from sync_server.web.rendering import tell
from sync_server.web.session import is_form_token, read_session
from sync_server.web.tablets import server_address
from sync_server.web.trouble import FormTooOldError, FriendlyRoute, NotHereError
from sync_server.web.viewer import Manager, SignedIn

router = APIRouter(route_class=FriendlyRoute)

# As large as a spreadsheet may be.
_LARGEST: Final = 10 * 1024 * 1024
_UNPROCESSABLE: Final = 422


def _toml(one: Published, _address: str) -> bytes:
    from checklists.files.writing import write_checklist  # noqa: PLC0415 - beside the others

    return write_checklist(one.checklist, one.off).encode()


def _csv(one: Published, _address: str) -> bytes:
    from sync_server.interchange.plain_csv import write_csv  # noqa: PLC0415 - it takes a while

    return write_csv(one.checklist)


def _xlsform(one: Published, _address: str) -> bytes:
    from sync_server.interchange.xlsform_out import write_xlsform  # noqa: PLC0415 - it takes a while

    return write_xlsform(one.checklist, one.off)


def _pdf(one: Published, address: str) -> bytes:
    from sync_server.interchange.paper import write_pdf  # noqa: PLC0415 - it takes a while

    return write_pdf(one.checklist, server=address)


_MADE: Final[dict[str, tuple[str, Callable[[Published, str], bytes]]]] = {
    "toml": ("application/toml", _toml),
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsform),
    "pdf": ("application/pdf", _pdf),
}


@router.get("/checklists/{checklist}/versions/{version}/file/{kind}")
def checklist_file(checklist: str, version: str, kind: str, request: Request, reader: SignedIn) -> Response:  # noqa: ARG001 - anybody
    """Return a version as a file: its own form, a plain list, an XLSForm, or paper."""
    with reading(request.app.state.engine) as connection:
        found = versions(connection, checklist) if is_slug(checklist) else []
    one = next((one for one in found if str(one.checklist.version) == version), None)
    if one is None or kind not in _MADE:
        raise NotHereError
    media_type, made = _MADE[kind]
    name = f'attachment; filename="{checklist}-{version}.{kind}"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(made(one, server_address(request)), media_type=media_type, headers=headers)


@router.post("/checklists/upload")
async def upload(request: Request, reader: Manager) -> Response:
    """Begin a draft with what a file holds, or tell everything there is to put right in it."""
    session = read_session(request)
    if session is None or not is_form_token(request, session.nonce, request.headers.get("x-form-token", "")):
        raise FormTooOldError
    data = await _body(request)
    if data is None:
        return tell({"problems": ["The file is larger than 10 MB. Nothing was taken in."]}, _UNPROCESSABLE)
    name = PurePath(request.query_params.get("name", "")).name[:120] or "The file"
    return await run_in_threadpool(_taken_in, request, reader.id, data, name)


async def _body(request: Request) -> bytes | None:
    parts = bytearray()
    try:
        async for part in request.stream():
            parts += part
            if len(parts) > _LARGEST:
                return None
    except ClientDisconnect:
        raise FormTooOldError from None
    return bytes(parts)


def _taken_in(request: Request, person: str, data: bytes, name: str) -> Response:
    from sync_server.interchange.problems import InterchangeError  # noqa: PLC0415 - it takes a while
    from sync_server.interchange.reading import read_import  # noqa: PLC0415 - it takes a while

    left_out: tuple[str, ...] = ()
    try:
        if name.lower().endswith(".toml"):
            source = read_source(data[: LARGEST_FILE + 1], name)
            content = draft_of(source.checklist, dict(source.off))
        else:
            found = read_import(data, name)
            content, left_out = fitting(found.content, dict(found.off)), found.left_out
    except (ChecklistFileError, InterchangeError) as error:
        return tell({"problems": [str(one) for one in error.problems]}, _UNPROCESSABLE)

    def begun(connection: Connection) -> str:
        taken = {one.checklist.id for one in newest_published(connection)}
        taken |= {one.checklist for one in open_drafts(connection)}
        checklist = new_slug(str(content.get("title") or content.get("id") or "checklist"), taken)
        begin(connection, checklist, {**content, "id": checklist}, Author(person, now()))
        return checklist

    checklist = write(request.app.state.engine, begun)
    return tell({"go": f"/checklists/{checklist}/draft", "left_out": left_out})


def fitting(content: dict[str, object], off: dict[str, str]) -> Draft:
    """Return what a file holds as a draft: what no field can hold is left out, the rest may be incomplete."""
    draft = empty_draft("checklist", "", "internal_audit")
    draft |= _fields(content, ["checklist"], ("title", "kind", "purpose", "minutes", "language"))
    taken: set[str] = set()
    draft["sections"] = []
    for section in _tables(content.get("sections")):
        fields = _fields(section, ["section", ""], ("title", "when", "repeat"))
        questions = [
            {"id": _id(question, taken), **_fields(question, ["question", ""], tuple(question))}
            for question in _tables(section.get("questions"))
        ]
        draft["sections"].append({"id": _id(section, taken), **fields, "questions": questions})
    if not draft["sections"]:
        draft["sections"] = empty_draft("checklist", "", "internal_audit")["sections"]
    translations = content.get("translations")
    whole = {**draft, "version": 1, "translations": translations}
    try:
        Checklist.model_validate(whole)
    except ValidationError:
        return {**draft, "off": off} if off else draft
    return {**draft, "translations": translations, "off": off}


def _tables(value: object) -> Iterator[dict[str, Any]]:
    for one in value if isinstance(value, list | tuple) else ():
        if isinstance(one, dict):
            yield one


def _fields(table: dict[str, Any], at: list[str], names: tuple[str, ...]) -> dict[str, Any]:
    found = {}
    for name in names:
        try:
            value = checked([*at, name], table.get(name))
        except (NoSuchFieldError, ValidationError):
            continue
        if value is not None:
            found[name] = value
    return found


def _id(table: dict[str, Any], taken: set[str]) -> str:
    given = table.get("id")
    text = str(given or table.get("text") or table.get("title") or "question")
    name = (
        given if isinstance(given, str) and is_slug(given) and given not in taken else new_slug(text, taken)
    )
    taken.add(name)
    return name
