"""The server's errors, and the one place where a refusal becomes an HTTP status.

ServerError
├── Refused        a whole message is refused, with its number in the catalogue
└── CannotGoOn     the server, a command or a file can't be used as it is; the text says what to do
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.protocol import refusals
from checklists.protocol.messages import Problem

if TYPE_CHECKING:
    from checklists.protocol.refusals import Refusal


class ServerError(Exception):
    """The base of everything the server raises on purpose."""


class Refused(ServerError):  # noqa: N818 - it says what happened to the message, not that code erred
    """A whole message is refused.

    Attributes:
        refusal: the catalogue's entry.
        detail: what exactly, for somebody who looks into it.
    """

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        super().__init__(f"{refusal.code} {refusal.sentence} {detail}".rstrip())
        self.refusal = refusal
        self.detail = detail

    @property
    def problem(self) -> Problem:
        """The answer a tablet gets."""
        return Problem(
            number=self.refusal.number,
            sentence=self.refusal.sentence,
            advice=self.refusal.advice,
            detail=self.detail,
        )


class CannotGoOn(ServerError):  # noqa: N818 - it says where the person stands
    """Something a person gave can't be used; the text is a sentence for them."""


# Everything the catalogue names that can be said of a whole message. Refusals of single ops (2xx) travel in a
# push reply and have no status of their own.
_STATUS = {
    refusals.NOT_ENROLLED: 401,
    refusals.REVOKED: 403,
    refusals.CODE_UNKNOWN: 404,
    refusals.CODE_USED: 410,
    refusals.TOO_MANY_TRIES: 429,
    refusals.MESSAGE_NOT_READ: 400,
    refusals.TOO_LARGE: 413,
    refusals.CHAIN_BROKEN: 409,
    refusals.FORKED: 409,
    refusals.CURSOR_UNKNOWN: 409,
    refusals.NOT_FOUND: 404,
    refusals.TOO_MANY_UNNAMED: 429,
    refusals.PHOTO_NOT_TAKEN: 400,
    refusals.PHOTO_OTHER_BYTES: 460,
    refusals.UPLOAD_ELSEWHERE: 409,
    refusals.UPLOAD_BUSY: 423,
    refusals.UPLOAD_UNKNOWN: 404,
    refusals.PHOTO_NOT_RECEIVED: 404,
    refusals.SERVER_TROUBLE: 503,
}


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status that carries a refusal."""
    return _STATUS.get(refusal, 400)
