"""Reads which rules a checklist file switches off: `[lint.off]`, each rule with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from checklists.errors import Problem
from checklists.form.checklist import TEXT_LENGTH
from checklists.lint.rules import NAMES
from checklists.own_words import quoted, sort_of

if TYPE_CHECKING:
    from checklists.files.line_numbers import FileLines

KEY = "lint"

_WRITE = 'write [lint.off] and below it lines such as over-long = "The reason"'


def switched_off(value: object, file: str, lines: FileLines) -> tuple[dict[str, str], list[Problem]]:
    """Return the rules that are switched off, each with its reason, and what there is to put right.

    Args:
        value: what stands under `lint` in the file, None for nothing.
        file: its name, fit to show.
        lines: where everything stands in it.
    """
    if value is None:
        return {}, []
    if (
        not isinstance(value, Mapping)
        or not isinstance(off := value.get("off", {}), Mapping)
        or value.keys() - {"off"}
    ):
        reason, line = f'"{KEY}" is not written as it is read here', lines.line_of((KEY,))
        return {}, [Problem(file, None, None, reason, _WRITE, line)]
    found = {
        str(name): _problem(str(name), reason, file, lines.line_of((KEY, "off", str(name))))
        for name, reason in off.items()
    }
    return (
        {name: str(off[name]) for name, problem in found.items() if problem is None},
        [problem for problem in found.values() if problem is not None],
    )


def _problem(name: str, reason: object, file: str, line: int | None) -> Problem | None:
    found = _unusable(name, reason)
    return Problem(file, None, None, *found, line) if found else None


def _unusable(name: str, reason: object) -> tuple[str, str] | None:
    if name not in NAMES:
        names = ", ".join(sorted(NAMES))
        return f'"lint.off" names {quoted(name)}, which is no rule', f"use one of: {names}"
    if not isinstance(reason, str):
        return f'"lint.off" gives {sort_of(reason)} for {quoted(name)}', "write the reason in quotes"
    if not reason.strip() or len(reason) > TEXT_LENGTH:
        remedy = f"write why it does not fit this checklist, in up to {TEXT_LENGTH} characters"
        return f'"lint.off" gives no usable reason for {quoted(name)}', remedy
    return None
