"""The rule about translations whose original has changed since: it needs to know what they were made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.lint.remark import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from checklists.form.checklist import Checklist


@dataclass(frozen=True, slots=True)
class Changed:
    """A text whose original has changed since it was translated.

    Attributes:
        language: of the translation.
        kind: checklist, section or question.
        part: its id, empty for the checklist.
        name: what people call the text.
    """

    language: str
    kind: str
    part: str
    name: str


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """A rule that looks at what was changed; where nobody knows, it has nothing to say. As a `Rule`."""

    name: str
    title: str
    check: Callable[[Checklist, Iterable[Changed]], Iterable[Remark]]


def _stale_translation(checklist: Checklist, altered: Iterable[Changed]) -> Iterator[Remark]:
    by_place: dict[tuple[str, str, str], list[str]] = {}
    for one in altered:
        by_place.setdefault((one.language, one.kind, one.part), []).append(f"“{one.name}”")
    questions = {one.id for one in checklist.questions}
    sections = {one.id for one in checklist.sections}
    for (language, kind, part), names in by_place.items():
        question = part if kind == "question" and part in questions else None
        section = part if kind == "section" and part in sections else None
        if question:
            section = checklist.section_of(question).id
        reason = (
            f"the original of {', '.join(dict.fromkeys(names))} has changed since “{language}” was written"
        )
        advice = "read both once more, and write it anew or say that it is still right"
        yield Remark("stale-translation", section, question, reason, advice)


RULES = (ChangedRule("stale-translation", "Translations of what is there now", _stale_translation),)
