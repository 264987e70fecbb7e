"""All rules of the linter, and how a checklist is read with them."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING

from checklists.errors import ChecklistsError
from checklists.lint import asking, changed, purpose, seen, size, wording
from checklists.lint.remark import Rule
from checklists.lint.words import ENGLISH, words_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from checklists.form.checklist import Checklist
    from checklists.lint.changed import Changed, ChangedRule
    from checklists.lint.remark import Remark, SeenRule
    from checklists.lint.seen import Seen

RULES: tuple[Rule | SeenRule | ChangedRule, ...] = (
    *size.RULES,
    *wording.RULES,
    *purpose.RULES,
    *asking.RULES,
    *seen.RULES,
    *changed.RULES,
)

NAMES = frozenset(rule.name for rule in RULES)

# A language the linter has no words for is measured, not listened to.
_WITHOUT_WORDS = frozenset(rule.name for rule in (*size.RULES, *purpose.RULES, *asking.RULES)) - {
    "strengths-first"
}
# What is said of each translation too; the rest is the same in every language.
_PER_LANGUAGE = frozenset(rule.name for rule in wording.RULES) | {"long-text", "empty-help", "said-twice"}


class UnknownRuleError(ChecklistsError):
    """There is no rule of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"There is no rule “{self.name}”; the rules are: {', '.join(sorted(NAMES))}."


def lint(
    checklist: Checklist,
    off: Collection[str] = (),
    shown: Collection[Seen] = (),
    altered: Iterable[Changed] = (),
) -> list[Remark]:
    """Return what could be better, in the order of the walk: first what concerns the whole.

    Args:
        checklist: any language; words are listened to in English and German, in translations too.
        off: names of rules that are switched off.
        shown: what the record shows of its questions, where there is one.
        altered: the texts whose original has changed since they were translated, where that is known.
    """
    found = list(_remarks(checklist, off))
    for language in checklist.translations:
        translated, _ = checklist.in_language(language)
        others = NAMES - _PER_LANGUAGE
        found += [_in(language, remark) for remark in _remarks(translated, {*others, *off})]
    for rule in seen.RULES:
        if rule.name not in off:
            found += rule.check(checklist, shown)
    for each in changed.RULES:
        if each.name not in off:
            found += each.check(checklist, altered)
    order = {question.id: place for place, question in enumerate(checklist.questions)}
    return sorted(found, key=lambda one: order.get(one.question or "", -1))


def _remarks(checklist: Checklist, off: Collection[str]) -> Iterator[Remark]:
    words = words_for(checklist.language)
    for rule in RULES:
        if isinstance(rule, Rule) and rule.name not in off and (words or rule.name in _WITHOUT_WORDS):
            yield from rule.check(checklist, words or ENGLISH)


def _in(language: str, remark: Remark) -> Remark:
    return replace(remark, reason=f"in “{language}” {remark.reason}")


def page(name: str) -> str:
    """Return the page of a rule: Markdown with its reason and an example.

    Raises:
        UnknownRuleError: there is no such rule.
    """
    if name not in NAMES:
        raise UnknownRuleError(name)
    return resources.files("checklists.lint").joinpath("pages", f"{name}.md").read_text(encoding="utf-8")
