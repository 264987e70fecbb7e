"""Reads an organisation file: departments, areas, people and planned visits, as TOML written by hand."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from checklists.ids import Slug
from checklists.own_words import plain
from checklists.records.person import Role
from checklists.records.place import Area, Department
from checklists.records.programme import PlannedVisit
from checklists.text import Line
from sync_server.errors import CannotGoOn
from sync_server.record.people import NewPerson, person_id

# Ten thousand people with all their places fit.
_LARGEST_FILE = 4_000_000

# As many problems as fit one screen; the rest show up when these are put right.
_PROBLEMS_SHOWN = 20

_SLUG = "small letters a to z, digits and hyphens, up to 60, in quotes"
# What to write where people often write something else; a PIN itself is never shown.
_REMEDIES = {
    "id": f'write {{key}} as a short name such as "lab-2": {_SLUG}.',
    "pin": 'write {key} as exactly four digits in quotes, such as "2741".',
    "role": "write {key} as one of " + ", ".join(f'"{role}"' for role in Role) + ".",
    "department": f"write {{key}} as the id of a [[department]]: {_SLUG}.",
    "area": f"write {{key}} as the id of an [[area]]: {_SLUG}.",
    "due_on": "write {key} as a date without quotes, such as 2026-11-22.",
    "due_in_days": "write {key} as a whole number of days from today, without quotes, -3650 to 3650.",
}

_Name = Annotated[Line, Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Department(_Entry):
    id: Slug
    name: _Name


class _Area(_Entry):
    id: Slug
    name: _Name
    department: Slug


class _Person(_Entry):
    id: Slug
    name: _Name
    role: Role
    department: Slug | None = None
    pin: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")] | None = None
    password: Annotated[str, StringConstraints(min_length=8, max_length=200)] | None = None
    active: bool = True


class _Planned(_Entry):
    id: Slug
    checklist: Slug
    area: Slug
    person: Slug
    due_on: date | None = None
    due_in_days: Annotated[int, Field(ge=-3650, le=3650)] | None = None

    @model_validator(mode="after")
    def _is_due_once(self) -> _Planned:
        if (self.due_on is None) == (self.due_in_days is None):
            raise ValueError("Give either due_on, a date, or due_in_days, counted from today.")
        return self


class _File(_Entry):
    department: list[_Department] = []
    area: list[_Area] = []
    person: list[_Person] = []
    planned: list[_Planned] = []


@dataclass(frozen=True, slots=True)
class Organisation:
    """What an organisation file says.

    Attributes:
        departments: each id once.
        areas: each in one of the departments.
        people: with PIN and password as they were written; only their hashes are kept.
        planned: visits with due dates.
    """

    departments: list[Department]
    areas: list[Area]
    people: list[NewPerson]
    planned: list[PlannedVisit]


def read_organisation(data: bytes, name: str, today: date) -> Organisation:
    """Read an organisation file.

    Args:
        data: its bytes.
        name: what people call it.
        today: what `due_in_days` counts from.

    Raises:
        CannotGoOn: it can't be used; every line says where and what to do.
    """
    file = _parse(data, name)
    problems = [*_repeated(file), *_astray(file)]
    if problems:
        raise CannotGoOn(_sentence(name, problems))
    return Organisation(
        departments=[Department(**one.model_dump()) for one in file.department],
        areas=[Area(**one.model_dump()) for one in file.area],
        people=[NewPerson(slug=one.id, **one.model_dump(exclude={"id"})) for one in file.person],
        planned=[_planned(one, today) for one in file.planned],
    )


def _parse(data: bytes, name: str) -> _File:
    if len(data) > _LARGEST_FILE:
        raise CannotGoOn(
            _sentence(name, [f"it is larger than {_LARGEST_FILE:,} bytes; is it the right file?"])
        )
    try:
        table = tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise CannotGoOn(_sentence(name, ["it is not text in UTF-8; save it as UTF-8."])) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CannotGoOn(_sentence(name, [f"it is not TOML: {error}."])) from None
    try:
        return _File.model_validate(table)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        problems = [_problem(table, one["loc"], one["type"], one["msg"]) for one in details]
        raise CannotGoOn(_sentence(name, problems)) from None


def _problem(table: dict[str, Any], place: tuple[Any, ...], found: str, message: str) -> str:
    # ("person", 2, "pin") is the third [[person]] and its line pin.
    match place:
        case (str(kind), int(number), str(key)) if key in _REMEDIES and found != "extra_forbidden":
            return f"{_entry(table, kind, number)}: {_REMEDIES[key].format(key=key)}"
        case (str(kind), int(number), *rest):
            words = [_entry(table, kind, number), *map(str, rest)]
        case _:
            words = [str(one) for one in place]
    return f"{' '.join(words)}: {message.removeprefix('Value error, ')}"


def _entry(table: dict[str, Any], kind: str, number: int) -> str:
    """Name an entry as people know it: a person by their name, anything else by its id."""
    entry = table[kind][number]
    known_by = entry.get("name" if kind == "person" else "id") if isinstance(entry, dict) else None
    return f"{kind} “{plain(known_by)}”" if isinstance(known_by, str) and known_by else f"{kind} {number + 1}"


def _repeated(file: _File) -> list[str]:
    lists: dict[str, list[str]] = {
        "department": [one.id for one in file.department],
        "area": [one.id for one in file.area],
        "person": [one.id for one in file.person],
        # People sign in by their names.
        "person's name": [one.name.casefold() for one in file.person],
        "planned": [one.id for one in file.planned],
    }
    return [
        f"{kind} “{repeated}” is there {times} times; give each its own."
        for kind, ids in lists.items()
        for repeated, times in Counter(ids).items()
        if times > 1
    ]


def _astray(file: _File) -> list[str]:
    departments, areas, people = (
        {one.id for one in entries} for entries in (file.department, file.area, file.person)
    )
    named = [(f"area “{one.id}”", "department", one.department, departments) for one in file.area]
    named += [
        (f"person “{one.id}”", "department", one.department, departments)
        for one in file.person
        if one.department
    ]
    named += [(f"planned “{one.id}”", "area", one.area, areas) for one in file.planned]
    named += [(f"planned “{one.id}”", "person", one.person, people) for one in file.planned]
    return [
        f"{entry} names the {kind} “{wanted}”, which is not in the file; write its [[{kind}]] too."
        for entry, kind, wanted, known in named
        if wanted not in known
    ]


def _planned(one: _Planned, today: date) -> PlannedVisit:
    due_on = one.due_on or today + timedelta(days=one.due_in_days or 0)
    return PlannedVisit(
        id=one.id, checklist=one.checklist, area=one.area, person=person_id(one.person), due_on=due_on
    )


def _sentence(name: str, problems: list[str]) -> str:
    shown = [f"- {one}" for one in problems[:_PROBLEMS_SHOWN]]
    if len(problems) > _PROBLEMS_SHOWN:
        shown.append(f"- and {len(problems) - _PROBLEMS_SHOWN} more.")
    return "\n".join([f"Nothing has been changed. To put right in {name}:", *shown])
