"""The closing meeting, for showing to the auditee: strengths, findings with who does what, both sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.banner import Banner
from mobile.components.card import Card
from mobile.components.guards import safe_component, safe_screen
from mobile.components.lead_photo import LeadPhoto
from mobile.components.photo_strip import PhotoStrip, Thumb
from mobile.components.state_chip import StateChip
from mobile.components.way_on import WayOn
from mobile.state.session import use_session
from mobile.store import findings, people
from mobile.store import places as stored_places
from mobile.text import say
from mobile.views import places
from mobile.views.agreed import Agreed
from mobile.views.corrected import Corrected
from mobile.views.finding_mark import finding_words, state_of
from mobile.views.layout import Heading, Scroll, WithFoot
from mobile.views.opened import DraftAt
from mobile.views.screen import Screen, go
from mobile.views.signing import use_signing
from mobile.views.summary import Counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.finding import Finding
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession

# Seen from across a table; beside the words, or across a screen held upright.
_PHOTO_EDGE = 1024
_BESIDE, _ACROSS = 240, 400


def MeetingCard(visit_id: str) -> ft.Control:
    """The way from the auditor's own list to what both look at together."""
    return WayOn(
        "meeting",
        ft.Icons.GROUPS_OUTLINED,
        say("closing.open"),
        say("closing.open_why"),
        lambda: go(places.meeting(visit_id)),
    )


@safe_screen
def Closing() -> ft.View:
    """What auditor and auditee look at together."""
    return DraftAt(say("closing.title"), _screen)


def _screen(session: Session, walk: VisitSession, version: int, look: Callable[[str], None]) -> ft.View:
    visit, visit_id = walk.visit, walk.visit_id
    area = stored_places.area(session.store, visit.text("area"))
    return Screen(
        session,
        (_Mine if walk.is_mine else _Along)(walk, version, look, key=f"meeting-{visit_id}"),
        title=say("closing.title"),
        subtitle=f"{walk.title} · {area.name if area else visit.text('area')}",
        back=places.close(visit_id),
        something=False,
    )


@safe_component
def _Mine(walk: VisitSession, read: int, look: Callable[[str], None]) -> ft.Control:
    session = use_session()
    signing = use_signing(session, walk, places.pulse(walk.visit_id))
    body = [*_shown(session, walk, look, read, may_change=True), *signing.pads]
    return WithFoot(Scroll(body, width=_width(session)), signing.foot)


@safe_component
def _Along(walk: VisitSession, read: int, look: Callable[[str], None]) -> ft.Control:
    """What somebody shows who walks together with the auditor: all but the signing."""
    session = use_session()
    auditor = people.person(session.store, walk.visit.text("auditor"))
    signs = say("close.signs", name=auditor.name if auditor else say("wins.somebody"))
    shown = _shown(session, walk, look, read, may_change=False)
    return Scroll([*shown, Banner(signs, identifier="who-signs")], width=_width(session))


def _shown(
    session: Session, walk: VisitSession, look: Callable[[str], None], read: int, *, may_change: bool
) -> list[ft.Control]:
    raised = findings.of_visit(session.store, walk.visit_id)
    good = [one for one in raised if one.is_good_practice]
    other = [one for one in raised if not one.is_good_practice]

    def agreed(finding: Finding) -> list[ft.Control]:
        return [Agreed(finding, read, may_change=may_change, key=f"agreed-of-{finding.id}")]

    return [
        ft.Text(say("closing.thanks"), theme_style=theme.QUESTION),
        Heading(say("close.strengths")),
        *([_card(session, walk, one, look) for one in good] or [_calm(say("sealed.no_strengths"))]),
        Heading(say("close.findings")),
        *(
            [_card(session, walk, one, look, agreed(one)) for one in other]
            or [_calm(say("close.no_findings"))]
        ),
        Counts(walk),
    ]


def _card(
    session: Session,
    walk: VisitSession,
    finding: Finding,
    look: Callable[[str], None],
    agreed: list[ft.Control] | None = None,
) -> ft.Control:
    state = state_of(finding)
    asked = walk.questions.get(finding.text("question"))
    words: list[ft.Control] = [ft.Row([StateChip(state, finding_words(finding))], wrap=True)]
    if asked:
        words.append(ft.Text(asked.question.text, color=ft.Colors.ON_SURFACE_VARIANT))
    statement = finding.text("statement") or say("close.no_statement")
    words.append(ft.Text(statement, theme_style=theme.HEADING))
    words += [ft.Text(finding.text("evidence"))] if finding.text("evidence") else []
    words += Corrected(session, finding, look)
    words += agreed or []
    if finding.text("clause"):
        words.append(
            ft.Text(finding.text("clause"), theme_style=theme.CAPTION, color=ft.Colors.ON_SURFACE_VARIANT)
        )
    text = ft.Column(words, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    picture = _pictures(session, finding, look)
    if not picture:
        content: ft.Control = text
    elif session.wide:
        content = ft.Row(
            [ft.Container(text, expand=3), ft.Container(picture, expand=2)],
            spacing=theme.GAP_LARGE,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
    else:
        text.controls = [*words[:1], picture, *words[1:]]
        content = text
    return Card(content, identifier=f"closing-{finding.id}", state=state, padding=theme.GAP_LARGE)


def _pictures(session: Session, finding: Finding, look: Callable[[str], None]) -> ft.Control | None:
    names = list(finding.photos_before)
    first = session.thumbnail(names[0], edge=_PHOTO_EDGE) if names else None
    shown: list[ft.Control] = []
    if first:
        shown.append(
            LeadPhoto(
                f"closing-photo-{finding.id}",
                first,
                lambda: look(names[0]),
                height=_ACROSS if session.medium and not session.wide else _BESIDE,
                label=say("part.photo.is"),
            )
        )
    rest = names[1:] if first else names
    if rest:
        thumbs = [Thumb(one, session.thumbnail(one)) for one in rest]
        shown.append(PhotoStrip(f"closing-photos-{finding.id}", thumbs, look))
    if not shown:
        return None
    return ft.Column(
        shown, spacing=theme.GAP_SMALL, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True
    )


def _calm(words: str) -> ft.Control:
    return ft.Text(words, color=ft.Colors.ON_SURFACE_VARIANT)


def _width(session: Session) -> int | None:
    return 1120 if session.wide else None
