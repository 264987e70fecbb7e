"""Today: what to continue, what is due, what went well nearby, and a big button to start a walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.buttons import PrimaryButton, QuietButton, SecondaryButton
from mobile.components.card import Card
from mobile.components.columns import Columns
from mobile.components.empty_state import EmptyState
from mobile.components.guards import safe_component, safe_screen
from mobile.state.reading import title_of
from mobile.state.session import use_session
from mobile.store import checklists, disagreements, findings, programme, together
from mobile.store import places as stored_places
from mobile.text import say
from mobile.text.moments import day
from mobile.views import places
from mobile.views.layout import Heading, Scroll
from mobile.views.look_again import LookAgainOnToday
from mobile.views.mentoring import MentoredDrafts
from mobile.views.practice import PracticeOffer
from mobile.views.promises import PromisedHere, YouRaised, YourPromises, raised_and_done
from mobile.views.put_right import PutRightCard
from mobile.views.recovery import RecoveryCard
from mobile.views.screen import Screen, go, raise_something
from mobile.views.visit_card import TwoAnswersOn, VisitCard
from mobile.views.win_card import WinCard

if TYPE_CHECKING:
    from checklists.records.programme import PlannedVisit
    from checklists.records.visit import Visit
    from mobile.state.session import Session

# Enough to notice, few enough to leave room for the rest.
_WINS_SHOWN = 3

_NOON, _EVENING = 12, 18


@safe_screen
def Today() -> ft.View:
    """The screen one starts from."""
    session = use_session()
    return Screen(session, _Body(session.wide, session.arrived), title=_greeting(session), tab="today")


@safe_component
def _Body(wide: bool, arrived: int) -> ft.Control:  # noqa: ARG001 - values of a component; arrival draws it again
    session = use_session()
    drafts = together.drafts(session.store, session.who.id)
    raised = raised_and_done(session)
    doing = [
        *PutRightCard(session),
        *RecoveryCard(session),
        _begin(session),
        *PracticeOffer(session),
        *_two_answers(session, drafts),
        *_drafts(session, drafts),
        *MentoredDrafts(session),
        *YourPromises(session),
        *_due(session),
        *LookAgainOnToday(session, raised),
    ]
    wins = [*YouRaised(session, raised), *PromisedHere(session), *_wins(session)]
    if not wide:
        return Scroll([*doing, *wins])
    return ft.Row(
        [ft.Container(Scroll(doing), expand=3), ft.Container(Scroll(wins), expand=2)],
        expand=True,
        spacing=0,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def _greeting(session: Session) -> str:
    hour = session.now().astimezone().hour
    part = "morning" if hour < _NOON else "afternoon" if hour < _EVENING else "evening"
    return say(f"today.{part}", name=session.who.name.partition(" ")[0])


def _begin(session: Session) -> ft.Control:
    start = PrimaryButton(
        "start-walk",
        say("today.start"),
        lambda: go(places.START),
        icon=ft.Icons.DIRECTIONS_WALK,
        expand=True,
    )
    raising = SecondaryButton(
        "today-saw-something",
        say("nav.something"),
        lambda: raise_something(session),
        icon=ft.Icons.ADD_A_PHOTO_OUTLINED,
        expand=True,
    )
    columns: ft.ResponsiveNumber = {"xs": 12, "sm": 6}
    buttons: list[ft.Control] = [ft.Container(ft.Row([one]), col=columns) for one in (start, raising)]
    return Columns(buttons, spacing=theme.GAP, run_spacing=theme.GAP_SMALL)


def _two_answers(session: Session, drafts: list[Visit]) -> list[ft.Control]:
    found = disagreements.in_visits(session.store, drafts)
    return [TwoAnswersOn(session, one, found[one.id]) for one in drafts if one.id in found]


def _drafts(session: Session, drafts: list[Visit]) -> list[ft.Control]:
    if not drafts:
        return []
    return [Heading(say("today.continue")), *(VisitCard(session, one) for one in drafts)]


def _due(session: Session) -> list[ft.Control]:
    due = programme.due(session.store, session.who.id)
    nothing = ft.Text(say("today.nothing_due"), color=ft.Colors.ON_SURFACE_VARIANT)
    return [Heading(say("today.due")), *([_due_card(session, one) for one in due] or [nothing])]


def _due_card(session: Session, planned: PlannedVisit) -> ft.Control:
    offered = checklists.checklists(session.store)
    checklist = next((one for one in offered if one.id == planned.checklist), None)
    area = stored_places.area(session.store, planned.area)
    late = planned.due_on < session.now().astimezone().date()
    due = say("today.overdue" if late else "today.due_on", day=day(planned.due_on, session.now()))
    words = ft.Column(
        [
            ft.Text(title_of(checklist) if checklist else planned.checklist, theme_style=theme.STRONG),
            ft.Text(
                f"{area.name if area else planned.area} · {due}",
                theme_style=theme.SMALL,
                color=ft.Colors.ON_SECONDARY_FIXED if late else ft.Colors.ON_SURFACE_VARIANT,
            ),
        ],
        spacing=2,
        expand=True,
    )
    return Card(
        ft.Row([words, ft.Icon(ft.Icons.CHEVRON_RIGHT, color=ft.Colors.ON_SURFACE_VARIANT)]),
        identifier=f"due-{planned.id}",
        on_tap=lambda: go(places.start(planned.id)),
    )


def _wins(session: Session) -> list[ft.Control]:
    shown = findings.wins(session.store, limit=_WINS_SHOWN)
    more = QuietButton("all-wins", say("today.all_wins"), lambda: go(places.WINS)) if shown else None
    heading = Heading(say("today.wins"), trailing=more)
    if not shown:
        return [heading, EmptyState(ft.Icons.STAR_OUTLINE_ROUNDED, say("today.no_wins"))]
    return [heading, *(WinCard(session, one) for one in shown)]
