"""Reads a condition on earlier answers: `goods-arrived is yes and (temperature > 8 or label is finding)`.

A condition is `or`, `and`, `not` and brackets over comparisons. A comparison is `question is …`, `is not …`,
`includes …`, `<`, `<=`, `>`, `>=` with yes, no, a number, a "text", the id of a choice or a judgement, or
`question is answered`. There is nothing else, and nothing is ever run.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from checklists.form.condition_tokens import NUMBER, ConditionError, Sort, Token, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["CONDITION_LENGTH", "Comparison", "Condition", "ConditionError", "mentions", "parsed", "written"]

# More than anybody reads in one go, and little enough to be read again at each answer.
CONDITION_LENGTH = 500
# Brackets inside brackets: past a few of them nobody sees what belongs together.
DEEPEST = 10
# Every condition of the largest checklist there can be.
_REMEMBERED = 4_000

_ORDERED = ("<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison.

    Attributes:
        question: the id of an earlier question.
        operator: `is`, `includes`, `<`, `<=`, `>`, `>=`, or `answered`, which has no literal.
        literal: a word (`yes`, a choice, a judgement), a text or a number, as it is written.
        quoted: whether the literal stands in quotes.
        column: where it begins, counted from 1.
    """

    question: str
    operator: str
    literal: str
    quoted: bool
    column: int

    @property
    def number(self) -> float | None:
        """The number it is compared with, None for anything else."""
        return float(self.literal) if not self.quoted and NUMBER.fullmatch(self.literal) else None


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a part."""

    part: Condition


@dataclass(frozen=True, slots=True)
class All:
    """Parts that all have to hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Parts of which one has to hold."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Comparison | Not | All | AnyOf


@lru_cache(_REMEMBERED)
def parsed(text: str) -> Condition:
    """Read a condition. Raises ConditionError with the column where it can't be read on."""
    return _Reader(text).whole()


def written(text: str) -> str:
    """Return the text of a condition as it is. Raises ConditionError where it can't be read."""
    parsed(text)
    return text


def mentions(condition: Condition) -> Iterator[Comparison]:
    """Yield every comparison, from left to right."""
    match condition:
        case Comparison():
            yield condition
        case Not(part):
            yield from mentions(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from mentions(part)


class _Reader:
    """Reads one condition, a token at a time."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._at = 0
        self._depth = 0

    def whole(self) -> Condition:
        found = self._any_of()
        if (token := self._next()).sort is not Sort.END:
            raise token.not_here('put "and", "or" or a bracket between two comparisons')
        return found

    def _any_of(self) -> Condition:
        parts = self._parts(self._all, "or")
        return parts[0] if len(parts) == 1 else AnyOf(parts)

    def _all(self) -> Condition:
        parts = self._parts(self._one, "and")
        return parts[0] if len(parts) == 1 else All(parts)

    def _parts(self, read: Callable[[], Condition], word: str) -> tuple[Condition, ...]:
        parts = [read()]
        while self._took(word):
            parts.append(read())
        return tuple(parts)

    def _one(self) -> Condition:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._tokens[self._at].not_here(f"keep to {DEEPEST} brackets inside each other")
        found = self._deeper()
        self._depth -= 1
        return found

    def _deeper(self) -> Condition:
        if self._took("not"):
            return Not(self._one())
        if not self._took("("):
            return self._comparison()
        found = self._any_of()
        if not self._took(")"):
            raise self._tokens[self._at].not_here("close the bracket with )")
        return found

    def _comparison(self) -> Condition:
        name = self._next()
        if name.sort not in (Sort.WORD, Sort.NUMBER) or name.text in ("and", "or", "not"):
            raise name.not_here("begin each comparison with the id of an earlier question")
        operator = self._next()
        if operator.text in (*_ORDERED, "includes"):
            return self._with_literal(name, operator.text)
        if operator.text != "is":
            raise operator.not_here("write is, is not, includes, <, <=, > or >= after the question")
        opposite = self._took("not")
        found = (
            Comparison(name.text, "answered", "", quoted=False, column=name.column)
            if self._took("answered")
            else self._with_literal(name, "is")
        )
        return Not(found) if opposite else found

    def _with_literal(self, name: Token, operator: str) -> Comparison:
        token = self._next()
        if token.sort not in (Sort.WORD, Sort.NUMBER, Sort.TEXT):
            raise token.not_here('write what it is compared with: yes, no, a number, a "text", a choice')
        return Comparison(name.text, operator, token.text, token.sort is Sort.TEXT, name.column)

    def _took(self, word: str) -> bool:
        token = self._tokens[self._at]
        if token.text != word or token.sort not in (Sort.WORD, Sort.SIGN):
            return False
        self._at += 1
        return True

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token
