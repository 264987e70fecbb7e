"""Says a condition as somebody with a sheet of paper reads it: `question 2 = Yes and question 3 > 8`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.form.condition import All, AnyOf, Comparison, Not, parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklists.form.checklist import Checklist
    from checklists.form.condition import Condition

_SIGNS = {"is": "=", "includes": "=", "<=": "≤", ">=": "≥"}
_OPPOSITES = {"is": "≠", "includes": "≠"}
_JUDGEMENTS = {
    "conforms": ("conforms",),
    "not_applicable": ("not_applicable",),
    "finding": ("worth_sharing", "needs_attention"),
}


class SpokenConditions:
    """Says the conditions of one checklist."""

    def __init__(self, checklist: Checklist, words: Mapping[str, str]) -> None:
        self._words = words
        self._numbers = {question.id: number for number, question in enumerate(checklist.questions, 1)}
        self._choices = {
            question.id: {choice.id: choice.text for choice in question.choices}
            for question in checklist.questions
        }

    def said(self, text: str) -> str:
        """Return a condition in words and numbers of questions."""
        return self._said(parsed(text))

    def _said(self, condition: Condition) -> str:
        match condition:
            case Comparison():
                return self._compared(condition, opposite=False)
            case Not(Comparison() as part):
                return self._compared(part, opposite=True)
            case Not(part):
                return f"{self._words['opposite']} ({self._said(part)})"
            case All(parts):
                return f" {self._words['and']} ".join(map(self._inner, parts))
            case AnyOf(parts):
                return f" {self._words['or']} ".join(map(self._inner, parts))

    def _inner(self, part: Condition) -> str:
        return f"({self._said(part)})" if isinstance(part, All | AnyOf) else self._said(part)

    def _compared(self, comparison: Comparison, *, opposite: bool) -> str:
        question = self._words["question"].format(n=self._numbers[comparison.question])
        if comparison.operator == "answered":
            said = f"{question} {self._words['answered']}"
        elif opposite and comparison.operator in _OPPOSITES:
            return f"{question} {_OPPOSITES[comparison.operator]} {self._literal(comparison)}"
        else:
            sign = _SIGNS.get(comparison.operator, comparison.operator)
            said = f"{question} {sign} {self._literal(comparison)}"
        return f"{self._words['opposite']} ({said})" if opposite else said

    def _literal(self, comparison: Comparison) -> str:
        literal = comparison.literal
        if chosen := self._choices[comparison.question].get(literal):
            return self._words["quoted"].format(text=chosen)
        if comparison.quoted:
            return self._words["quoted"].format(text=literal)
        if literal in _JUDGEMENTS and comparison.operator == "is":
            return " / ".join(self._words[name] for name in _JUDGEMENTS[literal])
        return self._words[literal] if literal in ("yes", "no") else literal
