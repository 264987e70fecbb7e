"""What an example is: a request the server answers well, and how it is asked again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote_from_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
JSON: Final = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Example:
    """A request the server answers well.

    Attributes:
        route: method and path with its parameters in braces, as the server declares them.
        path: as it goes over the wire, with its query.
        headers: name to value.
        body: as it goes over the wire.
        value: the body as JSON, or what a form says in JSON.
        before: of a form, what stands before that.
        made_to_fit: makes the value fit again after something in it was changed, as whoever wrote it would.
        ids: ids in the body that each request has its own of.
        weight: how often it is asked, beside the others.
    """

    route: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    value: Any = None
    before: str = ""
    made_to_fit: Callable[[Any], Any] | None = None
    ids: tuple[str, ...] = ()
    weight: int = 4

    @property
    def method(self) -> str:
        """The request's method."""
        return self.route.partition(" ")[0]

    def written(self, data: bytes) -> bytes:
        """Return the body that says this JSON."""
        return self.before.encode() + quote_from_bytes(data).encode() if self.before else data

    def anew(self, random: Random) -> Example:
        """Return the same request with ids that were never sent."""
        text = self.body.decode() if self.ids else ""
        for one in self.ids:
            text = text.replace(one, f"{random.getrandbits(128):032x}")
        if not text:
            return self
        value = json.loads(text)
        value = self.made_to_fit(value) if self.made_to_fit else value
        return replace(self, value=value, body=json.dumps(value).encode())
