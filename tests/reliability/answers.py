"""What is wrong with an answer to whatever was asked: nothing may be."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Final

from pydantic import ValidationError

from checklists.protocol.messages import Problem
from checklists.protocol.refusals import CATALOGUE

_ERROR, _SERVER_ERROR = 400, 500

# What only our own code would say.
_CODE: Final = re.compile(
    rb'Traceback|File "/|sqlalchemy|psycopg|sqlite3\.|starlette|uvicorn|pydantic|'
    rb"Internal Server Error|\w+Error: "
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came over the wire, its body whole."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def media_type(self) -> str:
        """The form of the body."""
        return self.headers.get("content-type", "").partition(";")[0]


def complaint(method: str, answer: Answer) -> str:
    """Return what is wrong with an answer; empty if nothing is."""
    if answer.status >= _SERVER_ERROR:
        return f"status {answer.status}"
    if _CODE.search(answer.body) and answer.media_type not in {"text/css", "image/jpeg", "font/ttf"}:
        return "the body shows our own code"
    # To HEAD nobody says more.
    if answer.status < _ERROR or method == "HEAD":
        return ""
    return _refusal(answer)


def _refusal(answer: Answer) -> str:
    match answer.media_type:
        case "application/json":
            return _json(answer.body)
        case "text/html":
            said = re.search(rb"<h1[^>]*>[^<]+</h1>", answer.body)
            return "" if said else "a page without a heading"
        case "text/plain":
            said = re.fullmatch(rb"[A-Z][^{}<>]{10,200}\.", answer.body)
            return "" if said else "no sentence"
        # A picture that says why there is none.
        case "image/svg+xml":
            return ""
        case other:
            return f"refused as {other or 'nothing'}"


# What the editor's script shows: sentences, and beside them the state of the page.
_SAYS: Final = re.compile(r"[A-Z“].{9,}\.", re.DOTALL)


def _for_editor(body: bytes) -> bool:
    match json.loads(body):
        case {"cannot": str(one)}:
            return bool(_SAYS.fullmatch(one))
        case {"problems": [_, *_] as every}:
            return all(isinstance(one, str) and _SAYS.fullmatch(one) for one in every)
        case _:
            return False


def _json(body: bytes) -> str:
    if _for_editor(body):
        return ""
    try:
        problem = Problem.model_validate_json(body)
    except ValidationError:
        return "a refusal that is no problem"
    entry = CATALOGUE.get(problem.number)
    if entry is None or (problem.sentence, problem.advice) != (entry.sentence, entry.advice):
        return "a problem that is not in the catalogue"
    return ""
