"""Whether the parts of a checklist fit each other: conditions, random choices and translations.

Looked at as it stands in a file, so that everything is found even where other parts can't be read.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from checklists.form.condition_fit import Before, condition_misfits
from checklists.form.misfit import Misfit, table, tables, texts
from checklists.form.question_fit import HOMES, choice_ids, own_misfits, type_of
from checklists.own_words import closest, plain, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from checklists.form.misfit import Location, Table


def misfits(checklist: Table) -> Iterator[Misfit]:
    """Yield everything that does not fit, inside its questions and between them, with the models' names."""
    for location, question in _questions(checklist):
        yield from (misfit.below(location) for misfit in own_misfits(question))
    yield from fits_between(checklist)


def fits_between(checklist: Table) -> Iterator[Misfit]:
    """Yield what does not fit between the parts of a checklist."""
    yield from _conditions(checklist)
    yield from _subsets(checklist)
    yield from _translations(checklist)


def _questions(checklist: Table) -> Iterator[tuple[Location, Table]]:
    for s, section in tables(checklist.get("sections")):
        for q, question in tables(section.get("questions")):
            yield ("sections", s, "questions", q), question


def _conditions(checklist: Table) -> Iterator[Misfit]:
    every = frozenset(_id(question) for _, question in _questions(checklist))
    before: dict[str, Before] = {}
    for s, section in tables(checklist.get("sections")):
        for misfit in condition_misfits(section.get("when"), before, every, s, None):
            yield misfit.below(("sections", s))
        repeated = s if section.get("repeat") else None
        for q, question in tables(section.get("questions")):
            for misfit in condition_misfits(question.get("when"), before, every, s, _id(question)):
                yield misfit.below(("sections", s, "questions", q))
            before.setdefault(_id(question), Before(question, repeated))


def _subsets(checklist: Table) -> Iterator[Misfit]:
    subsets = list(tables(checklist.get("subsets")))
    tags = [texts([subset.get("tag")]) for _, subset in subsets]
    names = Counter(tag for one in tags for tag in one)
    carried = Counter(
        tag for _, question in _questions(checklist) for tag in set(texts(question.get("tags")))
    )
    for place, subset in subsets:
        tag, ask = subset.get("tag"), subset.get("ask")
        if not isinstance(tag, str):
            continue
        location: Location = ("subsets", place, "tag")
        if names[tag] > 1:
            yield Misfit(location, f"names {quoted(tag)}, as another [[subset]] does", "keep one of them")
        if not carried[tag]:
            yield Misfit(
                location, f"is {quoted(tag)}, which no question carries", _or_close(tag, carried, "tags")
            )
        elif isinstance(ask, int) and ask > carried[tag]:
            reason = f"is {ask}, and {carried[tag]} questions carry the tag {quoted(tag)}"
            yield Misfit(("subsets", place, "ask"), reason, f"write a number up to {carried[tag]}")
    for location, question in _questions(checklist) if len(names) > 1 else ():
        if len(found := [tag for tag in texts(question.get("tags")) if tag in names]) > 1:
            reason = f"has the tags of two subsets ({quoted(found[0])}, {quoted(found[1])})"
            yield Misfit(
                (*location, "tags"), reason, "keep one of them, so that it is clear which one counts"
            )


def _translations(checklist: Table) -> Iterator[Misfit]:
    sections = {_id(section): section for _, section in tables(checklist.get("sections"))}
    questions = {_id(question): question for _, question in _questions(checklist)}
    for language, words in table(checklist.get("translations")).items():
        location = ("translations", language)
        if language == checklist.get("language"):
            reason = "translates into the checklist's own language"
            yield Misfit(location, reason, 'name another language, or change "language"')
        said = table(words)
        for name, known in (("section", sections), ("question", questions)):
            for one, entry in table(said.get(name)).items():
                place = (*location, name, one)
                if one in known:
                    yield from _words(place, table(entry), known[one])
                else:
                    yield Misfit(
                        place, f"translates a {name} that is not there", _or_close(one, known, "ids")
                    )


def _words(location: Location, words: Table, original: Table) -> Iterator[Misfit]:
    """Yield what a translation says that the original has no words for."""
    for name in sorted(words.keys() & {"unit", "sample", "repeat", "choices"}):
        # Where its own type asks for it, it is missing there, and that is said there.
        is_said = name in ("choices", "sample") and type_of(original) in HOMES[name]
        if not original.get(name) and not is_said:
            yield Misfit((*location, name), "translates what the original does not have", "take it out")
    ids = choice_ids(original)
    for choice in table(words.get("choices")) if ids else ():
        if choice not in ids:
            place = (*location, "choices", choice)
            yield Misfit(place, "translates a choice that is not there", _or_close(choice, ids, "ids"))


def _or_close(word: str, known: Collection[str], what: str) -> str:
    if close := closest(word, known):
        return f'write "{close}" if that is what you meant'
    few = ", ".join(map(plain, list(known)[:10]))
    return f"use one of the {what} there are: {few}" if few else f"take it out, there are no {what}"


def _id(part: Table) -> str:
    found = part.get("id")
    return found if isinstance(found, str) else ""
