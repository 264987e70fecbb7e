"""Rules about words: open, one at a time, leading nowhere, blaming nobody, in the language of the floor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checklists.form.checklist import QuestionType
from checklists.lint.remark import Remark, Rule, about_question
from checklists.lint.size import places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklists.form.checklist import Checklist, Question
    from checklists.lint.words import Words

# A sentence begins after one of these and a space.
_SENTENCES = re.compile(r"(?<=[.?!:])\s+")


def _closed(checklist: Checklist, words: Words) -> Iterator[Remark]:
    for place in places(checklist):
        # A question that takes yes or no may be put so; how to begin the talk is another matter.
        for name in ("ask",) if place[1].type is QuestionType.YES_NO else ("text", "ask"):
            asked = [
                part for part in _SENTENCES.split(getattr(place[1], name)) if part.rstrip().endswith("?")
            ]
            if any(words.closed.match(part) for part in asked):
                reason = f"“{name}” can be answered with yes or no"
                advice = "begin with how, what, which or where, so that people tell you something"
                yield about_question("closed-question", place, reason, advice)


def _two_questions(checklist: Checklist, words: Words) -> Iterator[Remark]:
    for place in places(checklist):
        text = place[1].text
        if text.count("?") > 1 or words.second.search(text):
            reason = "“text” asks two things, and one answer can't be right for both"
            advice = "keep the one that matters; the other may go to “look_for” or “ask”"
            yield about_question("two-questions", place, reason, advice)


def _leading(checklist: Checklist, words: Words) -> Iterator[Remark]:
    for place in places(checklist):
        for name, text in (("text", place[1].text), ("ask", place[1].ask)):
            if found := words.leading.search(text):
                reason = f"“{name}” gives the answer away (“{found.group()}”)"
                yield about_question("leading-words", place, reason, "ask as if you didn't know")


def _blaming(checklist: Checklist, words: Words) -> Iterator[Remark]:
    for place in places(checklist):
        if found := words.blaming.search(_all_words(place[1])):
            reason = f"it looks for somebody to blame (“{found.group()}”)"
            yield about_question("blaming-words", place, reason, "ask what the system allowed")


def _requirement(checklist: Checklist, words: Words) -> Iterator[Remark]:
    for place in places(checklist):
        if found := words.requirement.search(_all_words(place[1])):
            reason = f"it speaks like a standard (“{found.group()}”)"
            advice = "say it as people at work would; the clause stands beside it anyway"
            yield about_question("parroted-clause", place, reason, advice)


def _all_words(question: Question) -> str:
    sample = (question.sample.what, question.sample.holds) if question.sample else ()
    choices = (choice.text for choice in question.choices)
    return "\n".join((question.text, question.why, *question.look_for, question.ask, *choices, *sample))


RULES = (
    Rule("closed-question", "Questions that people answer with a story", _closed),
    Rule("two-questions", "One question at a time", _two_questions),
    Rule("leading-words", "Questions that don't know the answer", _leading),
    Rule("blaming-words", "The system, not the person", _blaming),
    Rule("parroted-clause", "The words of the floor", _requirement),
)
