"""A finding put right on the spot: noting it with a photo of how it looks now, and reading it later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from checklists.records.finding import KIND, FindingKind
from mobile import theme
from mobile.components.buttons import QuietButton, SecondaryButton
from mobile.components.guards import safe_component
from mobile.components.notice import notice
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.saved_note import SavedNote
from mobile.state.session import use_session
from mobile.store import disagreements, findings
from mobile.store.findings import CORRECTED
from mobile.text import say
from mobile.text.moments import clock
from mobile.views.layout import Heading

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.journal.siblings import Sibling
    from checklists.records.finding import Finding
    from mobile.state.session import Session

# What there is nothing to put right on.
_NOTHING_TO_FIX = (FindingKind.GOOD_PRACTICE, FindingKind.IDEA)


def can_be_fixed(finding: Finding) -> bool:
    """Say whether a finding is of a kind that can be put right."""
    return finding.kind not in _NOTHING_TO_FIX


@safe_component
def FixOnTheSpot(
    finding: Finding,
    version: int,  # noqa: ARG001 - a value of the component; a change draws it again
    changed: Callable[[], None],
    *,
    take: Callable[[], None],
    look: Callable[[str], None],
) -> ft.Control:
    """The way to note that a finding was put right there and then, and what was noted of it."""
    session = use_session()
    me = session.who.id

    def begin() -> None:
        findings.correct(session.store, me, finding.id, "")
        changed()

    def write(text: str, seen: Sibling | None) -> None:
        if not disagreements.beside(session.store, me, KIND, finding.id, "correction", text, seen):
            findings.correct(session.store, me, finding.id, text)
        changed()

    def take_back() -> None:
        before = {name: finding.state.value(name) for name in ("corrected_at", "correction")}
        after = {f"{CORRECTED}photo/{sha}": ref for sha, ref in finding.photos_after.items()}
        findings.not_corrected(session.store, me, finding.id)
        changed()

        def undo() -> None:
            put_back = {name: ref.model_dump(mode="json") for name, ref in after.items()}
            findings.change(session.store, me, finding.id, {**before, **put_back})
            changed()

        notice(say("fix.taken_back"), undo=undo)

    if not finding.corrected:
        button = SecondaryButton("fix-begin", say("fix.begin"), begin, icon=ft.Icons.BUILD_OUTLINED)
        return ft.Column([ft.Row([button], wrap=True), _quiet(say("fix.counts"))], spacing=4)
    shown = finding.state.shown("correction")
    return ft.Column(
        [
            Heading(say("fix.title")),
            _quiet(say("fix.counts")),
            SavedNote(
                "finding-correction",
                say("fix.what"),
                finding.text("correction"),
                write,
                record=finding.id,
                seen=shown,
                unsaved=session.unsaved,
                saved=clock(shown.at) if shown else None,
                hint=say("fix.what_hint"),
                lines=2,
                key="correction",
            ),
            _quiet(say("fix.photo_after")),
            _after(session, finding, changed, take, look),
            ft.Row(
                [QuietButton("fix-take-back", say("fix.take_back"), take_back, icon=ft.Icons.UNDO)], wrap=True
            ),
        ],
        spacing=theme.GAP_SMALL,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def Corrected(session: Session, finding: Finding, look: Callable[[str], None]) -> list[ft.Control]:
    """What was put right on the spot, to be read; nothing where nothing was."""
    if not finding.corrected:
        return []
    lines: list[ft.Control] = [CorrectedMark()]
    if finding.text("correction"):
        lines.append(ft.Text(finding.text("correction")))
    if finding.photos_after:
        thumbs = [Thumb(sha, session.thumbnail(sha), say("fix.after")) for sha in finding.photos_after]
        lines.append(PhotoStrip(f"corrected-{finding.id}", thumbs, look))
    return lines


def CorrectedMark() -> ft.Control:
    """Icon and words that say that a finding was put right on the spot."""
    return ft.Row(
        [
            ft.Icon(ft.Icons.BUILD_CIRCLE_OUTLINED, size=theme.icon_size(22), color=ft.Colors.PRIMARY),
            ft.Text(
                say("fix.title"),
                theme_style=theme.LABEL,
                color=ft.Colors.PRIMARY,
                expand=True,
                expand_loose=True,
            ),
        ],
        spacing=6,
        tight=True,
    )


def _after(
    session: Session,
    finding: Finding,
    changed: Callable[[], None],
    take: Callable[[], None],
    look: Callable[[str], None],
) -> ft.Control:
    me = session.who.id

    def remove(sha256: str) -> None:
        ref = finding.photos_after[sha256]
        findings.remove_photo(session.store, me, finding.id, sha256, CORRECTED)
        changed()

        def put_back() -> None:
            findings.add_photo(session.store, me, finding.id, sha256, ref, CORRECTED)
            changed()

        notice(say("visit.removed"), undo=put_back)

    thumbs = [Thumb(sha, session.thumbnail(sha), say("fix.after")) for sha in finding.photos_after]
    return PhotoStrip("corrected-photos", thumbs, look, on_add=take, on_remove=remove)


def _quiet(words: str) -> ft.Control:
    return ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
