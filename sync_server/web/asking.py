"""What a page's address asks for, read so that no nonsense in it can do more than be passed over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.datastructures import QueryParams

_NUMBER = re.compile(r"[0-9]{1,6}")


def asked_page(query: QueryParams) -> int:
    """Return the page number asked for, 1 for anything that is none."""
    text = query.get("page", "")
    return max(1, int(text)) if _NUMBER.fullmatch(text) else 1


def asked_choice(query: QueryParams, name: str, choices: Collection[str]) -> str:
    """Return what a filter is set to; empty (everything) unless it is one of the choices."""
    text = query.get(name, "")
    return text if text in choices else ""


def local_path(text: str) -> str:
    """Return an address on this server to go on to, the start page for anything that leads elsewhere."""
    # “//host” and “/\host” are other hosts to a browser, and it drops tabs and line ends on the way.
    inside = text.startswith("/") and not text.startswith(("//", "/\\"))
    return text if inside and text.isascii() and text.isprintable() else "/"


def page_link(page: int, filters: dict[str, str]) -> str:
    """Return the query that leads to another page of a list and keeps its filters."""
    kept = {name: value for name, value in filters.items() if value}
    return "?" + urlencode({**kept, "page": page})
