"""Rules about how answers are asked for: photos, required answers, conditions, languages, clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.form.checklist import QuestionType
from checklists.form.clause_map import FINAL_DRAFT, clause_map_of
from checklists.lint.reach import never_asked
from checklists.lint.remark import Remark, Rule, about_all, about_question
from checklists.lint.size import places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklists.form.checklist import Checklist, Clause
    from checklists.lint.words import Words

# Each takes a minute with its people asked, and fills a page of the report.
_MOST_PHOTOS = 3
# Beyond a third, people put something in so that they can go on.
_MOST_REQUIRED = 1 / 3
# One or two may well have to be answered, however short the list.
_FEW_REQUIRED = 2


def _photo_overload(checklist: Checklist, _words: Words) -> Iterator[Remark]:
    count = sum(question.type is QuestionType.PHOTO for question in checklist.questions)
    if count > _MOST_PHOTOS:
        reason = (
            f"{count} questions want a photo, and after {_MOST_PHOTOS} people point the tablet at anything"
        )
        advice = "keep those where a picture says more than a sentence; any answer can have a photo anyway"
        yield about_all("photo-overload", reason, advice)


def _needless_required(checklist: Checklist, _words: Words) -> Iterator[Remark]:
    count, whole = sum(question.required for question in checklist.questions), len(checklist.questions)
    if count > max(_FEW_REQUIRED, whole * _MOST_REQUIRED):
        reason = f"{count} of {whole} answers are required, and who has none will make one up"
        advice = "require what somebody would stop the walk for, and leave the rest to the auditor"
        yield about_all("needless-required", reason, advice)


def _required_by_lot(checklist: Checklist, _words: Words) -> Iterator[Remark]:
    drawn = {subset.tag for subset in checklist.subsets}
    for place in places(checklist):
        if place[1].required and drawn & set(place[1].tags):
            reason = "it is required, and the lot may leave it out"
            advice = "take “required” out, or take it out of the lot"
            yield about_question("required-by-lot", place, reason, advice)


def _unreachable(checklist: Checklist, _words: Words) -> Iterator[Remark]:
    hidden = never_asked(checklist)
    for section in checklist.sections:
        ids = {question.id for question in section.questions}
        if section.when is not None and ids <= hidden:
            reason = "no answers make its condition true, so nobody will ever see it"
            yield Remark("unreachable", section.id, None, reason, "put “when” right, or take it out")
            hidden -= ids
    for place in places(checklist):
        if place[1].id in hidden:
            reason = "no answers make its condition true, so nobody will ever see it"
            yield about_question("unreachable", place, reason, "put “when” right, or take it out")


def _missing_translation(checklist: Checklist, _words: Words) -> Iterator[Remark]:
    for language in checklist.translations:
        shown, missing = checklist.in_language(language)
        short = {
            f"question/{mine.id}/look_for"
            for mine, theirs in zip(checklist.questions, shown.questions, strict=True)
            if len(mine.look_for) != len(theirs.look_for)
        }
        by_place: dict[tuple[str, ...], list[str]] = {}
        for path in sorted(missing | short):
            kind, *rest = path.split("/", 2)
            key: tuple[str, ...] = (kind, rest[0]) if rest else ()
            by_place.setdefault(key, []).append(rest[1] if rest else kind)
        for key, names in by_place.items():
            yield _not_translated(checklist, language, key, names)


def _not_translated(checklist: Checklist, language: str, place: tuple[str, ...], names: list[str]) -> Remark:
    reason = f"“{language}” has no words, or not all of them, for {', '.join(names)}"
    advice = "translate it, so that nobody reads half a sentence in another language"
    section = question = None
    if place and place[0] == "question":
        question, section = place[1], checklist.section_of(place[1]).id
    elif place:
        section = place[1]
    return Remark("missing-translation", section, question, reason, advice)


def _unknown_clause(checklist: Checklist, _words: Words) -> Iterator[Remark]:
    for place in places(checklist):
        for clause in place[1].clauses:
            if said := _doubt(clause):
                yield about_question("unknown-clause", place, *said)


def _doubt(clause: Clause) -> tuple[str, str] | None:
    known = clause_map_of(clause)
    if known is None:  # a standard nobody has listed yet
        return None
    if known.draft and not clause.standard.startswith(FINAL_DRAFT):
        reason = f"{clause} is cited as if it were published, and only its final draft is known here"
        return reason, f"write {FINAL_DRAFT}{clause.standard.removeprefix('ISO ')}:{clause.edition}, or wait"
    if known.title(clause.number) is not None:
        return None
    near = known.nearest(clause.number)
    advice = f"look the number up; there is {near}, “{known.clauses[near]}”" if near else "look the number up"
    return f"{clause.standard}:{clause.edition} has no clause {clause.number}", advice


RULES = (
    Rule("photo-overload", "Photos where they say more", _photo_overload),
    Rule("needless-required", "Answers nobody has to make up", _needless_required),
    Rule("required-by-lot", "Required means always asked", _required_by_lot),
    Rule("unreachable", "Conditions that can hold", _unreachable),
    Rule("missing-translation", "One language at a time", _missing_translation),
    Rule("unknown-clause", "Clauses that can be looked up", _unknown_clause),
)
