"""The description of what tablets talk to, in OpenAPI: one line for each route, forms from the messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import models_json_schema

from checklists.protocol import messages, refusals, routes
from checklists.protocol.messages import Problem
from sync_server.api import tus
from sync_server.errors import status_of

if TYPE_CHECKING:
    from fastapi import FastAPI
    from pydantic import BaseModel

    from checklists.protocol.refusals import Refusal

DESCRIPTION: Final = f"{routes.PREFIX}/openapi.json"
"""Where the description is."""

_JSON: Final = "application/json"
_REF: Final = "#/components/schemas/{model}"

_Forms = dict[tuple[type["BaseModel"], str], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What one route takes, gives and refuses.

    Attributes:
        method: in capitals.
        path: with its parameters in braces.
        says: in one line.
        takes: the message, or the media type of bytes; None for no body.
        gives: by status, the message, or the media type of bytes; None for no body.
        refuses: entries of the catalogue beside those that any route may answer with.
        more: statuses with a problem beside those the catalogue's entries have.
        asks: headers it needs, with their form.
        may_ask: headers it understands.
        tells: headers of its good answer.
        for_all: whether it answers without a tablet's token.
    """

    method: str
    path: str
    says: str
    takes: type[BaseModel] | str | None = None
    gives: dict[int, type[BaseModel] | str | None]
    refuses: tuple[Refusal, ...] = ()
    more: tuple[int, ...] = ()
    asks: dict[str, dict[str, Any]] = field(default_factory=dict)
    may_ask: dict[str, dict[str, Any]] = field(default_factory=dict)
    tells: tuple[str, ...] = ()
    for_all: bool = False


_WHOLE: Final[dict[str, Any]] = {"type": "integer", "minimum": 0}
_TEXT: Final[dict[str, Any]] = {"type": "string"}
_TUS: Final[dict[str, dict[str, Any]]] = {"Tus-Resumable": {"type": "string", "const": tus.VERSION}}
_UPLOAD: Final = routes.UPLOADS + "/{name}"

_READ: Final = (refusals.MESSAGE_NOT_READ, refusals.TOO_LARGE)
_CHAIN: Final = (refusals.CHAIN_BROKEN, refusals.FORKED)
_CODE: Final = (refusals.CODE_UNKNOWN, refusals.CODE_USED, refusals.TOO_MANY_TRIES)
_BYTES: Final = (refusals.PHOTO_NOT_TAKEN, refusals.PHOTO_OTHER_BYTES)
_PLACE: Final = (refusals.UPLOAD_ELSEWHERE, refusals.UPLOAD_BUSY, refusals.UPLOAD_UNKNOWN)
_OTHER_VERSION, _OTHER_TYPE, _NOT_SHOWN, _DISK_FULL = 412, 415, 422, 507

ROUTES: Final = (
    Route(
        method="POST",
        path=routes.ENROL,
        says="Let a tablet in with a one-time code.",
        takes=messages.Enrol,
        gives={200: messages.EnrolReply},
        refuses=(*_READ, *_CODE),
        for_all=True,
    ),
    Route(
        method="POST",
        path=routes.HELLO,
        says="Say how far a tablet's chain is stored.",
        takes=messages.Hello,
        gives={200: messages.HelloReply},
        refuses=_READ,
    ),
    Route(
        method="POST",
        path=routes.PUSH,
        says="Store and apply what follows in a tablet's chain.",
        takes=messages.Push,
        gives={200: messages.PushReply},
        refuses=(*_READ, *_CHAIN),
    ),
    Route(
        method="POST",
        path=routes.PULL,
        says="Give a page of a stream of the feed.",
        takes=messages.Pull,
        gives={200: messages.Page},
        refuses=(*_READ, refusals.CURSOR_UNKNOWN),
    ),
    Route(
        method="POST",
        path=routes.RELAY,
        says="Take back what this server had applied before it was restored from a backup.",
        takes=messages.Relay,
        gives={200: messages.RelayReply},
        refuses=_READ,
    ),
    Route(
        method="POST",
        path=routes.COMPARE,
        says="Say what a tablet ought to hold.",
        takes=messages.Compare,
        gives={200: messages.CompareReply},
        refuses=(*_READ, refusals.CURSOR_UNKNOWN),
    ),
    Route(
        method="POST",
        path=routes.BACKED_UP,
        says="Say what of a tablet's own is inside a verified backup.",
        takes=messages.AskBackedUp,
        gives={200: messages.BackedUp},
        refuses=_READ,
    ),
    Route(
        method="POST",
        path=routes.UNNAMED,
        says="Take in something raised without a name: no person, no tablet, and of the time the day.",
        takes=messages.Unnamed,
        gives={200: messages.UnnamedReply},
        refuses=(*_READ, refusals.TOO_MANY_UNNAMED, refusals.PHOTO_NOT_TAKEN),
        more=(_DISK_FULL,),
    ),
    Route(
        method="POST",
        path=routes.PULSE,
        says="Count an answer of an auditee: no person, no visit, no tablet, and of the time the month.",
        takes=messages.Pulse,
        gives={204: None},
        refuses=(*_READ, refusals.TOO_MANY_UNNAMED),
        more=(_DISK_FULL,),
    ),
    Route(
        method="GET",
        path=routes.REFERENCE,
        says="Give people, places, checklists and visits that are due, if they have changed.",
        gives={200: messages.Reference, 304: None},
        may_ask={"If-None-Match": _TEXT},
        tells=("ETag",),
    ),
    *(
        Route(
            method="OPTIONS",
            path=path,
            says="Say what of tus this server can do.",
            gives={204: None},
            tells=("Tus-Version", "Tus-Extension", "Tus-Max-Size", "Tus-Checksum-Algorithm"),
            for_all=True,
        )
        for path in (routes.UPLOADS, _UPLOAD)
    ),
    Route(
        method="POST",
        path=routes.UPLOADS,
        says="Begin an upload, or find the one that is under way.",
        gives={201: None},
        refuses=(*_READ, *_BYTES, *_PLACE),
        more=(_OTHER_VERSION, _DISK_FULL),
        asks={**_TUS, "Upload-Length": _WHOLE, "Upload-Metadata": _TEXT},
        tells=("Location", "Upload-Offset"),
    ),
    Route(
        method="HEAD",
        path=_UPLOAD,
        says="Say how many bytes of an upload are here for good.",
        gives={200: None},
        refuses=(*_BYTES, *_PLACE),
        more=(_OTHER_VERSION, _DISK_FULL),
        asks=_TUS,
        tells=("Upload-Offset", "Upload-Length"),
    ),
    Route(
        method="PATCH",
        path=_UPLOAD,
        says="Add a part to an upload.",
        takes=tus.PART_TYPE,
        gives={204: None},
        refuses=(*_READ, *_BYTES, *_PLACE),
        more=(_OTHER_VERSION, _OTHER_TYPE, _DISK_FULL),
        asks={**_TUS, "Upload-Offset": _WHOLE},
        may_ask={"Upload-Checksum": _TEXT},
        tells=("Upload-Offset",),
    ),
    Route(
        method="DELETE",
        path=_UPLOAD,
        says="Let go of an upload that is not complete.",
        gives={204: None},
        refuses=_PLACE,
        more=(_OTHER_VERSION, _DISK_FULL),
        asks=_TUS,
    ),
    Route(
        method="GET",
        path=routes.thumbnail("{sha256}"),
        says="Give the thumbnail of a photo the tablet may see.",
        gives={200: "image/jpeg", 304: None},
        refuses=(refusals.NOT_FOUND, refusals.PHOTO_NOT_RECEIVED),
        more=(_NOT_SHOWN, _DISK_FULL),
        may_ask={"If-None-Match": _TEXT},
        tells=("ETag",),
    ),
)


