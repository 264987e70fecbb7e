"""Who is signed in, kept in a signed cookie, and the marks that show a form came from one of our pages."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from itsdangerous import BadData, Signer, URLSafeTimedSerializer

if TYPE_CHECKING:
    from fastapi import Request, Response

    from sync_server.record.office import Reader

_COOKIE: Final = "floorwalk_session"
_FORM_COOKIE: Final = "floorwalk_form"

# A long working day; somebody who leaves a shared computer is signed out by the next morning.
SESSION_SECONDS: Final = 12 * 3600

# A sign-in page may stay open over lunch.
_FORM_SECONDS: Final = 24 * 3600

_NONCE_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Session:
    """What the cookie says: the person, the mark of the password they gave, and a random value for forms."""

    person: str
    mark: str
    nonce: str


def read_session(request: Request) -> Session | None:
    """Return the session of a request, None if there is none or it is over."""
    try:
        person, mark, nonce = _serializer(request).loads(
            request.cookies.get(_COOKIE, ""), max_age=SESSION_SECONDS
        )
    except (BadData, ValueError, TypeError):
        return None
    return Session(str(person), str(mark), str(nonce))


def begin_session(request: Request, response: Response, reader: Reader) -> None:
    """Sign somebody in on their browser."""
    value = _serializer(request).dumps([reader.id, reader.mark, secrets.token_hex(_NONCE_BYTES)])
    _set(request, response, _COOKIE, value, SESSION_SECONDS)
    response.delete_cookie(_FORM_COOKIE)


def end_session(response: Response) -> None:
    """Sign somebody out on their browser."""
    response.delete_cookie(_COOKIE)


def stranger_nonce(request: Request) -> str:
    """Return the random value for forms of somebody who is not signed in; new if their browser has none."""
    return request.cookies.get(_FORM_COOKIE) or secrets.token_hex(_NONCE_BYTES)


def keep_stranger_nonce(request: Request, response: Response, nonce: str) -> None:
    """Leave the random value for forms with the browser of somebody who is not signed in."""
    _set(request, response, _FORM_COOKIE, nonce, _FORM_SECONDS)


def form_token(request: Request, nonce: str) -> str:
    """Return what a form carries to show that it came from a page made for this browser."""
    return Signer(request.app.state.keys.sessions, salt="form").get_signature(nonce).decode()


def is_form_token(request: Request, nonce: str, token: str) -> bool:
    """Say whether a form carries the right token."""
    return hmac.compare_digest(form_token(request, nonce).encode(), token.encode("utf-8", "replace"))


def _serializer(request: Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(request.app.state.keys.sessions, salt="session")


def _set(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    secure = request.url.scheme == "https" or request.app.state.config.address.startswith("https://")
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=secure)
