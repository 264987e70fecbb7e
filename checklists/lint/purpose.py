"""Rules about sense: strengths first, help that helps, more than one outcome, nothing said twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from checklists.lint.remark import Remark, Rule, about_all, about_question
from checklists.lint.size import places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklists.form.checklist import Checklist
    from checklists.lint.words import Words

# Below this many questions one outcome may well be the point of the walk.
_ENOUGH_TO_VARY = 8


def _strengths_first(checklist: Checklist, words: Words) -> Iterator[Remark]:
    first = checklist.questions[0]
    if not words.strength.search(f"{first.text}\n{first.ask}"):
        reason = "the walk does not open with what is going well"
        advice = "begin with a question that lets people show something they are pleased with"
        yield Remark("strengths-first", checklist.sections[0].id, first.id, reason, advice)


def _empty_help(checklist: Checklist, _words: Words) -> Iterator[Remark]:
    for place in places(checklist):
        question = place[1]
        said = Counter(map(_plain, (question.text, question.why, question.ask, *question.look_for)))
        if any(times > 1 for times in said.values()):
            reason = "two of “text”, “why”, “ask” and “look_for” say the same"
            advice = "let each add something: the purpose, the evidence, the words to begin with"
            yield about_question("empty-help", place, reason, advice)


def _said_twice(checklist: Checklist, _words: Words) -> Iterator[Remark]:
    first: dict[str, str] = {}
    for place in places(checklist):
        question = place[1]
        before = first.setdefault(_plain(question.text), question.id)
        if before != question.id:
            advice = "take one of them out, or say what is different here"
            yield about_question("said-twice", place, f"it asks the same as “{before}”", advice)


def _one_outcome(checklist: Checklist, _words: Words) -> Iterator[Remark]:
    outcomes = {question.outcome for question in checklist.questions}
    if len(outcomes) == 1 and len(checklist.questions) >= _ENOUGH_TO_VARY:
        reason = f"every question is for {outcomes.pop()}"
        advice = "think of what else this work is good for: safety, customers, people, cost, environment"
        yield about_all("one-outcome", reason, advice)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


RULES = (
    Rule("strengths-first", "What goes well comes first", _strengths_first),
    Rule("empty-help", "Help that adds something", _empty_help),
    Rule("said-twice", "Each question once", _said_twice),
    Rule("one-outcome", "More than one reason to walk", _one_outcome),
)
