"""Who does what by when about a finding: shown beside it, and agreed at the closing meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import flet as ft

from checklists.records.action import ActionKind
from checklists.text import LINE_LIMIT, clean
from mobile import theme
from mobile.components.beside import Beside
from mobile.components.buttons import QuietButton, SecondaryButton
from mobile.components.card import Card
from mobile.components.choices import Choice, Choices
from mobile.components.guards import safe_component
from mobile.components.notice import notice
from mobile.components.text_fields import LineField
from mobile.state.reporting import who_when
from mobile.state.session import use_session
from mobile.store import actions, people
from mobile.text import say
from mobile.text.moments import day

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklists.records.action import Action
    from checklists.records.finding import Finding
    from checklists.records.person import Person
    from mobile.state.session import Session

# Offered from now on: soon, in the usual time, after a change of tools or habits. Whole weeks, since
# who meets on a working day can promise one.
_OFFERED_DAYS = (7, 14, 28, 91)
# More names than this are asked for by a tap.
_FEW = 8


@safe_component
def Agreed(finding: Finding, arrived: int, *, may_change: bool) -> ft.Control:  # noqa: ARG001 - arrival draws it again
    """What was agreed about a finding and, where that may change, the way to agree on more."""
    session = use_session()
    agreeing, agree = ft.use_state(False)
    _, set_version = ft.use_state(0)

    def changed() -> None:
        agree(False)
        session.changed()
        set_version(lambda count: count + 1)

    found = actions.of_finding(session.store, finding.id)
    lines: list[ft.Control] = [_line(session, one, changed, may_change=may_change) for one in found]
    if agreeing:
        lines.append(_Agree(finding, changed, lambda: agree(False), key=f"agreeing-{finding.id}"))
    elif may_change and not found:
        button = SecondaryButton(
            f"agree-{finding.id}",
            say("agreed.begin"),
            lambda: agree(True),
            icon=ft.Icons.HANDSHAKE_OUTLINED,
        )
        lines.append(ft.Row([button], wrap=True))
    elif not found:
        lines.append(_small(say("agreed.none")))
    return ft.Column(
        lines, spacing=theme.GAP_SMALL, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True
    )


def _line(session: Session, action: Action, changed: Callable[[], None], *, may_change: bool) -> ft.Control:
    me = session.who.id

    def take_back() -> None:
        actions.withdraw(session.store, me, action.id)
        changed()

        def undo() -> None:
            actions.bring_back(session.store, me, action.id)
            changed()

        notice(say("agreed.taken_back"), undo=undo)

    words = ft.Column(
        [ft.Text(action.text("text")), _small(who_when(session.store, action, session.now()))],
        spacing=2,
        expand=True,
    )
    mine = may_change and action.text("proposed_by") == me
    back = [QuietButton(f"agreed-take-back-{action.id}", say("agreed.take_back"), take_back)] if mine else []
    icon = ft.Icon(ft.Icons.HANDSHAKE_OUTLINED, color=ft.Colors.PRIMARY)
    return ft.Semantics(
        identifier=f"agreed-{action.id}",
        container=True,
        content=Beside(ft.Row([icon, words], spacing=12), *back, spacing=12),
    )


@safe_component
def _Agree(finding: Finding, on_agreed: Callable[[], None], on_cancel: Callable[[], None]) -> ft.Control:
    session = use_session()
    words, write = ft.use_state("")
    owner, choose_owner = ft.use_state("")
    due, choose_due = ft.use_state("")
    everybody, show_everybody = ft.use_state(False)
    missing, tell = ft.use_state("")
    near, others = _people(session, finding)
    shown = [*near, *others] if everybody or not near else near
    days = [session.now().astimezone().date() + timedelta(days=one) for one in _OFFERED_DAYS]

    def save() -> None:
        if not (owner and due):
            tell(say("agreed.who_and_when"))
            return
        values = {
            "kind": ActionKind.CORRECTIVE_ACTION,
            "text": clean(words).strip() or finding.text("statement"),
            "owner": owner,
            "due": due,
            **{name: finding.text(name) or None for name in ("visit", "question", "area", "department")},
            "finding": finding.id,
        }
        actions.propose(session.store, session.who.id, values=values)
        on_agreed()

    more = QuietButton("agree-everybody", say("agreed.somebody_else"), lambda: show_everybody(True))
    return Card(
        ft.Column(
            [
                LineField(
                    "agree-what",
                    say("agreed.what"),
                    words,
                    write,
                    hint=say("agreed.what_hint"),
                    longest=LINE_LIMIT,
                ),
                _small(say("agreed.who")),
                Choices("agree-owner", [Choice(one.id, one.name) for one in shown], owner, choose_owner),
                *([ft.Row([more], wrap=True)] if len(shown) < len(near) + len(others) else []),
                _small(say("agreed.when")),
                Choices(
                    "agree-due",
                    [Choice(one.isoformat(), day(one, session.now())) for one in days],
                    due,
                    choose_due,
                ),
                *([ft.Text(missing, theme_style=theme.SMALL)] if missing and not (owner and due) else []),
                ft.Row(
                    [
                        SecondaryButton("agree-save", say("agreed.save"), save),
                        QuietButton("agree-cancel", say("part.not_now"), on_cancel),
                    ],
                    wrap=True,
                    spacing=theme.GAP_SMALL,
                ),
            ],
            spacing=theme.GAP_SMALL,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
    )


def _people(session: Session, finding: Finding) -> tuple[list[Person], list[Person]]:
    """Return who works where it was found, and everybody else; a few in all are all near."""
    everybody = people.people(session.store)
    if len(everybody) <= _FEW:
        return everybody, []
    near = [one for one in everybody if one.department == finding.text("department")]
    return near, [one for one in everybody if one not in near]


def _small(words: str) -> ft.Control:
    return ft.Text(words, theme_style=theme.SMALL, color=ft.Colors.ON_SURFACE_VARIANT)
