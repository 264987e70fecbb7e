"""The report of a completed visit, readable right away and without a network, and saved as one file."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.buttons import PrimaryButton
from mobile.components.card import Card
from mobile.components.columns import Columns
from mobile.components.guards import guard, safe_component, safe_screen
from mobile.components.notice import notice
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.signature_pad import SignatureView
from mobile.components.state_chip import StateChip
from mobile.report.page import page
from mobile.state.photos import small
from mobile.state.reporting import report_of
from mobile.state.session import use_session
from mobile.store import visits
from mobile.text import say
from mobile.theme import State
from mobile.views import places
from mobile.views.corrected import CorrectedMark
from mobile.views.instead import Instead
from mobile.views.layout import Foot, Heading, Scroll, WithFoot
from mobile.views.photo_dialog import PhotoDialog
from mobile.views.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mobile.report.contents import Answered, Found, Part, Report
    from mobile.state.session import Session

# Sharp on paper at a third of a page's width; a report of forty photos stays small enough to be mailed.
_PHOTO_EDGE = 1024


@safe_screen
def ReportScreen() -> ft.View:
    """What was seen, in the order it is best read."""
    session = use_session()
    visit_id = ft.use_route_params()["visit"]
    looking, look = ft.use_state("")
    ft.use_dialog(PhotoDialog(session, looking, lambda: look("")) if looking else None)
    visit = visits.get(session.store, visit_id)
    report = report_of(session.store, visit) if visit else None
    if report is None:
        return Instead(session, say("report.not_yet"), title=say("report.title"))
    body = _Body(report, look, key=f"report-{visit_id}")
    return Screen(
        session,
        # A file is the one thing that could be handed on from here.
        body if session.practising else WithFoot(body, Foot([_save_row(session, report)])),
        title=say("report.title"),
        back=places.visit(visit_id),
        something=False,
    )


def _save_row(session: Session, report: Report) -> ft.Control:
    async def save() -> None:
        content = page(report, await asyncio.to_thread(_photos, session, report.photos))
        # Made for each time, and held until it is done, as for choosing a photo.
        picker = ft.FilePicker()
        name = file_name(report)
        kept = await picker.save_file(
            dialog_title=say("report.save"), file_name=name, src_bytes=content.encode("utf-8")
        )
        if kept or ft.context.page.web:
            notice(say("report.saved", name=name))

    button = PrimaryButton(
        "report-save",
        say("report.save"),
        guard(save),
        icon=ft.Icons.SAVE_ALT,
        expand=None if session.medium else True,
    )
    if not session.medium:
        # On a phone the sentence would take more of the screen than it is worth.
        return ft.Row([button])
    hint = ft.Text(
        say("report.save_hint"), theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT, expand=True
    )
    return ft.Row([hint, button], spacing=theme.GAP)


def file_name(report: Report) -> str:
    """Return a name that every disk takes: title and mark, without what paths are made of."""
    title = re.sub(r"[^\w -]+", " ", report.title)
    return f"{' '.join(title.split())[:60] or 'Floorwalk'} {report.mark}.html"


def _photos(session: Session, names: Iterable[str]) -> dict[str, bytes]:
    read = ((name, small(session.tablet.vault, name, _PHOTO_EDGE)) for name in names)
    return {name: jpeg for name, jpeg in read if jpeg}


@safe_component
def _Body(report: Report, look: Callable[[str], None]) -> ft.Control:
    session = use_session()
    return Scroll(
        [
            *_opening(report),
            Heading(say("close.strengths")),
            *(
                [_found(session, one, look) for one in report.strengths]
                or [_quiet(say("sealed.no_strengths"))]
            ),
            Heading(say("close.findings")),
            *([_found(session, one, look) for one in report.findings] or [_quiet(say("sealed.no_findings"))]),
            Heading(say("sealed.answers")),
            *(_Part(one, place, look, key=f"part-{place}") for place, one in enumerate(report.parts)),
            Heading(say("close.signatures")),
            _signed(report),
            *([Heading(say("sealed.addenda"))] if report.addenda else []),
            *(Card(ft.Column([ft.Text(words), _quiet(by)], spacing=4)) for words, by in report.addenda),
        ],
        width=960 if session.wide else None,
    )


def _opening(report: Report) -> list[ft.Control]:
    facts: list[ft.Control] = [
        ft.Container(ft.Column([_quiet(name), ft.Text(words)], spacing=0), col={"xs": 12, "sm": 6, "lg": 4})
        for name, words in report.facts
        if words
    ]
    return [
        ft.Column(
            [
                ft.Text(report.kind, theme_style=theme.LABEL, color=ft.Colors.PRIMARY),
                ft.Text(report.title, theme_style=theme.TITLE),
                *([_quiet(report.purpose)] if report.purpose else []),
            ],
            spacing=4,
        ),
        Columns(facts, spacing=theme.GAP, run_spacing=theme.GAP_SMALL),
        ft.Row(
            [
                ft.Icon(ft.Icons.VERIFIED, color=ft.Colors.PRIMARY),
                ft.Text(say("sealed.seal", mark=report.mark)),
            ],
            spacing=theme.GAP_SMALL,
        ),
    ]


def _found(session: Session, found: Found, look: Callable[[str], None]) -> ft.Control:
    state = State(found.mark)
    lines: list[ft.Control] = [ft.Row([StateChip(state, found.label)], wrap=True)]
    if found.question:
        lines.append(_quiet(found.question))
    lines.append(ft.Text(found.statement or say("close.no_statement"), theme_style=theme.STRONG))
    lines += [ft.Text(found.evidence)] if found.evidence else []
    lines += _strip(session, f"report-photos-{found.id}", found.photos, look)
    if found.corrected:
        lines += [CorrectedMark(), *([ft.Text(found.correction)] if found.correction else [])]
        lines += _strip(session, f"report-after-{found.id}", found.photos_after, look, of=say("action.after"))
    for words, who in found.agreed:
        icon = ft.Icon(ft.Icons.HANDSHAKE_OUTLINED, color=ft.Colors.PRIMARY)
        text = ft.Column([ft.Text(words), _quiet(who)], spacing=0, expand=True)
        lines.append(ft.Row([icon, text], spacing=12, vertical_alignment=ft.CrossAxisAlignment.START))
    if found.clause:
        lines.append(ft.Text(found.clause, theme_style=theme.CAPTION, color=ft.Colors.ON_SURFACE_VARIANT))
    column = ft.Column(lines, spacing=theme.GAP_SMALL, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return Card(column, identifier=f"report-{found.id}", state=state)


@safe_component
def _Part(part: Part, place: int, look: Callable[[str], None]) -> ft.Control:
    """A section, folded until it is tapped."""
    session = use_session()
    unfolded, unfold = ft.use_state(False)
    icon = ft.Icons.EXPAND_LESS if unfolded else ft.Icons.EXPAND_MORE
    top = Card(
        ft.Row(
            [
                ft.Text(part.title, theme_style=theme.STRONG, expand=True),
                _quiet(say("report.answers", n=len(part.answers))),
                ft.Icon(icon, color=ft.Colors.ON_SURFACE_VARIANT),
            ],
            spacing=12,
        ),
        identifier=f"report-part-{place}",
        on_tap=lambda: unfold(not unfolded),
    )
    answers = [_answer(session, one, look) for one in part.answers] if unfolded else []
    return ft.Column(
        [top, *answers], spacing=theme.GAP_SMALL, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def _answer(session: Session, answer: Answered, look: Callable[[str], None]) -> ft.Control:
    chips: list[ft.Control] = [StateChip(State(mark), word) for mark, word in answer.marks]
    value = [ft.Text(answer.value, theme_style=theme.STRONG)] if answer.value else []
    lines: list[ft.Control] = [
        ft.Text(f"{answer.number}  {answer.question}"),
        ft.Row([*chips, *value], wrap=True, spacing=theme.GAP_SMALL),
        *(ft.Text(text, theme_style=theme.SMALL) for text in answer.texts),
        *_strip(session, f"report-answer-{answer.number}", answer.photos, look),
    ]
    return ft.Container(
        ft.Column(lines, spacing=4, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        padding=ft.Padding.only(left=theme.GAP, bottom=theme.GAP_SMALL),
    )


def _strip(
    session: Session, identifier: str, names: tuple[str, ...], look: Callable[[str], None], *, of: str = ""
) -> list[ft.Control]:
    if not names:
        return []
    numbered = [(one, say("part.photo.number", number=place)) for place, one in enumerate(names, start=1)]
    thumbs = [
        Thumb(one, session.thumbnail(one), f"{of}: {number}" if of else number) for one, number in numbered
    ]
    return [PhotoStrip(identifier, thumbs, look)]


def _signed(report: Report) -> ft.Control:
    drawn: list[ft.Control] = [
        ft.Column([SignatureView(one.strokes), _quiet(f"{one.role}: {one.words}")], spacing=4)
        for one in report.signatures
    ]
    return ft.Row(drawn, wrap=True, spacing=theme.GAP_LARGE, run_spacing=theme.GAP)


def _quiet(words: str) -> ft.Control:
    return ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
