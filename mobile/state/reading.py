"""A checklist as it is read: in the language that is spoken, else in its own and marked so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mobile.text import say
from mobile.text.language import known, spoken

if TYPE_CHECKING:
    from checklists.form.checklist import Checklist
    from checklists.records.visit import Visit


def read(checklist: Checklist) -> tuple[Checklist, frozenset[str]]:
    """Return a checklist as it is shown, and the paths of what is not translated.

    Only for showing: a visit is begun, walked and sealed with the checklist as it was published.
    """
    return checklist.in_language(spoken())


def title_of(checklist: Checklist) -> str:
    """Return what a checklist is called in the language that is spoken."""
    words = checklist.translations.get(spoken())
    return (words.title if words else None) or checklist.title


def purpose_of(checklist: Checklist) -> str:
    """Return what a checklist is for in the language that is spoken."""
    words = checklist.translations.get(spoken())
    return (words.purpose if words else None) or checklist.purpose


def title_of_visit(visit: Visit, checklist: Checklist | None) -> str:
    """Return what a visit is called: as its checklist is, in the language that is spoken."""
    title = visit.text("title")
    return title_of(checklist) if checklist and checklist.title == title else title


def foreign(checklist: Checklist) -> str:
    """Return the mark of a checklist that has no words in the language that is spoken: "in English"."""
    return "" if spoken() in checklist.languages else say("visit.in", language=_name(checklist))


def foreign_question(checklist: Checklist, question_id: str, untranslated: frozenset[str]) -> str:
    """Return the mark of one question of a checklist that is translated in part; empty where it is whole."""
    if spoken() not in checklist.languages:
        # Then the whole checklist carries the mark, and not each question.
        return ""
    place = f"question/{question_id}/"
    if f"{place}text" in untranslated:
        return say("visit.in", language=_name(checklist))
    if any(path.startswith(place) for path in untranslated):
        return say("visit.partly_in", language=_name(checklist))
    return ""


def _name(checklist: Checklist) -> str:
    language = known(checklist.language)
    return say(f"visit.language_{language}") if language else checklist.language
