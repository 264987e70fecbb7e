"""A checklist as a tablet shows it: what is asked with the answers so far, and the words on each card."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from checklists.form.answered import is_answered, rows_of, suggestion, value_of
from checklists.form.walked import walked
from checklists.records.answer import Answer, Judgement, SampleRow, value_in
from checklists.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklists.form.checklist import Checklist
    from checklists.form.question import Question
    from checklists.form.walked import AskedQuestion, AskedSection
    from checklists.records.answer import AnswerValue
    from sync_server.web.tablet_speech import Speech

# As much as somebody types to try a field.
_LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Tried:
    """What has been answered in a preview; nothing of it is kept.

    Attributes:
        said: by the question's key its `judgement`, `which` of the four answers, `value`, `sample`, `note`
            and `reason`; by `repeat/<section>` what its walks are for, by number.
    """

    said: dict[str, Any]

    def given(self, key: str) -> dict[str, Any]:
        """Return what was said under a key."""
        found = self.said.get(key)
        return found if isinstance(found, dict) else {}

    def text(self, key: str, name: str) -> str:
        """Return a text that was typed, empty for none."""
        found = self.given(key).get(name)
        return clean(found)[:_LONGEST] if isinstance(found, str) else ""

    def answer(self, question: str, /) -> Answer:
        """Return the answer to a question."""
        given = self.given(question)
        judgement = given.get("judgement")
        return Answer(
            question,
            Judgement(judgement) if judgement in list(Judgement) else None,
            self.text(question, "reason"),
            self.text(question, "note"),
            {},
            None,
            value=_value(given.get("value")),
            sample=_rows(given.get("sample")),
        )

    def repeats(self, section: str, /) -> Mapping[int, str]:
        """Return the walks through a repeated section with what each is for."""
        given = self.given(f"repeat/{section}")
        return {int(name): self.text(f"repeat/{section}", name) for name in given if _is_number(name)}


def _value(said: Any) -> AnswerValue | None:  # noqa: ANN401 - whatever a page sends
    value = value_in(said)
    return clean(value)[:_LONGEST] if isinstance(value, str) else value


def _rows(said: Any) -> dict[int, SampleRow]:  # noqa: ANN401 - whatever a page sends
    found: dict[int, SampleRow] = {}
    for number, row in said.items() if isinstance(said, dict) else ():
        try:
            found[int(number) if _is_number(number) else 0] = SampleRow.model_validate(row)
        except ValidationError:
            continue
    return found


def _is_number(text: object) -> bool:
    return isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 3  # noqa: PLR2004 - up to 50


@dataclass(frozen=True)
class Card:
    """One question on a tablet.

    Attributes:
        key: what its answer is kept under.
        number: its place in the walk, from 1.
        question: in the language that is spoken.
        tried: what has been answered.
        speech: the tablet's words.
        foreign: the mark of one that is not translated.
    """

    key: str
    number: int
    question: Question
    tried: Tried
    speech: Speech
    foreign: str

    @cached_property
    def answer(self) -> Answer:
        """Its answer."""
        return self.tried.answer(self.key)

    @property
    def value(self) -> AnswerValue | None:
        """What it was answered with, None for nothing that it takes."""
        return value_of(self.question, self.answer)

    @property
    def which(self) -> str:
        """Which of the four answers is chosen, as its state is named; empty for none."""
        match self.answer.judgement:
            case Judgement.FINDING:
                shared = self.tried.given(self.key).get("which") == "worth-sharing"
                return "worth-sharing" if shared else "needs-attention"
            case None:
                return ""
            case judged:
                return judged.replace("_", "-")

    @property
    def needed(self) -> bool:
        """Whether the walk can't be completed without it, and it is not answered."""
        return self.question.required and not is_answered(self.question, self.answer)

    @property
    def suggested(self) -> str:
        """Why its answer may need attention, empty where it does not, or where somebody judged."""
        found = None if self.answer.judgement else suggestion(self.question, self.answer)
        return self.speech.suggested(self.question, found) if found else ""

    @property
    def pieces(self) -> list[tuple[int, SampleRow | None]]:
        """The pieces of its sample that are asked for now: those looked at, and one that is begun."""
        rows, asked = rows_of(self.question, self.answer), self.question.sample
        free = [n for n in range(1, asked.of + 1) if n not in rows] if asked else []
        opened = self.tried.given(self.key).get("opened")
        begun = {*rows, *({opened} & {*free} if isinstance(opened, int) else ()), *([] if rows else free[:1])}
        return [(n, rows.get(n)) for n in sorted(begun)]

    @property
    def next_piece(self) -> int:
        """The number of the piece that can be begun next, 0 for none."""
        asked, shown = self.question.sample, {n for n, _ in self.pieces}
        free = [n for n in range(1, asked.of + 1) if n not in shown] if asked else []
        return free[0] if free else 0

    def chosen_with(self, choice: str) -> list[str] | None:
        """Return the choices that stand after a tap on one of them, None for none."""
        value = self.value if isinstance(self.value, tuple) else ()
        kept = {*value} ^ {choice}
        return [one.id for one in self.question.choices if one.id in kept] or None


