"""How a kind of record says which fields it has and which values they take."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue, TypeAdapter, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checklists.journal.op import Op


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A field (or a family of fields) and the values it takes.

    Attributes:
        path: regular expression that the whole path matches.
        takes: what reads a value; None is always taken and empties the field.
        frozen_by_seal: whether the field says what was seen on a visit, and so closes with it.
    """

    path: re.Pattern[str]
    takes: TypeAdapter[Any]  # Any: each field has a type of its own
    frozen_by_seal: bool = True


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The fields of one kind of record."""

    kind: str
    rules: tuple[FieldRule, ...]

    def rule(self, name: str) -> FieldRule | None:
        """Return the rule for a field's path, None for one that this version does not know."""
        return next((rule for rule in self.rules if rule.path.fullmatch(name)), None)

    def problems(self, op: Op) -> list[str]:
        """Return a sentence for each value that its field does not take; unknown fields take any."""
        found = ((name, self._problem(name, value)) for name, (value, _) in op.set.items())
        return [f"“{name}”: {problem}" for name, problem in found if problem]

    def touches_sealed(self, names: Iterable[str]) -> bool:
        """Say whether any of the fields closes with the seal of the visit; unknown ones do."""
        rules = [self.rule(name) for name in names]
        return any(rule is None or rule.frozen_by_seal for rule in rules)

    def _problem(self, name: str, value: JsonValue) -> str | None:
        rule = self.rule(name)
        if rule is None or value is None:
            return None
        try:
            rule.takes.validate_python(value)
        except ValidationError as error:
            return _first_sentence(error)
        return None


def rule(path: str, takes: Any, *, frozen_by_seal: bool = True) -> FieldRule:  # noqa: ANN401 - any type form
    """Return a rule; `path` may use `{slug}`, `{sha}` for a question's id and a photo's name."""
    pattern = path.replace("{slug}", "[a-z0-9][a-z0-9-]{0,59}").replace("{sha}", "[0-9a-f]{64}")
    return FieldRule(re.compile(pattern), TypeAdapter(takes), frozen_by_seal)


def _first_sentence(error: ValidationError) -> str:
    message = error.errors(include_url=False, include_input=False)[0]["msg"]
    return message.removeprefix("Value error, ")
