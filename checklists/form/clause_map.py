"""The clauses a standard has, each with a title in our own words: data in `checklists/clauses`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklists.form.clause import Clause


# How a standard is named while its text may still change.
FINAL_DRAFT = "ISO/FDIS "


@dataclass(frozen=True, slots=True)
class ClauseMap:
    """The clauses of one edition of a standard.

    Attributes:
        standard: `ISO 9001`.
        edition: the year.
        about: what it is about, in a word or two.
        clauses: number to title, in the order of the standard.
        draft: whether it is what a coming edition is expected to hold; nothing is sure of it yet.
    """

    standard: str
    edition: int
    about: str
    clauses: Mapping[str, str]
    draft: bool

    def title(self, number: str) -> str | None:
        """Return what a clause is about (`8.4.3 e)` as `8.4.3`), None for a number that is not there."""
        return self.clauses.get(number.partition(" ")[0])

    def nearest(self, number: str) -> str | None:
        """Return the clause around a number that is not there (`8.4` for `8.4.9`), None for none."""
        parts = number.partition(" ")[0].split(".")
        around = (".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))
        return next((one for one in around if one in self.clauses), None)


@cache
def clause_maps() -> tuple[ClauseMap, ...]:
    """Return every clause map there is, by standard and edition."""
    files = [
        one
        for one in resources.files("checklists").joinpath("clauses").iterdir()
        if one.name.endswith(".toml")
    ]
    tables = [tomllib.loads(one.read_text(encoding="utf-8")) for one in files]
    maps = [
        ClauseMap(one["standard"], one["edition"], one["about"], one["clauses"], one.get("draft", False))
        for one in tables
    ]
    return tuple(sorted(maps, key=lambda one: (one.standard, one.edition)))


def clause_map_of(clause: Clause) -> ClauseMap | None:
    """Return the map of the standard and edition a clause names, None where there is none.

    `ISO/FDIS 9001:2026` names the final draft of `ISO 9001:2026`, and no edition that is published.
    """
    name = clause.standard.replace(FINAL_DRAFT, "ISO ", 1)
    named = (one for one in clause_maps() if (one.standard, one.edition) == (name, clause.edition))
    return next((one for one in named if one.draft or name == clause.standard), None)


def clause_title(clause: Clause) -> str | None:
    """Return what a clause is about in our own words, None where no map knows it."""
    found = clause_map_of(clause)
    return found.title(clause.number) if found else None
