"""The sheets of the pages, read as rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from sync_server.web.static_files import SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterator

STATIC = files("sync_server.web").joinpath("static")


@dataclass(frozen=True)
class Rule:
    """A rule of a sheet: where it holds (`@media print`), for what, and what it says."""

    where: str
    selectors: tuple[str, ...]
    said: str


def paths(served: str) -> list[str]:
    """Return the sheets that are served as one file, in their order."""
    folder, names = SHEETS[served]
    return [f"{folder}/{name}.css" for name in names.split()]


def text_of(served: str) -> str:
    """Return the text of all sheets that are served as one file."""
    return "\n".join(STATIC.joinpath(path).read_text() for path in paths(served))


def rules(text: str) -> list[Rule]:
    """Return the rules of a sheet, those for some windows or for paper with where they hold."""
    return list(_rules(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL), ""))


def _rules(text: str, where: str) -> Iterator[Rule]:
    at = 0
    while (opens := text.find("{", at)) >= 0:
        head = " ".join(text[at:opens].split())
        closes, depth = opens + 1, 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[closes], 0)
            closes += 1
        inside = text[opens + 1 : closes - 1]
        if head.startswith(("@media", "@container")):
            yield from _rules(inside, f"{where} {head}".strip())
        elif not head.startswith(("@font-face", "@page", "@keyframes")):
            selectors = tuple(one.strip() for one in head.split(","))
            yield Rule(where, selectors, " ".join(inside.split()))
        at = closes
