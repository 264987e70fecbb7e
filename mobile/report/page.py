"""The report as one HTML file that needs nothing else: photos inside, readable on screen and on A4.

Everything people wrote is escaped; the page may run no script and load nothing, whatever is in it.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from checklists.records.values import PAD_HEIGHT, PAD_WIDTH
from mobile.text import say
from mobile.text.language import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mobile.report.contents import Answered, Found, Part, Report, Signed

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def page(report: Report, photos: Mapping[str, bytes]) -> str:
    """Return the report as HTML, in the language that is spoken.

    Args:
        report: what is in it.
        photos: a JPEG for each photo that is at hand, by its name; for the others it says so.
    """
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(report.title)}</title><style>{_style()}</style>"
    )
    body = [
        _opening(report),
        _section(
            say("close.strengths"),
            [_found(one, photos) for one in report.strengths],
            say("sealed.no_strengths"),
        ),
        _section(
            say("close.findings"), [_found(one, photos) for one in report.findings], say("sealed.no_findings")
        ),
        _section(
            say("sealed.answers"), [_part(one, place, photos) for place, one in enumerate(report.parts)], ""
        ),
        _signatures(report),
        _addenda(report),
    ]
    return (
        f'<!doctype html>\n<html lang="{spoken()}"><head>{head}</head>\n'
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def _style() -> str:
    return files(__package__).joinpath("page.css").read_text(encoding="utf-8")


def _text(tag: str, words: str, kind: str = "") -> str:
    """Return people's words in an element, nothing for none; they keep their lines and their direction."""
    attribute = f' class="{kind}"' if kind else ""
    return f'<{tag}{attribute} dir="auto">{escape(words)}</{tag}>' if words else ""


def _opening(report: Report) -> str:
    facts = "".join(
        f"<div><dt>{escape(name)}</dt>{_text('dd', words)}</div>" for name, words in report.facts if words
    )
    return (
        f"<header>{_text('p', report.kind, 'kind')}{_text('h1', report.title)}"
        f"{_text('p', report.purpose, 'purpose')}<dl>{facts}</dl>"
        f"{_text('p', say('sealed.seal', mark=report.mark), 'seal')}</header>"
    )


def _section(heading: str, items: Iterable[str], nothing: str) -> str:
    inside = "".join(items) or _text("p", nothing, "quiet")
    return f"<section><h2>{escape(heading)}</h2>{inside}</section>" if inside else ""


def _found(one: Found, photos: Mapping[str, bytes]) -> str:
    fixed = (
        f'<div class="fixed"><p class="label">{escape(say("fix.title"))}</p>{_text("p", one.correction)}'
        f"{_photos(one.photos_after, photos, say('fix.after'))}</div>"
        if one.corrected
        else ""
    )
    agreed = "".join(
        f'<div class="agreed">{_text("p", words)}{_text("p", who, "quiet")}</div>'
        for words, who in one.agreed
    )
    return (
        f'<article class="card {one.mark}"><p class="label">{escape(one.label)}</p>'
        f"{_text('p', one.question, 'quiet')}{_text('h3', one.statement)}{_text('p', one.evidence)}"
        f"{_photos(one.photos, photos, one.statement)}{fixed}{agreed}"
        f"{_text('p', one.clause, 'clause')}</article>"
    )


def _part(part: Part, place: int, photos: Mapping[str, bytes]) -> str:
    """Return a section that unfolds on the screen without a script, and is open on paper."""
    answers = "".join(_answer(one, photos) for one in part.answers)
    title = f"{escape(part.title)} <span>{len(part.answers)}</span>"
    name = f"part-{place}"
    return (
        f'<div class="part"><input type="checkbox" id="{name}"><label for="{name}" dir="auto">{title}</label>'
        f'<ol start="{part.answers[0].number if part.answers else 1}">{answers}</ol></div>'
    )


def _answer(one: Answered, photos: Mapping[str, bytes]) -> str:
    marks = "".join(f'<span class="mark {mark}">{escape(word)}</span>' for mark, word in one.marks)
    texts = "".join(_text("p", text) for text in one.texts)
    return (
        f"<li>{_text('p', one.question, 'asked')}<p>{marks} {_text('strong', one.value)}</p>"
        f"{texts}{_photos(one.photos, photos, one.question)}</li>"
    )


def _photos(names: Iterable[str], photos: Mapping[str, bytes], words: str) -> str:
    shown = [
        f'<img alt="{escape(words)}" src="data:image/jpeg;base64,{b64encode(photos[name]).decode("ascii")}">'
        if name in photos
        else f'<span class="missing">{escape(say("part.photo.on_its_way"))}</span>'
        for name in names
    ]
    return f'<div class="photos">{"".join(shown)}</div>' if shown else ""


def _signatures(report: Report) -> str:
    drawn = "".join(
        f"<figure>{_drawing(one)}<figcaption>{_caption(one)}</figcaption></figure>"
        for one in report.signatures
    )
    return f'<section><h2>{escape(say("close.signatures"))}</h2><div class="signed">{drawn}</div></section>'


def _caption(one: Signed) -> str:
    return f"{_text('strong', one.role)} {_text('span', one.words)}"


def _drawing(one: Signed) -> str:
    lines = "".join(
        f'<polyline points="{" ".join(f"{x},{y}" for x, y in _long_enough(stroke))}"/>'
        for stroke in one.strokes
    )
    place = f'viewBox="0 0 {PAD_WIDTH} {PAD_HEIGHT}" role="img" aria-label="{escape(one.words)}"'
    return f"<svg {place}>{lines}</svg>"


def _long_enough(stroke: list[tuple[int, int]]) -> list[tuple[int, int]]:
    # A dot is drawn as a line from it to itself.
    return stroke * 2 if len(stroke) == 1 else stroke


def _addenda(report: Report) -> str:
    items = [
        f'<article class="card">{_text("p", words)}{_text("p", by, "quiet")}</article>'
        for words, by in report.addenda
    ]
    return _section(say("sealed.addenda"), items, "") if items else ""
