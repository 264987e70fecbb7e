"""Two answers: what people who were apart said differently, side by side; one tap picks, both are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flet as ft

from mobile.components.empty_state import EmptyState
from mobile.components.guards import safe_component, safe_screen
from mobile.components.notice import notice
from mobile.state.session import use_session
from mobile.state.visit_session import VisitSession
from mobile.store import disagreements, findings
from mobile.text import say
from mobile.views import places
from mobile.views.instead import Instead, why_not
from mobile.views.layout import Heading, Scroll
from mobile.views.opened import use_look, use_walk
from mobile.views.said import Settling, Telling, TwoAnswersCard
from mobile.views.screen import Screen, go

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic import JsonValue

    from checklists.records.disagreement import Disagreement
    from checklists.records.finding import Finding
    from mobile.state.session import Session


@safe_screen
def TwoAnswersOfVisit() -> ft.View:
    """Everything on a visit that has two answers; a question that is named comes first."""
    session = use_session()
    params = ft.use_route_params()
    visit_id, question = params["visit"], params.get("question")
    walk = use_walk(session, visit_id)
    if walk is None:
        return Instead(session, why_not(session, visit_id), title=say("two.title"))
    back = places.visit(visit_id, question) if question else places.close(visit_id)
    return Screen(
        session,
        _Body(walk, question, None, session.arrived, back, key=f"two-{visit_id}"),
        title=say("two.title"),
        subtitle=walk.title,
        back=back,
    )


@safe_screen
def TwoAnswersOfFinding() -> ft.View:
    """Everything of one finding that has two answers."""
    session = use_session()
    finding = findings.get(session.store, ft.use_route_params()["finding"])
    if finding is None:
        return Instead(session, say("finding.gone"), title=say("two.title"))
    visit_id = finding.text("visit")
    walk = VisitSession.open(session.store, session.who, visit_id) if visit_id else None
    if walk is None and finding.text("raised_by") != session.who.id:
        return Instead(session, why_not(session, visit_id), title=say("two.title"))
    back = places.finding(finding.id)
    return Screen(
        session,
        _Body(walk, None, finding, session.arrived, back, key=f"two-{finding.id}"),
        title=say("two.title"),
        subtitle=finding.text("statement") or None,
        back=back,
    )


@safe_component
def _Body(
    walk: VisitSession | None,
    question: str | None,
    finding: Finding | None,
    arrived: int,  # noqa: ARG001 - a value of the component; arrival draws it again
    back: str,
) -> ft.Control:
    session = use_session()
    _, draw_again = ft.use_state(0)
    look = use_look(session)
    found = _found(session, walk, finding)
    sealed = walk is not None and walk.visit.status == "completed"
    settling = None if sealed else _settling(session, lambda: draw_again(lambda count: count + 1))
    here, others = _at(session, found, question)
    groups = [("two.here", here), ("two.others", others)] if here and others else [("", [*here, *others])]
    cards = [
        control
        for heading, group in groups
        for control in _group(heading, [_card(session, walk, one, settling, look) for one in group])
    ]
    if not cards:
        step = say("two.done")
        settled = say("two.settled")
        return EmptyState(
            ft.Icons.CHECK_ROUNDED, settled, step=step, on_step=lambda: go(back), identifier="two-done"
        )
    explain = say("two.sealed" if sealed else "two.explain")
    return Scroll(
        [ft.Text(explain, color=ft.Colors.ON_SURFACE_VARIANT), *cards],
        width=1040 if session.wide else None,
    )


def _found(session: Session, walk: VisitSession | None, finding: Finding | None) -> list[Disagreement]:
    if walk:
        # What a pick has changed shows in the other answers too.
        walk.read_again()
    if finding:
        return disagreements.of_finding(session.store, finding.id)
    return disagreements.of_visit(session.store, walk.visit_id) if walk else []


def _at(
    session: Session, found: Sequence[Disagreement], question: str | None
) -> tuple[list[Disagreement], list[Disagreement]]:
    """Return what is about a question, and the rest."""
    about = [(one, _question_of(session, one)) for one in found]
    here = [one for one, its in about if its == question]
    return (here, [one for one in found if one not in here]) if question else ([], list(found))


def _question_of(session: Session, about: Disagreement) -> str | None:
    if about.question:
        return about.question
    finding = findings.get(session.store, about.record)
    return finding.text("question") if finding else None


def _card(
    session: Session,
    walk: VisitSession | None,
    about: Disagreement,
    settling: Settling | None,
    look: Callable[[str], None],
) -> ft.Control:
    question = _question_of(session, about)
    state = walk.questions.get(question) if walk and question else None
    # Who signs decides for the signatures.
    may_pick = about.part != "signature" or (walk is not None and walk.is_mine)
    return TwoAnswersCard(Telling(session, state, look), about, settling if may_pick else None)


def _settling(session: Session, draw_again: Callable[[], None]) -> Settling:
    def done(words: str, about: Disagreement) -> None:
        session.changed()
        draw_again()

        def put_back() -> None:
            disagreements.put_back(session.store, session.who.id, about)
            session.changed()
            draw_again()

        notice(words, undo=put_back)

    def settle(about: Disagreement, values: dict[str, JsonValue], words: str) -> None:
        disagreements.settle(session.store, session.who.id, about, values)
        done(words, about)

    return Settling(
        pick=lambda about, place: settle(about, dict(about.said[place].values), say("two.picked")),
        keep_both=lambda about: settle(about, about.joined or {}, say("two.kept_both")),
    )


def _group(heading: str, cards: list[ft.Control]) -> list[ft.Control]:
    return [*([Heading(say(heading))] if heading and cards else []), *cards]
