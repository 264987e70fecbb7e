"""What the parts of a checklist are called in an XLSForm: sheets, columns, rows and names."""

from __future__ import annotations

import re
from enum import StrEnum

from checklists.ids import is_slug

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
# A sheet of our own, which other programs pass over: what a form has no place for.
CHECKLIST = "checklist"

ANSWERS_LIST, YES_NO_LIST = "floorwalk_answers", "floorwalk_yes_no"
# The four answers as the tablet has them; the two in the middle are both a finding.
ANSWERS = ("conforms", "worth_sharing", "needs_attention", "not_applicable")
FINDINGS = ("worth_sharing", "needs_attention")


class Role(StrEnum):
    """What a row of the survey is, as the column `floorwalk` says it."""

    SECTION = "section"
    NAME = "name of"  # which machine, where a section is walked once for each
    QUESTION = "question"
    JUDGEMENT = "judgement"
    NOTE = "note"
    SAMPLE = "sample"
    PIECE = "piece"
    HOLDS = "holds"


# Written anew each time and passed over on the way in: they hold nothing of the checklist.
MADE_ANEW = (Role.JUDGEMENT, Role.NOTE, Role.PIECE)

ROLE = "floorwalk"
WHEN = "when"
RELEVANT = "relevant"
# What other programs ask for, so that a form is sent within a day.
PHOTO_SIZE = "max-pixels=2048"
# Columns of ours, in the order of the sheet; those whose words are translated stand once for each language.
TRANSLATED = ("label", "hint", "guidance_hint", "look_for", "unit")
OWN = (
    ROLE,
    WHEN,
    "lowest",
    "highest",
    "decimals",
    "finding_if",
    "repeat_most",
    "outcome",
    "clauses",
    "tags",
    "weight",
)
# What fills which part of a question.
QUESTION_PARTS = {
    "label": "text",
    "hint": "ask",
    "guidance_hint": "why",
    "look_for": "look_for",
    "unit": "unit",
}

# Names that stand for something else in a form.
_TAKEN = frozenset({"meta", "data"})
_REFERENCE = re.compile("\\$(\u200b*){")
_MARKED_REFERENCE = re.compile("\\$\u200b(\u200b*){")


def form_name(slug: str, suffix: str = "") -> str:
    """Return an id as a form can use it: a name of XML begins with no digit, and none is the form's own."""
    return f"{'_' if slug[:1].isdigit() or slug in _TAKEN else ''}{slug}{suffix}"


def slug_in(name: str) -> str:
    """Return a form's name as an id: `Goods_In` is `goods-in`, "" where nothing of it can be used."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-")


def guarded(text: str) -> str:
    """Return a text in which a form finds no reference to a question, and `unguarded` the text as it was."""
    return _REFERENCE.sub("$\u200b\\1{", text)


def unguarded(text: str) -> str:
    """Return the text that was guarded."""
    return _MARKED_REFERENCE.sub("$\\1{", text)


def id_in(name: str) -> str:
    """Return the id that `form_name` made a name of; a name it did not make comes back as near as can be."""
    bare = name.removeprefix("_")
    return bare if is_slug(bare) else slug_in(bare)
