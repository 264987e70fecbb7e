"""What people said differently of one thing, side by side: who, when, what, and a tap that lets it hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import flet as ft

from checklists.records.answer import SampleRow, value_in
from checklists.records.finding import FindingKind
from checklists.records.values import Signature, known_word
from checklists.records.visit import Judgement
from mobile import theme
from mobile.components.avatar import Avatar
from mobile.components.buttons import QuietButton, SecondaryButton
from mobile.components.card import Card
from mobile.components.columns import Columns
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.signature_pad import SignatureView
from mobile.components.state_chip import StateChip
from mobile.state.clocks import told
from mobile.store import people
from mobile.text import say
from mobile.text.said import value_words
from mobile.theme import State
from mobile.views.finding_mark import finding_words, mark_of, state_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.journal.siblings import Sibling
    from checklists.records.disagreement import Disagreement, Said
    from mobile.state.question_state import QuestionState
    from mobile.state.session import Session


@dataclass(frozen=True)
class Settling:
    """What a tap does: let one of the answers hold, by its place, or both of them."""

    pick: Callable[[Disagreement, int], object]
    keep_both: Callable[[Disagreement], object]


@dataclass(frozen=True)
class Telling:
    """What the answers are told with.

    Attributes:
        session: the window's state.
        question: where on the visit they were given; None outside a visit.
        look: shows a photo large.
    """

    session: Session
    question: QuestionState | None
    look: Callable[[str], None]


def TwoAnswersCard(telling: Telling, about: Disagreement, settling: Settling | None) -> ft.Control:
    """One thing with its different answers; `settling` is None where nobody picks any more."""
    span = _span(telling.session, len(about.said))
    answers: list[ft.Control] = [
        ft.Container(_answer(telling, about, place, settling), col=span) for place in range(len(about.said))
    ]
    lines: list[ft.Control] = [
        *_asked(telling.question),
        ft.Text(say(f"two.part_{_part(about)}"), theme_style=theme.HEADING),
        Columns(answers, spacing=theme.GAP, run_spacing=theme.GAP),
    ]
    if settling and about.joined:
        keep_both = settling.keep_both
        words = say("two.keep_both")
        button = QuietButton(f"{_name(about)}-both", words, lambda: keep_both(about), icon=ft.Icons.MERGE)
        lines.append(ft.Row([button], wrap=True))
    return Card(
        ft.Column(lines, spacing=theme.GAP, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        identifier=_name(about),
    )


def _span(session: Session, answers: int) -> int:
    """Return how many of twelve columns an answer takes: side by side they are compared at a glance."""
    if not session.medium:
        return 12
    return 4 if session.wide and answers > 2 else 6  # noqa: PLR2004 - beside a third there is less room


def _name(about: Disagreement) -> str:
    return f"two-{about.record}-{about.name.replace('/', '-')}"


_PARTS = {
    "judgement": "answer",
    "reason": "reason",
    "note": "note",
    "value": "value",
    "sample": "value",
    "photo": "photo",
    "kind": "kind",
    "grade": "kind",
    "statement": "statement",
    "evidence": "evidence",
    "clause": "clause",
    "withdrawn": "withdrawn",
    "signature": "signature",
}


def _part(about: Disagreement) -> str:
    return _PARTS.get(about.part, "other")


def _asked(question: QuestionState | None) -> list[ft.Control]:
    if question is None:
        return []
    words = f"{question.number}  {question.question.text}"
    return [ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)]


def _answer(telling: Telling, about: Disagreement, place: int, settling: Settling | None) -> ft.Control:
    said = about.said[place]
    lines: list[ft.Control] = [*(_who(telling.session, about, one) for one in said.by)]
    lines += _VALUES.get(about.part, _words)(telling, about, said)
    if place == about.shown:
        shown = say("two.shown")
        lines.append(ft.Text(shown, theme_style=theme.CAPTION, color=ft.Colors.ON_SURFACE_VARIANT))
    if settling:
        lines += _picking(about, place, telling.question, settling)
    box = ft.Container(
        ft.Column(lines, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        padding=theme.GAP,
        border_radius=theme.RADIUS,
        bgcolor=ft.Colors.SURFACE_CONTAINER_HIGH,
        border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT),
    )
    # A group of its own, so that whose answer a button picks is heard.
    return ft.Semantics(container=True, content=box)


def _picking(
    about: Disagreement, place: int, question: QuestionState | None, settling: Settling
) -> list[ft.Control]:
    if _is_contradicted(about, place, question):
        return [ft.Text(say("visit.has_finding"), theme_style=theme.SMALL)]
    pick = SecondaryButton(
        f"{_name(about)}-{place}", say("two.pick"), lambda: settling.pick(about, place), expand=True
    )
    return [ft.Row([pick])]


def _is_contradicted(about: Disagreement, place: int, question: QuestionState | None) -> bool:
    """Say whether what was found at the question speaks against an answer."""
    judged = about.said[place].value if about.part == "judgement" else None
    raised = question.findings if question else ()
    if judged == Judgement.CONFORMS:
        return any(not one.is_good_practice for one in raised)
    return judged == Judgement.NOT_APPLICABLE and bool(raised)


def _who(session: Session, about: Disagreement, said: Sibling) -> ft.Control:
    person = people.person(session.store, said.person)
    name = person.name if person else say("wins.somebody")
    when = told(session.store, about.kind, about.record, said)
    words = ft.Column(
        [
            ft.Text(name, theme_style=theme.STRONG),
            ft.Text(when, theme_style=theme.CAPTION, color=ft.Colors.ON_SURFACE_VARIANT),
        ],
        spacing=0,
        expand=True,
    )
    return ft.Row([Avatar(name), words], spacing=12)


def _words(_telling: Telling, _about: Disagreement, said: Said) -> list[ft.Control]:
    if isinstance(said.value, str):
        return [ft.Text(said.value)]
    return [ft.Text(say("two.nothing"), color=ft.Colors.ON_SURFACE_VARIANT)]


def _judgement(telling: Telling, _about: Disagreement, said: Said) -> list[ft.Control]:
    if said.value == Judgement.FINDING:
        return _found(telling.question)
    state = _JUDGED.get(str(said.value), State.UNANSWERED)
    reasons = [one for name, one in said.values.items() if name.endswith("/reason")]
    return [ft.Row([StateChip(state)], wrap=True), *(ft.Text(str(one)) for one in reasons if one)]


def _value(telling: Telling, about: Disagreement, said: Said) -> list[ft.Control]:
    value = value_in(said.value)
    if telling.question is None or value is None:
        return _words(telling, about, said)
    return [ft.Text(value_words(telling.question.question, value))]


def _sample(telling: Telling, about: Disagreement, said: Said) -> list[ft.Control]:
    asked = telling.question.question.sample if telling.question else None
    if said.value is None or asked is None:
        return _words(telling, about, said)
    row = SampleRow.model_validate(said.value)
    piece = say("typed.piece", what=asked.what, n=about.name.rpartition("/")[2])
    holds = asked.holds if row.holds else say("typed.not_so", holds=asked.holds)
    return [ft.Text(f"{row.item or piece}: {holds}")]


_JUDGED = {"conforms": State.CONFORMS, "not_applicable": State.NOT_APPLICABLE}


def _found(question: QuestionState | None) -> list[ft.Control]:
    lines: list[ft.Control] = []
    for one in question.findings if question else ():
        words = one.text("statement") or say("visit.finding_empty")
        lines += [
            ft.Row([StateChip(state_of(one), finding_words(one))], wrap=True),
            ft.Text(words, max_lines=4),
        ]
    return lines or [ft.Row([StateChip(State.NEEDS_ATTENTION)], wrap=True)]


def _kind(_telling: Telling, _about: Disagreement, said: Said) -> list[ft.Control]:
    values = {name: str(value or "") for name, value in said.values.items()}
    kind = known_word(values.get("kind", ""), FindingKind, FindingKind.OPPORTUNITY)
    return [ft.Row([StateChip(*mark_of(kind, values.get("grade", "")))], wrap=True)]


def _photo(telling: Telling, about: Disagreement, said: Said) -> list[ft.Control]:
    if said.value is None:
        return [ft.Text(say("two.removed_photo"))]
    sha256 = about.name.rpartition("/")[2]
    thumb = Thumb(sha256, telling.session.thumbnail(sha256))
    return [PhotoStrip(f"{_name(about)}-photo", [thumb], telling.look), ft.Text(say("two.keeps_photo"))]


def _withdrawn(_telling: Telling, _about: Disagreement, said: Said) -> list[ft.Control]:
    return [ft.Text(say("two.took_back" if said.value is True else "two.keeps_finding"))]


def _signature(_telling: Telling, _about: Disagreement, said: Said) -> list[ft.Control]:
    if said.value is None:
        return [ft.Text(say("two.not_signed"))]
    signature = Signature.model_validate(said.value)
    return [SignatureView(signature.strokes), ft.Text(signature.name, theme_style=theme.SMALL)]


_VALUES = {
    "judgement": _judgement,
    "value": _value,
    "sample": _sample,
    "kind": _kind,
    "grade": _kind,
    "photo": _photo,
    "withdrawn": _withdrawn,
    "signature": _signature,
}
