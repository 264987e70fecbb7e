"""All rules of the linter, and how a checklist is read with them."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from checklists.errors import ChecklistsError
from checklists.lint import purpose, size, wording
from checklists.lint.words import ENGLISH, words_for

if TYPE_CHECKING:
    from collections.abc import Collection

    from checklists.checklist import Checklist
    from checklists.lint.remark import Remark, Rule

RULES: tuple[Rule, ...] = (*size.RULES, *wording.RULES, *purpose.RULES)

NAMES = frozenset(rule.name for rule in RULES)

# A language the linter has no words for is measured, not listened to.
_WITHOUT_WORDS = frozenset(rule.name for rule in (*size.RULES, *purpose.RULES)) - {"strengths-first"}


class UnknownRuleError(ChecklistsError):
    """There is no rule of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"There is no rule “{self.name}”; the rules are: {', '.join(sorted(NAMES))}."


def lint(checklist: Checklist, off: Collection[str] = ()) -> list[Remark]:
    """Return what could be better, in the order of the walk: first what concerns the whole.

    Args:
        checklist: any language; words are listened to in English and German.
        off: names of rules that are switched off.
    """
    words = words_for(checklist.language)
    rules = [rule for rule in RULES if rule.name not in off and (words or rule.name in _WITHOUT_WORDS)]
    found = [remark for rule in rules for remark in rule.check(checklist, words or ENGLISH)]
    order = {question.id: place for place, question in enumerate(checklist.questions)}
    return sorted(found, key=lambda one: order.get(one.question or "", -1))


def page(name: str) -> str:
    """Return the page of a rule: Markdown with its reason and an example.

    Raises:
        UnknownRuleError: there is no such rule.
    """
    if name not in NAMES:
        raise UnknownRuleError(name)
    return resources.files("checklists.lint").joinpath("pages", f"{name}.md").read_text(encoding="utf-8")
