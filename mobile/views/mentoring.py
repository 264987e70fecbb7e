"""A mentor reads somebody's draft and comments on it: on a question, a finding or the walk as a whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import flet as ft

from mobile import theme
from mobile.components.banner import Banner
from mobile.components.card import Card
from mobile.components.guards import safe_component, safe_screen
from mobile.state.asking import title_of
from mobile.state.mentoring import comments_by_question
from mobile.state.session import use_session
from mobile.state.visit_session import VisitSession
from mobile.store import comments, mentoring, people
from mobile.store import places as stored_places
from mobile.text import say
from mobile.views import places
from mobile.views.answer_read import AnswerRead
from mobile.views.comments import CommentsOfMine
from mobile.views.instead import Instead, why_not
from mobile.views.layout import Heading, Scroll
from mobile.views.photo_dialog import PhotoDialog
from mobile.views.screen import Screen, go
from mobile.views.summary import FindingRead
from mobile.views.visit_card import VisitCard
from mobile.views.write_words import Asking, WriteWords

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checklists.form.walked import AskedSection
    from checklists.records.comment import Comment
    from mobile.state.question_state import QuestionState
    from mobile.state.session import Session

    Said = Mapping[str, tuple[Comment, ...]]


@safe_screen
def Mentoring() -> ft.View:
    """The draft, read-only, with room for comments."""
    session = use_session()
    visit_id = ft.use_route_params()["visit"]
    walk = ft.use_memo(
        lambda: VisitSession.read(session.store, session.who, visit_id),
        [visit_id, session.who.id, session.language, session.arrived],
    )
    looking, look = ft.use_state("")
    ft.use_dialog(PhotoDialog(session, looking, lambda: look("")) if looking else None)
    if walk is None:
        return Instead(session, why_not(session, visit_id), title=say("mentor.title"))
    area = stored_places.area(session.store, walk.visit.text("area"))
    return Screen(
        session,
        _Body(walk, look, key=f"mentoring-{visit_id}"),
        title=say("mentor.title"),
        subtitle=f"{walk.title} · {area.name if area else walk.visit.text('area')}",
        back=places.TODAY,
    )


def MentoredDrafts(session: Session) -> list[ft.Control]:
    """The drafts of others that whoever is signed in is asked to comment on; nothing where there are none."""
    found = mentoring.drafts(session.store, session.who.id)
    if not found:
        return []
    cards = [VisitCard(session, one, on_tap=partial(go, places.mentoring(one.id))) for one in found]
    return [Heading(say("mentor.asked")), *cards]


@safe_component
def _Body(walk: VisitSession, look: Callable[[str], None]) -> ft.Control:
    session = use_session()
    _, draw_again = ft.use_state(0)
    said = comments_by_question(session.store, walk.visit_id, walk.questions, session.who.id)
    auditor = people.person(session.store, walk.visit.text("auditor"))

    def changed() -> None:
        draw_again(lambda count: count + 1)

    name = auditor.name if auditor else say("wins.somebody")
    sections = walk.walked.sections
    return Scroll(
        [
            Banner(say("mentor.reading", name=name), identifier="reading-along"),
            Heading(say("mentor.whole")),
            *CommentsOfMine(session, said.get("", ()), changed),
            _write(session, walk, changed),
            *(
                _Section(walk, one, said, look, changed, place == 0, key=f"section-{one.key}")
                for place, one in enumerate(sections)
            ),
        ],
        width=960 if session.wide else None,
    )


@safe_component
def _Section(  # noqa: PLR0917 - a component takes its values in one order
    walk: VisitSession,
    section: AskedSection,
    said: Said,
    look: Callable[[str], None],
    changed: Callable[[], None],
    first: bool,
) -> ft.Control:
    """A section, folded until it is tapped, so that a long draft opens at once."""
    session = use_session()
    unfolded, unfold = ft.use_state(first)
    icon = ft.Icons.EXPAND_LESS if unfolded else ft.Icons.EXPAND_MORE
    title = ft.Text(title_of(section), theme_style=theme.STRONG, expand=True)
    top = Card(
        ft.Row([title, ft.Icon(icon, color=ft.Colors.ON_SURFACE_VARIANT)], spacing=12),
        identifier=f"read-section-{section.key}",
        on_tap=lambda: unfold(not unfolded),
    )
    states = walk.section_state(section) if unfolded else []
    return ft.Column(
        [top, *(_question(session, walk, one, said, look, changed) for one in states)],
        spacing=theme.GAP,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _question(  # noqa: PLR0917 - what is read, what was said of it, and what follows
    session: Session,
    walk: VisitSession,
    state: QuestionState,
    said: Said,
    look: Callable[[str], None],
    changed: Callable[[], None],
) -> ft.Control:
    below: list[ft.Control] = []
    for finding in state.findings:
        below += [FindingRead(session, finding, look), _write(session, walk, changed, finding=finding.id)]
    below += CommentsOfMine(session, said.get(state.key, ()), changed)
    below.append(_write(session, walk, changed, question=state.key))
    return AnswerRead(session, walk, state, look, below, picks=False)


def _write(
    session: Session,
    walk: VisitSession,
    changed: Callable[[], None],
    *,
    question: str | None = None,
    finding: str | None = None,
) -> ft.Control:
    """The way to a comment: `add-comment-<question>`, `add-comment-<finding>` or `add-comment-visit`."""
    name = finding or question or "visit"

    def write(words: str) -> None:
        comments.write(
            session.store, session.who.id, walk.visit_id, words, question=question, finding=finding
        )
        session.changed()
        changed()

    return WriteWords(
        session,
        f"comment-{name}",
        write,
        Asking(say("mentor.comment"), say("mentor.say"), say("mentor.save")),
        kept=f"comment/{session.who.id}/{walk.visit_id}/{name}",
        key=f"write-{name}",
    )
