"""One part of a checklist that does not fit the rest, and how tables of a file are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

# Where something is, with the names and numbers of the models: ("sections", 0, "questions", 1, "unit").
Location: TypeAlias = tuple[str | int, ...]
Table: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A part that does not fit the rest.

    Attributes:
        location: the part.
        reason: what is the matter, to follow the part's name: `belongs to type = "number" only`.
        remedy: what to do.
    """

    location: Location
    reason: str
    remedy: str

    @property
    def named(self) -> str:
        """The reason of a value as a whole: `has a part that does not fit: unit belongs to …`."""
        path = ".".join(str(part) for part in self.location)
        return f"has a part that does not fit: {path} {self.reason}"

    def below(self, location: Location) -> Misfit:
        """Return the same misfit, seen from further up."""
        return Misfit((*location, *self.location), self.reason, self.remedy)


def tables(value: object) -> Iterator[tuple[int, Table]]:
    """Yield the tables of a list with their places from 0; nothing where the value is something else."""
    for place, entry in enumerate(value if isinstance(value, list | tuple) else ()):
        if isinstance(entry, Mapping):
            yield place, entry


def table(value: object) -> Table:
    """Return a value that is a table, an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def texts(value: object) -> tuple[str, ...]:
    """Return the texts of a list; none where the value is something else."""
    found = value if isinstance(value, list | tuple) else ()
    return tuple(entry for entry in found if isinstance(entry, str))