def describe(app: FastAPI) -> None:
    """Make the app give this description instead of one it finds in its code."""
    app.openapi = lambda: description(app.title)  # type: ignore[method-assign]  # as FastAPI's guide does


def description(title: str) -> dict[str, Any]:
    """Return the whole description as JSON."""
    taken = [(one.takes, "validation") for one in ROUTES if isinstance(one.takes, type)]
    given = [
        (form, "serialization") for one in ROUTES for form in one.gives.values() if isinstance(form, type)
    ]
    forms, schemas = models_json_schema([*taken, *given, (Problem, "serialization")], ref_template=_REF)  # type: ignore[list-item]  # the modes are literals
    paths: dict[str, dict[str, Any]] = {}
    for one in ROUTES:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, forms)  # type: ignore[arg-type]  # as above
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"tablet": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: Route, forms: _Forms) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": route.says,
        "parameters": _parameters(route),
        "responses": _responses(route, forms),
    }
    if route.takes is not None:
        operation["requestBody"] = {"required": True, "content": _content(route.takes, forms, "validation")}
    if not route.for_all:
        operation["security"] = [{"tablet": []}]
    return operation


def _parameters(route: Route) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in route.path.split("/") if part.startswith("{")]
    in_path = [{"name": name, "in": "path", "required": True, "schema": _TEXT} for name in names]
    return in_path + [
        {"name": name, "in": "header", "required": name in route.asks, "schema": form}
        for name, form in {**route.asks, **route.may_ask}.items()
    ]


def _responses(route: Route, forms: _Forms) -> dict[str, Any]:
    tells = {name: {"schema": _TEXT} for name in route.tells}
    responses: dict[str, Any] = {}
    for status, form in route.gives.items():
        content = {} if form is None else {"content": _content(form, forms, "serialization")}
        responses[str(status)] = {"description": "As asked for.", "headers": tells, **content}
    for status, said in _problems(route):
        # An answer to HEAD has no body.
        content = {} if route.method == "HEAD" else {"content": _content(Problem, forms, "serialization")}
        responses[str(status)] = {"description": said, **content}
    return responses


def _problems(route: Route) -> list[tuple[int, str]]:
    always = (
        () if route.for_all and route.takes is None else (refusals.MESSAGE_NOT_READ, refusals.SERVER_TROUBLE)
    )
    tablets = () if route.for_all else (refusals.NOT_ENROLLED, refusals.REVOKED)
    said: dict[int, list[str]] = {status: [] for status in route.more}
    for refusal in dict.fromkeys((*route.refuses, *tablets, *always)):
        said.setdefault(status_of(refusal), []).append(f"{refusal.code} {refusal.sentence}")
    return [(status, " ".join(words) or "A numbered problem.") for status, words in sorted(said.items())]


def _content(form: type[BaseModel] | str, forms: _Forms, mode: str) -> dict[str, Any]:
    if isinstance(form, str):
        return {form: {}}
    return {_JSON: {"schema": forms[form, mode]}}