@dataclass(frozen=True, slots=True)
class Part:
    """A section on a tablet.

    Attributes:
        asked: the section, or one walk through it.
        title: in the language that is spoken, with what it is walked for.
        what: what it is walked once for each of; empty for a section that is walked once.
        cards: its questions.
        another: the number of the next walk through it, 0 where there is none to begin here.
    """

    asked: AskedSection
    title: str
    what: str
    cards: tuple[Card, ...]
    another: int

    @property
    def done(self) -> int:
        """How many of its questions are answered."""
        return sum(is_answered(one.question, one.answer) for one in self.cards)


@dataclass(frozen=True, slots=True)
class View:
    """A checklist on a tablet.

    Attributes:
        title: in the language that is spoken.
        foreign: the mark of a checklist that has no words in it.
        parts: the sections, one below the other.
        hidden: how many questions are not asked, for now or in this walk.
        missing: how many texts are not translated.
    """

    title: str
    foreign: str
    parts: tuple[Part, ...]
    hidden: int
    missing: int


def view_of(checklist: Checklist, speech: Speech, tried: Tried, visit: str) -> View:
    """Return what a tablet shows of a checklist.

    Args:
        checklist: as it is published.
        speech: the tablet's words.
        tried: what has been answered.
        visit: the visit's id, by which the lot is drawn.
    """
    said, missing = checklist.in_language(speech.language)
    sections = walked(said, tried, visit).sections
    numbers = {one.key: n for n, one in enumerate((q for s in sections for q in s.questions), 1)}

    def card(asked: AskedQuestion) -> Card:
        foreign = speech.foreign_question(checklist, asked.question.id, missing)
        return Card(asked.key, numbers[asked.key], asked.question, tried, speech, foreign)

    parts = tuple(
        Part(
            one,
            _title(one, speech),
            one.section.repeat.what if one.section.repeat else "",
            tuple(card(asked) for asked in one.questions),
            _another(one, sections),
        )
        for one in sections
    )
    shown = {asked.question.id for one in sections for asked in one.questions}
    return View(
        said.title, speech.foreign(checklist), parts, len(checklist.questions) - len(shown), len(missing)
    )


def _title(section: AskedSection, speech: Speech) -> str:
    name = section.name or (str(section.instance) if section.instance > 1 else "")
    title = section.section.title
    if section.section.repeat is None or not name:
        return title
    return speech.say("walk.section_for", title=title, name=name)


def _another(section: AskedSection, every: tuple[AskedSection, ...]) -> int:
    repeat = section.section.repeat
    last = max(one.instance for one in every if one.section.id == section.section.id)
    return last + 1 if repeat and section.instance == last < repeat.most else 0
