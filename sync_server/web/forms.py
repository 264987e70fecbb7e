"""What a person sends with a form: small, and only from a page that was made for their browser."""

from typing import Annotated, Final
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from starlette.requests import ClientDisconnect

from checklists.text import clean
from sync_server.web.session import is_form_token, read_session, stranger_nonce
from sync_server.web.trouble import FormTooOldError

# A name and a password, with room for those who write a poem.
_LONGEST: Final = 20_000
_MOST_FIELDS: Final = 20


# A change of a checklist: twenty things to look for, each as long as it may be, in any script.
_LONGEST_CHANGE: Final = 400_000


async def _posted(request: Request) -> dict[str, str]:
    return await _checked(request, _LONGEST)


async def _posted_change(request: Request) -> dict[str, str]:
    return await _checked(request, _LONGEST_CHANGE)


async def _checked(request: Request, longest: int) -> dict[str, str]:
    fields = dict(_fields(await _body(request, longest)))
    session = read_session(request)
    nonce = session.nonce if session else stranger_nonce(request)
    if not is_form_token(request, nonce, fields.get("token", "")):
        raise FormTooOldError
    return fields


async def _body(request: Request, longest: int) -> bytes:
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > longest:
                raise FormTooOldError
    except ClientDisconnect:
        raise FormTooOldError from None
    return body


def _fields(body: bytes) -> list[tuple[str, str]]:
    try:
        pairs = parse_qsl(
            body.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        raise FormTooOldError from None
    return [(name, clean(value)) for name, value in pairs]


Form = Annotated[dict[str, str], Depends(_posted)]
"""The fields of a posted form, its token checked."""

LongForm = Annotated[dict[str, str], Depends(_posted_change)]
"""The same, for what may be as long as a whole question."""
