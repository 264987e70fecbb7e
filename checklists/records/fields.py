"""How a kind of record says which fields it has and which values they take."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import EnumType
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue, TypeAdapter, ValidationError

from checklists.ids import Id, QuestionKey, Sha256, Slug, is_id, is_question_key, is_sha256, is_slug
from checklists.moments import Moment, is_surely_moment
from checklists.text import LINE_LIMIT, TEXT_LIMIT, Line, Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from checklists.journal.op import Change

_SLUG = "[a-z0-9][a-z0-9-]{0,59}"
# From 1 to 50, and from 2 on behind a question's id.
_AFTER_THE_FIRST = "[2-9]|[1-4][0-9]|50"
# What paths are made of: a section's id, a question's key, a number of a row or a walk, a photo's name.
_PLACES = {
    "{slug}": _SLUG,
    "{key}": f"{_SLUG}(?:~(?:{_AFTER_THE_FIRST}))?",
    "{number}": f"(?:1|{_AFTER_THE_FIRST})",
    "{sha}": "[0-9a-f]{64}",
}

# The fields of every question of some hundred checklists; photos' names come and go.
_NAMES_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A field (or a family of fields) and the values it takes.

    Attributes:
        path: regular expression that the whole path matches.
        takes: what reads a value; None is always taken and empties the field.
        frozen_by_seal: whether the field says what was seen on a visit, and so closes with it.
        surely: says yes to texts that `takes` takes too, many times quicker; None where there is no such way.
    """

    path: re.Pattern[str]
    takes: TypeAdapter[Any]  # Any: each field has a type of its own
    frozen_by_seal: bool = True
    surely: Callable[[str], object] | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The fields of one kind of record."""

    kind: str
    rules: tuple[FieldRule, ...]
    _found: Callable[[str], FieldRule | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_found", lru_cache(_NAMES_REMEMBERED)(self._find))

    def rule(self, name: str) -> FieldRule | None:
        """Return the rule for a field's path, None for one that this version does not know."""
        return self._found(name)

    def problems(self, changes: Mapping[str, Change]) -> list[str]:
        """Return a sentence for each value that its field does not take; unknown fields take any."""
        rule_of = self._found
        # A visit has a hundred values; all but a few of them are settled here.
        doubtful = [
            (name, rule, value)
            for name, change in changes.items()
            if (value := change[0]) is not None
            and (rule := rule_of(name)) is not None
            and not (type(value) is str and rule.surely and rule.surely(value))
        ]
        problems = ((name, _problem(rule, value)) for name, rule, value in doubtful)
        return [f"“{name}”: {problem}" for name, problem in problems if problem]

    def _find(self, name: str) -> FieldRule | None:
        return next((rule for rule in self.rules if rule.path.fullmatch(name)), None)

    def closes(self, name: str) -> bool:
        """Say whether a field closes with the seal of the visit; unknown ones do."""
        rule = self._found(name)
        return rule is None or rule.frozen_by_seal

    def touches_sealed(self, names: Iterable[str]) -> bool:
        """Say whether any of the fields closes with the seal of the visit."""
        return any(map(self.closes, names))


def _problem(rule: FieldRule, value: JsonValue) -> str | None:
    try:
        rule.takes.validate_python(value)
    except ValidationError as error:
        return _first_sentence(error)
    return None


def rule(path: str, takes: Any, *, frozen_by_seal: bool = True) -> FieldRule:  # noqa: ANN401 - any type form
    """Return a rule; `path` may use the words of `_PLACES`, such as `{key}` for a question's key."""
    pattern = path
    for word, form in _PLACES.items():
        pattern = pattern.replace(word, form)
    return FieldRule(re.compile(pattern), TypeAdapter(takes), frozen_by_seal, _surely(takes))


def _surely(takes: Any) -> Callable[[str], object] | None:  # noqa: ANN401 - any type form
    if isinstance(takes, EnumType):
        return frozenset(map(str, takes)).__contains__
    return next((check for form, check in _QUICK if form is takes), None)


_QUICK: tuple[tuple[object, Callable[[str], object]], ...] = (
    # What can be printed holds nothing that can't be stored; a text of several lines is looked at closely.
    (Note, lambda text: len(text) <= TEXT_LIMIT and text.isprintable()),
    (Line, lambda text: len(text) <= LINE_LIMIT and text.isprintable()),
    (Id, is_id),
    (Slug, is_slug),
    (QuestionKey, is_question_key),
    (Sha256, is_sha256),
    (Moment, is_surely_moment),
)


def _first_sentence(error: ValidationError) -> str:
    message = error.errors(include_url=False, include_input=False)[0]["msg"]
    return message.removeprefix("Value error, ")
