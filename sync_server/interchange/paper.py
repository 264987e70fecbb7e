"""Writes a checklist as a PDF for paper: what people take along when no tablet is at hand."""

from __future__ import annotations

import io
import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import segno
import typst

from checklists.form.checklist import QuestionType
from sync_server.interchange.paper_condition import SpokenConditions
from sync_server.interchange.words import words_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklists.form.checklist import Checklist, Question, Section

# Of the 64 digits, enough to tell two versions apart by eye.
_HASH_SHOWN = 12
# A question that keeps to these fits on half a page.
_MOST_ROWS, _MOST_LETTERS = 8, 1_500
_MINUS = "\N{MINUS SIGN}"


def write_pdf(checklist: Checklist, *, language: str | None = None, server: str | None = None) -> bytes:
    """Return a checklist as the bytes of a PDF, A4 in black and white.

    Args:
        checklist: what to print.
        language: the code of the language to print it in, None for its own; what is not translated stays.
        server: the address of the server, for a QR code that leads to its page of the checklist. Without it
            the code holds `floorwalk:checklist/<id>/<version>`.
    """
    return _compiled(checklist, language, server, "pdf")[0]


def write_pictures(
    checklist: Checklist, *, language: str | None = None, server: str | None = None
) -> list[bytes]:
    """Return the same pages, each as the bytes of a PNG, for a look before printing."""
    return _compiled(checklist, language, server, "png")


def digital_address(checklist: Checklist, server: str | None) -> str:
    """Return what the QR code holds."""
    if server is None:
        return f"floorwalk:checklist/{checklist.id}/{checklist.version}"
    return f"{server.rstrip('/')}/checklists/{checklist.id}"


def _compiled(checklist: Checklist, language: str | None, server: str | None, to: Any) -> list[bytes]:  # noqa: ANN401 - the library's own literal
    template: bytes = (resources.files("sync_server.interchange") / "paper.typ").read_bytes()
    content = json.dumps(_content(checklist, language, server), ensure_ascii=False)
    made: bytes | list[bytes] | None = typst.compile(
        template,
        format=to,
        font_paths=_fonts(),
        sys_inputs={"content": content},
        # The same checklist gives the same file on every day.
        timestamp=0,
    )
    pages = made if isinstance(made, list) else [made]
    return [page for page in pages if page is not None]


@cache
def _fonts() -> typst.Fonts:
    """Our own typeface, and the machine's for scripts it does not have."""
    own = resources.files("sync_server") / "web" / "static" / "fonts"
    return typst.Fonts(font_paths=[str(own)])


def _content(original: Checklist, language: str | None, server: str | None) -> dict[str, Any]:
    checklist = original.in_language(language)[0] if language else original
    words = words_in(language or checklist.language)
    conditions = SpokenConditions(checklist, words)
    numbers = {question.id: number for number, question in enumerate(checklist.questions, 1)}
    lot = {subset.tag for subset in checklist.subsets}
    return {
        "title": checklist.title,
        "purpose": checklist.purpose,
        "language": checklist.language.partition("-")[0],
        "minutes": words["minutes"].format(n=checklist.minutes),
        "version": words["version"].format(n=checklist.version),
        "hash": original.content_hash()[:_HASH_SHOWN],
        "id": checklist.id,
        "qr": _qr(digital_address(checklist, server)),
        "lots": [words["by_lot_ask"].format(tag=subset.tag, n=subset.ask) for subset in checklist.subsets],
        "sections": [_section(section, words, conditions, numbers, lot) for section in checklist.sections],
        "words": {**words},
    }


def _section(
    section: Section,
    words: Mapping[str, str],
    conditions: SpokenConditions,
    numbers: Mapping[str, int],
    lot: set[str],
) -> dict[str, Any]:
    return {
        "title": section.title,
        "when": words["only_if"].format(when=conditions.said(section.when)) if section.when else "",
        "repeat": section.repeat.what if section.repeat else "",
        "more": words["more_of"].format(what=section.repeat.what) if section.repeat else "",
        "questions": [
            {
                "number": numbers[question.id],
                "text": question.text,
                "look_for": list(question.look_for),
                "when": words["only_if"].format(when=conditions.said(question.when)) if question.when else "",
                "hints": _hints(question, words, lot),
                "clauses": " · ".join(map(str, question.clauses)),
                "long": _is_long(question),
                **_value(question, words),
            }
            for question in section.questions
        ],
    }


def _is_long(question: Question) -> bool:
    """Say whether a question may need more than a page, and has to be parted."""
    rows = question.sample.of if question.sample else 0
    letters = sum(map(len, question.look_for)) + sum(len(choice.text) for choice in question.choices)
    return max(rows, len(question.choices)) > _MOST_ROWS or letters > _MOST_LETTERS


def _hints(question: Question, words: Mapping[str, str], lot: set[str]) -> list[str]:
    hints = [f"{words['by_lot']}: {tag}" for tag in question.tags if tag in lot]
    return [*hints, words["required"]] if question.required else hints


def _value(question: Question, words: Mapping[str, str]) -> dict[str, Any]:
    """Return what is filled in beside the four answers: boxes to tick, a line with its label, rows."""
    found: dict[str, Any] = {}
    match question.type:
        case QuestionType.YES_NO:
            found = {"boxes": [words["yes"], words["no"]]}
        case QuestionType.CHOICE:
            found = {"boxes": [choice.text for choice in question.choices]}
        case QuestionType.CHOICES:
            found = {"boxes": [choice.text for choice in question.choices], "label": words["any_of"]}
        case QuestionType.NUMBER:
            said = [part for part in (question.unit, _fine(question, words)) if part]
            found = {"line": "short", "end": " · ".join(said)}
        case QuestionType.TEXT:
            found = {"line": "long"}
        case QuestionType.DATE | QuestionType.PHOTO:
            label = "day" if question.type is QuestionType.DATE else "photo"
            found = {"line": "short", "label": words[label]}
        case QuestionType.SAMPLE if question.sample:
            found = {"rows": question.sample.of, "what": question.sample.what, "holds": question.sample.holds}
    return found


def _fine(question: Question, words: Mapping[str, str]) -> str:
    if question.lowest is None and question.highest is None:
        return ""
    which = "fine_between" if None not in (question.lowest, question.highest) else "fine_from"
    which = "fine_to" if question.lowest is None else which
    mark = "," if words["decimal"] == "," else "."
    ends = {
        name: "" if end is None else str(end).replace(".", mark).replace("-", _MINUS)
        for name, end in (("lowest", question.lowest), ("highest", question.highest))
    }
    return words[which].format(**ends)


def _qr(content: str) -> str:
    stream = io.BytesIO()
    segno.make(content, error="m", micro=False).save(stream, kind="svg", border=0, dark="#000", xmldecl=False)
    return stream.getvalue().decode()
